package govern

import (
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
)

// Meeting is a four-eyes rule with the people of today who could meet it for
// some record, whoever makes the change.
type Meeting struct {
	Rule ID
	Lack Lack // "" when they could
	// Fixed: nobody could have the rule itself loosened or deleted, which is agreed to
	// over everything.
	Fixed bool
	// Eligible are the users of each factor, in the order of the factors; one of each
	// person.
	Eligible [][]string
}

// Meetings tells of every rule, in force or not, who could meet it today, as far
// as this node knows (a second old at most).
func (e *Engine) Meetings() []Meeting {
	v, now := e.view.Load(), At(e.now())
	list := []Meeting{}
	for _, p := range v.rules.All() {
		m := v.meetable(p, now)
		people := make([][]string, len(m.eligible))
		for i, users := range m.eligible {
			people[i] = v.onePerPerson(users)
		}
		list = append(list, Meeting{Rule: ID(p.Rule().ID), Lack: m.lack, Fixed: p.Rule().Enabled && e.fixed(v, p, now), Eligible: people})
	}
	return list
}

// fixed reports whether there is nobody who may change the rule and whom the people that
// it asks for could agree with to that.
func (e *Engine) fixed(v *view, p *approval.Program, now Time) bool {
	everywhere := access.Target{}
	return v.meetableAt(p, now, []access.Target{everywhere}, func(maker approval.Agreement) bool {
		return slices.ContainsFunc(e.ruleTables(), func(table string) bool {
			return v.access.Check(maker.User, table+"."+approval.Update, everywhere, int64(now))
		})
	}).lack != ""
}

// onePerPerson keeps of each person one user: their own rather than a service that
// they answer for, else the first.
func (v *view) onePerPerson(users []string) []string {
	list, at := []string{}, map[string]int{}
	for _, user := range users {
		person := v.access.Person(user)
		i, named := at[person]
		if !named {
			at[person] = len(list)
			list = append(list, user)
			continue
		}
		was, _ := v.access.User(list[i])
		if is, _ := v.access.User(user); was.Service && !is.Service {
			list[i] = user
		}
	}
	return list
}

// people are all users who stand, each as one who might agree.
func (v *view) people(now Time) []approval.Agreement {
	var people []approval.Agreement
	for _, u := range v.access.Users() {
		if v.standing(u, now) == nil {
			people = append(people, v.agreement(u))
		}
	}
	return people
}

// somewhere tells whether a factor asks for a user on some record.
func (v *view) somewhere(now Time) approval.May {
	return remembered(func(user string, f approval.Factor) bool {
		if f.Group != "" {
			return v.access.In(user, f.Group, int64(now))
		}
		return v.access.Holds(user, f.Permission, int64(now))
	})
}

// remembered asks once for each user and whom a factor names: many places ask the same.
func remembered(may approval.May) approval.May {
	type question struct{ user, permission, group string }
	known := map[question]bool{}
	return func(user string, f approval.Factor) bool {
		q := question{user, f.Permission, f.Group}
		found, there := known[q]
		if !there {
			found = may(user, f)
			known[q] = found
		}
		return found
	}
}
