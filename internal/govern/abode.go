package govern

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Abode says that the rows of a table keep the unit of one other record that they
// name, whatever that is a record of. The table's Check fills it in by UnitOf; when
// the record comes to belong to another unit, the Engine changes the rows with it,
// in the same change.
type Abode[T any] struct {
	Column string       // that holds the record's id
	Table  string       // whose records are named; empty: the row says it
	Of     func(*T) Ref // the record, zero for none
	Unit   func(*T) *ID // where its unit is kept
	Ends   func(*T) Ref // the record that the row ends with, in the change that deletes it; nil: none
}

// abode is an Abode with its type erased.
type abode struct {
	column string
	table  string
	of     func(row any) Ref
	unit   func(row any) *ID
	ends   func(row any) Ref
}

func (a *Abode[T]) erased() *abode {
	ends := func(any) Ref { return Ref{} }
	if a.Ends != nil {
		ends = func(row any) Ref { return a.Ends(row.(*T)) }
	}
	return &abode{a.Column, a.Table, func(row any) Ref { return a.Of(row.(*T)) }, func(row any) *ID { return a.Unit(row.(*T)) }, ends}
}

// UnitOf looks at the rows of the plan first. That it looked is no ground of the
// plan: what it found is asked again when the change is executed.
func (r *recorder) UnitOf(ctx context.Context, record Ref) (ID, error) {
	unit, err := r.abodeOf(ctx, record)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return unit, err
}

// There looks like UnitOf. The rows of a table that the plan declares come after it.
func (r *recorder) There(ctx context.Context, record Ref) error {
	if r.v.extra.def(record.Table) == nil && r.Permission(record.Table+".view") {
		return nil
	}
	_, err := r.abodeOf(ctx, record)
	return err
}

// abodeOf is the unit of a record. Faults not_found, unknown_table.
func (r *recorder) abodeOf(ctx context.Context, record Ref) (ID, error) {
	d := r.v.extra.def(record.Table)
	if d == nil {
		return "", fault.New(fault.NotFound, "unknown_table", "There is no table %q.", record.Table)
	}
	if rc := r.becomes[record]; rc != nil {
		if rc.after == nil {
			return "", fault.New(fault.NotFound, "not_found", "There is no %s %s.", words(record.Table), record.ID)
		}
		return ID(d.target(rc.after).Unit), nil
	}
	row, err := d.get(ctx, newRecorder(r.e, r.v, r.Reader, r.now, r.asker), record.ID)
	if err != nil {
		return "", err
	}
	return ID(d.target(row).Unit), nil
}

// abodes are the changes of rows that keep the unit of a record which comes to
// belong to another by the plan, or ends by it, and which the plan does not change
// itself.
func (e *Engine) abodes(ctx context.Context, q *recorder, rows []RowChange) (list []RowChange, err error) {
	moved := map[Ref]landing{}
	ids := map[string][]string{} // by table; "": of all
	for i := range rows {
		rc := &rows[i]
		if unit, moves := rc.moves(); moves || rc.Op == Delete {
			moved[Ref{rc.Table, rc.ID}] = landing{unit, rc.Op == Delete}
			ids[rc.Table] = append(ids[rc.Table], string(rc.ID))
			ids[""] = append(ids[""], string(rc.ID))
		}
	}
	if len(moved) == 0 {
		return nil, nil
	}
	for _, d := range e.tables {
		// Grants on one record, which there may be none of, name records of all tables;
		// others name units.
		if d.abode == nil || d.abode.table == "" && !q.v.onRecords && ids["unit"] == nil || ids[d.abode.table] == nil {
			continue
		}
		settled, err := e.settled(ctx, q, d, moved, ids[d.abode.table])
		if err != nil {
			return nil, err
		}
		list = append(list, settled...)
	}
	return list, nil
}

// landing is what becomes of a record: the unit that it belongs to, or its end.
type landing struct {
	unit ID
	gone bool
}

// moves is the unit that the row's record comes to belong to, if to another.
func (rc *RowChange) moves() (unit ID, moves bool) {
	if rc.Op == Touch {
		return "", false
	}
	var was, is access.Target
	if rc.before != nil {
		was = rc.def.target(rc.before)
	}
	if rc.after != nil {
		is = rc.def.target(rc.after)
	}
	return ID(is.Unit), was.Unit != is.Unit
}

// settled are the rows of one table that follow the records.
func (e *Engine) settled(ctx context.Context, q *recorder, d *def, moved map[Ref]landing, ids []string) (list []RowChange, err error) {
	in := query{dialect: e.db.Dialect()}
	where := in.in(store.Quote(d.abode.column), ids)
	err = q.Query(ctx, func(scan store.Scan) error {
		row, err := d.scan(scan)
		if err != nil {
			return err
		}
		to, concerned := moved[d.abode.of(row)]
		ends := moved[d.abode.ends(row)].gone
		if !concerned && !ends || *d.abode.unit(row) == to.unit && !ends || q.becomes[Ref{d.name, metaOf(row).ID}] != nil {
			return nil
		}
		rc := d.change(Delete, row, nil)
		if !ends {
			next := d.new()
			reflect.ValueOf(next).Elem().Set(reflect.ValueOf(row).Elem())
			*d.abode.unit(next) = to.unit
			rc = d.change(Update, row, next)
		}
		err = rc.encode()
		list = append(list, rc)
		return err
	}, fmt.Sprintf("%s WHERE %s ORDER BY id", d.selects, where), in.args...)
	return list, err
}

// ends reports whether the row ends with a record, of these.
func (rc *RowChange) ends(rows []RowChange) bool { return rc.Op == Delete && rc.follows(rows) }

// follows reports whether the row, of these, does nothing but follow a record whose
// unit it keeps: into another unit, which its table fills in, or to its end. Nobody
// asks for that by itself.
func (rc *RowChange) follows(rows []RowChange) bool {
	a := rc.def.abode
	if a == nil || rc.before == nil {
		return false
	}
	if rc.Op == Delete {
		with := a.ends(rc.before)
		return slices.ContainsFunc(rows, func(o RowChange) bool { return o.Op == Delete && o.Table == with.Table && o.ID == with.ID })
	}
	was := rc.def.new()
	reflect.ValueOf(was).Elem().Set(reflect.ValueOf(rc.before).Elem())
	*a.unit(was) = *a.unit(rc.after)
	return *a.unit(rc.before) != *a.unit(rc.after) && reflect.DeepEqual(was, rc.after)
}
