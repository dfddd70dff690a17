package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/countersign/countersign/access"
)

const (
	units, roles, orders = 200, 60, 1000
	at                   = 100 // the time of all questions
)

// world is what all contestants are told: 60 roles of up to 40 of 300
// permissions, some including others, a tree of 200 units, 1,000 orders that each
// belong to one, and users with one to four grants over everything, a unit or an
// order; the same for the same number of users.
type world struct {
	facts access.Facts
	order []access.Target // by number
}

func newWorld(users int) *world {
	r := rand.New(rand.NewPCG(uint64(users), 1))
	w := &world{}
	f := &w.facts
	for i := range units {
		u := access.Unit{ID: fmt.Sprintf("unit-%03d", i)}
		if i > 0 {
			u.Parent = fmt.Sprintf("unit-%03d", r.IntN(i))
		}
		f.Units = append(f.Units, u)
	}
	for i := range orders {
		w.order = append(w.order, access.Target{Unit: f.Units[r.IntN(units)].ID, Records: []access.Record{{Table: "order", ID: fmt.Sprintf("order-%04d", i)}}})
	}
	for i := range roles {
		role := access.Role{ID: fmt.Sprintf("role-%02d", i)}
		for range 5 + r.IntN(35) {
			role.Permissions = append(role.Permissions, fmt.Sprintf("table_%02d.%s", r.IntN(60), []string{"view", "insert", "update", "delete", "approve"}[r.IntN(5)]))
		}
		if i > 0 && r.IntN(3) == 0 {
			role.Includes = []string{f.Roles[r.IntN(i)].ID}
		}
		f.Roles = append(f.Roles, role)
	}
	for i := range users {
		u := access.User{ID: fmt.Sprintf("user-%08x-%06d", r.Uint32(), i), Active: r.IntN(20) > 0}
		f.Users = append(f.Users, u)
		for j := range 1 + r.IntN(4) {
			f.Grants = append(f.Grants, w.grant(r, fmt.Sprintf("grant-%06d-%d", i, j), u.ID))
		}
	}
	return w
}

func (w *world) grant(r *rand.Rand, id, user string) access.Grant {
	g := access.Grant{ID: id, User: user, Role: w.facts.Roles[r.IntN(roles)].ID, Scope: access.Scope{Kind: access.ScopeEverything}}
	switch r.IntN(3) {
	case 0:
		g.Scope = access.Scope{Kind: access.ScopeUnit, ID: w.facts.Units[r.IntN(units)].ID}
	case 1:
		g.Scope = access.Scope{Kind: access.ScopeRecord, Table: "order", ID: w.order[r.IntN(orders)].Records[0].ID}
	}
	if r.IntN(10) == 0 {
		g.Until = int64(1 + r.IntN(200))
	}
	return g
}

type question struct {
	user, permission string
	on               access.Target
}

func (q *question) order() string { return q.on.Records[0].ID }

// questions draws n of them, half about a permission and an order that one of
// the user's grants is about. Their strings are copies, as those of a request
// are: one that shares its bytes with the facts would be compared by address.
func (w *world) questions(n int) []question {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	inRole, ofUnit, numbers := map[string][]string{}, map[string][]int{}, map[string]int{}
	for _, role := range w.facts.Roles {
		inRole[role.ID] = role.Permissions
	}
	for i, o := range w.order {
		ofUnit[o.Unit], numbers[o.Records[0].ID] = append(ofUnit[o.Unit], i), i
	}
	list := make([]question, n)
	for i := range list {
		g := &w.facts.Grants[r.IntN(len(w.facts.Grants))]
		role, order := w.facts.Roles[r.IntN(roles)].ID, r.IntN(orders)
		if i%2 == 0 {
			role = g.Role
			if g.Scope.Kind == access.ScopeRecord {
				order = numbers[g.Scope.ID]
			} else if near := ofUnit[g.Scope.ID]; len(near) > 0 {
				order = near[r.IntN(len(near))]
			}
		}
		o := w.order[order]
		list[i] = question{
			strings.Clone(g.User), strings.Clone(inRole[role][r.IntN(len(inRole[role]))]),
			access.Target{Unit: strings.Clone(o.Unit), Records: []access.Record{{Table: "order", ID: strings.Clone(o.Records[0].ID)}}},
		}
	}
	return list
}
