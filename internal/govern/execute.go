package govern

import (
	"bytes"
	"fmt"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
)

// execute applies the change as it was shown, after checking there and then
// that its maker still may and its rows still stand.
func (g *batch) execute(j *job, d *decision) (Outcome, error) {
	b := d.body
	if err := g.e.mayStill(d); err != nil {
		return g.end(j, d, "change.approve", Failed, "Its maker may no longer make it: "+fault.From(err).Detail)
	}
	rows, why, err := g.standing(j, d)
	if err != nil {
		return Outcome{}, err
	}
	if why != "" {
		return g.end(j, d, "change.approve", Stale, why)
	}
	c := &considered{asker: b.Maker, name: b.Command, targets: b.Targets, plan: Plan{Rows: rows, Outbox: b.Outbox, Facts: b.Facts, Record: b.Record}}
	q := newRecorder(g.e, d.view, g.tx, d.now, b.Maker)
	q.plans(rows)
	if left, err := g.e.abodes(g.ctx, q, rows); err != nil {
		return Outcome{}, err
	} else if len(left) > 0 {
		becomes := "moves to another unit"
		if left[0].Op == Delete {
			becomes = "is deleted"
		}
		return g.end(j, d, "change.approve", Stale, fmt.Sprintf("The %s %s was made since, on a record that %s; make the change again.", words(left[0].Table), left[0].ID, becomes))
	}
	if c.next, c.changed, err = d.view.after(rows); err != nil {
		return g.end(j, d, "change.approve", Failed, fault.From(err).Detail)
	}
	if c.next != d.view {
		err := g.e.possible(c, d.now)
		if err == nil {
			err = g.e.lockedOut(g.ctx, q, d.view, c.next, rows, d.now)
		}
		if err != nil {
			return g.end(j, d, "change.approve", Failed, fault.From(err).Detail)
		}
		if err := g.e.apart(g.ctx, q, c, d.view); fault.Code(err) == codeDuty {
			return g.end(j, d, "change.approve", Failed, fault.From(err).Detail)
		} else if err != nil {
			return Outcome{}, err
		}
	}
	told, err := g.e.others(g.ctx, q, b.Command, &c.plan, b.Maker, b.OnBehalf)
	if fault.Code(err) == codeDuty {
		return g.end(j, d, "change.approve", Failed, fault.From(err).Detail)
	} else if err != nil {
		return Outcome{}, err
	}
	before := d.told
	d.told = append(before[:len(before):len(before)], told...)
	if p, err := d.view.ownGain(c.next, rows, b.Maker); err != nil {
		return Outcome{}, err
	} else if p != "" && !g.e.verbs[b.Command].givesAsTold() {
		return g.end(j, d, "change.approve", Failed, "It would give its maker "+p+".")
	}
	if p := g.e.movedTo(d.view, c.next, rows, d.view.access.Person(b.Maker), d.now); p != "" && !g.e.verbs[b.Command].givesAsTold() {
		return g.end(j, d, "change.approve", Failed, "It would give its maker "+p+".")
	}
	for _, a := range d.agreed {
		for _, person := range personsOf(a) {
			if p := g.e.movedTo(d.view, c.next, rows, person, d.now); p != "" {
				return Outcome{}, fault.New(fault.Denied, "own_access", "This would give %s %s. Nobody agrees to their own access.", person, p)
			}
			if p := widened(d.view, c.next, person); p != "" && d.view != c.next {
				return Outcome{}, fault.New(fault.Denied, "own_access", "This would give %s %s. Nobody agrees to their own access.", person, p)
			}
		}
	}
	if u, err := g.e.benefits(g.ctx, q, rows, d.view, d.everybody()); u != "" || err != nil {
		return Outcome{}, ownMeans(u, err)
	}
	if err := g.keep(j, d, "approve"); err != nil {
		return Outcome{}, err
	}
	j.instead = func() (Outcome, error) {
		d.told = before
		return g.withoutTaken(j, d, rows)
	}
	ev, err := g.changeEvent(j, d, b.Command, audit.Applied)
	if err != nil {
		return Outcome{}, err
	}
	ev.Units = nil // of the rows that are written
	out, err := g.write(ev, c)
	if err == nil {
		err = g.cutDeputyships(ev, c.plan.Rows, d.now)
	}
	if err == nil {
		err = g.endWith(ev, d.change.ID)
	}
	if err != nil {
		return Outcome{}, err
	}
	out.Skipped = d.notWritten()
	ev.Detail = partly(out.Skipped, b.Rows)
	out.State, out.Change, out.Seq, out.Detail = Applied, d.change.ID, g.note(j, ev), ev.Detail
	return out, g.close(d, "executed", out.Detail, out.Seq)
}

// standing are the rows that can be written as they were shown: all of them, or
// why that is not so; where rows stand for themselves, those that still can.
func (g *batch) standing(j *job, d *decision) (rows []RowChange, why string, err error) {
	b := d.body
	if g.e.severance(b) {
		return g.remaining(j, d)
	}
	if why, err = g.moved(d); why != "" || err != nil {
		return nil, why, err
	}
	q := newRecorder(g.e, d.view, g.tx, d.now, b.Maker)
	q.plans(b.Rows)
	for i := range b.Rows {
		if why, err = g.unfit(q, &b.Rows[i]); why != "" || err != nil {
			return nil, why, err
		}
	}
	why, err = g.lasting(q, j, b)
	return b.Rows, why, err
}

// withoutTaken does what remains to be done when the database refused rows whose
// id or values another record has by now.
func (g *batch) withoutTaken(j *job, d *decision, rows []RowChange) (Outcome, error) {
	if g.e.severance(d.body) {
		found, err := g.skipTaken(d, rows)
		if err != nil {
			return Outcome{}, err
		}
		if found {
			return g.execute(j, d)
		}
	}
	return g.endTaken(j, d)
}

// mayStill is nil while the maker stands, is the person who made the change, and may
// make it, as was asked when it was held.
func (e *Engine) mayStill(d *decision) error {
	b, verb := d.body, e.verbs[d.body.Command]
	if verb.ByLink {
		return nil
	}
	if d.turned[b.Maker] {
		return fault.New(fault.Denied, "person_changed", "The personnel id of its maker was changed after this change was made, so that nobody can tell whose own it is. Have it asked anew.")
	}
	err := d.view.standing(b.Maker, d.now)
	if err == nil && !verb.Own {
		err = d.view.allowed(b.Maker, b.Command, b.Targets, d.now)
	}
	if err == nil && verb.ByRow {
		err = d.view.rowByRow(b.Maker, b.Rows, d.now)
	}
	if err == nil && !verb.ByProgram {
		err = e.meant(d.view, b.Maker, b.Command, b.Rows, d.now)
	}
	return err
}

// unfit says why a table would not take the row any more, "" when it would: what
// it is checked against need not be a record whose version the change is bound
// to.
func (g *batch) unfit(q *recorder, rc *RowChange) (string, error) {
	err := g.e.demands(g.ctx, q, rc)
	if err == nil && rc.Op != Touch {
		err = rc.def.check(g.ctx, q, rc.before, rc.after)
	}
	if err != nil {
		if f := fault.From(err); f.Kind != fault.Internal && f.Kind != fault.Unavailable {
			return f.Detail, nil
		}
		return "", err
	}
	again := RowChange{def: rc.def, after: rc.after} // a check may put a row into its one form
	if err := again.encode(); err != nil {
		return "", err
	}
	if !bytes.Equal(again.After, rc.After) {
		return "The table " + rc.Table + " has another form of this row than when the change was made; make the change again.", nil
	}
	return "", nil
}

// moved says which row or set is no longer as the plan read it; "" when all is.
func (g *batch) moved(d *decision) (string, error) {
	same := map[Read]bool{} // what a row of the change has told already
	for i := range d.body.Rows {
		rc := &d.body.Rows[i]
		if rc.Op == Insert {
			continue
		}
		if why, err := g.altered(rc); why != "" || err != nil {
			return why, err
		}
		same[Read{Table: rc.Table, ID: rc.ID, Version: rc.Base}] = true
	}
	for _, r := range d.body.Reads {
		if same[r] {
			continue
		}
		if why, err := g.movedRead(r); why != "" || err != nil {
			return why, err
		}
	}
	return "", nil
}

// movedRead says that what a plan read has another version by now.
func (g *batch) movedRead(r Read) (string, error) {
	def := g.view.extra.def(r.Table)
	if def == nil {
		return "The table " + r.Table + " is no more.", nil
	}
	row, err := def.get(g.ctx, g.tx, r.ID)
	switch {
	case fault.Is(err, fault.NotFound):
		return "The " + words(r.Table) + " " + string(r.ID) + " is no more.", nil
	case err != nil:
		return "", err
	case versionOf(row, r.Children) != r.Version:
		return "The " + words(r.Table) + " " + string(r.ID) + " changed since.", nil
	}
	return "", nil
}

// versionOf is the row's version, or that of the set under it.
func versionOf(row any, children bool) int64 {
	if !children {
		return metaOf(row).Version
	}
	if r, ok := row.(interface{ root() *Root }); ok {
		return r.root().ChildrenVersion
	}
	return -1 // nothing stands under records of this table any more
}
