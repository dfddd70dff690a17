package collude

import (
	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

// kept are the ways through each service that has the role there: the user answers
// for it, or is made to, and makes a token of it, which nobody else can make for
// them. already says that they have one.
func (g *gaining) kept(user string) (list []*way, already string, err error) {
	if u, _ := g.access().User(user); u.Service {
		return nil, "", nil // only a person answers for one
	}
	for _, id := range g.access().Users() {
		service, _ := g.access().User(id)
		if !service.Service || !g.access().Stands(id, int64(g.Now)) || !g.has(g.access(), id) {
			continue
		}
		if service.Keeper == user && g.tokens[id] {
			return nil, "The user answers for the service " + id + ", which holds the role there, and has a token of it.", nil
		}
		ways := []*way{{Way: collusion.Way{Name: "a token of the service " + id}}}
		if service.Keeper != user {
			if ways, err = g.entrusted(user, service); err != nil {
				return nil, "", err
			}
		}
		service.Keeper = user
		for _, w := range ways {
			if w.closed == "" {
				w.only(g.Scene, tokenOf(service), "a token of the service "+id, set{user: true})
			}
		}
		list = append(list, ways...)
	}
	return list, "", nil
}

// entrusted makes the user answer for the service. It takes somebody who looks
// after both, and neither of the two people whom the service is before and then.
func (g *gaining) entrusted(user string, service access.User) ([]*way, error) {
	now, err := directory.Users.Get(g.ctx, g.Read, govern.ID(service.ID))
	if err != nil {
		return nil, err
	}
	after := *now
	after.Keeper = govern.ID(user)
	before, err := g.Picture.Seen("user", now)
	if err != nil {
		return nil, err
	}
	then, err := g.Picture.Seen("user", &after)
	if err != nil {
		return nil, err
	}
	service.Keeper = user
	ways := g.change("the user made to answer for the service "+service.ID, access.Delta{Put: access.Facts{Users: []access.User{service}}},
		"user", "update", []access.Target{{Unit: service.Unit}}, row{"user", "update", before, then})
	both := g.looksAfter(user)
	for _, w := range ways {
		for i := range w.Steps {
			may := w.Steps[i].May
			w.Steps[i].May = func(u string) bool { return may(u) && both.has(u) }
		}
	}
	return ways, nil
}

// looksAfter are those who may change all users that have the user's id for their
// own or for their person.
func (g *gaining) looksAfter(user string) set {
	var on []access.Target
	for _, u := range g.facts().Users {
		if u.ID == user || u.Person == user {
			on = append(on, access.Target{Unit: u.Unit})
		}
	}
	return g.able("user.update", on...)
}
