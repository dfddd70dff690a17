package duty_test

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/duty"
)

// naive answers from the bare facts: it looks at every moment and every scope,
// and walks every list each time.
type naive struct {
	access.Facts
	places map[access.Record]access.Target
}

func (n naive) user(id string) *access.User {
	for i := range n.Users {
		if n.Users[i].ID == id {
			return &n.Users[i]
		}
	}
	return nil
}

func (n naive) person(id string) string {
	u := n.user(id)
	if u != nil && u.Keeper != "" {
		id = u.Keeper
		u = n.user(id)
	}
	if u != nil && u.Person != "" {
		return u.Person
	}
	return id
}

func (n naive) people() (list []string) {
	for _, u := range n.Users {
		if p := n.person(u.ID); !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	slices.Sort(list)
	return list
}

func (n naive) role(id string) *access.Role {
	for i := range n.Roles {
		if n.Roles[i].ID == id {
			return &n.Roles[i]
		}
	}
	return nil
}

// gives reports whether the role is or includes other, or lists the permission.
func (n naive) gives(role, other, permission string) bool {
	r := n.role(role)
	return r != nil && (role == other || slices.Contains(r.Permissions, permission) ||
		slices.ContainsFunc(r.Includes, func(id string) bool { return n.gives(id, other, permission) }))
}

// like reports whether who has the permissions may do all that the role may.
func (n naive) like(role string, has map[string]bool) bool {
	acts, reads, lacks, blind := 0, 0, 0, 0
	for _, p := range []string{"p0", "p1", "p2.view", "p3.view"} {
		switch given := n.gives(role, "-", p); {
		case !given:
		case strings.HasSuffix(p, ".view"):
			if reads++; !has[p] {
				blind++
			}
		default:
			if acts++; !has[p] {
				lacks++
			}
		}
	}
	return acts > 0 && lacks == 0 || acts == 0 && reads > 0 && blind == 0
}

func (n naive) beneath(unit, above string) bool {
	for _, u := range n.Units {
		if u.ID == unit {
			return n.known(above) && (unit == above || n.beneath(u.Parent, above))
		}
	}
	return false
}

func (n naive) known(unit string) bool {
	return slices.ContainsFunc(n.Units, func(u access.Unit) bool { return u.ID == unit })
}

func (n naive) over(held, at access.Scope) bool {
	switch {
	case held.Kind == access.ScopeUnit && !n.known(held.ID), held.Kind == access.ScopeTable && held.ID != "" && !n.known(held.ID):
		return false
	case held.Kind == access.ScopeEverything || held == at:
		return true
	case at.Kind == access.ScopeUnit:
		return held.Kind == access.ScopeUnit && n.beneath(at.ID, held.ID)
	case at.Kind == access.ScopeTable && held.Kind == access.ScopeTable:
		return held.Table == at.Table && (held.ID == "" || n.beneath(at.ID, held.ID))
	case at.Kind == access.ScopeTable:
		return held.Kind == access.ScopeUnit && n.beneath(at.ID, held.ID)
	case at.Kind == access.ScopeRecord:
		on, known := n.places[access.Record{Table: at.Table, ID: at.ID}]
		if held.Kind == access.ScopeTable {
			of := !known && held.Table == at.Table
			for _, r := range on.Records {
				of = of || r.Table == held.Table
			}
			return of && (held.ID == "" || !known || n.beneath(on.Unit, held.ID))
		}
		if held.Kind == access.ScopeUnit {
			return !known || n.beneath(on.Unit, held.ID)
		}
		return slices.Contains(on.Records, access.Record{Table: held.Table, ID: held.ID})
	}
	return false
}

// touches reports whether the grant gives anything in the unit: it goes through all
// units for one that the grant reaches and that lies there.
func (n naive) touches(g access.Grant, unit string) bool {
	if g.Scope.Kind == access.ScopeEverything || g.Scope.Kind == access.ScopeTable && g.Scope.ID == "" {
		return true
	}
	for _, u := range n.Units {
		reached := g.Scope.Kind != access.ScopeRecord && n.beneath(u.ID, g.Scope.ID) || g.Scope.Kind == access.ScopeRecord && u.ID == g.Unit
		if reached && n.beneath(u.ID, unit) {
			return true
		}
	}
	return false
}

func during(t, from, until int64) bool { return from <= t && (until == 0 || t < until) }

// held are the items that the person has at the moment over the scope; nil is
// wherever.
func (n naive) held(r *duty.Rule, person string, t int64, at *access.Scope) (items uint64) {
	all := map[string]bool{}
	defer func() {
		for i, role := range r.Roles {
			if n.like(role, all) {
				items |= 1 << i
			}
		}
	}()
	for _, u := range n.Users {
		if n.person(u.ID) != person || u.Until != 0 && u.Until <= t {
			continue
		}
		for _, g := range n.Grants {
			if !during(t, g.From, g.Until) || (g.User == "") == (g.Group == "") || g.Scope.Kind == access.ScopeUnit && !n.known(g.Scope.ID) || g.Scope.Kind == access.ScopeTable && g.Scope.ID != "" && !n.known(g.Scope.ID) {
				continue
			}
			mine := g.User == u.ID
			for _, m := range n.Members {
				mine = mine || g.Group != "" && m.Group == g.Group && m.User == u.ID && during(t, m.From, m.Until)
			}
			if !mine || at != nil && !n.over(g.Scope, *at) || r.Unit != "" && !n.touches(g, r.Unit) {
				continue
			}
			for i, role := range r.Roles {
				if n.gives(g.Role, role, "-") {
					items |= 1 << i
				}
			}
			for _, role := range n.Roles {
				for _, p := range role.Permissions {
					if n.gives(g.Role, "-", p) {
						all[p] = true
					}
				}
			}
			for i, p := range r.Permissions {
				if n.gives(g.Role, "-", p) {
					items |= 1 << (len(r.Roles) + i)
				}
			}
			if r.Kind == duty.Wall && g.Scope.Kind != access.ScopeEverything && g.Scope.Kind != access.ScopeRecord {
				items |= n.sides(r, g.Scope.ID, "")
			}
		}
		if r.Kind == duty.Wall {
			items |= n.sides(r, u.Unit, "")
			for _, m := range n.Members {
				if m.User == u.ID && during(t, m.From, m.Until) {
					items |= n.sides(r, "", m.Group)
				}
			}
		}
	}
	return items
}

func (n naive) sides(r *duty.Rule, unit, group string) (items uint64) {
	for i, s := range []duty.Side{r.Left, r.Right} {
		if s.Unit != "" && n.beneath(unit, s.Unit) || s.Group != "" && s.Group == group {
			items |= 1 << i
		}
	}
	return items
}

// scopesOf are all scopes of grants that name a user of the person or a group
// that one is ever in, and every table in every unit.
func (n naive) scopesOf(r *duty.Rule, person string) []*access.Scope {
	if r.Within != duty.Scope {
		return []*access.Scope{nil}
	}
	var list []*access.Scope
	for _, table := range []string{"order", "package"} {
		for _, u := range n.Units {
			list = append(list, &access.Scope{Kind: access.ScopeTable, Table: table, ID: u.ID})
		}
	}
	for i, g := range n.Grants {
		mine := n.user(g.User) != nil && n.person(g.User) == person
		for _, m := range n.Members {
			mine = mine || g.Group != "" && g.Group == m.Group && n.person(m.User) == person
		}
		if mine {
			list = append(list, &n.Grants[i].Scope)
		}
	}
	return list
}

func (n naive) limit(r *duty.Rule) int {
	if r.Kind == duty.Wall {
		return 2
	}
	return r.TooMany
}

// breaks reports whether the person breaks the rule at any of the moments.
func (n naive) breaks(r *duty.Rule, person string, from, to int64) bool {
	for t := from; t <= to; t++ {
		for _, at := range n.scopesOf(r, person) {
			if bits.OnesCount64(n.held(r, person, t, at)) >= n.limit(r) {
				return true
			}
		}
	}
	return false
}

// worse reports whether the person breaks the rule somewhere at some moment, with
// something that they did not have there then, and no exception lets them.
func (n naive) worse(was naive, r *duty.Rule, exceptions []duty.Exception, person string, from, to int64) bool {
	for t := from; t <= to; t++ {
		let := slices.ContainsFunc(exceptions, func(x duty.Exception) bool {
			return x.Rule == r.ID && n.person(x.User) == person && x.From <= t && t < x.Until
		})
		for _, at := range n.scopesOf(r, person) {
			now := n.held(r, person, t, at)
			if bits.OnesCount64(now) >= n.limit(r) && now&^was.held(r, person, t, at) != 0 && (!let || r.Mode != duty.Except) {
				return true
			}
		}
	}
	return false
}
