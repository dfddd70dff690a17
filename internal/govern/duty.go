package govern

import (
	"context"
	"errors"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/fault"
)

// codeDuty is the code of what a duty rule refuses.
const codeDuty = "duty_rule"

// dutyHooks are what a table's rows mean for duty rules, with their type erased.
type dutyHooks struct {
	rule      func(any) duty.Rule
	exception func(any) duty.Exception
	held      *approval.Program // what an exception, or a looser rule, always waits for
}

func dutyHooksOf[T any](t *Table[T]) (h dutyHooks) {
	if t.Duty != nil {
		h.rule = func(row any) duty.Rule { return t.Duty(row.(*T)) }
	}
	if t.Exception != nil {
		h.exception = func(row any) duty.Exception { return t.Exception(row.(*T)) }
	}
	return h
}

func (h dutyHooks) gather(row any, rules []duty.Rule, exceptions []duty.Exception) ([]duty.Rule, []duty.Exception) {
	if h.rule != nil {
		rules = append(rules, h.rule(row))
	}
	if h.exception != nil {
		exceptions = append(exceptions, h.exception(row))
	}
	return rules, exceptions
}

// any reports whether rows of the table are duty rules or exceptions.
func (h dutyHooks) any() bool { return h.rule != nil || h.exception != nil }

func (v *view) putDuty(d *def, before, after any) (err error) {
	switch h := d.duties; {
	case h.rule != nil && after != nil:
		if v.duties, err = v.duties.With(h.rule(after)); err != nil {
			return BadDuty(err)
		}
	case h.rule != nil:
		v.duties = v.duties.Without(h.rule(before).ID)
	case h.exception != nil && after != nil:
		v.duties = v.duties.WithException(h.exception(after))
	case h.exception != nil:
		v.duties = v.duties.WithoutException(h.exception(before).ID)
	}
	return nil
}

// BadDuty turns the refusal of package duty into a fault of its field.
func BadDuty(err error) error {
	var refused *duty.Error
	if !errors.As(err, &refused) {
		return err
	}
	return fault.Bad(refused.Place, "bad_duty_rule", "This duty rule cannot be used: %s.", refused.Detail)
}

// apart refuses a change of access by which somebody would hold together what a
// duty rule keeps apart, and did not before. It looks at the people whom the rows
// concern, on whatever path they come. Fault duty_rule.
func (e *Engine) apart(ctx context.Context, q *recorder, c *considered, v *view) error {
	if c.next == v || !c.next.duties.Standing() {
		return nil
	}
	people := concerned(v, c.next, c.plan.Rows)
	if len(people) == 0 {
		return nil
	}
	p := e.places(ctx, q)
	broken := c.next.duties.Fresh(v.access, c.next.access, people, int64(q.now), p.where)
	switch {
	case p.err != nil:
		return p.err
	case broken == nil:
		return nil
	}
	unseen := q.asker != "" && !v.seesAll(q.asker, broken.Users, q.now)
	said := broken.Without(unseen, func(h *duty.Held) bool { return c.next.elsewhere(v, q.asker, h, q.now) })
	if broken.Mode == duty.Except {
		return fault.New(fault.Denied, codeDuty, "%s. Ask for an exception that lasts as long as this would.", said)
	}
	return fault.New(fault.Denied, codeDuty, "%s. Nobody may hold these together.", said)
}

// elsewhere reports whether what somebody held before lies where the user sees neither
// people nor grants, as an administrator of another unit. What the change itself gives
// its maker knows.
func (v *view) elsewhere(before *view, user string, h *duty.Held, now Time) bool {
	on := access.Target{Unit: h.Home}
	if h.Grant != "" {
		granted := before.access.Granted(h.User)
		n := slices.IndexFunc(granted, func(g access.Grant) bool { return g.ID == h.Grant })
		if n < 0 {
			return false
		}
		on = granted[n].Target()
	} else if h.Home == "" {
		return false
	}
	sees := func(permission string) bool { return v.access.Check(user, permission, on, int64(now)) }
	return user != "" && !sees("user.view") && !sees("grant.view")
}

// places finds out what records are part of. An error of the database is kept.
type places struct {
	e   *Engine
	ctx context.Context
	q   *recorder
	err error
}

func (e *Engine) places(ctx context.Context, q *recorder) *places {
	own := newRecorder(e, q.v, q.Reader, q.now, q.asker) // what it looks at is no ground of the plan
	own.planned, own.becomes = q.planned, q.becomes
	return &places{e: e, ctx: ctx, q: own}
}

func (p *places) where(table, id string) (access.Target, bool) {
	d := p.q.v.extra.def(table)
	if d == nil || p.err != nil {
		return access.Target{}, false
	}
	if rc := p.q.becomes[Ref{table, ID(id)}]; rc != nil && rc.after != nil {
		return d.targetOf(rc.after), true
	}
	row, err := d.get(p.ctx, p.q, ID(id))
	if err != nil {
		if !fault.Is(err, fault.NotFound) {
			p.err = err
		}
		return access.Target{}, false
	}
	return d.targetOf(row), true
}

// concerned are the people who may hold something else by the rows, sorted.
func concerned(v, next *view, rows []RowChange) []string {
	people := map[string]bool{}
	user := func(id string) {
		if id != "" {
			people[v.access.Person(id)], people[next.access.Person(id)] = true, true
		}
	}
	for i := range rows {
		rc := &rows[i]
		if rc.Op == Touch || rc.def.facts == nil {
			continue
		}
		for _, row := range []any{rc.before, rc.after} {
			if row == nil {
				continue
			}
			f := rc.def.facts(row)
			if rc.Op != Insert && len(f.Roles)+len(f.Units) > 0 { // whoever holds it, wherever it lies
				for _, id := range next.access.Users() {
					user(id)
				}
			}
			for _, u := range f.Users {
				user(u.ID)
			}
			for _, m := range f.Members {
				user(m.User)
			}
			for _, g := range f.Grants {
				user(g.User)
				if g.Group == "" {
					continue
				}
				for _, id := range slices.Concat(v.access.MembersOf(g.Group), next.access.MembersOf(g.Group)) {
					user(id)
				}
			}
		}
	}
	list := make([]string, 0, len(people))
	for p := range people {
		list = append(list, p)
	}
	slices.Sort(list)
	return list
}
