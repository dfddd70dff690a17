package directory_test

import (
	"context"
	"flag"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/house"
)

// bundle is a command of several rows of several tables, as an apply is.
type bundle struct {
	plan func(q govern.Reader) ([]govern.RowChange, error)
}

func (*bundle) Name() string { return "test.bundle" }

func (*bundle) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

func (b *bundle) Plan(_ context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	rows, err := b.plan(q)
	return govern.Plan{Rows: rows}, err
}

const mallory = "mallory"

var (
	theirs      = []string{"user.view", "unit.view", "group.view"} // what mallory may come to want
	administers = []string{
		"test.bundle", "user.insert", "user.update", "unit.insert", "unit.update", "group.insert", "group.update", "member.insert", "member.update", "member.delete",
		"role.insert", "role.update", "role.delete", "grant.insert", "grant.update", "grant.delete",
	}
	people = []govern.ID{mallory, "mallory-2", "anna", "ben", "robot"}
	units  = []govern.ID{"top", "london", "paris"}
	bands  = []govern.ID{"red", "blue"}
	roles  = []govern.ID{"r0", "r1", "r2"}
)

// TestNobodyWidensTheirOwnAccessByAnyPath plays random changes of grants, groups,
// memberships, roles, units and users, one by one and together, as somebody who
// may make them all. Whatever is applied, none of that person's users may do
// anything anywhere at any time that the person could not do there and then
// before; looked at by asking, not by how it was done.
func TestNobodyWidensTheirOwnAccessByAnyPath(t *testing.T) {
	const perHouse = 80
	houses := "6"
	if testing.Short() {
		houses = "10" // of which rapid plays a fifth
	}
	defer setFlag(t, "rapid.checks", houses)()
	defer setFlag(t, "rapid.nofailfile", "true")()
	testkit.EachURL(t, func(t *testing.T, url string) {
		said := map[string]int{}
		rapid.Check(t, func(rt *rapid.T) {
			h := house.New(t, testkit.Open(t, testkit.Another(t, url)), tables, []govern.Verb{{Name: "test.bundle", ByRow: true}})
			settleMallory(h)
			p := &schemer{rt: rt, h: h}
			for range perHouse {
				before := p.may()
				cmd := p.command()
				out, err := h.Submit(mallory, cmd)
				said[fault.Code(err)+string(out.State)]++
				for could, yes := range p.may() {
					if yes && !before[could] {
						rt.Fatalf("by %s %+v %s came to %s", cmd.Name(), p.last, mallory, could)
					}
				}
			}
		})
		t.Log(said)
		if said["applied"] == 0 || said["own_access"] == 0 {
			t.Errorf("the answers were %v; want some applied and some refused as own_access", said)
		}
	})
}

func setFlag(t *testing.T, name, value string) func() {
	t.Helper()
	before := flag.Lookup(name).Value.String()
	if err := flag.Set(name, value); err != nil {
		t.Fatal(err)
	}
	return func() { _ = flag.Set(name, before) }
}

func settleMallory(h *house.House) {
	for i, u := range units {
		put(h, directory.Units, u, &directory.Unit{Name: string(u), Parent: []govern.ID{"", "top", "top"}[i]})
	}
	for _, id := range people {
		row := &directory.User{Email: string(id) + "@example.com", Name: string(id), Kind: "person", Status: "active", Unit: "london"}
		switch id {
		case mallory, "mallory-2":
			row.PersonnelID = "P-1"
		case "robot":
			row.Kind, row.Keeper = "service", mallory
		}
		put(h, directory.Users, id, row)
	}
	for i, r := range roles {
		put(h, directory.Roles, r, &directory.Role{Name: string(r), Permissions: theirs[:i]})
	}
	for _, g := range bands {
		put(h, directory.Groups, g, &directory.Group{Name: string(g), Unit: "london"})
	}
	put(h, directory.Members, "red-mallory", &directory.Member{User: mallory, Group: "red"})
	put(h, directory.Grants, "r1-mallory", &directory.Grant{User: mallory, Role: "r1", Scope: "unit", ScopeRecord: "london"})
	// What stays hers in one unit: whoever comes there comes to where she may do more.
	put(h, directory.Roles, "steady", &directory.Role{Name: "steady", Permissions: []string{"user.view"}})
	put(h, directory.Grants, "steady-mallory", &directory.Grant{User: mallory, Role: "steady", Scope: "unit", ScopeRecord: "london"})
	h.Grant(mallory, administers...)
}

// schemer draws mallory's next change.
type schemer struct {
	rt   *rapid.T
	h    *house.House
	n    int
	last []string
}

// may are all answers about the person's users: who, what, where and when.
func (p *schemer) may() map[string]bool {
	s, now := p.h.Engine.Access(), int64(govern.At(p.h.Clock.Now()))
	answers := map[string]bool{}
	places := map[string]access.Target{"all": {}, "top": {Unit: "top"}, "london": {Unit: "london"}, "paris": {Unit: "paris"}, "blue": {Records: []access.Record{{Table: "group", ID: "blue"}}}}
	for _, id := range []govern.ID{"anna", "ben"} { // wherever they are now
		u, err := directory.Users.Get(context.Background(), p.h.DB, id)
		if err != nil {
			p.rt.Fatal(err)
		}
		places[string(id)] = directory.Users.TargetOf(u)
	}
	for _, user := range s.Users() {
		if s.Person(user) != "P-1" {
			continue
		}
		for _, permission := range theirs {
			for where, on := range places {
				for _, in := range []time.Duration{0, 2 * time.Hour, 100 * time.Hour} {
					if s.Check(user, permission, on, now+in.Microseconds()) {
						answers[fmt.Sprint(permission, " ", where, " ", in)] = true
					}
				}
			}
		}
	}
	return answers
}

func one[V any](p *schemer, what string, from []V) V { return rapid.SampledFrom(from).Draw(p.rt, what) }

// command is one change, or several in one.
func (p *schemer) command() govern.Command {
	n := rapid.IntRange(1, 3).Draw(p.rt, "rows")
	var steps []func(q govern.Reader) (govern.RowChange, error)
	p.last = nil
	for range n {
		steps = append(steps, p.step())
	}
	return &bundle{func(q govern.Reader) ([]govern.RowChange, error) {
		var rows []govern.RowChange
		for _, s := range steps {
			rc, err := s(q)
			if err != nil {
				return nil, err
			}
			rows = append(rows, rc)
		}
		return rows, nil
	}}
}

// step is a row's change: an insertion when id is new, else an update or a deletion.
func step[T any](p *schemer, t *govern.Table[T], id govern.ID, fresh *T, change func(*T), remove bool) func(govern.Reader) (govern.RowChange, error) {
	p.last = append(p.last, fmt.Sprintf("%s %s: %+v", t.Name, id, *fresh))
	return func(q govern.Reader) (govern.RowChange, error) {
		was, err := t.Get(context.Background(), q, id)
		switch {
		case fault.Is(err, fault.NotFound):
			return t.Insert(fresh), nil
		case err != nil:
			return govern.RowChange{}, err
		case remove:
			return t.Delete(was), nil
		}
		next := *was
		change(&next)
		return t.Update(was, &next), nil
	}
}

func (p *schemer) step() func(govern.Reader) (govern.RowChange, error) {
	p.n++
	now := govern.At(p.h.Clock.Now())
	times := []govern.Time{0, 0, 0, now + 3600e6, now + 3*3600e6, now + 1000*3600e6}
	remove := one(p, "remove", []bool{false, false, true})
	switch one(p, "table", []string{"grant", "grant", "member", "role", "user", "unit", "grant"}) {
	case "grant":
		id := one(p, "grant", []govern.ID{"r1-mallory", "ga", "gb", "gc", govern.ID(fmt.Sprintf("g-%d", p.n))})
		g := &directory.Grant{Meta: govern.Meta{ID: id}, Role: one(p, "role", roles), Scope: one(p, "scope", []string{"everything", "unit", "record"}), FromAt: one(p, "from", times), UntilAt: one(p, "until", times)}
		if one(p, "to a group", []bool{true, false}) {
			g.Group = one(p, "group", bands)
		} else {
			g.User = one(p, "user", people)
		}
		switch g.Scope {
		case "unit":
			g.ScopeRecord = one(p, "unit", units)
		case "record":
			g.ScopeTable, g.ScopeRecord = "group", "blue"
		}
		return step(p, directory.Grants, id, g, func(r *directory.Grant) {
			meta := r.Meta
			*r = *g
			r.Meta = meta
		}, remove)
	case "member":
		user, group := one(p, "user", people), one(p, "group", bands)
		m := &directory.Member{Meta: govern.Meta{ID: group + "-" + user}, User: user, Group: group, FromAt: one(p, "from", times), UntilAt: one(p, "until", times)}
		return step(p, directory.Members, m.ID, m, func(r *directory.Member) { r.FromAt, r.UntilAt = m.FromAt, m.UntilAt }, remove)
	case "role":
		r := &directory.Role{Meta: govern.Meta{ID: one(p, "role", roles)}, Permissions: rapid.SliceOfDistinct(rapid.SampledFrom(theirs), rapid.ID).Draw(p.rt, "permissions")}
		r.Name, r.Includes = string(r.ID), []string{}
		if one(p, "includes", []bool{true, false}) {
			r.Includes = []string{string(one(p, "included", roles))}
		}
		return step(p, directory.Roles, r.ID, r, func(was *directory.Role) { was.Permissions, was.Includes = r.Permissions, r.Includes }, false)
	case "unit":
		u := &directory.Unit{Meta: govern.Meta{ID: one(p, "unit", units)}, Parent: one(p, "parent", append(units, ""))}
		return step(p, directory.Units, u.ID, u, func(was *directory.Unit) { was.Parent = u.Parent }, false)
	}
	u := &directory.User{Meta: govern.Meta{ID: one(p, "user", append(people, "stranger"))}, Email: fmt.Sprintf("u%d@example.com", p.n), Name: "u", Kind: "person", Status: one(p, "status", []string{"active", "suspended"}), Unit: one(p, "unit", units), PersonnelID: one(p, "person", []string{"P-1", "P-2", ""})}
	keeper := one(p, "keeper", []govern.ID{mallory, "anna"})
	return step(p, directory.Users, u.ID, u, func(was *directory.User) {
		was.PersonnelID, was.Unit, was.Status = u.PersonnelID, u.Unit, u.Status
		if was.Kind == "service" {
			was.Keeper = keeper
		}
	}, false)
}
