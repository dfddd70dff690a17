package govern

import (
	"context"
	"encoding/json"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Shown is one row as it may leave, its version, and the change that waits for
// it if the user may see that one. Whether the user may view the row its caller
// has asked.
func (e *Engine) Shown(ctx context.Context, user string, t Any, row any) (json.RawMessage, ID, error) {
	d := t.erased()
	pending, err := e.pendingOf(ctx, e.db, user, d.name, []any{row})
	if err != nil {
		return nil, "", err
	}
	change := pending[metaOf(row).ID]
	shown, err := d.whole(row, change)
	return shown, change, err
}

// pendingOf finds the changes that wait for any of the rows, those that the user
// may see.
func (e *Engine) pendingOf(ctx context.Context, r store.Reader, user, table string, rows []any) (map[ID]ID, error) {
	found := map[ID]ID{}
	for len(rows) > 0 {
		part := rows[:min(len(rows), 128)]
		rows = rows[len(part):]
		q := query{}
		ids := make([]string, len(part))
		for i, row := range part {
			ids[i] = string(metaOf(row).ID)
		}
		where := "table_name = " + q.arg(table) + " AND " + q.in("record", ids)
		err := r.Query(ctx, func(scan store.Scan) error {
			var record, change string
			err := scan(&record, &change)
			found[ID(record)] = ID(change)
			return err
		}, `SELECT record, "change" FROM change_record WHERE `+where, q.args...)
		if err != nil {
			return nil, err
		}
	}
	seen := map[ID]bool{}
	for record, change := range found {
		may, looked := seen[change]
		if !looked {
			p, err := e.boxed(ctx, r, user, All, change)
			if err != nil {
				return nil, err
			}
			may = p != nil
			seen[change] = may
		}
		if !may {
			delete(found, record)
		}
	}
	return found, nil
}

// mayLook is nil when the user may see the change: as its maker, as somebody
// who could decide on it or could have, or with the permission to view all that
// it is about.
func (e *Engine) mayLook(p *Pending, user string) error {
	v, now := e.view.Load(), At(e.now())
	if wall := v.kept(user, p.Body.about(), now); wall != "" {
		return fault.New(fault.Denied, "walled", "The wall %s keeps you from what this change is about, for whomever you act.", wall)
	}
	if p.Eligible == nil || p.For != nil || p.Body.Maker == user || e.asked(p.Body, user) {
		return nil
	}
	if len(p.Body.Rows) == 0 { // it is about nothing that can be viewed
		return v.allowed(user, p.Body.Command, p.Body.Targets, now)
	}
	for i := range p.Body.Rows {
		rc := &p.Body.Rows[i]
		for _, row := range []any{rc.before, rc.after} {
			if row == nil || rc.def == nil {
				continue
			}
			if err := e.Check(user, rc.Table+".view", rc.def.targetOf(row)); err != nil {
				return err
			}
		}
	}
	return nil
}
