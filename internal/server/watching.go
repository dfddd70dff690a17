package server

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/store"
)

const (
	watchLease = "package_watch"
	watchEvery = 10 * time.Second
	// watchAgain is how long a package is left alone for which the step was refused.
	watchAgain = 10 * time.Minute
)

// watching looks after packages that wait, on one node at a time: what is late
// becomes stale, what lost a signatory is held, and what suffices since jobs,
// exclusions, points or accounts changed is accepted. It acts as the
// installation's own service, through the door like everybody else.
type watching struct {
	s      *Server
	holder string
	later  map[string]time.Time // of steps that were refused
}

func newWatching(s *Server) *watching {
	return &watching{s: s, holder: rand.Text(), later: map[string]time.Time{}}
}

func (w *watching) run(ctx context.Context) {
	for {
		if err := w.step(ctx); err != nil && ctx.Err() == nil {
			w.s.Log.Warn("packages that wait could not be looked after", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(watchEvery):
		}
	}
}

func (w *watching) step(ctx context.Context) error {
	now := w.s.Now()
	err := w.s.DB.Write(ctx, func(tx store.Tx) error {
		return tx.QueryRow(ctx, []any{new(int64)}, takeLease, watchLease, w.holder, now.Add(3*watchEvery).UnixMicro(), now.UnixMicro())
	})
	if errors.Is(err, store.ErrNoRows) {
		return nil // another node's work
	}
	if err != nil {
		return err
	}
	due, err := payments.Due(ctx, w.s.DB, w.s.Engine.People(), govern.At(now))
	if err != nil {
		return err
	}
	for _, d := range due {
		key := d.Action.Name() + " " + string(d.Package)
		if now.Before(w.later[key]) {
			continue
		}
		delete(w.later, key)
		_, err := w.s.Engine.Submit(ctx, govern.Actor{User: InstallationUser, Method: "node"}, govern.Note{Reason: d.Why}, d.Action)
		if err != nil && !fault.Is(err, fault.Unavailable) {
			w.later[key] = now.Add(watchAgain)
			w.s.Log.Warn("what is due for a package was refused", "package", d.Package, "command", d.Action.Name(), "code", fault.Code(err), "error", err)
		}
	}
	return nil
}

// mayLeave asks, before a file leaves, whether its package is held or has to be.
func (s *Server) mayLeave(ctx context.Context, pkg govern.ID) error {
	first, err := payments.MayLeave(ctx, s.DB, s.Engine.People(), pkg)
	if err != nil || first == nil {
		return err
	}
	out, err := s.Engine.Submit(ctx, govern.Actor{User: InstallationUser, Method: "node"}, govern.Note{Reason: first.Why}, first.Action)
	if err = s.applied(out, err); err != nil {
		return err
	}
	return fault.New(fault.Conflict, "held", "The package was held: %s", first.Why)
}
