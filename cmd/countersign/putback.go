package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/countersign/countersign/internal/httpapi"
)

// record is one row of one table, as the verbs here are asked about it.
type record struct {
	Table string `arg:"" help:"Such as bank_instruction." placeholder:"TABLE"`
	ID    string `arg:"" name:"id" help:"The id of the record." placeholder:"ID"`
}

func (r *record) path() string {
	return "/api/v1/" + url.PathEscape(r.Table) + "/" + url.PathEscape(r.ID)
}

type asOfVerb struct {
	remote
	record
	Time string `arg:"" help:"Such as 2026-11-22T14:00:00Z." placeholder:"TIME"`
}

// Run prints the record as it was, rebuilt from the log.
func (v *asOfVerb) Run(t *tool) error {
	var row json.RawMessage
	if err := v.ask(t, http.MethodGet, v.path()+"?"+given("as_of", v.Time), nil, &row); err != nil {
		return err
	}
	return t.show(row)
}

type putBackVerb struct {
	remote
	record
	To     int64  `help:"The version that it is put back to; the record's history tells them." required:"" placeholder:"VERSION"`
	Reason string `help:"Why; kept with the change and in the log."`
	Ticket string `help:"The number of an external ticket."`
	DryRun bool   `help:"Say what would happen, and write nothing."`
}

// Run asks for the change on the version that the record is at, and prints what
// became of it.
func (v *putBackVerb) Run(t *tool) error {
	var row struct {
		Version int64 `json:"version"`
	}
	if err := v.ask(t, http.MethodGet, v.path(), nil, &row); err != nil {
		return err
	}
	query := ""
	if v.DryRun {
		query = "?dry_run=true"
	}
	var out json.RawMessage
	err := v.ask(t, http.MethodPost, v.path()+"/put_back"+query, httpapi.Earlier{To: v.To}, &out,
		"If-Match", strconv.Quote(strconv.FormatInt(row.Version, 10)), "Countersign-Reason", v.Reason, "Countersign-Ticket", v.Ticket)
	if err != nil {
		return err
	}
	return t.show(out)
}

type reportVerb struct {
	remote
	Name    string `arg:"" help:"rights, changes, rules_off, payments or ticket." enum:"rights,changes,rules_off,payments,ticket"`
	User    string `help:"Of changes: whose." placeholder:"ID"`
	Ticket  string `help:"Of ticket: its number."`
	Package string `help:"Of payments: one package alone." placeholder:"ID"`
	AsOf    string `help:"Of rights: at this time instead of now." placeholder:"TIME"`
	From    string `help:"From this time on." placeholder:"TIME"`
	To      string `help:"Before this time." placeholder:"TIME"`
	JSON    bool   `name:"json" help:"Print the answer as JSON."`
}

// Run prints the first 1000 rows, their cells between tabs; all of them are had as
// a file from the page or the API.
func (v *reportVerb) Run(t *tool) error {
	var table httpapi.ReportTable
	q := given("user", v.User, "ticket", v.Ticket, "package", v.Package, "as_of", v.AsOf, "from", v.From, "to", v.To)
	if err := v.ask(t, http.MethodGet, "/api/v1/report/"+v.Name+"?"+q, nil, &table); err != nil {
		return err
	}
	if v.JSON {
		return t.show(table)
	}
	plain := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
	for _, row := range append([][]string{table.Columns}, table.Rows...) {
		for i := range row {
			row[i] = plain.Replace(row[i])
		}
		if err := t.say("%s", strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	if table.More {
		return fmt.Errorf("there are more than %d rows; take them all with format=csv from the API", len(table.Rows))
	}
	return nil
}
