package govern

import (
	"context"
	"fmt"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Supposed is one row that is looked at as if it were written. Row is a row of the
// sheet under that id; nil for a deletion.
type Supposed struct {
	Sheet Sheet
	Op    Op
	ID    ID
	Row   any
}

// Suppose tells who may do what now and who could if the rows were written, each
// of which its table would have to take. Nothing is written, and nobody's
// permission to write is asked. Faults: not_found, taken, and those of the rows;
// their field is changes[n] and the field.
func (e *Engine) Suppose(ctx context.Context, user string, list []Supposed) (before, after *access.Snapshot, err error) {
	v := e.view.Load()
	err = e.db.Snapshot(ctx, func(r store.Reader) error {
		q := newRecorder(e, v, r, At(e.now()), user)
		rows := make([]RowChange, len(list))
		for i, s := range list {
			if rows[i], err = s.change(ctx, r); err != nil {
				return inList(i, err)
			}
		}
		q.plans(rows)
		for i := range rows {
			if err := e.takes(ctx, q, &rows[i]); err != nil {
				return inList(i, err)
			}
		}
		follow, err := e.abodes(ctx, q, rows)
		if err != nil {
			return err
		}
		next, _, err := v.after(append(rows, follow...))
		if err == nil {
			before, after = v.access, next.access
		}
		return err
	})
	return before, after, err
}

func (s *Supposed) change(ctx context.Context, r store.Reader) (RowChange, error) {
	d := s.Sheet.d
	rc := RowChange{Table: d.name, Op: s.Op, ID: s.ID, def: d, after: s.Row}
	was, err := d.get(ctx, r, s.ID)
	there := !fault.Is(err, fault.NotFound)
	switch {
	case err != nil && there:
		return rc, err
	case s.Op == Insert && there:
		return rc, fault.Bad("id", "taken", "There is a %s %s already.", words(d.name), s.ID)
	case s.Op != Insert && !there:
		return rc, err
	}
	if s.Op != Insert {
		rc.before, rc.Base = was, metaOf(was).Version
	}
	if rc.after != nil {
		*metaOf(rc.after) = Meta{ID: s.ID, Version: rc.Base}
	}
	return rc, nil
}

// takes is nil when the table would take the row.
func (e *Engine) takes(ctx context.Context, q *recorder, rc *RowChange) error {
	if rc.after != nil && rc.def.fill != nil {
		if err := rc.def.fill(ctx, q, rc.after); err != nil {
			return err
		}
	}
	if err := e.demands(ctx, q, rc); err != nil {
		return err
	}
	return rc.def.check(ctx, q, rc.before, rc.after)
}

// inList names the place of a row in a fault.
func inList(i int, err error) error {
	f := fault.From(err)
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		return err
	}
	named := *f
	named.Kind = fault.Invalid
	named.Field = strings.TrimSuffix(fmt.Sprintf("changes[%d].%s", i, f.Field), ".")
	return &named
}
