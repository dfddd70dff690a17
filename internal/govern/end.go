package govern

import (
	"context"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// changeEvent begins an entry about a pending change: who decided stands as the
// actor, who asked for it among the facts.
func (g *batch) changeEvent(j *job, d *decision, action, outcome string) (*audit.Event, error) {
	ev := g.event(j, action, outcome)
	ev.Record, ev.Change, ev.Digest = record(d.body.Record), string(d.change.ID), d.change.Digest
	ev.Facts = append([]audit.Fact{{Name: factMaker, Value: d.body.Maker}, {Name: "command", Value: d.body.Command}}, d.body.Facts...)
	if d.body.OnBehalf != "" {
		ev.Facts = append(ev.Facts, audit.Fact{Name: factMakerFor, Value: d.body.OnBehalf})
	}
	for _, a := range d.agreed {
		ev.Facts = append(ev.Facts, audit.Fact{Name: factApprover, Value: giver(a)})
		if a.Deputy != "" {
			ev.Facts = append(ev.Facts, audit.Fact{Name: factApproverFor, Value: a.User})
		}
	}
	ev.Facts = append(ev.Facts, d.told...)
	ev.Facts = append(ev.Facts, d.partFacts()...)
	if ev.Reason == "" {
		ev.Reason = d.body.Reason
	}
	if ev.Ticket == "" {
		ev.Ticket = d.body.Ticket
	}
	in := placing{g: g, ev: ev}
	for i := range d.body.Rows {
		if err := in.change(&d.body.Rows[i], &audit.Row{}); err != nil {
			return nil, err
		}
	}
	return ev, nil
}

// end closes the change without executing it, and says why.
func (g *batch) end(j *job, d *decision, action string, state State, why string) (Outcome, error) {
	ev, err := g.changeEvent(j, d, action, string(state))
	if err != nil {
		return Outcome{}, err
	}
	ev.Detail = why
	if err := g.endWith(ev, d.change.ID); err != nil {
		return Outcome{}, err
	}
	seq := g.note(j, ev)
	return Outcome{State: state, Change: d.change.ID, Seq: seq, Detail: why}, g.close(d, string(state), why, seq)
}

// endUnopened ends a change whose stored form no longer fits its tables.
func (g *batch) endUnopened(j *job, id ID, cause error) (Outcome, error) {
	c, err := ReadChange(g.ctx, g.tx, id)
	if err != nil {
		return Outcome{}, err
	}
	d := &decision{change: c, body: &Body{Maker: c.Maker, Command: c.Command}, view: g.view, now: j.at}
	return g.end(j, d, "change.approve", Stale, fault.From(cause).Detail)
}

// close frees the records that the change had locked. Nothing is deleted of
// the change itself.
func (g *batch) close(d *decision, state, why string, seq int64) error {
	id := string(d.change.ID)
	g.tx.end([]any{id, state, int64(d.now), why, seq}, d.body.Rows)
	if d.body.Rows == nil { // it could not be opened
		return g.tx.Exec(g.ctx, `DELETE FROM change_record WHERE "change" = $1`, id)
	}
	return nil
}

// expireOld ends the changes that nobody agreed to in time.
func (e *Engine) expireOld() {
	ctx := context.Background()
	var ids []ID
	err := e.db.Query(ctx, func(scan store.Scan) error {
		var id string
		err := scan(&id)
		ids = append(ids, ID(id))
		return err
	}, `SELECT id FROM "change" WHERE state = 'pending' AND expires_at > 0 AND expires_at <= $1 ORDER BY id LIMIT 100`, int64(At(e.now())))
	if err != nil {
		e.log.Warn("expired changes could not be looked for", "error", err)
	}
	for _, id := range ids {
		_, err := e.ask(ctx, &job{what: "change.expire", do: func(g *batch, j *job) (Outcome, error) { return g.expire(j, id) }})
		if err != nil && !fault.Is(err, fault.Conflict) {
			e.log.Warn("a change could not be ended", "change", id, "error", err)
		}
	}
}

func (g *batch) expire(j *job, id ID) (Outcome, error) {
	d, err := g.e.decision(g.ctx, g.tx, g.view, id, j.at)
	if fault.Is(err, fault.Stale) {
		return g.endUnopened(j, id, err)
	}
	if err != nil {
		return Outcome{}, err
	}
	if j.at < d.change.ExpiresAt {
		return Outcome{}, fault.New(fault.Conflict, "not_expired", "This change still has time.")
	}
	return g.end(j, d, "change.expire", Expired, "Nobody agreed in time.")
}
