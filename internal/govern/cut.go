package govern

import (
	"slices"

	"github.com/countersign/countersign/internal/audit"
)

// cutDeputyships ends, in the same entry, the deputyships of users whom the rows
// suspended or let act again, those that they lend and those lent to them: none
// comes back by itself with the person. It only ever takes something away, and so
// asks nobody.
func (g *batch) cutDeputyships(ev *audit.Event, rows []RowChange, now Time) error {
	turned := turned(rows)
	if turned == nil {
		return nil
	}
	var ids []ID
	for id, x := range g.view.deputies {
		if x.Until > now && (turned[x.User] || turned[x.Deputy]) {
			ids = append(ids, id)
		}
	}
	if ids == nil {
		return nil
	}
	slices.Sort(ids)
	d := g.e.deputyTable()
	c := &considered{}
	for _, id := range ids {
		row, err := d.get(g.ctx, g.tx, id)
		if err != nil {
			return err
		}
		rc := d.change(Delete, row, nil)
		if after := d.cut(row, now); after != nil {
			rc = d.change(Update, row, after)
		}
		if err := rc.encode(); err != nil {
			return err
		}
		c.plan.Rows = append(c.plan.Rows, rc)
	}
	var err error
	if c.next, c.changed, err = g.view.after(c.plan.Rows); err != nil {
		return err
	}
	_, err = g.write(ev, c)
	return err
}

// turned are the users who are active after the rows and were not before, or the
// other way round.
func turned(rows []RowChange) map[string]bool {
	var list map[string]bool
	for i := range rows {
		rc := &rows[i]
		if rc.Op != Update || rc.def.facts == nil {
			continue
		}
		was, is := rc.def.facts(rc.before).Users, rc.def.facts(rc.after).Users
		if len(was) != 1 || len(is) != 1 || was[0].Active == is[0].Active {
			continue
		}
		if list == nil {
			list = map[string]bool{}
		}
		list[is[0].ID] = true
	}
	return list
}

// deputyTable is the table of deputyships, nil when none is declared.
func (e *Engine) deputyTable() *def {
	for _, d := range e.tables {
		if d.deputy != nil && d.cut != nil {
			return d
		}
	}
	return nil
}
