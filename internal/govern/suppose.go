package govern

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/duty"
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

// Supposition is what would be if the rows were written.
type Supposition struct {
	Before, After *access.Snapshot
	// Brought are the grants and memberships that the rows would bring along: those
	// that end with a move, and what else the commands write that a row amounts to.
	Brought []Brought
	// Broken are those who would break a duty rule then and do not now, so that the
	// change would be refused; for nobody's eyes yet. Breaks are they as far as the user
	// may see them, and how many they are.
	Broken []duty.Violation
	Breaks Breaking
}

// Brought is one grant or membership that would change with others.
type Brought struct {
	Table string `json:"table" enum:"grant,member"`
	Op    Op     `json:"op" enum:"insert,update,delete"`
	ID    ID     `json:"id"`
	User  string `json:"user,omitempty"`
	Group string `json:"group,omitempty"`
	Role  string `json:"role,omitempty" doc:"Of a grant."`
}

// Suppose tells who may do what now and who could if the rows were written, each
// of which its table would have to take, with what they bring along. Nothing is
// written, and nobody's permission to write is asked. Faults: not_found, taken, and
// those of the rows; their field is changes[n] and the field.
func (e *Engine) Suppose(ctx context.Context, user string, list []Supposed) (s *Supposition, err error) {
	v := e.view.Load()
	s = &Supposition{Before: v.access}
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
		more, err := e.brought(ctx, q, rows)
		if err != nil {
			return err
		}
		for i := range more {
			s.Brought = append(s.Brought, more[i].brought()...)
		}
		rows = append(rows, more...)
		q.plans(rows)
		follow, err := e.abodes(ctx, q, rows)
		if err != nil {
			return err
		}
		for i := range follow {
			if follow[i].Op == Delete {
				s.Brought = append(s.Brought, follow[i].brought()...)
			}
		}
		rows = append(rows, follow...)
		next, _, err := v.after(rows)
		if err != nil {
			return err
		}
		s.After = next.access
		return e.supposedBreaks(ctx, q, next, rows, s)
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// brought are the rows that the commands would write besides which the rows amount
// to. What such a command refuses, as when nobody is named who looks after what was
// somebody's, brings nothing along: that is asked when the change is made.
func (e *Engine) brought(ctx context.Context, q *recorder, rows []RowChange) (list []RowChange, err error) {
	for i := range rows {
		rc := &rows[i]
		if rc.def.brings == nil || e.means("", rc, q.now) == nil {
			continue
		}
		more, err := rc.def.brings(ctx, q, rc.before, rc.after, func(Ref) bool { return false })
		switch f := fault.From(err); {
		case err == nil:
			list = append(list, more...)
		case f.Kind == fault.Internal || f.Kind == fault.Unavailable:
			return nil, err
		}
	}
	return list, nil
}

// brought is the row as a grant or membership, nothing when it is neither.
func (rc *RowChange) brought() (list []Brought) {
	row := rc.after
	if row == nil {
		row = rc.before
	}
	if rc.Op == Touch || rc.def.facts == nil {
		return nil
	}
	f := rc.def.facts(row)
	for _, m := range f.Members {
		list = append(list, Brought{Table: rc.Table, Op: rc.Op, ID: rc.ID, User: m.User, Group: m.Group})
	}
	for _, g := range f.Grants {
		list = append(list, Brought{Table: rc.Table, Op: rc.Op, ID: rc.ID, User: g.User, Group: g.Group, Role: g.Role})
	}
	return list
}

// supposedBreaks finds who would break a duty rule by the rows.
func (e *Engine) supposedBreaks(ctx context.Context, q *recorder, next *view, rows []RowChange, s *Supposition) error {
	v, p := q.v, e.places(ctx, q)
	var all []duty.Violation
	if next != v && next.duties.Standing() {
		all = slices.Collect(next.duties.AllFresh(v.access, next.access, concerned(v, next, rows), int64(q.now), p.where))
	}
	s.Broken, s.Breaks = all, *seen(next, q.asker, all, mostBreakingTold, q.now)
	return p.err
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
