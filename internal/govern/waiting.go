package govern

import (
	"context"

	"github.com/countersign/countersign/internal/store"
)

// waiting is a change as it is stored, with the users who agreed to it and the
// people who have decided on it at all.
type waiting struct {
	change  *Change
	agreed  []decidedBy
	decided []string

	body *Body // opened already, or what that failed with
	err  error
}

// open opens the body of a change that still waits.
func (w *waiting) open(e *Engine) {
	if w.change.State == pending {
		w.body, w.err = e.open(w.change)
	}
}

// changesAhead reads the changes that a group decides on.
func (t *counted) changesAhead(ctx context.Context, e *Engine, ids []string) error {
	t.changes = make(map[ID]*waiting, len(ids))
	if len(ids) < 2 {
		return nil // a single one is read when it is wanted
	}
	return inParts(ids, func(in string, args []any) error {
		var list []*waiting
		var decisions int64
		err := t.Query(ctx, func(scan store.Scan) error {
			var n int64
			c, err := scanChange(scan, &n)
			list, decisions = append(list, &waiting{change: c}), decisions+n
			return err
		}, "SELECT "+changeColumns+`, (SELECT count(*) FROM decision WHERE decision."change" = "change".id)`+fromChange+in, args...)
		if err != nil {
			return err
		}
		err = halves(len(list), func(i int) error {
			list[i].open(e)
			return nil
		})
		if err != nil {
			return err
		}
		for _, w := range list {
			t.changes[w.change.ID] = w
		}
		if decisions == 0 {
			return nil // mostly: a round trip saved
		}
		return t.Query(ctx, func(scan store.Scan) error {
			var id string
			var d decidedBy
			err := scan(&id, &d.user, &d.person, &d.verdict, &d.behalf, &d.left)
			if w := t.changes[ID(id)]; w != nil {
				w.add(d)
			}
			return err
		}, `SELECT "change", "user", person, verdict, on_behalf, left_out FROM decision WHERE "change"`+in+` ORDER BY seq`, args...)
	})
}

type decidedBy struct{ user, person, verdict, behalf, left string }

func (w *waiting) add(d decidedBy) {
	w.decided = append(w.decided, d.person)
	if d.verdict == "approve" {
		w.agreed = append(w.agreed, d)
	}
}

// readWaiting reads a change and who decided on it. What was read ahead serves
// once: a second job of the group about the same change reads what the first
// left behind.
func (e *Engine) readWaiting(ctx context.Context, r store.Reader, id ID) (*waiting, error) {
	if t, ok := r.(*counted); ok && t.changes[id] != nil {
		w := t.changes[id]
		delete(t.changes, id)
		return w, nil
	}
	c, err := ReadChange(ctx, r, id)
	if err != nil {
		return nil, err
	}
	w := &waiting{change: c}
	w.open(e)
	return w, r.Query(ctx, func(scan store.Scan) error {
		var d decidedBy
		err := scan(&d.user, &d.person, &d.verdict, &d.behalf, &d.left)
		w.add(d)
		return err
	}, `SELECT "user", person, verdict, on_behalf, left_out FROM decision WHERE "change" = $1 ORDER BY seq`, string(id))
}
