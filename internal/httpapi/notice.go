package httpapi

import (
	"slices"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/notice"
)

// MyNotices is how one is told by e-mail of what waits for oneself.
type MyNotices struct {
	Mail string `json:"mail" enum:"at_once,daily,off" doc:"Each notice at once, all of a day in one, or none."`
}

// Tellings are what one was told of that waits yet.
type Tellings struct {
	Items []notice.ToldOf `json:"items" doc:"Newest first."`
}

// Notices serves choosing how one is told of what waits for oneself.
func Notices(a *API) {
	const path = "/api/v1/me/notice"
	a.add(route{
		Route: Route{Method: "GET", Path: path, Asks: signedIn}, tag: "me", summary: "How I am told by e-mail of what waits for me",
		answer: schemaOf[MyNotices](a), do: func(c *call) (reply, error) {
			n := MyNotices{Mail: notice.AtOnce}
			had, err := notice.Choices.One(c.ctx, a.DB, `"user" = $1`, c.who.User)
			if had != nil {
				n.Mail = had.Mail
			}
			return reply{body: n}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/me/told", Asks: signedIn}, tag: "me",
		summary: "What I was told of that waits yet and is in no other list of mine: late files, missing invoices, deliveries, exceptions of my groups, what people had whose time is over, and what was escalated to me",
		answer:  schemaOf[Tellings](a), do: func(c *call) (reply, error) {
			list, err := notice.Told(c.ctx, a.DB, c.who.User, govern.At(a.Engine.Now()))
			if c.on(accessWhy) != nil {
				list = slices.DeleteFunc(list, func(x notice.ToldOf) bool { return x.Kind == notice.OfAlarm })
			}
			return reply{body: Tellings{list}}, err
		},
	})
	body := schemaInline[notice.Choose](a)
	a.add(route{
		Route: Route{Method: "POST", Path: path, Asks: signedIn}, tag: "me", summary: "Choose how I am told by e-mail of what waits for me",
		write: true, body: body, do: func(c *call) (reply, error) {
			var in notice.Choose
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			return c.submit(&in)
		},
	})
}
