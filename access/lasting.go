package access

import (
	"math"
	"slices"
)

// Lasting lists the people who hold the permission over everything at now (µs
// UTC) and for good: by grants, memberships and users that have no end. They are
// named by one user each, sorted; services are not among them.
func (s *Snapshot) Lasting(permission string, now int64) []string {
	const ever = math.MaxInt64
	var users []string
	people := map[string]bool{}
	for _, user := range s.Who(permission, Target{}, now) {
		u, _ := s.User(user)
		if person := s.Person(user); !u.Service && !people[person] && s.Check(user, permission, Target{}, ever) {
			people[person] = true
			users = append(users, user)
		}
	}
	return users
}

// Kept lists, by record, the users whom a grant on that very record lets
// administer it at now and for good, sorted. administers names the permissions
// that are meant, by the record's table.
func (s *Snapshot) Kept(administers func(table string) []string, now int64) map[Record][]string {
	kept := map[Record][]string{}
	meant := map[string][]int32{}
	s.each(func(h *holder) {
		if h.state != lasting || h.profile != nil && h.profile.service || int(h.records) == len(h.held) && !h.joined {
			return
		}
		for _, g := range s.reach(h) {
			if g.from > now || g.until != 0 || g.more == nil || g.more.scope.Kind != ScopeRecord {
				continue
			}
			on := Record{g.more.scope.Table, g.more.scope.ID}
			if _, known := meant[on.Table]; !known {
				meant[on.Table] = s.roles.numbers(administers(on.Table))
			}
			gives := func(p int32) bool { return s.roles.has(g.role, p) }
			if slices.ContainsFunc(meant[on.Table], gives) && !slices.Contains(kept[on], h.id()) {
				kept[on] = append(kept[on], h.id())
			}
		}
	})
	for _, users := range kept {
		slices.Sort(users)
	}
	return kept
}

// numbers are those of the permissions that any role lists.
func (t *roleTable) numbers(permissions []string) []int32 {
	list := []int32{}
	for _, name := range permissions {
		if p, ok := t.permission[name]; ok {
			list = append(list, p)
		}
	}
	return list
}

// In reports whether the user stands and is in the group at now.
func (s *Snapshot) In(user, group string, now int64) bool {
	_, h := s.holder(user)
	if h == nil || !h.stands(now) {
		return false
	}
	for _, m := range h.in() {
		if m.valid(now) && s.groups.list[m.group].is(group) {
			return true
		}
	}
	return false
}

// Inside lists the users who stand and are in the group at now, by id.
func (s *Snapshot) Inside(group string, now int64) []string {
	var ids []string
	s.each(func(h *holder) {
		if h.joined && s.In(h.id(), group, now) {
			ids = append(ids, h.id())
		}
	})
	slices.Sort(ids)
	return ids
}
