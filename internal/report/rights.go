package report

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
)

// Rights are all grants that stood at a time, for each user who held them: then
// is the picture of that time.
func (r *Reader) Rights(then *access.Snapshot, at int64) *Report {
	return &Report{
		Name:    "rights",
		Columns: []string{"user", "name", "active", "unit", "role", "role_name", "scope", "through_group", "grant", "from", "until", "permissions"},
		Make: func(_ context.Context, row Row) error {
			return r.rights(then, at, row)
		},
	}
}

func (r *Reader) rights(then *access.Snapshot, at int64, row Row) error {
	facts := then.Facts()
	roles := map[string]access.Role{}
	for _, role := range facts.Roles {
		roles[role.ID] = role
	}
	direct, through := map[string][]access.Grant{}, map[string][]access.Grant{}
	for _, g := range facts.Grants {
		if g.User != "" {
			direct[g.User] = append(direct[g.User], g)
		} else {
			through[g.Group] = append(through[g.Group], g)
		}
	}
	groups := map[string][]access.Member{}
	for _, m := range facts.Members {
		groups[m.User] = append(groups[m.User], m)
	}
	slices.SortFunc(facts.Users, func(a, b access.User) int { return cmp.Compare(a.ID, b.ID) })
	for _, u := range facts.Users {
		if !r.May(userTarget(u.ID, u.Unit)) {
			continue
		}
		held := slices.Clone(direct[u.ID])
		for _, m := range groups[u.ID] {
			if during(at, m.From, m.Until) {
				held = append(held, through[m.Group]...)
			}
		}
		active := "no"
		if u.Active && (u.Until == 0 || at < u.Until) {
			active = "yes"
		}
		for _, g := range held {
			if !during(at, g.From, g.Until) {
				continue
			}
			err := row(u.ID, u.Name, active, u.Unit, g.Role, roles[g.Role].Name, g.Scope.String(), g.Group, g.ID, moment(g.From), moment(g.Until),
				strings.Join(permissions(roles, g.Role), " "))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func during(at, from, until int64) bool { return from <= at && (until == 0 || at < until) }

// permissions are those of a role and of the roles that it includes, sorted.
func permissions(roles map[string]access.Role, id string) []string {
	seen, list := map[string]bool{}, []string(nil)
	var add func(id string)
	add = func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		list = append(list, roles[id].Permissions...)
		for _, include := range roles[id].Includes {
			add(include)
		}
	}
	add(id)
	slices.Sort(list)
	return slices.Compact(list)
}
