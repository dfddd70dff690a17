package access

import (
	"cmp"
	"slices"
)

// Snapshot is the compiled state of all facts at one time. It never changes and
// may be read from many goroutines.
type Snapshot struct {
	users  paged[*holder]
	grants paged[*Grant]
	roles  *roleTable
	units  *unitTable
	count  int // known users
}

// holder is one user and what was granted to it. A user that grants name but
// that is not known has a holder too: it comes to life when the user is put.
type holder struct {
	held    []held // by scope: everything, units, then records; then by grant id
	records int    // where the record grants begin
	until   int64
	active  bool // and known
	known   bool
	user    User
}

// held is one grant as Check reads it. Groups, when they come, add one of these
// per member for each role of the group, naming the same grant.
type held struct {
	from, until int64
	grant       *Grant
	role, unit  int32 // unit is -1 for everything and for records
}

func order(a, b held) int {
	x, y := &a.grant.Scope, &b.grant.Scope
	return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Table, y.Table), cmp.Compare(x.ID, y.ID),
		cmp.Compare(a.grant.ID, b.grant.ID))
}

// arrange puts the grants in order and finds where those of records begin.
func (h *holder) arrange() {
	slices.SortFunc(h.held, order)
	h.records = len(h.held)
	for h.records > 0 && h.held[h.records-1].grant.Scope.Kind == ScopeRecord {
		h.records--
	}
}

func (h *holder) set(u User) { h.user, h.known, h.active, h.until = u, true, u.Active, u.Until }

// Compile turns facts into a snapshot. The error is an *Error: an id that is
// empty or occurs twice, or a cycle among roles or units. Grants that name what
// is not there are no error; they give nothing, and Dangling lists them.
func Compile(f Facts) (*Snapshot, error) {
	s := &Snapshot{users: newPaged[*holder](len(f.Users)), grants: newPaged[*Grant](len(f.Grants)), count: len(f.Users)}
	if err := s.tables(&roleTable{}, &unitTable{}, &Delta{Put: f}); err != nil {
		return nil, err
	}
	holders := make([]holder, len(f.Users))
	if err := once("user", f.Users, userID, func(id string, u *User) bool {
		h := &holders[0]
		holders = holders[1:]
		h.set(*u)
		return s.users.set(id, h)
	}); err != nil {
		return nil, err
	}
	grants := slices.Clone(f.Grants)
	if err := once("grant", grants, grantID, s.grants.set); err != nil {
		return nil, err
	}
	s.hand(grants)
	return s, nil
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
			if g := &d.Put.Grants[i]; g.Scope.Kind == ScopeUnit && g.Scope.whole() {
				add(g.Scope.ID)
			}
		}
	})
	return err
}

// hand gives every grant to its holder; all share one array, so that a hundred
// thousand users cost one allocation and stand close together.
func (s *Snapshot) hand(grants []Grant) {
	to := make([]*holder, len(grants))
	total := 0
	for i := range grants {
		g := &grants[i]
		if !g.Scope.whole() {
			continue
		}
		if to[i] = s.users.get(g.User); to[i] == nil {
			to[i] = &holder{user: User{ID: g.User}}
			s.users.set(g.User, to[i])
		}
		to[i].records++ // counts here; arrange gives it its meaning
		total++
	}
	room := make([]held, total)
	var holders []*holder
	for i, h := range to {
		if h == nil {
			continue
		}
		if h.held == nil {
			h.held, room = room[:0:h.records], room[h.records:]
			holders = append(holders, h)
		}
		h.held = append(h.held, s.compile(&grants[i]))
	}
	for _, h := range holders {
		h.arrange()
	}
}

func (s *Snapshot) compile(g *Grant) held {
	h := held{from: g.From, until: g.Until, grant: g, role: s.roles.number[g.Role], unit: -1}
	if g.Scope.Kind == ScopeUnit {
		h.unit = s.units.number[g.Scope.ID]
	}
	return h
}
