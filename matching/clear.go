package matching

import (
	"cmp"
	"context"
	"slices"
	"sort"
)

// takeClear pairs a group in the order of the definition as long as that order
// tells candidates apart by amount and date alone. Candidates that are equally
// far apart and share a row are ambiguous: all rows that hang together by them
// are held.
func (s *shelf) takeClear(ctx context.Context, g *group, allowed limits, take func(l, r item), hold func(l, r []uint32, diff Amount, days int32)) error {
	s.build(g)
	if err := s.firstOffers(ctx, allowed); err != nil {
		return err
	}
	for len(s.heap) > 0 {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		best := s.heap[0].distance
		var lefts []int
		for len(s.heap) > 0 && s.heap[0].amount == best.amount && s.heap[0].days == best.days {
			o := s.heap[0]
			if to := s.right[o.to]; to.next < to.end {
				lefts = append(lefts, o.from)
				s.heap.drop()
			} else if next, ok := s.offer(o.from, allowed); ok {
				s.heap[0] = next
				s.heap.sink(0)
			} else {
				s.heap.drop()
			}
		}
		s.untangle(lefts, best, allowed, take, hold)
	}
	return nil
}

func (o *offers) drop() {
	last := len(*o) - 1
	(*o)[0] = (*o)[last]
	*o = (*o)[:last]
	o.sink(0)
}

// untangle settles the left spots whose nearest candidates are all equally far.
func (s *shelf) untangle(lefts []int, d distance, allowed limits, take func(l, r item), hold func(l, r []uint32, diff Amount, days int32)) {
	slices.Sort(lefts)
	k := newKnots(len(lefts))
	tied := map[int]int{} // of each right spot: the first left one
	var rights []int
	for i, from := range lefts {
		for _, to := range s.equallyFar(&s.left[from], d, allowed) {
			if first, known := tied[to]; known {
				k.tie(i, first)
				continue
			}
			tied[to] = i
			rights = append(rights, to)
		}
	}
	members := make([][2][]int, len(lefts))
	for i, from := range lefts {
		m := &members[k.of(i)]
		m[0] = append(m[0], from)
	}
	for _, to := range rights {
		m := &members[k.of(tied[to])]
		m[1] = append(m[1], to)
	}
	for _, m := range members {
		if len(m[0]) > 0 {
			s.release(m, d, take, hold)
		}
	}
}

// release takes or holds all rows of spots that hang together.
func (s *shelf) release(spots [2][]int, d distance, take func(l, r item), hold func(l, r []uint32, diff Amount, days int32)) {
	var rows [2][]uint32
	for _, n := range spots[0] {
		rows[0] = append(rows[0], s.rows[0][s.left[n].next:s.left[n].end]...)
	}
	for _, n := range spots[1] {
		rows[1] = append(rows[1], s.rows[1][s.right[n].next:s.right[n].end]...)
	}
	if len(rows[0]) == 1 && len(rows[1]) == 1 {
		take(s.left[spots[0][0]].item(s.rows[0]), s.right[spots[1][0]].item(s.rows[1]))
	} else {
		sortRows(rows[0])
		sortRows(rows[1])
		hold(rows[0], rows[1], d.amount, d.days)
	}
	for _, n := range spots[0] {
		s.left[n].next = s.left[n].end
	}
	for _, n := range spots[1] {
		s.right[n].next = s.right[n].end
		s.up[n], s.down[n+1] = n+1, n
	}
}

// equallyFar finds the right spots that lie at just this distance, of which
// there are four at most.
func (s *shelf) equallyFar(p *spot, d distance, allowed limits) (found []int) {
	for _, amount := range []Amount{p.amount.Sub(d.amount), p.amount.Sub(d.amount.Neg())} {
		for _, date := range []int32{p.date - d.days, p.date + d.days} {
			n := sort.Search(len(s.right), func(i int) bool {
				return cmp.Or(s.right[i].amount.Cmp(amount), cmp.Compare(s.right[i].date, date)) >= 0
			})
			if n == len(s.right) || s.right[n].amount != amount || s.right[n].date != date || s.right[n].next == s.right[n].end {
				continue
			}
			if s.rule.days(allowed, p.date, date) && s.rule.amounts(allowed, p.amount, amount, d.amount) && !slices.Contains(found, n) {
				found = append(found, n)
			}
		}
	}
	return found
}

// knots tells which of n things hang together.
type knots []int

func newKnots(n int) knots {
	k := make(knots, n)
	for i := range k {
		k[i] = i
	}
	return k
}

func (k knots) of(i int) int { return root(k, i) }

func (k knots) tie(a, b int) { k[k.of(a)] = k.of(b) }

func sortRows(rows []uint32) { slices.Sort(rows) }
