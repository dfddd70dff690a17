package govern

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
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
	return e.ApproveRows(ctx, who, note, id, digest, nil)
}

// ApproveRows is Approve of a change but for the rows that are left out; nil says
// nothing about rows. All who agree must leave out the same: an agreement that
// leaves out others sets aside those before it. Further faults: rows_left_out,
// not_severable, all_or_nothing, unknown_row, all_left_out, row_needed.
func (e *Engine) ApproveRows(ctx context.Context, who Actor, note Note, id ID, digest string, leave LeaveOut) (Outcome, error) {
	return e.decide(ctx, who, note, "change.approve", id, func(g *batch, j *job, d *decision) (Outcome, error) {
		if err := d.couldDecideFor(j.who.User, j.who.OnBehalf); err != nil {
			return Outcome{}, err // a stranger is not told the digest
		}
		if digest != d.change.Digest {
			return Outcome{}, fault.Bad("digest", "other_digest", "This is not the change you were shown: its digest is %s. Look at it again.", d.change.Digest)
		}
		return g.approve(j, d, leave)
	})
}

// Reject ends the change; it takes a reason, and somebody who could approve.
func (e *Engine) Reject(ctx context.Context, who Actor, note Note, id ID) (Outcome, error) {
	note.Reason = strings.TrimSpace(note.Reason)
	return e.decide(ctx, who, note, "change.reject", id, func(g *batch, j *job, d *decision) (Outcome, error) {
		if err := note.saysWhy(); err != nil {
			return Outcome{}, err
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

// saysWhy is nil unless the note gives no reason.
func (n Note) saysWhy() error {
	if strings.TrimSpace(n.Reason) == "" {
		return fault.Bad("reason", "reason_missing", "Say why, so that the maker can do better.")
	}
	return nil
}

// Withdraw ends the change; only its maker can.
func (e *Engine) Withdraw(ctx context.Context, who Actor, note Note, id ID) (Outcome, error) {
	return e.decide(ctx, who, note, "change.withdraw", id, func(g *batch, j *job, d *decision) (Outcome, error) {
		if d.view.access.Person(j.who.User) != d.maker.Person {
			return Outcome{}, fault.New(fault.Denied, "not_maker", "Only %s, who made this change, can withdraw it.", d.view.named([]string{d.body.Maker}))
		}
		return g.end(j, d, "change.withdraw", Withdrawn, note.Reason)
	})
}

// decision is a pending change with what is known about it at this moment.
type decision struct {
	view    *view
	change  *Change
	body    *Body
	on      []access.Target // all that it is about
	maker   approval.Agreement
	turned  map[string]bool     // users who are another person since the change was made
	rules   []*approval.Program // held under, or in force now
	agreed  []approval.Agreement
	decided []string // people who have, in whatever way
	now     Time

	recalled []agreeing       // what duty rules hold against who agrees
	barred   map[string]error // people whom the whole log keeps from agreeing
	told     []audit.Fact     // what duty rules let through

	left    map[string][]Ref // what each who agreed left out, by user
	leaves  []Ref            // what the agreement that is given leaves out
	skipped []Skipped        // rows that fail alone
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
	d := &decision{view: v, change: w.change, body: body, decided: w.decided, on: body.about(), maker: v.agreement(body.Maker), now: now}
	if d.turned, err = e.turnedSince(ctx, r, d.change.MadeAt); err != nil {
		return nil, err
	}
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
		if by.left != "" {
			if d.left == nil {
				d.left = map[string][]Ref{}
			}
			if d.left[by.user], err = readRefs(by.left); err != nil {
				return nil, err
			}
		}
	}
	return d, e.recall(ctx, r, d)
}

func (g *batch) approve(j *job, d *decision, leave LeaveOut) (Outcome, error) {
	var err error
	if d.told, err = g.search(j, d); err != nil {
		return Outcome{}, err
	}
	before, again := d.agreed, false
	if d.leaves, again, err = g.settleRows(d, leave); err != nil {
		return Outcome{}, err
	}
	if again {
		d.agreed = nil
	}
	if len(missing(d.view, d.rules, d.maker, d.live(), d.body.Targets, d.now)) > 0 {
		if err := d.eligibleFor(j.who.User, j.who.OnBehalf); err != nil {
			return Outcome{}, err
		}
	} else if err := d.couldDecideFor(j.who.User, j.who.OnBehalf); err != nil {
		return Outcome{}, err // a rule was loosened meanwhile: what was given is enough, and an approver sets it off
	}
	if err := g.strike(d, before); err != nil {
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
	left, err := refsJSON(d.leaves)
	if err != nil {
		return err
	}
	row := []any{string(d.change.ID), j.who.User, person, verdict, d.change.Digest, j.note.Reason, int64(j.at), g.seq + int64(len(g.events)) + 1, j.who.OnBehalf, left}
	if !slices.Contains(d.decided, person) {
		g.tx.decide(row)
		return nil
	}
	return g.tx.Exec(g.ctx, `UPDATE decision SET "user" = $2, verdict = $4, digest = $5, reason = $6, decided_at = $7, seq = $8, on_behalf = $9, left_out = $10 WHERE "change" = $1 AND person = $3`, row...)
}

// strike takes out those of the agreements before that count no longer: their
// givers do not qualify any more, or agreed to other rows. The change waits on.
func (g *batch) strike(d *decision, before []approval.Agreement) error {
	live := d.live()
	for _, a := range before {
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
