package recon

import (
	"context"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Stop stops a run that is under way. The worker notices within seconds; nothing of
// the run is recorded afterwards, even if it ends at the same moment.
type Stop struct {
	id     govern.ID
	Reason string `json:"reason" minLength:"1" maxLength:"2000" doc:"Why it is stopped."`
}

// Name is the command's name.
func (*Stop) Name() string { return "run.stop" }

// On sets the run.
func (c *Stop) On(id govern.ID) { c.id = id }

// Targets is the run with its process.
func (c *Stop) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Runs.Targets(ctx, q, c.id)
}

// Plan sets the state. Faults: wrong_state, reason_missing.
func (c *Stop) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	r, err := Runs.Get(ctx, q, c.id)
	switch {
	case err != nil:
		return govern.Plan{}, err
	case r.State != Running:
		return govern.Plan{}, ended(r)
	case strings.TrimSpace(c.Reason) == "":
		return govern.Plan{}, fault.Bad("reason", "reason_missing", "Say why the run is stopped.")
	}
	next := *r
	next.State, next.Detail, next.StoppedBy, next.EndedAt = Stopped, c.Reason, govern.ID(who.User), q.Now()
	return govern.Plan{Rows: []govern.RowChange{Runs.Update(r, &next)}}, nil
}
