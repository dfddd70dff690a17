package access

import (
	"slices"
	"strings"
)

// Check reports whether the user may, at now (µs UTC), use the permission on
// the target. It allocates nothing.
func (s *Snapshot) Check(user, permission string, on Target, now int64) bool {
	_, h := s.holder(user)
	return h != nil && s.allows(h, permission, &on, now)
}

func (s *Snapshot) allows(h *holder, permission string, on *Target, now int64) bool {
	if !h.stands(now) || on.guards(permission) && !s.allows(h, on.Guard, &Target{Unit: on.Unit, Records: on.Records}, now) {
		return false
	}
	p, ok := s.roles.permission[permission]
	if !ok || h.walled && s.barred(h, on, now) != "" {
		return false
	}
	if on.opens(permission) {
		return s.holds(h, p, now)
	}
	place := int32(-2) // not looked up yet
	if s.gives(h, p, on, &place, now) {
		return true
	}
	if !h.joined {
		return false
	}
	for i := range h.profile.in {
		if m := &h.profile.in[i]; m.valid(now) && s.gives(&s.groups.list[m.group], p, on, &place, now) {
			return true
		}
	}
	return false
}

// guards reports whether the target keeps what this permission shows.
func (t *Target) guards(permission string) bool {
	return t.Guard != "" && strings.HasSuffix(permission, ".view")
}

// opens reports whether the target is shown to who holds the permission anywhere.
func (t *Target) opens(permission string) bool {
	return t.Open && strings.HasSuffix(permission, ".view")
}

// gives reports whether what the user or group holds by itself allows it.
func (s *Snapshot) gives(h *holder, p int32, on *Target, place *int32, now int64) bool {
	for i := range h.records {
		g := &h.held[i]
		if !s.roles.has(g.role, p) || !g.valid(now) {
			continue
		}
		if g.unit < 0 {
			return true
		}
		if *place == -2 {
			*place = s.units.place(on.Unit)
		}
		if s.units.within(g.unit, *place) {
			return true
		}
	}
	return len(on.Records) > 0 && s.allowsRecord(h.held[h.records:], p, on, place, now)
}

// allowsRecord looks at the grants of whole tables, which stand last, then at every
// grant of a record while they are few, and from then on seeks those of the records
// in question.
func (s *Snapshot) allowsRecord(list []held, p int32, on *Target, place *int32, now int64) bool {
	for ; len(list) > 0 && s.kind(&list[len(list)-1]) == ScopeTable; list = list[:len(list)-1] {
		if g := &list[len(list)-1]; s.roles.has(g.role, p) && g.valid(now) && s.namesTable(g, on, place) {
			return true
		}
	}
	records := on.Records
	if len(list) <= 8 {
		for i := range list {
			if g := &list[i]; s.roles.has(g.role, p) && g.valid(now) && g.namesAny(records) {
				return true
			}
		}
		return false
	}
	for i := range records {
		for j := find(list, &records[i]); j < len(list) && list[j].names(&records[i]); j++ {
			if g := &list[j]; s.roles.has(g.role, p) && g.valid(now) {
				return true
			}
		}
	}
	return false
}

// names is asked of grants of records only.
func (g *held) names(r *Record) bool {
	return g.more.scope.ID == r.ID && g.more.scope.Table == r.Table
}

func (g *held) namesAny(records []Record) bool {
	for i := range records {
		if g.names(&records[i]) {
			return true
		}
	}
	return false
}

// namesTable is asked of grants of whole tables only.
func (s *Snapshot) namesTable(g *held, on *Target, place *int32) bool {
	if !slices.ContainsFunc(on.Records, func(r Record) bool { return r.Table == g.more.scope.Table && r.ID != "" }) {
		return false
	}
	if g.unit < 0 {
		return true
	}
	if *place == -2 {
		*place = s.units.place(on.Unit)
	}
	return s.units.within(g.unit, *place)
}

// find is the place of the first grant of the record, or where it would be.
func find(list []held, r *Record) int {
	low, high := 0, len(list)
	for low < high {
		mid := int(uint(low+high) >> 1)
		at := &list[mid].more.scope
		if at.Table < r.Table || at.Table == r.Table && at.ID < r.ID {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// Holds reports whether the user has the permission at now at any scope that
// exists: what decides whether a screen is offered at all.
func (s *Snapshot) Holds(user, permission string, now int64) bool {
	_, h := s.holder(user)
	if h == nil || !h.stands(now) {
		return false
	}
	p, ok := s.roles.permission[permission]
	if !ok {
		return false
	}
	return s.holds(h, p, now)
}

func (s *Snapshot) holds(h *holder, p int32, now int64) bool {
	for i := range h.held {
		if g := &h.held[i]; s.roles.has(g.role, p) && g.valid(now) && s.reaches(g) {
			return true
		}
	}
	return slices.ContainsFunc(h.in(), func(m membership) bool {
		return m.valid(now) && s.holds(&s.groups.list[m.group], p, now)
	})
}

// reaches is false for a grant over a unit that is not there.
func (s *Snapshot) reaches(g *held) bool { return g.unit < 0 || s.units.list[g.unit].known }

// covers reports whether the grant's scope holds the target.
func (s *Snapshot) covers(g *held, on *Target) bool {
	switch s.kind(g) {
	case ScopeEverything:
		return true
	case ScopeUnit:
		return s.units.within(g.unit, s.units.place(on.Unit))
	case ScopeTable:
		place := s.units.place(on.Unit)
		return s.namesTable(g, on, &place)
	}
	return g.namesAny(on.Records)
}
