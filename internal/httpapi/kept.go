package httpapi

import (
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/searches"
)

// SearchList is what the asker may search the log by at once.
type SearchList struct {
	Items []searches.Search `json:"items"`
	Names map[string]string `json:"names" doc:"What the owners are called."`
}

// Searches serves the searches of the log that were kept.
func Searches(a *API) {
	const path = "/api/v1/me/search"
	a.add(route{
		Route: Route{Method: "GET", Path: path, Asks: signedIn}, tag: "me", summary: "My searches of the log and, for who may read it, those that others share; at most 500",
		answer: schemaOf[SearchList](a), do: func(c *call) (reply, error) {
			list := SearchList{Items: []searches.Search{}, Names: map[string]string{}}
			rows, err := searches.Of(c.ctx, a.DB, c.who.User, c.holds(auditView))
			for _, s := range rows {
				list.Items = append(list.Items, *s)
				a.call(list.Names, string(s.Owner))
			}
			return reply{body: list}, err
		},
	})
	body := schemaInline[searches.Keep](a)
	a.add(route{
		Route: Route{Method: "POST", Path: path, Asks: signedIn}, tag: "me", summary: "Keep a search of the log under a name; one of that name takes its place",
		write: true, created: true, body: body, do: func(c *call) (reply, error) {
			var in searches.Keep
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			return c.submit(&in)
		},
	})
	a.add(route{
		Route: Route{Method: "POST", Path: path + "/{id}/forget", Asks: signedIn}, tag: "me", summary: "Forget a search of mine",
		write: true, answer: schemaOf[govern.Outcome](a), do: func(c *call) (reply, error) {
			return c.submit(&searches.Forget{ID: c.id()})
		},
	})
}
