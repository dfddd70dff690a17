package server

import (
	"context"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/review"
)

// watching looks after packages that wait: what is late becomes stale, what lost
// a signatory is held, and what suffices since jobs, exclusions, points or
// accounts changed is accepted.
func (s *Server) watching() *rounds {
	const every = 10 * time.Second
	return &rounds{
		lease: "package_watch", every: every, hold: 3 * every, trouble: "packages that wait could not be looked after",
		work: s.chores(10*time.Minute, func(ctx context.Context, now govern.Time) (list []chore, err error) {
			due, err := payments.Due(ctx, s.DB, s.Engine.People(), now)
			for _, d := range due {
				list = append(list, chore{d.Action, d.Package, d.Why})
			}
			return list, err
		}),
	}
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
