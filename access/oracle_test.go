package access_test

import (
	"slices"

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
	return o.grants(user, permission, now, func(s access.Scope) bool { return o.covers(s, on) })
}

func (o oracle) holds(user, permission string, now int64) bool {
	return o.grants(user, permission, now, func(s access.Scope) bool {
		switch s.Kind {
		case access.ScopeEverything:
			return true
		case access.ScopeUnit:
			return o.known(s.ID)
		}
		return s.Kind == access.ScopeRecord && s.Table != "" && s.ID != ""
	}) != nil
}

// changed applies a delta to the bare facts.
func (o oracle) changed(d access.Delta) oracle {
	return oracle{
		Users:   replaced(o.Users, d.Put.Users, d.GoneUsers, func(u access.User) string { return u.ID }),
		Units:   replaced(o.Units, d.Put.Units, d.GoneUnits, func(u access.Unit) string { return u.ID }),
		Roles:   replaced(o.Roles, d.Put.Roles, d.GoneRoles, func(r access.Role) string { return r.ID }),
		Members: replaced(o.Members, d.Put.Members, d.GoneMembers, func(m access.Member) string { return m.ID }),
		Grants:  replaced(o.Grants, d.Put.Grants, d.GoneGrants, func(g access.Grant) string { return g.ID }),
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
