package audit

import (
	"slices"
	"sort"
)

// candidates shows the indexed entries in (low, high] that hold a token of every
// wanted list, newest first, some at a time, until each wants no more. It asks a
// few units of the index first, then ever more: what is common is found at once,
// what is rare in few questions.
func (s *search) candidates(low, high int64, each func(seqs []int64) (more bool, err error)) error {
	segments, volumes := s.indexed/segmentBlocks*segmentBlocks, s.volumes*volumeSegments*segmentBlocks
	for _, part := range []struct {
		*level
		from, to int64 // blocks
	}{{blockLevel, segments, s.indexed}, {segmentLevel, volumes, segments}, {volumeLevel, 0, volumes}} {
		from, to := max(low, part.from*blockEntries), min(high, part.to*blockEntries)
		if from >= to {
			continue
		}
		first, last := from/part.entries(), (to-1)/part.entries()
		for ask := part.first; last >= first; {
			begin := max(first, last-ask+1)
			seqs, err := s.within(part.level, begin, last, from, to)
			if err != nil {
				return err
			}
			if len(seqs) < plenty {
				ask *= 4
			}
			last = begin - 1
			if len(seqs) == 0 {
				continue
			}
			if more, err := each(seqs); err != nil || !more {
				return err
			}
		}
	}
	return nil
}

// plenty is how many entries may be found at once without it being too few: the
// next question is no wider then.
const plenty = 1024

// within are the entries of the units [first, last] and in (low, high] that hold
// a token of every wanted list, newest first.
func (s *search) within(l *level, first, last, low, high int64) (seqs []int64, err error) {
	for i, tokens := range s.wanted {
		if i == 0 {
			seqs, err = s.holding(l, first, last, low, high, tokens)
		} else {
			seqs, err = s.narrow(l, seqs, tokens)
		}
		if err != nil || len(seqs) == 0 {
			return nil, err
		}
	}
	slices.Reverse(seqs)
	return seqs, nil
}

// holding are the entries of the units [first, last] and in (low, high] that hold
// one of the tokens, ascending.
func (s *search) holding(l *level, first, last, low, high int64, tokens []uint64) (seqs []int64, err error) {
	units := make([]int64, last-first+1)
	for i := range units {
		units[i] = first + int64(i)
	}
	for _, token := range tokens {
		err := s.lists(l, units, token, func(unit int64, found list) {
			base := unit*l.entries() + 1
			for place := range found.places() {
				if seq := base + place; seq > low && seq <= high {
					seqs = append(seqs, seq)
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(seqs)
	return slices.Compact(seqs), nil
}

// narrow leaves those of seqs, ascending, that hold one of the tokens.
func (s *search) narrow(l *level, seqs []int64, tokens []uint64) ([]int64, error) {
	var units []int64
	for i := 0; i < len(seqs); {
		unit := (seqs[i] - 1) / l.entries()
		units = append(units, unit)
		i += sort.Search(len(seqs)-i, func(n int) bool { return seqs[i+n] > (unit+1)*l.entries() })
	}
	marks := make([]bool, len(seqs))
	for _, token := range tokens {
		err := s.lists(l, units, token, func(unit int64, found list) {
			base := unit * l.entries()
			begin, _ := slices.BinarySearch(seqs, base+1)
			end, _ := slices.BinarySearch(seqs, base+l.entries()+1)
			found.mark(base, seqs[begin:end], marks[begin:end])
		})
		if err != nil {
			return nil, err
		}
	}
	left := seqs[:0]
	for i, seq := range seqs {
		if marks[i] {
			left = append(left, seq)
		}
	}
	return left, nil
}

// lists shows what the units have of the token, in any order; those that have
// nothing are left out.
func (s *search) lists(l *level, units []int64, token uint64, each func(unit int64, found list)) error {
	places := make([]int64, len(units))
	for i, unit := range units {
		places[i] = l.place(unit, token)
	}
	want := l.keeps(token)
	return rowsAt(s.ctx, s.r, l.table, places, func(place int64, row []byte) error {
		whole := eachList(row, l.kept, l.entries(), func(token uint64, found list) bool {
			if token == want {
				each(place>>l.bits, found)
			}
			return token < want
		})
		if !whole {
			return indexBroken(l.table, place)
		}
		return nil
	})
}
