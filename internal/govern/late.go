package govern

import (
	"context"

	"github.com/countersign/countersign/internal/store"
)

// pending is the state of a change that waits.
const pending = "pending"

// late is what the jobs of a group have decided about changes and nobody has
// asked for yet: it is written for all of them together, before anything is read
// and before the commit.
type late struct {
	decided [][]any // rows of decision
	ended   [][]any // of change: id, state, ended_at, ended_why, ended_seq
	freed   [][]any // of change_record: the records that these had locked
}

var (
	decisionColumns = []string{"change", "user", "person", "verdict", "digest", "reason", "decided_at", "seq", "on_behalf", "left_out"}
	lockColumns     = []string{"table_name", "record", "change"}
	endedColumns    = []string{"id", "state", "ended_at", "ended_why", "ended_seq"}
)

// flush writes what is late. Whatever reads through counted finds it.
func (t *counted) flush(ctx context.Context) error {
	l := t.late
	t.late = late{}
	if len(l.decided) > 0 {
		if err := t.Tx.InsertMany(ctx, "decision", decisionColumns, l.decided); err != nil {
			return err
		}
	}
	if len(l.ended) == 0 {
		return nil
	}
	if err := t.UpdateMany(ctx, "change", endedColumns, l.ended, `state = 'pending'`); err != nil {
		return err
	}
	return t.DeleteMany(ctx, "change_record", lockColumns, l.freed)
}

// counted is the transaction of a group. It tells whether a job has begun to
// write, holds what was read ahead and what is written late.
type counted struct {
	store.Tx
	group   *batch // of which it is
	writes  int
	changes map[ID]*waiting
	rows    map[Ref]any
	free    map[Ref]bool // ids that no deleted record had
	late    late
}

func (t *counted) Query(ctx context.Context, each func(store.Scan) error, q string, args ...any) error {
	if err := t.flush(ctx); err != nil {
		return err
	}
	return t.Tx.Query(ctx, each, q, args...)
}

func (t *counted) QueryRow(ctx context.Context, dst []any, q string, args ...any) error {
	if err := t.flush(ctx); err != nil {
		return err
	}
	return t.Tx.QueryRow(ctx, dst, q, args...)
}

func (t *counted) Exec(ctx context.Context, q string, args ...any) error {
	t.writes++
	return t.Tx.Exec(ctx, q, args...)
}

func (t *counted) ExecOne(ctx context.Context, q string, args ...any) error {
	t.writes++
	return t.Tx.ExecOne(ctx, q, args...)
}

func (t *counted) InsertMany(ctx context.Context, table string, columns []string, rows [][]any) error {
	t.writes++
	return t.Tx.InsertMany(ctx, table, columns, rows)
}

// decide queues a first decision of a person.
func (t *counted) decide(row []any) {
	t.writes++
	t.late.decided = append(t.late.decided, row)
}

// end queues the end of a change that has locked the records of rows.
func (t *counted) end(ended []any, rows []RowChange) {
	t.writes++
	t.late.ended = append(t.late.ended, ended)
	for i := range rows {
		t.late.freed = append(t.late.freed, []any{rows[i].Table, string(rows[i].ID), ended[0]})
	}
}

// wrote forgets what was read ahead of a row.
func (t *counted) wrote(ref Ref) {
	delete(t.rows, ref)
	delete(t.free, ref)
}
