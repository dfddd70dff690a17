package review

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// mostItems is how much one review looks at: it begins and ends in one change.
const mostItems = 2000

// scene is what a review is drawn from, read past the record of what the plan
// read: a verdict looks at the grant again, so the review need not wait on all.
type scene struct {
	ctx   context.Context
	q     govern.Reader
	c     *Start
	above map[govern.ID]govern.ID // of each unit
	roles map[govern.ID]role
	group map[govern.ID]group
	own   map[govern.ID]map[string]bool // the people in a group, once asked
	admin []Reviewer
	load  map[govern.ID]int
}

type role struct {
	name     string
	includes []string
}

type group struct {
	name string
	unit govern.ID
}

// draw is what the review looks at, in the order of the ids: grants, then
// memberships.
func draw(ctx context.Context, q govern.Reader, c *Start) ([]*Item, error) {
	s := &scene{
		ctx: ctx, q: q, c: c, above: map[govern.ID]govern.ID{}, roles: map[govern.ID]role{}, group: map[govern.ID]group{},
		own: map[govern.ID]map[string]bool{}, load: map[govern.ID]int{},
	}
	if err := s.read(); err != nil {
		return nil, err
	}
	items, held, err := s.grants()
	if err != nil {
		return nil, err
	}
	members, err := s.members(held)
	if err != nil {
		return nil, err
	}
	items = append(items, members...)
	switch {
	case len(items) == 0:
		return nil, fault.New(fault.Conflict, "nothing_to_review", "There is no grant and no membership of that kind; widen the unit or the roles.")
	case len(items) > mostItems:
		return nil, fault.New(fault.Conflict, "too_many_items", "These are %d grants and memberships; one review looks at %d. Start several, each of a unit or of fewer roles.", len(items), mostItems)
	}
	for _, it := range items {
		if err := s.allot(it); err != nil {
			return nil, err
		}
	}
	return items, nil
}

func (s *scene) read() error {
	err := s.q.Query(s.ctx, func(scan store.Scan) error {
		var id, parent string
		err := scan(&id, &parent)
		s.above[govern.ID(id)] = govern.ID(parent)
		return err
	}, `SELECT id, parent FROM unit`)
	if err != nil {
		return err
	}
	err = s.q.Query(s.ctx, func(scan store.Scan) error {
		var id, name, includes string
		if err := scan(&id, &name, &includes); err != nil {
			return err
		}
		r := role{name: name}
		s.roles[govern.ID(id)] = r
		err := json.Unmarshal([]byte(includes), &r.includes)
		s.roles[govern.ID(id)] = r
		return err
	}, `SELECT id, name, includes FROM role`)
	if err != nil {
		return err
	}
	return s.q.Query(s.ctx, func(scan store.Scan) error {
		var id, name, unit string
		err := scan(&id, &name, &unit)
		s.group[govern.ID(id)] = group{name, govern.ID(unit)}
		return err
	}, `SELECT id, name, unit FROM "group"`)
}

const mostUnitsDeep = 1000

// depth is how far the unit lies beneath the other, -1 when it does not; "" is
// above all.
func (s *scene) depth(unit, above govern.ID) int {
	for n := 0; n < mostUnitsDeep; n++ {
		switch unit {
		case above:
			return n
		case "":
			return -1
		}
		unit = s.above[unit]
	}
	return -1
}

// meant reports whether the role is one of those under review, or includes one.
func (s *scene) meant(id govern.ID, seen map[govern.ID]bool) bool {
	if len(s.c.Roles) == 0 || slices.Contains(s.c.Roles, string(id)) {
		return true
	}
	if seen[id] {
		return false
	}
	seen[id] = true
	return slices.ContainsFunc(s.roles[id].includes, func(r string) bool { return s.meant(govern.ID(r), seen) })
}

// grants are those of the scope, and the groups that hold a role under review
// wherever that is.
func (s *scene) grants() (items []*Item, held map[govern.ID]bool, err error) {
	held = map[govern.ID]bool{}
	err = s.q.Query(s.ctx, func(scan store.Scan) error {
		it := &Item{Kind: ofGrant}
		var until int64
		err := scan((*string)(&it.Record), &it.RecordVersion, (*string)(&it.User), (*string)(&it.Group), (*string)(&it.Role), &it.Scope, &it.ScopeTable, (*string)(&it.ScopeRecord), (*string)(&it.Unit), &until)
		if err != nil || !s.meant(it.Role, map[govern.ID]bool{}) {
			return err
		}
		if it.UntilAt, it.RoleName, it.GroupName = govern.Time(until), s.roles[it.Role].name, s.group[it.Group].name; it.Scope == "unit" || it.Scope == "table" {
			it.Unit = it.ScopeRecord
		}
		held[it.Group] = true
		if s.depth(it.Unit, s.c.Unit) >= 0 {
			items = append(items, it)
		}
		return nil
	}, `SELECT id, version, "user", "group", role, scope, scope_table, scope_record, record_unit, until_at FROM "grant" WHERE until_at = 0 OR until_at > $1 ORDER BY id`, int64(s.q.Now()))
	return items, held, err
}

// members are those of the groups of the scope; where roles are named, of the
// groups that hold one.
func (s *scene) members(held map[govern.ID]bool) (items []*Item, err error) {
	err = s.q.Query(s.ctx, func(scan store.Scan) error {
		it := &Item{Kind: ofMember}
		var until int64
		if err := scan((*string)(&it.Record), &it.RecordVersion, (*string)(&it.User), (*string)(&it.Group), (*string)(&it.Unit), &until); err != nil {
			return err
		}
		it.UntilAt, it.GroupName = govern.Time(until), s.group[it.Group].name
		if s.depth(it.Unit, s.c.Unit) >= 0 && (len(s.c.Roles) == 0 || held[it.Group]) {
			items = append(items, it)
		}
		return nil
	}, `SELECT id, version, "user", "group", unit, until_at FROM member WHERE until_at = 0 OR until_at > $1 ORDER BY id`, int64(s.q.Now()))
	return items, err
}

// allot gives the item to the reviewer who is named most closely for its unit,
// and of several to the one with the fewest.
func (s *scene) allot(it *Item) error {
	named, err := s.reviewers()
	if err != nil {
		return err
	}
	best, closest := govern.ID(""), mostUnitsDeep+1
	for _, r := range named {
		far := s.depth(it.Unit, r.Unit)
		if far < 0 || far > closest || far == closest && s.load[r.User] >= s.load[best] || !s.q.May(string(r.User), Deciding, it.target()) {
			continue
		}
		own, err := s.ownOf(it, r.User)
		if err != nil {
			return err
		}
		if !own {
			best, closest = r.User, far
		}
	}
	if best == "" {
		return fault.Bad("reviewers", "no_reviewer", "Nobody named may review the %s %s: a reviewer holds %s where it is, and is not one of those who have it. Name somebody else as well.", it.Kind, it.Record, Deciding)
	}
	it.Reviewer = best
	s.load[best]++
	return nil
}

// reviewers are those named, or the people who may decide over the whole scope.
func (s *scene) reviewers() ([]Reviewer, error) {
	if len(s.c.Reviewers) > 0 {
		return s.c.Reviewers, nil
	}
	if s.admin != nil {
		return s.admin, nil
	}
	s.admin = []Reviewer{}
	err := s.q.Query(s.ctx, func(scan store.Scan) error {
		var id string
		err := scan(&id)
		if err == nil && s.q.May(id, Deciding, access.Target{Unit: string(s.c.Unit)}) {
			s.admin = append(s.admin, Reviewer{Unit: s.c.Unit, User: govern.ID(id)})
		}
		return err
	}, `SELECT id FROM "user" WHERE kind = 'person' AND status = 'active' ORDER BY id`)
	return s.admin, err
}

// ownOf is ownItem with the people of each group read once.
func (s *scene) ownOf(it *Item, reviewer govern.ID) (bool, error) {
	if it.User != "" {
		return s.q.Person(string(it.User)) == s.q.Person(string(reviewer)), nil
	}
	people := s.own[it.Group]
	if people == nil {
		users, err := holders(s.ctx, s.q, it)
		if err != nil {
			return false, err
		}
		people = map[string]bool{}
		for _, u := range users {
			people[s.q.Person(string(u))] = true
		}
		s.own[it.Group] = people
	}
	return people[s.q.Person(string(reviewer))], nil
}

// holders are the users who have what the item is about: the user, or those who
// are in the group or will be.
func holders(ctx context.Context, q govern.Reader, it *Item) (users []govern.ID, err error) {
	if it.User != "" {
		return []govern.ID{it.User}, nil
	}
	err = q.Query(ctx, func(scan store.Scan) error {
		var id string
		err := scan(&id)
		users = append(users, govern.ID(id))
		return err
	}, `SELECT "user" FROM member WHERE "group" = $1 AND (until_at = 0 OR until_at > $2) ORDER BY "user"`, string(it.Group), int64(q.Now()))
	return users, err
}

// ownItem reports whether the item is about access that the user, or another user
// of the same person, has.
func ownItem(ctx context.Context, q govern.Reader, it *Item, user string) (bool, error) {
	users, err := holders(ctx, q, it)
	person := q.Person(user)
	return slices.ContainsFunc(users, func(u govern.ID) bool { return q.Person(string(u)) == person }), err
}
