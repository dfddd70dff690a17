// Package duty keeps duties apart. A rule is one of three: static, a set of roles
// or permissions that no one person may hold together; dynamic, acts that must be
// done by different people on the same record; or a wall between two units or
// groups. Compiled into a Set, rules say who breaks them, by which grants and
// paths, and whether a change of access makes it worse than it was.
//
// It is pure: no clock, no database, no randomness. People are counted, not
// users: two users of one person are one, and a service is its keeper. Doubt
// counts against: what cannot be placed is taken to meet.
package duty

import (
	"fmt"
	"slices"

	"github.com/countersign/countersign/access"
)

// Kind is what a rule is about.
type Kind string

// The kinds.
const (
	Static  Kind = "static"
	Dynamic Kind = "dynamic"
	Wall    Kind = "wall"
)

// Mode is what becomes of who would break a rule: refused; refused unless an
// exception stands; or let through and listed.
type Mode string

// The modes.
const (
	Refuse Mode = "refuse"
	Except Mode = "except"
	Report Mode = "report"
)

// Within says where things must meet to count together.
type Within string

// Everywhere: wherever each is held. Scope: where one is held over what the other
// is held over too, as everything holds a unit, a unit what lies beneath it, and
// a record what is part of it.
const (
	Everywhere Within = "everywhere"
	Scope      Within = "scope"
)

// Acts are one duty of a dynamic rule: whoever does any of them does it.
type Acts struct {
	Actions []string `json:"actions" doc:"Commands (package.sign), table operations (process.update), or their approvals (bank_instruction.approve)."`
}

// Side is one side of a wall.
type Side = access.Side

// Rule is one duty rule. Of a static rule Roles and Permissions are its items and
// TooMany is how many of them in one person's hands break it, at least 2; of a
// dynamic one Duties are done by different people; of a wall Left and Right are
// its sides.
//
// A static rule with a Unit is about that unit alone: only what is held there
// counts. That is what is granted over everything, at the unit, at one above it
// (which holds there too), at one beneath it, or on one record that belongs to it
// or to one beneath it. A record counts by its own unit as the grant has it
// (access.Grant.Unit), whatever its parts belong to; one that belongs to none
// counts nowhere. Of a unit that is not there only what is granted over everything
// counts.
type Rule struct {
	ID, Name    string
	Kind        Kind
	Mode        Mode
	Enabled     bool
	Roles       []string
	Permissions []string
	TooMany     int
	Within      Within
	Unit        string
	Duties      []Acts
	Left, Right Side
}

// Exception lets one person past a rule of mode Except, from From (inclusive) to
// Until (exclusive), µs UTC. One without an end lets nobody past.
type Exception struct {
	ID, Rule, User string
	From, Until    int64
}

// Error is the refusal of a rule. Code is one of rule_id, rule_kind, rule_mode,
// rule_items, rule_too_many, rule_within, rule_unit, rule_duties and rule_sides; Place is
// the field, Detail says what to do.
type Error struct{ Code, Place, Detail string }

func (e *Error) Error() string { return e.Code + " at " + e.Place + ": " + e.Detail }

func refuse(code, place, detail string, args ...any) *Error {
	return &Error{code, place, fmt.Sprintf(detail, args...)}
}

// mostItems is how many items a rule may have: they are the bits of one word.
const mostItems = 64

// Check is nil for a rule that can be used. The error is an *Error.
func (r *Rule) Check() error {
	if r.ID == "" {
		return refuse("rule_id", "id", "give the rule an id")
	}
	if !slices.Contains([]Mode{Refuse, Except, Report}, r.Mode) {
		return refuse("rule_mode", "mode", "%q is none of refuse, except and report", r.Mode)
	}
	var err *Error
	switch r.Kind {
	case Static:
		err = r.checkStatic()
	case Dynamic:
		err = r.checkDynamic()
	case Wall:
		err = r.checkWall()
	default:
		err = refuse("rule_kind", "kind", "%q is none of static, dynamic and wall", r.Kind)
	}
	if err == nil {
		err = r.checkOthers()
	}
	if err != nil {
		return err
	}
	return nil
}

// checkOthers refuses what belongs to another kind: it would be taken to hold.
func (r *Rule) checkOthers() *Error {
	switch {
	case r.Kind != Static && len(r.Roles)+len(r.Permissions) > 0:
		return refuse("rule_items", "permissions", "roles and permissions are of static rules")
	case r.Kind != Static && r.TooMany != 0:
		return refuse("rule_too_many", "too_many", "a number is of static rules")
	case r.Kind != Static && r.Within != "":
		return refuse("rule_within", "within", "a place is of static rules")
	case r.Kind != Static && r.Unit != "":
		return refuse("rule_unit", "unit", "one unit is of static rules; leave it out")
	case r.Kind != Dynamic && len(r.Duties) > 0:
		return refuse("rule_duties", "duties", "duties are of dynamic rules")
	case r.Kind != Wall && (r.Left != Side{} || r.Right != Side{}):
		return refuse("rule_sides", "left_unit", "sides are of walls")
	}
	return nil
}

func (r *Rule) checkStatic() *Error {
	n := len(r.Roles) + len(r.Permissions)
	switch {
	case n < 2:
		return refuse("rule_items", "permissions", "name at least two roles or permissions")
	case n > mostItems:
		return refuse("rule_items", "permissions", "these are %d roles and permissions; %d are allowed", n, mostItems)
	case twice(r.Roles) != "":
		return refuse("rule_items", "roles", "%s occurs twice; keep one of them", twice(r.Roles))
	case twice(r.Permissions) != "":
		return refuse("rule_items", "permissions", "%s occurs twice; keep one of them", twice(r.Permissions))
	case r.TooMany < 2 || r.TooMany > n:
		return refuse("rule_too_many", "too_many", "of %d, 2 to %d can be too many, not %d", n, n, r.TooMany)
	case r.Within != Everywhere && r.Within != Scope:
		return refuse("rule_within", "within", "%q is none of everywhere and scope", r.Within)
	}
	return nil
}

func (r *Rule) checkDynamic() *Error {
	if len(r.Duties) < 2 {
		return refuse("rule_duties", "duties", "name at least two duties, which different people are to do")
	}
	var all []string
	for i, d := range r.Duties {
		if len(d.Actions) == 0 {
			return refuse("rule_duties", fmt.Sprintf("duties[%d].actions", i), "name at least one action")
		}
		all = append(all, d.Actions...)
	}
	if a := twice(all); a != "" {
		return refuse("rule_duties", "duties", "%s occurs twice; who does it would have to be somebody else than who does it", a)
	}
	return nil
}

func (r *Rule) checkWall() *Error {
	for _, s := range []struct {
		name string
		side Side
	}{{"left", r.Left}, {"right", r.Right}} {
		if (s.side.Unit == "") == (s.side.Group == "") {
			return refuse("rule_sides", s.name+"_unit", "name the unit or the group on this side, one of them")
		}
	}
	switch {
	case (r.Left.Unit == "") != (r.Right.Unit == ""):
		return refuse("rule_sides", "right_unit", "a wall stands between two units or between two groups")
	case r.Left == r.Right:
		return refuse("rule_sides", "right_unit", "both sides are the same")
	}
	return nil
}

// twice is a name that occurs twice, or an empty one as "\"\"".
func twice(names []string) string {
	seen := make(map[string]bool, len(names))
	for _, n := range names {
		if n == "" {
			return `""`
		}
		if seen[n] {
			return n
		}
		seen[n] = true
	}
	return ""
}
