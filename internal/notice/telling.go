package notice

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// telling writes marks and messages in one transaction.
type telling struct {
	h       *Herald
	how     map[string]string
	list    []toldTo
	letters map[string][]govern.ID // by person: what is new to them
	now     govern.Time
	left    bool // messages were left in the outbox
}

func (t *telling) write(ctx context.Context, tx store.Tx, part []toldTo) error {
	t.left = false
	for _, x := range part {
		state := "queued"
		switch {
		case x.hook:
		case t.h.Mail == nil || t.how[x.recipient] == Off:
			state = "off"
		case t.how[x.recipient] == Daily:
			state = "kept"
		}
		text, err := x.item.body()
		if err != nil {
			return err
		}
		id, err := t.mark(ctx, tx, &x, state, text)
		if err != nil {
			return err
		}
		switch {
		case id == "" || state != "queued":
		case x.hook:
			err = t.message(ctx, tx, hookMessage, id)
		default:
			t.letters[x.recipient] = append(t.letters[x.recipient], id)
		}
		if err != nil {
			return err
		}
	}
	people := make([]string, 0, len(t.letters))
	for p := range t.letters {
		people = append(people, p)
	}
	slices.Sort(people)
	for _, p := range people {
		if err := t.letter(ctx, tx, p, t.letters[p]); err != nil {
			return err
		}
	}
	return nil
}

// mark notes that the recipient is told; "" when that was noted before.
func (t *telling) mark(ctx context.Context, tx store.Tx, x *toldTo, state, text string) (govern.ID, error) {
	id := govern.NewID(t.h.Engine.Now())
	var written string
	err := tx.QueryRow(ctx, []any{&written}, `INSERT INTO notice (id, kind, record, round, recipient, state, body, digest, made_at, done_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, 0) ON CONFLICT (kind, record, round, recipient) DO NOTHING RETURNING id`,
		string(id), string(x.kind), string(x.record), x.round, x.recipient, state, text, int64(t.now))
	if errors.Is(err, store.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// letter is one mail for what is new to a person: of several things at once, they
// are listed in one.
func (t *telling) letter(ctx context.Context, tx store.Tx, person string, ids []govern.ID) error {
	if len(ids) == 1 {
		return t.message(ctx, tx, mailMessage, ids[0])
	}
	x := &toldTo{mark: mark{kind: ofDigest, record: ids[0], recipient: person}}
	id, err := t.mark(ctx, tx, x, "queued", "{}")
	if err != nil || id == "" {
		return err
	}
	for _, listed := range ids {
		if err := tx.Exec(ctx, `UPDATE notice SET state = 'listed', digest = $2 WHERE id = $1`, string(listed), string(id)); err != nil {
			return err
		}
	}
	return t.message(ctx, tx, mailMessage, id)
}

func (t *telling) message(ctx context.Context, tx store.Tx, kind string, notice govern.ID) error {
	t.left = true
	return tx.Exec(ctx, `INSERT INTO outbox (id, kind, subject, body, due_at, leased_until, attempts, done_at, made_seq) VALUES ($1, $2, $3, '', $4, 0, 0, 0, 0)`,
		string(govern.NewID(t.h.Engine.Now())), kind, string(notice), int64(t.now))
}

// daily sends, once a day, what was kept for those who want it so.
func (h *Herald) daily(ctx context.Context) error {
	now := h.Engine.Now().UTC()
	day := now.Truncate(24 * time.Hour)
	if h.Mail == nil || now.Sub(day) < h.DailyAt {
		return nil
	}
	var people []string
	err := h.DB.Query(ctx, func(scan store.Scan) error {
		var user string
		err := scan(&user)
		people = append(people, user)
		return err
	}, `SELECT DISTINCT recipient FROM notice WHERE state = 'kept' AND recipient NOT IN (SELECT recipient FROM notice WHERE kind = 'digest' AND record = $1) ORDER BY recipient LIMIT 500`, day.Format(time.DateOnly))
	if err != nil {
		return err
	}
	for _, user := range people {
		t := &telling{h: h, now: govern.At(now)}
		err := h.DB.Write(ctx, func(tx store.Tx) error {
			x := &toldTo{mark: mark{kind: ofDigest, record: govern.ID(day.Format(time.DateOnly)), recipient: user}}
			id, err := t.mark(ctx, tx, x, "queued", "{}")
			if err != nil || id == "" {
				return err
			}
			if err := tx.Exec(ctx, `UPDATE notice SET state = 'listed', digest = $2 WHERE recipient = $1 AND state = 'kept'`, user, string(id)); err != nil {
				return err
			}
			return t.message(ctx, tx, mailMessage, id)
		})
		if err != nil {
			return err
		}
		h.Wake()
	}
	return nil
}

// escalate records what has waited too long or nears its end, each once.
func (h *Herald) escalate(ctx context.Context, items []*Item, list []*Escalation) error {
	now := govern.At(h.Engine.Now())
	snapshot := h.Engine.Access()
	done := h.raised
	h.raised = map[mark]bool{} // of what waits yet
	for _, x := range list {
		for _, i := range items {
			m := mark{kind: i.Kind, record: i.Record, round: i.Round, recipient: string(x.ID)}
			if done[m] {
				h.raised[m] = true
				continue
			}
			why := x.due(i, now)
			if why == "" || string(i.Kind) != x.Kind || !i.within(snapshot, x.Unit) {
				continue
			}
			if err := h.raise(ctx, &raise{of: x, item: i, why: why}); err != nil {
				return err
			}
			h.raised[m] = true
		}
	}
	return nil
}

// raise submits one escalation; one that was made before is none.
func (h *Herald) raise(ctx context.Context, c *raise) error {
	var held string
	err := h.DB.QueryRow(ctx, []any{&held}, `SELECT id FROM "change" WHERE state = 'pending' AND command = $1 LIMIT 1`, Raising)
	if err == nil {
		return fault.New(fault.Unavailable, "step_held", "A four-eyes rule holds this step as change %s.", held)
	}
	if !errors.Is(err, store.ErrNoRows) {
		return err
	}
	out, err := h.Engine.Submit(ctx, h.Actor, govern.Note{Reason: c.of.Name}, c)
	switch {
	case fault.Code(err) == "raised", fault.Is(err, fault.NotFound):
		return nil
	case err == nil && out.State != govern.Applied:
		return fault.New(fault.Unavailable, "step_held", "A four-eyes rule holds this step as change %s.", out.Change)
	}
	return err
}

// due says why the item is escalated now, "" for not.
func (x *Escalation) due(i *Item, now govern.Time) string {
	const minute = govern.Time(60e6)
	switch {
	case x.Before > 0 && i.Until > 0 && now >= i.Until-govern.Time(x.Before)*minute:
		return "near_end"
	case x.After > 0 && i.Since > 0 && now >= i.Since+govern.Time(x.After)*minute:
		return "too_long"
	}
	return ""
}
