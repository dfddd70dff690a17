package collude

import (
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

// granted is a new grant.
func (g *gaining) granted(name string, grant access.Grant) []*way {
	return g.change(name, access.Delta{Put: access.Facts{Grants: []access.Grant{grant}}}, "grant", "insert", g.on(&grant), grantRow(grant))
}

// on is what the permission to give the grant is asked of.
func (g *gaining) on(grant *access.Grant) []access.Target {
	on := grant.Target()
	if grant.Scope.Kind == access.ScopeRecord {
		on.Unit = g.record.Unit
	}
	return []access.Target{on}
}

func grantRow(grant access.Grant) row {
	scope := grant.Scope
	return row{"grant", "insert", nil, map[string]any{
		"user": grant.User, "group": grant.Group, "role": grant.Role, "scope": scope.Kind.String(), "scope_table": scope.Table, "scope_record": scope.ID,
	}}
}

// joined is a membership of each group that has the role there.
func (g *gaining) joined(user string) []*way {
	has := map[string]bool{}
	for _, grant := range g.toGroups() {
		if g.gives(g.access(), grant) {
			has[grant.Group] = true
		}
	}
	var list []*way
	for _, id := range sorted(has) {
		group := g.groups[govern.ID(id)]
		if group == nil {
			continue
		}
		known := map[string]any{"user": user, "group": id, "unit": string(group.Unit)}
		list = append(list, g.change("a membership of the group "+group.Name,
			access.Delta{Put: access.Facts{Members: []access.Member{{ID: newcomer, User: user, Group: id}}}}, "member", "insert",
			[]access.Target{{Unit: string(group.Unit), Records: []access.Record{{Table: "group", ID: id}}}}, row{"member", "insert", nil, known})...)
	}
	return list
}

// included is each role of one's own that the user has there, made to include the
// role.
func (g *gaining) included(user string) []*way {
	roles := map[string]access.Role{}
	for _, r := range g.facts().Roles {
		roles[r.ID] = r
	}
	held := map[string]bool{}
	for _, grant := range g.access().Granted(user) {
		held[grant.Role] = true
	}
	var list []*way
	for _, id := range sorted(held) {
		r, err := directory.Roles.Get(g.ctx, g.Read, govern.ID(id))
		if err != nil || r.Standard > 0 {
			continue
		}
		changed := roles[id]
		changed.Includes = append(slices.Clone(changed.Includes), string(g.ask.Role))
		delta := access.Delta{Put: access.Facts{Roles: []access.Role{changed}}}
		if next, err := g.access().With(delta); err != nil || !g.has(next, user) {
			continue
		}
		after := *r
		after.Includes = changed.Includes
		before, _ := g.Picture.Seen("role", r)
		then, _ := g.Picture.Seen("role", &after)
		list = append(list, g.change("the role "+r.Name+" made to include it", delta, "role", "update",
			[]access.Target{{Records: []access.Record{{Table: "role", ID: id}}}}, row{"role", "update", before, then})...)
	}
	return list
}

// moved is the unit, or one above it, moved beneath one where the user has the
// role.
func (g *gaining) moved(user string) []*way {
	if g.scope.Kind == access.ScopeRecord || g.scope.ID == "" {
		return nil
	}
	to := map[string]bool{}
	for _, grant := range g.access().Granted(user) {
		if grant.Scope.Kind == access.ScopeUnit || grant.Scope.Kind == access.ScopeTable && grant.Scope.ID != "" {
			to[grant.Scope.ID] = true
		}
	}
	var list []*way
	for _, id := range g.access().Above(g.scope.ID) {
		u, err := directory.Units.Get(g.ctx, g.Read, govern.ID(id))
		if err != nil {
			continue
		}
		for _, parent := range sorted(to) {
			delta := access.Delta{Put: access.Facts{Units: []access.Unit{{ID: id, Parent: parent}}}}
			if next, err := g.access().With(delta); err != nil || !g.has(next, user) {
				continue
			}
			after := *u
			after.Parent = govern.ID(parent)
			before, _ := g.Picture.Seen("unit", u)
			then, _ := g.Picture.Seen("unit", &after)
			list = append(list, g.change("the unit "+u.Name+" moved beneath "+g.unitName(parent), delta, "unit", "update",
				[]access.Target{directory.Beneath(u.ID), directory.Beneath(u.Parent), directory.Beneath(after.Parent)}, row{"unit", "update", before, then})...)
		}
	}
	return list
}

// unitName is what people call the unit.
func (g *gaining) unitName(id string) string {
	if u, err := directory.Units.Get(g.ctx, g.Read, govern.ID(id)); err == nil {
		return u.Name
	}
	return id
}

func sorted(m map[string]bool) []string {
	var list []string
	for s := range m {
		list = append(list, s)
	}
	slices.Sort(list)
	return list
}
