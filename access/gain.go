package access

import "slices"

// Gained names one permission that the user holds in after, at whatever scope
// and time, and held nothing as wide for in before; "" when there is none. It
// tells whether a change widens somebody's access, by whatever path: a grant, a
// role, a role included in one, a longer time.
func Gained(before, after *Snapshot, user string) string {
	now := after.users.get(user)
	if now == nil || !now.known {
		return ""
	}
	old := before.users.get(user)
	if old == nil || !old.known {
		old = &holder{}
	}
	if old.known && now.until != old.until && old.until != 0 && (now.until == 0 || now.until > old.until) {
		return "more time"
	}
	for i := range now.held {
		g := &now.held[i]
		for name, p := range after.roles.permission {
			if after.roles.has(g.role, p) && !covered(before, old, name, g) {
				return name
			}
		}
	}
	return ""
}

// covered reports whether a grant of old gives the permission at least as wide
// and as long as g does.
func covered(before *Snapshot, old *holder, permission string, g *held) bool {
	p, known := before.roles.permission[permission]
	if !known {
		return false
	}
	for i := range old.held {
		o := &old.held[i]
		if before.roles.has(o.role, p) && o.from <= g.from && (o.until == 0 || g.until != 0 && g.until <= o.until) && wider(before, o, g) {
			return true
		}
	}
	return false
}

func wider(before *Snapshot, o, g *held) bool {
	from, to := &o.grant.Scope, &g.grant.Scope
	switch from.Kind {
	case ScopeEverything:
		return true
	case ScopeUnit:
		return to.Kind == ScopeUnit && (from.ID == to.ID || before.Within(to.ID, from.ID))
	}
	return *from == *to
}

// Users lists the ids of all known users, sorted.
func (s *Snapshot) Users() []string {
	list := make([]string, 0, s.count)
	s.each(func(h *holder) {
		if h.known {
			list = append(list, h.user.ID)
		}
	})
	slices.Sort(list)
	return list
}
