package cycles

import (
	"context"
	"errors"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Approve agrees to the result.
type Approve struct{ on }

// Name is the command's name.
func (*Approve) Name() string { return "cycle.approve_result" }

// Plan reads the inputs once more and faults inputs_changed when they are not
// those that were computed; wrong_state unless there is a result to approve.
func (a *Approve) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	plan, err := a.step(ctx, q, Approved, "Compute it first.", Calculated)
	if err != nil {
		return govern.Plan{}, err
	}
	c, err := Cycles.Get(ctx, q, a.id)
	if err != nil {
		return govern.Plan{}, err
	}
	in, err := gather(ctx, q, c)
	var refused *fault.Error
	if errors.As(err, &refused) && refused.Kind != fault.Internal || err == nil && in.digest() != c.InputsDigest {
		return govern.Plan{}, fault.New(fault.Conflict, "inputs_changed", "What the cycle %s was computed from has changed. Compute it again.", c.Code)
	}
	if err != nil {
		return govern.Plan{}, err
	}
	plan.Reads, err = a.children(ctx, q)
	plan.Facts = []audit.Fact{{Name: "inputs_sha256", Value: c.InputsDigest}}
	return plan, err
}
