package collude

import (
	"maps"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
)

// anybody are the ways in which somebody who does nothing for it comes by the role:
// whoever makes the change chooses whom, and so the easiest for whom a rule asks least.
func (g *gaining) anybody() (list []*way) {
	for _, scope := range g.scopes() {
		grant := access.Grant{ID: newcomer, Role: string(g.ask.Role), Scope: scope}
		closed := g.throughGroups(access.User{}, scope)
		if !closed {
			grant.User = newcomer
			list = append(list, g.granted("a grant at "+scope.String(), grant)...)
		}
		for _, user := range g.others("grant", closed) {
			if u, _ := g.access().User(user); !g.throughGroups(u, scope) {
				grant.User = user
				list = append(list, g.without(user, g.granted("a grant to the user "+g.name(user)+" at "+scope.String(), grant))...)
			}
		}
		if grant.User = ""; closed || g.asksHolder() {
			list = append(list, g.toAnyGroup(grant)...)
		}
	}
	list = append(list, g.joined(newcomer)...)
	for _, user := range g.others("member", false) {
		list = append(list, g.without(user, g.joined(user))...)
	}
	return list
}

// others are the users without the role whom a condition on who gets it names, for
// they may be let pass where others are not; and where people hold roles through
// groups alone, the services.
func (g *gaining) others(table string, services bool) []string {
	named := map[string]bool{}
	for _, p := range g.Picture.Rules.On(table, approval.Insert) {
		texts, _ := p.Compares("after.user", "actor.id")
		for _, user := range texts {
			named[user] = true
		}
	}
	if services {
		for _, u := range g.facts().Users {
			named[u.ID] = named[u.ID] || u.Service && g.access().Stands(u.ID, int64(g.Now))
		}
	}
	maps.DeleteFunc(named, func(user string, is bool) bool {
		_, known := g.access().User(user)
		return !is || !known || g.has(g.access(), user)
	})
	return sorted(named)
}

// without keeps the user's person from doing anything of the ways: they get the role
// by others.
func (g *gaining) without(user string, ways []*way) []*way {
	person := g.access().Person(user)
	for _, w := range ways {
		for i := range w.Steps {
			barred := w.Steps[i].Barred
			w.Steps[i].Barred = func(u string) bool { return g.access().Person(u) == person || barred != nil && barred(u) }
		}
	}
	return ways
}

// asksHolder reports whether a condition may tell a grant to a group from one to a
// user. Where none does, giving the role to a group is no easier: as much is asked,
// and nobody in it agrees.
func (g *gaining) asksHolder() bool {
	return slices.ContainsFunc(g.Picture.Rules.On("grant", approval.Insert), func(p *approval.Program) bool {
		texts, only := p.Compares("after.user", "actor.id")
		return len(texts) > 0 || !only || slices.Contains(g.readBy(p), "after.group")
	})
}
