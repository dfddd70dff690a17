package collusion

import "slices"

// maxSteps bounds the search; past it the answer says that it is not all.
const maxSteps = 5_000_000

// search is one question being answered.
type search struct {
	*Question
	plans  []*plan
	units  bool // some rule asks for different units
	unitOf map[string]string
	hands  [][]hand // by person
	list   []*kind
	having [][][]int // by way and bit: the kinds that have it
	none   []*caps   // by way: what somebody can do who can do nothing
	judged map[code]int
	walked []map[code]bool // by way
	found  map[code][]seat
	steps  int
	unitNo map[string]int
	filled map[string][]int64 // by block: the choices of people in each unit
}

func newSearch(q *Question) *search {
	s := &search{Question: q, hands: make([][]hand, len(q.People)), unitOf: map[string]string{}, unitNo: map[string]int{}, judged: map[code]int{}, found: map[code][]seat{}, filled: map[string][]int64{}}
	for _, p := range q.People {
		for _, u := range p.Users {
			s.unitOf[u.ID] = u.Unit
			if _, there := s.unitNo[u.Unit]; !there {
				s.unitNo[u.Unit] = len(s.unitNo)
			}
		}
	}
	for i := range q.Ways {
		p := q.Ways[i].plan(s.unitOf)
		s.plans, s.none = append(s.plans, p), append(s.none, p.nothing())
		for _, st := range p.steps {
			for _, r := range st.all() {
				s.units = s.units || r.apart
			}
		}
	}
	s.kinds()
	for w, p := range s.plans {
		s.walked = append(s.walked, map[code]bool{})
		s.having = append(s.having, make([][]int, p.bits))
		for b := range s.having[w] {
			for k := range s.list {
				if s.list[k].has(w, b) {
					s.having[w][b] = append(s.having[w][b], k)
				}
			}
		}
	}
	return s
}

// walk finds every set in which the seats, which are in order, are part and
// nobody could be left out. Whatever is missing, such a set has somebody more who
// brings it: so only those who do are tried.
func (s *search) walk(way int, seats []seat) {
	k := codeOf(seats)
	if s.walked[way][k] || s.steps >= maxSteps {
		return
	}
	s.walked[way][k] = true
	s.steps++
	if _, done := s.enough(seats); done {
		s.found[k] = seats
		return
	}
	if len(seats) == s.Most {
		return
	}
	for _, k := range s.missing(way, seats) {
		s.join(seats, k, func(next []seat) { s.walk(way, next) })
	}
}

// join seats one more of the kind wherever there is one.
func (s *search) join(seats []seat, k int, then func([]seat)) {
	taken, top := 0, 0
	for _, at := range seats {
		top = max(top, at.block)
		if at.kind == k {
			taken++
		}
	}
	if taken == len(s.list[k].people) {
		return
	}
	first, last := 0, 0
	if s.list[k].floating() {
		first, last = 1, top+1
	}
	for block := first; block <= last; block++ {
		then(order(append(slices.Clone(seats), seat{k, block})))
	}
}

// missing are the kinds of which a larger set needs one.
func (s *search) missing(way int, seats []seat) []int {
	p := s.plans[way]
	left := s.Most - len(seats)
	for i := range p.steps {
		kinds, lack := s.lacks(way, i, seats)
		if lack > left {
			return nil
		}
		if lack > 0 {
			return kinds
		}
	}
	c := p.run(s.members(way, seats))
	var bits []int
	for i := range p.steps {
		if i == c.lacking || c.lacking < 0 && p.constrained(i) {
			bits = append(bits, p.steps[i].bits()...)
		}
	}
	for _, a := range p.apart {
		if a.unless >= 0 && c.lacking < 0 {
			bits = append(bits, a.unless)
		}
	}
	var kinds []int
	for _, b := range bits {
		kinds = append(kinds, s.having[way][b]...)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// bits are all that matter for a step getting done.
func (s *stepPlan) bits() []int {
	var list []int
	if s.may >= 0 {
		list = append(list, s.may)
	}
	for _, r := range slices.Concat(s.rules, s.completes) {
		for _, f := range r.factors {
			list = append(list, f.may)
		}
	}
	return list
}

// lacks says what a step lacks whoever does it: the kinds of which one more is
// needed, and how many more people at least.
func (s *search) lacks(way, i int, seats []seat) (kinds []int, people int) {
	st := &s.plans[way].steps[i]
	if st.may >= 0 && s.count(way, st.may, seats) == 0 {
		return s.having[way][st.may], 1
	}
	if st.Signing != nil {
		if kinds := s.poor(way, i, seats); kinds != nil {
			return kinds, 1
		}
	}
	for _, r := range slices.Concat(st.rules, st.completes) {
		if r.applies >= 0 {
			continue
		}
		for _, f := range r.factors {
			if lack := f.people - s.count(way, f.may, seats); lack > 0 {
				return s.having[way][f.may], lack
			}
		}
	}
	return nil, 0
}

// count is how many in the seats have the bit.
func (s *search) count(way, bit int, seats []seat) int {
	n := 0
	for _, at := range seats {
		if s.list[at.kind].has(way, bit) {
			n++
		}
	}
	return n
}

// poor are the kinds with points on the first account on which all in the seats
// together have too few; nil when there is none such.
func (s *search) poor(way, i int, seats []seat) []int {
	st := &s.plans[way].steps[i]
	for d := range st.Signing.Debits {
		sum := 0
		for _, at := range seats {
			sum += s.list[at.kind].best[way][i][d]
		}
		if sum >= required(st.Signing.Debits[d].Required) {
			continue
		}
		kinds := []int{}
		for _, k := range s.having[way][st.may] {
			if s.list[k].best[way][i][d] > 0 {
				kinds = append(kinds, k)
			}
		}
		return kinds
	}
	return nil
}
