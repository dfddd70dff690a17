package recon

import (
	"context"
	"slices"

	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Try is asked in a dry run alone: what a run would come to if it were started and
// ended at once. It asks for what Start asks for.
type Try struct {
	*Start
	found *Found
}

// NewTry reads both files, compares them and keeps what comes of it in a store that
// goes with the request.
func NewTry(ctx context.Context, r store.Reader, keep files.Store, room string, process govern.ID, left, right Side) (*Try, error) {
	s, err := Prepare(ctx, r, keep, room, process, left, right)
	if err != nil {
		return nil, err
	}
	found, err := Compute(ctx, keep, room, s.run, nil)
	return &Try{s, found}, err
}

// Unseen leaves the exceptions out, for an asker who may not view them: rows that did
// not match tell what is compared, and what they hold.
func (c *Try) Unseen() { c.found = &Found{Run: c.found.Run} }

// Draw draws the ids of the run and its exceptions.
func (c *Try) Draw(newID func() govern.ID) {
	c.Start.Draw(newID)
	(&Finish{c.run.ID, c.found}).Draw(newID)
}

// Plan shows the run as it would end.
func (c *Try) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	plan, err := c.Start.Plan(ctx, q, who)
	if err != nil {
		return govern.Plan{}, err
	}
	started := *c.run
	started.AskedBy, started.RanAt = govern.ID(who.User), q.Now()
	if started.Number, err = c.number(ctx, q); err != nil {
		return govern.Plan{}, err
	}
	found, err := c.found.opens(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	run := found.Run
	run.Root, run.Number, run.AskedBy, run.RanAt, run.EndedAt = started.Root, started.Number, started.AskedBy, started.RanAt, q.Now()
	plan.Rows = []govern.RowChange{Runs.Insert(&run)}
	for _, x := range found.exceptions {
		row := *x
		plan.Rows = append(plan.Rows, Exceptions.Insert(&row))
	}
	plan.Facts = append(slices.Clone(plan.Facts), found.facts()...)
	return plan, nil
}
