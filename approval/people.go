package approval

import (
	"cmp"
	"slices"
)

// Agreement is one user's yes, or a user who might give it. Person is the
// personnel id ("" = the user itself), Unit the home unit. Where a deputy gives it
// in the user's stead, it counts as the user's and is both people's: neither counts
// again.
type Agreement struct {
	User, Person, Unit               string
	Deputy, DeputyPerson, DeputyUnit string
}

func (a Agreement) person() string { return cmp.Or(a.Person, a.User) }

// deputy is the person who acts for the user, "" when nobody does.
func (a Agreement) deputy() string { return cmp.Or(a.DeputyPerson, a.Deputy) }

// meets reports whether one person stands behind both.
func (a Agreement) meets(b Agreement) bool {
	return a.person() == b.person() || a.deputy() != "" && (a.deputy() == b.person() || a.deputy() == b.deputy()) || b.deputy() != "" && b.deputy() == a.person()
}

// once leaves out the agreements by deputies whose people have agreed otherwise:
// their own agreements go first, then those in the order of list.
func once(list []Agreement) []Agreement {
	if !slices.ContainsFunc(list, func(a Agreement) bool { return a.deputy() != "" }) {
		return list
	}
	var kept []Agreement
	for _, own := range []bool{true, false} {
		for _, a := range list {
			if (a.deputy() == "") == own && (own || !slices.ContainsFunc(kept, a.meets)) {
				kept = append(kept, a)
			}
		}
	}
	slices.SortFunc(kept, byPerson)
	return kept
}

// May tells whether a user is one of those whom a factor asks for, for the
// change in question. The factor's number of people does not matter.
type May = func(user string, factor Factor) bool

// Shortfall is what one factor still lacks.
type Shortfall struct {
	Factor     int    `json:"factor"` // index in Rule.Factors
	Permission string `json:"permission,omitempty"`
	Group      string `json:"group,omitempty"`
	People     int    `json:"people"` // how many more
}

// Filled is one factor and the agreements that count for it, by person.
type Filled struct {
	Factor     int
	Agreements []Agreement
}

// Progress is how far a rule is met.
type Progress struct {
	Filled  []Filled // one per factor, in their order
	Missing []Shortfall
}

// Missing says what a rule still lacks, given who agreed; none means that it is
// met. Within a rule one person fills one factor, in the way that fills most;
// earlier factors are filled first. Users of one person count as one, the
// maker's person never counts, and with DifferentUnits neither does a user of
// the maker's unit or of none. The order of agreed makes no difference.
func (p *Program) Missing(maker Agreement, agreed []Agreement, may May) []Shortfall {
	return p.Progress(maker, agreed, may).Missing
}

// Progress is Missing, with who fills what.
func (p *Program) Progress(maker Agreement, agreed []Agreement, may May) Progress {
	m := p.matching(maker, agreed, may)
	m.fill()
	progress := Progress{Filled: make([]Filled, len(m.factors))}
	for f := range m.factors {
		progress.Filled[f].Factor = f
	}
	for person, f := range m.serves {
		if f >= 0 {
			progress.Filled[f].Agreements = append(progress.Filled[f].Agreements, m.by[f][person].agreement)
		}
	}
	for f, factor := range m.factors {
		if lack := factor.People - len(progress.Filled[f].Agreements); lack > 0 {
			progress.Missing = append(progress.Missing, Shortfall{Factor: f, Permission: factor.Permission, Group: factor.Group, People: lack})
		}
	}
	return progress
}

// CouldServe reports whether the rule would lack less if who agreed as well.
// It is false for the maker, and for a person who agreed already.
func (p *Program) CouldServe(who, maker Agreement, agreed []Agreement, may May) bool {
	for _, a := range agreed {
		if a.meets(who) {
			return false
		}
	}
	before := p.matching(maker, agreed, may)
	after := p.matching(maker, append(slices.Clone(agreed), who), may)
	return after.fill() > before.fill()
}

// Possible reports whether the rule could be met if all candidates agreed. For
// a rule that is being saved, and so has no maker yet, pass the zero maker.
func (p *Program) Possible(maker Agreement, candidates []Agreement, may May) bool {
	return len(p.Missing(maker, candidates, may)) == 0
}

// Eligible lists the candidates who could fill the factor, by person and user:
// the names to show when a rule is not possible.
func (p *Program) Eligible(factor int, maker Agreement, candidates []Agreement, may May) []Agreement {
	var list []Agreement
	for _, c := range candidates {
		if p.counts(c, maker) && may(c.User, p.rule.Factors[factor]) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, byPerson)
	return list
}

func byPerson(a, b Agreement) int {
	return cmp.Or(cmp.Compare(a.person(), b.person()), cmp.Compare(a.User, b.User), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Deputy, b.Deputy))
}

// counts reports whether an agreement counts at all, whatever it may.
func (p *Program) counts(a, maker Agreement) bool {
	if a.person() == "" || a.person() == maker.person() || a.User == maker.User {
		return false
	}
	if by := a.deputy(); by != "" && (by == a.person() || by == maker.person() || a.Deputy == maker.User || p.rule.DifferentUnits && (a.DeputyUnit == "" || a.DeputyUnit == maker.Unit)) {
		return false
	}
	return !p.rule.DifferentUnits || a.Unit != "" && a.Unit != maker.Unit
}
