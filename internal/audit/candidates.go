package audit

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/store"
)

// blocksAsked is how many candidate blocks one question to the index returns.
const blocksAsked = 64

// candidates are the newest indexed blocks in [low, high] that hold a token of
// every wanted list, descending; not all there are, but none newer than the
// last is left out. It asks a few segments first, then ever more: what is
// common is found at once, what is rare in few questions.
func (s *search) candidates(low, high int64) ([]int64, error) {
	for segments := int64(8); high >= low; segments *= 4 {
		first := max(low/segmentBlocks, high/segmentBlocks-segments+1)
		from := max(low, first*segmentBlocks)
		blocks, err := s.within(from, high)
		if err != nil || len(blocks) > 0 {
			return blocks, err
		}
		high = from - 1
	}
	return nil, nil
}

// within is candidates of the blocks [low, high], one look-up a segment and token.
func (s *search) within(low, high int64) ([]int64, error) {
	args := []any{low / segmentBlocks, high / segmentBlocks, low, high, int64(blocksAsked)}
	in := func(tokens []uint64) string {
		marks := make([]string, len(tokens))
		for i, t := range tokens {
			args = append(args, int64(t))
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		return strings.Join(marks, ", ")
	}
	var sql strings.Builder
	sql.WriteString("WITH RECURSIVE s (n) AS (SELECT CAST($2 AS BIGINT) UNION ALL SELECT n - 1 FROM s WHERE n > $1)" +
		" SELECT DISTINCT t.block FROM s CROSS JOIN audit_token t WHERE t.segment = s.n AND t.token IN (" + in(s.wanted[0]) + ")")
	for _, tokens := range s.wanted[1:] {
		sql.WriteString(" AND EXISTS (SELECT 1 FROM audit_token o WHERE o.segment = t.segment AND o.block = t.block AND o.token IN (" + in(tokens) + "))")
	}
	sql.WriteString(" AND t.block >= $3 AND t.block <= $4 ORDER BY t.block DESC LIMIT $5")
	var blocks []int64
	err := s.r.Query(s.ctx, func(scan store.Scan) error {
		var b int64
		err := scan(&b)
		blocks = append(blocks, b)
		return err
	}, sql.String(), args...)
	return blocks, err
}

// bounds are the sequences (low, high] that Before, From and To leave.
func (s *search) bounds() (low, high int64, err error) {
	if err := s.r.QueryRow(s.ctx, []any{&high}, `SELECT coalesce(max(seq), 0) FROM audit_entry`); err != nil {
		return 0, 0, err
	}
	if s.q.Before > 0 {
		high = min(high, s.q.Before-1)
	}
	if s.q.From != 0 {
		if low, err = s.firstAt(high, s.q.From-clockSlack); err != nil {
			return 0, 0, err
		}
		low--
	}
	if s.q.To != 0 {
		after, err := s.firstAt(high, s.q.To+clockSlack)
		if err != nil {
			return 0, 0, err
		}
		high = min(high, after-1)
	}
	return low, high, nil
}

// firstAt is the first sequence up to high whose time is at or after at, high+1
// if none. Times ascend but for clockSlack.
func (s *search) firstAt(high, at int64) (int64, error) {
	var failed error
	n := sort.Search(int(high), func(i int) bool {
		var (
			seq   int64
			begin []byte
		)
		err := s.r.QueryRow(s.ctx, []any{&seq, &begin}, `SELECT seq, substr(header, 1, 17) FROM audit_entry WHERE seq >= $1 ORDER BY seq LIMIT 1`, int64(i)+1)
		if errors.Is(err, store.ErrNoRows) {
			return true
		}
		if err != nil {
			failed = errors.Join(failed, err)
			return true
		}
		return tree.TimeOf(begin) >= at
	})
	return int64(n) + 1, failed
}
