package govern

import (
	"maps"
	"slices"

	"github.com/countersign/countersign/access"
)

// targetsOf is what changing a row asks its permission on: the row as it is and as
// it would be. Into another unit it is brought by who may act there: a grant on the
// record itself, or on what it belongs to, reaches it wherever it is, and says
// nothing of that unit.
func (d *def) targetsOf(before, after any) []access.Target {
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

// movedTo names a permission that the person would hold on a record, through any of
// their users, because the plan brings it into another unit; "" when there is none.
func (e *Engine) movedTo(v, next *view, rows []RowChange, person string, now Time) string {
	var users, permissions []string
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
			users = slices.DeleteFunc(slices.Clone(v.access.Users()), func(u string) bool { return v.access.Person(u) != person })
			permissions = slices.Sorted(maps.Keys(e.permissions))
			permissions = append(permissions, slices.Sorted(maps.Keys(v.extra.permissions))...)
		}
		for _, user := range users {
			for _, p := range permissions {
				if next.access.Check(user, p, after, int64(now)) && !v.access.Check(user, p, before, int64(now)) {
					return p + " on " + words(rc.Table) + " " + string(rc.ID)
				}
			}
		}
	}
	return ""
}
