package httpapi

import (
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/review"
)

const day = 24 * time.Hour

// Stales serves what access seems to be of no use any more.
func Stales(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/stale", Permission: accessWhy}, tag: "access",
		summary: "Access that seems to be of no use any more, as far as the asker may view it: people who do not sign in, grants never used, groups without members, tokens about to end; each question is logged",
		query: []parameter{
			number("days", "Without a sign-in or a use, 1 to 3650; 90 when absent.").between(1, 3650),
			number("ending_days", "In which a token ends, 1 to 3650; 30 when absent.").between(1, 3650),
			number("limit", "People and grants that are looked at, each, 1 to 500; 200 when absent.").between(1, 500),
			text("after_user", "Go on after this user: more_users of the answer before."), text("after_grant", "Go on after this grant: more_grants of the answer before."),
		}, answer: schemaOf[review.Stale](a), do: a.stale,
	})
}

func (a *API) stale(c *call) (reply, error) {
	if !c.holds(accessWhy) {
		return reply{}, c.on(accessWhy)
	}
	look := review.Look{
		DB: a.DB, Ring: a.Ring, Access: a.Engine.Access(), Now: govern.At(a.Engine.Now()), Asker: c.who.User,
		AfterUser: govern.ID(c.query.Get("after_user")), AfterGrant: govern.ID(c.query.Get("after_grant")),
	}
	days, err := c.number("days", 1, 3650, 90)
	if err != nil {
		return reply{}, err
	}
	ending, err := c.number("ending_days", 1, 3650, 30)
	if err != nil {
		return reply{}, err
	}
	limit, err := c.number("limit", 1, 500, 200)
	if err != nil {
		return reply{}, err
	}
	look.Idle, look.Ending, look.Limit = time.Duration(days)*day, time.Duration(ending)*day, int(limit)
	s, err := look.Answer(c.ctx)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s}, c.noted("access.stale", audit.Record{}, c.asked()...)
}
