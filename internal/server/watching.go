package server

import (
	"context"
	"errors"
	"time"

	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/review"
	"github.com/countersign/countersign/internal/store"
)

// watching looks after packages that wait: what is late becomes stale, what lost
// a signatory is held, and what suffices since jobs, exclusions, points or
// accounts changed is accepted.
func (s *Server) watching() *rounds {
	const every = 10 * time.Second
	look := s.chores(10*time.Minute, func(ctx context.Context, now govern.Time) (list []chore, err error) {
		due, err := payments.Due(ctx, s.DB, s.Engine.People(), now)
		for _, d := range due {
			list = append(list, chore{d.Action, d.Package, d.Why})
		}
		return list, err
	})
	return &rounds{
		lease: "package_watch", every: every, hold: 3 * every, trouble: "packages that wait could not be looked after",
		work: func(ctx context.Context) error { return errors.Join(look(ctx), s.unsent(ctx)) },
	}
}

// unsent has accepted packages sent whose sending was given up for want of a
// channel, once their bank has one and while they are in time.
func (s *Server) unsent(ctx context.Context) error {
	lost, err := outbox.GivenUp(ctx, s.DB, payments.AcceptedMessage, 500)
	if err != nil {
		return err
	}
	for _, l := range lost {
		p, err := payments.Packages.Get(ctx, s.DB, l.Subject)
		if err != nil {
			return err
		}
		d, err := deliver.Deliveries.One(ctx, s.DB, `subject_table = 'package' AND subject = $1`, string(p.ID))
		if err != nil {
			return err
		}
		until, err := payments.Deadline(ctx, s.DB, p.ID)
		if err != nil {
			return err
		}
		if d != nil || until != 0 && govern.At(s.Now()) > until || p.Digest != l.Body || p.State.Left() || s.mayLeave(ctx, p.ID) != nil {
			continue
		}
		if _, err := s.channel(ctx, p.ID); err != nil {
			continue // it stands in the log, and people were told
		}
		if err := outbox.Again(ctx, s.DB, l.ID, s.Now()); err != nil && !errors.Is(err, store.ErrRowCount) {
			return err
		}
	}
	return nil
}

// reviewing closes reviews that are due.
func (s *Server) reviewing() *rounds {
	const every = time.Minute
	return &rounds{
		lease: "access_review", every: every, hold: 2 * every, trouble: "reviews that are due could not be looked for",
		work: s.chores(time.Hour, func(ctx context.Context, now govern.Time) (list []chore, err error) {
			due, err := review.Due(ctx, s.DB, now)
			for _, id := range due {
				c := &review.Close{}
				c.On(id)
				list = append(list, chore{c, id, "the review is due"})
			}
			return list, err
		}),
	}
}

// ending hands over what those had whose end date has come.
func (s *Server) ending() *rounds {
	const every = 10 * time.Second
	return &rounds{
		lease: "user_end", every: every, hold: 3 * every, trouble: "people whose time is over could not be looked for",
		work: s.chores(time.Hour, func(ctx context.Context, now govern.Time) (list []chore, err error) {
			ended, err := directory.Unlooked(ctx, s.DB, now)
			for _, u := range ended {
				if u.Heir(s.Engine.People()) { // who has none is told of by notices
					list = append(list, chore{&directory.HandOver{User: u.ID}, u.ID, "the end date has come"})
				}
			}
			return list, err
		}),
	}
}

// passing takes away grants and memberships whose time is over.
func (s *Server) passing() *rounds {
	const every = 10 * time.Second
	return &rounds{
		lease: "access_end", every: every, hold: 3 * every, trouble: "grants and memberships whose time is over could not be looked for",
		work: s.chores(time.Hour, func(ctx context.Context, now govern.Time) (list []chore, err error) {
			grants, members, err := directory.Over(ctx, s.DB, now)
			for _, g := range grants {
				list = append(list, chore{&directory.EndGrant{Grant: g.ID}, g.ID, "the time of the grant is over"})
			}
			for _, m := range members {
				list = append(list, chore{&directory.EndMember{Member: m.ID}, m.ID, "the time of the membership is over"})
			}
			return list, err
		}),
	}
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
