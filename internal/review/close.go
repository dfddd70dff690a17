package review

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Close ends a review. Where it was started so, what nobody confirmed ends with
// it, in the same change; then it closes only when it is due, or when everything
// is decided.
type Close struct {
	id govern.ID `json:"-"`
}

// Name is the command's name.
func (*Close) Name() string { return Closing }

// On names the review.
func (c *Close) On(id govern.ID) { c.id = id }

// Targets is the review.
func (c *Close) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Reviews.Targets(ctx, q, c.id)
}

// Plan closes the review and ends what it has to. Faults: wrong_state, not_due.
func (c *Close) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	r, err := Reviews.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if r.State != Opened {
		return govern.Plan{}, fault.New(fault.Conflict, "wrong_state", "The review %s is %s already.", r.Name, r.State)
	}
	open, err := Items.Find(ctx, q, `review = $1 AND verdict = 'open' ORDER BY id`, string(r.ID))
	if err != nil {
		return govern.Plan{}, err
	}
	if r.Unconfirmed == End && len(open) > 0 && q.Now() < r.DueAt {
		return govern.Plan{}, fault.New(fault.Conflict, "not_due", "%d items are still to be decided, and would end with the review; its reviewers have until %s.", len(open), r.DueAt)
	}
	next := *r
	next.State, next.ClosedAt = Closed, q.Now()
	p := govern.Plan{Rows: []govern.RowChange{Reviews.Update(r, &next)}}
	for _, it := range open {
		rows, err := expire(ctx, q, r, it)
		if err != nil {
			return govern.Plan{}, err
		}
		p.Rows = append(p.Rows, rows...)
	}
	return p, nil
}

// expire is what becomes of an item that nobody decided.
func expire(ctx context.Context, q govern.Reader, r *Review, it *Item) ([]govern.RowChange, error) {
	now, err := look(ctx, q, it)
	if err != nil || now != nil && r.Unconfirmed == Keep {
		return nil, err
	}
	after := *it
	after.DecidedAt = q.Now()
	if now == nil {
		after.Verdict = Gone
		return []govern.RowChange{Items.Update(it, &after)}, nil
	}
	after.Verdict = Lapsed
	return []govern.RowChange{Items.Update(it, &after), now.end}, nil
}

// Due lists the open reviews whose time is over and whose end does not wait for
// others to agree, oldest first.
func Due(ctx context.Context, r store.Reader, now govern.Time) (ids []govern.ID, err error) {
	err = r.Query(ctx, func(scan store.Scan) error {
		var id string
		err := scan(&id)
		ids = append(ids, govern.ID(id))
		return err
	}, `SELECT id FROM access_review WHERE state = 'open' AND due_at <= $1 AND NOT EXISTS (SELECT 1 FROM change_record WHERE table_name = 'access_review' AND record = access_review.id) ORDER BY due_at, id LIMIT 100`, int64(now))
	return ids, err
}
