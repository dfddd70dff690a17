package govern

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"github.com/countersign/countersign/internal/audit"
)

// pass notes until which change a row lasts. The view's map is never written to
// once it is shared.
func (v *view) pass(d *def, before, after any) {
	if d.endsWith == "" {
		return
	}
	row := after
	if row == nil {
		row = before
	}
	ref, change := Ref{d.name, metaOf(row).ID}, ID("")
	if after != nil {
		change = d.endOf(after)
	}
	if v.passing[ref] == change {
		return
	}
	v.passing = maps.Clone(v.passing)
	if v.passing == nil {
		v.passing = map[Ref]ID{}
	}
	if v.passing[ref] = change; change == "" {
		delete(v.passing, ref)
	}
}

// endOf is the change that the row lasts until.
func (d *def) endOf(row any) ID {
	for i := range d.columns {
		if d.columns[i].name == d.endsWith {
			return ID(reflect.ValueOf(row).Elem().FieldByIndex(d.columns[i].index).String())
		}
	}
	panic("govern: " + d.name + " ends with " + d.endsWith + ", which is none of its columns")
}

// endWith deletes what was to last until the change ends, whatever becomes of
// it. It only ever takes something away, and so asks nobody.
func (g *batch) endWith(ev *audit.Event, id ID) error {
	var refs []Ref
	for ref, change := range g.view.passing {
		if change == id {
			refs = append(refs, ref)
		}
	}
	if refs == nil {
		return nil
	}
	slices.SortFunc(refs, func(a, b Ref) int { return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.ID, b.ID)) })
	c := &considered{}
	for _, ref := range refs {
		d := g.e.byName[ref.Table]
		row, err := d.get(g.ctx, g.tx, ref.ID)
		if err != nil {
			return err
		}
		rc := d.change(Delete, row, nil)
		if err := rc.encode(); err != nil {
			return err
		}
		c.plan.Rows = append(c.plan.Rows, rc)
	}
	var err error
	if c.next, c.changed, err = g.view.after(c.plan.Rows); err != nil {
		return err
	}
	_, err = g.write(ev, c)
	return err
}
