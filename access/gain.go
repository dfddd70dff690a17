package access

import "slices"

// Gained names the first permission, by name, that the user holds in after, at
// whatever scope and time, and held nothing as wide for in before; "" when there
// is none. It tells whether a change widens somebody's access, by whatever path:
// a grant, a group, a role, a role included in one, a longer time, a unit moved
// beneath one that the user has. A unit that is new is no gain: nothing belongs to it.
func Gained(before, after *Snapshot, user string) string {
	_, now := after.holder(user)
	if now == nil || !now.known() {
		return ""
	}
	_, old := before.holder(user)
	if old == nil || !old.known() || !old.active() && now.active() {
		old = &holder{}
	}
	if unbarred(old, now) {
		return "what a wall keeps from them"
	}
	if old.known() && now.until() != old.until() && old.until() != 0 && (now.until() == 0 || now.until() > old.until()) {
		return "more time"
	}
	gained, had := "", before.reach(old)
	for _, g := range after.reach(now) {
		if g.never() {
			continue
		}
		places := entered(before, after, g.held)
		for name, p := range after.roles.permission {
			if (gained == "" || name < gained) && after.roles.has(g.role, p) && !covered(before, had, name, &g, places) {
				gained = name
			}
		}
	}
	return gained
}

// entered lists the places that somebody with the grant can enter in after: its scope,
// and the units that have come beneath its unit from elsewhere. What else lies beneath
// a unit follows it.
func entered(before, after *Snapshot, g *held) []Scope {
	to := after.scope(g)
	places := []Scope{to}
	if to.unit() == "" || before.units == after.units {
		return places
	}
	for i := range before.units.list {
		u := &before.units.list[i]
		if u.known && after.Within(u.ID, to.ID) && !before.Within(u.ID, to.ID) {
			places = append(places, Scope{Kind: to.Kind, Table: to.Table, ID: u.ID})
		}
	}
	return places
}

// covered reports whether the grants had give the permission at each of the places at
// least as long as g does, be it one grant here and another there.
func covered(before *Snapshot, had []reached, permission string, g *reached, places []Scope) bool {
	p, known := before.roles.permission[permission]
	if !known {
		return false
	}
	return !slices.ContainsFunc(places, func(to Scope) bool {
		return !slices.ContainsFunc(had, func(o reached) bool {
			return before.roles.has(o.role, p) && o.from <= g.from && (o.until == 0 || g.until != 0 && g.until <= o.until) && wider(before, o.held, to)
		})
	})
}

func wider(before *Snapshot, o *held, to Scope) bool {
	switch from := before.scope(o); from.Kind {
	case ScopeEverything:
		return true
	case ScopeUnit:
		return to.unit() != "" && (from.ID == to.ID || before.Within(to.ID, from.ID))
	case ScopeTable:
		return from == to || from.Table == to.Table && (from.ID == "" || to.Kind == ScopeTable && before.Within(to.ID, from.ID))
	default:
		return from == to
	}
}

// Users lists the ids of all known users, sorted.
func (s *Snapshot) Users() []string {
	list := make([]string, 0, s.count)
	s.each(func(h *holder) {
		if h.known() {
			list = append(list, h.id())
		}
	})
	slices.Sort(list)
	return list
}
