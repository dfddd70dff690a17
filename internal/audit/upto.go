package audit

import (
	"context"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/store"
)

// UpTo is the sequence of the last entry made at or before at (µs UTC), 0 when
// there is none. Entries are in the order of their commits, which their times
// follow but for the difference of clocks between nodes.
func UpTo(ctx context.Context, r store.Reader, at int64) (int64, error) {
	s := &search{ctx: ctx, r: r}
	_, high, err := s.bounds()
	if err != nil {
		return 0, err
	}
	_, next, err := s.firstAt(high, at+clockSlack+1, 0)
	if err != nil {
		return 0, err
	}
	const many = 500
	for from := min(high, next-1); from > 0; from -= many {
		var last int64
		err := r.Query(ctx, func(scan store.Scan) error {
			var seq int64
			var begin []byte
			err := scan(&seq, &begin)
			if err == nil && tree.TimeOf(begin) <= at {
				last = max(last, seq)
			}
			return err
		}, `SELECT seq, substr(header, 1, 17) FROM audit_entry WHERE seq <= $1 AND seq > $2`, from, from-many)
		if err != nil || last > 0 {
			return last, err
		}
	}
	return 0, nil
}
