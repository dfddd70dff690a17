package access

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Decision is the answer of Check with its reasons. When it is allowed, Grants
// are all the grants that allow it; when it is not, Missing says why: what is
// wrong with the user, or each grant that has the permission and why it does
// not count here; Roles are the roles that would give it, by id, to be read
// only. Names are what these roles are called, where that is not their id.
type Decision struct {
	Allowed    bool              `json:"allowed"`
	User       string            `json:"user"`
	Permission string            `json:"permission"`
	Grants     []Reason          `json:"grants,omitempty"`
	Missing    []Lack            `json:"missing,omitempty"`
	Roles      []string          `json:"roles,omitempty"`
	Names      map[string]string `json:"role_names,omitempty"`
}

// Reason is one grant that has the permission. Group and Member say by which
// membership the user has it, when the grant is one to a group. Through leads
// from the granted role over its includes to the role that lists the permission.
// Without a Grant it is one that the asker may not be told of.
type Reason struct {
	Grant   string   `json:"grant"`
	Group   string   `json:"group,omitempty"`
	Member  string   `json:"member,omitempty"`
	Through []string `json:"through"`
	Scope   Scope    `json:"scope"`
}

// LackCode says what is missing.
type LackCode string

// The codes of what is missing. At of the Lack is the instant meant, µs UTC.
const (
	UnknownUser       LackCode = "unknown_user"
	Suspended         LackCode = "suspended"
	Ended             LackCode = "ended"              // the user, at At
	UnknownPermission LackCode = "unknown_permission" // no role lists it
	NoGrant           LackCode = "no_grant"           // no grant of the user has it
	OtherScope        LackCode = "other_scope"        // the grant has it, elsewhere
	NotYet            LackCode = "not_yet"            // the grant, or the membership, begins at At
	NoMore            LackCode = "no_more"            // the grant, or the membership, ended at At
	Walled            LackCode = "wall"               // Wall keeps the user from it, whatever was granted
	NoneSeen          LackCode = "none_seen"          // no grant that the asker may be told of has it
)

// Lack is one thing that is missing; Reason is set when it is about a grant.
type Lack struct {
	Code LackCode `json:"code"`
	At   int64    `json:"at,omitempty"`
	Wall string   `json:"wall,omitempty"`
	*Reason
}

// Explain answers as Check does, and says why.
func (s *Snapshot) Explain(user, permission string, on Target, now int64) Decision {
	if on.guards(permission) {
		bare := Target{Unit: on.Unit, Records: on.Records}
		if !s.Check(user, on.Guard, bare, now) {
			return s.Explain(user, on.Guard, bare, now) // what is lacking first
		}
	}
	d := Decision{User: user, Permission: permission}
	p, listed := s.roles.permission[permission]
	_, h := s.holder(user)
	switch {
	case h == nil || !h.known():
		d.Missing = []Lack{{Code: UnknownUser}}
	case !h.active():
		d.Missing = []Lack{{Code: Suspended}}
	case !h.stands(now):
		d.Missing = []Lack{{Code: Ended, At: h.until()}}
	case !listed:
		d.Missing = []Lack{{Code: UnknownPermission}}
	default:
		s.weigh(&d, h, p, &on, now)
		if wall := s.barred(h, &on, now); wall != "" {
			d.Allowed, d.Grants, d.Missing = false, nil, []Lack{{Code: Walled, Wall: wall}}
			return d // no role would give it
		}
	}
	if !d.Allowed && listed {
		d.Roles = s.roles.givers[p]
	}
	s.roles.name(&d)
	return d
}

// Without is the decision without these roles, by id, among those that would give
// what is lacking: nobody is given them.
func (d Decision) Without(roles []string) Decision {
	left := slices.DeleteFunc(slices.Clone(d.Roles), func(id string) bool { return slices.Contains(roles, id) })
	if len(left) == len(d.Roles) {
		return d
	}
	d.Roles, d.Names = left, maps.Clone(d.Names)
	for _, id := range roles {
		delete(d.Names, id)
	}
	return d
}

// name notes what the decision's roles are called.
func (t *roleTable) name(d *Decision) {
	note := func(ids []string) {
		for _, id := range ids {
			if name := t.list[t.number[id]].Name; name != "" && name != id {
				if d.Names == nil {
					d.Names = map[string]string{}
				}
				d.Names[id] = name
			}
		}
	}
	note(d.Roles)
	for i := range d.Grants {
		note(d.Grants[i].Through)
	}
	for i := range d.Missing {
		if r := d.Missing[i].Reason; r != nil {
			note(r.Through)
		}
	}
}

// called is the reason with its roles as people know them.
func (d *Decision) called(r *Reason) *Reason {
	named := *r
	named.Through = d.names(r.Through)
	return &named
}

func (d *Decision) names(ids []string) []string {
	list := slices.Clone(ids)
	for i, id := range list {
		list[i] = cmp.Or(d.Names[id], id)
	}
	return list
}

// weigh sorts the grants that have the permission into those that allow and
// those that would elsewhere or at another time.
func (s *Snapshot) weigh(d *Decision, h *holder, p int32, on *Target, now int64) {
	list := s.reach(h)
	for i := range list {
		g := &list[i]
		if !s.roles.has(g.role, p) {
			continue
		}
		covers := s.covers(g.held, on) || on.opens(d.Permission) && s.reaches(g.held)
		if covers && g.valid(now) {
			if !d.Allowed {
				d.Allowed, d.Missing = true, nil
			}
			d.Grants = append(d.Grants, s.reason(g, p))
		} else if !d.Allowed {
			reason := s.reason(g, p)
			lack := Lack{Code: OtherScope, Reason: &reason}
			switch {
			case !covers:
			case now < g.from && !g.never():
				lack.Code, lack.At = NotYet, g.from
			default:
				lack.Code, lack.At = NoMore, g.until
			}
			d.Missing = append(d.Missing, lack)
		}
	}
	if !d.Allowed && d.Missing == nil {
		d.Missing = []Lack{{Code: NoGrant}}
	}
}

func (s *Snapshot) reason(g *reached, p int32) Reason {
	r := Reason{Grant: g.id, Member: g.member, Through: s.roles.through(g.role, p), Scope: s.scope(g.held)}
	if g.group != nil {
		r.Group = g.group.id()
	}
	return r
}

func (r *Reason) String() string {
	if r.Grant == "" && r.Scope.Kind == ScopeNothing {
		return "a grant that you may not be told of"
	}
	if r.Grant == "" {
		return fmt.Sprintf("a grant that you may not be told of, at %s", r.Scope)
	}
	to := ""
	if r.Group != "" {
		to = " to group " + r.Group
	}
	return fmt.Sprintf("grant %s%s of role %s at %s", r.Grant, to, strings.Join(r.Through, " including "), r.Scope)
}

func (l Lack) String() string {
	switch l.Code {
	case UnknownUser:
		return "there is no such user"
	case Suspended:
		return "the user is suspended"
	case Ended:
		return "the user has ended"
	case UnknownPermission:
		return "no role lists the permission"
	case NoGrant:
		return "no grant of the user has the permission"
	case NoneSeen:
		return "no grant that you may be told of has the permission there"
	case Walled:
		if l.Wall == "" {
			return "a wall keeps the user from it"
		}
		return fmt.Sprintf("the wall %s keeps the user from it", l.Wall)
	case NotYet:
		return l.Reason.String() + " is not valid yet"
	case NoMore:
		return l.Reason.String() + " is no longer valid"
	}
	return l.Reason.String() + " does not reach it"
}

// String is the decision in a sentence, with the roles as they are called.
func (d Decision) String() string {
	var parts []string
	for i := range d.Grants {
		parts = append(parts, d.called(&d.Grants[i]).String())
	}
	if d.Allowed {
		return fmt.Sprintf("%s may %s: %s", d.User, d.Permission, strings.Join(parts, "; "))
	}
	for _, l := range d.Missing {
		if l.Reason != nil {
			l.Reason = d.called(l.Reason)
		}
		parts = append(parts, l.String())
	}
	if len(d.Roles) > 0 {
		parts = append(parts, "roles that would give it: "+strings.Join(d.names(d.Roles), ", "))
	}
	return fmt.Sprintf("%s may not %s: %s", d.User, d.Permission, strings.Join(parts, "; "))
}
