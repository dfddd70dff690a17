package recon

import (
	"context"
	"strconv"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Finish records what a run came to, with its exceptions: one change whatever its
// size. The worker asks for it as the program's own service. What was stopped
// meanwhile stays stopped; where who started the run may do nothing any more,
// nothing is recorded but that.
type Finish struct {
	id    govern.ID
	found *Found // nil: the comparison was broken off because of who asked
}

// Found is what a comparison came to: the run as it will be, and what people will
// work on.
type Found struct {
	Run        Run
	exceptions []*Exception
}

// failed is what a comparison comes to that cannot be made.
func failed(r *Run, detail string) *Found {
	next := *r
	next.State, next.Detail = Failed, detail
	return &Found{Run: next}
}

// Name is the permission asked for.
func (*Finish) Name() string { return "run.finish" }

// Draw draws the ids of the exceptions.
func (c *Finish) Draw(newID func() govern.ID) {
	if c.found == nil {
		return
	}
	for _, x := range c.found.exceptions {
		x.ID, x.Run = newID(), c.id
	}
}

// Targets is the run with its process.
func (c *Finish) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Runs.Targets(ctx, q, c.id)
}

// Plan ends the run and opens its exceptions. Faults: wrong_state when it has
// ended, broken_off when there is nothing to record and no reason not to.
func (c *Finish) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	r, err := Runs.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if r.State != Running {
		return govern.Plan{}, ended(r)
	}
	if !q.Stands(string(r.AskedBy)) {
		next := *r
		next.State, next.StoppedBy, next.EndedAt = Stopped, govern.ID(who.User), q.Now()
		next.Detail = "Who started it was suspended, or came to their end date, before it ended."
		return govern.Plan{Rows: []govern.RowChange{Runs.Update(r, &next)}}, nil
	}
	if c.found == nil {
		return govern.Plan{}, fault.New(fault.Unavailable, "broken_off", "The comparison was broken off; it is made again.")
	}
	found, err := c.found.opens(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	next := found.Run
	next.Root, next.Unit, next.EndedAt = r.Root, r.Unit, q.Now()
	plan := govern.Plan{Rows: []govern.RowChange{Runs.Update(r, &next)}, Facts: found.facts()}
	for _, x := range found.exceptions {
		row := *x
		row.Unit = r.Unit
		plan.Rows = append(plan.Rows, Exceptions.Insert(&row))
	}
	return plan, nil
}

// ended is the refusal to end a run again.
func ended(r *Run) error {
	return fault.New(fault.Conflict, "wrong_state", "This run is %s already.", r.State)
}

func (f *Found) facts() []audit.Fact {
	r := &f.Run
	return []audit.Fact{
		{Name: "left_rows", Value: strconv.FormatInt(r.LeftRows, 10)},
		{Name: "left_refused_rows", Value: strconv.FormatInt(r.BadLeft, 10)},
		{Name: "right_rows", Value: strconv.FormatInt(r.RightRows, 10)},
		{Name: "right_refused_rows", Value: strconv.FormatInt(r.BadRight, 10)},
		{Name: "configuration", Value: r.ConfigurationDigest},
		{Name: "result", Value: r.ResultDigest},
		{Name: "exceptions", Value: strconv.Itoa(len(f.exceptions))},
	}
}
