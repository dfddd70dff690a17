package httpapi

import (
	"cmp"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/govern"
)

// Grantable is what a form for a grant at one record offers: names, and nothing else
// of whom they name.
type Grantable struct {
	Users  []Grantee `json:"users" doc:"Who is active and of the record's unit, of one above or beneath, or whom the asker may view, by name, without the asker; everybody for who may grant roles over everything. Others are named by their exact e-mail address."`
	Groups []Grantee `json:"groups" doc:"Those of the record's unit, of one above or beneath, or that the asker may view, by name; all for who may grant roles over everything."`
	Roles  []Grantee `json:"roles" doc:"The roles that are given at such a record, and those of one's own that hold nothing besides."`
	More   bool      `json:"more" doc:"Whether there are more users or groups; look for a part of the name."`
}

// Grantee is a user, a group or a role by its name.
type Grantee struct {
	ID   govern.ID `json:"id"`
	Name string    `json:"name"`
	Unit string    `json:"unit,omitempty" doc:"The name of the unit that it belongs to."`
}

// mostGrantees are told of users and of groups each.
const mostGrantees = 200

// grantables serves whoever gives the roles of one record, and may view neither
// users nor groups nor roles.
func (a *API) grantables(table string) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/" + table + "/{id}/grantable", Permission: givingRoles}, tag: table,
		summary: "Who could be granted which roles here, by name; for who may grant them",
		query:   []parameter{text("q", "A part of the name of users and groups.")},
		answer:  schemaOf[Grantable](a), do: func(c *call) (reply, error) { return a.grantable(c, table) },
	})
}

const givingRoles = "grant.insert"

func (a *API) grantable(c *call, table string) (reply, error) {
	of, err := a.Engine.Target(c.ctx, table, c.id())
	on := directory.Grants.TargetOf(&directory.Grant{Scope: "record", ScopeTable: table, ScopeRecord: c.id(), RecordUnit: govern.ID(of.Unit)})
	if err := c.sees(givingRoles, table, on, err); err != nil {
		return reply{}, err
	}
	g := Grantable{}
	if g.Users, g.Groups, g.More, err = a.namesFor(c, givingRoles, of.Unit, true); err != nil {
		return reply{}, err
	}
	g.Roles, err = a.rolesAt(c, table)
	return reply{body: g}, err
}

// namesFor are the users who stand and the groups of a unit and of those above and
// beneath, and whom else the asker may view, by name, as far as the asker is not walled
// off from them; others leaves the asker out, and services else. A record of no unit is
// of the whole house, and so is who may do it over everything: all are named to them.
func (a *API) namesFor(c *call, doing, unit string, others bool) (users, groups []Grantee, more bool, err error) {
	units, err := directory.Units.Find(c.ctx, a.DB, `1 = 1`)
	if err != nil {
		return nil, nil, false, err
	}
	names := map[govern.ID]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	like := strings.ToLower(c.query.Get("q"))
	who, now := a.Engine.Access(), int64(govern.At(a.Engine.Now()))
	everywhere := unit == "" || who.Check(c.who.User, doing, access.Target{}, now)
	fits := func(table, id, name string, on access.Target) bool {
		near := everywhere || who.Within(on.Unit, unit) || who.Within(unit, on.Unit) || table == "user" && id == c.who.User
		return strings.Contains(strings.ToLower(name), like) && who.Walled(c.who.User, on, now) == "" && (near || who.Check(c.who.User, table+".view", on, now))
	}
	groups = []Grantee{}
	found, err := directory.Groups.Find(c.ctx, a.DB, `1 = 1`)
	for _, x := range found {
		if fits("group", string(x.ID), x.Name, directory.Groups.TargetOf(x)) {
			groups = append(groups, Grantee{x.ID, x.Name, names[x.Unit]})
		}
	}
	users = firstOf(a.grantees(c, others, fits, names), &more)
	return users, firstOf(groups, &more), more, err
}

// firstOf sorts a list by name, and cuts it.
func firstOf(list []Grantee, more *bool) []Grantee {
	slices.SortFunc(list, byName)
	if len(list) > mostGrantees {
		*more = true
		return list[:mostGrantees]
	}
	return list
}

func byName(a, b Grantee) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) }

// grantees are the users who stand; others: all but the asker's own, whom nobody lets
// widen their own access; else people alone.
func (a *API) grantees(c *call, others bool, fits func(table, id, name string, on access.Target) bool, units map[govern.ID]string) []Grantee {
	list := []Grantee{}
	who, now := a.Engine.Access(), int64(govern.At(a.Engine.Now()))
	asker := who.Person(c.who.User)
	wanted := func(id string, u access.User) bool {
		if others {
			return who.Person(id) != asker
		}
		return !u.Service
	}
	for _, id := range who.Users() {
		u, _ := who.User(id)
		if who.Stands(id, now) && wanted(id, u) && fits("user", id, u.Name, ofUser(u)) {
			list = append(list, Grantee{govern.ID(id), u.Name, units[govern.ID(u.Unit)]})
		}
	}
	return list
}

// rolesAt are the standard roles that are granted at a record of the table, and
// roles of one's own that hold nothing which none of them holds.
func (a *API) rolesAt(c *call, table string) ([]Grantee, error) {
	usual := map[string]bool{}
	there := standard.At(table)
	for _, r := range there {
		for _, p := range r.Permissions {
			usual[p] = true
		}
	}
	list, hidden := []Grantee{}, a.Engine.Withheld()
	roles, err := directory.Roles.Find(c.ctx, a.DB, `1 = 1`)
	for _, r := range roles {
		fits := slices.ContainsFunc(there, func(s standard.Role) bool { return s.ID == string(r.ID) })
		if r.Standard == 0 {
			fits = a.holdsOnly(string(r.ID), usual)
		}
		if fits && !slices.Contains(hidden, string(r.ID)) {
			list = append(list, Grantee{ID: r.ID, Name: r.Name})
		}
	}
	slices.SortFunc(list, byName)
	return list, err
}

// holdsOnly reports whether the role gives something, and nothing but these.
func (a *API) holdsOnly(role string, permissions map[string]bool) bool {
	gives := false
	for _, p := range a.Engine.Permissions() {
		if a.Engine.Access().Giving(role, p) == nil {
			continue
		}
		if !permissions[p] {
			return false
		}
		gives = true
	}
	return gives
}
