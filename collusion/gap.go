package collusion

import (
	"fmt"
	"slices"
)

// Gap is a rule that is not there and would stop a set if it were.
type Gap struct {
	Code   GapCode `json:"code" enum:"no_rule,few_people,assumed,no_duty"`
	Action string  `json:"action"`
	Rule   string  `json:"rule,omitempty" doc:"The four-eyes rule's id, where one is there."`
	With   string  `json:"with,omitempty" doc:"The other action that the same person does."`
	// Alone is false when the set has another way round it, so that more than this
	// would have to be closed.
	Alone bool   `json:"alone" doc:"Whether this alone would stop the set."`
	Text  string `json:"text"`
}

// GapCode says what kind of rule is missing.
type GapCode string

// The codes of gaps.
const (
	NoRule    GapCode = "no_rule"    // no four-eyes rule holds the action
	FewPeople GapCode = "few_people" // the rule asks for too few people
	Assumed   GapCode = "assumed"    // it is not known whether the rule applies
	NoDuty    GapCode = "no_duty"    // no duty rule keeps the two actions apart
)

// gaps tries, for everything that the set does, what would be if one more rule
// were there.
func (s *search) gaps(way int, seats []seat, chosen []option) []Gap {
	var alone, here []Gap
	for _, g := range s.plans[way].candidates(chosen) {
		switch {
		case g.stops(s, s.plans, seats):
			g.Alone = true
			alone = append(alone, g)
		case g.stops(s, s.plans[way:way+1], seats):
			here = append(here, g)
		}
	}
	if alone != nil {
		return alone
	}
	if here == nil {
		here = []Gap{}
	}
	return here
}

// candidates are the gaps of the steps that the set gets done in the chosen way.
func (p *plan) candidates(chosen []option) []Gap {
	var list []Gap
	add := func(g Gap) {
		if !slices.Contains(list, g) {
			list = append(list, g)
		}
	}
	for i := range p.steps {
		st := &p.steps[i]
		for _, r := range st.assumed {
			add(Gap{Code: Assumed, Action: st.Action, Rule: r.ID, Text: fmt.Sprintf("the rule %s on %s is assumed not to apply", r.Name, st.Action)})
		}
		held := false
		for _, r := range slices.Concat(st.rules, st.completes) {
			held = held || r.applies < 0
			people := 0
			for _, f := range r.factors {
				people += f.people
			}
			add(Gap{Code: FewPeople, Action: st.Action, Rule: r.ID, Text: fmt.Sprintf("the rule %s on %s asks for %s", r.Name, st.Action, words(people))})
		}
		if !held && st.By == nil {
			add(Gap{Code: NoRule, Action: st.Action, Text: "no four-eyes rule on " + st.Action})
		}
		for j := i + 1; j < len(p.steps); j++ {
			if other := p.steps[j].Action; other != st.Action && chosen[i].do&chosen[j].do != 0 {
				add(Gap{Code: NoDuty, Action: st.Action, With: other, Text: fmt.Sprintf("no duty rule keeps %s and %s in different hands", st.Action, other)})
			}
		}
	}
	return list
}

func words(people int) string {
	if people == 1 {
		return "one approver only"
	}
	return fmt.Sprintf("%d approvers only", people)
}

// stops reports whether the set could do none of the ways any more.
func (g *Gap) stops(s *search, ways []*plan, seats []seat) bool {
	for _, p := range ways {
		at := slices.Index(s.plans, p)
		if g.close(p).run(s.members(at, seats)).done {
			return false
		}
	}
	return true
}

// close is the way as it would be without the gap.
func (g *Gap) close(p *plan) *plan {
	next := *p
	next.steps = slices.Clone(p.steps)
	for i := range next.steps {
		st := &next.steps[i]
		if st.Action != g.Action {
			continue
		}
		switch g.Code {
		case NoRule:
			any := rulePlan{Rule: &Rule{}, applies: -1, factors: []factorPlan{{1, st.agree}}}
			st.rules = append(slices.Clone(st.rules), any)
		case FewPeople:
			st.rules, st.completes = oneMore(st.rules, g.Rule), oneMore(st.completes, g.Rule)
		case Assumed:
			for _, r := range st.assumed {
				if r.ID == g.Rule {
					st.rules = append(slices.Clone(st.rules), r)
				}
			}
		case NoDuty:
			for j := range next.steps {
				if next.steps[j].Action == g.With {
					next.apart = append(slices.Clone(next.apart), apartPlan{Apart{First: Act{Step: i}, Second: Act{Step: j}}, -1})
				}
			}
		}
	}
	return &next
}

// oneMore is the rules with the first factor of one asking for one more.
func oneMore(rules []rulePlan, id string) []rulePlan {
	rules = slices.Clone(rules)
	for i, r := range rules {
		if r.ID == id && len(r.factors) > 0 {
			rules[i].factors = slices.Clone(r.factors)
			rules[i].factors[0].people++
		}
	}
	return rules
}
