package main

import (
	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	"github.com/casbin/casbin/v2/persist/cache"
)

const casbinModel = `
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
g2 = _, _
g3 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g3(r.act, p.act) && g2(r.obj, p.obj) && g(r.sub, p.sub)
`

// casbinPeer has one policy for each role at each scope where somebody has it:
// g puts users into these, g2 orders into scopes, g3 permissions into roles.
type casbinPeer struct{ *casbin.CachedEnforcer }

func newCasbin(f flat) (casbinPeer, error) {
	m, err := model.NewModelFromString(casbinModel)
	if err != nil {
		return casbinPeer{}, err
	}
	e, err := casbin.NewCachedEnforcer(m)
	if err != nil {
		return casbinPeer{}, err
	}
	e.EnableCache(false)
	var policies, members, within, gives [][]string
	seen := map[flatGrant]bool{}
	for user, grants := range f.grants {
		for _, g := range grants {
			name := g.role + "@" + g.scope
			if !seen[g] {
				seen[g] = true
				policies = append(policies, []string{name, g.scope, g.role})
			}
			members = append(members, []string{user, name})
		}
	}
	for order, scopes := range f.covering {
		for _, s := range scopes {
			within = append(within, []string{order, s})
		}
	}
	for permission, in := range f.rolesOf() {
		for _, role := range in {
			gives = append(gives, []string{permission, role})
		}
	}
	if _, err := e.AddPolicies(policies); err != nil {
		return casbinPeer{}, err
	}
	for kind, links := range map[string][][]string{"g": members, "g2": within, "g3": gives} {
		if _, err := e.AddNamedGroupingPoliciesEx(kind, links); err != nil {
			return casbinPeer{}, err
		}
	}
	return casbinPeer{e}, nil
}

func (c casbinPeer) check(q *question) (bool, error) {
	return c.Enforce(q.user, q.order(), q.permission)
}

// warm turns the cache on with every question's answer in it. They are put there
// and not computed, which would take a quarter of an hour.
func (c casbinPeer) warm(list []question, answers []bool) error {
	kept, err := cache.NewDefaultCache()
	if err != nil {
		return err
	}
	for i := range list {
		key, _ := casbin.GetCacheKey(list[i].user, list[i].order(), list[i].permission)
		if err := kept.Set(key, answers[i]); err != nil {
			return err
		}
	}
	c.SetCache(kept)
	c.EnableCache(true)
	return nil
}
