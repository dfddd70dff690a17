package main

import (
	"maps"
	"slices"

	"github.com/countersign/countersign/access"
)

// flat is the world as the peers are told it, worked out in their favour: roles
// with all that they include, of the grants those that hold at the time of the
// questions and whose users are active, and for each order the scopes that cover
// it. Countersign and the reference look at times, users and the tree themselves.
type flat struct {
	permissions map[string][]string    // of each role
	grants      map[string][]flatGrant // of each user
	covering    map[string][]string    // of each order, nearest first, everything last
}

type flatGrant struct{ role, scope string }

const everything = "everything"

func (w *world) flatten() flat {
	f := flat{map[string][]string{}, make(map[string][]flatGrant, len(w.facts.Users)), map[string][]string{}}
	for _, r := range w.facts.Roles { // a role includes earlier ones only
		all := slices.Clone(r.Permissions)
		for _, include := range r.Includes {
			all = append(all, f.permissions[include]...)
		}
		slices.Sort(all)
		f.permissions[r.ID] = slices.Compact(all)
	}
	parent := map[string]string{}
	for _, u := range w.facts.Units {
		parent[u.ID] = u.Parent
	}
	for _, o := range w.order {
		scopes := []string{o.Records[0].ID}
		for u := o.Unit; u != ""; u = parent[u] {
			scopes = append(scopes, u)
		}
		f.covering[o.Records[0].ID] = append(scopes, everything)
	}
	active := make(map[string]bool, len(w.facts.Users))
	for _, u := range w.facts.Users {
		active[u.ID] = u.Active
	}
	for _, g := range w.facts.Grants {
		if !active[g.User] || g.From > at || g.Until != 0 && at >= g.Until {
			continue
		}
		scope := g.Scope.ID
		if g.Scope.Kind == access.ScopeEverything {
			scope = everything
		}
		f.grants[g.User] = append(f.grants[g.User], flatGrant{g.Role, scope})
	}
	return f
}

// rolesOf are the roles of each permission.
func (f *flat) rolesOf() map[string][]string {
	of := map[string][]string{}
	for _, role := range slices.Sorted(maps.Keys(f.permissions)) {
		for _, p := range f.permissions[role] {
			of[p] = append(of[p], role)
		}
	}
	return of
}
