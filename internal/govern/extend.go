package govern

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Extension is what one row adds to the declarations of the program: another
// application's resource type or table. It takes effect with the change that
// writes the row, on all nodes, and ends with it.
type Extension struct {
	// Permissions there are besides the declared ones, in full: todo.close.
	Permissions []string
	// Table there is besides the declared ones; nil: none.
	Table *Sheet
	// Value is the row made ready for use by whoever declared it; never changed.
	Value any
}

// extensions are those of one view. They never change.
type extensions struct {
	e    *Engine // for what the program itself declares
	rows map[Ref]Extension
	// permissions and tables say which row each comes from.
	permissions map[string]Ref
	tables      map[string]*def
	schema      approval.Schema // of all tables
}

func unextended(e *Engine) *extensions {
	return &extensions{e: e, rows: map[Ref]Extension{}, permissions: map[string]Ref{}, tables: map[string]*def{}, schema: e.schema}
}

// with adds the extension of a row, or replaces it. Faults name_taken,
// unknown_table.
func (x *extensions) with(ref Ref, add Extension) (*extensions, error) {
	next := x.without(ref)
	if add.Table != nil {
		d := add.Table.d
		if next.def(d.name) != nil {
			return nil, fault.New(fault.Conflict, "name_taken", "There is a table %s already; take another name.", d.name)
		}
		next.tables[d.name] = d
		for i := range d.columns {
			c := &d.columns[i]
			if to := c.constraint.ref; to != "" && x.e.byName[to] == nil {
				return nil, fault.Bad("columns", "unknown_table", "The column %s refers to %s, which is no table of the program's own.", c.name, to)
			}
			next.schema[d.name] = append(next.schema[d.name], approval.Field{Name: c.name, Kind: c.approvalKind()})
		}
		add.Permissions = permissionsOf(d)
	}
	for _, p := range add.Permissions {
		if _, taken := next.permissions[p]; taken || x.e.permissions[p] {
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
	next.rows, next.permissions, next.tables, next.schema = maps.Clone(x.rows), maps.Clone(x.permissions), maps.Clone(x.tables), maps.Clone(x.schema)
	for p, of := range x.permissions {
		if of == ref {
			delete(next.permissions, p)
		}
	}
	if t := x.rows[ref].Table; t != nil {
		delete(next.tables, t.d.name)
		delete(next.schema, t.d.name)
	}
	delete(next.rows, ref)
	return &next
}

// def is a table of the program or one of the extensions; nil when there is none.
func (x *extensions) def(name string) *def {
	if d := x.e.byName[name]; d != nil {
		return d
	}
	return x.tables[name]
}

// all are the tables of the program, and those of the extensions by name.
func (x *extensions) all() []*def {
	list := slices.Clone(x.e.tables)
	for _, name := range slices.Sorted(maps.Keys(x.tables)) {
		list = append(list, x.tables[name])
	}
	return list
}

// def is a table as this node knows it now, a second old at most.
func (e *Engine) def(name string) *def {
	if d := e.byName[name]; d != nil {
		return d
	}
	if v := e.view.Load(); v != nil {
		return v.extra.tables[name]
	}
	return nil
}

func (e *Engine) all() []*def {
	if v := e.view.Load(); v != nil {
		return v.extra.all()
	}
	return e.tables
}

// Foreign is a table that a row declares, and whether there is one of that name.
// The same declaration is always the same Sheet.
func (e *Engine) Foreign(name string) (Sheet, bool) {
	d := e.view.Load().extra.tables[name]
	return Sheet{d}, d != nil
}

// Foreigns are all tables that rows declare, by name.
func (e *Engine) Foreigns() []Sheet {
	var list []Sheet
	for _, d := range e.all()[len(e.tables):] {
		list = append(list, Sheet{d})
	}
	return list
}

// redeclared is the fault of a change that was made for a table as it was.
func redeclared(table string) error {
	return fault.New(fault.Stale, "table_changed", "The table %s has been declared anew meanwhile; make the change again.", table)
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

// extendAll puts the extensions of a plan's rows into the view, before its other
// rows: a rule may be about a table of the same plan. A plan that declares a
// table does not write its rows too.
func (v *view) extendAll(rows []RowChange) error {
	was := v.extra
	for i := range rows {
		rc := &rows[i]
		if rc.def.extends == nil || rc.Op == Touch {
			continue
		}
		if err := v.extend(rc.def, rc.before, rc.after); err != nil {
			return err
		}
	}
	if was == v.extra {
		return nil
	}
	for i := range rows {
		if rc := &rows[i]; rc.def.composed && v.extra.def(rc.Table) != rc.def {
			return fault.New(fault.Conflict, "declared_apart", "Declare the table %s first, and change its rows in another change.", rc.Table)
		}
	}
	if maps.Equal(was.tables, v.extra.tables) {
		return nil
	}
	return v.recompile(rows)
}

// loadExtensions reads those there are.
func (e *Engine) loadExtensions(ctx context.Context, r store.Reader, v *view) error {
	for _, d := range e.tables {
		if d.extends == nil {
			continue
		}
		err := r.Query(ctx, func(scan store.Scan) error {
			row, err := d.scan(scan)
			if err == nil {
				err = v.extend(d, nil, row)
			}
			return err
		}, d.selects)
		if err != nil {
			return fmt.Errorf("load %s: %w", d.name, err)
		}
	}
	return nil
}

// extended reports whether declarations are among what changed.
func (v *view) extended(changed []Ref) bool {
	return slices.ContainsFunc(changed, func(ref Ref) bool {
		d := v.extra.def(ref.Table)
		return d != nil && d.extends != nil
	})
}

// recompile makes the rules in force anew for the tables as they are now; those
// that the plan itself changes or deletes are left to it.
func (v *view) recompile(rows []RowChange) error {
	leave := map[string]bool{}
	for i := range rows {
		if rc := &rows[i]; rc.def.rule != nil {
			leave[string(rc.ID)] = true
		}
	}
	var rules []approval.Rule
	for _, p := range v.rules.All() {
		if !leave[p.Rule().ID] {
			rules = append(rules, p.Rule())
		}
	}
	var err error
	if v.rules, err = approval.NewSet(rules, v.extra.schema); err != nil {
		return fault.Wrap(err, fault.Conflict, "in_use", "A four-eyes rule speaks of what would be no more: %v. Change the rule first.", err)
	}
	terms := &laidDown{schema: v.extra.schema}
	if v.terms, err = terms.with(v.terms.Terms); err != nil {
		return fault.Wrap(err, fault.Conflict, "in_use", "A ticket rule speaks of what would be no more: %v. Change the rule first.", err)
	}
	return nil
}

// permissionsOf are the permissions of a table.
func permissionsOf(d *def) []string {
	verbs := []string{"view", "insert", "update", "delete", "approve"}
	if d.byCommand {
		verbs = []string{"view", "approve"}
	}
	for i, v := range verbs {
		verbs[i] = d.name + "." + v
	}
	return verbs
}

// ofView reports whether rows of the table are part of the view.
func (d *def) ofView() bool {
	return d.facts != nil || d.rule != nil || d.terms != nil || d.extends != nil || d.deputy != nil
}

// present refuses rows of a table that is not, in the view, what the plan takes
// it for.
func (v *view) present(rows []RowChange) error {
	for i := range rows {
		if rc := &rows[i]; rc.def.composed && v.extra.def(rc.Table) != rc.def {
			return redeclared(rc.Table)
		}
	}
	return nil
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
		if add.Table != nil {
			add.Permissions = permissionsOf(add.Table.d)
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
