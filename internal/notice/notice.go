// Package notice tells people what waits for them: by e-mail, at once or once a
// day, and other programs by signed webhooks; and it tells whom a unit names of
// what has waited too long or nears its cut-off.
//
// A notice says what waits, who asked for it, since and until when, and where it
// is looked at. It holds no amounts, reasons or contents: those are shown to who
// has signed in and may see them.
//
// It guarantees that a wait is told once to each recipient, whatever fails: it is
// marked in the transaction that leaves the message in the outbox, and what is
// repeated after a crash carries the same id (Message-ID, webhook-id). What no
// longer waits when its turn comes is not told.
//
// It stands above the areas, whose waiting it looks at.
package notice

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

const area = "notice"

// Raising is the permission of the program to tell whom a unit names.
const Raising = "escalation.raise"

// Tables are the tables of the room.
var Tables = []govern.Any{Webhooks, Escalations, Escalated, Choices, ExpectedFiles}

// Verbs are the commands of the room.
var Verbs = []govern.Verb{
	{Name: Raising, Area: area, Doc: "Records that something has waited too long and who is told; the program's own."},
	{Name: "me.choose_notices", Area: area, Doc: "Choose how one is told by e-mail of what waits for oneself.", Own: true},
}

// Kind is what waits.
type Kind string

// The kinds of waiting.
const (
	OfChange    Kind = "change"
	OfSignature Kind = "signature"
	OfException Kind = "exception"
	OfReview    Kind = "review"
	OfDelivery  Kind = "delivery" // a file that did not arrive, or may have
	OfUnsent    Kind = "unsent"   // an accepted package of which no file is on its way
	OfMissing   Kind = "missing"  // a company's invoices that an open cycle awaits
	OfFile      Kind = "file"     // a file that a process awaits and that is late
	OfUntaken   Kind = "untaken"  // a run with exceptions that nobody was given
	OfUnlooked  Kind = "unlooked" // what somebody had whose time is over, and nobody looks after
	OfHanded    Kind = "handed"   // what somebody had who is suspended or gone, on the list of who looks after it
	OfAlarm     Kind = "alarm"    // an outcome that one person alone could bring about
)

// Kinds that are told but do not wait: a report was made; something was done under
// a ticket, whose sheet is sent.
const (
	OfReport     Kind = "report"
	OfTicket     Kind = "ticket"
	ofEscalation Kind = "escalation"
	ofTold       Kind = "told"
	ofDigest     Kind = "digest"
)

// How a person is told by e-mail.
const (
	AtOnce = "at_once"
	Daily  = "daily"
	Off    = "off"
)

// Choice is how one person wants to be told by e-mail; who has none is told at
// once.
type Choice struct {
	govern.Meta
	User govern.ID `json:"user" db:"user" audit:"show" ref:"user"`
	Unit govern.ID `json:"unit" db:"unit" audit:"show" required:"false" doc:"That person's home unit when it was chosen."`
	Mail string    `json:"mail" db:"mail" audit:"show" enum:"at_once,daily,off" doc:"Each notice at once, all of a day in one, or none."`
}

// Choices are everybody's.
var Choices = govern.Declare(govern.Table[Choice]{
	Name:      "notice_choice",
	Doc:       "How a person is told by e-mail of what waits for them.",
	ByCommand: true,
	Unique:    [][]string{{"user"}},
	Target: func(c *Choice) access.Target {
		return access.Target{Unit: string(c.Unit), Records: []access.Record{{Table: "user", ID: string(c.User)}}}
	},
})

// Choose sets one's own choice.
type Choose struct {
	Mail string `json:"mail" enum:"at_once,daily,off" doc:"Each notice at once, all of a day in one, or none."`
}

// Name is the command's name.
func (*Choose) Name() string { return "me.choose_notices" }

// Targets is nothing: it is about the actor.
func (*Choose) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan writes the choice, under the user's own id. Fault nothing_to_do.
func (c *Choose) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	next := &Choice{Meta: govern.Meta{ID: govern.ID(who.User)}, User: govern.ID(who.User), Mail: c.Mail}
	if err := q.QueryRow(ctx, []any{(*string)(&next.Unit)}, `SELECT unit FROM "user" WHERE id = $1`, who.User); err != nil {
		return govern.Plan{}, err
	}
	had, err := Choices.One(ctx, q, `"user" = $1`, who.User)
	if err != nil {
		return govern.Plan{}, err
	}
	if had == nil {
		return govern.Plan{Rows: []govern.RowChange{Choices.Insert(next)}}, nil
	}
	if had.Mail == next.Mail {
		return govern.Plan{}, fault.New(fault.Conflict, "nothing_to_do", "That is so already.")
	}
	next.Meta = had.Meta
	return govern.Plan{Rows: []govern.RowChange{Choices.Update(had, next)}}, nil
}
