package access

import (
	"cmp"
	"maps"
	"slices"
)

// groupTable holds every group that a membership or a grant names, under a
// number that stays the same over all snapshots that follow one Compile. What a
// group was granted stands once, whatever its size: a member leads to it.
type groupTable struct {
	number map[string]int32
	list   []holder         // each with the group's id and what was granted to it
	grants map[string]int32 // from a grant's id to its group
}

// membership is one group as its member's holder knows it.
type membership struct {
	id          string
	from, until int64
	group       int32
}

func newGroups() *groupTable {
	return &groupTable{number: map[string]int32{}, grants: map[string]int32{}}
}

func (t *groupTable) clone() *groupTable {
	return &groupTable{maps.Clone(t.number), slices.Clone(t.list), maps.Clone(t.grants)}
}

func (t *groupTable) add(id string) int32 {
	n, ok := t.number[id]
	if !ok {
		n = int32(len(t.list))
		t.number[id] = n
		t.list = append(t.list, newHolder(id))
	}
	return n
}

// call gives the groups their names.
func (t *groupTable) call(list []Group) {
	for _, g := range list {
		n := t.add(g.ID)
		h := &t.list[n]
		p := h.rest()
		p.name, p.unit, h.state = g.Name, g.Unit, lasting
		h.wear(p)
	}
}

func (t *groupTable) unname(ids []string) {
	for _, id := range ids {
		if n, ok := t.number[id]; ok {
			t.list[n].forget()
		}
	}
}

// GroupName is what people call the group, with its unit where another is called the
// same, or its id where that does not tell them apart; the id alone where nothing was
// said.
func (s *Snapshot) GroupName(id string) string {
	n, ok := s.groups.number[id]
	if !ok || s.groups.list[n].rest().name == "" {
		return id
	}
	name, apart := s.groups.list[n].rest().name, s.unitName(&s.groups.list[n])
	alike, alikeThere := false, apart == ""
	for i := range s.groups.list {
		if g := &s.groups.list[i]; int32(i) != n && g.rest().name == name {
			alike = true
			alikeThere = alikeThere || s.unitName(g) == apart
		}
	}
	switch {
	case !alike:
		return name
	case alikeThere:
		return name + " (" + id + ")"
	}
	return name + " (" + apart + ")"
}

// unitName is what people call the unit of the user or group, "" for none.
func (s *Snapshot) unitName(h *holder) string {
	if n, ok := s.units.number[h.rest().unit]; ok {
		return s.units.list[n].Name
	}
	return ""
}

func (t *groupTable) membership(m *Member) membership {
	return membership{m.ID, m.From, m.Until, t.add(m.Group)}
}

func (m *membership) valid(now int64) bool {
	return m.from <= now && (m.until == 0 || now < m.until)
}

// in are the memberships, by id.
func (h *holder) in() []membership {
	if h.profile == nil {
		return nil
	}
	return h.profile.in
}

// belong gives the holder other memberships.
func (h *holder) belong(in []membership) {
	p := h.rest()
	slices.SortFunc(in, func(a, b membership) int { return cmp.Compare(a.id, b.id) })
	p.in = in
	h.wear(p)
}

// joins finds the holder of a membership, and its place there; -1 when there is
// none.
func (s *Snapshot) joins(member string) (number int32, at int) {
	at = -1
	s.members.candidates(hash(member), func(n int32) bool {
		for i, m := range s.holders.at(n).in() {
			if m.id == member {
				number, at = n, i
				return true
			}
		}
		return false
	})
	return number, at
}

// gather puts the users into their groups. It writes in place.
func (s *Snapshot) gather(members []Member) error {
	return once("member", members, memberID, func(id string, m *Member) bool {
		if _, at := s.joins(id); at >= 0 {
			return false
		}
		n, h := s.holder(m.User)
		if h == nil {
			n, h = s.enrol(m.User)
			s.users.put(hash(m.User), n)
		}
		h.belong(append(slices.Clip(h.in()), s.groups.membership(m)))
		s.members.put(hash(id), n)
		return true
	})
}

// reached is one grant as it reaches a user: for the time that both it and the
// membership last.
type reached struct {
	*held
	from, until int64
	group       *holder // nil when the grant names the user itself
	member      string
}

func (r *reached) valid(now int64) bool {
	return r.from <= now && (r.until == 0 || now < r.until)
}

// never is a membership that ended before the grant began.
func (r *reached) never() bool { return r.until != 0 && r.until <= r.from }

// reach lists all that reaches the user, its own grants first.
func (s *Snapshot) reach(h *holder) []reached {
	list := make([]reached, 0, len(h.held))
	for i := range h.held {
		r := reached{held: &h.held[i]}
		r.from, r.until = r.times()
		list = append(list, r)
	}
	for _, m := range h.in() {
		g := &s.groups.list[m.group]
		for i := range g.held {
			r := reached{held: &g.held[i], group: g, member: m.id}
			r.from, r.until = r.times()
			r.from = max(r.from, m.from)
			if m.until != 0 && (r.until == 0 || m.until < r.until) {
				r.until = m.until
			}
			list = append(list, r)
		}
	}
	return list
}

// eachMember visits every membership.
func (s *Snapshot) eachMember(visit func(*Member)) {
	s.each(func(h *holder) {
		for _, m := range h.in() {
			visit(&Member{m.id, h.id(), s.groups.list[m.group].id(), m.from, m.until})
		}
	})
}

// team makes what the group was granted ours to write to.
func (c *change) team(id string) (int32, *holder) {
	t := c.regroup()
	n := t.add(id)
	h := &t.list[n]
	if !c.teams[n] {
		c.teams[n] = true
		h.held = slices.Clone(h.held)
	}
	return n, h
}

// regroup makes the groups ours to write to.
func (c *change) regroup() *groupTable {
	if c.teams == nil {
		c.teams = make(map[int32]bool)
		c.groups = c.groups.clone()
	}
	return c.groups
}

// takeGroup takes a grant from a group, and reports whether one had it.
func (c *change) takeGroup(grant string) bool {
	n, ok := c.groups.grants[grant]
	if !ok {
		return false
	}
	_, h := c.team(c.groups.list[n].id())
	c.granted = true
	h.held = slices.DeleteFunc(h.held, func(g held) bool { return g.id == grant })
	delete(c.groups.grants, grant)
	return true
}

func (c *change) giveGroup(g *Grant) {
	n, h := c.team(g.Group)
	c.granted = true
	h.held = append(h.held, c.compile(g, func(rest more) *more { return &rest }))
	c.groups.grants[g.ID] = n
}

func (c *change) leave(member string) {
	n, at := c.joins(member)
	if at < 0 {
		return
	}
	h := c.open(n)
	h.belong(slices.Delete(slices.Clone(h.in()), at, at+1))
	c.memberEdit.drop(hash(member), n)
	c.members = c.memberEdit.index
}

func (c *change) join(m *Member) {
	c.leave(m.ID)
	h := c.touch(m.User)
	h.belong(append(slices.Clip(h.in()), c.regroup().membership(m)))
	n, _ := c.holder(m.User)
	c.memberEdit.put(hash(m.ID), n)
	c.members = c.memberEdit.index
}
