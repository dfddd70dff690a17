package collude

import (
	"cmp"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// gaining is a user who is to come by a role, in the making.
type gaining struct {
	*Scene
	ask    *Ask
	scope  access.Scope
	record access.Target // of the one record, with what it is part of
}

// newcomer stands for a user of whom nothing is known but that they do nothing, and
// so are not the maker: a condition that asks no more than that of them is answered.
const newcomer = "\x00somebody"

// gains are the ways in which the user comes by the role: a grant, a membership of
// a group that has it, a grant to a group, a role of the user's that is made to
// include it, a unit that is moved beneath one where the user has it, and a service
// that has it and that the user answers for.
func (s *Scene) gains(ask *Ask) (list []*way, already string, err error) {
	g := &gaining{Scene: s, ask: ask}
	if err := g.read(); err != nil {
		return nil, "", err
	}
	user := cmp.Or(string(ask.User), newcomer)
	if g.has(s.access(), user) {
		return nil, "The user holds the role there already.", nil
	}
	if slices.Contains(s.Picture.Terms.Guarded, string(ask.Role)) {
		return []*way{{closed: "the role " + string(ask.Role) + " is given to nobody until it is switched on"}}, "", nil
	}
	if ask.User == "" {
		return g.anybody(), "", nil
	}
	u, _ := s.access().User(user)
	for _, scope := range g.scopes() {
		if g.throughGroups(u, scope) {
			continue
		}
		list = append(list, g.granted("a grant at "+scope.String(), access.Grant{ID: newcomer, User: user, Role: string(ask.Role), Scope: scope})...)
	}
	list = append(list, g.joined(user)...)
	for _, m := range s.access().Memberships(user) {
		for _, scope := range g.scopes() {
			list = append(list, g.granted("a grant to the group "+g.Picture.Access.GroupName(m.Group)+" at "+scope.String(), access.Grant{ID: newcomer, Group: m.Group, Role: string(ask.Role), Scope: scope})...)
		}
	}
	list = append(list, g.included(user)...)
	list = append(list, g.moved(user)...)
	through, already, err := g.kept(user)
	return append(list, through...), already, err
}

// throughGroups reports whether the user holds roles at the scope through groups alone.
func (g *gaining) throughGroups(u access.User, scope access.Scope) bool {
	return g.Picture.Terms.GroupsOnly && !u.Service && scope.Kind != access.ScopeRecord
}

func (g *gaining) read() error {
	a := g.ask
	if _, err := directory.Roles.Get(g.ctx, g.Read, a.Role); err != nil {
		return fault.Bad("role", "unknown_reference", "There is no role %s.", a.Role)
	}
	if _, known := g.access().User(string(a.User)); a.User != "" && !known {
		return fault.Bad("user", "unknown_reference", "There is no user %s.", a.User)
	}
	switch a.Scope {
	case "", "everything":
		g.scope = access.Scope{Kind: access.ScopeEverything}
	case "unit":
		g.scope = access.Scope{Kind: access.ScopeUnit, ID: string(a.ScopeRecord)}
		if len(g.access().Above(string(a.ScopeRecord))) == 0 {
			return fault.Bad("scope_record", "unknown_reference", "There is no unit %s.", a.ScopeRecord)
		}
	case "record":
		if a.ScopeTable == "" || a.ScopeRecord == "" {
			return fault.Bad("scope_record", "scope_missing", "Name the table and the id of the record.")
		}
		g.scope = access.Scope{Kind: access.ScopeRecord, Table: a.ScopeTable, ID: string(a.ScopeRecord)}
		var err error
		if g.record, err = g.Picture.Target(g.ctx, g.Read, a.ScopeTable, a.ScopeRecord); err != nil {
			return fault.Bad("scope_record", "unknown_reference", "%s", fault.From(err).Detail)
		}
	case "table":
		g.scope = access.Scope{Kind: access.ScopeTable, Table: a.ScopeTable, ID: string(a.ScopeRecord)}
		if len(standard.At(a.ScopeTable)) == 0 {
			return fault.Bad("scope_table", "no_roles_there", "Roles are given on every one of %s, not of %q.", strings.Join(standard.Tables, " or "), a.ScopeTable)
		}
		if a.ScopeRecord != "" && len(g.access().Above(string(a.ScopeRecord))) == 0 {
			return fault.Bad("scope_record", "unknown_reference", "There is no unit %s.", a.ScopeRecord)
		}
	default:
		return fault.Bad("scope", "bad_value", "%q is none of everything, unit, record and table.", a.Scope)
	}
	if g.groups != nil {
		return nil
	}
	groups, err := directory.Groups.Find(g.ctx, g.Read, `1 = 1 ORDER BY id`)
	g.groups = map[govern.ID]*directory.Group{}
	for _, group := range groups {
		g.groups[group.ID] = group
	}
	return err
}

// has reports whether a grant of the role, or of one that includes it, reaches the
// user there now.
func (g *gaining) has(in *access.Snapshot, user string) bool {
	now := int64(g.Now)
	for _, m := range in.Memberships(user) {
		if !in.In(user, m.Group, now) {
			continue
		}
		for _, held := range in.Granted(user) {
			if held.Group == m.Group && g.gives(in, held) {
				return true
			}
		}
	}
	return slices.ContainsFunc(in.Granted(user), func(held access.Grant) bool { return held.User == user && g.gives(in, held) })
}

func (g *gaining) gives(in *access.Snapshot, held access.Grant) bool {
	if now := int64(g.Now); held.From > now || held.Until != 0 && held.Until <= now {
		return false
	}
	return g.covers(in, held.Scope) && in.Includes(held.Role, string(g.ask.Role))
}

// covers reports whether what holds at a scope holds at the one that is asked
// about.
func (g *gaining) covers(in *access.Snapshot, scope access.Scope) bool {
	switch {
	case scope.Kind == access.ScopeEverything, scope == g.scope:
		return true
	case scope.Kind == access.ScopeTable && !g.names(scope.Table):
		return false
	case scope.Kind == access.ScopeTable && scope.ID == "":
		return true
	case scope.Kind == access.ScopeUnit || scope.Kind == access.ScopeTable:
		return in.Within(g.unit(), scope.ID)
	case scope.Kind == access.ScopeRecord:
		return slices.Contains(g.record.Records, access.Record{Table: scope.Table, ID: scope.ID})
	}
	return false
}

// scopes are those that a grant may have to reach it: the wider ones too, for a
// rule may hold only the narrow ones.
func (g *gaining) scopes() (list []access.Scope) {
	add := func(s access.Scope) {
		if !slices.Contains(list, s) && standard.Givable(string(g.ask.Role), s.Table) {
			list = append(list, s)
		}
	}
	add(g.scope)
	for _, r := range g.record.Records {
		add(access.Scope{Kind: access.ScopeRecord, Table: r.Table, ID: r.ID})
	}
	above := g.access().Above(g.unit())
	for _, table := range standard.Tables {
		if !g.names(table) {
			continue
		}
		for _, unit := range append(slices.Clone(above), "") {
			add(access.Scope{Kind: access.ScopeTable, Table: table, ID: unit})
		}
	}
	for _, unit := range above {
		add(access.Scope{Kind: access.ScopeUnit, ID: unit})
	}
	add(access.Scope{Kind: access.ScopeEverything})
	return list
}

// names reports whether what is asked about is a record of the table, or all of them.
func (g *gaining) names(table string) bool {
	return g.scope.Kind == access.ScopeTable && g.scope.Table == table ||
		slices.ContainsFunc(g.record.Records, func(r access.Record) bool { return r.Table == table })
}

// unit is the one that is asked about, or that the record belongs to.
func (g *gaining) unit() string {
	if g.scope.Kind == access.ScopeRecord {
		return g.record.Unit
	}
	return g.scope.ID
}

// change makes a way of one row of access. Nobody does it or agrees to it whom it
// would give anything.
func (g *gaining) change(name string, delta access.Delta, table, op string, on []access.Target, r row) []*way {
	next, err := g.access().With(delta)
	if err != nil {
		return nil // it would not hold together
	}
	if rule := g.keptApart(delta); rule != "" {
		return []*way{{closed: name + " is refused by the duty rule " + rule}}
	}
	var list []*way
	for _, d := range g.put(table, op, on, r) {
		w := &way{}
		w.Name = name
		st := w.step(g.Scene, d, name)
		gainer, walled := g.gainers(delta, next), st.Barred
		st.Barred = func(user string) bool { return gainer(user) || walled != nil && walled(user) }
		list = append(list, w)
	}
	return list
}

// gainers are the people to whom the change would give anything, by any of their
// users, or whose user would be another person's; each is looked at when they are
// asked for.
func (g *gaining) gainers(delta access.Delta, next *access.Snapshot) func(user string) bool {
	known := map[string]bool{}
	for _, u := range delta.Put.Users {
		if was, is := g.access().Person(u.ID), next.Person(u.ID); was != is {
			known[was], known[is] = true, true
		}
	}
	return func(user string) bool {
		person := g.access().Person(user)
		gains, there := known[person]
		if !there {
			for _, u := range g.person[person].Users {
				gains = gains || access.Gained(g.access(), next, u.ID) != ""
			}
			known[person] = gains
		}
		return gains
	}
}
