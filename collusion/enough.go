package collusion

import (
	"cmp"
	"slices"
)

// seat is one person of a set, as one of a kind. People of a floating kind sit in
// blocks, numbered from 1: those of one block are of one unit, those of different
// blocks of different ones.
type seat struct{ kind, block int }

// order puts the seats in the one order in which the same set is always written:
// the numbers of blocks mean nothing, so they follow what sits in them.
func order(seats []seat) []seat {
	slices.SortFunc(seats, func(a, b seat) int { return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.kind, b.kind)) })
	var blocks [Largest][]seat
	n, from := 0, 0
	for from < len(seats) && seats[from].block == 0 {
		from++
	}
	for i := from; i < len(seats); {
		end := i + 1
		for end < len(seats) && seats[end].block == seats[i].block {
			end++
		}
		blocks[n] = seats[i:end]
		n, i = n+1, end
	}
	if n == 0 {
		return seats
	}
	slices.SortStableFunc(blocks[:n], func(a, b []seat) int {
		return slices.CompareFunc(a, b, func(x, y seat) int { return cmp.Compare(x.kind, y.kind) })
	})
	sorted := append(make([]seat, 0, len(seats)), seats[:from]...)
	for b, block := range blocks[:n] {
		for _, at := range block {
			sorted = append(sorted, seat{at.kind, b + 1})
		}
	}
	return sorted
}

// code names ordered seats.
type code [Largest]uint32

func codeOf(seats []seat) (c code) {
	for i, s := range seats {
		c[i] = uint32(s.kind+1)<<3 | uint32(s.block)
	}
	return c
}

// members are the seats as one way sees them. Whoever is of the set agrees for
// themselves: a deputy's agreement for them would take both and do no more.
func (s *search) members(way int, seats []seat) []member {
	set := make([]member, len(seats))
	for i, at := range seats {
		for _, h := range s.list[at.kind].hands {
			v := vote{h.caps[way], h.unit, h.of, h.lender}
			if h.lender != 0 && slices.ContainsFunc(seats, func(o seat) bool { return s.list[o.kind].lends == h.lender }) {
				v.caps = s.none[way]
			}
			if v.unit == someUnit {
				v.unit = -int32(at.block)
			}
			if v.of == someUnit {
				v.of = -int32(at.block)
			}
			set[i].hands = append(set[i].hands, v)
		}
	}
	return set
}

// course is how a set gets a way done: one option for each step; lacking is the
// first step that it cannot do at all, -1 when only what must be apart is in the
// way.
type course struct {
	done    bool
	options []option
	lacking int
}

// run tries a way with a set of people.
func (p *plan) run(set []member) course {
	all := make([][]option, len(p.steps))
	for i := range p.steps {
		if all[i] = p.options(i, set); len(all[i]) == 0 {
			return course{lacking: i}
		}
	}
	chosen := make([]option, len(p.steps))
	if p.choose(all, chosen, p.exempt(set), 0) {
		return course{done: true, options: chosen}
	}
	return course{lacking: -1}
}

// choose takes an option for each step from i on so that all that must be is
// apart.
func (p *plan) choose(all [][]option, chosen []option, exempt []uint8, i int) bool {
	if i == len(all) {
		return true
	}
	for _, o := range all[i] {
		chosen[i] = o
		if p.keepsApart(chosen, exempt, i) && p.choose(all, chosen, exempt, i+1) {
			return true
		}
		if !p.constrained(i) {
			return false // any other option would do as little
		}
	}
	return false
}

// exempt are, for each pair that must be apart, the members who need not.
func (p *plan) exempt(set []member) []uint8 {
	list := make([]uint8, len(p.apart))
	for n, a := range p.apart {
		for m := range set {
			if slices.ContainsFunc(set[m].hands, func(h vote) bool { return h.has(a.unless) }) {
				list[n] |= 1 << m
			}
		}
	}
	return list
}

// keepsApart looks at the pairs whose later step is i.
func (p *plan) keepsApart(chosen []option, exempt []uint8, i int) bool {
	for n, a := range p.apart {
		if max(a.First.Step, a.Second.Step) == i && chosen[a.First.Step].of(a.First)&chosen[a.Second.Step].of(a.Second)&^exempt[n] != 0 {
			return false
		}
	}
	return true
}

func (p *plan) constrained(i int) bool {
	return slices.ContainsFunc(p.apart, func(a apartPlan) bool { return a.First.Step == i || a.Second.Step == i })
}

func (o option) of(a Act) uint8 {
	if a.Agree {
		return o.agree
	}
	return o.do
}

// enough reports whether the people in the seats can do any of the ways, and
// which.
func (s *search) enough(seats []seat) (way int, done bool) {
	k := codeOf(seats)
	if w, known := s.judged[k]; known {
		return w, w >= 0
	}
	way = -1
	for w, p := range s.plans {
		if s.able(w, seats) && p.run(s.members(w, seats)).done {
			way = w
			break
		}
	}
	s.judged[k] = way
	return way, way >= 0
}

// able is false for sets that lack something whoever does what: most are told
// apart by it.
func (s *search) able(way int, seats []seat) bool {
	for i := range s.plans[way].steps {
		if _, lack := s.lacks(way, i, seats); lack > 0 {
			return false
		}
	}
	return true
}
