package govern

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
)

// put is the stock Command: insert, update or delete one row of a table.
type put[T any] struct {
	t    *Table[T]
	op   Op
	id   ID
	base int64
	row  *T
}

// PutNew inserts row under the id.
func PutNew[T any](t *Table[T], id ID, row *T) Command {
	return &put[T]{t: t, op: Insert, id: id, row: row}
}

// Put replaces the record's columns by row's, provided it stands at version base.
func Put[T any](t *Table[T], id ID, base int64, row *T) Command {
	return &put[T]{t: t, op: Update, id: id, base: base, row: row}
}

// Remove deletes the record, provided it stands at version base.
func Remove[T any](t *Table[T], id ID, base int64) Command {
	return &put[T]{t: t, op: Delete, id: id, base: base}
}

func (c *put[T]) foresee() (d *def, id ID, row any) {
	if c.op != Insert {
		id = c.id
	}
	if c.op != Delete {
		row = c.row
	}
	return c.t.def, id, row
}

func (c *put[T]) Name() string { return c.t.Name + "." + string(c.op) }

// Targets of an update are the row as it is and as it would be: a record can
// only be moved between units by somebody who may act in both.
func (c *put[T]) Targets(ctx context.Context, q Reader) ([]access.Target, error) {
	before, after, err := c.rows(ctx, q)
	if err != nil {
		return nil, err
	}
	var targets []access.Target
	for _, row := range []*T{before, after} {
		if row != nil {
			targets = append(targets, c.t.def.targetOf(row))
		}
	}
	return targets, nil
}

func (c *put[T]) rows(ctx context.Context, q Reader) (before, after *T, err error) {
	var meta Meta
	if c.op == Insert {
		meta = Meta{ID: c.id}
	} else {
		if before, err = c.t.Get(ctx, q, c.id); err != nil {
			return nil, nil, err
		}
		meta = *metaOf(before)
	}
	if c.op != Delete {
		row := *c.row // a plan may run twice: the caller's row stays as it is
		after = &row
		*metaOf(after) = meta
		if c.t.Fill != nil {
			err = c.t.Fill(ctx, q, after)
		}
	}
	return before, after, err
}

func (c *put[T]) Plan(ctx context.Context, q Reader, _ Actor) (Plan, error) {
	before, after, err := c.rows(ctx, q)
	if err != nil {
		return Plan{}, err
	}
	if before != nil && metaOf(before).Version != c.base {
		return Plan{}, fault.New(fault.Stale, "stale", "The %s is at version %d, not %d: it changed since it was read. Read it again and repeat the change.", words(c.t.Name), metaOf(before).Version, c.base)
	}
	return Plan{Rows: []RowChange{c.t.def.change(c.op, before, after)}}, nil
}
