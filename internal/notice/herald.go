package notice

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// The kinds of outbox message of this room.
const (
	mailMessage     = "notice.mail"
	hookMessage     = "notice.webhook"
	escalateMessage = "notice.escalate"
)

// Herald finds what waits and has it told. One node at a time looks; any node
// sends.
type Herald struct {
	Engine *govern.Engine
	DB     store.DB
	Ring   *secret.Ring
	Log    *slog.Logger
	// Mail is how e-mail leaves; nil: none does.
	Mail *Post
	// Base is where people reach the installation, without a slash at its end.
	Base string
	// German has mails written in German; else they are in English.
	German bool
	// DailyAt is the time of day, in UTC, from which the mails of a day are sent.
	DailyAt time.Duration
	// Actor is who escalates: the installation's service.
	Actor govern.Actor
	// Lease reports whether this node is to look now.
	Lease func(ctx context.Context) (bool, error)
	// Sheet is the evidence sheet of a ticket, as far as it is of the unit.
	Sheet func(ctx context.Context, ticket string, unit govern.ID) (*Sheet, error)
	// Wake has the outbox looked at.
	Wake func()
	// Every is how often is looked for what waits; 0: five seconds.
	Every time.Duration

	waits *waits
	seen  map[mark]bool // told, as far as this node remembers
	// raised are escalations that were made, the recipient being the escalation.
	raised map[mark]bool
}

// mark is one telling of one wait.
type mark struct {
	kind      Kind
	record    govern.ID
	round     string
	recipient string
}

// lookEvery is how often is looked for what waits, where nothing else is said.
const lookEvery = 5 * time.Second

// Run looks until ctx ends.
func (h *Herald) Run(ctx context.Context) {
	every := h.Every
	if every == 0 {
		every = lookEvery
	}
	for {
		mine, err := h.Lease(ctx)
		if err == nil && mine {
			err = h.Look(ctx)
		}
		if err != nil && ctx.Err() == nil {
			h.Log.Warn("what waits could not be told", "code", fault.Code(err), "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}

// Look tells what waits and was not told yet, sends the mails of a day when it is
// time, and escalates what is due.
func (h *Herald) Look(ctx context.Context) error {
	hooks, err := Webhooks.Find(ctx, h.DB, `enabled = 1 ORDER BY id`)
	if err != nil {
		return err
	}
	escalations, err := Escalations.Find(ctx, h.DB, `id <> '' ORDER BY id`)
	if err != nil {
		return err
	}
	if h.Mail == nil && len(hooks)+len(escalations) == 0 {
		// Who looks after a file finds on the page that it is late.
		if x, err := ExpectedFiles.Find(ctx, h.DB, `id <> '' LIMIT 1`); err != nil || len(x) == 0 {
			return err
		}
	}
	if h.waits == nil {
		h.waits = &waits{engine: h.Engine, db: h.DB}
	}
	h.waits.untaken = slices.ContainsFunc(hooks, func(w *Webhook) bool { return w.wants(OfUntaken) }) ||
		slices.ContainsFunc(escalations, func(x *Escalation) bool { return Kind(x.Kind) == OfUntaken })
	items, err := h.waits.all(ctx)
	if err != nil {
		return err
	}
	if err := h.tell(ctx, items, hooks); err != nil {
		return err
	}
	h.forget(items)
	if err := h.daily(ctx); err != nil {
		return err
	}
	return h.escalate(ctx, items, escalations)
}

// forget keeps the memory of what was told to what still waits.
func (h *Herald) forget(items []*Item) {
	waiting := map[mark]bool{}
	for _, i := range items {
		waiting[mark{kind: i.Kind, record: i.Record, round: i.Round}] = true
	}
	for m := range h.seen {
		if !waiting[mark{kind: m.kind, record: m.record, round: m.round}] {
			delete(h.seen, m)
		}
	}
}

// tell marks what was not told yet, with the messages that tell it.
func (h *Herald) tell(ctx context.Context, items []*Item, hooks []*Webhook) error {
	how, err := h.choices(ctx)
	if err != nil {
		return err
	}
	t := &telling{h: h, how: how, letters: map[string][]govern.ID{}, now: govern.At(h.Engine.Now())}
	for _, i := range items {
		t.list = append(t.list, h.recipients(i, hooks)...)
	}
	for len(t.list) > 0 {
		part := t.list[:min(len(t.list), 500)]
		t.list = t.list[len(part):]
		done := *t
		err := h.DB.Write(ctx, func(tx store.Tx) error {
			done.letters = map[string][]govern.ID{}
			return done.write(ctx, tx, part)
		})
		if err != nil {
			return err
		}
		if h.seen == nil {
			h.seen = map[mark]bool{}
		}
		for _, x := range part {
			h.seen[x.mark] = true
		}
		if done.left {
			h.Wake()
		}
	}
	return nil
}

// toldTo is one item and one of those who are told of it.
type toldTo struct {
	mark
	item *Item
	hook bool
}

// recipients are those of the item's people and of the webhooks who have not been
// told of it, as far as this node remembers.
func (h *Herald) recipients(i *Item, hooks []*Webhook) (list []toldTo) {
	add := func(recipient string, hook bool) {
		if m := (mark{i.Kind, i.Record, i.Round, recipient}); !h.seen[m] {
			list = append(list, toldTo{m, i, hook})
		}
	}
	snapshot := h.Engine.Access()
	for _, user := range i.People {
		if u, known := snapshot.User(user); known && !u.Service && h.Engine.Standing(user) == nil {
			add(user, false)
		}
	}
	for _, w := range hooks {
		if i.Kind != ofTold && w.wants(i.Kind) && i.within(snapshot, w.Unit) {
			add(string(w.ID), true)
		}
	}
	return list
}

func (w *Webhook) wants(kind Kind) bool {
	if len(w.Kinds) == 0 {
		return kind != OfTicket && kind != OfAlarm // whose contents are not for everybody
	}
	for _, k := range w.Kinds {
		if k == string(kind) {
			return true
		}
	}
	return false
}

// choices is how people want to be told, by user.
func (h *Herald) choices(ctx context.Context) (map[string]string, error) {
	how := map[string]string{}
	return how, h.DB.Query(ctx, func(scan store.Scan) error {
		var user, mail string
		err := scan(&user, &mail)
		how[user] = mail
		return err
	}, `SELECT "user", mail FROM notice_choice`)
}
