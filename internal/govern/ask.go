package govern

import (
	"context"
	"maps"
	"slices"
	"sort"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// DryRun says what Submit would do now: applied (as planned) or held, and what
// would be missing. It writes nothing.
func (e *Engine) DryRun(ctx context.Context, who Actor, note Note, cmd Command) (Outcome, []RowChange, error) {
	e.draw(cmd)
	now := e.now()
	j := &job{ctx: ctx, who: who, note: note, id: NewID(now), at: At(now), what: cmd.Name()}
	var c *considered
	err := e.db.Snapshot(ctx, func(r store.Reader) (err error) {
		c, err = e.consider(ctx, r, e.view.Load(), j, cmd)
		return err
	})
	if err != nil {
		return Outcome{}, nil, err
	}
	out := Outcome{State: Planned, Missing: c.missing, Breaking: c.told, Unadministered: c.alone}
	if len(c.missing) > 0 {
		out.State = Held
	}
	for i, rc := range c.plan.Rows {
		if i < 100 {
			out.Records = append(out.Records, Result{rc.Table, rc.ID, rc.Base + 1})
		}
	}
	return out, c.plan.Rows, nil
}

// Check is nil when the user may use the permission on the target now, as far
// as this node knows (a second old at most); else the refusal with its reasons.
func (e *Engine) Check(user, permission string, on access.Target) error {
	v, now := e.view.Load(), At(e.now())
	if err := v.standing(user, now); err != nil {
		return err
	}
	return v.allowed(user, permission, []access.Target{on}, now)
}

// Access is the present snapshot of who may do what.
func (e *Engine) Access() *access.Snapshot { return e.view.Load().access }

// Now is the Engine's clock.
func (e *Engine) Now() time.Time { return e.now() }

// Note records an event that changes no governed row: a refusal met outside, an
// export, a search, the start of a node.
func (e *Engine) Note(ctx context.Context, who Actor, ev audit.Event) (int64, error) {
	out, err := e.ask(ctx, &job{who: who, what: ev.Action, do: func(g *batch, j *job) (Outcome, error) {
		full := g.event(j, ev.Action, ev.Outcome)
		full.Record, full.Reason, full.Ticket, full.Code, full.Detail, full.Facts = ev.Record, ev.Reason, ev.Ticket, ev.Code, ev.Detail, ev.Facts
		if err := g.about(full); err != nil {
			return Outcome{}, err
		}
		return Outcome{Seq: g.note(j, full)}, nil
	}})
	return out.Seq, err
}

// Pending is a pending change with what it still lacks.
type Pending struct {
	Change   *Change
	Body     *Body
	Agreed   []string // users whose agreement counts today
	Missing  []string
	Eligible error             // nil when the asker's agreement would help
	For      []string          // on whose behalf the asker's agreement would help
	Lent     map[string]string // of Agreed: on whose behalf a deputy agreed
	Left     []Ref             // rows that those who agreed left out
	Divides  bool              // rows may be left out
	Away     error             // why its maker may do nothing now; nil while they may
}

// Look reads one change as the user may see it: as its maker, as somebody who
// could decide on it or could have, or with the permission to view what it is
// about.
func (e *Engine) Look(ctx context.Context, user string, id ID) (*Pending, error) {
	var p *Pending
	err := e.db.Snapshot(ctx, func(r store.Reader) (err error) {
		p, err = e.pending(ctx, r, user, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := e.mayLook(p, user); err != nil {
		return nil, err
	}
	return p, nil
}

// asked reports whether the rules that the change was held under ask people
// like the user. Whoever agreed, or was too late, still sees what came of it.
func (e *Engine) asked(b *Body, user string) bool {
	v := e.view.Load()
	d := &decision{view: v, body: b, on: b.about(), maker: v.agreement(b.Maker), now: At(e.now())}
	for _, text := range b.Rules {
		p, err := e.frozen(text)
		if err != nil {
			return false // the rule speaks of columns that are no more
		}
		d.rules = append(d.rules, p)
	}
	return d.couldDecide(user) == nil || slices.ContainsFunc(v.lenders(user, d.now), func(behalf string) bool { return d.couldDecideFor(user, behalf) == nil })
}

func (e *Engine) pending(ctx context.Context, r store.Reader, user string, id ID) (*Pending, error) {
	v, now := e.view.Load(), At(e.now())
	d, err := e.decision(ctx, r, v, id, now)
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Stale) {
		c, err := ReadChange(ctx, r, id)
		if err != nil {
			return nil, err
		}
		body, err := e.open(c)
		if err != nil {
			return nil, err
		}
		return &Pending{Change: c, Body: body, Eligible: fault.New(fault.Conflict, "change_ended", "This change is %s.", c.State)}, nil
	}
	if err != nil {
		return nil, err
	}
	p := &Pending{Change: d.change, Body: d.body, Eligible: d.eligible(user), For: d.decideFor(user)}
	if !e.verbs[d.body.Command].ByLink {
		p.Away = v.standing(d.body.Maker, now)
	}
	p.Left, _ = d.leftOut()
	p.Divides = e.severance(d.body)
	p.Missing = missing(v, d.rules, d.maker, d.live(), d.body.Targets, now)
	for _, a := range d.live() {
		p.Agreed = append(p.Agreed, giver(a))
		if a.Deputy != "" {
			if p.Lent == nil {
				p.Lent = map[string]string{}
			}
			p.Lent[a.Deputy] = a.User
		}
	}
	return p, nil
}

// Permissions lists every permission there is, sorted: those of the declared
// tables and commands, and the approval of each.
func (e *Engine) Permissions() []string {
	var list []string
	for _, d := range e.tables {
		list = append(list, permissionsOf(d)...)
	}
	for name := range e.verbs {
		list = append(list, name, name+".approve")
	}
	if v := e.view.Load(); v != nil {
		list = slices.AppendSeq(list, maps.Keys(v.extra.permissions))
	}
	sort.Strings(list)
	return list
}
