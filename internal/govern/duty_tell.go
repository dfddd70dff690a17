package govern

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Breaking is who breaks duty rules.
type Breaking struct {
	Total int              `json:"total" doc:"How many there are, also of people whom you may not see; of who may ask at units alone, those who are told."`
	Items []duty.Violation `json:"items" doc:"Those that you may see, by rule and person; at most 1000, and 100 in the answer to a change."`
	// Elsewhere is of who may ask at units alone.
	Elsewhere bool `json:"elsewhere,omitempty" doc:"There is more that you may not be told of: who else, or by what else."`
	// Earlier is of changes of dynamic rules alone.
	Earlier []BrokenBefore `json:"earlier,omitempty" doc:"For each dynamic rule that the change makes, what one person did alone before."`
}

// BrokenBefore is the newest of what one person did alone that a dynamic rule has done
// by different people.
type BrokenBefore struct {
	Rule ID `json:"rule"`
	Breaches
}

// How many violations are told.
const (
	mostBreaking     = 1000
	mostBreakingTold = 100
	mostBreakingKept = 20 // in the log and to approvers
)

// always makes the factor that an exception from a duty rule and the loosening of
// one wait for, whatever four-eyes rules there are.
func (e *Engine) always() error {
	for _, d := range e.tables {
		if !d.duties.any() && d.deputy == nil {
			continue
		}
		p, err := approval.Compile(approval.Rule{
			ID: "built-in-" + d.name, Name: words(d.name), Subject: d.name, Operations: []string{approval.Insert, approval.Update, approval.Delete}, Enabled: true,
			Factors: []approval.Factor{{Permission: d.name + ".approve", People: 1}},
		}, e.schema)
		if err != nil {
			return fmt.Errorf("govern: %s: %w", d.name, err)
		}
		d.duties.held = p
	}
	return nil
}

// builtIn is the rule that a row falls under without anybody having made it; nil
// for most.
func (e *Engine) builtIn(v *view, rc *RowChange, maker approval.Agreement) *approval.Program {
	if rc.def.deputy != nil && rc.after != nil && v.ownDeputy(rc, maker) {
		return nil
	}
	h := rc.def.duties
	switch {
	case h.rule != nil && !h.loosens(rc):
		return nil
	case h.rule == nil && rc.Op != Insert && rc.Op != Update:
		return nil
	}
	return h.held
}

// loosens reports whether a duty rule would keep less apart by the row: who is bound
// by a rule would otherwise switch it off, do what it refuses them, and switch it on.
func (h dutyHooks) loosens(rc *RowChange) bool {
	if rc.Op == Touch || rc.before == nil {
		return false
	}
	before := h.rule(rc.before)
	if rc.after == nil {
		return duty.Loosens(&before, nil)
	}
	after := h.rule(rc.after)
	return duty.Loosens(&before, &after)
}

// tellBreaking finds who breaks the duty rules that a plan makes, as things will
// stand: for the answer as far as its maker may see them, and as facts for the
// log and for who is asked to agree.
func (e *Engine) tellBreaking(ctx context.Context, q *recorder, c *considered) error {
	var all []duty.Violation
	var earlier []BrokenBefore
	makes := false
	p := e.places(ctx, q)
	for i := range c.plan.Rows {
		rc := &c.plan.Rows[i]
		if rc.def.duties.rule == nil || rc.after == nil {
			continue
		}
		makes = true
		rule := c.next.duties.Rule(rc.def.duties.rule(rc.after).ID)
		if rule.Kind == duty.Dynamic {
			found, err := e.earlier(ctx, q, rule)
			if err != nil {
				return err
			}
			earlier = append(earlier, BrokenBefore{rc.ID, *found})
			continue
		}
		if role, others := c.next.duties.Alone(c.next.access, rule); role != "" && rule.Enabled && rule.Mode != duty.Report {
			return at(c.plan.Rows, i, fault.Bad("roles", "role_breaks_alone", "Whoever holds the role %s would break this rule by it alone, since it may do all that %s may. Nobody could hold it: leave one of them out, or name what they are to be kept apart by as permissions.", role, strings.Join(others, ", ")))
		}
		all = append(all, c.next.duties.Breaking(c.next.access, rule, nil, int64(q.now), p.where)...)
	}
	if !makes || p.err != nil {
		return p.err
	}
	c.told = seen(c.next, q.asker, all, mostBreakingTold, q.now)
	c.plan.Facts = append(c.plan.Facts[:len(c.plan.Facts):len(c.plan.Facts)], audit.Fact{Name: "breaking", Value: strconv.Itoa(len(all))})
	for i := range all[:min(len(all), mostBreakingKept)] {
		c.plan.Facts = append(c.plan.Facts, audit.Fact{Name: "breaks", Value: all[i].String()})
	}
	c.told.Earlier = earlier
	for _, was := range earlier {
		for _, x := range was.Items {
			c.plan.Facts = append(c.plan.Facts, audit.Fact{Name: "broken_before", Value: x.String()})
		}
	}
	return nil
}

// seen keeps the violations of people whom the user may see.
func seen(v *view, user string, all []duty.Violation, most int, now Time) *Breaking {
	b := &Breaking{Total: len(all), Items: []duty.Violation{}}
	for _, broken := range all {
		if len(b.Items) < most && v.seesAll(user, broken.Users, now) {
			b.Items = append(b.Items, broken)
		}
	}
	return b
}

func (v *view) seesAll(user string, others []string, now Time) bool {
	for _, id := range others {
		u, _ := v.access.User(id)
		on := access.Target{Unit: u.Unit, Records: []access.Record{{Table: "user", ID: id}}}
		if !v.access.Check(user, "user.view", on, int64(now)) {
			return false
		}
	}
	return true
}

// Violations lists who breaks enabled duty rules about what people hold, today or
// by what begins later, as far as the user may see them. rule "" is all rules; one
// that is named is looked at whether it is enabled or not. Fault not_found.
func (e *Engine) Violations(ctx context.Context, user string, rule ID) (*Breaking, error) {
	v, now := e.view.Load(), At(e.now())
	var all []duty.Violation
	err := e.db.Snapshot(ctx, func(r store.Reader) error {
		p := e.places(ctx, newRecorder(e, v, r, now, user))
		if rule == "" {
			all = v.duties.Violations(v.access, nil, int64(now), p.where)
			return p.err
		}
		named := v.duties.Rule(string(rule))
		if named == nil {
			return fault.New(fault.NotFound, "not_found", "There is no duty rule %s.", rule)
		}
		all = v.duties.Breaking(v.access, named, nil, int64(now), p.where)
		return p.err
	})
	if err != nil {
		return nil, err
	}
	return seen(v, user, all, mostBreaking, now), nil
}
