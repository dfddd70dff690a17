package collusion_test

import (
	"fmt"
	"slices"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/signing"
)

// naive tries every set of people, and for each everything that they could do,
// asking the very code that decides about approvals and signatures.
type naive struct {
	q        *collusion.Question
	programs map[*collusion.Rule]*approval.Program
	person   map[string]string
	unit     map[string]string
}

// acts is who does and who agrees, by bits of the set.
type acts struct{ do, agree int }

func newNaive(q *collusion.Question) *naive {
	n := &naive{q, map[*collusion.Rule]*approval.Program{}, map[string]string{}, map[string]string{}}
	for _, p := range q.People {
		for _, u := range p.Users {
			n.person[u.ID], n.unit[u.ID] = p.ID, u.Unit
		}
	}
	for _, w := range q.Ways {
		for _, s := range w.Steps {
			if s.By != nil {
				n.person[s.By.User], n.unit[s.By.User] = s.By.Person, s.By.Unit
			}
		}
	}
	return n
}

// minimal lists the sets, each as the sorted ids of its people.
func (n *naive) minimal(most int) []string {
	var found []int
	var list []string
	for size := 1; size <= most; size++ {
		for mask := 1; mask < 1<<len(n.q.People); mask++ {
			var set []collusion.Person
			for i, p := range n.q.People {
				if mask>>i&1 != 0 {
					set = append(set, p)
				}
			}
			if len(set) != size || slices.ContainsFunc(found, func(m int) bool { return m&^mask == 0 }) || !n.enough(set) {
				continue
			}
			found = append(found, mask)
			list = append(list, name(set))
		}
	}
	slices.Sort(list)
	return list
}

func name(set []collusion.Person) string {
	var ids []string
	for _, p := range set {
		ids = append(ids, p.ID)
	}
	slices.Sort(ids)
	return fmt.Sprint(ids)
}

func (n *naive) enough(set []collusion.Person) bool {
	return slices.ContainsFunc(n.q.Ways, func(w collusion.Way) bool {
		all := make([][]acts, len(w.Steps))
		for i := range w.Steps {
			all[i] = n.manners(&w.Steps[i], set)
		}
		return n.any(&w, set, all, nil)
	})
}

func (n *naive) any(w *collusion.Way, set []collusion.Person, all [][]acts, chosen []acts) bool {
	if len(chosen) == len(all) {
		of := func(a collusion.Act) int {
			if a.Agree {
				return chosen[a.Step].agree
			}
			return chosen[a.Step].do
		}
		return !slices.ContainsFunc(w.Apart, func(a collusion.Apart) bool {
			both := of(a.First) & of(a.Second)
			for i, p := range set {
				if a.Unless != nil && slices.ContainsFunc(p.Users, func(u collusion.User) bool { return a.Unless(u.ID) }) {
					both &^= 1 << i
				}
			}
			return both != 0
		})
	}
	return slices.ContainsFunc(all[len(chosen)], func(a acts) bool { return n.any(w, set, all, append(slices.Clone(chosen), a)) })
}

func (n *naive) manners(s *collusion.Step, set []collusion.Person) []acts {
	list := map[acts]bool{}
	switch {
	case s.By != nil:
		for agree := range n.agreements(s.Rules, s.By.User, set) {
			list[acts{agree: agree}] = true
		}
	case s.Signing != nil:
		n.sign(s, set, acts{}, nil, list)
	default:
		for i, p := range set {
			for _, u := range p.Users {
				if !s.May(u.ID) {
					continue
				}
				for agree := range n.agreements(s.Rules, u.ID, set) {
					list[acts{1 << i, agree}] = true
				}
			}
		}
	}
	var keys []acts
	for a := range list {
		keys = append(keys, a)
	}
	return keys
}

// sign lets the people sign one after the other until it is accepted.
func (n *naive) sign(s *collusion.Step, set []collusion.Person, so acts, signers []signing.User, list map[acts]bool) {
	for i, p := range set {
		if so.do>>i&1 != 0 {
			continue
		}
		for _, u := range p.Users {
			if !s.May(u.ID) {
				continue
			}
			c := *s.Signing
			c.Signers = append(slices.Clone(signers), signing.User(u.ID))
			rules, accepted := s.Rules, signing.Evaluate(c).Accepted
			if accepted {
				rules = append(slices.Clone(rules), s.Completes...)
			}
			for agree := range n.agreements(rules, u.ID, set) {
				next := acts{so.do | 1<<i, so.agree | agree}
				if accepted {
					list[next] = true
				} else {
					n.sign(s, set, next, c.Signers, list)
				}
			}
		}
	}
}

// agreements are all sets of people whose agreement, each given as one of their
// users, leaves nothing missing.
func (n *naive) agreements(rules []collusion.Rule, maker string, set []collusion.Person) map[int]bool {
	found := map[int]bool{}
	var vote func(i, mask int, agreed []approval.Agreement)
	vote = func(i, mask int, agreed []approval.Agreement) {
		if i == len(set) {
			if n.met(rules, maker, agreed) {
				found[mask] = true
			}
			return
		}
		vote(i+1, mask, agreed)
		if set[i].ID == n.person[maker] {
			return
		}
		for _, u := range set[i].Users {
			vote(i+1, mask|1<<i, append(slices.Clone(agreed), n.agreement(u.ID)))
		}
	}
	vote(0, 0, nil)
	return found
}

func (n *naive) agreement(user string) approval.Agreement {
	return approval.Agreement{User: user, Person: n.person[user], Unit: n.unit[user]}
}

func (n *naive) met(rules []collusion.Rule, maker string, agreed []approval.Agreement) bool {
	for i := range rules {
		r := &rules[i]
		if r.Applies != nil && !r.Applies(maker) {
			continue
		}
		may := func(user string, f approval.Factor) bool {
			for _, g := range r.Factors {
				if g.Who == f.Permission {
					return g.May(user)
				}
			}
			return false
		}
		if len(n.program(r).Missing(n.agreement(maker), agreed, may)) > 0 {
			return false
		}
	}
	return true
}

var compiled = map[string]*approval.Program{}

func (n *naive) program(r *collusion.Rule) *approval.Program {
	rule := approval.Rule{ID: r.ID, Subject: "t.do", Operations: []string{approval.Command}, DifferentUnits: r.DifferentUnits, Enabled: true}
	for _, f := range r.Factors {
		rule.Factors = append(rule.Factors, approval.Factor{Permission: f.Who, People: f.People})
	}
	key := fmt.Sprint(rule)
	if compiled[key] == nil {
		p, err := approval.Compile(rule, nil)
		if err != nil {
			panic(err)
		}
		compiled[key] = p
	}
	return compiled[key]
}

// expand lists the sets that the groups of an answer stand for.
func expand(q *collusion.Question, a *collusion.Answer) (list []string, twice bool) {
	unit := map[string]string{}
	byID := map[string]collusion.Person{}
	for _, p := range q.People {
		byID[p.ID] = p
		for _, u := range p.Users {
			unit[p.ID] = u.Unit
		}
	}
	seen := map[string]bool{}
	for _, g := range a.Groups {
		mine := map[string]bool{}
		var seat func(i int, set []collusion.Person, units map[int]string)
		seat = func(i int, set []collusion.Person, units map[int]string) {
			if i == len(g.Members) {
				mine[name(set)] = true
				return
			}
			m := g.Members[i]
			for _, id := range m.People {
				if slices.ContainsFunc(set, func(p collusion.Person) bool { return p.ID == id }) || !fits(units, m.Unit, unit[id]) {
					continue
				}
				next := map[int]string{m.Unit: unit[id]}
				for k, v := range units {
					next[k] = v
				}
				seat(i+1, append(slices.Clone(set), byID[id]), next)
			}
		}
		seat(0, nil, map[int]string{})
		if int64(len(mine)) != g.Sets {
			return []string{fmt.Sprintf("the group of %s counts %d sets and stands for %d", g.Members[0].Example, g.Sets, len(mine))}, true
		}
		for s := range mine {
			twice = twice || seen[s]
			seen[s] = true
			list = append(list, s)
		}
	}
	slices.Sort(list)
	return list, twice
}

func fits(units map[int]string, block int, unit string) bool {
	if block == 0 {
		return true
	}
	for b, u := range units {
		if b != 0 && (b == block) != (u == unit) {
			return false
		}
	}
	return true
}
