package netting

import "hash/maphash"

// idSet tells whether an id was there before. A slot holds 32 bits of the id's
// hash and its number; the slots stand in the order of the hashes, so that the
// set doubles by one walk through it. Nothing that is computed depends on the
// hash's seed.
type idSet struct {
	seed  maphash.Seed
	slots []uint64 // hash in the upper half, number + 1 in the lower; 0 is free
	shift uint     // of a hash to its slot
	ids   []string
}

const (
	fewSlots = 6       // as a power of two
	maxIDs   = 1 << 31 // and the slots twice that
)

func newIDSet(expected int) idSet {
	s := idSet{seed: maphash.MakeSeed(), ids: make([]string, 0, expected)}
	power := uint(fewSlots)
	for 1<<power < 2*expected && power < 32 {
		power++
	}
	s.slots, s.shift = make([]uint64, 1<<power), 64-power
	return s
}

// add reports whether the id is new. Of an id it keeps the text it was given.
func (s *idSet) add(id string) bool {
	if 2*len(s.ids) >= len(s.slots) {
		s.double()
	}
	const upper = ^uint64(1<<32 - 1)
	hash := maphash.String(s.seed, id) & upper
	i, last := int(hash>>s.shift), len(s.slots)-1
	for ; s.slots[i] != 0; i = (i + 1) & last {
		if s.slots[i]&upper == hash && s.ids[s.slots[i]&^upper-1] == id {
			return false
		}
	}
	s.ids = append(s.ids, id)
	s.slots[i] = hash | uint64(len(s.ids))
	return true
}

func (s *idSet) double() {
	if len(s.ids) >= maxIDs {
		panic("netting: more than 2³¹ invoices in one cycle")
	}
	old := s.slots
	s.slots, s.shift = make([]uint64, 2*len(old)), s.shift-1
	last := len(s.slots) - 1
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		i := int(slot >> s.shift)
		for s.slots[i] != 0 {
			i = (i + 1) & last
		}
		s.slots[i] = slot
	}
}
