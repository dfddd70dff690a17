package access

import "slices"

// With returns the snapshot of the changed facts: it answers as Compile of them
// would. It shares with s what did not change, and s stays as it was. The
// errors are those of Compile.
func (s *Snapshot) With(d Delta) (*Snapshot, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	next := &Snapshot{users: s.users, grants: s.grants, count: s.count}
	if err := next.tables(s.roles, s.units, &d); err != nil {
		return nil, err
	}
	c := change{next: next, users: s.users.edit(), grants: s.grants.edit(), touched: make(map[string]*holder)}
	for _, id := range d.GoneGrants {
		c.take(id)
	}
	for _, g := range d.Put.Grants {
		c.give(g)
	}
	for _, id := range d.GoneUsers {
		if h := c.touch(id); h.known {
			*h = holder{user: User{ID: id}, held: h.held}
			next.count--
		}
	}
	for _, u := range d.Put.Users {
		h := c.touch(u.ID)
		if !h.known {
			next.count++
		}
		h.set(u)
	}
	c.settle()
	next.users, next.grants = c.users.paged, c.grants.paged
	return next, nil
}

// change is a snapshot in the making; touched are the holders that it has
// copied so far.
type change struct {
	next    *Snapshot
	users   *edit[*holder]
	grants  *edit[*Grant]
	touched map[string]*holder
}

func (c *change) touch(user string) *holder {
	h, ok := c.touched[user]
	if ok {
		return h
	}
	h = &holder{user: User{ID: user}}
	if old := c.users.get(user); old != nil {
		*h = *old
		h.held = slices.Clone(old.held)
	}
	c.touched[user] = h
	return h
}

func (c *change) take(grant string) {
	old := c.grants.get(grant)
	if old == nil {
		return
	}
	c.grants.drop(grant)
	h := c.touch(old.User)
	h.held = slices.DeleteFunc(h.held, func(x held) bool { return x.grant == old })
}

func (c *change) give(g Grant) {
	c.take(g.ID)
	c.grants.put(g.ID, &g)
	if g.Scope.whole() {
		h := c.touch(g.User)
		h.held = append(h.held, c.next.compile(&g))
	}
}

// settle writes the touched holders; one that is neither known nor named by a
// grant is dropped.
func (c *change) settle() {
	for id, h := range c.touched {
		if !h.known && len(h.held) == 0 {
			c.users.drop(id)
			continue
		}
		h.arrange()
		c.users.put(id, h)
	}
}
