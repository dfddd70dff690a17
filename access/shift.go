package access

import (
	"cmp"
	"slices"
)

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
	for _, unit := range b.Granted {
		for _, u := range b.Units {
			if _, had := slices.BinarySearch(a.Units, u); !had && to.Within(u, unit) && from.Within(u, u) {
				list = append(list, Scope{Kind: ScopeUnit, ID: unit})
				break
			}
		}
	}
	for _, r := range b.Records {
		if !slices.Contains(a.Records, r) {
			list = append(list, Scope{Kind: ScopeRecord, Table: r.Table, ID: r.ID})
		}
	}
	slices.SortFunc(list, func(x, y Scope) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Table, y.Table), cmp.Compare(x.ID, y.ID))
	})
	return list
}
