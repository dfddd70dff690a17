package collusion

import (
	"math/bits"
	"slices"
	"strconv"

	"github.com/countersign/countersign/signing"
)

// member is one of a set of people in one way: the hands they could use.
type member struct {
	hands []vote
}

// option is one manner in which a set gets a step done: who does it, and who
// agrees, as bits by member.
type option struct{ do, agree uint8 }

// within reports whether o asks no more than p.
func (o option) within(p option) bool { return o.do&^p.do == 0 && o.agree&^p.agree == 0 }

// add keeps the options that ask least.
func add(list []option, o option) []option {
	for _, have := range list {
		if have.within(o) {
			return list
		}
	}
	kept := list[:0]
	for _, have := range list {
		if !o.within(have) {
			kept = append(kept, have)
		}
	}
	return append(kept, o)
}

// options are all manners in which the members get step i done, those that ask
// more than another left out.
func (p *plan) options(i int, set []member) []option {
	s := &p.steps[i]
	switch {
	case s.By != nil:
		var list []option
		for _, agree := range s.agreements(s.rules, nil, noUnit, -1, set) {
			list = add(list, option{agree: agree})
		}
		return list
	case s.Signing != nil:
		return p.signatures(i, set)
	}
	var list []option
	for m := range set {
		for _, h := range set[m].hands {
			if !h.has(s.may) {
				continue
			}
			for _, agree := range s.agreements(s.rules, h.caps, h.unit, m, set) {
				list = add(list, option{1 << m, agree})
			}
		}
	}
	return list
}

// agreements are the smallest sets of members, without the maker, whose agreement
// meets every rule that applies to the maker's hand; none when nobody's does.
func (s *stepPlan) agreements(rules []rulePlan, maker *caps, unit int32, not int, set []member) []uint8 {
	var held []rulePlan
	for _, r := range rules {
		if maker == nil || r.applies < 0 || maker.has(r.applies) {
			held = append(held, r)
		}
	}
	if len(held) == 0 {
		return []uint8{0}
	}
	var list []uint8
	for mask := uint8(1); mask < 1<<len(set); mask++ {
		if not >= 0 && mask>>not&1 != 0 || larger(mask, list) {
			continue
		}
		if s.agreed(held, unit, mask, set, nil) {
			list = append(list, mask)
		}
	}
	return list
}

// larger reports whether the mask holds one of the list. Masks come in the order
// of numbers, in which a subset stands before what it is part of.
func larger(mask uint8, list []uint8) bool {
	for _, have := range list {
		if have&^mask == 0 {
			return true
		}
	}
	return false
}

// agreed chooses one hand for each member of the mask: a person agrees once.
func (s *stepPlan) agreed(held []rulePlan, unit int32, mask uint8, set []member, chosen []vote) bool {
	if mask == 0 {
		for i := range held {
			if !held[i].fill(unit, chosen, 0, 0, 0) {
				return false
			}
		}
		return true
	}
	m := bits.TrailingZeros8(mask)
	for _, h := range set[m].hands {
		if !h.again(chosen) && s.agreed(held, unit, mask&(mask-1), set, append(chosen, h)) {
			return true
		}
	}
	return false
}

// vote is one hand, and the agreement that it gives.
type vote struct {
	*caps
	unit   int32
	of     int32 // the unit of whom it agrees for; of one's own hand its unit
	lender int   // whom it agrees for; 0: oneself
}

// again reports whether somebody agreed for the same person already.
func (v *vote) again(chosen []vote) bool {
	return v.lender != 0 && slices.ContainsFunc(chosen, func(c vote) bool { return c.lender == v.lender })
}

// elsewhere reports whether who gives it is of another unit than the one, and whom
// it is given for.
func (v *vote) elsewhere(unit int32) bool {
	return v.unit != noUnit && v.unit != unit && v.of != noUnit && v.of != unit
}

// fill finds different people for all places of the factors from the one on.
func (r *rulePlan) fill(unit int32, votes []vote, factor, filled int, used uint8) bool {
	if factor == len(r.factors) {
		return true
	}
	f := &r.factors[factor]
	if filled == f.people {
		return r.fill(unit, votes, factor+1, 0, used)
	}
	for i := range votes {
		v := &votes[i]
		if used>>i&1 != 0 || !v.has(f.may) || r.apart && !v.elsewhere(unit) {
			continue
		}
		if r.fill(unit, votes, factor, filled+1, used|1<<i) {
			return true
		}
	}
	return false
}

// signatures are the options of a signing step: who signs so that the verdict is
// to accept, each signature agreed to as its rules ask, and the last one as those
// of completing ask besides.
func (p *plan) signatures(i int, set []member) []option {
	s := &p.steps[i]
	var list []option
	for mask := uint8(1); mask < 1<<len(set); mask++ {
		p.signers(i, mask, set, make([]int, len(set)), func(hands []int) {
			if !s.accepts(i, mask, set, hands) {
				return
			}
			for last := range set {
				if mask>>last&1 == 0 || s.accepts(i, mask&^(1<<last), set, hands) {
					continue
				}
				for _, agree := range s.witnessed(mask, last, set, hands) {
					list = add(list, option{mask, agree})
				}
			}
		})
	}
	return list
}

// signers tries every choice of a signing hand for each member of the mask.
func (p *plan) signers(i int, mask uint8, set []member, hands []int, try func([]int)) {
	if mask == 0 {
		try(hands)
		return
	}
	m := bits.TrailingZeros8(mask)
	for h := range set[m].hands {
		if set[m].hands[h].has(p.steps[i].may) {
			hands[m] = h
			p.signers(i, mask&(mask-1), set, hands, try)
		}
	}
}

// accepts asks for the verdict on the members' signatures, once for the same
// hands.
func (s *stepPlan) accepts(i int, mask uint8, set []member, hands []int) bool {
	var who [Largest]*caps
	for m := range set {
		if mask>>m&1 != 0 {
			who[m] = set[m].hands[hands[m]].caps
		}
	}
	accepted, known := s.verdicts[who]
	if !known {
		accepted = s.evaluate(i, who)
		s.verdicts[who] = accepted
	}
	return accepted
}

func (s *stepPlan) evaluate(i int, who [Largest]*caps) bool {
	c := signing.Case{Debits: make([]signing.Debit, len(s.Signing.Debits)), Exclusions: s.Signing.Exclusions, Jobs: map[signing.User]signing.Job{}}
	for d := range c.Debits {
		c.Debits[d] = signing.Debit{Account: s.Signing.Debits[d].Account, Required: s.Signing.Debits[d].Required, Points: map[signing.User]int{}}
	}
	for m, hand := range who {
		if hand == nil {
			continue
		}
		user, has := signing.User(strconv.Itoa(m)), &hand.sign[i]
		for d, points := range has.points {
			c.Debits[d].Points[user] = points
		}
		if has.hasJob {
			c.Jobs[user] = has.job
		}
		c.Signers = append(c.Signers, user)
	}
	return signing.Evaluate(c).Accepted
}

// witnessed are the ways in which all signatures get their agreements.
func (s *stepPlan) witnessed(mask uint8, last int, set []member, hands []int) []uint8 {
	list := []uint8{0}
	for m := range set {
		if mask>>m&1 == 0 {
			continue
		}
		rules := s.rules
		if m == last {
			rules = append(rules[:len(rules):len(rules)], s.completes...)
		}
		var next []uint8
		signs := &set[m].hands[hands[m]]
		for _, agree := range s.agreements(rules, signs.caps, signs.unit, m, set) {
			for _, have := range list {
				next = append(next, have|agree)
			}
		}
		list = next
	}
	return list
}
