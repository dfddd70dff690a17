package server

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/review"
	"github.com/countersign/countersign/internal/store"
)

const (
	reviewLease = "access_review"
	reviewEvery = time.Minute
	// reviewAgain is how long a review is left alone that could not be closed: who
	// leads it may look meanwhile.
	reviewAgain = time.Hour
)

// reviewing closes reviews that are due, on one node at a time, by the
// installation's own service and through the door like everybody else.
type reviewing struct {
	s      *Server
	holder string
	later  map[govern.ID]time.Time // of reviews that could not be closed
}

func newReviewing(s *Server) *reviewing {
	return &reviewing{s: s, holder: rand.Text(), later: map[govern.ID]time.Time{}}
}

func (v *reviewing) run(ctx context.Context) {
	for {
		if err := v.step(ctx); err != nil && ctx.Err() == nil {
			v.s.Log.Warn("reviews that are due could not be looked for", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(reviewEvery):
		}
	}
}

// step closes what is due. Should two nodes believe that they hold the lease, the
// second is told that the review is closed.
func (v *reviewing) step(ctx context.Context) error {
	now := v.s.Now()
	err := v.s.DB.Write(ctx, func(tx store.Tx) error {
		return tx.QueryRow(ctx, []any{new(int64)}, takeLease, reviewLease, v.holder, now.Add(2*reviewEvery).UnixMicro(), now.UnixMicro())
	})
	if errors.Is(err, store.ErrNoRows) {
		return nil // another node's work
	}
	if err != nil {
		return err
	}
	due, err := review.Due(ctx, v.s.DB, govern.At(now))
	if err != nil {
		return err
	}
	for _, id := range due {
		if now.Before(v.later[id]) {
			continue
		}
		delete(v.later, id)
		c := &review.Close{}
		c.On(id)
		_, err := v.s.Engine.Submit(ctx, govern.Actor{User: InstallationUser, Method: "node"}, govern.Note{Reason: "the review is due"}, c)
		if err != nil && !fault.Is(err, fault.Unavailable) {
			v.later[id] = now.Add(reviewAgain)
			v.s.Log.Warn("a review that is due could not be closed; close it by hand", "review", id, "code", fault.Code(err), "error", err)
		}
	}
	return nil
}
