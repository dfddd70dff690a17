package cycles

import (
	"context"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
)

// step plans the cycle's next state and nothing else.
func (o *on) step(ctx context.Context, q govern.Reader, to State, todo string, from ...State) (govern.Plan, error) {
	c, err := o.in(ctx, q, todo, from...)
	if err != nil {
		return govern.Plan{}, err
	}
	after := *c
	after.State = to
	return govern.Plan{Rows: []govern.RowChange{Cycles.Update(c, &after)}}, nil
}

// Open opens a draft for input.
type Open struct{ on }

// Name is the command's name.
func (*Open) Name() string { return "cycle.open" }

// Plan faults wrong_state unless the cycle is a draft.
func (o *Open) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	return o.step(ctx, q, Opened, "Only a draft can be opened.", Drafted)
}

// CloseInput ends the input of invoices.
type CloseInput struct{ on }

// Name is the command's name.
func (*CloseInput) Name() string { return "cycle.close_input" }

// Plan binds to the invoices: when it waits for other eyes and one more comes
// in, it is stale. Fault wrong_state.
func (c *CloseInput) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	plan, err := c.step(ctx, q, InputClosed, "Input can be closed only while it is open.", Opened)
	if err != nil {
		return govern.Plan{}, err
	}
	if plan.Reads, err = c.children(ctx, q); err != nil {
		return govern.Plan{}, err
	}
	var n int64
	if err := q.QueryRow(ctx, []any{&n}, `SELECT count(*) FROM invoice WHERE cycle = $1`, string(c.id)); err != nil {
		return govern.Plan{}, err
	}
	plan.Facts = []audit.Fact{count("invoices", int(n))}
	return plan, nil
}

// children binds a plan to everything under the cycle.
func (o *on) children(ctx context.Context, q govern.Reader) ([]govern.Read, error) {
	read, err := Cycles.Children(ctx, q, o.id)
	return []govern.Read{read}, err
}

// Close ends a settled cycle.
type Close struct{ on }

// Name is the command's name.
func (*Close) Name() string { return "cycle.close" }

// Plan faults wrong_state unless the cycle is settled.
func (c *Close) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	return c.step(ctx, q, Closed, "Only a settled cycle can be closed.", Settled)
}
