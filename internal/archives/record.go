package archives

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Waiting reports whether any order is to be carried out.
func Waiting(ctx context.Context, r store.Reader) (bool, error) {
	var n int64
	err := r.QueryRow(ctx, []any{&n}, `SELECT count(*) FROM archive_order WHERE state = 'asked'`)
	return n > 0, err
}

// Open are the orders that are to be carried out, the oldest first.
func Open(ctx context.Context, r store.Reader) ([]*Order, error) {
	return Orders.Find(ctx, r, `state = 'asked' ORDER BY asked_at, id`)
}

// Record records how far an order came. Only the program makes it.
type Record struct {
	// Next is the order as it is to be, of the version that the work began with.
	Next Order
}

// Name is the command's name.
func (*Record) Name() string { return Recording }

// Targets is the order.
func (c *Record) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Orders.Targets(ctx, q, c.Next.ID)
}

// Plan brings the order to where it is. Fault stale when another node, or the end of
// the order, was faster.
func (c *Record) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	o, err := Orders.Get(ctx, q, c.Next.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	if o.Version != c.Next.Version || o.State != Asked {
		return govern.Plan{}, fault.New(fault.Stale, "stale", "The order was carried on meanwhile; it is %s.", o.State)
	}
	next := c.Next
	if next.State != Asked {
		next.EndedAt = q.Now()
	}
	return govern.Plan{Rows: []govern.RowChange{Orders.Update(o, &next)}}, nil
}
