package collusion

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
)

// hand is one user as the ways see it: what it can do in each, and its unit; or
// what it can agree to for another user.
type hand struct {
	caps   []*caps // by way
	unit   int32   // see the constants; one above them is a unit that is told by name
	of     int32   // the unit of whom it agrees for; of one's own hand its unit
	lender int     // the person whom it agrees for, numbered from 1; 0: oneself
	user   string
	behalf string // whom it agrees for
}

// Units that are not told by name. Units matter only where a rule asks for
// different ones, and then only whether two are the same: so people of most units
// are interchangeable, and only the units of people who have several stay apart.
const (
	noUnit   int32 = 0
	someUnit int32 = -1 // the unit of the seat's block
)

// kind is people who can do the same.
type kind struct {
	hands   []hand     // as the first of them has
	people  []int      // index in Question.People
	lends   int        // the number of the one person of it, for whom others agree; 0: nobody does
	inUnits []int64    // how many by unit; nil where units do not matter
	any     [][]uint64 // by way: what one of the hands can do
	best    [][][]int  // by way, step and debit: most points of a hand
}

// floating reports whether the kind's people are of one unit that is not told by
// name.
func (k *kind) floating() bool { return k.inUnits != nil }

// key writes everything that tells kinds apart.
func (h *hand) key(to []byte) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(h.unit))
	to = binary.BigEndian.AppendUint32(to, uint32(h.of))
	to = binary.BigEndian.AppendUint32(to, uint32(h.lender))
	for way, c := range h.caps {
		if c.useless() {
			continue
		}
		to = binary.BigEndian.AppendUint32(to, uint32(way))
		for _, word := range c.bits {
			to = binary.BigEndian.AppendUint64(to, word)
		}
		for _, s := range c.sign {
			for _, p := range s.points {
				to = binary.BigEndian.AppendUint64(to, uint64(p))
			}
			if s.hasJob {
				to = append(to, 1)
			}
			to = append(append(to, s.job...), 0)
		}
	}
	return to
}

// kinds sorts the people into kinds; who can do nothing at all is in none.
func (s *search) kinds() {
	able := s.abilities()
	hands := make([][]hand, len(s.People))
	for i, p := range s.People {
		for _, u := range p.Users {
			if caps := able[u.ID]; caps != nil {
				hands[i] = append(hands[i], hand{user: u.ID, caps: caps})
			}
		}
	}
	lends := s.lent(able, hands)
	named := s.named(hands)
	index := map[string]int{}
	for i := range hands {
		if len(hands[i]) == 0 {
			continue
		}
		key, unit := s.settle(i, hands[i], named)
		if lends[i] != 0 {
			key = "lends " + strconv.Itoa(lends[i]) // there is one such person
		}
		n, there := index[key]
		if !there {
			n, index[key] = len(s.list), len(s.list)
			s.list = append(s.list, &kind{hands: hands[i], lends: lends[i]})
			s.list[n].sum(s.plans)
		}
		k := s.list[n]
		k.people = append(k.people, i)
		if unit != "" {
			if k.inUnits == nil {
				k.inUnits = make([]int64, len(s.unitNo))
			}
			k.inUnits[s.unitNo[unit]]++
		}
	}
}

// abilities asks who can do what: for every user who can do something, what in each
// way.
func (s *search) abilities() map[string][]*caps {
	persons := map[string]string{}
	var everybody []string
	for _, p := range s.People {
		for _, u := range p.Users {
			persons[u.ID], everybody = p.ID, append(everybody, u.ID)
		}
	}
	able := map[string][]*caps{}
	for w, plan := range s.plans {
		among := plan.Among
		if among == nil {
			among = everybody
		}
		for _, user := range among {
			person, known := persons[user]
			if !known {
				continue
			}
			c := plan.capsOf(person, user)
			if c.useless() {
				continue
			}
			if able[user] == nil {
				able[user] = slices.Clone(s.none)
			}
			able[user][w] = c
		}
	}
	return able
}

// named are the units of people whose users are of several, with a number each.
func (s *search) named(hands [][]hand) map[string]int32 {
	named := map[string]int32{}
	if !s.units {
		return named
	}
	for i := range hands {
		units := map[string]bool{}
		for _, u := range s.People[i].Users {
			units[u.Unit] = true
		}
		for _, h := range hands[i] {
			if h.lender != 0 {
				units[s.unitOf[h.behalf]] = true
			}
		}
		if len(units) < 2 || len(hands[i]) == 0 {
			continue
		}
		for u := range units {
			if _, there := named[u]; !there && u != "" {
				named[u] = int32(len(named) + 1)
			}
		}
	}
	return named
}

// settle gives each hand its unit and puts them in order, each once; unit is the
// one that stays untold.
func (s *search) settle(person int, hands []hand, named map[string]int32) (key, unit string) {
	keys := make([]string, len(hands))
	for j := range hands {
		h := &hands[j]
		if h.unit, h.of = s.told(h.user, named), s.told(cmp.Or(h.behalf, h.user), named); h.unit == someUnit {
			unit = s.unitOf[h.user]
		}
		keys[j] = string(h.key(nil))
	}
	order := make([]int, len(hands))
	for j := range order {
		order[j] = j
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	for _, j := range order {
		key += string(binary.BigEndian.AppendUint32(nil, uint32(len(keys[j])))) + keys[j]
	}
	sorted := make([]hand, len(hands))
	for to, from := range order {
		sorted[to] = hands[from]
	}
	copy(hands, sorted)
	s.hands[person] = hands
	return key, unit
}

// told is the user's unit, by its number where it has one.
func (s *search) told(user string, named map[string]int32) int32 {
	at := s.unitOf[user]
	switch n, told := named[at]; {
	case !s.units || at == "":
		return noUnit
	case told:
		return n
	}
	return someUnit
}

// sum gathers what any hand of the kind can do.
func (k *kind) sum(plans []*plan) {
	k.any, k.best = make([][]uint64, len(plans)), make([][][]int, len(plans))
	for w, p := range plans {
		k.any[w] = make([]uint64, (p.bits+63)/64)
		k.best[w] = make([][]int, len(p.steps))
		for i := range p.steps {
			if p.steps[i].Signing != nil {
				k.best[w][i] = make([]int, len(p.steps[i].Signing.Debits))
			}
		}
		for _, h := range k.hands {
			for n, word := range h.caps[w].bits {
				k.any[w][n] |= word
			}
			for i := range h.caps[w].sign {
				for d, points := range h.caps[w].sign[i].points {
					k.best[w][i][d] = max(k.best[w][i][d], points)
				}
			}
		}
	}
}

func (k *kind) has(way, bit int) bool { return bit >= 0 && k.any[way][bit/64]>>(bit%64)&1 != 0 }
