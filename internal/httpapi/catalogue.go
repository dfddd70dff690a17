package httpapi

import "github.com/countersign/countersign/internal/govern"

// Catalogue lists tables.
type Catalogue struct {
	Items []govern.TableInfo `json:"items"`
}

func (a *API) catalogue() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/table", Asks: signedIn}, tag: "table",
		summary: "Every table that you may view or act on somewhere: its columns, commands and what you may do",
		answer:  schemaOf[Catalogue](a), do: func(c *call) (reply, error) {
			return reply{body: Catalogue{a.Engine.Catalogue(c.who.User)}}, nil
		},
	})
}
