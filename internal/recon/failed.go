package recon

import (
	"context"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// MarkFailed says that a run must not count: its files or its process were wrong.
// The run and its results stay; its open exceptions are closed, and the same
// files can be compared again. It takes the right to review its exceptions as well.
type MarkFailed struct {
	id     govern.ID
	Reason string `json:"reason" minLength:"10" maxLength:"3900" doc:"Why the run must not count."`
}

// Name is the command's name.
func (*MarkFailed) Name() string { return "run.mark_failed" }

// On sets the run.
func (c *MarkFailed) On(id govern.ID) { c.id = id }

// Targets is the run with its process.
func (c *MarkFailed) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Runs.Targets(ctx, q, c.id)
}

// Plan sets the state and closes what is open. Faults: wrong_state,
// reason_missing, and process_role_missing of the table.
func (c *MarkFailed) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	r, err := Runs.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	switch r.State {
	case Done:
	case Running:
		return govern.Plan{}, fault.New(fault.Conflict, "wrong_state", "This run is under way. Stop it instead.")
	default:
		return govern.Plan{}, fault.New(fault.Conflict, "wrong_state", "This run is %s already.", r.State)
	}
	if len(strings.TrimSpace(c.Reason)) < leastGrounds {
		return govern.Plan{}, fault.Bad("reason", "reason_missing", "Say in at least %d characters why the run must not count.", leastGrounds)
	}
	// An exception that is opened or closed meanwhile belongs to the whole as well.
	all, err := Runs.Children(ctx, q, r.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	open, err := Exceptions.Find(ctx, q, `run = $1 AND state <> 'closed' ORDER BY id`, string(r.ID))
	if err != nil {
		return govern.Plan{}, err
	}
	next := *r
	next.State, next.Detail = Failed, "Marked failed: "+c.Reason
	plan := govern.Plan{Rows: []govern.RowChange{Runs.Update(r, &next)}, Reads: []govern.Read{all}}
	for _, x := range open {
		after := *x
		after.State, after.ActionTaken, after.ClosedBy, after.ClosedAt = "closed", "The run was marked failed: "+c.Reason, govern.ID(who.User), q.Now()
		plan.Rows = append(plan.Rows, Exceptions.Update(x, &after))
	}
	return plan, nil
}

// runFailed is the refusal of work on what a failed run found.
func runFailed() error {
	return fault.New(fault.Conflict, "run_failed", "Its run was marked failed and does not count; run the process again.")
}
