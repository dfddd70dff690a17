package govern

import (
	"context"
	"errors"

	"github.com/countersign/countersign/internal/store"
)

// turn notes when a record turned into something else. It is the time of
// writing, not of asking: a change that waited for weeks is new all the same,
// and so the time cannot be a column of what was agreed to.
func (g *batch) turn(rc *RowChange) error {
	if rc.Op != Update || rc.def.turns == nil || !rc.def.turns(rc.before, rc.after) {
		return nil
	}
	return g.tx.Exec(g.ctx, `INSERT INTO turned (table_name, record, at) VALUES ($1, $2, $3) ON CONFLICT (table_name, record) DO UPDATE SET at = $3`,
		rc.Table, string(rc.ID), int64(At(g.e.now())))
}

// turnedSince are the users who turned into another person since.
func (e *Engine) turnedSince(ctx context.Context, r store.Reader, since Time) (map[string]bool, error) {
	var users map[string]bool
	err := r.Query(ctx, func(scan store.Scan) error {
		var user string
		if err := scan(&user); err != nil {
			return err
		}
		if users == nil {
			users = map[string]bool{}
		}
		users[user] = true
		return nil
	}, `SELECT record FROM turned WHERE table_name = 'user' AND at >= $1`, int64(since))
	return users, err
}

// Turned is when the record last turned into something else, 0 when it never did.
func (t *Table[T]) Turned(ctx context.Context, r store.Reader, id ID) (Time, error) {
	var at int64
	err := r.QueryRow(ctx, []any{&at}, `SELECT at FROM turned WHERE table_name = $1 AND record = $2`, t.Name, string(id))
	if errors.Is(err, store.ErrNoRows) {
		return 0, nil
	}
	return Time(at), err
}
