package govern

import (
	"github.com/countersign/countersign/approval"
)

// Meeting is a four-eyes rule with the people of today who could meet it for
// some record, before it is known who makes the change.
type Meeting struct {
	Rule     ID
	Possible bool
	// Eligible are the users of each factor, in the order of the factors.
	Eligible [][]string
}

// Meetings tells of every rule, in force or not, who could meet it today, as far
// as this node knows (a second old at most).
func (e *Engine) Meetings() []Meeting {
	v, now := e.view.Load(), At(e.now())
	people, may := v.people(), v.somewhere(now)
	list := []Meeting{}
	for _, p := range v.rules.All() {
		r := p.Rule()
		m := Meeting{Rule: ID(r.ID), Possible: p.Possible(approval.Agreement{}, people, may)}
		for i := range r.Factors {
			eligible := []string{}
			for _, a := range p.Eligible(i, approval.Agreement{}, people, may) {
				eligible = append(eligible, a.User)
			}
			m.Eligible = append(m.Eligible, eligible)
		}
		list = append(list, m)
	}
	return list
}

// people are all users, each as one who might agree.
func (v *view) people() []approval.Agreement {
	var people []approval.Agreement
	for _, u := range v.access.Users() {
		people = append(people, v.agreement(u))
	}
	return people
}

// somewhere tells whether a factor asks for a user on some record. What it found
// it remembers: many rules ask for the same people.
func (v *view) somewhere(now Time) approval.May {
	type asked struct{ user, permission, group string }
	known := map[asked]bool{}
	return func(user string, f approval.Factor) bool {
		q := asked{user, f.Permission, f.Group}
		found, there := known[q]
		if !there {
			if f.Group != "" {
				found = v.access.In(user, f.Group, int64(now))
			} else {
				found = v.access.Holds(user, f.Permission, int64(now))
			}
			known[q] = found
		}
		return found
	}
}
