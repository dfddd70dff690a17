package directory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Handover is one thing that somebody had and that a successor looks after. It
// gives no access: what is to be done about it the successor does, or has done,
// under their own.
type Handover struct {
	govern.Meta
	User      govern.ID   `json:"user" db:"user" audit:"show" ref:"user" doc:"Who had it."`
	Unit      govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"That person's home unit."`
	Successor govern.ID   `json:"successor" db:"successor" audit:"show" ref:"user" doc:"Who looks after it."`
	Kind      string      `json:"kind" db:"kind" audit:"show" enum:"change,exception,token,deputyship" doc:"A pending change, an exception to solve, a token of a service, or somebody who is absent and was to be stood in for."`
	Record    govern.ID   `json:"record" db:"record" audit:"show"`
	What      string      `json:"what" db:"what" audit:"show" required:"false" doc:"The change's command, the token's name, or who is absent."`
	HandedAt  govern.Time `json:"handed_at" db:"handed_at" audit:"show"`
	SettledAt govern.Time `json:"settled_at" db:"settled_at" audit:"show" required:"false" doc:"When the successor was done with it; empty: not yet."`
}

// Handovers are all lists of all successors.
var Handovers = govern.Declare(govern.Table[Handover]{
	Name:      "handover",
	Doc:       "What people had who are suspended or whose time is over, on the lists of those who look after it.",
	ByCommand: true,
	Target: func(h *Handover) access.Target {
		return access.Target{Unit: string(h.Unit), Records: []access.Record{{Table: "user", ID: string(h.User)}}}
	},
})

// Suspend suspends a user and hands over what the person had. On one who is
// suspended already it only hands over.
type Suspend struct {
	Successor govern.ID `json:"successor" ref:"user" required:"false" doc:"Who looks after pending changes, exceptions and tokens; empty: whom the user's record names, and nobody is needed while there are none."`
	user      govern.ID
}

// Name is the command's name.
func (*Suspend) Name() string { return "user.suspend" }

// On names the user.
func (c *Suspend) On(id govern.ID) { c.user = id }

// mostHandedOver of each kind, the oldest, are put on the list.
const mostHandedOver = 300

// Targets is the user.
func (c *Suspend) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return aboutUser(ctx, q, c.user)
}

// Plan suspends and hands over. Faults: successor_missing when there is something
// to hand over and nobody to take it, bad_successor, nothing_to_do.
func (c *Suspend) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	u, err := Users.Get(ctx, q, c.user)
	if err != nil {
		return govern.Plan{}, err
	}
	p := govern.Plan{Record: govern.Ref{Table: "user", ID: u.ID}}
	next := *u
	next.Status = "suspended"
	if c.Successor != "" {
		next.Successor = c.Successor
	}
	if next.Successor != "" {
		if err := succeeds(ctx, q, &next); err != nil {
			return govern.Plan{}, err
		}
	}
	if next != *u {
		p.Rows = append(p.Rows, Users.Update(u, &next))
	}
	listed, err := handedOver(ctx, q, &next)
	if err != nil {
		return govern.Plan{}, err
	}
	if p.Rows = append(p.Rows, listed...); p.Rows == nil {
		return govern.Plan{}, fault.New(fault.Conflict, "nothing_to_do", "%s is suspended already, and has nothing more to hand over.", u.Name)
	}
	return p, nil
}

// handedOver puts what the user had, and no list holds yet, on the successor's, and what
// stands on the user's own.
func handedOver(ctx context.Context, q govern.Reader, u *User) (rows []govern.RowChange, err error) {
	for i := range hads {
		h := &hads[i]
		err := q.Query(ctx, func(scan store.Scan) error {
			row := &Handover{User: u.ID, Unit: u.Unit, Successor: u.Successor, HandedAt: q.Now(), Kind: h.kind}
			err := scan((*string)(&row.Record), &row.What)
			row.ID = handoverID(row)
			rows = append(rows, Handovers.Insert(row))
			return err
		}, fmt.Sprintf(`SELECT x.id, %s %s ORDER BY x.id LIMIT %d`, h.what, h.unlisted("$1", "$2"), mostHandedOver), string(u.ID), int64(q.Now()))
		if err != nil {
			return nil, err
		}
	}
	taken, err := Handovers.Find(ctx, q, fmt.Sprintf(`successor = $1 AND settled_at = 0 ORDER BY id LIMIT %d`, mostHandedOver), string(u.ID))
	if err != nil {
		return nil, err
	}
	for _, h := range taken { // what they looked after for others goes on
		next := *h
		next.Successor, next.HandedAt = u.Successor, q.Now()
		rows = append(rows, Handovers.Update(h, &next))
	}
	if u.Successor == "" && len(rows) > 0 {
		return nil, successorMissing(len(rows))
	}
	return rows, nil
}

func successorMissing(things int) error {
	return fault.Bad("successor", "successor_missing", "This person has something to hand over (%d in all); name a successor.", things)
}

// handoverID follows from what is handed over, once by each user: two changes that
// both wait to hand it over are told apart from none.
func handoverID(h *Handover) govern.ID {
	sum := sha256.Sum256([]byte(string(h.User) + "\x00" + h.Kind + "\x00" + string(h.Record)))
	return govern.ID("handed-" + hex.EncodeToString(sum[:16]))
}

// Settle takes a thing off one's own list.
type Settle struct{ ID govern.ID }

// Name is the command's name.
func (*Settle) Name() string { return "me.settle" }

// Targets is nothing: it is about the actor.
func (*Settle) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan marks it settled. Faults: not_found for what is on another's list too,
// and settled.
func (c *Settle) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	h, err := Handovers.Get(ctx, q, c.ID)
	if err == nil && string(h.Successor) != who.User {
		err = fault.New(fault.NotFound, "not_found", "There is no handover %s.", c.ID)
	}
	if err != nil {
		return govern.Plan{}, err
	}
	if h.SettledAt != 0 {
		return govern.Plan{}, fault.New(fault.Conflict, "settled", "This is settled already.")
	}
	next := *h
	next.SettledAt = q.Now()
	return govern.Plan{Rows: []govern.RowChange{Handovers.Update(h, &next)}}, nil
}
