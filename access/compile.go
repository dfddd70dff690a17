package access

// Snapshot is the compiled state of all facts at one time. It never changes and
// may be read from many goroutines.
type Snapshot struct {
	holders holders
	spare   []int32          // numbers of holders that are free, beside those past used
	used    int32            // holders that have ever been
	users   index            // from a user's id to its holder
	grants  index            // from a user's grant's id to its holder
	members index            // from a membership's id to its user's holder
	odd     map[string]Grant // those that are not whole: they give nothing
	groups  *groupTable
	roles   *roleTable
	units   *unitTable
	walls   *walls
	count   int // known users
}

// Compile turns facts into a snapshot. The error is an *Error: an id that is
// empty or occurs twice, or a cycle among roles or units. Grants that name what
// is not there are no error; they give nothing, and Dangling lists them.
func Compile(f Facts) (*Snapshot, error) {
	s := &Snapshot{
		holders: newHolders(len(f.Users)), users: newIndex(len(f.Users)), grants: newIndex(len(f.Grants)),
		members: newIndex(len(f.Members)), groups: newGroups(), count: len(f.Users),
	}
	if err := s.tables(&roleTable{}, &unitTable{}, &Delta{Put: f}); err != nil {
		return nil, err
	}
	if err := once("user", f.Users, userID, func(id string, u *User) bool {
		if _, there := s.holder(id); there != nil {
			return false
		}
		n, h := s.enrol(id)
		s.users.put(hash(id), n)
		h.set(*u)
		return true
	}); err != nil {
		return nil, err
	}
	if err := distinct("group", f.Groups, groupID); err != nil {
		return nil, err
	}
	s.groups.call(f.Groups)
	if err := s.gather(f.Members); err != nil {
		return nil, err
	}
	if err := s.hand(f.Grants); err != nil {
		return nil, err
	}
	if err := (&Delta{Put: f}).checkWalls(); err != nil {
		return nil, err
	}
	if s.walls = s.walls.change(&Delta{Put: f}); s.walls.stand() {
		s.fence(nil, s.holders.at)
	}
	return s, nil
}

// enrol takes a free holder. It writes in place.
func (s *Snapshot) enrol(id string) (int32, *holder) {
	n := s.used
	if free := len(s.spare); free > 0 {
		n, s.spare = s.spare[free-1], s.spare[:free-1]
	} else if s.used++; int(n) == holdersPerPage*len(s.holders) {
		s.holders = append(s.holders, new(holderPage))
	}
	h := s.holders.at(n)
	*h = newHolder(id)
	return n, h
}

// holder finds the user's holder; nil when there is none.
func (s *Snapshot) holder(id string) (number int32, h *holder) {
	key := hash(id)
	p := s.users.pages[s.users.place(key)]
	if p == nil {
		return 0, nil
	}
	for i := key % pageSlots; p[i] != 0; i = (i + 1) % pageSlots {
		if uint32(p[i]>>32) == key {
			n := int32(uint32(p[i]) - 1)
			if h := s.holders.at(n); h.is(id) {
				return n, h
			}
		}
	}
	return 0, nil
}

// whose finds the holder of a grant, and the grant's place among what it holds.
func (s *Snapshot) whose(grant string) (number int32, at int) {
	at = -1
	s.grants.candidates(hash(grant), func(n int32) bool {
		list := s.holders.at(n).held
		for i := range list {
			if list[i].id == grant {
				number, at = n, i
				return true
			}
		}
		return false
	})
	return number, at
}

// tables derives the roles and units from those of an earlier snapshot.
func (s *Snapshot) tables(roles *roleTable, units *unitTable, d *Delta) (err error) {
	if err = distinct("role", d.Put.Roles, roleID); err != nil {
		return err
	}
	if err = distinct("unit", d.Put.Units, unitID); err != nil {
		return err
	}
	s.roles, err = roles.change(d.Put.Roles, d.GoneRoles, func(add func(string)) {
		for i := range d.Put.Grants {
			add(d.Put.Grants[i].Role)
		}
	})
	if err != nil {
		return err
	}
	s.units, err = units.change(d.Put.Units, d.GoneUnits, func(add func(string)) {
		for i := range d.Put.Grants {
			if g := &d.Put.Grants[i]; g.Scope.unit() != "" && g.whole() {
				add(g.Scope.ID)
			}
		}
	})
	return err
}

// hand gives every grant to its holder; all share one array, so that a hundred
// thousand users cost one allocation and stand close together.
func (s *Snapshot) hand(grants []Grant) error {
	to := make([]int32, len(grants))
	total := 0
	for i := range grants {
		g := &grants[i]
		if !g.whole() || g.Group != "" {
			continue
		}
		n, h := s.holder(g.User)
		if h == nil {
			n, h = s.enrol(g.User)
			s.users.put(hash(g.User), n)
		}
		to[i] = n
		h.records++ // counts here; arrange gives it its meaning
		total++
	}
	room, shared := make([]held, total), map[more]*more{}
	like := func(rest more) *more {
		m, ok := shared[rest]
		if !ok {
			m = &rest
			shared[rest] = m
		}
		return m
	}
	next := 0
	err := once("grant", grants, grantID, func(id string, g *Grant) bool {
		n := to[next]
		next++
		if s.given(id) {
			return false
		}
		if !g.whole() {
			s.putOdd(*g)
			return true
		}
		if g.Group != "" {
			team := s.groups.add(g.Group)
			s.groups.list[team].held = append(s.groups.list[team].held, s.compile(g, like))
			s.groups.grants[id] = team
			return true
		}
		h := s.holders.at(n)
		if h.held == nil {
			h.held, room = room[:0:h.records], room[h.records:]
		}
		h.held = append(h.held, s.compile(g, like))
		s.grants.put(hash(id), n)
		return true
	})
	if err == nil {
		s.each(s.arrange)
		for i := range s.groups.list {
			s.arrange(&s.groups.list[i])
		}
	}
	return err
}

// given reports whether there is a grant of that id.
func (s *Snapshot) given(id string) bool {
	_, odd := s.odd[id]
	_, groups := s.groups.grants[id]
	_, at := s.whose(id)
	return odd || groups || at >= 0
}

func (s *Snapshot) putOdd(g Grant) {
	if s.odd == nil {
		s.odd = map[string]Grant{}
	}
	s.odd[g.ID] = g
}

func (s *Snapshot) each(visit func(*holder)) {
	for n := range s.used {
		if h := s.holders.at(n); !h.free() {
			visit(h)
		}
	}
}
