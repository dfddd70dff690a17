package access

import (
	"maps"
	"slices"
)

// With returns the snapshot of the changed facts: it answers as Compile of them
// would. It shares with s what did not change, and s stays as it was. The
// errors are those of Compile.
func (s *Snapshot) With(d Delta) (*Snapshot, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	c := newChange(s)
	if err := c.tables(s.roles, s.units, &d); err != nil {
		return nil, err
	}
	for _, id := range d.GoneGrants {
		c.take(id)
	}
	for i := range d.Put.Grants {
		c.give(&d.Put.Grants[i])
	}
	if len(d.GoneGroups)+len(d.Put.Groups) > 0 {
		c.regroup().unname(d.GoneGroups)
		c.groups.call(d.Put.Groups)
	}
	for _, id := range d.GoneMembers {
		c.leave(id)
	}
	for i := range d.Put.Members {
		c.join(&d.Put.Members[i])
	}
	for _, id := range d.GoneUsers {
		if h := c.touch(id); h.known() {
			h.forget()
			c.count--
		}
	}
	for _, u := range d.Put.Users {
		h := c.touch(u.ID)
		if !h.known() {
			c.count++
		}
		h.set(u)
	}
	c.walls = s.walls.change(&d)
	return c.settle(s), nil
}

// change is a snapshot in the making: it copies a page of holders when it first
// writes to it, and the grants of a holder or group when they first change.
type change struct {
	Snapshot
	userEdit, grantEdit, memberEdit *indexEdit
	own                             map[*holderPage]bool
	touched                         map[int32]bool
	teams                           map[int32]bool // nil: the groups are not ours yet
	granted                         bool           // something to a group
}

func newChange(s *Snapshot) *change {
	c := &change{
		Snapshot: *s, userEdit: s.users.edit(), grantEdit: s.grants.edit(), memberEdit: s.members.edit(),
		own: make(map[*holderPage]bool), touched: make(map[int32]bool),
	}
	c.holders, c.spare, c.odd = slices.Clone(s.holders), slices.Clone(s.spare), maps.Clone(s.odd)
	c.users, c.grants, c.members = c.userEdit.index, c.grantEdit.index, c.memberEdit.index
	return c
}

// page makes the page of the holder our own.
func (c *change) page(n int32) {
	if p := c.holders[n/holdersPerPage]; !c.own[p] {
		mine := *p
		c.holders[n/holdersPerPage] = &mine
		c.own[&mine] = true
	}
}

// touch finds the user's holder or makes one, to be written to.
func (c *change) touch(user string) *holder {
	n, h := c.holder(user)
	if h == nil {
		if free := len(c.spare); free > 0 {
			c.page(c.spare[free-1])
		} else if int(c.used) < holdersPerPage*len(c.holders) {
			c.page(c.used)
		}
		n, _ = c.enrol(user)
		c.userEdit.put(hash(user), n)
		c.users = c.userEdit.index
	}
	return c.open(n)
}

// open makes a holder ours to write to.
func (c *change) open(n int32) *holder {
	c.page(n)
	h := c.holders.at(n)
	if !c.touched[n] {
		c.touched[n] = true
		h.held = slices.Clone(h.held)
	}
	return h
}

func (c *change) take(grant string) {
	delete(c.odd, grant)
	if c.takeGroup(grant) {
		return
	}
	n, at := c.whose(grant)
	if at < 0 {
		return
	}
	h := c.open(n)
	h.held = slices.Delete(h.held, at, at+1)
	c.grantEdit.drop(hash(grant), n)
	c.grants = c.grantEdit.index
}

func (c *change) give(g *Grant) {
	c.take(g.ID)
	if !g.whole() {
		c.putOdd(*g)
		return
	}
	if g.Group != "" {
		c.giveGroup(g)
		return
	}
	h := c.touch(g.User)
	h.held = append(h.held, c.compile(g, func(rest more) *more { return &rest }))
	n, _ := c.holder(g.User)
	c.grantEdit.put(hash(g.ID), n)
	c.grants = c.grantEdit.index
}

// settle arranges the touched holders and groups; a holder that is neither known
// nor named by a fact becomes free.
func (c *change) settle(was *Snapshot) *Snapshot {
	for n := range c.teams {
		c.arrange(&c.groups.list[n])
	}
	for n := range c.touched {
		h := c.holders.at(n)
		if !h.free() {
			c.arrange(h)
			continue
		}
		c.userEdit.drop(hash(h.id()), n)
		*h = holder{}
		c.spare = append(c.spare, n)
	}
	c.users = c.userEdit.index
	c.fenceChange(was)
	next := c.Snapshot
	return &next
}
