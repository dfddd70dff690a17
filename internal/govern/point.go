package govern

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/store"
)

// TargetAt is Target as the reader sees the record.
func (e *Engine) TargetAt(ctx context.Context, r store.Reader, table string, id ID) (access.Target, error) {
	return targetIn(ctx, r, e.def(table), table, id)
}

// Reached lists records of a table on which the user holds the permission, by id
// and after one, and says which it looked at last: "" when there are no more.
func (e *Engine) Reached(ctx context.Context, r store.Reader, user, permission, table, after string, limit int) (ids []string, last string, err error) {
	v, now, d := e.view.Load(), At(e.now()), e.def(table)
	if d == nil {
		return nil, "", nil
	}
	where := v.reach(d, user, permission, now)
	if where.Nowhere() {
		return nil, "", nil
	}
	s := &lister{e: e, d: d, user: user}
	if err := s.prepare(&where); err != nil {
		return nil, "", err
	}
	var place *Place
	if after != "" {
		place = &Place{Key: []string{after}}
	}
	rows, err := s.read(ctx, r, place, limit)
	for _, row := range rows {
		last = string(metaOf(row).ID)
		if v.access.Check(user, permission, d.shownOn(row), int64(now)) {
			ids = append(ids, last)
		}
	}
	return ids, last, err
}

// HasTable reports whether there is a table of that name.
func (e *Engine) HasTable(name string) bool { return e.def(name) != nil }
