package govern

import (
	"context"
	"reflect"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
)

// put is the stock Command: insert, update or delete one row of a table.
type put struct {
	d    *def
	op   Op
	id   ID
	base int64
	row  any // nil for a deletion
	// facts are what else its entry tells.
	facts []audit.Fact
}

// PutNew inserts row under the id.
func PutNew[T any](t *Table[T], id ID, row *T) Command { return SheetOf(t).PutNew(id, row) }

// Put replaces the record's columns by row's, provided it stands at version base.
func Put[T any](t *Table[T], id ID, base int64, row *T) Command { return SheetOf(t).Put(id, base, row) }

// Remove deletes the record, provided it stands at version base.
func Remove[T any](t *Table[T], id ID, base int64) Command { return SheetOf(t).Remove(id, base) }

// PutNew is the command of that name; row is of the table's type.
func (s Sheet) PutNew(id ID, row any) Command { return &put{d: s.d, op: Insert, id: id, row: row} }

// Put is the command of that name; row is of the table's type.
func (s Sheet) Put(id ID, base int64, row any) Command {
	return &put{d: s.d, op: Update, id: id, base: base, row: row}
}

// Remove is the command of that name.
func (s Sheet) Remove(id ID, base int64) Command {
	return &put{d: s.d, op: Delete, id: id, base: base}
}

func (c *put) foresee() (d *def, id ID, row any) {
	if c.op != Insert {
		id = c.id
	}
	return c.d, id, c.row
}

func (c *put) Name() string { return c.d.name + "." + string(c.op) }

// Targets of an update are the row as it is and as it would be: a record can
// only be moved between units by somebody who may act in both, see targetsOf.
func (c *put) Targets(ctx context.Context, q Reader) ([]access.Target, error) {
	before, after, err := c.rows(ctx, q)
	if err != nil {
		return nil, err
	}
	return c.d.targetsOf(before, after), nil
}

func (c *put) rows(ctx context.Context, q Reader) (before, after any, err error) {
	meta := Meta{ID: c.id}
	if c.op != Insert {
		if before, err = c.d.get(ctx, q, c.id); err != nil {
			return nil, nil, err
		}
		meta = *metaOf(before)
	}
	if c.op != Delete {
		after = c.d.new() // a plan may run twice: the caller's row stays as it is
		reflect.ValueOf(after).Elem().Set(reflect.ValueOf(c.row).Elem())
		*metaOf(after) = meta
		if c.d.fill != nil {
			err = c.d.fill(ctx, q, after)
		}
	}
	return before, after, err
}

func (c *put) Plan(ctx context.Context, q Reader, _ Actor) (Plan, error) {
	before, after, err := c.rows(ctx, q)
	if err != nil {
		return Plan{}, err
	}
	if before != nil && metaOf(before).Version != c.base {
		return Plan{}, fault.New(fault.Stale, "stale", "The %s is at version %d, not %d: it changed since it was read. Read it again and repeat the change.", words(c.d.name), metaOf(before).Version, c.base)
	}
	return Plan{Rows: []RowChange{c.d.change(c.op, before, after)}, Facts: c.facts}, nil
}
