package matching

import (
	"bytes"
	"context"
)

// joiner joins partitions one after the other; each worker has its own and
// keeps its tables from one partition to the next.
type joiner struct {
	ctx    context.Context
	limits limits
	bases  [2][]uint32 // row number at which each batch of a side starts
	gate   *gate
	tally  *tally

	left, right gathered
	slots       []uint32 // hash table of groups: 1 + the first left record with that key
	leftNext    []uint32 // 1 + a further left record of the group
	rightFirst  []uint32 // by first left record: 1 + a right record of the group
	rightNext   []uint32 // 1 + a further right record of the group
	group       group
}

// join settles every group of the gathered partition.
func (j *joiner) join() error {
	if len(j.left.records) == 0 || len(j.right.records) == 0 {
		return nil
	}
	j.indexLeft()
	j.attachRight()
	for i := range j.left.records {
		right := j.rightFirst[i]
		if right == 0 {
			continue
		}
		if j.leftNext[i] == 0 && j.rightNext[right-1] == 0 {
			j.tally.settle(j.limits, j.item(0, uint32(i)), j.item(1, right-1)) //nolint:gosec // below 2³²
			continue
		}
		if err := j.several(uint32(i), right); err != nil { //nolint:gosec // below 2³²
			return err
		}
	}
	return nil
}

// indexLeft chains left records with equal keys behind the first of them.
func (j *joiner) indexLeft() {
	size := 4
	for size < 2*len(j.left.records) {
		size *= 2
	}
	j.slots = zeroed(j.slots, size)
	j.leftNext = zeroed(j.leftNext, len(j.left.records))
	mask := uint32(size - 1) //nolint:gosec // below 2³²
	for n := range j.left.records {
		i := uint32(n) //nolint:gosec // below 2³²
		slot := j.find(j.left.records[i].hash, j.left.key(i), mask)
		if first := j.slots[slot]; first == 0 {
			j.slots[slot] = i + 1
		} else {
			j.leftNext[i] = j.leftNext[first-1]
			j.leftNext[first-1] = i + 1
		}
	}
}

// find is the slot of the key, or the empty one where it belongs.
func (j *joiner) find(hash uint32, key []byte, mask uint32) uint32 {
	slot := hash & mask
	for {
		first := j.slots[slot]
		if first == 0 || j.left.records[first-1].hash == hash && bytes.Equal(j.left.key(first-1), key) {
			return slot
		}
		slot = (slot + 1) & mask
	}
}

// attachRight chains each right record to the group of its key, if there is one.
func (j *joiner) attachRight() {
	j.rightFirst = zeroed(j.rightFirst, len(j.left.records))
	j.rightNext = zeroed(j.rightNext, len(j.right.records))
	mask := uint32(len(j.slots) - 1) //nolint:gosec // below 2³²
	for n := range j.right.records {
		i := uint32(n) //nolint:gosec // below 2³²
		first := j.slots[j.find(j.right.records[i].hash, j.right.key(i), mask)]
		if first == 0 {
			continue
		}
		j.rightNext[i] = j.rightFirst[first-1]
		j.rightFirst[first-1] = i + 1
	}
}

func (j *joiner) several(left, right uint32) error {
	g := &j.group
	g.left, g.right = g.left[:0], g.right[:0]
	for i := left + 1; i != 0; i = j.leftNext[i-1] {
		g.left = append(g.left, j.item(0, i-1))
	}
	for i := right; i != 0; i = j.rightNext[i-1] {
		g.right = append(g.right, j.item(1, i-1))
	}
	return g.settle(j.ctx, j.limits, j.tally)
}

func (j *joiner) item(side int, i uint32) item {
	r := &j.left.records
	if side == 1 {
		r = &j.right.records
	}
	rec := &(*r)[i]
	base := j.bases[side][rec.row>>rowBits]
	return item{rec.amount, rec.date, base + uint32(rec.row&(1<<rowBits-1))} //nolint:gosec // 24 bits
}

func zeroed(s []uint32, n int) []uint32 {
	if cap(s) < n {
		return make([]uint32, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}
