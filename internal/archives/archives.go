// Package archives keeps what was ordered of the log's archives: that old entries
// move to archive files, or that archived ones come back for a while.
//
// An order is a change like any other: it may wait for other eyes, and its dry run
// says what it is. The work itself takes long and is done afterwards, by whichever
// node comes first; how far it came and what it came to stands with the order, and
// what was done to the log in the log.
package archives

import (
	"context"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// The permissions of the area.
const (
	Archiving = "audit.archive"
	Restoring = "audit.restore"
	Recording = "archive_order.record"
)

// Given is the kind of the outbox message that has an order taken up at once.
const Given = "archive_order"

// Tables are the tables of the area.
var Tables = []govern.Any{Orders}

// Verbs are its commands. The first two enter an order, and are served without the
// id of a record.
var Verbs = []govern.Verb{
	{Name: Archiving, Area: "audit", Makes: true, Doc: "Order that old entries of the log move to archive files.", New: func() govern.Action { return &Archive{} }},
	{Name: Restoring, Area: "audit", Makes: true, Doc: "Order that archived entries of the log come back for a while.", New: func() govern.Action { return &Restore{} }},
	{Name: Recording, Area: "audit", Doc: "Records how far an order came, and its end; the program's own.", ByProgram: true},
}

// The kinds of orders.
const (
	ToArchive = "archive"
	ToRestore = "restore"
)

// The states of an order.
const (
	Asked  = "asked" // it waits for a node, or one is at it
	Done   = "done"
	Failed = "failed" // what was done before that stays
)

// Order is what somebody ordered, how far it came and what it came to.
type Order struct {
	govern.Meta
	Kind      string      `json:"kind" db:"kind" audit:"show" enum:"archive,restore" doc:"archive: entries move to archive files; restore: archived ones come back for a while."`
	BeforeAt  govern.Time `json:"before_at" db:"before_at" audit:"show" required:"false" doc:"Of archive: those made before this time; empty where it goes by number."`
	FromEntry int64       `json:"from_entry" db:"from_entry" audit:"show" required:"false" minimum:"0" doc:"Of restore: the first entry that is wanted."`
	ToEntry   int64       `json:"to_entry" db:"to_entry" audit:"show" required:"false" minimum:"0" doc:"The last entry; 0 where it goes by time."`
	Hours     int64       `json:"hours" db:"hours" audit:"show" required:"false" minimum:"0" maximum:"87600" doc:"Of restore: how long they stay."`
	AskedBy   govern.ID   `json:"asked_by" db:"asked_by" audit:"show" ref:"user"`
	AskedAt   govern.Time `json:"asked_at" db:"asked_at" audit:"show"`
	State     string      `json:"state" db:"state" audit:"show" enum:"asked,done,failed" doc:"asked: it waits for a node or one is at it; failed: detail says why, and what was done before that stays."`
	Detail    string      `json:"detail" db:"detail" audit:"show" required:"false" doc:"Why it failed."`
	Begins    int64       `json:"begins" db:"begins" audit:"show" required:"false" minimum:"0" doc:"The first entry that it moves; 0 until a node has begun, and where there was none to move."`
	Ends      int64       `json:"ends" db:"ends" audit:"show" required:"false" minimum:"0" doc:"The last entry that it moves: whole blocks of 256 go."`
	Files     int64       `json:"files" db:"files" audit:"show" required:"false" minimum:"0" doc:"Archive files made, or brought back, so far."`
	Entries   int64       `json:"entries" db:"entries" audit:"show" required:"false" minimum:"0" doc:"Entries in them."`
	UntilAt   govern.Time `json:"until_at" db:"until_at" audit:"show" required:"false" doc:"Of restore: until when the entries stay."`
	EndedAt   govern.Time `json:"ended_at" db:"ended_at" audit:"show" required:"false"`
}

// Orders are all that were ever given; none is deleted.
var Orders = govern.Declare(govern.Table[Order]{
	Name:      "archive_order",
	Doc:       "An order to archive old entries of the log or to bring archived ones back, and what came of it.",
	ByCommand: true,
	Check:     func(_ context.Context, _ govern.Reader, before, after *Order) error { return check(before, after) },
})

// check: what was ordered stays, what has ended stays ended, and no order does more
// than it set out to.
func check(before, after *Order) error {
	if after == nil {
		return fault.New(fault.Conflict, "order_stays", "An order about the log's archives is never deleted.")
	}
	if before != nil && (before.State != Asked || !before.sameAs(after)) {
		return fault.New(fault.Internal, "bad_plan", "An order keeps what it says, and what has ended stays ended.")
	}
	if after.Entries > after.due() || (after.State == Failed) != (after.Detail != "") {
		return fault.New(fault.Internal, "bad_plan", "An order does no more than it set out to, and says why it failed.")
	}
	return nil
}

// sameAs reports whether both order the same.
func (o *Order) sameAs(p *Order) bool {
	return o.Kind == p.Kind && o.BeforeAt == p.BeforeAt && o.FromEntry == p.FromEntry && o.ToEntry == p.ToEntry &&
		o.Hours == p.Hours && o.AskedBy == p.AskedBy && o.AskedAt == p.AskedAt
}

// due is how many entries it moves in all.
func (o *Order) due() int64 {
	if o.Begins == 0 {
		return 0
	}
	return o.Ends - o.Begins + 1
}
