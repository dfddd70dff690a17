package govern

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
)

// targetsOf is what changing a row asks its permission on: the row as it is and as
// it would be. Into another unit it is brought by who may act there: a grant on the
// record itself, or on what it belongs to, reaches it wherever it is, and says
// nothing of that unit.
func (d *def) targetsOf(before, after any) []access.Target {
	if d.entry != nil {
		return d.entries(before, after)
	}
	var targets []access.Target
	for _, row := range []any{before, after} {
		if row != nil {
			targets = append(targets, d.targetOf(row))
		}
	}
	if before == nil || after == nil || targets[0].Unit == targets[1].Unit {
		return targets
	}
	was := targets[0].Records
	targets[1].Records = slices.DeleteFunc(slices.Clone(targets[1].Records), func(r access.Record) bool { return slices.Contains(was, r) })
	return targets
}

// entries is targetsOf of a table whose rows make their own place.
func (d *def) entries(before, after any) []access.Target {
	switch {
	case before == nil:
		return []access.Target{d.entry(after)}
	case after == nil || reflect.DeepEqual(d.entry(before), d.entry(after)):
		return []access.Target{d.targetOf(before)}
	}
	return []access.Target{d.targetOf(before), d.entry(before), d.entry(after)}
}

// movedTo names a permission that the person would hold on a record, through any of
// their users, because the plan brings it into another unit; "" when there is none.
func (e *Engine) movedTo(v, next *view, rows []RowChange, person string, now Time) string {
	var users, permissions []string
	var when []int64
	for i := range rows {
		rc := &rows[i]
		if rc.Op != Update {
			continue
		}
		before, after := rc.def.targetOf(rc.before), rc.def.targetOf(rc.after)
		if before.Unit == after.Unit {
			continue
		}
		if users == nil {
			users = v.access.UsersOf(person)
			when = turns(next.access, users, now)
			permissions = slices.Sorted(maps.Keys(e.permissions))
			permissions = append(permissions, slices.Sorted(maps.Keys(v.extra.permissions))...)
		}
		for _, user := range users {
			for _, p := range permissions {
				if about, _, _ := strings.Cut(p, "."); rc.def.asked != nil && !slices.Contains(rc.def.asked, about) {
					continue
				}
				gains := func(at int64) bool {
					return next.access.Check(user, p, after, at) && !v.access.Check(user, p, before, at)
				}
				if slices.ContainsFunc(when, gains) {
					return p + " on " + words(rc.Table) + " " + string(rc.ID)
				}
			}
		}
	}
	return ""
}

// turns are now and all later times at which something that the users hold begins
// or ends: between two of them their access stays as it is.
func turns(s *access.Snapshot, users []string, now Time) []int64 {
	when := []int64{int64(now)}
	for _, user := range users {
		for _, g := range s.Granted(user) {
			when = append(when, g.From, g.Until)
		}
		for _, m := range s.Memberships(user) {
			when = append(when, m.From, m.Until)
		}
	}
	slices.Sort(when)
	return slices.DeleteFunc(slices.Compact(when), func(at int64) bool { return at < int64(now) })
}
