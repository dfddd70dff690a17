package access

import "slices"

// Gained names the first permission, by name, that the user holds in after, at
// whatever scope and time, and held nothing as wide for in before; "" when there
// is none. It tells whether a change widens somebody's access, by whatever path:
// a grant, a group, a role, a role included in one, a longer time, a unit moved
// beneath one that the user has. A unit that is new is no gain: nothing belongs to it.
func Gained(before, after *Snapshot, user string) string {
	_, now := after.holder(user)
	if now == nil || !now.known {
		return ""
	}
	_, old := before.holder(user)
	if old == nil || !old.known || !old.active && now.active {
		old = &holder{}
	}
	if unbarred(old, now) {
		return "what a wall keeps from them"
	}
	if old.known && now.until != old.until && old.until != 0 && (now.until == 0 || now.until > old.until) {
		return "more time"
	}
	gained, had := "", before.reach(old)
	for _, g := range after.reach(now) {
		if g.never() {
			continue
		}
		for name, p := range after.roles.permission {
			if (gained == "" || name < gained) && after.roles.has(g.role, p) && !covered(before, after, had, name, &g) {
				gained = name
			}
		}
	}
	return gained
}

// covered reports whether one of the grants had gives the permission at least as wide
// and as long as g does.
func covered(before, after *Snapshot, had []reached, permission string, g *reached) bool {
	p, known := before.roles.permission[permission]
	if !known {
		return false
	}
	for i := range had {
		o := &had[i]
		if before.roles.has(o.role, p) && o.from <= g.from && (o.until == 0 || g.until != 0 && g.until <= o.until) && wider(before, after, o.held, g.held) {
			return true
		}
	}
	return false
}

func wider(before, after *Snapshot, o, g *held) bool {
	from, to := before.scope(o), after.scope(g)
	switch from.Kind {
	case ScopeEverything:
		return true
	case ScopeUnit:
		if to.Kind != ScopeUnit || from.ID != to.ID && !before.Within(to.ID, from.ID) {
			return false
		}
		return before.units == after.units || !moved(before, after, from.ID, to.ID)
	}
	return from == to
}

// moved reports whether a unit of before has come beneath one in after without
// having been beneath the other in before.
func moved(before, after *Snapshot, from, to string) bool {
	for i := range before.units.list {
		u := &before.units.list[i]
		if u.known && after.Within(u.ID, to) && !before.Within(u.ID, from) {
			return true
		}
	}
	return false
}

// Users lists the ids of all known users, sorted.
func (s *Snapshot) Users() []string {
	list := make([]string, 0, s.count)
	s.each(func(h *holder) {
		if h.known {
			list = append(list, h.id)
		}
	})
	slices.Sort(list)
	return list
}
