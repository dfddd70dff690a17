package govern

import (
	"bytes"
	"context"
	"slices"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Approve adds who's agreement to the change that has that digest, and executes
// it once nothing is missing. Faults: not_found, change_ended, other_digest,
// denied, and those of executing it. A change whose rows moved on ends stale,
// one whose maker may no longer make it ends failed; both are answers, no
// faults.
func (e *Engine) Approve(ctx context.Context, who Actor, note Note, id ID, digest string) (Outcome, error) {
	return e.decide(ctx, who, note, "change.approve", id, func(g *batch, j *job, d *decision) (Outcome, error) {
		if err := d.couldDecideFor(j.who.User, j.who.OnBehalf); err != nil {
			return Outcome{}, err // a stranger is not told the digest
		}
		if digest != d.change.Digest {
			return Outcome{}, fault.Bad("digest", "other_digest", "This is not the change you were shown: its digest is %s. Look at it again.", d.change.Digest)
		}
		return g.approve(j, d)
	})
}

// Reject ends the change; it takes a reason, and somebody who could approve.
func (e *Engine) Reject(ctx context.Context, who Actor, note Note, id ID) (Outcome, error) {
	return e.decide(ctx, who, note, "change.reject", id, func(g *batch, j *job, d *decision) (Outcome, error) {
		if note.Reason == "" {
			return Outcome{}, fault.Bad("reason", "reason_missing", "Say why, so that the maker can do better.")
		}
		if err := d.eligibleFor(j.who.User, j.who.OnBehalf); err != nil {
			return Outcome{}, err
		}
		if err := g.keep(j, d, "reject"); err != nil {
			return Outcome{}, err
		}
		return g.end(j, d, "change.reject", Rejected, note.Reason)
	})
}

// Withdraw ends the change; only its maker can.
func (e *Engine) Withdraw(ctx context.Context, who Actor, note Note, id ID) (Outcome, error) {
	return e.decide(ctx, who, note, "change.withdraw", id, func(g *batch, j *job, d *decision) (Outcome, error) {
		if d.view.access.Person(j.who.User) != d.maker.Person {
			return Outcome{}, fault.New(fault.Denied, "not_maker", "Only %s, who made this change, can withdraw it.", d.body.Maker)
		}
		return g.end(j, d, "change.withdraw", Withdrawn, note.Reason)
	})
}

// decision is a pending change with what is known about it at this moment.
type decision struct {
	view    *view
	change  *Change
	body    *Body
	maker   approval.Agreement
	rules   []*approval.Program // held under, or in force now
	agreed  []approval.Agreement
	decided []string // people who have, in whatever way
	now     Time

	recalled []agreeing       // what duty rules hold against who agrees
	barred   map[string]error // people whom the whole log keeps from agreeing
	told     []audit.Fact     // what duty rules let through
}

func (e *Engine) decide(ctx context.Context, who Actor, note Note, verb string, id ID, do func(*batch, *job, *decision) (Outcome, error)) (Outcome, error) {
	return e.ask(ctx, &job{who: who, note: note, on: id, what: verb, do: func(g *batch, j *job) (Outcome, error) {
		if out, seen, err := g.seen(j); seen || err != nil {
			return out, err
		}
		if err := g.view.standing(j.who.User, j.at); err != nil {
			return Outcome{}, err
		}
		d, err := e.decision(g.ctx, g.tx, g.view, id, j.at)
		if fault.Is(err, fault.Stale) {
			return g.endUnopened(j, id, err)
		}
		if err != nil {
			return Outcome{}, err
		}
		if d.change.ExpiresAt != 0 && j.at >= d.change.ExpiresAt {
			return g.end(j, d, "change.expire", Expired, "Nobody agreed in time.")
		}
		j.targets = d.body.Targets
		out, err := do(g, j, d)
		if err != nil {
			return Outcome{}, err
		}
		return out, g.remember(j, out)
	}})
}

// decision reads a pending change and everything its fate depends on.
func (e *Engine) decision(ctx context.Context, r store.Reader, v *view, id ID, now Time) (*decision, error) {
	w, err := e.readWaiting(ctx, r, id)
	if err != nil {
		return nil, err
	}
	if w.change.State != pending {
		return nil, fault.New(fault.Conflict, "change_ended", "This change is %s already.", w.change.State)
	}
	body := w.body
	if w.err != nil {
		return nil, w.err
	}
	d := &decision{view: v, change: w.change, body: body, decided: w.decided, maker: v.agreement(body.Maker), now: now}
	d.rules = e.matching(v, body.Command, body.Rows, d.maker, now)
	for _, text := range body.Rules {
		p, err := e.frozen(text)
		if err != nil {
			return nil, err
		}
		d.rules = once(d.rules, p)
	}
	for _, by := range w.agreed {
		d.agreed = append(d.agreed, v.given(by.user, by.behalf))
	}
	return d, e.recall(ctx, r, d)
}

func (g *batch) approve(j *job, d *decision) (Outcome, error) {
	var err error
	if d.told, err = g.search(j, d); err != nil {
		return Outcome{}, err
	}
	if len(missing(d.view, d.rules, d.maker, d.live(), d.body.Targets, d.now)) > 0 {
		if err := d.eligibleFor(j.who.User, j.who.OnBehalf); err != nil {
			return Outcome{}, err
		}
	} else if err := d.couldDecideFor(j.who.User, j.who.OnBehalf); err != nil {
		return Outcome{}, err // a rule was loosened meanwhile: what was given is enough, and an approver sets it off
	}
	if err := g.strike(d); err != nil {
		return Outcome{}, err
	}
	d.agreed = append(d.live(), d.view.given(j.who.User, j.who.OnBehalf))
	lack := missing(d.view, d.rules, d.maker, d.agreed, d.body.Targets, d.now)
	if len(lack) == 0 {
		return g.execute(j, d)
	}
	if err := g.keep(j, d, "approve"); err != nil {
		return Outcome{}, err
	}
	ev, err := g.changeEvent(j, d, "change.approve", audit.Approved)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{State: Held, Change: d.change.ID, Digest: d.change.Digest, Seq: g.note(j, ev), Missing: lack}, nil
}

// execute applies the change as it was shown, after checking there and then
// that its maker still may and its rows still stand.
func (g *batch) execute(j *job, d *decision) (Outcome, error) {
	b := d.body
	if err := g.e.mayStill(d); err != nil {
		return g.end(j, d, "change.approve", Failed, "Its maker may no longer make it: "+fault.From(err).Detail)
	}
	c := &considered{name: b.Command, targets: b.Targets, plan: Plan{Rows: b.Rows, Outbox: b.Outbox, Facts: b.Facts, Record: b.Record}}
	if why, err := g.moved(d); err != nil || why != "" {
		if err != nil {
			return Outcome{}, err
		}
		return g.end(j, d, "change.approve", Stale, why)
	}
	q := newRecorder(g.e, d.view, g.tx, d.now, b.Maker)
	q.plans(b.Rows)
	for i := range b.Rows {
		why, err := g.unfit(q, &b.Rows[i])
		if err != nil {
			return Outcome{}, err
		} else if why != "" {
			return g.end(j, d, "change.approve", Stale, why)
		}
	}
	if why, err := g.lasting(q, j, b); err != nil {
		return Outcome{}, err
	} else if why != "" {
		return g.end(j, d, "change.approve", Stale, why)
	}
	var err error
	if c.next, c.changed, err = d.view.after(b.Rows); err != nil {
		return g.end(j, d, "change.approve", Failed, fault.From(err).Detail)
	}
	if c.next != d.view {
		err := g.e.possible(c, d.now)
		if err == nil {
			err = g.e.lockedOut(d.view, c.next, b.Rows, d.now)
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
	d.told = append(d.told, told...)
	if p, err := d.view.ownGain(c.next, b.Rows, b.Maker); err != nil {
		return Outcome{}, err
	} else if p != "" && !g.e.verbs[b.Command].ByLink {
		return g.end(j, d, "change.approve", Failed, "It would give its maker "+p+".")
	}
	for _, a := range d.agreed {
		for _, person := range personsOf(a) {
			if p := widened(d.view, c.next, person); p != "" && d.view != c.next {
				return Outcome{}, fault.New(fault.Denied, "own_access", "This would give %s %s. Nobody agrees to their own access.", person, p)
			}
		}
	}
	if u, err := g.e.benefits(g.ctx, q, b.Rows, d.view, d.everybody()); u != "" || err != nil {
		return Outcome{}, ownMeans(u, err)
	}
	if err := g.keep(j, d, "approve"); err != nil {
		return Outcome{}, err
	}
	j.instead = func() (Outcome, error) { return g.endTaken(j, d) }
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
	out.State, out.Change, out.Seq = Applied, d.change.ID, g.note(j, ev)
	return out, g.close(d, "executed", "", out.Seq)
}

// mayStill is nil while the maker stands and may make the change, as was asked
// when it was held.
func (e *Engine) mayStill(d *decision) error {
	b, verb := d.body, e.verbs[d.body.Command]
	if verb.ByLink {
		return nil
	}
	err := d.view.standing(b.Maker, d.now)
	if err == nil && !verb.Own {
		err = d.view.allowed(b.Maker, b.Command, b.Targets, d.now)
	}
	if err == nil && verb.ByRow {
		err = d.view.rowByRow(b.Maker, b.Rows, d.now)
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

// altered says that a row is not the one that was shown. An id may have been
// freed and taken again, so that its version alone proves nothing.
func (g *batch) altered(rc *RowChange) (string, error) {
	now, err := rc.def.get(g.ctx, g.tx, rc.ID)
	if fault.Is(err, fault.NotFound) {
		return "The " + words(rc.Table) + " " + string(rc.ID) + " is no more.", nil
	}
	if err != nil {
		return "", err
	}
	image, err := rc.def.image(now)
	if err == nil && (metaOf(now).Version != rc.Base || !bytes.Equal(image, rc.Before)) {
		return "The " + words(rc.Table) + " " + string(rc.ID) + " changed since" + rc.since(now) + ".", nil
	}
	return "", err
}

// keep records a decision; it counts once for a person.
func (g *batch) keep(j *job, d *decision, verdict string) error {
	person := d.view.access.Person(j.who.User)
	row := []any{string(d.change.ID), j.who.User, person, verdict, d.change.Digest, j.note.Reason, int64(j.at), g.seq + int64(len(g.events)) + 1, j.who.OnBehalf}
	if !slices.Contains(d.decided, person) {
		g.tx.decide(row)
		return nil
	}
	return g.tx.Exec(g.ctx, `UPDATE decision SET "user" = $2, verdict = $4, digest = $5, reason = $6, decided_at = $7, seq = $8, on_behalf = $9 WHERE "change" = $1 AND person = $3`, row...)
}

// strike takes out agreements whose givers no longer qualify; the change waits on.
func (g *batch) strike(d *decision) error {
	live := d.live()
	for _, a := range d.agreed {
		if standsIn(live, a) {
			continue
		}
		err := g.tx.Exec(g.ctx, `UPDATE decision SET verdict = 'struck' WHERE "change" = $1 AND "user" = $2`, string(d.change.ID), giver(a))
		if err != nil {
			return err
		}
	}
	return nil
}

func standsIn(list []approval.Agreement, a approval.Agreement) bool {
	for _, b := range list {
		if a == b {
			return true
		}
	}
	return false
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
		def := g.view.extra.def(r.Table)
		if def == nil {
			return "The table " + r.Table + " is no more.", nil
		}
		if same[r] {
			continue
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
