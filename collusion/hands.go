package collusion

import "slices"

// handsOf finds again with which hand each member does the step and with which
// it agrees, for an option that options gave.
func (p *plan) handsOf(i int, o option, set []member) map[int][2]int {
	s := &p.steps[i]
	found := map[int][2]int{}
	narrowed := slices.Clone(set)
	for m := range set {
		var use [2]int
		for role := range use {
			if (o.do>>m)&1 == 0 && role == 0 || (o.agree>>m)&1 == 0 && role == 1 {
				continue
			}
			for h := range set[m].hands {
				one := slices.Clone(narrowed)
				one[m] = set[m].only(h, role, s)
				if slices.Contains(p.options(i, one), o) {
					use[role], narrowed = h, one
					break
				}
			}
		}
		found[m] = use
	}
	return found
}

// only is the member with no other hand for what it does (0) or agrees to (1).
func (m member) only(hand, role int, s *stepPlan) member {
	next := member{hands: slices.Clone(m.hands)}
	var cut []int
	if role == 0 {
		cut = append(cut, s.may)
	} else {
		for _, r := range slices.Concat(s.rules, s.completes) {
			for _, f := range r.factors {
				cut = append(cut, f.may)
			}
		}
	}
	for h := range next.hands {
		if h == hand {
			continue
		}
		c := *next.hands[h].caps
		c.bits = slices.Clone(c.bits)
		for _, bit := range cut {
			c.drop(bit)
		}
		next.hands[h].caps = &c
	}
	return next
}
