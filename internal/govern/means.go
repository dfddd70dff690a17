package govern

import (
	"context"
	"slices"

	"github.com/countersign/countersign/approval"
)

// means are the declared commands that the row amounts to, besides the one that it
// is a row of.
func (e *Engine) means(command string, rc *RowChange, now Time) (list []string) {
	if rc.Op == Touch {
		return nil
	}
	return e.amounts(command, rc.def, rc.before, rc.after, now)
}

// amounts is means of a row's images, nil where there is none.
func (e *Engine) amounts(command string, d *def, before, after any, now Time) (list []string) {
	if before == nil {
		before = d.loneRow
	}
	if d.means == nil || before == nil || after == nil {
		return nil
	}
	for _, name := range d.means(before, after, now) {
		if _, is := e.verbs[name]; is && name != command && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// amountingTo is the first command, of the one that was given and those that its
// rows amount to, of which that is so; "" when it is of none.
func (e *Engine) amountingTo(c *considered, now Time, so func(Verb) bool) string {
	if so(e.verbs[c.name]) {
		return c.name
	}
	for i := range c.plan.Rows {
		for _, name := range e.means(c.name, &c.plan.Rows[i], now) {
			if so(e.verbs[name]) {
				return name
			}
		}
	}
	return ""
}

// anew reports whether the update makes of the row what only a new one could be.
func (rc *RowChange) anew() bool {
	return rc.Op == Update && rc.def.anew != nil && rc.before != nil && rc.after != nil && rc.def.anew(rc.before, rc.after)
}

// asNew is what the rules on inserting are asked of an update that makes the row anew.
func (rc *RowChange) asNew(in approval.Input) approval.Input {
	in.Subject, in.Op, in.Before, in.After = rc.Table, approval.Insert, nil, rc.def.seen(rc.after)
	return in
}

// meant refuses rows that amount to commands which the user may not give, or to new
// ones which they may not insert. What such a command would write besides asks what
// it would ask by itself.
func (e *Engine) meant(v *view, user, command string, rows []RowChange, now Time) error {
	amounts := false
	for i := range rows {
		rc := &rows[i]
		if rc.anew() {
			if err := v.allowed(user, rc.Table+".insert", rc.def.targetsOf(nil, rc.after), now); err != nil {
				return err
			}
		}
		for _, name := range e.means(command, rc, now) {
			amounts = true
			if err := v.allowed(user, name, rc.def.targetsOf(rc.before, rc.after), now); err != nil {
				return err
			}
		}
	}
	if !amounts {
		return nil
	}
	return v.rowByRow(user, rows, now)
}

// bring adds what the commands that rows amount to would write besides. Such a plan
// is carried out whole: somebody who was suspended without the handing over, or
// moved with every membership, is what the commands are there to prevent.
func (e *Engine) bring(ctx context.Context, q *recorder, c *considered) error {
	n, named := len(c.plan.Rows), map[Ref]bool{}
	for _, ref := range c.plan.Stays {
		named[ref] = true
	}
	for i := range n {
		rc := &c.plan.Rows[i]
		if rc.def.brings == nil || e.means(c.name, rc, q.now) == nil {
			continue
		}
		q.plans(c.plan.Rows)
		more, err := rc.def.brings(ctx, q, rc.before, rc.after, func(r Ref) bool { return named[r] })
		if err != nil {
			return at(c.plan.Rows[:n], i, err)
		}
		c.plan.Rows = append(c.plan.Rows, more...)
	}
	c.whole = c.whole || len(c.plan.Rows) > n
	return nil
}
