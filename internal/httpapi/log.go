package httpapi

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Entry is one entry of the log, as far as the asker may read it.
type Entry struct {
	Seq    int64        `json:"seq"`
	At     string       `json:"at"`
	Event  *audit.Event `json:"event"`
	Hidden int          `json:"hidden,omitempty" doc:"How many of its rows are not told, or only that there are some, because they belong to units whose log you may not read; facts and detail are not told either then."`

	Withheld int `json:"withheld,omitempty" doc:"How many amounts are not told but as 'withheld', because that takes the permission audit.view_amounts."`
}

// EntryList is a page of entries, newest first.
type EntryList struct {
	Items  []Entry           `json:"items"`
	Before int64             `json:"before,omitempty" doc:"Send it as before to get older ones; absent at the end."`
	Total  *int64            `json:"total,omitempty" doc:"How many there are in all, with count."`
	More   bool              `json:"more,omitempty" doc:"There are at least as many as total says: counting ends at 10,000, or when too many had to be opened. Absent when it says it exactly."`
	Names  map[string]string `json:"names" doc:"What the users are called who acted, or were acted for."`
	// Archived tells where the older part lies, which was not searched.
	Archived []ArchivedPart `json:"archived,omitempty" doc:"Parts of the log of the time that was asked for which were moved to archive files and not searched; at most 100, the newest first."`
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
		summary: "Search the log, newest first; every search is logged too." + ofUnits, query: append(searchParameters(),
			number("before", "Only entries below this number."), number("limit", "At most so many, 1 to 1000; 100 when absent."),
			truth("count", fmt.Sprintf("Also answer how many there are in all, as far as %d.", govern.Counted)),
		), answer: schemaOf[EntryList](a), do: a.search,
	})
	a.archives()
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/audit/result", Permission: auditExport}, tag: "audit",
		summary: "Export what a search finds, as a table or as JSON lines, each entry with its hash and the proof that it is in the newest checkpoint. It ends at that checkpoint, which is seconds old at most, and is logged itself." + ofUnits,
		query: append(searchParameters(),
			text("format", "xlsx and csv have a line for each changed field; jsonl a line for each entry, with its stored bytes.").oneOf("csv", "xlsx", "jsonl").must(),
		), answerType: "text/csv, " + xlsx + ", application/jsonl", do: a.result,
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
	return reply{body: Checkpoint{string(note), a.Ring.Keys()}}, err
}
