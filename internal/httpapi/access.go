package httpapi

import (
	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
)

// everything is the target that only grants over everything reach.
var everything = access.Target{}

const aboutOthers = signedIn + "; about others the permission " + accessWhy

// Allowed is the short answer about access.
type Allowed struct {
	Allowed bool `json:"allowed"`
}

// Why is the long one: which grants allow it, or what is missing and which
// roles would give it.
type Why struct {
	access.Decision
	Text string         `json:"text" doc:"The decision in a sentence."`
	Ask  *govern.Asking `json:"ask,omitempty" doc:"Of a refusal today: what would give it, and whom the user can ask, as far as the asker may see them."`
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
			d, err := c.question()
			return reply{body: Allowed{d.Allowed}}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/why", Asks: aboutOthers}, tag: "access", summary: "Why may a user do this, or not?",
		query: query, answer: schemaOf[Why](a), do: func(c *call) (reply, error) {
			d, err := c.question()
			why := Why{Decision: d, Text: d.String()}
			if err != nil || d.Allowed || c.query.Get("as_of") != "" {
				return reply{body: why}, err
			}
			on, err := c.target()
			why.Ask = a.Engine.WhomToAsk(c.ctx, a.Engine.Check(d.User, c.query.Get("permission"), on), c.who.User)
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

// question explains what the query asks. About oneself anybody may know.
func (c *call) question() (access.Decision, error) {
	user, err := c.about()
	if err != nil {
		return access.Decision{}, err
	}
	on, err := c.target()
	if err != nil {
		return access.Decision{}, err
	}
	s, now, err := c.picture()
	if err != nil {
		return access.Decision{}, err
	}
	return s.Explain(user, c.query.Get("permission"), on, now).Without(c.api.Engine.Withheld()), nil
}
