package httpapi

import (
	"context"
	"io"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
)

// Entry is one entry of the log, as far as the asker may read it.
type Entry struct {
	Seq    int64        `json:"seq"`
	At     string       `json:"at"`
	Event  *audit.Event `json:"event"`
	Hidden int          `json:"hidden,omitempty" doc:"How many of its rows are not told, or only that there are some, because they belong to units whose log you may not read; facts and detail are not told either then."`
}

// EntryList is a page of entries, newest first.
type EntryList struct {
	Items  []Entry           `json:"items"`
	Before int64             `json:"before,omitempty" doc:"Send it as before to get older ones; absent at the end."`
	Names  map[string]string `json:"names" doc:"What the users are called who acted, or were acted for."`
}

// Proof is what shows that an entry is in the log, without opening it.
type Proof struct {
	Header string `json:"header" doc:"The entry's header as stored, base64."`
	Sealed string `json:"sealed" doc:"Its sealed content as stored, base64."`
	Proof  string `json:"proof" doc:"That both are the leaf of this number in the newest checkpoint: C2SP tlog-proof v1."`
	Key    string `json:"key" doc:"The C2SP verifier key that the checkpoint is signed with."`
}

// ofUnits tells what the permission means for somebody who has it at a unit.
const ofUnits = " Who may at a unit is told the entries of the unit and those beneath it, by where their records belonged at the time, and no others."

// Checkpoint is the newest signed state of the log.
type Checkpoint struct {
	Checkpoints string `json:"checkpoints" doc:"A C2SP checkpoint as a signed note, as countersign audit verify --checkpoints reads it."`
	Key         string `json:"key" doc:"The C2SP verifier key that it is signed with, for --key."`
}

func (a *API) log() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/audit", Permission: auditView}, tag: "audit",
		summary: "Search the log, newest first; every search is logged too." + ofUnits, query: []parameter{
			text("actor", "A user's id: who acted, or was acted for."), text("action", "Such as bank_instruction.update."),
			text("outcome", "applied, held, approved, rejected, withdrawn, expired, stale, failed, refused or noted."),
			text("table", "The table of a record."), text("record", "The record's id; needs table."), text("field", "A changed field; needs table."),
			text("value", "An old or new value, exactly."), text("word", "Words that all occur, in any case."), text("ticket", "A ticket's number."),
			text("change", "The id of a held change."), text("code", "The code of a refusal."), text("address", "Where it came from."),
			text("from", "From this time on."), text("to", "Before this time."),
			number("before", "Only entries below this number."), number("limit", "At most so many, 1 to 1000; 100 when absent."),
		}, answer: schemaOf[EntryList](a), do: a.search,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/audit/export", Permission: auditExport}, tag: "audit",
		summary: "Export entries with their proof, as JSON lines that countersign audit verify checks", query: []parameter{
			number("from", "The first entry; the first of all when absent."), number("to", "The last entry; the newest that is signed when absent."),
		}, answerType: "application/jsonl", do: a.export,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/audit/checkpoint", Permission: auditView}, tag: "audit",
		summary: "The newest checkpoint", answer: schemaOf[Checkpoint](a), do: a.checkpoint,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/audit/entry/{id}", Permission: auditView}, tag: "audit",
		summary: "One entry by its number." + ofUnits, answer: schemaOf[Entry](a), do: a.entry,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/audit/entry/{id}/proof", Permission: auditView}, tag: "audit",
		summary: "What proves one entry, also without this program." + ofUnits, answer: schemaOf[Proof](a), do: a.prove,
	})
}

func (a *API) search(c *call) (reply, error) {
	scope, err := c.readable()
	if err != nil {
		return reply{}, err
	}
	q := audit.Query{
		Scope: scope,
		Actor: c.query.Get("actor"), Action: c.query.Get("action"), Outcome: c.query.Get("outcome"), Table: c.query.Get("table"),
		Record: c.query.Get("record"), Field: c.query.Get("field"), Value: c.query.Get("value"), Words: c.query.Get("word"),
		Ticket: c.query.Get("ticket"), Change: c.query.Get("change"), Code: c.query.Get("code"), Address: c.query.Get("address"),
	}
	if err := c.bounds(&q); err != nil {
		return reply{}, err
	}
	var asked []audit.Fact
	for _, p := range c.rt.query {
		if v := c.query.Get(p.name); v != "" {
			asked = append(asked, audit.Fact{Name: p.name, Value: v})
		}
	}
	found, err := audit.Search(c.ctx, a.DB, a.Ring, q)
	if err != nil {
		return reply{}, err
	}
	list := EntryList{Items: []Entry{}, Names: map[string]string{}}
	for _, f := range found {
		list.Items = append(list.Items, entryOf(f))
		a.call(list.Names, f.Event.Actor, f.Event.OnBehalf)
	}
	if len(found) == q.Limit {
		list.Before = found[len(found)-1].Seq
	}
	return reply{body: list}, c.noted("audit.search", audit.Record{}, asked...)
}

func (c *call) bounds(q *audit.Query) error {
	from, err := c.moment("from")
	if err != nil {
		return err
	}
	to, err := c.moment("to")
	if err != nil {
		return err
	}
	limit, err := c.number("limit", 1, 1000, 100)
	if err != nil {
		return err
	}
	q.From, q.To, q.Limit = int64(from), int64(to), int(limit)
	if (q.Record != "" || q.Field != "") && q.Table == "" {
		return fault.Bad("table", "missing_parameter", "A record or field is searched for within its table; name it.")
	}
	q.Before, err = c.number("before", 1, 1<<62, 0)
	return err
}

// export streams the entries. That it is begun is logged first.
func (a *API) export(c *call) (reply, error) {
	if err := c.on(auditExport); err != nil { // it is of the whole log: the proof of a part needs the hashes of all
		return reply{}, err
	}
	first, err := c.number("from", 1, 1<<62, 0)
	if err != nil {
		return reply{}, err
	}
	last, err := c.number("to", 1, 1<<62, 0)
	if err != nil {
		return reply{}, err
	}
	if last != 0 && first > last {
		return reply{}, fault.Bad("to", "bad_value", "The last entry %d comes before the first, %d.", last, first)
	}
	err = c.noted(auditExport, audit.Record{}, audit.Fact{Name: "from", Value: strconv.FormatInt(first, 10)}, audit.Fact{Name: "to", Value: strconv.FormatInt(last, 10)})
	if err != nil {
		return reply{}, err
	}
	return c.streamed("application/jsonl", "audit.jsonl", func(ctx context.Context, w io.Writer) error {
		return audit.Export(ctx, a.DB, w, audit.Range{First: first, Last: last})
	})
}

func (a *API) checkpoint(c *call) (reply, error) {
	if _, err := c.readable(); err != nil { // it tells of no entry: who may read some may check them
		return reply{}, err
	}
	note, err := c.checkpointText()
	return reply{body: Checkpoint{string(note), a.Ring.Verifier()}}, err
}
