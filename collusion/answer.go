package collusion

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
	"slices"
)

// Answer is every smallest set, in groups of sets that are alike.
type Answer struct {
	// Smallest is the size of the smallest set, 0 when no set of that many people
	// or fewer can do it. Alarm: one person alone can.
	Smallest int     `json:"smallest" doc:"People in the smallest set; 0: no set of up to four can."`
	Alarm    bool    `json:"alarm" doc:"One person alone can."`
	ByItself bool    `json:"by_itself" doc:"It happens with nobody doing anything; then no sets are listed."`
	Sets     int64   `json:"sets" doc:"How many sets there are in all, of whom nobody could be left out."`
	Sizes    []int64 `json:"sizes" doc:"How many of them have 1, 2, 3 and 4 people."`
	Groups   []Group `json:"groups" doc:"The sets, those whose people are interchangeable together; smallest first."`
	More     int     `json:"more" doc:"Groups that are not listed."`
	All      bool    `json:"all" doc:"False when the search was cut off: there may be more."`
	People   int     `json:"people" doc:"People who can do something of it."`
	Kinds    int     `json:"kinds" doc:"Kinds of people who differ in what of it they can do."`
}

// Group is sets that are alike: each takes, for every member, one of its people.
type Group struct {
	Size    int      `json:"size"`
	Sets    int64    `json:"sets" doc:"How many sets."`
	Members []Member `json:"members"`
	Way     string   `json:"way" doc:"What they would do."`
	Course  int      `json:"-"` // index in Question.Ways
	Given   []string `json:"given,omitempty" doc:"What must stand already."`
	Acts    []Doing  `json:"acts" doc:"Who does which step, in the example."`
	Gaps    []Gap    `json:"gaps" doc:"The rules whose absence makes it possible."`
}

// Member is one place in the sets of a group.
type Member struct {
	Example string   `json:"example" doc:"The person who takes it in the example."`
	People  []string `json:"people" doc:"Persons who could, sorted; not all when there are many."`
	Of      int      `json:"of" doc:"How many could."`
	Unit    int      `json:"unit,omitempty" doc:"Members with the same number are of one unit, those with another of another; 0: it does not matter."`
}

// Doing is one thing that one person of the example does.
type Doing struct {
	Step   int    `json:"step"`
	Action string `json:"action"`
	On     string `json:"on,omitempty"`
	Member int    `json:"member" doc:"Place in members; -1 for what the installation does by itself."`
	User   string `json:"user" doc:"As which user."`
	Behalf string `json:"behalf,omitempty" doc:"The user whose deputy agrees here."`
	Agrees bool   `json:"agrees,omitempty" doc:"Agrees to the step that somebody else does."`
}

// Find answers the question. The error is an *Error.
func Find(q Question) (*Answer, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	if q.Most == 0 {
		q.Most = Largest
	}
	q.Groups, q.Names = cmp.Or(q.Groups, 100), cmp.Or(q.Names, 20)
	s := newSearch(&q)
	if _, done := s.enough(nil); done {
		a := s.answer()
		a.ByItself = true
		return a, nil
	}
	for w := range s.plans {
		s.walk(w, nil)
	}
	return s.answer(), nil
}

func (s *search) answer() *Answer {
	a := &Answer{Sizes: make([]int64, Largest), Groups: []Group{}, All: s.steps < maxSteps, Kinds: len(s.list)}
	for _, k := range s.list {
		a.People += len(k.people)
	}
	sums, total := make([]*big.Int, Largest+1), new(big.Int)
	var list []counted
	for _, seats := range s.found {
		if !s.needsAll(seats) {
			continue
		}
		n := s.sets(seats)
		if n.Sign() == 0 {
			continue // no units fit
		}
		if sums[len(seats)] == nil {
			sums[len(seats)] = new(big.Int)
		}
		sums[len(seats)].Add(sums[len(seats)], n)
		total.Add(total, n)
		list = append(list, counted{seats, n})
	}
	a.Sets = bounded(total)
	for size := Largest; size > 0; size-- {
		if sums[size] != nil {
			a.Sizes[size-1], a.Smallest = bounded(sums[size]), size
		}
	}
	a.Alarm = a.Smallest == 1
	slices.SortFunc(list, func(a, b counted) int {
		return cmp.Or(cmp.Compare(len(a.seats), len(b.seats)), s.compare(a.seats, b.seats))
	})
	for i, c := range list {
		if i == s.Groups {
			a.More = len(list) - i
			break
		}
		a.Groups = append(a.Groups, s.group(c))
	}
	return a
}

type counted struct {
	seats []seat
	sets  *big.Int
}

// bounded stops at the largest integer.
func bounded(n *big.Int) int64 {
	if n.IsInt64() {
		return n.Int64()
	}
	return math.MaxInt64
}

// needsAll reports whether nobody could be left out. More people never do less,
// so it is enough to try each one.
func (s *search) needsAll(seats []seat) bool {
	for i := range seats {
		if _, done := s.enough(order(slices.Delete(slices.Clone(seats), i, i+1))); done {
			return false
		}
	}
	return true
}

// compare orders sets of kinds by their first people: by the ids of persons, not
// by the order in which kinds were met.
func (s *search) compare(a, b []seat) int {
	for i := range a {
		x, y := s.People[s.list[a[i].kind].people[0]].ID, s.People[s.list[b[i].kind].people[0]].ID
		if c := cmp.Or(cmp.Compare(x, y), cmp.Compare(a[i].block, b[i].block), cmp.Compare(a[i].kind, b[i].kind)); c != 0 {
			return c
		}
	}
	return 0
}

// group tells about one set of seats by an example.
func (s *search) group(c counted) Group {
	way, _ := s.enough(c.seats)
	p := s.plans[way]
	g := Group{Size: len(c.seats), Sets: bounded(c.sets), Way: p.Name, Course: way, Given: p.Given}
	example := s.example(c.seats)
	for i, at := range c.seats {
		k := s.list[at.kind]
		m := Member{Example: s.People[example[i]].ID, Of: len(k.people), Unit: at.block}
		for _, n := range k.people[:min(len(k.people), s.Names)] {
			m.People = append(m.People, s.People[n].ID)
		}
		slices.Sort(m.People)
		g.Members = append(g.Members, m)
	}
	set := s.members(way, c.seats)
	run := p.run(set)
	g.Acts = s.doings(p, set, run.options, c.seats, example)
	g.Gaps = s.gaps(way, c.seats, run.options)
	return g
}

// doings says who does what, by the users of the example's people.
func (s *search) doings(p *plan, set []member, chosen []option, seats []seat, example []int) []Doing {
	var list []Doing
	for i, o := range chosen {
		st := &p.steps[i]
		do := Doing{Step: i, Action: st.Action, On: st.On, Member: -1}
		if st.By != nil {
			do.User = st.By.User
			list = append(list, do)
		}
		hands := p.handsOf(i, o, set)
		for _, agrees := range []bool{false, true} {
			for mask := o.of(Act{Agree: agrees}); mask != 0; mask &= mask - 1 {
				do.Member, do.Agrees = bits.TrailingZeros8(mask), agrees
				h := hands[do.Member][b2i(agrees)]
				hand := &s.hands[example[do.Member]][h]
				do.User, do.Behalf = hand.user, hand.behalf
				list = append(list, do)
			}
		}
	}
	return list
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// example seats the first people that fit.
func (s *search) example(seats []seat) []int {
	chosen := make([]int, len(seats))
	units := map[int]string{} // by block
	var place func(i int) bool
	place = func(i int) bool {
		if i == len(seats) {
			return true
		}
		for _, n := range s.list[seats[i].kind].people {
			if slices.Contains(chosen[:i], n) {
				continue
			}
			unit, had := units[seats[i].block]
			own := s.unitOf[s.hands[n][0].user]
			if seats[i].block > 0 && (had && unit != own || !had && taken(units, own)) {
				continue
			}
			if seats[i].block > 0 && !had {
				units[seats[i].block] = own
			}
			if chosen[i] = n; place(i + 1) {
				return true
			}
			if seats[i].block > 0 && !had {
				delete(units, seats[i].block)
			}
		}
		return false
	}
	place(0)
	return chosen
}

func taken(units map[int]string, unit string) bool {
	for _, u := range units {
		if u == unit {
			return true
		}
	}
	return false
}
