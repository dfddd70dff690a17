package govern

import (
	"context"
	"fmt"
	"reflect"

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
}

// abode is an Abode with its type erased.
type abode struct {
	column string
	table  string
	of     func(row any) Ref
	unit   func(row any) *ID
}

func (a *Abode[T]) erased() *abode {
	return &abode{a.Column, a.Table, func(row any) Ref { return a.Of(row.(*T)) }, func(row any) *ID { return a.Unit(row.(*T)) }}
}

// UnitOf looks at the rows of the plan first. That it looked is no ground of the
// plan: what it found is asked again when the change is executed.
func (r *recorder) UnitOf(ctx context.Context, record Ref) (ID, error) {
	d := r.v.extra.def(record.Table)
	if d == nil {
		return "", nil
	}
	if rc := r.becomes[record]; rc != nil {
		if rc.after == nil {
			return "", nil
		}
		return ID(d.target(rc.after).Unit), nil
	}
	row, err := d.get(ctx, newRecorder(r.e, r.v, r.Reader, r.now, r.asker), record.ID)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return ID(d.target(row).Unit), nil
}

// abodes are the changes of rows that keep the unit of a record which comes to
// belong to another by the plan, and which the plan does not change itself.
func (e *Engine) abodes(ctx context.Context, q *recorder, rows []RowChange) (list []RowChange, err error) {
	moved := map[Ref]ID{}
	ids := map[string][]string{} // by table; "": of all
	for i := range rows {
		rc := &rows[i]
		if unit, moves := rc.moves(); moves {
			moved[Ref{rc.Table, rc.ID}] = unit
			ids[rc.Table] = append(ids[rc.Table], string(rc.ID))
			ids[""] = append(ids[""], string(rc.ID))
		}
	}
	if len(moved) == 0 {
		return nil, nil
	}
	for _, d := range e.tables {
		// Grants on one record, which there may be none of, name records of all tables.
		if d.abode == nil || d.abode.table == "" && !q.v.onRecords || ids[d.abode.table] == nil {
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
func (e *Engine) settled(ctx context.Context, q *recorder, d *def, moved map[Ref]ID, ids []string) (list []RowChange, err error) {
	in := query{dialect: e.db.Dialect()}
	where := in.in(store.Quote(d.abode.column), ids)
	err = q.Query(ctx, func(scan store.Scan) error {
		row, err := d.scan(scan)
		if err != nil {
			return err
		}
		unit, concerned := moved[d.abode.of(row)]
		if !concerned || *d.abode.unit(row) == unit || q.becomes[Ref{d.name, metaOf(row).ID}] != nil {
			return nil
		}
		next := d.new()
		reflect.ValueOf(next).Elem().Set(reflect.ValueOf(row).Elem())
		*d.abode.unit(next) = unit
		rc := d.change(Update, row, next)
		err = rc.encode()
		list = append(list, rc)
		return err
	}, fmt.Sprintf("%s WHERE %s ORDER BY id", d.selects, where), in.args...)
	return list, err
}

// follows reports whether the change of the row is nothing but the unit that it keeps
// of another record, which its table fills in: nobody asks for that by itself.
func (rc *RowChange) follows() bool {
	if rc.Op != Update || rc.def.abode == nil {
		return false
	}
	was := rc.def.new()
	reflect.ValueOf(was).Elem().Set(reflect.ValueOf(rc.before).Elem())
	*rc.def.abode.unit(was) = *rc.def.abode.unit(rc.after)
	return *rc.def.abode.unit(rc.before) != *rc.def.abode.unit(rc.after) && reflect.DeepEqual(was, rc.after)
}
