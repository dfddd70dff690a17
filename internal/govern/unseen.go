package govern

import (
	"context"
	"reflect"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
)

// Unseen is the first of the records that a new row would stand beneath which is not
// there, or which the user neither sees nor may insert beneath: its table and id, and
// the row's column that names it. Zero where there is none. The row is as it was
// sent: what its table fills in is not in it.
func (e *Engine) Unseen(ctx context.Context, user string, s Sheet, row any) (of Ref, column string, err error) {
	for _, of := range s.d.beneath(row) {
		column := s.d.naming(row, of)
		if column == "" || e.def(of.Table) == nil {
			continue
		}
		on, err := e.Target(ctx, of.Table, of.ID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return Ref{}, "", err
		}
		if err != nil || e.Check(user, of.Table+".view", on) != nil && e.Check(user, s.d.name+"."+string(Insert), shut(on)) != nil {
			return of, column, nil
		}
	}
	return Ref{}, "", nil
}

// shut is the target without what everybody may view of it.
func shut(on access.Target) access.Target {
	on.Open = false
	return on
}

// beneath are the records that the row belongs to, its parent first.
func (d *def) beneath(row any) (list []Ref) {
	if d.parentName != "" {
		_, id, _ := d.parent(row)
		list = append(list, Ref{d.parentName, id})
	}
	for _, r := range d.target(row).Records {
		ref := Ref{r.Table, ID(r.ID)}
		if r.Table != d.name && r.ID != "" && !slices.Contains(list, ref) {
			list = append(list, ref)
		}
	}
	return list
}

// naming is the column by which the row names the record, "" for none.
func (d *def) naming(row any, of Ref) string {
	v, loose := reflect.ValueOf(row).Elem(), ""
	for i := range d.columns {
		c := &d.columns[i]
		if c.kind != text || v.FieldByIndex(c.index).String() != string(of.ID) {
			continue
		}
		switch c.constraint.ref {
		case of.Table:
			return c.name
		case "":
			loose = c.name
		}
	}
	return loose
}
