package audit

import (
	"errors"
	"math/bits"
	"sort"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/store"
)

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

// within are the blocks of [low, high] that hold a token of every wanted list,
// descending. The last segment may be one that is not packed yet.
func (s *search) within(low, high int64) (blocks []int64, err error) {
	first, last := low/segmentBlocks, high/segmentBlocks
	hits := make([]uint64, last-first+1) // a bit for each block
	for i := range hits {
		hits[i] = ^uint64(0)
	}
	hits[0] &= ^uint64(0) << (low % segmentBlocks)
	hits[last-first] &= ^uint64(0) >> (segmentBlocks - 1 - high%segmentBlocks)
	for _, tokens := range s.wanted {
		from, to := 0, len(hits)-1 // the segments that are left
		for from <= to && hits[from] == 0 {
			from++
		}
		for from <= to && hits[to] == 0 {
			to--
		}
		if from > to {
			return nil, nil
		}
		here := make([]uint64, len(hits))
		for _, token := range tokens {
			if err := s.mark(here, first, first+int64(from), first+int64(to), token); err != nil {
				return nil, err
			}
		}
		for i := range hits {
			hits[i] &= here[i]
		}
	}
	for i := len(hits) - 1; i >= 0; i-- {
		for h := hits[i]; h != 0; {
			n := 63 - bits.LeadingZeros64(h)
			blocks, h = append(blocks, (first+int64(i))*segmentBlocks+int64(n)), h&^(1<<n)
		}
	}
	return blocks, nil
}

// mark sets the bits of the blocks of the segments [low, high] that hold the
// token; marks begins with the segment first.
func (s *search) mark(marks []uint64, first, low, high int64, token uint64) error {
	packed := s.indexed / segmentBlocks
	if high >= packed { // the newest, block by block
		err := s.rows("audit_block", blockBits, packed*segmentBlocks, s.indexed-1, token, func(block int64, tokens []byte) {
			if tree.Tokens(tokens).Has(token) {
				marks[packed-first] |= 1 << (block % segmentBlocks)
			}
		})
		if err != nil {
			return err
		}
	}
	return s.rows("audit_segment", segmentBits, low, min(high, packed-1), token, func(segment int64, tokens []byte) {
		marks[segment-first] |= blocksOf(tokens, token)
	})
}

// rows reads the one row of each block or segment [low, high] that would hold
// the token.
func (s *search) rows(table string, width int, low, high int64, token uint64, each func(number int64, tokens []byte)) error {
	if low > high {
		return nil
	}
	return s.r.Query(s.ctx, func(scan store.Scan) error {
		var (
			place  int64
			tokens []byte
		)
		err := scan(&place, &tokens)
		each(place>>width, tokens)
		return err
	}, `WITH RECURSIVE n (place) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT place + CAST($3 AS BIGINT) FROM n WHERE place < $2)
		SELECT t.place, t.tokens FROM n CROSS JOIN `+table+` t WHERE t.place = n.place`,
		placeIn(low, width, token), placeIn(high, width, token), int64(1)<<width)
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
