package recon

import (
	"context"

	"github.com/countersign/countersign/internal/govern"
)

// Allocate gives an exception to a group: whoever holds a role on that group, such
// as an investigator, sees it and its comments from then on, and nothing else of
// the process. Without a group it is taken back.
type Allocate struct {
	onException
	Group govern.ID `json:"group" required:"false" doc:"The group that is to look into it; empty takes it back."`
}

// Name is the command's name.
func (*Allocate) Name() string { return "exception.allocate" }

// Plan moves the exception, and its comments with it. Fault wrong_state.
func (c *Allocate) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	plan, err := c.next(ctx, q, false, func(x *Exception) { x.Group = c.Group })
	if err != nil {
		return plan, err
	}
	said, err := Comments.Find(ctx, q, `exception = $1 AND "group" <> $2 ORDER BY id`, string(c.id), string(c.Group))
	for _, was := range said {
		is := *was
		is.Group = c.Group
		plan.Rows = append(plan.Rows, Comments.Update(was, &is))
	}
	return plan, err
}
