package collude

import (
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/internal/directory"
)

// gather sorts the users whom somebody can act as by the person that they are, a
// service with who answers for it, and finds whose deputies there are today.
func (s *Scene) gather() error {
	a := s.access()
	s.who, s.person, s.reads = map[string]set{}, map[string]collusion.Person{}, map[*approval.Program][]string{}
	if err := s.readTokens(); err != nil {
		return err
	}
	for _, id := range a.Users() {
		u, _ := a.User(id)
		if s.Picture.Standing(id, s.Now) != nil || u.Service && !s.tokens[id] && !s.makesToken(u) {
			continue
		}
		p := s.person[a.Person(id)]
		p.ID = a.Person(id)
		p.Users = append(p.Users, collusion.User{ID: id, Unit: u.Unit})
		s.person[p.ID] = p
	}
	for _, p := range s.person {
		s.persons = append(s.persons, p)
	}
	slices.SortFunc(s.persons, func(a, b collusion.Person) int { return strings.Compare(a.ID, b.ID) })
	for _, x := range s.Picture.Lent(s.Now) {
		s.lent = append(s.lent, collusion.Lent{User: x.User, Deputy: x.Deputy})
	}
	return nil
}

// readTokens finds the services that their keepers have a live token of: whoever
// made it saw its secret, and it works as long as they answer for the service.
func (s *Scene) readTokens() error {
	list, err := directory.APITokens.Find(s.ctx, s.Read, `expires_at > $1 ORDER BY id`, int64(s.Now))
	s.tokens = set{}
	for _, t := range list {
		if u, _ := s.access().User(string(t.User)); !t.Revoked && t.MadeBy != "" && u.Keeper == string(t.MadeBy) {
			s.tokens[u.ID] = true
		}
	}
	return err
}

// makesToken reports whether the service's keeper can make a token of it, and
// nobody has to agree. Of a service that nobody answers for nobody can.
func (s *Scene) makesToken(u access.User) bool {
	d := tokenOf(u)
	if u.Keeper == "" || !s.access().Check(u.Keeper, d.command, d.on[0], int64(s.Now)) {
		return false
	}
	rules, _, _ := s.held(d)
	return !slices.ContainsFunc(rules, func(r collusion.Rule) bool { return r.Applies == nil || r.Applies(u.Keeper) })
}

// tokenOf is the making of a token of the service.
func tokenOf(u access.User) *doing {
	known := map[string]any{"user": u.ID, "unit": u.Unit, "made_by": u.Keeper, "revoked": false}
	return &doing{
		command: "api_token.insert", on: []access.Target{{Unit: u.Unit, Records: []access.Record{{Table: "user", ID: u.ID}}}},
		rows: []row{{"api_token", "insert", nil, known}},
	}
}

// concerned are the people who may do anything that was asked about, and the
// deputies of theirs: the others are in no set.
func (s *Scene) concerned() []collusion.Person {
	any := set{}
	for _, may := range s.who {
		for u := range may {
			any[u] = true
		}
	}
	deputies := set{}
	for _, l := range s.lent {
		deputies[l.Deputy] = deputies[l.Deputy] || any[l.User]
	}
	return slices.DeleteFunc(slices.Clone(s.persons), func(p collusion.Person) bool {
		return !slices.ContainsFunc(p.Users, func(u collusion.User) bool { return any[u.ID] || deputies[u.ID] })
	})
}

// barred are those whom a wall keeps from what is done, though a group that is
// asked or somebody's deputyship would let them agree; nil: there is no wall.
func (s *Scene) barred(on []access.Target) collusion.May {
	if !s.access().AnyWall() {
		return nil
	}
	return func(user string) bool {
		return slices.ContainsFunc(on, func(t access.Target) bool { return s.access().Walled(user, t, int64(s.Now)) != "" })
	}
}
