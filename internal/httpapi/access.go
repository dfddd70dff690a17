package httpapi

import (
	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
)

// everything is the target that only grants over everything reach.
var everything = access.Target{}

const aboutOthers = signedIn + "; about others the permission " + accessWhy + ", at a unit about its people and records"

// Allowed is the short answer about access.
type Allowed struct {
	Allowed bool `json:"allowed"`
}

// Why is the long one: which grants allow it, or what is missing and which
// roles would give it.
type Why struct {
	access.Decision
	Text   string         `json:"text" doc:"The decision in a sentence."`
	Ask    *govern.Asking `json:"ask,omitempty" doc:"Of a refusal today: what would give it, and whom the user can ask, as far as the asker may see them."`
	Within []access.Scope `json:"within,omitempty" doc:"Where the asker may ask about others: only reasons of there are told. Absent: all are."`
}

// PermissionList is every permission there is.
type PermissionList struct {
	Items []string          `json:"items"`
	Areas map[string]string `json:"areas" doc:"What they belong to, such as payments, by what they begin with: a table's name, or what a command is about."`
}

func (a *API) access() {
	query := []parameter{
		text("user", "The id of the user; oneself when absent."),
		text("permission", "Such as bank_instruction.update.").must(),
		text("table", "The table of the record; absent: on everything."),
		text("id", "The id of the record."), asOfParameter,
	}
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/check", Asks: aboutOthers}, tag: "access", summary: "May a user do this?",
		query: query, answer: schemaOf[Allowed](a), do: func(c *call) (reply, error) {
			q, err := c.question()
			return reply{body: Allowed{q.Allowed}}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/why", Asks: aboutOthers}, tag: "access", summary: "Why may a user do this, or not?",
		query: query, answer: schemaOf[Why](a), do: func(c *call) (reply, error) {
			q, err := c.question()
			why := Why{Decision: q.Decision, Text: q.String(), Within: q.sight.within()}
			if err != nil || q.Allowed || c.query.Get("as_of") != "" {
				return reply{body: why}, err
			}
			why.Ask = a.Engine.WhomToAsk(c.ctx, a.Engine.Check(q.User, c.query.Get("permission"), q.on), c.who.User)
			if why.Ask != nil {
				why.Ask.Missing = why.Missing
			}
			return reply{body: why}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/permission", Asks: "anybody who is signed in"}, tag: "access",
		summary: "List every permission there is", answer: schemaOf[PermissionList](a), do: func(*call) (reply, error) {
			return reply{body: PermissionList{a.Engine.Permissions(), a.Engine.Areas()}}, nil
		},
	})
}

// questioned is a question about a user with its answer.
type questioned struct {
	access.Decision
	on    access.Target
	sight *sight // of who asks at some units alone about somebody else
}

// question explains what the query asks. About oneself anybody may know.
func (c *call) question() (q questioned, err error) {
	s, now, err := c.picture()
	if err != nil {
		return q, err
	}
	user, sight, err := c.about(s)
	if err != nil {
		return q, err
	}
	q.sight = sight
	if q.on, err = c.target(sight); err != nil {
		return q, err
	}
	q.Decision = s.Explain(user, c.query.Get("permission"), q.on, now)
	if sight != nil {
		q.Decision = s.Tell(q.Decision, &sight.seen)
	}
	q.Decision = q.Without(c.api.Engine.Withheld())
	return q, nil
}
