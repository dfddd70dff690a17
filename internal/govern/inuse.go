package govern

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// inUse refuses to delete a record that others refer to by a declared ref,
// naming those that the user may view. Rows that the same plan deletes or turns
// away from the record do not hold it. Fault in_use.
func (e *Engine) inUse(ctx context.Context, q *recorder, user string, rows []RowChange) error {
	var planned map[Ref]*RowChange
	for i := range rows {
		if rows[i].Op != Delete {
			continue
		}
		if planned == nil {
			planned = map[Ref]*RowChange{}
			for j := range rows {
				planned[Ref{rows[j].Table, rows[j].ID}] = &rows[j]
			}
		}
		if err := e.heldBy(ctx, q, user, &rows[i], planned); err != nil {
			return at(rows, i, err)
		}
	}
	return nil
}

// mostNamed is how many records a refusal names.
const mostNamed = 3

// heldBy looks for records that refer to the one that is to be deleted.
func (e *Engine) heldBy(ctx context.Context, q *recorder, user string, gone *RowChange, planned map[Ref]*RowChange) error {
	var named []string
	more, hidden := false, false
	for _, d := range q.v.extra.all() {
		for i := range d.columns {
			c := &d.columns[i]
			if c.constraint.ref != gone.Table {
				continue
			}
			rows, err := d.referring(ctx, q.Reader, c, gone.ID)
			if err != nil {
				return err
			}
			for _, row := range rows {
				ref := Ref{d.name, metaOf(row).ID}
				if rc := planned[ref]; rc != nil && (rc.after == nil || !c.refers(rc.after, gone.ID)) {
					continue
				}
				switch text := "the " + words(d.name) + " " + string(ref.ID); {
				case !q.v.access.Check(user, d.name+".view", d.targetOf(row), int64(q.now)):
					hidden = true
				case len(named) == mostNamed:
					more = true
				default:
					named = append(named, text)
				}
			}
		}
	}
	switch {
	case named == nil && !hidden:
		return nil
	case named == nil:
		named = []string{"records that you may not see"}
	case more:
		named = append(named, "others")
	case hidden:
		named = append(named, "records that you may not see")
	}
	list := named[0]
	if n := len(named) - 1; n > 0 {
		list = strings.Join(named[:n], ", ") + " and " + named[n]
	}
	return fault.New(fault.Conflict, "in_use", "The %s %s is referred to by %s. Change or end these first.", words(gone.Table), gone.ID, list)
}

// atOnceReferring is how many referring rows of one column are read: of those
// that a plan itself deletes there may be many.
const atOnceReferring = 1000

// referring are rows whose column names the record.
func (d *def) referring(ctx context.Context, r store.Reader, c *column, id ID) ([]any, error) {
	name := store.Quote(c.sql[0])
	where, arg := name+" = $1", string(id)
	if c.list() {
		where, arg = holds(name, "$1"), `"`+string(id)+`"`
	}
	var rows []any
	err := r.Query(ctx, func(scan store.Scan) error {
		row, err := d.scan(scan)
		rows = append(rows, row)
		return err
	}, fmt.Sprintf("%s WHERE %s ORDER BY id LIMIT %d", d.selects, where, atOnceReferring), arg)
	return rows, err
}

func (c *column) refers(row any, id ID) bool {
	v := reflect.ValueOf(row).Elem().FieldByIndex(c.index)
	if c.kind == text {
		return v.String() == string(id)
	}
	for _, item := range v.Interface().([]string) {
		if item == string(id) {
			return true
		}
	}
	return false
}
