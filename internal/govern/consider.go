package govern

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// planBudget is how long a plan may take inside the writer's transaction;
// heavier ones are computed outside and submitted with the versions they read.
const planBudget = 50 * time.Millisecond

// considered is a command thought through and not yet acted on.
type considered struct {
	name    string
	targets []access.Target
	plan    Plan
	reads   []Read
	rules   []*approval.Program // that apply
	missing []string            // what they lack, in words; empty: nothing waits
	next    *view
	changed []Ref     // rows that the next view differs by
	whole   bool      // all rows or none
	asker   string    // who is told of it; "": nobody
	told    *Breaking // who breaks the duty rules that it makes
	alone   []Ref     // records that it brings without an administrator
}

// consider does everything but write: who, what for, plan, checks, rules. The
// dry run and the real one are this same function.
func (e *Engine) consider(ctx context.Context, r store.Reader, v *view, j *job, cmd Command) (*considered, error) {
	c := &considered{name: cmd.Name(), whole: undivided(cmd)}
	if _, declared := e.verbs[c.name]; !declared && !v.isTableVerb(c.name) {
		return nil, fault.New(fault.Internal, "undeclared", "The command %s is not declared.", c.name)
	}
	founding := c.name == Founding && v.access.Empty()
	verb := e.verbs[c.name]
	if !founding && !verb.ByLink {
		if err := v.standing(j.who.User, j.at); err != nil {
			return nil, err
		}
	}
	rec := newRecorder(e, v, r, j.at, j.who.User)
	var err error
	if c.targets, err = cmd.Targets(ctx, rec); err != nil {
		if verb.ByLink || verb.Own {
			return nil, err
		}
		return nil, v.discreet(err, j, c.name)
	}
	j.targets = c.targets
	if !founding && !verb.ByLink && !verb.Own {
		if err := v.allowed(j.who.User, c.name, c.targets, j.at); err != nil {
			return nil, err
		}
	}
	began := time.Now()
	if c.plan, err = cmd.Plan(ctx, rec, j.who); err != nil {
		return nil, err
	}
	if err := c.because(j, cmd); err != nil {
		return nil, err
	}
	if took := time.Since(began); took > planBudget {
		e.log.Warn("a plan took longer than its budget", "command", c.name, "took", took)
	}
	if e.verbs[c.name].ByRow {
		if err := v.rowByRow(j.who.User, c.plan.Rows, j.at); err != nil {
			return nil, err
		}
	}
	if !founding && !verb.Verbatim {
		made, err := e.makersGrants(v, j.who.User, c.plan.Rows)
		if err != nil {
			return nil, err
		}
		c.plan.Rows = append(c.plan.Rows, made...)
	}
	if !founding && !verb.ByLink && !verb.ByProgram {
		if err := e.bring(ctx, rec, c); err != nil {
			return nil, err
		}
	}
	if err := e.complete(ctx, rec, c); err != nil {
		return nil, err
	}
	if !founding && !verb.ByLink && !verb.ByProgram {
		if err := e.meant(v, j.who.User, c.name, c.plan.Rows, j.at); err != nil {
			return nil, err
		}
	}
	if err := e.inUse(ctx, rec, j.who.User, c.plan.Rows); err != nil {
		return nil, err
	}
	c.reads = slices.Concat(rec.reads, c.plan.Reads)
	if c.next, c.changed, err = v.after(c.plan.Rows); err != nil {
		return nil, err
	}
	if founding {
		return c, nil
	}
	if verb.Verbatim {
		c.tellUnadministered(j.at)
	}
	if u, err := e.benefits(ctx, rec, c.plan.Rows, v, []approval.Agreement{v.agreement(j.who.User)}); u != "" || err != nil {
		return nil, ownMeans(u, err)
	}
	if err := e.ticket(v, j, c); err != nil {
		return nil, err
	}
	return c, e.rule(ctx, rec, v, j, c)
}

// discreet keeps from people who may do this nowhere whether a record exists, and
// what of it does not fit what they sent.
func (v *view) discreet(err error, j *job, permission string) error {
	if f := fault.From(err); f.Kind != fault.Internal && f.Kind != fault.Unavailable && !v.access.Holds(j.who.User, permission, int64(j.at)) {
		return v.allowed(j.who.User, permission, nil, j.at)
	}
	return err
}

// complete checks every row against its table and adds what follows from it:
// the next version of a record whose part changed.
func (e *Engine) complete(ctx context.Context, q *recorder, c *considered) error {
	roots := map[Ref]bool{}
	q.plans(c.plan.Rows)
	for i := range c.plan.Rows {
		rc := &c.plan.Rows[i]
		if q.v.extra.def(rc.Table) != rc.def {
			if rc.def.composed {
				return redeclared(rc.Table)
			}
			return fault.New(fault.Internal, "undeclared", "The table %s is not declared.", rc.Table)
		}
		if rc.Op != Insert && rc.after != nil && *metaOf(rc.after) != *metaOf(rc.before) {
			return fault.New(fault.Internal, "bad_plan", "%s plans another record than it read.", c.name)
		}
		if roots[Ref{rc.Table, rc.ID}] {
			return fault.New(fault.Internal, "bad_plan", "%s changes %s %s twice.", c.name, rc.Table, rc.ID)
		}
		roots[Ref{rc.Table, rc.ID}] = true
		if err := e.demands(ctx, q, rc); err != nil {
			return at(c.plan.Rows, i, err)
		}
		if err := rc.def.check(ctx, q, rc.before, rc.after); err != nil {
			return at(c.plan.Rows, i, err)
		}
		if err := rc.encode(); err != nil {
			return at(c.plan.Rows, i, err)
		}
	}
	follow, err := e.abodes(ctx, q, c.plan.Rows)
	if err != nil {
		return err
	}
	c.plan.Rows = append(c.plan.Rows, follow...)
	// What ends with its record was not asked about by itself: without that it would
	// have been, and so the change is carried out with all of it or not at all.
	c.whole = c.whole || slices.ContainsFunc(c.plan.Rows, func(rc RowChange) bool { return rc.ends(c.plan.Rows) })
	for _, rc := range c.plan.Rows {
		table, id, part := rc.def.parent(rc.row())
		if !part || roots[Ref{table, id}] {
			continue
		}
		roots[Ref{table, id}] = true
		parent, err := e.byName[table].get(ctx, q, id)
		if err != nil {
			return err
		}
		touch := RowChange{Table: table, Op: Touch, ID: id, Base: metaOf(parent).Version, def: e.byName[table], before: parent, after: parent}
		if err := touch.encode(); err != nil {
			return err
		}
		c.plan.Rows = append(c.plan.Rows, touch)
	}
	if c.plan.Record == (Ref{}) && len(c.plan.Rows) > 0 {
		c.plan.Record = Ref{c.plan.Rows[0].Table, c.plan.Rows[0].ID}
	}
	return nil
}

// at names the row in a fault when there are many.
func at(rows []RowChange, i int, err error) error {
	f := fault.From(err)
	if len(rows) == 1 || f.Kind == fault.Internal {
		return f
	}
	named := *f
	named.Field = strings.TrimSuffix(fmt.Sprintf("%s[%d].%s", rows[i].Table, i, f.Field), ".")
	return &named
}

// row is the row as it is told about: after, or before of a deletion.
func (rc *RowChange) row() any {
	if rc.after != nil {
		return rc.after
	}
	return rc.before
}

// rule finds the four-eyes rules that apply and refuses what no approval can
// heal: a maker widening their own access, a rule nobody could meet.
func (e *Engine) rule(ctx context.Context, rec *recorder, v *view, j *job, c *considered) error {
	maker := v.agreement(j.who.User)
	if c.next != v {
		if err := e.tellBreaking(ctx, rec, c); err != nil {
			return err
		}
		p, err := v.ownGain(c.next, c.plan.Rows, j.who.User)
		if err != nil {
			return err
		}
		if p != "" && !e.verbs[c.name].givesAsTold() {
			return fault.New(fault.Denied, "own_access", "This would give you %s. Nobody widens their own access; ask another administrator.", p)
		}
		if err := e.possible(c, j.at); err != nil {
			return err
		}
		if err := e.lockedOut(ctx, rec, v, c.next, c.plan.Rows, j.at); err != nil {
			return err
		}
		if err := e.apart(ctx, rec, c, v); err != nil {
			return err
		}
	}
	if p := e.movedTo(v, c.next, c.plan.Rows, maker.Person, j.at); p != "" && !e.verbs[c.name].givesAsTold() {
		return fault.New(fault.Denied, "own_access", "This would give you %s, by bringing it where you may do more. Nobody widens their own access; ask another administrator.", p)
	}
	told, err := e.others(ctx, rec, c.name, &c.plan, j.who.User, j.who.OnBehalf)
	if err != nil {
		return err
	}
	c.plan.Facts = append(c.plan.Facts[:len(c.plan.Facts):len(c.plan.Facts)], told...)
	if !e.verbs[c.name].Foreseen {
		c.rules = e.matching(v, c.name, c.plan.Rows, maker, j.at)
	}
	if name := e.amountingTo(c, j.at, func(v Verb) bool { return v.FourEyes }); name != "" && len(c.rules) == 0 {
		return fault.New(fault.Conflict, "no_rule", "Nobody does this alone. Set up a four-eyes rule on %s first.", name)
	}
	c.missing = missing(v, c.rules, maker, nil, c.targets, j.at)
	return nil
}

// matching are the rules in force that apply to the command or any of its rows,
// each once. Changing or deleting a rule falls under that rule itself.
func (e *Engine) matching(v *view, command string, rows []RowChange, maker approval.Agreement, now Time) []*approval.Program {
	in := approval.Input{Subject: command, Op: approval.Command, Actor: approval.Actor{ID: maker.User, Unit: maker.Unit}, Now: int64(now)}
	list := e.judge(v, nil, in)
	for i := range rows {
		rc := &rows[i]
		if rc.ends(rows) {
			continue // it gives nothing any more: what falls under rules is the end of the record
		}
		if rc.def.rule != nil && rc.before != nil {
			if own := v.rules.Rule(rc.def.rule(rc.before).ID); own != nil && own.Rule().Enabled {
				list = once(list, own)
			}
		}
		if p := e.builtIn(v, rc, maker); p != nil {
			list = once(list, p)
		}
		for _, name := range e.means(command, rc, now) {
			in.Subject, in.Op, in.Before, in.After = name, approval.Command, nil, nil
			list = e.judge(v, list, in)
		}
		if !v.rules.Watches(rc.Table) {
			continue
		}
		in.Subject, in.Op = rc.Table, string(rc.Op)
		if rc.Op == Touch { // a part of it changes, and with it what it is
			in.Op = approval.Update
		}
		in.Before, in.After = rc.def.seen(rc.before), rc.def.seen(rc.after)
		list = e.judge(v, list, in)
		if rc.anew() {
			list = e.judge(v, list, rc.asNew(in))
		}
	}
	return list
}

func (e *Engine) judge(v *view, list []*approval.Program, in approval.Input) []*approval.Program {
	for _, m := range v.rules.Judge(in) {
		if m.Err != nil {
			e.log.Warn("a four-eyes rule could not be evaluated and so applies", "rule", m.Rule().ID, "error", m.Err)
		}
		list = once(list, m.Program)
	}
	return list
}

func once(list []*approval.Program, p *approval.Program) []*approval.Program {
	for _, have := range list {
		if have == p {
			return list
		}
	}
	return append(list, p)
}

// missing says in words what the rules still lack.
func missing(v *view, rules []*approval.Program, maker approval.Agreement, agreed []approval.Agreement, targets []access.Target, now Time) []string {
	var lack []string
	for _, p := range rules {
		for _, s := range p.Missing(maker, agreed, v.may(targets, now)) {
			said := fmt.Sprintf("%d more with %s (%s)", s.People, approval.Factor{Permission: s.Permission, Group: s.Group}.Who(v.access.GroupName), p.Rule().Name)
			if !slices.Contains(lack, said) { // a rule that is loosened holds its change twice
				lack = append(lack, said)
			}
		}
	}
	return lack
}

// may asks whether a user, as of now, is one of those whom a factor asks for: has
// its permission on all targets, or is in its group.
func (v *view) may(targets []access.Target, now Time) approval.May {
	return func(user string, f approval.Factor) bool {
		if v.standing(user, now) != nil {
			return false
		}
		if f.Group != "" {
			return v.access.In(user, f.Group, int64(now)) && v.kept(user, targets, now) == ""
		}
		return v.allowed(user, f.Permission, targets, now) == nil
	}
}

// isTableVerb reports whether the name is a declared table's insert, update or
// delete.
func (v *view) isTableVerb(name string) bool {
	table, op, _ := strings.Cut(name, ".")
	d := v.extra.def(table)
	return d != nil && !d.byCommand && (op == string(Insert) || op == string(Update) || op == string(Delete))
}

// frozen is the compiled form of a rule that a change was held under.
func (e *Engine) frozen(text json.RawMessage) (*approval.Program, error) {
	if p, ok := e.programs.Load(string(text)); ok {
		return p.(*approval.Program), nil
	}
	var r approval.Rule
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, err
	}
	p, err := approval.Compile(r, e.view.Load().extra.schema)
	if err != nil {
		return nil, fmt.Errorf("the rule that the change was held under: %w", err)
	}
	e.programs.Store(string(text), p)
	return p, nil
}
