package notice

import (
	"context"
	"encoding/json"
	"errors"
	"net/mail"
	"net/url"
	"slices"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/periodic"
	"github.com/countersign/countersign/internal/store"
)

// Handlers do this room's messages of the outbox, by kind.
func (h *Herald) Handlers() map[string]outbox.Handler {
	return map[string]outbox.Handler{mailMessage: h.mail, hookMessage: h.hook, escalateMessage: h.escalated, govern.ToldMessage: h.tidings, periodic.MadeMessage: h.made, govern.TicketMessage: h.sheet}
}

// end says what became of a notice and of those that it lists.
func (h *Herald) end(ctx context.Context, n *row, state string) error {
	return h.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `UPDATE notice SET state = $2, done_at = $3 WHERE state IN ('queued', 'listed') AND (id = $1 OR digest = $1)`, string(n.ID), state, int64(govern.At(h.Engine.Now())))
	})
}

// queued is the notice of a message; nil when it was done before.
func (h *Herald) queued(ctx context.Context, id govern.ID) (*row, error) {
	list, err := rowsOf(ctx, h.DB, `id = $1 AND state = 'queued'`, string(id))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// mail sends a notice, or those that it lists, as far as they still wait.
func (h *Herald) mail(ctx context.Context, m outbox.Message) error {
	n, err := h.queued(ctx, m.Subject)
	if err != nil || n == nil {
		return err
	}
	list := []*row{n}
	if n.Kind == ofDigest {
		if list, err = rowsOf(ctx, h.DB, `digest = $1 ORDER BY made_at, id LIMIT 500`, string(n.ID)); err != nil {
			return err
		}
	}
	lines, err := h.lines(ctx, list)
	if err != nil {
		return err
	}
	to, err := h.address(ctx, n.Recipient)
	if err != nil {
		return err
	}
	if h.Mail == nil || to == nil || len(lines) == 0 {
		return h.end(ctx, n, "dropped")
	}
	final, err := h.Mail.send(ctx, h.compose(n, to, lines))
	if err != nil {
		if final {
			return outbox.GiveUp(err)
		}
		return err
	}
	return h.end(ctx, n, "sent")
}

// address is where the person reads mail; nil for who may do nothing any more, or
// wants none.
func (h *Herald) address(ctx context.Context, user string) (*mail.Address, error) {
	if h.Engine.Standing(user) != nil {
		return nil, nil
	}
	a := &mail.Address{}
	var choice string
	err := h.DB.QueryRow(ctx, []any{&a.Address, &a.Name, &choice}, `SELECT u.email, u.name, COALESCE(c.mail, '') FROM "user" u LEFT JOIN notice_choice c ON c."user" = u.id WHERE u.id = $1`, user)
	if errors.Is(err, store.ErrNoRows) || err == nil && choice == Off {
		return nil, nil
	}
	return a, err
}

// line is one thing that a mail tells of.
type line struct {
	*row
	body
}

// lines are the notices that still hold.
func (h *Herald) lines(ctx context.Context, list []*row) ([]line, error) {
	var lines []line
	for _, n := range list {
		l := line{row: n}
		if err := json.Unmarshal([]byte(n.Body), &l.body); err != nil {
			return nil, err
		}
		waits, err := still(ctx, h.DB, n, &l.body, govern.At(h.Engine.Now()))
		if err != nil {
			return nil, err
		}
		if waits && h.mayKnow(n, &l.body) {
			lines = append(lines, l)
		}
	}
	return lines, nil
}

// hook sends a notice to a webhook that is still there.
func (h *Herald) hook(ctx context.Context, m outbox.Message) error {
	n, err := h.queued(ctx, m.Subject)
	if err != nil || n == nil {
		return err
	}
	w, err := Webhooks.Get(ctx, h.DB, govern.ID(n.Recipient))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	lines, lineErr := h.lines(ctx, []*row{n})
	if lineErr != nil {
		return lineErr
	}
	if err != nil || !w.Enabled || len(lines) == 0 {
		return h.end(ctx, n, "dropped")
	}
	gone, err := h.post(ctx, w, n, &lines[0].body)
	if err != nil {
		if gone {
			return outbox.GiveUp(err)
		}
		return err
	}
	return h.end(ctx, n, "sent")
}

// escalated tells whom an escalation names.
func (h *Herald) escalated(ctx context.Context, m outbox.Message) error {
	r, err := Escalated.Get(ctx, h.DB, m.Subject)
	if err != nil {
		return err
	}
	i := &Item{
		Kind: ofEscalation, Record: r.ID, What: r.What, Maker: string(r.Maker), Since: r.SinceAt, Until: r.UntilAt,
		inner: Kind(r.Kind), about: r.Record, round: r.Round, why: r.Why,
	}
	if r.Unit != "" {
		i.Units = []string{string(r.Unit)}
	}
	if r.User != "" {
		i.People = append(i.People, string(r.User))
	}
	if r.Group != "" {
		for _, user := range h.Engine.Access().Inside(string(r.Group), int64(govern.At(h.Engine.Now()))) {
			if user != string(r.User) {
				i.People = append(i.People, user)
			}
		}
	}
	if i.inner == OfAlarm {
		i.People = slices.DeleteFunc(i.People, func(user string) bool { return !h.mayAsk(user) })
	}
	hooks, err := Webhooks.Find(ctx, h.DB, `enabled = 1 ORDER BY id`)
	if err != nil {
		return err
	}
	return h.once().tell(ctx, []*Item{i}, hooks)
}

// made tells a schedule's group, and webhooks, that its report was made.
func (h *Herald) made(ctx context.Context, m outbox.Message) error {
	r, err := periodic.Reports.Get(ctx, h.DB, m.Subject)
	if err != nil {
		return err
	}
	i := &Item{Kind: OfReport, Record: r.ID, What: r.Name, Since: r.FromAt, Until: r.ToAt}
	if r.Unit != "" {
		i.Units = []string{string(r.Unit)}
	}
	if r.Group != "" {
		i.People = h.Engine.Access().Inside(string(r.Group), int64(govern.At(h.Engine.Now())))
	}
	hooks, err := Webhooks.Find(ctx, h.DB, `enabled = 1 ORDER BY id`)
	if err != nil {
		return err
	}
	return h.once().tell(ctx, []*Item{i}, hooks)
}

// tidings tell whoever asked for a change what it did to people.
func (h *Herald) tidings(ctx context.Context, m outbox.Message) error {
	var t govern.Tidings
	if err := json.Unmarshal([]byte(m.Body), &t); err != nil {
		return outbox.GiveUp(err)
	}
	if h.Mail == nil {
		return nil
	}
	i := &Item{Kind: ofTold, Record: m.Subject, Round: string(m.ID), Since: govern.At(h.Engine.Now()), People: []string{t.Asker}, told: t.Items, count: t.Count}
	return h.once().tell(ctx, []*Item{i}, nil)
}

// once is a herald that remembers nothing: handlers run beside the one that looks.
func (h *Herald) once() *Herald {
	return &Herald{
		Engine: h.Engine, DB: h.DB, Ring: h.Ring, Log: h.Log, Mail: h.Mail, Base: h.Base, German: h.German,
		DailyAt: h.DailyAt, Actor: h.Actor, Lease: h.Lease, Sheet: h.Sheet, Wake: h.Wake,
	}
}

// link is where what waits is looked at, "" when it is not known where people
// reach the installation.
func (h *Herald) link(kind Kind, record govern.ID) string {
	if h.Base == "" {
		return ""
	}
	if kind == OfAlarm {
		return h.Base + "/access/collusion"
	}
	table := map[Kind]string{OfChange: "change", OfSignature: "package", OfException: "exception", OfDelivery: "delivery", OfUnsent: "package", OfMissing: "cycle", OfFile: "expected_file", OfUntaken: "run", OfReport: "report_made", OfUnlooked: "user", ofTold: "user"}[kind]
	if table == "" {
		return h.Base + "/"
	}
	return h.Base + "/" + table + "/" + url.PathEscape(string(record))
}
