// Package audit keeps the log of what happened: entries that are sealed, form a
// signed Merkle tree, and are found again by keyed tokens.
//
// It guarantees that nothing typed by a person stands readable in its tables,
// that every committed entry is covered by a signed checkpoint within a second,
// and that whatever is done to the stored bytes afterwards is found by package
// verify, which needs no key that opens them.
package audit

import "encoding/json"

// Event is the content of one entry: who did what, to which record, and with
// what outcome. Texts that do not apply are empty and leave no trace in the
// stored form.
type Event struct {
	Actor    string `json:"actor,omitempty"`     // user id of who acted
	OnBehalf string `json:"on_behalf,omitempty"` // user id of whom they acted for
	Session  string `json:"session,omitempty"`
	Method   string `json:"method,omitempty"`  // how they signed in: password, passkey, token …
	From     string `json:"from,omitempty"`    // network address
	Request  string `json:"request,omitempty"` // request id
	Action   string `json:"action,omitempty"`  // "bank_instruction.update"
	Outcome  string `json:"outcome,omitempty"` // one of the Outcome constants
	Record   Record `json:"record,omitzero"`   // what it was chiefly about
	Change   string `json:"change,omitempty"`  // id of the pending change
	Digest   string `json:"digest,omitempty"`  // SHA-256 of the change, hexadecimal
	Reason   string `json:"reason,omitempty"`
	Ticket   string `json:"ticket,omitempty"`
	Code     string `json:"code,omitempty"`   // fault code of a refusal
	Detail   string `json:"detail,omitempty"` // its sentence
	Count    int64  `json:"count,omitempty"`  // identical refusals gathered in this entry
	// Units are those that the event's rows, or its record, belonged to when it
	// happened, each with every unit above it, upwards.
	Units [][]string `json:"units,omitempty" doc:"The units that it belongs to as they stood then, each with every unit above it."`
	Rows  []Row      `json:"rows,omitempty"`
	Facts []Fact     `json:"facts,omitempty"`
}

// Outcomes of an event.
const (
	Applied   = "applied"
	Held      = "held"
	Approved  = "approved"
	Rejected  = "rejected"
	Withdrawn = "withdrawn"
	Expired   = "expired"
	Stale     = "stale"
	Failed    = "failed"
	Refused   = "refused"
	Noted     = "noted"
)

// Record names one governed record.
type Record struct {
	Table string `json:"table,omitempty"`
	ID    string `json:"id,omitempty"`
}

// Row is one row that the event changed, or meant to. After is its full image
// as canonical JSON, absent for a deletion; Was holds the fields that changed
// with their old values, all of them for a deletion, absent for an insertion.
// Both come masked from the caller.
type Row struct {
	Table   string          `json:"table"`
	ID      string          `json:"id"`
	Op      string          `json:"op"` // insert, update, delete
	Version int64           `json:"version,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
	Was     json.RawMessage `json:"was,omitempty"`
	// Unit is the place in the event's Units, from 1, of the unit that the row
	// belongs to; Left of the one that it belonged to before, when that differs. 0:
	// none.
	Unit int64 `json:"unit,omitempty" doc:"The place in units, from 1, of the unit that it belongs to; absent: to none."`
	Left int64 `json:"left,omitempty" doc:"The place in units, from 1, of the unit that it left."`
}

// Fact is one named detail, such as a file's name, a digest or a host key.
// Facts keep their order.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
