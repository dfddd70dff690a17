package collude

import (
	"context"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Scene is everything that the outcomes are looked at in: one committed state.
type Scene struct {
	Read    store.Reader
	Picture govern.Picture
	Now     govern.Time
	// Courier is the service that brings files to banks.
	Courier string
	// Declared tells whether there is a command of that name.
	Declared func(command string) bool

	ctx     context.Context
	who     map[string]set
	holding map[string]map[string]bool // by permission: the units that it is granted at
	persons []collusion.Person
	person  map[string]collusion.Person
	lent    []collusion.Lent
	tokens  set                            // the services that their keepers have a token of
	reads   map[*approval.Program][]string // what conditions look at
	course  *course                        // once a payment was asked about
	all     *access.Facts                  // once they were asked for
	toGroup []access.Grant                 // those that groups hold
	groups  map[govern.ID]*directory.Group // once a role was asked about
	members map[string][]string            // users in groups, once they were asked for
}

// set is users.
type set map[string]bool

func (s set) has(user string) bool { return s[user] }

// and is who is in both.
func (s set) and(t set) set {
	both := set{}
	for u := range s {
		if t[u] {
			both[u] = true
		}
	}
	return both
}

func (s set) within(t set) bool {
	for u := range s {
		if !t[u] {
			return false
		}
	}
	return true
}

func (s *Scene) access() *access.Snapshot { return s.Picture.Access }

// facts are read out once: of many people that takes a while.
func (s *Scene) facts() *access.Facts {
	if s.all == nil {
		all := s.access().Facts()
		s.all = &all
	}
	return s.all
}

// able are the users who may use the permission on all targets now.
func (s *Scene) able(permission string, on ...access.Target) set {
	var all set
	for _, t := range on {
		key := permission + "\x00" + t.Unit
		for _, r := range t.Records {
			key += "\x00" + r.Table + "\x00" + r.ID
		}
		one, known := s.who[key]
		if !known {
			one = set{}
			for _, u := range s.access().Who(permission, t, int64(s.Now)) {
				one[u] = true
			}
			s.who[key] = one
		}
		if all == nil {
			all = one
		} else {
			all = all.and(one)
		}
	}
	return all
}

// inside are the users in the group now.
func (s *Scene) inside(group string) set {
	key := "group\x00" + group
	if _, known := s.who[key]; !known {
		s.who[key] = set{}
		for _, u := range s.access().Inside(group, int64(s.Now)) {
			s.who[key][u] = true
		}
	}
	return s.who[key]
}

// readBy are the columns that the rule's condition looks at: parsed once.
func (s *Scene) readBy(p *approval.Program) []string {
	names, known := s.reads[p]
	if !known {
		names = p.Reads()
		s.reads[p] = names
	}
	return names
}

// units are one unit for each manner in which grants of the permissions reach
// units: of two that the same grants reach one is enough, and of two of which one
// is reached by all that reach the other, that one.
func (s *Scene) units(among []string, permissions ...string) []string {
	granted := map[string]bool{}
	for _, p := range permissions {
		for u := range s.grantedAt(p) {
			granted[u] = true
		}
	}
	type reached struct {
		unit string
		by   set
	}
	var list []reached
	for _, unit := range among {
		by := set{}
		for _, above := range s.access().Above(unit) {
			if granted[above] {
				by[above] = true
			}
		}
		if slices.ContainsFunc(list, func(r reached) bool { return by.within(r.by) }) {
			continue
		}
		list = slices.DeleteFunc(list, func(r reached) bool { return r.by.within(by) })
		list = append(list, reached{unit, by})
	}
	var units []string
	for _, r := range list {
		units = append(units, r.unit)
	}
	return units
}

// grantedAt are the units at which some role with the permission is granted.
func (s *Scene) grantedAt(permission string) map[string]bool {
	if s.holding == nil {
		s.holding = map[string]map[string]bool{}
	}
	if at, known := s.holding[permission]; known {
		return at
	}
	at := map[string]bool{}
	for u := range s.allWith(permission) {
		for _, unit := range s.access().Reach(u, permission, int64(s.Now)).Granted {
			at[unit] = true
		}
	}
	s.holding[permission] = at
	return at
}

// allWith are the users who hold the permission anywhere.
func (s *Scene) allWith(permission string) set {
	all := set{}
	for _, p := range s.persons {
		for _, u := range p.Users {
			if s.access().Holds(u.ID, permission, int64(s.Now)) {
				all[u.ID] = true
			}
		}
	}
	return all
}

// recordsNamed are the records of the table that grants name by themselves.
func (s *Scene) recordsNamed(table, permission string) map[string]bool {
	named := map[string]bool{}
	for u := range s.allWith(permission) {
		r := s.access().Reach(u, permission, int64(s.Now))
		for _, id := range r.Of(table) {
			named[id] = true
		}
	}
	return named
}
