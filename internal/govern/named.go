package govern

import (
	"context"
	"errors"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// named inserts a row under an id that somebody chose.
type named struct{ put }

// PutNamed inserts row under an id that somebody chose. An id names one record
// for ever: that of a deleted one is not taken again. Faults besides those of
// PutNew: id_used.
func PutNamed[T any](t *Table[T], id ID, row *T) Command { return SheetOf(t).PutNamed(id, row) }

// PutNamed is the command of that name; row is of the table's type.
func (s Sheet) PutNamed(id ID, row any) Command {
	return &named{put{d: s.d, op: Insert, id: id, row: row}}
}

func (c *named) chosen() Ref { return Ref{c.d.name, c.id} }

// Plan is that of PutNew once the id is known to be free.
func (c *named) Plan(ctx context.Context, q Reader, who Actor) (Plan, error) {
	if err := unused(ctx, q, c.d.name, c.id); err != nil {
		return Plan{}, err
	}
	return c.put.Plan(ctx, q, who)
}

func unused(ctx context.Context, r store.Reader, table string, id ID) error {
	if t := countedOf(r); t != nil && t.free[Ref{table, id}] {
		return nil
	}
	var one int64
	err := r.QueryRow(ctx, []any{&one}, `SELECT 1 FROM gone WHERE table_name = $1 AND record = $2`, table, string(id))
	if errors.Is(err, store.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "id_used", "The id %s was of a %s that is deleted, and stays its own; take another.", id, words(table))
}

// chosen is the row of a held change whose id somebody may have chosen, nil when
// there is none: ids in the plans of commands are drawn.
func (b *Body) chosen() *RowChange {
	if len(b.Rows) > 0 && b.Rows[0].Op == Insert && b.Command == b.Rows[0].Table+"."+string(Insert) {
		return &b.Rows[0]
	}
	return nil
}

// lasting says why what was free when the change was made is so no more, ""
// when it is: the record to be deleted is referred to by now, or the id that was
// chosen has been another's.
func (g *batch) lasting(q *recorder, j *job, b *Body) (string, error) {
	err := g.e.inUse(g.ctx, q, j.who.User, b.Rows)
	if rc := b.chosen(); err == nil && rc != nil {
		err = unused(g.ctx, g.tx, rc.Table, rc.ID)
	}
	if fault.Is(err, fault.Conflict) {
		return fault.From(err).Detail, nil
	}
	return "", err
}
