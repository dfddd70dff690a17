package govern

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"github.com/countersign/countersign/internal/store"
)

// Guard names the rows that only who holds a further permission is shown: those
// whose text column is one value.
type Guard struct{ Column, Is, Permission string }

// guard is a Guard with its column.
type guard struct {
	Guard
	column *column
}

// setGuard panics on a column that is none, as all of a declaration does.
func (d *def) setGuard(g *Guard) {
	if g == nil {
		return
	}
	for i := range d.columns {
		if c := &d.columns[i]; c.name == g.Column && c.kind == text {
			d.guard = &guard{*g, c}
			return
		}
	}
	panic(fmt.Sprintf("govern: %s: the guard's column %s is no text column of it", d.name, g.Column))
}

// guardOf is the permission that the row is guarded by, "" when by none.
func (d *def) guardOf(row any) string {
	if d.guard == nil || reflect.ValueOf(row).Elem().FieldByIndex(d.guard.column.index).String() != d.guard.Is {
		return ""
	}
	return d.guard.Permission
}

// guarded is the condition that leaves out the guarded rows of a table for who
// may see none of them; exact is false when the rows have to be looked at.
func (e *Engine) guarded(q *query, d *def, user string) (condition string, exact bool) {
	if d.guard == nil {
		return "", true
	}
	reach := e.view.Load().access.Reach(user, d.guard.Permission, int64(At(e.now())))
	if reach.Nowhere() {
		return fmt.Sprintf("%s <> %s", store.Quote(d.guard.column.sql[0]), q.arg(d.guard.Is)), true
	}
	return "", reach.Everything && reach.Barred == nil
}

// GuardUnit stands among the units of a guarded row in the log.
func GuardUnit(permission string) string { return "guard:" + permission }

// Kept are the guards whose permission the user does not hold over everything,
// as they stand among the units of the log.
func (e *Engine) Kept(user string) []string {
	var list []string
	for _, d := range e.all() {
		if d.guard == nil {
			continue
		}
		if reach := e.view.Load().access.Reach(user, d.guard.Permission, int64(At(e.now()))); !reach.Everything || reach.Barred != nil {
			list = append(list, GuardUnit(d.guard.Permission))
		}
	}
	slices.SortFunc(list, cmp.Compare)
	return slices.Compact(list)
}

// HoldsAmount reports whether a column of a table holds amounts, which the log tells
// only to who may read them there.
func (e *Engine) HoldsAmount(table, name string) bool {
	d := e.def(table)
	return d != nil && slices.ContainsFunc(d.columns, func(c column) bool { return c.name == name && c.audit == Amounts })
}

// EndsUnseen reports whether the row but ends with another of the change, so that
// nobody asked for it by itself, and the user may not view it.
func (e *Engine) EndsUnseen(user string, rows []RowChange, i int) bool {
	rc := &rows[i]
	return rc.def != nil && rc.ends(rows) && e.Check(user, rc.Table+".view", rc.def.target(rc.before)) != nil
}

// Keeps reports whether a guard keeps the row of a change from the user.
func (e *Engine) Keeps(user string, rc *RowChange) bool {
	for _, row := range []any{rc.before, rc.after} {
		if row == nil || rc.def == nil {
			continue
		}
		if g := rc.def.guardOf(row); g != "" && e.Check(user, g, rc.def.target(row)) != nil {
			return true
		}
	}
	return false
}
