package collude

import (
	"context"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/collusion"
)

// Finding is an outcome that one person alone could bring about.
type Finding struct {
	Outcome Outcome       `json:"outcome" enum:"payment_to_new_beneficiary,user_gains_role,exception_force_closed,four_eyes_rule_off"`
	On      access.Record `json:"on" doc:"The account, role, process or rule that it is about, or the unit at which roles could be given."`
	Name    string        `json:"name" doc:"What people call it."`
	Roles   []Given       `json:"roles,omitempty" doc:"Of a unit: the roles that could be given there, by people who could not give them above it or everywhere."`
	People  []Someone     `json:"people" doc:"Each of them alone could; not all when there are many."`
	Of      int           `json:"of" doc:"How many could."`
	Ways    []Lone        `json:"ways" doc:"What they would do, and the rules whose absence lets them; not all when there are many."`
}

// Lone is what one person would do.
type Lone struct {
	Way  string          `json:"way"`
	Gaps []collusion.Gap `json:"gaps" doc:"The rules whose absence makes it possible."`
}

// Unseen is how many cases of an outcome were not looked at.
type Unseen struct {
	Outcome Outcome `json:"outcome" enum:"payment_to_new_beneficiary,user_gains_role,exception_force_closed,four_eyes_rule_off"`
	Cases   int     `json:"cases"`
}

// What one look is bounded by: sets of one person alone are looked for, so that it
// takes the time of finding out who may do what.
const (
	lookCases = 200 // of each outcome
	lookRoles = 20
	lookUnits = 50   // at which roles could be given
	lookNames = 1000 // people of one finding
	lookWays  = 3    // kept of one finding
)

// Alone looks at all standard outcomes for what one person alone could bring
// about: a payment to a new beneficiary from each account, a role by which access
// or rules are changed for somebody who does nothing for it, over everything and at
// one unit, an exception of each process closed, and each rule in force switched off.
// Where outcomes are named, these alone.
func (s *Scene) Alone(ctx context.Context, outcomes ...Outcome) (found []Finding, unseen []Unseen, err error) {
	s.ctx = ctx
	if err := s.gather(); err != nil {
		return nil, nil, err
	}
	if outcomes == nil {
		outcomes = Outcomes
	}
	for _, outcome := range outcomes {
		var list []Finding
		var more []Unseen
		if outcome == Role {
			list, more, err = s.roles()
		} else {
			var cases int
			if list, cases, err = s.cases(Ask{Outcome: outcome}); cases > 0 {
				more = append(more, Unseen{outcome, cases})
			}
		}
		if err != nil {
			return nil, nil, err
		}
		found, unseen = append(found, list...), append(unseen, more...)
	}
	return found, unseen, ctx.Err()
}

// alone is who alone could bring about what is asked.
func (s *Scene) alone(ask Ask) ([]Finding, error) {
	found, _, err := s.cases(ask)
	return found, err
}

// cases are the findings of all cases of what is asked, and how many cases were too
// many to look at.
func (s *Scene) cases(ask Ask) (found []Finding, more int, err error) {
	if err := s.ctx.Err(); err != nil {
		return nil, 0, err
	}
	ask.Limit, ask.Names, ask.Cases, ask.most = lookNames, lookNames, lookCases, 1
	r, err := s.answer(ask)
	if err != nil {
		return nil, 0, err
	}
	for i := range r.Cases {
		if f := s.finding(&ask, &r.Cases[i]); f != nil {
			found = append(found, *f)
		}
	}
	return found, r.More, nil
}

// finding is who alone could bring the case about, nil when nobody could.
func (s *Scene) finding(ask *Ask, c *Case) *Finding {
	if !c.Alarm {
		return nil
	}
	f := &Finding{Outcome: ask.Outcome, On: c.On, Name: c.Name, People: []Someone{}, Ways: []Lone{}}
	if ask.Outcome == Role {
		f.On, f.Name = access.Record{Table: "role", ID: string(ask.Role)}, s.roleName(string(ask.Role))
	}
	for _, g := range c.Groups {
		if g.Size != 1 {
			continue
		}
		f.People, f.Of = append(f.People, g.Members[0].People...), f.Of+g.Members[0].Of
		f.Ways = alike(f.Ways, []Lone{{g.Way, g.Gaps}})
	}
	return f
}

// alike adds the ways that are not there yet, as long as there are few.
func alike(list, more []Lone) []Lone {
	for _, way := range more {
		if len(list) < lookWays && !slices.ContainsFunc(list, func(w Lone) bool { return w.Way == way.Way && slices.Equal(w.Gaps, way.Gaps) }) {
			list = append(list, way)
		}
	}
	return list
}

// powers are what lets its holder decide who may do what, and who else must agree.
var powers = []string{"grant.insert", "role.update", "four_eyes_rule.update", "duty_rule.update"}

// powerful are the roles that hold any of the powers, by themselves or by roles
// that they include.
func (s *Scene) powerful(powers []string) []string {
	roles := map[string]access.Role{}
	for _, r := range s.facts().Roles {
		roles[r.ID] = r
	}
	list := map[string]bool{}
	for id := range roles {
		seen, open := map[string]bool{}, []string{id}
		for len(open) > 0 {
			r := roles[open[0]]
			if open = open[1:]; seen[r.ID] {
				continue
			}
			seen[r.ID] = true
			open = append(open, r.Includes...)
			if slices.ContainsFunc(r.Permissions, func(p string) bool { return slices.Contains(powers, p) }) {
				list[id] = true
			}
		}
	}
	return sorted(list)
}

func (s *Scene) roleName(id string) string {
	for _, r := range s.facts().Roles {
		if r.ID == id {
			return r.Name
		}
	}
	return id
}
