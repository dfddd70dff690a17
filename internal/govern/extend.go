package govern

import (
	"maps"
	"slices"

	"github.com/countersign/countersign/internal/fault"
)

// Extension is what one row adds to the declarations of the program: another
// application's resource type or table. It takes effect with the change that
// writes the row, on all nodes, and ends with it.
type Extension struct {
	// Permissions there are besides the declared ones, in full: todo.close.
	Permissions []string
	// Value is the row made ready for use by whoever declared it; never changed.
	Value any
}

// extensions are those of one view. They never change.
type extensions struct {
	own  map[string]bool // the permissions that the program declares
	rows map[Ref]Extension
	// permissions say which row each comes from.
	permissions map[string]Ref
}

func unextended(e *Engine) *extensions {
	return &extensions{own: e.permissions, rows: map[Ref]Extension{}, permissions: map[string]Ref{}}
}

// with adds the extension of a row, or replaces it. Fault name_taken.
func (x *extensions) with(ref Ref, add Extension) (*extensions, error) {
	next := x.without(ref)
	for _, p := range add.Permissions {
		if _, taken := next.permissions[p]; taken || x.own[p] {
			return nil, fault.New(fault.Conflict, "name_taken", "There is a permission %s already; take another name.", p)
		}
		next.permissions[p] = ref
	}
	next.rows[ref] = add
	return next, nil
}

// without is what is left when the row is no more.
func (x *extensions) without(ref Ref) *extensions {
	next := *x
	next.rows, next.permissions = maps.Clone(x.rows), maps.Clone(x.permissions)
	for _, p := range x.rows[ref].Permissions {
		delete(next.permissions, p)
	}
	delete(next.rows, ref)
	return &next
}

// extend puts the row's extension into the view.
func (v *view) extend(d *def, before, after any) error {
	if after == nil {
		v.extra = v.extra.without(Ref{d.name, metaOf(before).ID})
		return nil
	}
	add, err := d.extends(after)
	if err != nil {
		return err
	}
	v.extra, err = v.extra.with(Ref{d.name, metaOf(after).ID}, add)
	return err
}

// ofView reports whether rows of the table are part of the view.
func (d *def) ofView() bool {
	return d.facts != nil || d.rule != nil || d.terms != nil || d.extends != nil
}

// vanished refuses what takes a permission away that a role still gives: it
// would come back to those who have the role, unasked, with its name.
func (v *view) vanished(next *view) error {
	if v.extra == next.extra {
		return nil
	}
	for _, role := range next.access.Facts().Roles {
		for _, p := range role.Permissions {
			if _, was := v.extra.permissions[p]; !was {
				continue
			}
			if _, is := next.extra.permissions[p]; !is {
				return fault.New(fault.Conflict, "in_use", "The role %s gives the permission %s, which would be no more. Take it out of the role first.", role.Name, p)
			}
		}
	}
	return nil
}

// permission reports whether there is one of that name.
func (v *view) permission(e *Engine, name string) bool {
	_, extra := v.extra.permissions[name]
	return extra || e.permissions[name]
}

// foretold are the permissions that rows of a plan add.
func foretold(rows []RowChange) map[string]bool {
	var told map[string]bool
	for i := range rows {
		rc := &rows[i]
		if rc.def.extends == nil || rc.after == nil {
			continue
		}
		add, err := rc.def.extends(rc.after)
		if err != nil {
			continue // said when the row itself is looked at
		}
		if told == nil {
			told = map[string]bool{}
		}
		for _, p := range add.Permissions {
			told[p] = true
		}
	}
	return told
}

// Extensions are the values of those in force on this node, a second old at
// most, with the rows of the table that they come from.
func (e *Engine) Extensions(table string) map[ID]any {
	list := map[ID]any{}
	for ref, x := range e.view.Load().extra.rows {
		if ref.Table == table {
			list[ref.ID] = x.Value
		}
	}
	return list
}

// PermissionsOn are all permissions whose names begin with the table's or type's,
// sorted.
func (e *Engine) PermissionsOn(name string) []string {
	var list []string
	for _, p := range e.Permissions() {
		if len(p) > len(name) && p[:len(name)] == name && p[len(name)] == '.' {
			list = append(list, p)
		}
	}
	slices.Sort(list)
	return list
}
