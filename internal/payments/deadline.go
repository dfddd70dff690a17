package payments

import (
	"context"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Deadline is when the first bank stops to take orders of the package for their
// days, 0 for a package without orders.
func Deadline(ctx context.Context, r store.Reader, pkg govern.ID) (govern.Time, error) {
	orders, err := OrdersOf(ctx, r, pkg)
	if err != nil {
		return 0, err
	}
	var first govern.Time
	for _, o := range orders {
		a, err := Accounts.Get(ctx, r, o.Account)
		if err != nil {
			return 0, err
		}
		day, err := dayOf("execution_date", o.ExecutionDate)
		if err != nil {
			return 0, err
		}
		if until := govern.At(a.until(day)); first == 0 || until < first {
			first = until
		}
	}
	return first, nil
}
