// Package access decides who may do what. It turns users, units, groups, roles
// and grants into an immutable Snapshot that answers Check in the time of a few
// map look-ups, without allocating, and Explain with the reasons.
//
// It is pure: no clock, no database, no randomness. The caller passes the
// time, and the same facts give the same answers. Whatever the facts do not
// allow is denied: an unknown user, an unknown role, a grant without a scope.
package access

import (
	"cmp"
	"fmt"
	"strings"
)

// User is one account. Person is the personnel id that several accounts may
// share ("" means that the account is its own person); Keeper is the user who
// answers for a service, whose person it counts as; Until ends the account at
// that instant (µs UTC, 0 = open); Active is false while suspended; Service is
// true for a program, which administers nothing by itself.
type User struct {
	ID, Name, Person, Unit, Keeper string
	Active, Service                bool
	Until                          int64
}

// Unit is one node of the tree of units; Parent is "" at a root.
type Unit struct{ ID, Parent, Name string }

// Role is a named set of permissions, written exactly (there are no
// wildcards), together with those of the roles that it includes.
type Role struct {
	ID, Name              string
	Permissions, Includes []string
}

// Group says what people call a group, and of which unit it is, "" for none. Who is in
// it and what it holds rests on its members and grants alone, whether or not it has a
// name.
type Group struct{ ID, Name, Unit string }

// Member puts a user into a group, from From (inclusive) to Until (exclusive),
// both µs UTC, 0 = open.
type Member struct {
	ID, User, Group string
	From, Until     int64
}

// Grant gives a role to a user, or to all members of a group, within a scope,
// from From (inclusive) to Until (exclusive), both µs UTC, 0 = open. Exactly one
// of User and Group is set; a grant with both or neither gives nothing. Unit is
// the unit that the one record belongs to, "" where it belongs to none: it puts
// the holder on a side of a wall, and gives nothing.
type Grant struct {
	ID, User, Group, Role string
	Scope                 Scope
	Unit                  string
	From, Until           int64
}

// whole reports whether the grant names all that it needs.
func (g *Grant) whole() bool { return g.Scope.whole() && (g.User == "") != (g.Group == "") }

// ScopeKind says how far a grant reaches. Its zero value reaches nothing.
type ScopeKind uint8

// The kinds of scope.
const (
	ScopeNothing    ScopeKind = iota // a scope that was never set: gives nothing
	ScopeEverything                  // every record, and what belongs to none
	ScopeUnit                        // the unit Scope.ID and all units beneath it
	ScopeRecord                      // the record Scope.Table, Scope.ID, and what names it in its Target
	ScopeTable                       // every record of Scope.Table, of the unit Scope.ID and beneath where one is named, and what names one
)

var scopeNames = [...]string{"nothing", "everything", "unit", "record", "table"}

func (k ScopeKind) String() string {
	if int(k) >= len(scopeNames) {
		return "unknown"
	}
	return scopeNames[k]
}

// MarshalText writes the kind as its name, for decisions sent as JSON.
func (k ScopeKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the name.
func (k *ScopeKind) UnmarshalText(text []byte) error {
	for i, name := range scopeNames {
		if name == string(text) {
			*k = ScopeKind(i)
			return nil
		}
	}
	return fmt.Errorf("%q is none of %s", text, strings.Join(scopeNames[:], ", "))
}

// Scope is how far a grant reaches. ID names the unit or the record, Table the
// table of the record or records.
type Scope struct {
	Kind  ScopeKind `json:"kind"`
	Table string    `json:"table,omitempty"`
	ID    string    `json:"id,omitempty"`
}

func (s Scope) String() string {
	switch s.Kind {
	case ScopeUnit:
		return "unit " + s.ID
	case ScopeRecord:
		return s.Table + " " + s.ID
	case ScopeTable:
		if s.ID != "" {
			return "every " + s.Table + " of unit " + s.ID
		}
		return "every " + s.Table
	}
	return s.Kind.String()
}

// whole reports whether the scope names all that its kind needs.
func (s Scope) whole() bool {
	switch s.Kind {
	case ScopeEverything:
		return true
	case ScopeUnit:
		return s.ID != ""
	case ScopeRecord:
		return s.Table != "" && s.ID != ""
	case ScopeTable:
		return s.Table != ""
	}
	return false
}

func (s Scope) compare(t Scope) int {
	return cmp.Or(cmp.Compare(s.Kind, t.Kind), cmp.Compare(s.Table, t.Table), cmp.Compare(s.ID, t.ID))
}

// unit is the one that the scope names, "" where it names none.
func (s Scope) unit() string {
	if s.Kind == ScopeUnit || s.Kind == ScopeTable {
		return s.ID
	}
	return ""
}

// Record names one row of one table.
type Record struct {
	Table string `json:"table"`
	ID    string `json:"id"`
}

// Target is what a question is about: the record itself and the records that
// it is part of (an order also names its package), and the unit that it
// belongs to. The zero Target is covered by grants over everything only.
type Target struct {
	Unit    string   `json:"unit"`
	Records []Record `json:"records"`
	// Guard, when given, is a permission that viewing asks besides: whatever
	// ends in .view is allowed only to who holds it here too.
	Guard string `json:"guard,omitempty"`
	// Open: whatever ends in .view is allowed to who holds it anywhere at all.
	Open bool `json:"open,omitempty"`
}

// Facts are all that decisions rest on. Ids are unique within each list.
type Facts struct {
	Users   []User
	Units   []Unit
	Roles   []Role
	Groups  []Group
	Members []Member
	Grants  []Grant
	Walls   []Wall
	Passes  []Pass
}

// Delta is a change of facts: what is gone is removed first, then what is put
// is added or replaces what has its id. Removing what is not there is allowed.
type Delta struct {
	Put                                         Facts
	GoneUsers, GoneUnits, GoneRoles, GoneGroups []string
	GoneMembers, GoneGrants                     []string
	GoneWalls, GonePasses                       []string
}
