package httpapi

import (
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

// HandedOver is one thing that was handed to oneself, with the names that say what it is
// to somebody who may look nobody up.
type HandedOver struct {
	directory.Handover
	UserName string `json:"user_name" doc:"What who had it is called."`
	Absent   string `json:"absent,omitempty" doc:"Of a deputyship: what the absent person is called."`
}

// HandoverList is what was handed to oneself.
type HandoverList struct {
	Items []HandedOver `json:"items"`
}

// Handovers serves the list of what was handed to oneself and is not settled.
func Handovers(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/me/handover", Asks: signedIn}, tag: "me", summary: "What suspended people, and those whose time is over, had and I look after, oldest first; at most 500",
		answer: schemaOf[HandoverList](a), do: func(c *call) (reply, error) {
			list := HandoverList{Items: []HandedOver{}}
			called := func(id string) string {
				u, _ := a.Engine.Access().User(id)
				return u.Name
			}
			rows, err := directory.Handovers.Find(c.ctx, a.DB, `successor = $1 AND settled_at = 0 ORDER BY handed_at, id LIMIT 500`, c.who.User)
			for _, h := range rows {
				x := HandedOver{Handover: *h, UserName: called(string(h.User))}
				if h.Kind == "deputyship" {
					x.Absent = called(h.What)
				}
				list.Items = append(list.Items, x)
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
