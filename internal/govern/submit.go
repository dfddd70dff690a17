package govern

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// submit is one command inside its group: consider, then apply or hold.
func (g *batch) submit(j *job, cmd Command) (Outcome, error) {
	if out, seen, err := g.seen(j); seen || err != nil {
		return out, err
	}
	c, err := g.e.consider(g.ctx, g.tx, g.view, j, cmd)
	if err != nil {
		return Outcome{}, err
	}
	var out Outcome
	if len(c.missing) == 0 {
		out, err = g.apply(j, c)
	} else {
		out, err = g.hold(j, c)
	}
	if err != nil {
		return Outcome{}, err
	}
	out.Breaking, out.Unadministered = c.told, c.alone
	return out, g.remember(j, out)
}

// apply writes the rows and their one entry.
func (g *batch) apply(j *job, c *considered) (Outcome, error) {
	ev := g.event(j, c.name, audit.Applied)
	ev.Record = record(c.plan.Record)
	ev.Facts = c.plan.Facts
	c.asker = j.who.User
	out, err := g.write(ev, c)
	if err == nil {
		err = g.cutDeputyships(ev, c.plan.Rows, j.at)
	}
	if err != nil {
		return Outcome{}, err
	}
	out.State, out.Seq = Applied, g.note(j, ev)
	return out, nil
}

// write puts the rows, messages and the next view in place, and fills the
// entry's rows. It is the only caller of rowio.
func (g *batch) write(ev *audit.Event, c *considered) (Outcome, error) {
	out := Outcome{}
	if err := g.view.present(c.plan.Rows); err != nil {
		return out, err
	}
	in := placing{g: g, next: c.next, ev: ev}
	inserts := map[*def][][]any{}
	var order []*def
	for i := range c.plan.Rows {
		rc := &c.plan.Rows[i]
		row, err := rc.auditRow()
		if err != nil {
			return out, err
		}
		if err := in.change(rc, &row); err != nil {
			return out, err
		}
		ev.Rows = append(ev.Rows, row)
		if len(out.Records) < 100 {
			out.Records = append(out.Records, Result{rc.Table, rc.ID, row.Version})
		}
		if rc.Op == Insert {
			values, err := rc.def.stored(rc.after)
			if err != nil {
				return out, err
			}
			if inserts[rc.def] == nil {
				order = append(order, rc.def)
			}
			inserts[rc.def] = append(inserts[rc.def], values)
		}
	}
	// New rows go first, table by table in the plan's order, so that a row may
	// refer to another of its plan.
	for _, d := range order {
		if err := d.writer.Insert(g.ctx, g.tx, inserts[d]); err != nil {
			return out, err
		}
	}
	for i := range c.plan.Rows {
		g.tx.wrote(Ref{c.plan.Rows[i].Table, c.plan.Rows[i].ID})
		if err := g.change(&c.plan.Rows[i]); err != nil {
			return out, err
		}
		if err := g.turn(&c.plan.Rows[i]); err != nil {
			return out, err
		}
	}
	if err := g.stir(c.plan.Rows); err != nil {
		return out, err
	}
	return out, g.follow(c)
}

// follow writes what a change brings with it: messages for the outbox, and the
// news that the view of all nodes has to catch up with.
func (g *batch) follow(c *considered) error {
	told, err := g.e.toldOf(c)
	if err != nil {
		return err
	}
	for _, m := range append(told, c.plan.Outbox...) {
		now := g.e.now()
		err := g.tx.Exec(g.ctx, `INSERT INTO outbox (id, kind, subject, body, due_at, leased_until, attempts, done_at, made_seq) VALUES ($1, $2, $3, $4, $5, 0, 0, 0, $6)`,
			string(NewID(now)), m.Kind, m.Subject, m.Body, now.UnixMicro(), g.seq+int64(len(g.events))+1)
		if err != nil {
			return err
		}
		g.outbox = true
	}
	if len(c.changed) == 0 {
		return nil
	}
	g.view = c.next
	for _, ref := range c.changed {
		err := g.tx.Exec(g.ctx, `INSERT INTO view_change (epoch, table_name, record) VALUES ($1, $2, $3)`, g.view.epoch, ref.Table, string(ref.ID))
		if err != nil {
			return err
		}
	}
	return nil
}

func (g *batch) change(rc *RowChange) error {
	switch rc.Op {
	case Update:
		values, err := rc.def.stored(rc.after)
		if err != nil {
			return err
		}
		return rc.def.writer.Update(g.ctx, g.tx, rc.Base, values)
	case Delete:
		if err := rc.def.writer.Delete(g.ctx, g.tx, rc.Base, string(rc.ID)); err != nil {
			return err
		}
		return g.tx.Exec(g.ctx, `INSERT INTO gone (table_name, record) VALUES ($1, $2) ON CONFLICT DO NOTHING`, rc.Table, string(rc.ID))
	case Touch:
		return rc.def.writer.Touch(g.ctx, g.tx, rc.Base, string(rc.ID))
	}
	return nil
}

// stir counts the change among the children of every record that rows stand
// under, once each; a record that goes with them has none any more.
func (g *batch) stir(rows []RowChange) error {
	done := map[Ref]bool{}
	for i := range rows {
		if rows[i].Op == Delete {
			done[Ref{rows[i].Table, rows[i].ID}] = true
		}
	}
	for i := range rows {
		table, id, part := rows[i].def.parent(rows[i].row())
		if table == "" || part || rows[i].Op == Touch || done[Ref{table, id}] {
			continue
		}
		done[Ref{table, id}] = true
		g.tx.wrote(Ref{table, id})
		if err := g.e.byName[table].writer.Stir(g.ctx, g.tx, string(id)); err != nil {
			return err
		}
	}
	return nil
}

func (rc *RowChange) auditRow() (audit.Row, error) {
	row := audit.Row{Table: rc.Table, ID: string(rc.ID), Op: string(rc.Op), Version: rc.Base + 1}
	if rc.Op == Delete {
		row.Version = 0
	}
	if rc.Op == Touch {
		return row, nil
	}
	var err error
	row.After, row.Was, err = rc.def.auditImages(rc)
	return row, err
}

// event begins the entry of a job.
func (g *batch) event(j *job, action, outcome string) *audit.Event {
	w := &j.who
	return &audit.Event{
		Actor: w.User, OnBehalf: w.OnBehalf, Session: w.Session, Method: w.Method, From: w.From, Request: w.Request,
		Action: action, Outcome: outcome, Reason: j.note.Reason, Ticket: j.note.Ticket,
	}
}

func record(r Ref) audit.Record { return audit.Record{Table: r.Table, ID: string(r.ID)} }

// note queues the entry and returns the sequence number it will have.
func (g *batch) note(j *job, ev *audit.Event) int64 {
	g.events = append(g.events, event{j.at, ev})
	return g.seq + int64(len(g.events))
}

// refusal tells identical ones: they are gathered into one entry of a group.
type refusal struct{ actor, action, code, detail, unit, files string }

func (g *batch) refuse(j *job, f *fault.Error, files []audit.Fact) {
	unit := g.unitAsked(j)
	key := refusal{j.who.User, j.what, f.Code, f.Detail, unit, fmt.Sprint(files)}
	if i, again := g.refused[key]; again {
		g.events[i].ev.Count++
		return
	}
	ev := g.event(j, j.what, audit.Refused)
	ev.Code, ev.Detail, ev.Count, ev.Facts = f.Code, f.Detail, 1, files
	g.under(ev, unit)
	g.refused[key] = len(g.events)
	g.note(j, ev)
}

// seal numbers and seals the entries of the group.
func (g *batch) seal() ([]audit.Entry, error) {
	entries := make([]audit.Entry, len(g.events))
	first := g.seq + 1
	g.seq += int64(len(g.events))
	return entries, halves(len(entries), func(i int) (err error) {
		entries[i], err = g.e.sealer.Seal(first+int64(i), int64(g.events[i].at), g.events[i].ev)
		return err
	})
}

// seen gives the answer that an idempotency key had before.
func (g *batch) seen(j *job) (Outcome, bool, error) {
	if j.note.Key == "" {
		return Outcome{}, false, nil
	}
	var request, text string
	err := g.tx.QueryRow(g.ctx, []any{&request, &text}, `SELECT request, outcome FROM idempotency WHERE actor = $1 AND key = $2`, j.who.User, j.note.Key)
	if errors.Is(err, store.ErrNoRows) {
		return Outcome{}, false, nil
	}
	if err != nil {
		return Outcome{}, false, err
	}
	if request != j.note.Fingerprint {
		return Outcome{}, false, fault.Bad("Idempotency-Key", "key_used", "This idempotency key was used for another request; take a new one.")
	}
	var out Outcome
	return out, true, json.Unmarshal([]byte(text), &out)
}

func (g *batch) remember(j *job, out Outcome) error {
	if j.note.Key == "" {
		return nil
	}
	text, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return g.tx.Exec(g.ctx, `INSERT INTO idempotency (actor, key, request, outcome, made_at) VALUES ($1, $2, $3, $4, $5)`,
		j.who.User, j.note.Key, j.note.Fingerprint, string(text), int64(j.at))
}
