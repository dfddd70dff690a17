package httpapi

import (
	"slices"
	"sort"

	"github.com/countersign/countersign/access"
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
	// Within is for who may not ask about everybody.
	Within []access.Scope `json:"within,omitempty" doc:"Where the asker may ask: only people of there are listed, whether there are others or not. Absent: everybody is."`
}

// Held is a permission that a user has, and by which grants at which scope.
type Held struct {
	Permission string          `json:"permission"`
	Grants     []access.Reason `json:"grants"`
}

// HeldList is all that a user may do.
type HeldList struct {
	Items  []Held         `json:"items"`
	Within []access.Scope `json:"within,omitempty" doc:"Where the asker may ask: only what the user may do there is told, whether there is more or not. Absent: all is."`
}

// ImpossibleList is what nobody can meet any more.
type ImpossibleList struct {
	Items  []govern.Impossible `json:"items"`
	Within []access.Scope      `json:"within,omitempty" doc:"Of access/impossible: where the asker may ask. Rules are told to who may see them then, and people of elsewhere are not named. Absent: every rule is told."`
	Unseen bool                `json:"unseen,omitempty" doc:"Of access/impossible, for who may ask about everything: there are pending changes besides that nobody can meet and that the asker may not see."`
}

const atUnits = "; at a unit about its people and records"

// who serves the questions the other way round.
func (a *API) who() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/impossible", Permission: accessWhy}, tag: "access",
		summary: "Four-eyes rules, for who may see them or ask about everything, and pending changes that one may see, which today's people cannot meet any more", answer: schemaOf[ImpossibleList](a), do: a.impossible,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/me/impossible", Asks: signedIn}, tag: "me",
		summary: "Pending changes that I may see, and four-eyes rules where I may see them, which today's people cannot meet any more; as of half a minute ago at most",
		answer:  schemaOf[ImpossibleList](a), do: func(c *call) (reply, error) {
			list, err := a.Engine.LatelyImpossible(c.ctx, c.who.User, c.on(viewRules) == nil, c.tells())
			return reply{body: ImpossibleList{Items: list}}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/who", Permission: accessWhy}, tag: "access", summary: "Who may do this, by id, and by which grants?" + atUnits,
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
	sight, err := c.sight()
	if err != nil {
		return reply{}, err
	}
	on, err := c.target(sight)
	if err != nil {
		return reply{}, err
	}
	s, now, err := c.picture()
	if err != nil {
		return reply{}, err
	}
	permission := c.query.Get("permission")
	users := s.Who(permission, on, now)
	if sight != nil {
		users = slices.DeleteFunc(users, func(id string) bool { return !sight.user(s, id) })
	}
	list := AbleList{Items: []Able{}, Total: int64(len(users)), Within: sight.within()}
	users = users[sort.Search(len(users), func(i int) bool { return users[i] > c.query.Get("cursor") }):]
	if len(users) > int(limit) {
		users = users[:limit]
		list.Next = users[limit-1]
	}
	for _, user := range users {
		u, _ := s.User(user)
		d := s.Explain(user, permission, on, now)
		if sight != nil && user != c.who.User {
			d = s.Tell(d, &sight.seen)
		}
		list.Items = append(list.Items, Able{user, u.Name, d.Grants})
	}
	return reply{body: list}, nil
}

func (a *API) held(c *call) (reply, error) {
	s, now, err := c.picture()
	if err != nil {
		return reply{}, err
	}
	user, sight, err := c.about(s)
	if err != nil {
		return reply{}, err
	}
	if _, known := s.User(user); !known {
		return reply{}, missing("user", govern.ID(user))
	}
	list := HeldList{Items: []Held{}, Within: sight.within()}
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
		if h.Grants = sight.reasons(s, user, h.Grants); sight != nil && len(h.Grants) == 0 {
			continue // held elsewhere
		}
		list.Items = append(list.Items, h)
	}
	return reply{body: list}, nil
}

// about is the user that the query asks about, and what the caller may be told of,
// nil where that is all: about oneself anybody may know. Somebody of whom the caller
// may not be told is as unknown as who is not there.
func (c *call) about(picture *access.Snapshot) (string, *sight, error) {
	user := c.query.Get("user")
	if user == "" || user == c.who.User {
		return c.who.User, nil, nil
	}
	s, err := c.sight()
	if err == nil && s != nil && !s.user(picture, user) {
		u, known := picture.User(user)
		if !known {
			return user, s, missing("user", govern.ID(user))
		}
		err = s.hidden(ofUser(u), "user", govern.ID(user))
	}
	return user, s, err
}

// target is what the query's table and id name; everything without them. Whether
// a record is there nobody learns who may neither view it nor do there what they ask
// about.
func (c *call) target(s *sight) (access.Target, error) {
	table, id := c.query.Get("table"), govern.ID(c.query.Get("id"))
	if s != nil {
		return s.askable(table, id)
	}
	if table == "" {
		return everything, nil
	}
	e := c.api.Engine
	on, err := c.targetThen(table, id)
	may := func(permission string) bool { return e.Check(c.who.User, permission, on) == nil }
	if err == nil && !may(table+".view") && !may(c.query.Get("permission")) && !may(accessWhy) && c.on(accessWhy) != nil {
		err = missing(table, id)
	}
	return on, err
}

func (a *API) impossible(c *call) (reply, error) {
	s, err := c.sight()
	if err != nil {
		return reply{}, err
	}
	list, unseen, err := a.Engine.Impossible(c.ctx, c.who.User, s == nil || c.on(viewRules) == nil, c.tells())
	return reply{body: ImpossibleList{list, s.within(), unseen && s == nil}}, err
}
