package matching

import "iter"

// set is a Set as it is kept.
type set struct {
	diff        Amount
	differ      uint64 // a bit for each shown text
	at          uint32 // where its rows begin in those of its chunk
	left, right uint32 // how many rows
	days        int32
	pass        uint16
	fate        Fate
	amountFails bool
	dateFails   bool
}

// setChunk is a run of sets, filled once and never moved, so that millions of
// them take no more than their own room.
type setChunk struct {
	sets []set
	rows []uint32
}

const setsInChunk = 1 << 12

// setList is a list of sets that grows.
type setList []*setChunk

// last is a chunk with room for one more set.
func (l *setList) last() *setChunk {
	c := &setChunk{}
	if n := len(*l); n > 0 && len((*l)[n-1].sets) < setsInChunk {
		return (*l)[n-1]
	} else if n > 0 {
		c.sets, c.rows = make([]set, 0, setsInChunk), make([]uint32, 0, 2*setsInChunk)
	}
	*l = append(*l, c)
	return c
}

// rowsOf are the rows of a set, the left ones first.
func (c *setChunk) rowsOf(s *set) []uint32 { return c.rows[s.at : s.at+s.left+s.right] }

// all yields every set with its chunk, in no order.
func (l setList) all() iter.Seq2[*setChunk, *set] {
	return func(yield func(*setChunk, *set) bool) {
		for _, c := range l {
			for i := range c.sets {
				if !yield(c, &c.sets[i]) {
					return
				}
			}
		}
	}
}

// index finds the sets again by their first rows: the left one, or the right of
// a set that has none on the left. A row is in one set at most.
func (l setList) index(left, right int) (at [2][]uint32) {
	at[0] = make([]uint32, left)
	for n, c := range l {
		for i := range c.sets {
			s := &c.sets[i]
			side := 0
			if s.left == 0 {
				side = 1
				if at[1] == nil {
					at[1] = make([]uint32, right)
				}
			}
			at[side][c.rows[s.at]] = uint32(n*setsInChunk + i + 1) //nolint:gosec // fewer sets than rows
		}
	}
	return at
}

// inOrder yields the sets of Sets.
func (r *Result) inOrder(yield func(*setChunk, *set) bool) {
	for _, side := range r.firsts {
		for _, number := range side {
			if number == 0 {
				continue
			}
			c := r.sets[(number-1)/setsInChunk]
			if !yield(c, &c.sets[(number-1)%setsInChunk]) {
				return
			}
		}
	}
}
