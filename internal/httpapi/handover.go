package httpapi

import (
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

// HandoverList is what was handed to oneself.
type HandoverList struct {
	Items []directory.Handover `json:"items"`
}

// Handovers serves the list of what was handed to oneself and is not settled.
func Handovers(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/me/handover", Asks: signedIn}, tag: "me", summary: "What suspended people, and those whose time is over, had and I look after, oldest first; at most 500",
		answer: schemaOf[HandoverList](a), do: func(c *call) (reply, error) {
			list := HandoverList{Items: []directory.Handover{}}
			rows, err := directory.Handovers.Find(c.ctx, a.DB, `successor = $1 AND settled_at = 0 ORDER BY handed_at, id LIMIT 500`, c.who.User)
			for _, h := range rows {
				list.Items = append(list.Items, *h)
			}
			return reply{body: list}, err
		},
	})
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/me/handover/{id}/settle", Asks: signedIn}, tag: "me", summary: "Take something off my list",
		write: true, answer: schemaOf[govern.Outcome](a), do: func(c *call) (reply, error) {
			return c.submit(&directory.Settle{ID: c.id()})
		},
	})
}
