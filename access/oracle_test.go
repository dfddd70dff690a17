package access_test

import (
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
)

// oracle answers from the bare facts, walking every list each time.
type oracle access.Facts

func (o oracle) user(id string) (access.User, bool) {
	i := slices.IndexFunc(o.Users, func(u access.User) bool { return u.ID == id })
	if i < 0 {
		return access.User{}, false
	}
	return o.Users[i], true
}

func (o oracle) gives(role, permission string) bool {
	for _, r := range o.Roles {
		if r.ID == role {
			return slices.Contains(r.Permissions, permission) ||
				slices.ContainsFunc(r.Includes, func(id string) bool { return o.gives(id, permission) })
		}
	}
	return false
}

func (o oracle) within(unit, above string) bool {
	for _, u := range o.Units {
		if u.ID == unit {
			return o.known(above) && (unit == above || o.within(u.Parent, above))
		}
	}
	return false
}

func (o oracle) known(unit string) bool {
	return slices.ContainsFunc(o.Units, func(u access.Unit) bool { return u.ID == unit })
}

func (o oracle) covers(s access.Scope, on access.Target) bool {
	switch s.Kind {
	case access.ScopeEverything:
		return true
	case access.ScopeUnit:
		return o.within(on.Unit, s.ID)
	case access.ScopeRecord:
		return s.Table != "" && s.ID != "" && slices.Contains(on.Records, access.Record{Table: s.Table, ID: s.ID})
	case access.ScopeTable:
		return s.Table != "" && (s.ID == "" || o.within(on.Unit, s.ID)) &&
			slices.ContainsFunc(on.Records, func(r access.Record) bool { return r.Table == s.Table && r.ID != "" })
	}
	return false
}

// grants lists the ids of the grants that allow, sorted.
func (o oracle) grants(user, permission string, now int64, covers func(access.Scope) bool) []string {
	u, ok := o.user(user)
	if !ok || !u.Active || u.Until != 0 && now >= u.Until {
		return nil
	}
	var ids []string
	at := func(from, until int64) bool { return now >= from && (until == 0 || now < until) }
	for _, g := range o.Grants {
		if !at(g.From, g.Until) || !o.gives(g.Role, permission) || !covers(g.Scope) {
			continue
		}
		if g.Group == "" && g.User == user {
			ids = append(ids, g.ID)
		}
		for _, m := range o.Members {
			if g.User == "" && g.Group != "" && m.Group == g.Group && m.User == user && at(m.From, m.Until) {
				ids = append(ids, g.ID)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

func (o oracle) check(user, permission string, on access.Target, now int64) []string {
	if o.walled(user, on, now) != "" {
		return nil
	}
	if on.Open && strings.HasSuffix(permission, ".view") {
		return o.anywhere(user, permission, now)
	}
	return o.grants(user, permission, now, func(s access.Scope) bool { return o.covers(s, on) })
}

func (o oracle) holds(user, permission string, now int64) bool {
	return o.anywhere(user, permission, now) != nil
}

// anywhere lists the grants that allow at a scope that exists.
func (o oracle) anywhere(user, permission string, now int64) []string {
	return o.grants(user, permission, now, func(s access.Scope) bool {
		switch s.Kind {
		case access.ScopeEverything:
			return true
		case access.ScopeUnit:
			return o.known(s.ID)
		case access.ScopeTable:
			return s.Table != "" && (s.ID == "" || o.known(s.ID))
		}
		return s.Kind == access.ScopeRecord && s.Table != "" && s.ID != ""
	})
}

func (o oracle) person(user string) string {
	u, known := o.user(user)
	if known && u.Keeper != "" {
		user = u.Keeper
		u, known = o.user(user)
	}
	if known && u.Person != "" {
		return u.Person
	}
	return user
}

// onSide reports whether any user of the person is on the side.
func (o oracle) onSide(person string, s access.Side, now int64) bool {
	at := func(from, until int64) bool { return now >= from && (until == 0 || now < until) }
	for _, u := range o.Users {
		if o.person(u.ID) != person {
			continue
		}
		if s.Unit != "" && o.within(u.Unit, s.Unit) {
			return true
		}
		for _, m := range o.Members {
			if s.Group != "" && m.Group == s.Group && m.User == u.ID && at(m.From, m.Until) {
				return true
			}
		}
		for _, g := range o.Grants {
			works := g.Scope.ID
			if g.Scope.Kind == access.ScopeRecord {
				works = g.Unit
			}
			if s.Unit == "" || g.Scope.Kind == access.ScopeEverything || g.Scope.Kind == access.ScopeRecord && g.Scope.ID == "" || g.Scope.Kind >= access.ScopeRecord && g.Scope.Table == "" || !o.within(works, s.Unit) || !at(g.From, g.Until) {
				continue
			}
			if g.User == u.ID && g.Group == "" {
				return true
			}
			for _, m := range o.Members {
				if g.User == "" && g.Group != "" && m.Group == g.Group && m.User == u.ID && at(m.From, m.Until) {
					return true
				}
			}
		}
	}
	return false
}

// ofSide reports whether the target is one of the side's records.
func (o oracle) ofSide(on access.Target, s access.Side, now int64) bool {
	if s.Unit != "" {
		return o.within(on.Unit, s.Unit)
	}
	if slices.Contains(on.Records, access.Record{Table: "group", ID: s.Group}) {
		return true
	}
	return slices.ContainsFunc(o.Grants, func(g access.Grant) bool {
		return g.Group == s.Group && g.User == "" && (g.Scope.Kind == access.ScopeUnit || g.Scope.Kind == access.ScopeRecord) && now >= g.From && (g.Until == 0 || now < g.Until) && o.covers(g.Scope, on)
	})
}

// walled names the first wall that keeps the user from the target.
func (o oracle) walled(user string, on access.Target, now int64) string {
	if _, known := o.user(user); !known {
		return ""
	}
	person := o.person(user)
	for _, w := range o.Walls {
		if w.Left == (access.Side{}) || slices.ContainsFunc(o.Passes, func(p access.Pass) bool {
			return p.Wall == w.ID && o.person(p.User) == person && now >= p.From && (p.Until == 0 || now < p.Until)
		}) {
			continue
		}
		for _, s := range [][2]access.Side{{w.Left, w.Right}, {w.Right, w.Left}} {
			if o.onSide(person, s[0], now) && o.ofSide(on, s[1], now) && !o.ofSide(on, s[0], now) {
				return w.ID
			}
		}
	}
	return ""
}

// changed applies a delta to the bare facts.
func (o oracle) changed(d access.Delta) oracle {
	return oracle{
		Users:   replaced(o.Users, d.Put.Users, d.GoneUsers, func(u access.User) string { return u.ID }),
		Units:   replaced(o.Units, d.Put.Units, d.GoneUnits, func(u access.Unit) string { return u.ID }),
		Roles:   replaced(o.Roles, d.Put.Roles, d.GoneRoles, func(r access.Role) string { return r.ID }),
		Groups:  replaced(o.Groups, d.Put.Groups, d.GoneGroups, func(g access.Group) string { return g.ID }),
		Members: replaced(o.Members, d.Put.Members, d.GoneMembers, func(m access.Member) string { return m.ID }),
		Grants:  replaced(o.Grants, d.Put.Grants, d.GoneGrants, func(g access.Grant) string { return g.ID }),
		Walls:   replaced(o.Walls, d.Put.Walls, d.GoneWalls, func(w access.Wall) string { return w.ID }),
		Passes:  replaced(o.Passes, d.Put.Passes, d.GonePasses, func(p access.Pass) string { return p.ID }),
	}
}

func replaced[T any](list, put []T, gone []string, id func(T) string) []T {
	for _, p := range put {
		gone = append(slices.Clone(gone), id(p))
	}
	list = slices.DeleteFunc(slices.Clone(list), func(v T) bool { return slices.Contains(gone, id(v)) })
	list = append(list, put...)
	slices.SortFunc(list, func(a, b T) int {
		if id(a) < id(b) {
			return -1
		}
		return 1
	})
	return list
}
