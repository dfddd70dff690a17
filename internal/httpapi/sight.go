package httpapi

import (
	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// sight is what a caller may be told who may ask about others at some units alone: of
// the people, groups and records of these and of what is beneath. What is not of them
// is answered as what is not there.
type sight struct {
	c     *call
	where access.Reach
	seen  access.Seen
	known map[access.Record]bool // groups and records that were looked at
}

// sight is nil for who may ask about everything. Who may ask about nothing is denied.
func (c *call) sight() (*sight, error) {
	denied := c.on(accessWhy)
	if denied == nil {
		return nil, nil
	}
	e := c.api.Engine
	s := &sight{c: c, where: e.Access().Reach(c.who.User, accessWhy, int64(govern.At(e.Now()))), known: map[access.Record]bool{}}
	if s.where.Nowhere() {
		return nil, denied
	}
	s.seen = access.Seen{Units: s.where.Granted, Grant: s.grant, Record: s.record}
	return s, nil
}

// within says where the answer holds: the scopes in which the caller may ask.
func (s *sight) within() []access.Scope {
	if s == nil {
		return nil
	}
	var list []access.Scope
	for _, u := range s.where.Granted {
		list = append(list, access.Scope{Kind: access.ScopeUnit, ID: u})
	}
	for _, r := range s.where.Records {
		list = append(list, access.Scope{Kind: access.ScopeRecord, Table: r.Table, ID: r.ID})
	}
	for _, p := range s.where.Tables {
		if p.All {
			list = append(list, access.Scope{Kind: access.ScopeTable, Table: p.Table})
		}
		for _, u := range p.Granted {
			list = append(list, access.Scope{Kind: access.ScopeTable, Table: p.Table, ID: u})
		}
	}
	return list
}

// may reports whether the caller may ask about the target.
func (s *sight) may(on access.Target) bool {
	return s == nil || s.c.api.Engine.Check(s.c.who.User, accessWhy, on) == nil
}

// user reports whether the caller may be told of somebody, who is of a unit in the
// picture that is asked about. Of themselves everybody may.
func (s *sight) user(picture *access.Snapshot, id string) bool {
	if s == nil || id == s.c.who.User {
		return true
	}
	u, known := picture.User(id)
	return known && s.may(ofUser(u))
}

// ofUser is the target of what is asked about a user.
func ofUser(u access.User) access.Target {
	return directory.Users.TargetOf(&directory.User{Meta: govern.Meta{ID: govern.ID(u.ID)}, Unit: govern.ID(u.Unit)})
}

func (s *sight) grant(g *access.Grant) bool {
	return s.may(g.Target()) && (g.Group == "" || s.record(access.Record{Table: "group", ID: g.Group}))
}

// record reports whether the caller may be told of a record. A group stays in its
// unit, so that one which is there no more was of the unit that the log tells.
func (s *sight) record(r access.Record) bool {
	if s == nil {
		return true
	}
	may, looked := s.known[r]
	if !looked {
		on, err := s.c.api.Engine.Target(s.c.ctx, r.Table, govern.ID(r.ID))
		if fault.Is(err, fault.NotFound) && s.c.query.Get(asOfParameter.name) != "" {
			on, err = s.c.targetThen(r.Table, govern.ID(r.ID))
		}
		may = err == nil && s.may(on)
		s.known[r] = may
	}
	return may
}

// reasons are a user's as far as the caller may be told of them.
func (s *sight) reasons(picture *access.Snapshot, user string, list []access.Reason) []access.Reason {
	if s == nil || user == s.c.who.User {
		return list
	}
	return picture.Told(user, list, &s.seen)
}

// missing is the answer to who asks about what is not there, and about what the
// caller may not be told of.
func missing(table string, id govern.ID) error {
	return fault.New(fault.NotFound, "not_found", "There is no %s %s.", words(table), id)
}

// askable is the target that is asked about, for who may ask about it. One that the
// caller may view, and not ask about, is refused as such, and so is everything: what
// somebody holds there they hold elsewhere too.
func (s *sight) askable(table string, id govern.ID) (access.Target, error) {
	if table == "" {
		return everything, s.c.on(accessWhy)
	}
	e := s.c.api.Engine
	on, err := s.c.targetThen(table, id)
	switch {
	case fault.Is(err, fault.NotFound):
		return on, missing(table, id)
	case err != nil || s.may(on):
		return on, err
	case e.Check(s.c.who.User, table+".view", on) == nil:
		return on, e.Check(s.c.who.User, accessWhy, on)
	}
	return on, s.hidden(on, table, id)
}

// hidden answers who asks about what they may not be told of; the log tells that they
// did.
func (s *sight) hidden(on access.Target, table string, id govern.ID) error {
	s.c.refused(s.c.api.Engine.Check(s.c.who.User, accessWhy, on))
	return missing(table, id)
}

// tells says whose names the caller is told of who could meet a rule: everybody's,
// nil, who may see the rules or ask about everything.
func (c *call) tells() func(user string) bool {
	if c.on(viewRules) == nil || c.on(accessWhy) == nil {
		return nil
	}
	e := c.api.Engine
	return func(id string) bool {
		u, _ := e.Access().User(id)
		on := ofUser(u)
		return id == c.who.User || e.Check(c.who.User, "user.view", on) == nil || e.Check(c.who.User, accessWhy, on) == nil
	}
}
