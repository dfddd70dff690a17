package access

import "slices"

// Shift is what a change of facts does to one permission of a user: at which
// scopes it is gained, and at which it is lost.
type Shift struct {
	Permission string  `json:"permission"`
	Gains      []Scope `json:"gains,omitempty"`
	Loses      []Scope `json:"loses,omitempty"`
}

// Shifts are the permissions that the user holds elsewhere in after than in before
// at now (µs UTC), by name. A scope is named as it was granted, when anything
// within it is gained or lost: of a unit that moved, the unit under whose grant it
// came or whose it left. A unit that is in one of the two only is no difference.
func Shifts(before, after *Snapshot, user string, now int64) []Shift {
	return shifts(before, after, user, now, func(_ *Snapshot, r Reach) Reach { return r })
}

// shifts are those of the part of every reach that is looked at.
func shifts(before, after *Snapshot, user string, now int64, part func(*Snapshot, Reach) Reach) []Shift {
	names := append(before.Held(user, now), after.Held(user, now)...)
	slices.Sort(names)
	var list []Shift
	for _, p := range slices.Compact(names) {
		was, is := part(before, before.Reach(user, p, now)), part(after, after.Reach(user, p, now))
		s := Shift{p, beyond(before, after, &was, &is), beyond(after, before, &is, &was)}
		if s.Gains != nil || s.Loses != nil {
			list = append(list, s)
		}
	}
	return list
}

// beyond are the scopes of b that reach further than a. from and to are what the
// two are of.
func beyond(from, to *Snapshot, a, b *Reach) []Scope {
	var list []Scope
	switch {
	case a.Everything:
		return nil
	case b.Everything:
		return []Scope{{Kind: ScopeEverything}}
	}
	further := func(like Scope, granted, units []string, had func(unit string) bool) {
		for _, like.ID = range granted {
			if slices.ContainsFunc(units, func(u string) bool { return !had(u) && to.Within(u, like.ID) && from.Within(u, u) }) {
				list = append(list, like)
			}
		}
	}
	within := func(units []string, u string) bool { _, ok := slices.BinarySearch(units, u); return ok }
	further(Scope{Kind: ScopeUnit}, b.Granted, b.Units, func(u string) bool { return within(a.Units, u) })
	for _, p := range b.Tables {
		was := a.part(p.Table)
		switch {
		case was.All:
		case p.All:
			list = append(list, Scope{Kind: ScopeTable, Table: p.Table})
		default:
			further(Scope{Kind: ScopeTable, Table: p.Table}, p.Granted, p.Units, func(u string) bool { return within(a.Units, u) || within(was.Units, u) })
		}
	}
	for _, r := range b.Records {
		if !slices.Contains(a.Records, r) && !a.part(r.Table).All {
			list = append(list, Scope{Kind: ScopeRecord, Table: r.Table, ID: r.ID})
		}
	}
	slices.SortFunc(list, Scope.compare)
	return list
}
