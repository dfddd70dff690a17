package recon

import (
	"context"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/matching"
)

// HandMatch says that rows which did not match belong together all the same:
// somebody chose them. It stands until it is broken, and is never deleted.
type HandMatch struct {
	govern.Meta
	Run        govern.ID   `json:"run" db:"run" audit:"show" ref:"run"`
	Process    govern.ID   `json:"process" db:"process" audit:"show"`
	Unit       govern.ID   `json:"unit" db:"unit" audit:"show" required:"false"`
	State      string      `json:"state" db:"state" audit:"show" enum:"standing,broken"`
	Exceptions []string    `json:"exceptions" db:"exceptions" audit:"show" ref:"exception" doc:"The exceptions whose rows it joins, in the order of their ids."`
	Difference string      `json:"difference" db:"difference" audit:"amount" required:"false" doc:"What the amounts differ by, left − right; empty where amounts are not compared."`
	Reason     string      `json:"reason" db:"reason" audit:"show" minLength:"1" maxLength:"4000"`
	MadeBy     govern.ID   `json:"made_by" db:"made_by" audit:"show" ref:"user"`
	MadeAt     govern.Time `json:"made_at" db:"made_at" audit:"show"`
	BrokenWhy  string      `json:"broken_why" db:"broken_why" audit:"show" required:"false" maxLength:"4000" doc:"Why it was broken apart again."`
}

// HandMatches are all that were made.
var HandMatches = govern.Declare(govern.Table[HandMatch]{
	Name:      "hand_match",
	Doc:       "Rows of a run that somebody matched by hand.",
	Key:       []string{"reason"},
	Target:    func(m *HandMatch) access.Target { return beneath(m.Unit, m.Process, runRecord(m.Run)) },
	Parent:    &govern.Parent[HandMatch]{Table: "run", ID: func(m *HandMatch) govern.ID { return m.Run }},
	ByCommand: true,
	Check: func(_ context.Context, _ govern.Reader, _, after *HandMatch) error {
		if after == nil {
			return fault.New(fault.Conflict, "match_stays", "A match is never deleted; break it apart.")
		}
		return nil
	},
})

// mostByHand is how many exceptions one match by hand joins: beyond it nobody
// has looked at all of them.
const mostByHand = 100

// Match joins an exception with others of its run by hand, provided the amounts
// of both sides differ by no more than the process allows. A pair that fails a
// tolerance is accepted by naming no others.
type Match struct {
	onException
	With   []string `json:"with" required:"false" doc:"The other exceptions of the run whose rows belong to it; none for a pair that is accepted as it is."`
	Reason string   `json:"reason" minLength:"1" maxLength:"3900" doc:"Why they belong together."`
	match  govern.ID
}

// Name is the command's name.
func (*Match) Name() string { return "exception.match" }

// Draw draws the match's id.
func (c *Match) Draw(newID func() govern.ID) { c.match = newID() }

// Targets are all exceptions.
func (c *Match) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return targetsOf(ctx, q, c.several(c.With))
}

// Plan closes the exceptions and enters the match. Faults: too_many, other_run,
// wrong_state, one_side, unreadable_row, beyond_tolerance, reason_missing.
func (c *Match) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	ids := c.several(c.With)
	if len(ids) > mostByHand {
		return govern.Plan{}, fault.Bad("with", "too_many", "At most %d exceptions are matched by hand at once.", mostByHand)
	}
	if strings.TrimSpace(c.Reason) == "" {
		return govern.Plan{}, fault.Bad("reason", "reason_missing", "Say why they belong together.")
	}
	list := make([]*Exception, len(ids))
	for i, id := range ids {
		var err error
		if list[i], err = Exceptions.Get(ctx, q, id); err != nil {
			return govern.Plan{}, err
		}
	}
	if err := together(list); err != nil {
		return govern.Plan{}, err
	}
	p, err := Processes.Get(ctx, q, list[0].Process)
	if err != nil {
		return govern.Plan{}, err
	}
	difference, err := p.differ(list)
	if err != nil {
		return govern.Plan{}, err
	}
	m := &HandMatch{
		Meta: govern.Meta{ID: c.match}, Run: list[0].Run, Process: p.ID, Unit: p.Unit, State: "standing", Difference: difference,
		Reason: c.Reason, MadeBy: govern.ID(who.User), MadeAt: q.Now(),
	}
	plan := govern.Plan{}
	for _, x := range list {
		m.Exceptions = append(m.Exceptions, string(x.ID))
		after := *x
		after.State, after.ActionTaken, after.ClosedBy, after.ClosedAt, after.HandMatch = "closed", "Matched by hand: "+c.Reason, m.MadeBy, m.MadeAt, m.ID
		plan.Rows = append(plan.Rows, Exceptions.Update(x, &after))
	}
	plan.Rows = append([]govern.RowChange{HandMatches.Insert(m)}, plan.Rows...)
	return plan, nil
}

// together refuses exceptions that cannot be one match.
func together(list []*Exception) error {
	left, right := false, false
	for _, x := range list {
		switch {
		case x.Run != list[0].Run:
			return fault.Bad("with", "other_run", "Only exceptions of one run are matched by hand with one another.")
		case x.State == "closed":
			return fault.New(fault.Conflict, "wrong_state", "The exception %s is closed. Reopen it first.", strings.Join(x.Key, " · "))
		case x.Kind == "bad":
			return fault.Bad("with", "unreadable_row", "The row of the exception %s could not be read; correct the file and run it again.", strings.Join(x.Key, " · "))
		}
		left, right = left || x.LeftRow >= 0, right || x.RightRow >= 0
	}
	if !left || !right {
		return fault.Bad("with", "one_side", "A match joins rows of both sides: name at least one of the other side.")
	}
	return nil
}

// differ is what the amounts of the exceptions differ by, left − right. Fault
// beyond_tolerance when that is more than the process allows.
func (p *Process) differ(list []*Exception) (string, error) {
	by, err := matching.ReadConfig("configuration", []byte(p.Configuration))
	if err != nil {
		return "", invalid(err, "configuration")
	}
	if by.Amount == (matching.Sides{}) {
		return "", nil
	}
	var sum matching.Amount
	for _, x := range list {
		for side, text := range []string{x.LeftAmount, x.RightAmount} {
			if [2]int64{x.LeftRow, x.RightRow}[side] < 0 {
				continue
			}
			amount, ok := matching.ParseAmount(text)
			if !ok {
				return "", fault.Bad("with", "unreadable_row", "The amount %q of the exception %s cannot be read.", text, strings.Join(x.Key, " · "))
			}
			if side == 0 || by.OppositeSign { // the right is negated then, and taken away
				amount = amount.Neg()
			}
			sum = sum.Sub(amount)
		}
	}
	allowed := p.HandTolerance
	if allowed == "" {
		allowed = by.AmountTolerance
	}
	most, _ := matching.ParseAmount(allowed) // none is zero
	if sum.Abs().Cmp(most) > 0 {
		return "", fault.Bad("with", "beyond_tolerance", "The amounts differ by %s, and the process allows %s by hand.", sum.Abs(), most)
	}
	return sum.String(), nil
}

// Break undoes a match by hand: its exceptions are open again.
type Break struct {
	id     govern.ID
	Reason string `json:"reason" minLength:"1" maxLength:"4000" doc:"Why they do not belong together after all."`
}

// Name is the command's name.
func (*Break) Name() string { return "hand_match.break" }

// On sets the match.
func (c *Break) On(id govern.ID) { c.id = id }

// Targets is the match with its run and process.
func (c *Break) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return HandMatches.Targets(ctx, q, c.id)
}

// Plan opens the exceptions again. Faults: wrong_state, reason_missing.
func (c *Break) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	m, err := HandMatches.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if m.State != "standing" {
		return govern.Plan{}, fault.New(fault.Conflict, "wrong_state", "This match is broken apart already.")
	}
	if strings.TrimSpace(c.Reason) == "" {
		return govern.Plan{}, fault.Bad("reason", "reason_missing", "Say why they do not belong together.")
	}
	r, err := Runs.Get(ctx, q, m.Run)
	if err != nil {
		return govern.Plan{}, err
	}
	if r.State == "failed" {
		return govern.Plan{}, runFailed()
	}
	next := *m
	next.State, next.BrokenWhy = "broken", c.Reason
	plan := govern.Plan{Rows: []govern.RowChange{HandMatches.Update(m, &next)}}
	for _, id := range m.Exceptions {
		x, err := Exceptions.Get(ctx, q, govern.ID(id))
		if err != nil {
			return govern.Plan{}, err
		}
		after := *x
		after.State, after.ActionTaken, after.ClosedBy, after.ClosedAt, after.HandMatch = "under_review", "", "", 0, ""
		plan.Rows = append(plan.Rows, Exceptions.Update(x, &after))
	}
	return plan, nil
}
