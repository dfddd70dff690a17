package govern

import (
	"context"
	"strconv"

	"github.com/countersign/countersign/internal/store"
)

// waiting is a change as it is stored, with the users who agreed to it.
type waiting struct {
	change *Change
	agreed []string
}

// lookAhead reads the changes that the jobs of a group decide on by two queries
// for all: one by one they would cost two round trips each.
func (t *counted) lookAhead(ctx context.Context, jobs []*job) error {
	var ids []any
	for _, j := range jobs {
		if j.on != "" {
			ids = append(ids, string(j.on))
		}
	}
	if len(ids) < 2 {
		return nil
	}
	for have := len(ids); len(ids) < 8 || len(ids)&(len(ids)-1) != 0; {
		ids = append(ids, ids[have-1]) // to a power of two, so that few statements are ever prepared
	}
	t.ahead = make(map[ID]*waiting, len(ids))
	in := " IN ($1"
	for i := range ids[1:] {
		in += ", $" + strconv.Itoa(i+2)
	}
	in += ")"
	err := t.Query(ctx, func(scan store.Scan) error {
		c, err := scanChange(scan)
		t.ahead[c.ID] = &waiting{change: c}
		return err
	}, selectChange+` WHERE id`+in, ids...)
	if err != nil {
		return err
	}
	return t.Query(ctx, func(scan store.Scan) error {
		var id, user string
		err := scan(&id, &user)
		if w := t.ahead[ID(id)]; w != nil {
			w.agreed = append(w.agreed, user)
		}
		return err
	}, `SELECT "change", "user" FROM decision WHERE verdict = 'approve' AND "change"`+in+` ORDER BY seq`, ids...)
}

// readWaiting reads a change and who agreed to it. What was read ahead serves
// once: a second job of the group about the same change reads what the first
// left behind.
func readWaiting(ctx context.Context, r store.Reader, id ID) (*Change, []string, error) {
	if t, ok := r.(*counted); ok && t.ahead[id] != nil {
		w := t.ahead[id]
		delete(t.ahead, id)
		return w.change, w.agreed, nil
	}
	c, err := ReadChange(ctx, r, id)
	if err != nil {
		return nil, nil, err
	}
	var agreed []string
	err = r.Query(ctx, func(scan store.Scan) error {
		var user string
		err := scan(&user)
		agreed = append(agreed, user)
		return err
	}, `SELECT "user" FROM decision WHERE "change" = $1 AND verdict = 'approve' ORDER BY seq`, string(id))
	return c, agreed, err
}
