package httpapi

import (
	"unicode/utf8"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Found is what a search over all tables found.
type Found struct {
	Groups []govern.Hits `json:"groups" doc:"By table, in the order of their names; tables without a hit are left out, but for those that the time did not reach."`
}

// Bounds of what is looked for.
const (
	leastSought = 2
	mostSought  = 100
)

func (a *API) find() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/search", Asks: "anybody who is signed in, among the rows that they may view"}, tag: "table",
		summary: "Find records of any table by the beginning of their id or key, or by words in their title, among the rows that you may view",
		query: []parameter{
			text("q", "What to look for, 2 to 100 characters: words that must all stand in the id, the title or the key, in any case of the letters A to Z.").must(),
			number("limit", "At most so many of each table, 1 to 50; 5 when absent.").between(1, 50),
		}, answer: schemaOf[Found](a), do: a.sought,
	})
}

func (a *API) sought(c *call) (reply, error) {
	limit, err := c.number("limit", 1, 50, 5)
	if err != nil {
		return reply{}, err
	}
	q := c.query.Get("q")
	if n := utf8.RuneCountInString(q); n < leastSought || n > mostSought {
		return reply{}, fault.Bad("q", "bad_value", "Look for %d to %d characters; these are %d.", leastSought, mostSought, n)
	}
	found, err := a.Engine.Find(c.ctx, c.who.User, q, int(limit))
	return reply{body: Found{found}}, err
}
