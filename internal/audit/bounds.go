package audit

import (
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/store"
)

// near is how far the bounds of a search may lie beyond what was asked: each
// entry's own time is looked at anyway.
const near = 16 * tree.Run

// bounds are the sequences (low, high] that Before, From and To leave, and few
// more.
func (s *search) bounds() (low, high int64, err error) {
	if err := s.r.QueryRow(s.ctx, []any{&high}, `SELECT coalesce(max(seq), 0) FROM audit_entry`); err != nil {
		return 0, 0, err
	}
	if s.q.Before > 0 {
		high = min(high, s.q.Before-1)
	}
	if s.q.From != 0 {
		if low, _, err = s.firstAt(high, s.q.From-clockSlack, near); err != nil {
			return 0, 0, err
		}
		low--
	}
	if s.q.To != 0 {
		_, after, err := s.firstAt(high, s.q.To+clockSlack, near)
		if err != nil {
			return 0, 0, err
		}
		high = min(high, after-1)
	}
	return low, high, nil
}

// firstAt finds between which two the first sequence up to high lies whose time
// is at or after at, high+1 if none: not before low, not after first, and these
// no further apart than asked. Times ascend but for clockSlack. What lies between
// is asked in sixteen places at once.
func (s *search) firstAt(high, at, apart int64) (low, first int64, err error) {
	for low, first = 1, high+1; first-low > apart; {
		step := max(1, (first-low)/16)
		var later, earlier []int64
		err := s.r.Query(s.ctx, func(scan store.Scan) error {
			var (
				seq   int64
				begin []byte // of the header of this entry or the next there is
			)
			err := scan(&seq, &begin)
			if begin == nil || tree.TimeOf(begin) >= at {
				later = append(later, seq)
			} else {
				earlier = append(earlier, seq)
			}
			return err
		}, `WITH RECURSIVE n (seq) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT seq + CAST($2 AS BIGINT) FROM n WHERE seq + CAST($2 AS BIGINT) < CAST($3 AS BIGINT))
			SELECT n.seq, (SELECT substr(e.header, 1, 17) FROM audit_entry e WHERE e.seq >= n.seq ORDER BY e.seq LIMIT 1) FROM n`, low, step, first)
		if err != nil {
			return 0, 0, err
		}
		for _, seq := range later {
			first = min(first, seq)
		}
		for _, seq := range earlier {
			if seq < first {
				low = max(low, seq+1)
			}
		}
	}
	return low, first, nil
}
