package cycles

import (
	"context"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
)

// ReopenInput takes a cycle back to its input. Settlements, result and approval
// are discarded, and the entry says so; keyed rates stay and are fixed anew.
type ReopenInput struct{ on }

// Name is the command's name.
func (*ReopenInput) Name() string { return "cycle.reopen_input" }

// Plan faults wrong_state before input is closed and from settled on.
func (r *ReopenInput) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	c, err := r.in(ctx, q, "Input can be reopened only after it was closed and before the cycle is settled.", InputClosed, RatesFixed, Calculated, Approved)
	if err != nil {
		return govern.Plan{}, err
	}
	after := *c
	after.State, after.Result, after.InputsDigest = Opened, Summary{}, ""
	plan := govern.Plan{Rows: []govern.RowChange{Cycles.Update(c, &after)}}
	if plan.Reads, err = r.children(ctx, q); err != nil {
		return govern.Plan{}, err
	}
	old, err := SettlementsOf(ctx, q, c.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	for _, s := range old {
		plan.Rows = append(plan.Rows, Settlements.Delete(s))
	}
	if c.InputsDigest != "" {
		plan.Facts = append(plan.Facts, count("discarded_settlements", len(old)), audit.Fact{Name: "discarded_inputs_sha256", Value: c.InputsDigest})
	}
	if c.State == Approved {
		plan.Facts = append(plan.Facts, audit.Fact{Name: "discarded_approval", Value: "yes"})
	}
	return plan, nil
}
