package httpapi

import (
	"sort"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Able is a user who may do what was asked, and by which grants.
type Able struct {
	User   string          `json:"user"`
	Name   string          `json:"name"`
	Grants []access.Reason `json:"grants"`
}

// AbleList is a page of users.
type AbleList struct {
	Items []Able `json:"items"`
	Next  string `json:"next,omitempty"`
	Total int64  `json:"total" doc:"How many they are in all."`
}

// Held is a permission that a user has, and by which grants at which scope.
type Held struct {
	Permission string          `json:"permission"`
	Grants     []access.Reason `json:"grants"`
}

// HeldList is all that a user may do.
type HeldList struct {
	Items []Held `json:"items"`
}

// ImpossibleList is what nobody can meet any more.
type ImpossibleList struct {
	Items []govern.Impossible `json:"items"`
}

// who serves the questions the other way round.
func (a *API) who() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/impossible", Permission: accessWhy}, tag: "access",
		summary: "Four-eyes rules, and pending changes that one may see, which today's people cannot meet any more", answer: schemaOf[ImpossibleList](a), do: a.impossible,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/me/impossible", Asks: signedIn}, tag: "me",
		summary: "Pending changes that I may see, and four-eyes rules where I may see them, which today's people cannot meet any more; as of half a minute ago at most",
		answer:  schemaOf[ImpossibleList](a), do: func(c *call) (reply, error) {
			list, err := a.Engine.LatelyImpossible(c.ctx, c.who.User, c.on(viewRules) == nil)
			return reply{body: ImpossibleList{list}}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/who", Permission: accessWhy}, tag: "access", summary: "Who may do this, by id, and by which grants?",
		query: []parameter{
			text("permission", "Such as bank_instruction.update.").must(), text("table", "The table of the record; absent: on everything."), text("id", "The id of the record."),
			number("limit", "At most so many, 1 to 1000; 100 when absent.").between(1, 1000), text("cursor", "The next of the page before."), asOfParameter,
		}, answer: schemaOf[AbleList](a), do: a.able,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/what", Asks: aboutOthers}, tag: "access", summary: "Everything that a user may do now, and by which grants at which scope",
		query: []parameter{text("user", "The id of the user; oneself when absent."), asOfParameter}, answer: schemaOf[HeldList](a), do: a.held,
	})
}

func (a *API) able(c *call) (reply, error) {
	limit, err := c.number("limit", 1, 1000, 100)
	if err != nil {
		return reply{}, err
	}
	if err := c.on(accessWhy); err != nil {
		return reply{}, err
	}
	on, err := c.target()
	if err != nil {
		return reply{}, err
	}
	s, now, err := c.picture()
	if err != nil {
		return reply{}, err
	}
	permission := c.query.Get("permission")
	users := s.Who(permission, on, now)
	list := AbleList{Items: []Able{}, Total: int64(len(users))}
	users = users[sort.Search(len(users), func(i int) bool { return users[i] > c.query.Get("cursor") }):]
	if len(users) > int(limit) {
		users = users[:limit]
		list.Next = users[limit-1]
	}
	for _, user := range users {
		u, _ := s.User(user)
		list.Items = append(list.Items, Able{user, u.Name, s.Explain(user, permission, on, now).Grants})
	}
	return reply{body: list}, nil
}

func (a *API) held(c *call) (reply, error) {
	user, err := c.about()
	if err != nil {
		return reply{}, err
	}
	s, now, err := c.picture()
	if err != nil {
		return reply{}, err
	}
	if _, known := s.User(user); !known {
		return reply{}, fault.New(fault.NotFound, "not_found", "There is no user %s.", user)
	}
	list := HeldList{Items: []Held{}}
	for _, permission := range a.Engine.Permissions() {
		if !s.Holds(user, permission, now) {
			continue
		}
		h := Held{Permission: permission, Grants: []access.Reason{}}
		d := s.Explain(user, permission, everything, now)
		h.Grants = append(h.Grants, d.Grants...)
		for _, lack := range d.Missing {
			if lack.Code == access.OtherScope && lack.Reason != nil {
				h.Grants = append(h.Grants, *lack.Reason)
			}
		}
		list.Items = append(list.Items, h)
	}
	return reply{body: list}, nil
}

// about is the user that the query asks about. About oneself anybody may know.
func (c *call) about() (string, error) {
	user := c.query.Get("user")
	if user == "" || user == c.who.User {
		return c.who.User, nil
	}
	return user, c.on(accessWhy)
}

// target is what the query's table and id name; everything without them. Whether
// a record is there nobody learns who may neither view it nor do there what they ask
// about.
func (c *call) target() (access.Target, error) {
	table, id := c.query.Get("table"), govern.ID(c.query.Get("id"))
	if table == "" {
		return everything, nil
	}
	e := c.api.Engine
	on, err := c.targetThen(table, id)
	may := func(permission string) bool { return e.Check(c.who.User, permission, on) == nil }
	if err == nil && !may(table+".view") && !may(c.query.Get("permission")) && c.on(accessWhy) != nil {
		err = fault.New(fault.NotFound, "not_found", "There is no %s %s.", words(table), id)
	}
	return on, err
}

func (a *API) impossible(c *call) (reply, error) {
	if err := c.on(accessWhy); err != nil {
		return reply{}, err
	}
	list, err := a.Engine.Impossible(c.ctx, c.who.User)
	return reply{body: ImpossibleList{list}}, err
}
