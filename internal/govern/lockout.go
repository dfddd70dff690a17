package govern

import (
	"context"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
)

// Two things make the administration of users: managing them and giving roles.
// Whoever holds all of one over everything, for good, administers that; they need
// not be the same people. One record is administered by those whom a grant on
// that very record lets change it, say who is in it, or grant on it.
var administering = [][]string{{"user.insert", "user.update"}, {"grant.insert"}}

func administersRecord(table string) []string {
	return []string{table + ".update", "grant.insert", "member.insert"}
}

// lockedOut refuses a change that would leave fewer people than the terms say who
// can administer users, or a record without any of its administrators. That there
// are too few already hinders nobody: only what makes them fewer is refused, and a
// record that is no more needs nobody.
func (e *Engine) lockedOut(ctx context.Context, q *recorder, v, next *view, rows []RowChange, now Time) error {
	if v == next || !takes(rows) && next.rules == v.rules && next.terms.LeastAdministrators <= v.terms.LeastAdministrators {
		return nil
	}
	for _, permissions := range administering {
		was, is := v.administrators(permissions, now), next.administrators(permissions, now)
		least := int(next.terms.LeastAdministrators)
		if len(is) < least && (len(is) < len(was) || next.terms.LeastAdministrators > v.terms.LeastAdministrators) {
			left := next.named(is)
			if left == "" {
				left = "nobody"
			}
			return fault.New(fault.Conflict, "locked_out", "There must always be at least %d people with %s over everything and for good. This would leave %s.", least, strings.Join(permissions, " and "), left)
		}
	}
	if err := e.sealed(v, next); err != nil {
		return err
	}
	was, is := v.access.Kept(administersRecord, int64(now)), next.access.Kept(administersRecord, int64(now))
	var lost []access.Record
	for on := range was {
		if is[on] != nil {
			continue
		}
		err := q.There(ctx, Ref{on.Table, ID(on.ID)})
		if err == nil {
			lost = append(lost, on)
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	if lost == nil {
		return nil
	}
	first := slices.MinFunc(lost, func(a, b access.Record) int { return strings.Compare(a.Table+" "+a.ID, b.Table+" "+b.ID) })
	return fault.New(fault.Conflict, "no_administrator", "The %s %s would be left without an administrator; %s is the last. Grant it to somebody else first.",
		words(first.Table), first.ID, v.named(was[first]))
}

// mending is how whatever else is wrong with who may do what can be put right.
var mending = map[string][]string{"user": {approval.Insert, approval.Update}, "grant": {approval.Insert}, "member": {approval.Insert}}

// sealed refuses what would leave a rule that everything of it waits for, and that
// could be met over everything and for good, to nobody: it could never be loosened
// again, nor anybody be found to meet it.
func (e *Engine) sealed(v, next *view) error {
	for _, p := range next.rules.All() {
		rule := p.Rule()
		if !slices.ContainsFunc(mending[rule.Subject], func(op string) bool { return holdsAll(p, rule.Subject, op) }) {
			continue
		}
		is := e.mendable(next, p)
		if is.lack == "" {
			continue
		}
		if was := v.rules.Rule(rule.ID); was != nil && was.Rule().Enabled && e.mendable(v, was).lack != "" {
			continue
		}
		return fault.New(fault.Conflict, "locked_out", "The rule %s holds what access is mended by. There must always be people who can meet it over everything and for good, and somebody else who asks. This would leave %s.",
			rule.Name, next.eligibleNames(p, is))
	}
	return nil
}

// mendable is meetable over everything and for good, by a change that loosens the rule
// or mends access under it: who may make neither is nobody who could ask, nor who
// would wait for ever under the other rules that hold all such changes.
func (e *Engine) mendable(v *view, p *approval.Program) met {
	const ever = Time(math.MaxInt64)
	rule := p.Rule()
	var asking [][2]string
	for _, table := range e.ruleTables() {
		asking = append(asking, [2]string{table, approval.Update})
	}
	for _, op := range rule.Operations {
		if slices.Contains(mending[rule.Subject], op) {
			asking = append(asking, [2]string{rule.Subject, op})
		}
	}
	everywhere := access.Target{}
	possible := v.agreed(everywhere, ever)
	return v.meetableAt(p, ever, []access.Target{everywhere}, func(maker approval.Agreement) bool {
		return slices.ContainsFunc(asking, func(by [2]string) bool {
			return v.access.Check(maker.User, by[0]+"."+by[1], everywhere, int64(ever)) && !slices.ContainsFunc(v.rules.All(), func(q *approval.Program) bool {
				return q != p && holdsAll(q, by[0], by[1]) && !possible(q, maker)
			})
		})
	})
}

// ruleTables are those whose rows are four-eyes rules.
func (e *Engine) ruleTables() (names []string) {
	for _, d := range e.tables {
		if d.rule != nil {
			names = append(names, d.name)
		}
	}
	return names
}

// agreed tells of rules whether everybody together could agree under them to what a
// maker changes there. Who is asked by a rule is looked up once.
func (v *view) agreed(on access.Target, now Time) func(*approval.Program, approval.Agreement) bool {
	people, may := v.people(now), remembered(v.may([]access.Target{on}, now))
	asked := map[*approval.Program][]approval.Agreement{}
	return func(p *approval.Program, maker approval.Agreement) bool {
		candidates, known := asked[p]
		if !known {
			for _, a := range people {
				if slices.ContainsFunc(p.Rule().Factors, func(f approval.Factor) bool { return may(a.User, f) }) {
					candidates = append(candidates, a)
				}
			}
			asked[p] = candidates
		}
		return p.Possible(maker, candidates, may)
	}
}

// holdsAll reports whether every such change waits for the rule in the end, as who is
// looked for holds what they hold for good.
func holdsAll(p *approval.Program, subject, op string) bool {
	return p.Always(op) && p.Rule().Subject == subject
}

// takes reports whether any row takes something of what access rests on: what is
// only added locks nobody out.
func takes(rows []RowChange) bool {
	for i := range rows {
		rc := &rows[i]
		if rc.def.facts == nil || rc.before == nil || rc.Op == Touch {
			continue
		}
		if rc.after == nil || !reflect.DeepEqual(rc.def.facts(rc.before), rc.def.facts(rc.after)) {
			return true
		}
	}
	return false
}

// administrators are the people who hold all of the permissions for good.
func (v *view) administrators(permissions []string, now Time) []string {
	users := v.access.Lasting(permissions[0], int64(now))
	for _, p := range permissions[1:] {
		also := v.access.Lasting(p, int64(now))
		users = slices.DeleteFunc(users, func(user string) bool { return !slices.Contains(also, user) })
	}
	return users
}

// named are the users by name, as a sentence lists them.
func (v *view) named(users []string) string {
	var names []string
	for _, user := range users {
		u, _ := v.access.User(user)
		if u.Name == "" {
			u.Name = user
		}
		names = append(names, u.Name)
	}
	return strings.Join(names, ", ")
}
