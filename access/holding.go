package access

import "slices"

// Holding is one grant as it reaches a user: itself, or through a group for as
// long as both grant and membership last, from From (inclusive) to Until
// (exclusive), both µs UTC, 0 = open. Member names the membership.
type Holding struct {
	Grant       Grant
	Member      string
	From, Until int64
}

// At reports whether it holds at the instant.
func (h *Holding) At(now int64) bool { return h.From <= now && (h.Until == 0 || now < h.Until) }

// Holdings lists what reaches the user, its own grants first, without what gives
// nothing: a membership that ends before the grant begins, or a unit that is not
// there.
func (s *Snapshot) Holdings(user string) []Holding {
	_, h := s.holder(user)
	if h == nil {
		return nil
	}
	var list []Holding
	for _, r := range s.reach(h) {
		if r.never() || !s.reaches(r.held) {
			continue
		}
		x := Holding{Grant: s.grant(h, r.held), Member: r.member, From: r.from, Until: r.until}
		if r.group != nil {
			x.Grant = s.grantOf(r.group, r.held)
		}
		list = append(list, x)
	}
	return list
}

// Through is the way from a role to one that it is or includes; nil when it does
// not. Includes are tried in their order.
func (s *Snapshot) Through(role, other string) []string {
	n, ok := s.roles.number[role]
	if !ok || !s.roles.list[n].known {
		return nil
	}
	if role == other {
		return []string{role}
	}
	for _, id := range s.roles.list[n].Includes { // there are no cycles
		if way := s.Through(id, other); way != nil {
			return slices.Insert(way, 0, role)
		}
	}
	return nil
}

// Giving is the way from a role to one that lists the permission and that it is
// or includes; nil when it does not have it.
func (s *Snapshot) Giving(role, permission string) []string {
	n, known := s.roles.number[role]
	p, listed := s.roles.permission[permission]
	if !known || !listed || !s.roles.has(n, p) {
		return nil
	}
	return s.roles.through(n, p)
}

// UsersOf lists the users of a person, sorted: those with its personnel id, and
// the services that they answer for.
func (s *Snapshot) UsersOf(person string) []string {
	var list []string
	s.each(func(h *holder) {
		if h.known() && s.personOf(h) == person {
			list = append(list, h.id())
		}
	})
	slices.Sort(list)
	return list
}

// personOf is Person of a known holder.
func (s *Snapshot) personOf(h *holder) string {
	switch {
	case h.profile == nil:
		return h.id()
	case h.profile.keeper != "":
		return s.Person(h.id())
	case h.profile.person != "":
		return h.profile.person
	}
	return h.id()
}

// Knows reports whether there is a unit of that id.
func (s *Snapshot) Knows(unit string) bool { return s.units.place(unit) >= 0 }

// MembersOf lists the users who are, were or will be in the group, sorted.
func (s *Snapshot) MembersOf(group string) []string {
	n, ok := s.groups.number[group]
	if !ok {
		return nil
	}
	var list []string
	s.each(func(h *holder) {
		if h.joined && slices.ContainsFunc(h.profile.in, func(m membership) bool { return m.group == n }) {
			list = append(list, h.id())
		}
	})
	slices.Sort(list)
	return list
}
