package govern

import (
	"context"
	"strconv"

	"github.com/countersign/countersign/internal/store"
)

// foreseer is a command that can tell before it is planned which record of the
// table it reads ("" for none) and which row it will write (nil for none).
type foreseer interface {
	foresee() (d *def, id ID, row any)
}

// lookAhead reads what the jobs of a group will ask for by a few queries for
// all: the changes that they decide on, and the rows that are to be changed. One
// by one each would cost a round trip. What is read serves once, and no longer
// than until somebody of the group writes it.
func (t *counted) lookAhead(ctx context.Context, e *Engine, v *view, jobs []*job) error {
	var ids []string
	for _, j := range jobs {
		if j.on != "" {
			ids = append(ids, string(j.on))
		}
	}
	if err := t.changesAhead(ctx, e, ids); err != nil {
		return err
	}
	want, fresh := map[Ref]bool{}, map[Ref]bool{}
	need := func(d *def, row any) {
		_ = d.refs(row, func(c *column, id ID) error {
			if ref := (Ref{c.constraint.ref, id}); id != "" && !v.knows(v.extra.def(ref.Table), id) {
				want[ref] = true
			}
			return nil
		})
	}
	for _, j := range jobs {
		if c, ok := j.cmd.(interface{ chosen() Ref }); ok {
			fresh[c.chosen()] = true
		}
		if f, ok := j.cmd.(foreseer); ok {
			d, id, row := f.foresee()
			if id != "" {
				want[Ref{d.name, id}] = true
			}
			if row != nil {
				need(d, row)
			}
		}
	}
	for _, w := range t.changes {
		if w.body == nil {
			continue
		}
		if rc := w.body.chosen(); rc != nil {
			fresh[Ref{rc.Table, rc.ID}] = true
		}
		for i := range w.body.Rows {
			if rc := &w.body.Rows[i]; rc.Op != Insert {
				want[Ref{rc.Table, rc.ID}] = true
			}
			if rc := &w.body.Rows[i]; rc.after != nil {
				need(rc.def, rc.after)
			}
		}
		for _, r := range w.body.Reads {
			want[Ref{r.Table, r.ID}] = true
		}
	}
	if err := t.freeAhead(ctx, e, fresh); err != nil {
		return err
	}
	return t.rowsAhead(ctx, e, want)
}

// byTable sorts references; tables with a single one are left out, which is read
// when it is wanted.
func (e *Engine) byTable(refs map[Ref]bool, each func(d *def, ids []string) error) error {
	ids := map[*def][]string{}
	for ref := range refs {
		if d := e.byName[ref.Table]; d != nil {
			ids[d] = append(ids[d], string(ref.ID))
		}
	}
	for _, d := range e.tables {
		if len(ids[d]) < 2 {
			continue
		}
		if err := each(d, ids[d]); err != nil {
			return err
		}
	}
	return nil
}

// freeAhead asks which ids no deleted record had.
func (t *counted) freeAhead(ctx context.Context, e *Engine, fresh map[Ref]bool) error {
	t.free = map[Ref]bool{}
	return e.byTable(fresh, func(d *def, ids []string) error {
		for _, id := range ids {
			t.free[Ref{d.name, ID(id)}] = true
		}
		return inParts(ids, func(in string, args []any) error {
			return t.Query(ctx, func(scan store.Scan) error {
				var id string
				err := scan(&id)
				delete(t.free, Ref{d.name, ID(id)})
				return err
			}, `SELECT record FROM gone WHERE table_name = '`+d.name+`' AND record`+in, args...)
		})
	})
}

func (t *counted) rowsAhead(ctx context.Context, e *Engine, want map[Ref]bool) error {
	t.rows = make(map[Ref]any, len(want))
	return e.byTable(want, func(d *def, ids []string) error {
		return inParts(ids, func(in string, args []any) error {
			return t.Query(ctx, func(scan store.Scan) error {
				row, err := d.scan(scan)
				if err == nil {
					t.rows[Ref{d.name, metaOf(row).ID}] = row
				}
				return err
			}, d.selects+` WHERE id`+in, args...)
		})
	})
}

// inParts asks for ids in parts of at most 64, each filled up to a power of
// two, so that few statements are ever prepared.
func inParts(ids []string, ask func(in string, args []any) error) error {
	for len(ids) > 0 {
		n := min(len(ids), 64)
		args := make([]any, 0, 64)
		for _, id := range ids[:n] {
			args = append(args, id)
		}
		for len(args) < 8 || len(args)&(len(args)-1) != 0 {
			args = append(args, ids[0])
		}
		in := " IN ($1"
		for i := range args[1:] {
			in += ", $" + strconv.Itoa(i+2)
		}
		if err := ask(in+")", args); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// countedOf is the group's transaction under a reader, nil for other readers.
func countedOf(r store.Reader) *counted {
	if rec, ok := r.(*recorder); ok {
		r = rec.Reader
	}
	t, _ := r.(*counted)
	return t
}

// takeAhead gives the row that was read ahead, nil when there is none.
func takeAhead(r store.Reader, ref Ref) any {
	t := countedOf(r)
	if t == nil {
		return nil
	}
	row := t.rows[ref]
	delete(t.rows, ref)
	return row
}

// isAhead reports whether the row was read ahead, and so exists.
func isAhead(r store.Reader, ref Ref) bool {
	t := countedOf(r)
	return t != nil && t.rows[ref] != nil
}
