package notice

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Escalation is whom a unit wants told of what has waited too long there, or
// nears its cut-off.
type Escalation struct {
	govern.Meta
	Name   string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Unit   govern.ID `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"Whose waiting it is about, with all beneath; empty: everything."`
	Kind   string    `json:"kind" db:"kind" audit:"show" enum:"change,signature,exception,review,delivery,unsent,missing,file,untaken,unlooked,alarm" doc:"A change that waits for agreement, a package for signatures, an exception for its solver or its group, a review for its reviewers, a file that did not arrive or may have, an accepted package of which no file is on its way, a company's invoices that an open cycle awaits, a file that a process awaits and that is late, a run with exceptions that nobody was given, what somebody had whose time is over and nobody looks after, an outcome that one person alone could bring about."`
	After  int64     `json:"after_minutes" db:"after_minutes" audit:"show" required:"false" minimum:"0" doc:"How long it has waited; 0: that is not looked at."`
	Before int64     `json:"before_minutes" db:"before_minutes" audit:"show" required:"false" minimum:"0" doc:"How near it is to its end: the expiry of a change, the bank's cut-off of a package, the day of a review, the settlement date of a cycle; 0: that is not looked at."`
	User   govern.ID `json:"user" db:"user" audit:"show" ref:"user" required:"false" doc:"Who is told."`
	Group  govern.ID `json:"group" db:"group" audit:"show" ref:"group" required:"false" doc:"Whose members are told."`
}

// endless are kinds of waiting that have no end of their own.
var endless = map[Kind]bool{OfException: true, OfDelivery: true, OfUnsent: true, OfFile: true, OfUntaken: true, OfUnlooked: true, OfAlarm: true}

// Escalations are all units'.
var Escalations = govern.Declare(govern.Table[Escalation]{
	Name:   "escalation",
	Doc:    "Who is told of what has waited too long in a unit, or nears its cut-off.",
	Unique: [][]string{{"name"}},
	Target: func(x *Escalation) access.Target { return access.Target{Unit: string(x.Unit)} },
	Check: func(_ context.Context, _ govern.Reader, _, after *Escalation) error {
		switch {
		case after == nil:
			return nil
		case after.After == 0 && after.Before == 0:
			return fault.Bad("after_minutes", "never_due", "Say after how long, how long before the end, or both.")
		case after.User == "" && after.Group == "":
			return fault.Bad("user", "nobody_told", "Say who is told: a person, a group, or both.")
		case endless[Kind(after.Kind)] && after.After == 0:
			return fault.Bad("after_minutes", "no_cut_off", "What waits there has no cut-off; say after how long.")
		}
		return nil
	},
})

// Raised is one escalation that happened. What its columns name may be deleted
// while it stays, so none of them is a reference.
type Raised struct {
	govern.Meta
	Escalation  govern.ID   `json:"escalation" db:"escalation" audit:"show"`
	Unit        govern.ID   `json:"unit" db:"unit" audit:"show" required:"false" doc:"Of what waits."`
	Kind        string      `json:"kind" db:"kind" audit:"show" enum:"change,signature,exception,review,delivery,unsent,missing,file,untaken,unlooked,alarm"`
	Record      govern.ID   `json:"record" db:"record" audit:"show" doc:"What waits: the change, package, exception, review, delivery, cycle, expected file, run, user or alarm."`
	Round       string      `json:"round" db:"round" audit:"show" required:"false" doc:"Tells this wait from an earlier one of the same record."`
	What        string      `json:"what" db:"what" audit:"show" required:"false"`
	Maker       govern.ID   `json:"maker" db:"maker" audit:"show" required:"false" doc:"Who asked for it."`
	Why         string      `json:"why" db:"why" audit:"show" enum:"too_long,near_end"`
	User        govern.ID   `json:"user" db:"user" audit:"show" required:"false" doc:"Who is told."`
	Group       govern.ID   `json:"group" db:"group" audit:"show" required:"false" doc:"Whose members are told."`
	SinceAt     govern.Time `json:"since_at" db:"since_at" audit:"show"`
	UntilAt     govern.Time `json:"until_at" db:"until_at" audit:"show" required:"false"`
	EscalatedAt govern.Time `json:"escalated_at" db:"escalated_at" audit:"show"`
}

// Escalated are all that happened.
var Escalated = govern.Declare(govern.Table[Raised]{
	Name:      "escalated",
	Doc:       "What had waited too long, or neared its end, and who was told.",
	ByCommand: true,
	Unique:    [][]string{{"escalation", "record", "round"}},
	Target:    func(r *Raised) access.Target { return access.Target{Unit: string(r.Unit)} },
})

// raise records one escalation and has it told. Only the program makes it.
type raise struct {
	of   *Escalation
	item *Item
	why  string
	id   govern.ID
}

func (*raise) Name() string { return Raising }

func (c *raise) Draw(newID func() govern.ID) { c.id = newID() }

func (c *raise) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{Unit: string(c.item.unit()), Records: []access.Record{{Table: "escalation", ID: string(c.of.ID)}}}}, nil
}

// Plan inserts the row. Faults: raised when that was done already, not_found.
func (c *raise) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	x, err := Escalations.Get(ctx, q, c.of.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	had, err := Escalated.One(ctx, q, `escalation = $1 AND record = $2 AND round = $3`, string(x.ID), string(c.item.Record), c.item.Round)
	if err != nil {
		return govern.Plan{}, err
	}
	if had != nil {
		return govern.Plan{}, fault.New(fault.Conflict, "raised", "This was told already.")
	}
	i := c.item
	row := &Raised{
		Meta: govern.Meta{ID: c.id}, Escalation: x.ID, Unit: i.unit(), Kind: string(i.Kind), Record: i.Record, Round: i.Round, What: i.What,
		Maker: govern.ID(i.Maker), Why: c.why, User: x.User, Group: x.Group, SinceAt: i.Since, UntilAt: i.Until, EscalatedAt: q.Now(),
	}
	return govern.Plan{
		Record: govern.Ref{Table: "escalated", ID: row.ID}, Rows: []govern.RowChange{Escalated.Insert(row)},
		Outbox: []govern.Message{{Kind: escalateMessage, Subject: string(row.ID)}},
	}, nil
}
