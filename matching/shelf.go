package matching

import (
	"cmp"
	"context"
	"slices"
	"sort"
)

// shelf pairs a large group in the order of the definition without ever
// holding its candidates.
//
// Rows that agree in amount and date differ only by row number, so they wait
// on one spot, lowest row first. Each left spot offers the best pair it can
// have now: its lowest row with the nearest right spot that is not used up. A
// heap yields the best offer of all. Using up rows only makes a spot's best
// offer worse, never better; so an offer whose right row is meanwhile gone is
// replaced by the spot's next one, and an offer that still stands when it
// comes out first is the first free candidate of the sorted list.
type shelf struct {
	left, right []spot
	rows        [2][]uint32
	level       []int // of each right spot: all spots of one amount
	starts      []int // of each level, and one past the last
	up, down    []int // towards the nearest right spot that is not used up
	heap        offers
	rule        *rule
}

// spot is the rows of one side that agree in amount and date.
type spot struct {
	amount    Amount
	date      int32
	next, end int // into rows: those still free
	low, high int // levels that a left spot looks at next, downwards and upwards
}

// take pairs what lies within allowed and leaves in the group what is left.
func (s *shelf) take(ctx context.Context, g *group, allowed, tolerance limits, t *tally) error {
	s.build(g)
	if err := s.firstOffers(ctx, allowed); err != nil {
		return err
	}
	for steps := 0; len(s.heap) > 0; steps++ {
		if steps%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		o := s.heap[0]
		from, to := &s.left[o.from], &s.right[o.to]
		if to.next < to.end && s.rows[1][to.next] == o.right {
			t.settle(tolerance, from.item(s.rows[0]), to.item(s.rows[1]))
			from.next++
			if to.next++; to.next == to.end {
				s.up[o.to], s.down[o.to+1] = o.to+1, o.to
			}
		}
		if next, ok := s.offer(o.from, allowed); ok {
			s.heap[0] = next
		} else {
			last := len(s.heap) - 1
			s.heap[0] = s.heap[last]
			s.heap = s.heap[:last]
		}
		s.heap.sink(0)
	}
	g.left = s.remaining(g.left[:0], s.left, 0)
	g.right = s.remaining(g.right[:0], s.right, 1)
	return nil
}

func (s *spot) item(rows []uint32) item { return item{s.amount, s.date, rows[s.next]} }

func (s *shelf) remaining(items []item, spots []spot, side int) []item {
	for i := range spots {
		for p := &spots[i]; p.next < p.end; p.next++ {
			items = append(items, p.item(s.rows[side]))
		}
	}
	return items
}

func (s *shelf) build(g *group) {
	s.rule = g.rule
	s.left, s.rows[0] = spots(s.left[:0], s.rows[0][:0], g.left)
	s.right, s.rows[1] = spots(s.right[:0], s.rows[1][:0], g.right)
	s.level, s.starts, s.up, s.down = s.level[:0], s.starts[:0], s.up[:0], s.down[:0]
	for i, p := range s.right {
		if i == 0 || p.amount != s.right[i-1].amount {
			s.starts = append(s.starts, i)
		}
		s.level = append(s.level, len(s.starts)-1)
		s.up, s.down = append(s.up, i), append(s.down, i)
	}
	// down is shifted by one, so that 0 means that nothing is left below.
	s.up, s.down = append(s.up, len(s.right)), append(s.down, len(s.right))
	s.starts = append(s.starts, len(s.right))
}

func (s *shelf) firstOffers(ctx context.Context, allowed limits) error {
	levels := len(s.starts) - 1
	s.heap = s.heap[:0]
	for i := range s.left {
		if i%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		p := &s.left[i]
		p.high = sort.Search(levels, func(n int) bool { return s.right[s.starts[n]].amount.Cmp(p.amount) > 0 })
		p.low = p.high - 1
		if o, ok := s.offer(i, allowed); ok {
			s.heap = append(s.heap, o)
		}
	}
	for i := len(s.heap) / 2; i >= 0; i-- {
		s.heap.sink(i)
	}
	return nil
}

// spots sorts items by amount, date and row and gathers those that agree.
func spots(all []spot, rows []uint32, items []item) ([]spot, []uint32) {
	slices.SortFunc(items, func(a, b item) int {
		return cmp.Or(a.amount.Cmp(b.amount), cmp.Compare(a.date, b.date), cmp.Compare(a.row, b.row))
	})
	for i, it := range items {
		if i == 0 || it.amount != items[i-1].amount || it.date != items[i-1].date {
			all = append(all, spot{amount: it.amount, date: it.date, next: i})
		}
		all[len(all)-1].end = i + 1
		rows = append(rows, it.row)
	}
	return all, rows
}
