package approval

import "slices"

// matching assigns people to the places of the factors: the maximum matching of
// a bipartite graph by augmenting paths (Kuhn 1955), from the factors' side, so
// that a place once filled stays filled and earlier factors come first.
type matching struct {
	factors []Factor
	by      [][]able // by factor and person: whether, and through which user
	serves  []int    // by person: the factor served, -1 for none
	seen    []bool   // by person: visited on the present path
}

// able is whether one person could fill one factor, and with which agreement.
type able struct {
	yes       bool
	agreement Agreement
}

// matching gathers agreements into people, sorted, and asks may once for each
// agreement and factor.
func (p *Program) matching(maker Agreement, agreed []Agreement, may May) *matching {
	var list []Agreement
	for _, a := range agreed {
		if p.counts(a, maker) {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, byPerson)
	list = once(list)
	m := &matching{factors: p.rule.Factors, by: make([][]able, len(p.rule.Factors))}
	for i, a := range list {
		if i == 0 || a.person() != list[i-1].person() {
			m.serves = append(m.serves, -1)
			for f := range m.by {
				m.by[f] = append(m.by[f], able{})
			}
		}
		person := len(m.serves) - 1
		for f, factor := range m.factors {
			if at := &m.by[f][person]; !at.yes && may(a.User, factor) {
				*at = able{yes: true, agreement: a}
			}
		}
	}
	m.seen = make([]bool, len(m.serves))
	return m
}

// fill assigns as many as possible and returns how many places are filled.
func (m *matching) fill() int {
	filled := 0
	for f, factor := range m.factors {
		for range factor.People {
			clear(m.seen)
			if !m.place(f) {
				break
			}
			filled++
		}
	}
	return filled
}

// place finds one more person for the factor, moving others where that helps.
func (m *matching) place(f int) bool {
	for person, a := range m.by[f] {
		if !a.yes || m.seen[person] || m.serves[person] == f {
			continue
		}
		m.seen[person] = true
		if was := m.serves[person]; was < 0 || m.place(was) {
			m.serves[person] = f
			return true
		}
	}
	return false
}
