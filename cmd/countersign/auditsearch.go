package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/httpapi"
)

// filters are what the log is searched by; all that are given must hold.
type filters struct {
	Actor     string `help:"Who acted, or was acted for." placeholder:"USER"`
	Acting    string `help:"Who acted." placeholder:"USER"`
	ActedFor  string `help:"Who was acted for." placeholder:"USER"`
	Action    string `help:"Such as bank_instruction.update."`
	Outcome   string `help:"applied, held, approved, rejected, withdrawn, expired, stale, failed, refused or noted."`
	Table     string `help:"The table of a record."`
	Record    string `help:"The record; needs --table." placeholder:"ID"`
	Field     string `help:"A changed field; needs --table."`
	Value     string `help:"An old or new value, exactly; without --field also a detail, such as a file's SHA-256."`
	Old       string `help:"The old value of a changed field, exactly."`
	New       string `help:"The new value of a changed field, exactly."`
	ValueWord string `help:"Words that all occur in one value, in any case." placeholder:"WORDS"`
	Word      string `help:"Words that all occur, in any case, wherever." placeholder:"WORDS"`
	Ticket    string `help:"A ticket's number."`
	Change    string `help:"A held change." placeholder:"ID"`
	Code      string `help:"The code of a refusal."`
	Address   string `help:"Where it came from."`
	From      string `help:"From this time on." placeholder:"TIME"`
	To        string `help:"Before this time." placeholder:"TIME"`
}

func (f *filters) query(more ...string) string {
	return given(append([]string{
		"actor", f.Actor, "acting", f.Acting, "acted_for", f.ActedFor, "action", f.Action, "outcome", f.Outcome, "table", f.Table, "record", f.Record,
		"field", f.Field, "value", f.Value, "old", f.Old, "new", f.New, "value_word", f.ValueWord, "word", f.Word, "ticket", f.Ticket,
		"change", f.Change, "code", f.Code, "address", f.Address, "from", f.From, "to", f.To,
	}, more...)...)
}

type auditSearchVerb struct {
	remote
	filters
	Limit int64 `help:"At most so many entries, newest first." default:"100"`
	Count bool  `help:"Say how many there are in all, too."`
	JSON  bool  `name:"json" help:"Print each entry as a line of JSON."`
}

// mostPage is how many entries one answer holds.
const mostPage = 1000

// Run prints what is found, a line for each entry, and on standard error where the
// part lies that was not searched.
func (v *auditSearchVerb) Run(t *tool) error {
	for left, before := v.Limit, int64(0); left > 0; {
		page := min(left, mostPage)
		more := []string{"limit", strconv.FormatInt(page, 10)}
		if before != 0 {
			more = append(more, "before", strconv.FormatInt(before, 10))
		} else if v.Count {
			more = append(more, "count", "true")
		}
		var list httpapi.EntryList
		if err := v.ask(t, http.MethodGet, "/api/v1/audit?"+v.query(more...), nil, &list); err != nil {
			return err
		}
		if before == 0 {
			if err := v.about(t, &list); err != nil {
				return err
			}
		}
		for i := range list.Items {
			if err := v.line(t, &list.Items[i], list.Names); err != nil {
				return err
			}
		}
		if left, before = left-int64(len(list.Items)), list.Before; before == 0 {
			return nil
		}
	}
	return nil
}

// about tells of the search what is none of its entries.
func (v *auditSearchVerb) about(t *tool, list *httpapi.EntryList) error {
	var said []string
	if list.Total != nil {
		than := ""
		if list.More {
			than = "more than "
		}
		said = append(said, than+strconv.FormatInt(*list.Total, 10)+" in all")
	}
	for _, a := range list.Archived {
		said = append(said, "not searched: entries "+strconv.FormatInt(a.From, 10)+" to "+strconv.FormatInt(a.To, 10)+" lie in the archive "+a.SHA256+"; bring them back with: "+a.Command)
	}
	if len(said) == 0 {
		return nil
	}
	_, err := io.WriteString(t.errors, strings.Join(said, "\n")+"\n")
	return err
}

func (v *auditSearchVerb) line(t *tool, e *httpapi.Entry, names map[string]string) error {
	if v.JSON {
		text, err := json.Marshal(e)
		if err != nil {
			return err
		}
		return t.say("%s", text)
	}
	ev := e.Event
	about := ev.Record.Table + "/" + ev.Record.ID
	if ev.Record == (audit.Record{}) {
		about = ""
	}
	who := names[ev.Actor]
	if who == "" {
		who = ev.Actor
	}
	plain := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
	cells := []string{strconv.FormatInt(e.Seq, 10), e.At, who, ev.Action, ev.Outcome, about, ev.Ticket, ev.Reason + ev.Detail}
	for i := range cells {
		cells[i] = plain.Replace(cells[i])
	}
	return t.say("%s", strings.Join(cells, "\t"))
}

type auditExportVerb struct {
	remote
	filters
	Format string `help:"Of what a search finds: xlsx, csv, or jsonl with each entry's stored bytes." enum:"xlsx,csv,jsonl" default:"jsonl"`
	Whole  bool   `help:"The whole log instead, sealed, for 'countersign audit verify --export'."`
	Out    string `help:"The file that is written; it must not be there yet." required:"" type:"path" placeholder:"FILE"`
}

// Run writes the file. One that broke off is not left behind.
func (v *auditExportVerb) Run(t *tool) (err error) {
	path := "/api/v1/audit/result?" + v.query("format", v.Format)
	if v.Whole {
		if v.query() != "" {
			return usage{errors.New("--whole takes no filters")}
		}
		path = "/api/v1/audit/export"
	}
	f, err := os.OpenFile(v.Out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return usage{err}
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(v.Out) // what went wrong is told already
		}
	}()
	return v.fetch(t, path, f)
}
