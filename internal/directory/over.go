package directory

import (
	"context"
	"fmt"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// over is the condition on a grant or membership whose time is over and that no
// change waits on: who decides on that change decides on the row as it was shown.
// The table is named twice, the moment is $1.
const over = `until_at > 0 AND until_at <= $1 AND NOT EXISTS (SELECT 1 FROM change_record r WHERE r.table_name = '%s' AND r.record = %s.id) ORDER BY until_at, id LIMIT 500`

// Over are the grants and memberships whose time is over and that still stand
// there, by when they ended, at most 500 of each.
func Over(ctx context.Context, r store.Reader, now govern.Time) (grants []*Grant, members []*Member, err error) {
	if grants, err = Grants.Find(ctx, r, fmt.Sprintf(over, "grant", `"grant"`), int64(now)); err != nil {
		return nil, nil, err
	}
	members, err = Members.Find(ctx, r, fmt.Sprintf(over, "member", "member"), int64(now))
	return grants, members, err
}

// isOver reports whether what ends at until is over; 0 is never.
func isOver(until, now govern.Time) bool { return until != 0 && until <= now }

// EndGrant takes a grant away whose time is over, and so puts its end into the log.
// Only the program asks it; access is judged by the time itself and never waits.
type EndGrant struct{ Grant govern.ID }

// Name is the command's name.
func (*EndGrant) Name() string { return "grant.end" }

// Targets is what the grant itself is asked on.
func (c *EndGrant) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return targetsOf(ctx, q, Grants, c.Grant)
}

// Plan deletes it. Faults: not_found when it is gone already, not_ended.
func (c *EndGrant) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	g, err := Grants.Get(ctx, q, c.Grant)
	if err == nil && !isOver(g.UntilAt, q.Now()) {
		err = fault.New(fault.Conflict, "not_ended", "The time of the grant %s is not over.", g.ID)
	}
	if err != nil {
		return govern.Plan{}, err
	}
	return govern.Plan{Rows: []govern.RowChange{Grants.Delete(g)}}, nil
}

// EndMember takes a membership away whose time is over, as EndGrant does a grant.
type EndMember struct{ Member govern.ID }

// Name is the command's name.
func (*EndMember) Name() string { return "member.end" }

// Targets is what the membership itself is asked on.
func (c *EndMember) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return targetsOf(ctx, q, Members, c.Member)
}

// Plan deletes it. Faults: not_found when it is gone already, not_ended.
func (c *EndMember) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	m, err := Members.Get(ctx, q, c.Member)
	if err == nil && !isOver(m.UntilAt, q.Now()) {
		err = fault.New(fault.Conflict, "not_ended", "The time of the membership %s is not over.", m.ID)
	}
	if err != nil {
		return govern.Plan{}, err
	}
	return govern.Plan{Rows: []govern.RowChange{Members.Delete(m)}}, nil
}

func targetsOf[T any](ctx context.Context, q govern.Reader, t *govern.Table[T], id govern.ID) ([]access.Target, error) {
	row, err := t.Get(ctx, q, id)
	if err != nil {
		return nil, err
	}
	return []access.Target{t.TargetOf(row)}, nil
}
