package server

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// rounds are work that one node at a time does again and again: the one that
// holds the lease, which it renews while it works. hold is how soon another takes
// over from one that died.
type rounds struct {
	lease       string
	every, hold time.Duration
	trouble     string // what the server's log says of a failure
	// due, when given, says without the lease whether there is anything to do.
	due  func(context.Context) (bool, error)
	wake <-chan struct{} // has it look at once; nil: nothing does
	work func(context.Context) error
}

// doing does the work until ctx ends. A failure is told when it is another than
// the last one.
func (s *Server) doing(r *rounds) func(context.Context) {
	return func(ctx context.Context) {
		holder, last := rand.Text(), ""
		for {
			err := s.round(ctx, r, holder)
			if text := errorText(err); text != last && ctx.Err() == nil {
				if last = text; err != nil {
					s.Log.Error(r.trouble, "code", fault.Code(err), "error", err)
				}
			}
			select {
			case <-ctx.Done():
				s.leaves(r.lease, holder)
				return
			case <-r.wake:
			case <-time.After(r.every):
			}
		}
	}
}

// round does the work once, where there is any and it is this node's.
func (s *Server) round(ctx context.Context, r *rounds, holder string) error {
	if r.due != nil {
		if due, err := r.due(ctx); err != nil || !due {
			return err
		}
	}
	mine, err := s.takes(ctx, r.lease, holder, r.hold)
	if err != nil || !mine {
		return err
	}
	ctx, lost := context.WithCancelCause(ctx)
	var beats sync.WaitGroup
	beats.Go(func() { s.renews(ctx, r, holder, lost) })
	defer beats.Wait()
	defer lost(nil)
	return r.work(ctx)
}

// renews keeps the lease until ctx ends, and breaks the work off when another node
// has it, or when it ran out because the database does not answer.
func (s *Server) renews(ctx context.Context, r *rounds, holder string, lost context.CancelCauseFunc) {
	until := time.Now().Add(r.hold)
	tick := time.NewTicker(r.hold / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		next := time.Now().Add(r.hold)
		switch mine, err := s.takes(ctx, r.lease, holder, r.hold); {
		case mine:
			until = next
		case err == nil || time.Now().After(until):
			lost(errors.New("another node took over"))
			return
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// takes takes a lease or renews it; mine is false while another node holds it.
func (s *Server) takes(ctx context.Context, name, holder string, length time.Duration) (mine bool, err error) {
	now := time.Now()
	err = s.DB.Write(ctx, func(tx store.Tx) error {
		return tx.QueryRow(ctx, []any{new(int64)}, takeLease, name, holder, now.Add(length).UnixMicro(), now.UnixMicro())
	})
	if errors.Is(err, store.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// leaves gives a lease back, so that another node, or this one started again, need
// not wait for its end. That is a courtesy: without it the lease runs out.
func (s *Server) leaves(name, holder string) {
	ctx, cancel := context.WithTimeout(context.Background(), leaseFor)
	defer cancel()
	if err := s.DB.Write(ctx, func(tx store.Tx) error { return tx.Exec(ctx, leaveLease, name, holder) }); err != nil {
		s.Log.Warn("a lease could not be given back", "lease", name, "error", err)
	}
}

// chore is a command that time or others' changes have made due on a record.
type chore struct {
	action govern.Command
	record govern.ID
	why    string
}

// chores has the installation's own service ask for what is due, through the door
// like everybody else. What was refused is left alone for a while, so that people
// can look. Should two nodes believe that it is theirs to ask, the second is told
// that it is done.
func (s *Server) chores(again time.Duration, due func(context.Context, govern.Time) ([]chore, error)) func(context.Context) error {
	later := map[string]time.Time{} // of what was refused
	return func(ctx context.Context) error {
		now := s.Now()
		list, err := due(ctx, govern.At(now))
		if err != nil {
			return err
		}
		for _, c := range list {
			key := c.action.Name() + " " + string(c.record)
			if now.Before(later[key]) {
				continue
			}
			delete(later, key)
			_, err := s.Engine.Submit(ctx, govern.Actor{User: InstallationUser, Method: "node"}, govern.Note{Reason: c.why}, c.action)
			if err != nil && !fault.Is(err, fault.Unavailable) {
				later[key] = now.Add(again)
				s.Log.Warn("what is due was refused; do it by hand", "command", c.action.Name(), "record", c.record, "code", fault.Code(err), "error", err)
			}
		}
		return nil
	}
}
