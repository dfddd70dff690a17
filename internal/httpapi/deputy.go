package httpapi

import (
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
)

// DeputyList is one's own deputyships.
type DeputyList struct {
	Items []policy.Deputy   `json:"items" doc:"Those in force or to come: of oneself, and of others whose deputy one is."`
	Names map[string]string `json:"names" doc:"What the users named here are called."`
}

// Deputies serves naming and ending one's own deputies.
func Deputies(a *API) {
	const path = "/api/v1/me/deputy"
	a.add(route{
		Route: Route{Method: "GET", Path: path, Asks: signedIn}, tag: "me", summary: "My deputies, and whose deputy I am",
		answer: schemaOf[DeputyList](a), do: func(c *call) (reply, error) {
			list := DeputyList{Items: []policy.Deputy{}, Names: map[string]string{}}
			rows, err := policy.Deputies.Find(c.ctx, a.DB, `("user" = $1 OR deputy = $1) AND until_at > $2 ORDER BY from_at, id LIMIT 500`, c.who.User, int64(govern.At(a.Engine.Now())))
			for _, d := range rows {
				list.Items = append(list.Items, *d)
				a.call(list.Names, string(d.User), string(d.Deputy))
			}
			return reply{body: list}, err
		},
	})
	body := schemaInline[policy.NameDeputy](a)
	a.add(route{
		Route: Route{Method: "POST", Path: path, Asks: signedIn}, tag: "me", summary: "Name my deputy for deciding on changes, for a time",
		write: true, created: true, body: body, do: func(c *call) (reply, error) {
			var in policy.NameDeputy
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			return c.submit(&in)
		},
	})
	a.add(route{
		Route: Route{Method: "POST", Path: path + "/{id}/end", Asks: signedIn}, tag: "me", summary: "End a deputyship of mine early, or give it back",
		write: true, answer: schemaOf[govern.Outcome](a), do: func(c *call) (reply, error) {
			return c.submit(&policy.EndDeputy{ID: c.id()})
		},
	})
}

// as is who acts, as the deputy of behalf where that is not empty.
func (c *call) as(behalf string) govern.Actor {
	who := c.who
	who.OnBehalf = behalf
	return who
}
