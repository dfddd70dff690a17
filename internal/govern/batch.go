package govern

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// batch is one group inside its transaction.
type batch struct {
	e       *Engine
	ctx     context.Context
	tx      *counted
	view    *view
	seq     int64
	events  []event
	refused map[refusal]int
	outbox  bool
}

type event struct {
	at Time
	ev *audit.Event
}

// transact runs the jobs and commits them with their entries. The audit head is
// taken first: writers of all nodes queue there. What came while this one waited
// for it joins the group.
func (e *Engine) transact(jobs *[]*job, careful bool) error {
	ctx := context.Background()
	nonce := string(NewID(e.now()))
	var g *batch
	var entries []audit.Entry
	err := e.db.Write(ctx, func(tx store.Tx) error {
		g = &batch{e: e, ctx: ctx, tx: &counted{Tx: tx}, refused: map[refusal]int{}}
		g.tx.group = g
		var epoch int64
		err := tx.QueryRow(ctx, []any{&g.seq, &epoch}, `UPDATE audit_head SET nonce = $1 WHERE one = 1 RETURNING seq, epoch`, nonce)
		if err != nil {
			return fmt.Errorf("audit head: %w", err)
		}
		if !careful {
			had := len(*jobs)
			*jobs = append((*jobs)[:had], inTime(e.fill(*jobs)[had:])...)
		}
		for _, j := range *jobs {
			j.at = At(e.now())
		}
		if g.view, err = e.refresh(ctx, tx, e.view.Load(), epoch); err != nil {
			return fmt.Errorf("access view: %w", err)
		}
		if err := g.tx.lookAhead(ctx, e, g.view, *jobs); err != nil {
			return fmt.Errorf("look ahead: %w", err)
		}
		for _, j := range *jobs {
			if err := g.one(j, careful); err != nil {
				return err
			}
		}
		if err := g.ticketed(); err != nil {
			return err
		}
		if err := g.tx.flush(ctx); err != nil {
			return err
		}
		if entries, err = g.seal(); err != nil || len(entries) == 0 {
			return err
		}
		if err := audit.Append(ctx, tx, entries); err != nil {
			return err
		}
		return tx.ExecOne(ctx, `UPDATE audit_head SET seq = $1, epoch = $2 WHERE one = 1`, g.seq, g.view.epoch)
	})
	if errors.Is(err, store.ErrUnknownCommit) {
		err = e.settle(ctx, entries, err)
	}
	if err != nil {
		return err
	}
	e.adopt(g.view)
	if wake := e.wake.Load(); g.outbox && wake != nil {
		(*wake)()
	}
	return nil
}

// settle finds out what became of a commit whose answer was lost: the entry
// stands under its number, byte for byte, exactly when the group was written.
// The audit head is taken first, because the server may be committing still:
// whoever holds the head knows that the other transaction has ended.
func (e *Engine) settle(ctx context.Context, entries []audit.Entry, lost error) error {
	if len(entries) == 0 {
		return nil // there was nothing to write
	}
	first := entries[0]
	for wait := 100 * time.Millisecond; wait < 30*time.Second; wait *= 2 {
		var sealed []byte
		err := e.db.Write(ctx, func(tx store.Tx) error {
			if err := tx.ExecOne(ctx, `UPDATE audit_head SET nonce = $1 WHERE one = 1`, string(NewID(e.now()))); err != nil {
				return err
			}
			err := tx.QueryRow(ctx, []any{&sealed}, `SELECT sealed FROM audit_entry WHERE seq = $1`, first.Seq)
			if errors.Is(err, store.ErrNoRows) {
				return nil
			}
			return err
		})
		switch {
		case err != nil:
			time.Sleep(wait)
		case string(sealed) == string(first.Sealed):
			return nil
		default:
			return fault.New(fault.Unavailable, "not_written", "The database went away before anything was written; try again.")
		}
	}
	return lost
}

// one runs a job. A fault is the job's own; any other error is the group's in
// the fast way, the job's in the careful one.
func (g *batch) one(j *job, careful bool) error {
	view, events, outbox, writes := g.view, len(g.events), g.outbox, g.tx.writes
	j.out, j.err, j.instead, j.targets = Outcome{}, nil, nil, nil
	attempt := func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				g.e.log.Error("a command panicked", "command", j.what, "panic", p)
				err = fault.New(fault.Internal, "internal", "This command failed on our side; the request id names it in the log.")
			}
		}()
		j.out, err = j.do(g, j)
		return err
	}
	var err error
	if careful {
		if err = g.apart(attempt); store.IsUnique(err) && j.instead != nil {
			g.view, g.events, g.outbox = view, g.events[:events], outbox
			err = g.apart(func() (err error) {
				j.out, err = j.instead()
				return err
			})
		}
		err = g.own(err)
	} else {
		err = attempt()
	}
	if err == nil {
		return nil
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	if !careful && g.tx.writes != writes {
		return fmt.Errorf("%s was refused after it had begun to write: %s", j.what, err) //nolint:errorlint // no fault any more: the group runs again
	}
	g.view, g.events, g.outbox = view, g.events[:events], outbox
	j.out, j.err = Outcome{}, err
	if files := j.brought(err); f.Kind == fault.Denied || files != nil {
		g.refuse(j, f, files)
	}
	return nil
}

// apart does one job's part within a savepoint, with all that it writes.
func (g *batch) apart(do func() error) error {
	err := g.tx.Savepoint(g.ctx, func() error {
		if err := do(); err != nil {
			return err
		}
		return g.tx.flush(g.ctx)
	})
	if err != nil {
		g.tx.late = late{}
	}
	return err
}

// own turns what the database said about one job's rows into that job's fault;
// an error of the database itself stays one of the group.
func (g *batch) own(err error) error {
	var f *fault.Error
	switch {
	case err == nil || errors.As(err, &f):
		return err
	case errors.Is(err, store.ErrRowCount):
		return fault.Wrap(err, fault.Stale, "stale", "The record changed since it was read; read it again and repeat the change.")
	case store.IsUnique(err):
		return fault.Wrap(err, fault.Conflict, "duplicate", "A record with these values exists already.")
	case store.IsForeignKey(err):
		return fault.Wrap(err, fault.Conflict, "referred_to", "Another record is named that does not exist, or this one is still referred to.")
	case store.IsUnavailable(err):
		return err
	}
	return fault.From(err)
}
