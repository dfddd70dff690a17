package duty

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
)

// Where tells what a record is part of and which unit it belongs to; false when
// there is no such record.
type Where func(table, id string) (access.Target, bool)

// Held is one item of a rule in somebody's hands: the role or permission that a
// grant leads to, or the side of a wall that somebody is on. Through leads from
// the granted role to the one that is the item or lists it. A role that is held in
// all but name has Gives, and one Held for each grant that adds to it. From and
// Until are µs UTC, 0 = open.
type Held struct {
	Role       string       `json:"role,omitempty"`
	Gives      []string     `json:"gives,omitempty" doc:"Of a role of the rule that is held in all but name: what it may do that this grant gives."`
	Permission string       `json:"permission,omitempty"`
	Side       string       `json:"side,omitempty" enum:"left,right"`
	User       string       `json:"user"`
	Grant      string       `json:"grant,omitempty"`
	Group      string       `json:"group,omitempty"`
	Member     string       `json:"member,omitempty"`
	Through    []string     `json:"through,omitempty" doc:"From the granted role over its includes."`
	At         access.Scope `json:"at"`
	Home       string       `json:"home,omitempty" doc:"The home unit that puts the user on that side."`
	From       int64        `json:"-"`
	Until      int64        `json:"-"`

	item  int
	whole bool // Gives is all that the role may do
}

func (h *Held) open(at int64) bool { return h.From <= at && (h.Until == 0 || at < h.Until) }

// ended is true for what was over before now.
func (h *Held) ended(now int64) bool { return h.Until != 0 && h.Until <= now }

func (h *Held) String() string {
	var what string
	switch {
	case h.Side != "" && h.Home != "":
		return fmt.Sprintf("%s is at home in unit %s", h.User, h.Home)
	case h.Side != "" && h.Grant == "":
		return fmt.Sprintf("%s is in group %s", h.User, h.Group)
	case h.Side != "":
		what = "works there"
	case h.whole:
		what = "role " + h.Role + " in all but name (" + first(h.Gives) + ")"
	case len(h.Gives) > 0:
		what = "part of role " + h.Role + " (" + first(h.Gives) + ")"
	case h.Role != "":
		what = "role " + h.Role
	default:
		what = h.Permission
	}
	to := ""
	if h.Group != "" {
		to = " to group " + h.Group
	}
	return fmt.Sprintf("%s by grant %s%s of role %s at %s", what, h.Grant, to, strings.Join(h.Through, " including "), h.At)
}

// reader reads what people of one snapshot hold of one rule.
type reader struct {
	*access.Snapshot
	where Where
	now   int64
	kin   map[string][]string // users by person; nil: few are asked for
	ways  map[string][]Held   // what a role gives of the rule
	marks [][]string          // what each role of the rule may do
}

func newReader(s *access.Snapshot, where Where, now int64) *reader {
	return &reader{Snapshot: s, where: where, now: now}
}

// prepare begins with a rule, of which so many people will be asked.
func (r *reader) prepare(rule *Rule, people int) {
	r.ways, r.marks = map[string][]Held{}, nil
	for _, role := range rule.Roles {
		r.marks = append(r.marks, marks(r.Snapshot, role))
	}
	if people > 4 && r.kin == nil {
		r.everybody()
	}
}

// everybody lists all people, sorted.
func (r *reader) everybody() []string {
	if r.kin == nil {
		r.kin = map[string][]string{}
		for _, id := range r.Users() {
			person := r.Person(id)
			r.kin[person] = append(r.kin[person], id)
		}
	}
	return slices.Sorted(maps.Keys(r.kin))
}

func (r *reader) usersOf(person string) []string {
	if r.kin != nil {
		return r.kin[person]
	}
	return r.UsersOf(person)
}

// hands are all items of the rule that the person holds, or is to hold, by item
// and grant. Who has ended holds nothing; who is suspended or not come yet does,
// because what stands in their name is theirs again at once.
func (r *reader) hands(rule *Rule, person string) []Held {
	var list []Held
	for _, id := range r.usersOf(person) {
		u, _ := r.User(id)
		if u.Until != 0 && u.Until <= r.now {
			continue
		}
		var own []Held
		for _, h := range r.Holdings(id) {
			own = append(own, r.items(rule, &h)...)
		}
		if rule.Kind == Wall {
			own = append(own, r.home(rule, &u)...)
		}
		for _, h := range own {
			if h.User = id; u.Until != 0 && (h.Until == 0 || u.Until < h.Until) {
				h.Until = u.Until
			}
			list = append(list, h)
		}
	}
	list = slices.DeleteFunc(list, func(h Held) bool { return h.ended(r.now) })
	slices.SortStableFunc(list, func(a, b Held) int {
		return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.rank(), b.rank()))
	})
	return r.dropParts(list)
}

// items are those of the rule that the holding gives.
func (r *reader) items(rule *Rule, h *access.Holding) []Held {
	g := &h.Grant
	if rule.Unit != "" && !r.there(g, rule.Unit) {
		return nil
	}
	ways, known := r.ways[g.Role]
	if !known {
		ways = r.leads(rule, g.Role)
		r.ways[g.Role] = ways
	}
	list := slices.Clone(ways)
	if rule.Kind == Wall {
		for i, side := range []Side{rule.Left, rule.Right} {
			if side.Unit != "" && r.inside(g, side.Unit) {
				list = append(list, Held{item: i, Side: sideNames[i], Through: []string{g.Role}})
			}
		}
	}
	for i := range list {
		x := &list[i]
		x.Grant, x.Group, x.Member, x.At, x.From, x.Until = g.ID, g.Group, h.Member, g.Scope, h.From, h.Until
	}
	return list
}

// leads is what of the rule a role gives, and by which includes.
func (r *reader) leads(rule *Rule, role string) (list []Held) {
	for i, other := range rule.Roles {
		if way := r.Through(role, other); way != nil {
			list = append(list, Held{item: i, Role: other, Through: way})
		} else if h := r.inAllButName(role, i); h.Gives != nil {
			h.Role = other
			list = append(list, h)
		}
	}
	for i, p := range rule.Permissions {
		if way := r.Giving(role, p); way != nil {
			list = append(list, Held{item: len(rule.Roles) + i, Permission: p, Through: way})
		}
	}
	return list
}

var sideNames = [...]string{"left", "right"}

// there reports whether what is granted holds in the unit, on something of it at
// least.
func (r *reader) there(g *access.Grant, unit string) bool {
	switch {
	case g.Scope.Kind == access.ScopeEverything:
		return true
	case g.Scope.Kind == access.ScopeTable && g.Scope.ID == "":
		return true
	case (g.Scope.Kind == access.ScopeUnit || g.Scope.Kind == access.ScopeTable) && r.Within(unit, g.Scope.ID):
		return true
	}
	return r.inside(g, unit)
}

// inside reports whether what is granted lies within the unit.
func (r *reader) inside(g *access.Grant, unit string) bool {
	switch g.Scope.Kind {
	case access.ScopeUnit, access.ScopeTable:
		return r.Within(g.Scope.ID, unit)
	case access.ScopeRecord:
		return g.Unit != "" && r.Within(g.Unit, unit)
	}
	return false
}

// home puts the user on a side by the home unit or by membership.
func (r *reader) home(rule *Rule, u *access.User) (list []Held) {
	for i, side := range []Side{rule.Left, rule.Right} {
		if side.Unit != "" && r.Within(u.Unit, side.Unit) {
			list = append(list, Held{item: i, Side: sideNames[i], Home: u.Unit})
		}
		if side.Group == "" {
			continue
		}
		for _, m := range r.Memberships(u.ID) {
			if m.Group == side.Group && (m.Until == 0 || m.From < m.Until) {
				list = append(list, Held{item: i, Side: sideNames[i], Group: m.Group, Member: m.ID, From: m.From, Until: m.Until})
			}
		}
	}
	return list
}

// over reports whether what is held over one scope is held over the point too.
func (r *reader) over(held, point access.Scope) bool {
	switch {
	case held.Kind == access.ScopeEverything || held == point:
		return true
	case point.Kind == access.ScopeEverything:
		return false
	case point.Kind == access.ScopeUnit:
		return held.Kind == access.ScopeUnit && r.Within(point.ID, held.ID)
	case point.Kind == access.ScopeTable:
		return (held.Kind == access.ScopeUnit || held.Kind == access.ScopeTable && held.Table == point.Table) &&
			(held.ID == "" || r.Within(point.ID, held.ID))
	}
	on, known := r.where(point.Table, point.ID)
	switch {
	case held.Kind == access.ScopeRecord:
		return slices.Contains(on.Records, access.Record{Table: held.Table, ID: held.ID})
	case held.Kind == access.ScopeTable && !slices.ContainsFunc(on.Records, func(r access.Record) bool { return r.Table == held.Table }):
		return !known && held.Table == point.Table
	}
	return held.ID == "" || !known || r.Within(on.Unit, held.ID)
}
