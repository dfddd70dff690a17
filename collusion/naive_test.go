package collusion_test

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/signing"
)

// naive tries every set of people, and for each everything that they could do,
// asking the very code that decides about approvals and signatures.
type naive struct {
	q      *collusion.Question
	person map[string]string
	unit   map[string]string
	barred collusion.May // from the step that is tried
}

// acts is who does and who agrees, by bits of the set.
type acts struct{ do, agree int }

func newNaive(q *collusion.Question) *naive {
	n := &naive{q: q, person: map[string]string{}, unit: map[string]string{}}
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
			n.barred = w.Steps[i].Barred
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
				if !s.May(u.ID) || n.kept(u.ID) {
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
			if !s.May(u.ID) || n.kept(u.ID) {
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

// agreements are all sets of people whose agreement, each given once, as one of
// their users or as somebody's deputy, leaves nothing missing. An agreement by a
// deputy is also that of whom it is given for.
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
		for _, a := range n.votes(set[i]) {
			behind := mask
			for j, p := range set {
				if p.ID == n.person[a.User] || p.ID == n.person[a.Deputy] {
					if behind>>j&1 != 0 || p.ID == n.person[maker] {
						behind = -1
						break
					}
					behind |= 1 << j
				}
			}
			if behind >= 0 {
				vote(i+1, behind, append(slices.Clone(agreed), a))
			}
		}
	}
	vote(0, 0, nil)
	return found
}

// votes are the agreements that a person could give.
func (n *naive) votes(p collusion.Person) (list []approval.Agreement) {
	for _, u := range p.Users {
		if n.kept(u.ID) {
			continue
		}
		list = append(list, n.agreement(u.ID))
		for _, l := range n.q.Lent {
			if l.Deputy == u.ID && !n.kept(l.User) {
				a := n.agreement(l.User)
				a.Deputy, a.DeputyPerson, a.DeputyUnit = u.ID, p.ID, n.unit[u.ID]
				list = append(list, a)
			}
		}
	}
	return list
}

func (n *naive) kept(user string) bool { return n.barred != nil && n.barred(user) }

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

// idle says which step of a group's way its example does not get done by what it is
// said to do; "" where all are done.
func (n *naive) idle(g *collusion.Group) string {
	w := &n.q.Ways[g.Course]
	for i := range w.Steps {
		s := &w.Steps[i]
		n.barred = s.Barred
		var makers []string
		var agreed []approval.Agreement
		for _, d := range g.Acts {
			switch {
			case d.Step != i:
			case n.kept(d.User) || n.kept(d.Behalf):
				return s.Action + " is done by who is barred"
			case d.Agrees:
				a := n.agreement(cmp.Or(d.Behalf, d.User))
				if d.Behalf != "" {
					if !slices.Contains(n.q.Lent, collusion.Lent{User: d.Behalf, Deputy: d.User}) {
						return d.User + " is no deputy of " + d.Behalf
					}
					a.Deputy, a.DeputyPerson, a.DeputyUnit = d.User, n.person[d.User], n.unit[d.User]
				}
				agreed = append(agreed, a)
			case s.By != nil && d.User == s.By.User || s.By == nil && s.May(d.User):
				makers = append(makers, d.User)
			default:
				return d.User + " may not " + s.Action
			}
		}
		if s.Signing != nil {
			continue // who is last is not told
		}
		if len(makers) != 1 || !n.met(s.Rules, makers[0], agreed) {
			return s.Action
		}
	}
	return ""
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
