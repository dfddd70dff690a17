package access

import (
	"cmp"
	"maps"
	"slices"
)

// Who lists the users that Check allows, by id.
func (s *Snapshot) Who(permission string, on Target, now int64) []string {
	var ids []string
	s.each(func(h *holder) {
		if s.allows(h, permission, &on, now) {
			ids = append(ids, h.id())
		}
	})
	slices.Sort(ids)
	return ids
}

// User returns the user of that id.
func (s *Snapshot) User(id string) (User, bool) {
	if _, h := s.holder(id); h != nil && h.known() {
		return h.user(), true
	}
	return User{}, false
}

// Person is who stands behind a user: the person of its keeper, where it has
// one; else the personnel id, or the user's own id where there is none or the
// user is unknown. Four eyes count these.
func (s *Snapshot) Person(user string) string {
	u, ok := s.User(user)
	for hops := 0; ok && u.Keeper != "" && hops < maxKeepers; hops++ {
		user = u.Keeper
		u, ok = s.User(user)
	}
	if ok && u.Person != "" {
		return u.Person
	}
	return user
}

// maxKeepers ends the way from keeper to keeper of facts that lead in a circle.
const maxKeepers = 8

// Stands reports whether the user is known, active and not ended at now.
func (s *Snapshot) Stands(user string, now int64) bool {
	_, h := s.holder(user)
	return h != nil && h.stands(now)
}

// Within reports whether a unit is the other or lies beneath it; false when
// either is unknown.
func (s *Snapshot) Within(unit, above string) bool {
	n, ok := s.units.number[above]
	return ok && s.units.within(n, s.units.place(unit))
}

// Count is the number of users.
func (s *Snapshot) Count() int { return s.count }

// Empty reports whether there are no users at all: a new installation.
func (s *Snapshot) Empty() bool { return s.count == 0 }

// Granted lists the grants that reach the user, those of its groups after its
// own, in the order in which Check tries them, whether they are valid now or not.
func (s *Snapshot) Granted(user string) []Grant {
	var list []Grant
	_, h := s.holder(user)
	if h == nil {
		return nil
	}
	for _, r := range s.reach(h) {
		if r.group != nil {
			list = append(list, s.grantOf(r.group, r.held))
		} else {
			list = append(list, s.grant(h, r.held))
		}
	}
	return list
}

// grantOf is the fact behind what a group holds.
func (s *Snapshot) grantOf(group *holder, g *held) Grant {
	fact := s.grant(group, g)
	fact.User, fact.Group = "", group.id()
	return fact
}

// Memberships lists the groups that the user is or was put into, by id.
func (s *Snapshot) Memberships(user string) []Member {
	var list []Member
	if _, h := s.holder(user); h != nil {
		for _, m := range h.in() {
			list = append(list, Member{m.id, h.id(), s.groups.list[m.group].id(), m.from, m.until})
		}
	}
	return list
}

// Held lists the permissions that the user has at now at any scope, sorted.
func (s *Snapshot) Held(user string, now int64) []string {
	_, h := s.holder(user)
	if h == nil || !h.stands(now) {
		return nil
	}
	var list []string
	for name, p := range s.roles.permission {
		if s.holds(h, p, now) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// Facts returns what the snapshot was made of, each list by id.
func (s *Snapshot) Facts() Facts {
	var f Facts
	s.each(func(h *holder) {
		if h.known() {
			f.Users = append(f.Users, h.user())
		}
	})
	s.eachGrant(func(g *Grant) { f.Grants = append(f.Grants, *g) })
	s.eachMember(func(m *Member) { f.Members = append(f.Members, *m) })
	for _, r := range s.roles.list {
		if r.known {
			r.Permissions, r.Includes = slices.Clone(r.Permissions), slices.Clone(r.Includes)
			f.Roles = append(f.Roles, r.Role)
		}
	}
	for _, u := range s.units.list {
		if u.known {
			f.Units = append(f.Units, u.Unit)
		}
	}
	for i := range s.groups.list {
		if g := &s.groups.list[i]; g.known() {
			f.Groups = append(f.Groups, Group{g.id(), g.rest().name, g.rest().unit})
		}
	}
	if s.walls != nil {
		f.Walls, f.Passes = slices.Collect(maps.Values(s.walls.known)), slices.Collect(maps.Values(s.walls.passes))
		slices.SortFunc(f.Walls, func(a, b Wall) int { return cmp.Compare(a.ID, b.ID) })
		slices.SortFunc(f.Passes, func(a, b Pass) int { return cmp.Compare(a.ID, b.ID) })
	}
	slices.SortFunc(f.Users, func(a, b User) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(f.Groups, func(a, b Group) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(f.Members, func(a, b Member) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(f.Grants, func(a, b Grant) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(f.Roles, func(a, b Role) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(f.Units, func(a, b Unit) int { return cmp.Compare(a.ID, b.ID) })
	return f
}

// eachGrant visits the odd ones too.
func (s *Snapshot) eachGrant(visit func(*Grant)) {
	s.each(func(h *holder) {
		for i := range h.held {
			g := s.grant(h, &h.held[i])
			visit(&g)
		}
	})
	for i := range s.groups.list {
		group := &s.groups.list[i]
		for j := range group.held {
			g := s.grantOf(group, &group.held[j])
			visit(&g)
		}
	}
	for _, g := range s.odd {
		visit(&g)
	}
}

// Loose is a fact that names what is not there, and so gives nothing: a grant
// without its user, role, unit or scope, or with both a user and a group, a
// membership without its user, a role without its include, a unit
// without its parent.
type Loose struct{ Kind, ID, Lacks, Name string }

// Dangling lists the loose facts, sorted.
func (s *Snapshot) Dangling() []Loose {
	var list []Loose
	note := func(there bool, kind, id, lacks, name string) {
		if !there {
			list = append(list, Loose{kind, id, lacks, name})
		}
	}
	s.eachGrant(func(g *Grant) {
		_, user := s.User(g.User)
		note(user || g.Group != "" && g.User == "", "grant", g.ID, "user", g.User)
		note(g.User == "" || g.Group == "", "grant", g.ID, "one holder", g.Group)
		note(s.roles.knows(g.Role), "grant", g.ID, "role", g.Role)
		note(g.Scope.whole(), "grant", g.ID, "scope", g.Scope.String())
		note(g.Scope.unit() == "" || !g.Scope.whole() || s.units.place(g.Scope.ID) >= 0, "grant", g.ID, "unit", g.Scope.ID)
	})
	s.eachMember(func(m *Member) {
		_, user := s.User(m.User)
		note(user, "member", m.ID, "user", m.User)
		note(m.Group != "", "member", m.ID, "group", m.Group)
	})
	for _, r := range s.roles.list {
		for _, id := range r.Includes {
			note(s.roles.knows(id), "role", r.ID, "role", id)
		}
	}
	for _, u := range s.units.list {
		note(u.Parent == "" || s.units.place(u.Parent) >= 0, "unit", u.ID, "unit", u.Parent)
	}
	slices.SortFunc(list, func(a, b Loose) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Lacks, b.Lacks), cmp.Compare(a.Name, b.Name))
	})
	return list
}

func (t *roleTable) knows(id string) bool {
	n, ok := t.number[id]
	return ok && t.list[n].known
}

// HasRole reports whether there is a role of that id.
func (s *Snapshot) HasRole(id string) bool { return s.roles.knows(id) }
