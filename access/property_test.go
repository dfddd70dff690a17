package access_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
)

// few draws ids out of very few, so that facts meet, miss and dangle.
func few(prefix string, n int) *rapid.Generator[string] {
	return rapid.Map(rapid.IntRange(0, n-1), func(i int) string { return numbered(prefix, i) })
}

// numbered is an id; every other one is longer than a holder keeps by itself.
func numbered(prefix string, i int) string {
	if i%2 == 1 {
		return fmt.Sprint(prefix, i, " of those with a long id")
	}
	return fmt.Sprint(prefix, i)
}

// named draws permissions, the last two of which are views.
func named(n int) *rapid.Generator[string] {
	return rapid.Map(rapid.IntRange(0, n-1), func(i int) string {
		if i > 2 {
			return fmt.Sprintf("p%d.view", i)
		}
		return fmt.Sprint("p", i)
	})
}

var (
	userID, unitID, roleID = few("user", 5), few("unit", 6), few("role", 6)
	groupID                = few("group", 3)
	recordID, permission   = few("rec", 3), named(5)
	instant                = rapid.Int64Range(0, 4)
)

func scope(t *rapid.T) access.Scope {
	s := access.Scope{Kind: access.ScopeKind(rapid.IntRange(0, 5).Draw(t, "kind"))}
	switch s.Kind {
	case access.ScopeUnit:
		s.ID = rapid.OneOf(unitID, rapid.Just("")).Draw(t, "unit")
	case access.ScopeRecord:
		s.Table = rapid.SampledFrom([]string{"order", "package", ""}).Draw(t, "table")
		s.ID = recordID.Draw(t, "record")
	case access.ScopeTable:
		s.Table = rapid.SampledFrom([]string{"order", "package", ""}).Draw(t, "table")
		s.ID = rapid.OneOf(unitID, rapid.Just("")).Draw(t, "unit of the records")
	}
	return s
}

// facts draws lists in which a role includes only roles, and a unit lies only
// beneath units, of a lower number: there are no cycles.
func facts(t *rapid.T, most int) access.Facts {
	lower := func(prefix, id string) string {
		var n int
		_, _ = fmt.Sscanf(id, prefix+"%d", &n)
		return few(prefix, n+1).Filter(func(s string) bool { return s != id || n == 0 }).Draw(t, "lower")
	}
	list := func(ids *rapid.Generator[string], n int) []string {
		return rapid.SliceOfNDistinct(ids, 0, n, rapid.ID).Draw(t, "ids")
	}
	var f access.Facts
	for _, id := range list(userID, min(most, 5)) {
		f.Users = append(f.Users, access.User{
			ID: id, Person: rapid.SampledFrom([]string{"", "p1", "p2"}).Draw(t, "person"),
			Active: rapid.IntRange(0, 4).Draw(t, "active") > 0, Until: rapid.SampledFrom([]int64{0, 0, 3}).Draw(t, "until"),
			Unit: rapid.OneOf(unitID, rapid.Just("")).Draw(t, "home"), Keeper: rapid.SampledFrom([]string{"", "", "user0"}).Filter(func(k string) bool { return k != id }).Draw(t, "keeper"),
		})
	}
	for _, id := range list(unitID, min(most, 6)) {
		u := access.Unit{ID: id, Parent: lower("unit", id)}
		if u.Parent == id {
			u.Parent = rapid.SampledFrom([]string{"", "nowhere"}).Draw(t, "root")
		}
		f.Units = append(f.Units, u)
	}
	for _, id := range list(roleID, min(most, 6)) {
		r := access.Role{ID: id, Permissions: rapid.SliceOfN(permission, 0, 3).Draw(t, "permissions")}
		for range rapid.IntRange(0, 2).Draw(t, "includes") {
			if include := lower("role", id); include != id {
				r.Includes = append(r.Includes, include)
			}
		}
		f.Roles = append(f.Roles, r)
	}
	for _, id := range list(groupID, min(most, 3)) {
		f.Groups = append(f.Groups, access.Group{ID: id, Name: rapid.SampledFrom([]string{"", "Payments", "Auditors"}).Draw(t, "name"), Unit: rapid.OneOf(unitID, rapid.Just("")).Draw(t, "unit of the group")})
	}
	for _, id := range list(few("member", 8), min(most, 8)) {
		f.Members = append(f.Members, access.Member{
			ID: id, User: userID.Draw(t, "member"), Group: groupID.Draw(t, "group"), From: instant.Draw(t, "from"), Until: instant.Draw(t, "until"),
		})
	}
	for _, id := range list(few("grant", 20), min(2*most, 20)) {
		holder := rapid.SampledFrom([][2]string{{userID.Draw(t, "user"), ""}, {"", groupID.Draw(t, "of group")}, {"", ""}, {"user0", "group0"}}).Draw(t, "holder")
		g := access.Grant{
			ID: id, User: holder[0], Group: holder[1], Role: roleID.Draw(t, "role"), Scope: scope(t),
			From: instant.Draw(t, "from"), Until: instant.Draw(t, "until"),
		}
		if g.Scope.Kind == access.ScopeRecord {
			g.Unit = rapid.OneOf(unitID, rapid.SampledFrom([]string{"", "nowhere"})).Draw(t, "unit of the record")
		}
		f.Grants = append(f.Grants, g)
	}
	for _, id := range list(few("wall", 2), most) {
		w := access.Wall{ID: id}
		switch rapid.IntRange(0, 4).Draw(t, "wall") {
		case 0:
			w.Left, w.Right = access.Side{Group: "group0"}, access.Side{Group: "group1"}
		case 1, 2:
			w.Left, w.Right = access.Side{Unit: unitID.Draw(t, "left")}, access.Side{Unit: unitID.Draw(t, "right")}
		}
		f.Walls = append(f.Walls, w)
	}
	for _, id := range list(few("pass", 2), most) {
		f.Passes = append(f.Passes, access.Pass{ID: id, Wall: few("wall", 2).Draw(t, "of"), User: userID.Draw(t, "lets"), From: instant.Draw(t, "from"), Until: instant.Draw(t, "until")})
	}
	return f
}

func agree(t *rapid.T, s *access.Snapshot, o oracle) {
	on := access.Target{Unit: rapid.OneOf(unitID, rapid.SampledFrom([]string{"", "nowhere"})).Draw(t, "on unit")}
	on.Open = rapid.Bool().Draw(t, "open")
	for range rapid.IntRange(0, 2).Draw(t, "records") {
		on.Records = append(on.Records, access.Record{
			Table: rapid.SampledFrom([]string{"order", "package", ""}).Draw(t, "on table"), ID: rapid.OneOf(recordID, rapid.Just("")).Draw(t, "on record"),
		})
	}
	if rapid.Bool().Draw(t, "of a group") {
		on.Records = append(on.Records, access.Record{Table: "group", ID: groupID.Draw(t, "named group")})
	}
	now, perm := instant.Draw(t, "now"), named(6).Draw(t, "permission")
	var who []string
	for i := range 6 {
		user := numbered("user", i)
		want := o.check(user, perm, on, now)
		if got := s.Check(user, perm, on, now); got != (want != nil) {
			t.Fatalf("%s %s on %v at %d: got %v, want %v", user, perm, on, now, got, want)
		}
		if want != nil {
			who = append(who, user)
		}
		d := s.Explain(user, perm, on, now)
		var reasons []string
		for _, r := range d.Grants {
			reasons = append(reasons, r.Grant)
			followed(t, o, r, perm)
		}
		slices.Sort(reasons)
		if d.Allowed != (want != nil) || d.Allowed != (d.Missing == nil) || !slices.Equal(reasons, want) {
			t.Fatalf("%s %s on %v at %d: explained by %+v, want %v", user, perm, on, now, d, want)
		}
		if got := s.Holds(user, perm, now); got != o.holds(user, perm, now) {
			t.Fatalf("%s holds %s at %d: got %v", user, perm, now, got)
		}
	}
	if got := s.Who(perm, on, now); !slices.Equal(got, who) {
		t.Fatalf("who may %s on %v at %d: got %v, want %v", perm, on, now, got, who)
	}
	unit, above := unitID.Draw(t, "unit"), unitID.Draw(t, "above")
	if got := s.Within(unit, above); got != o.within(unit, above) {
		t.Fatalf("%s within %s: got %v", unit, above, got)
	}
}

// followed checks each step of the chain from the granted role.
func followed(t *rapid.T, o oracle, r access.Reason, permission string) {
	roles := map[string]access.Role{}
	for _, role := range o.Roles {
		roles[role.ID] = role
	}
	for i := range r.Through[1:] {
		if !slices.Contains(roles[r.Through[i]].Includes, r.Through[i+1]) {
			t.Fatalf("%v: a step that is no include", r.Through)
		}
	}
	if last := r.Through[len(r.Through)-1]; !slices.Contains(roles[last].Permissions, permission) {
		t.Fatalf("%v: %s does not list %s", r.Through, last, permission)
	}
}

func TestAnswersAgreeWithWalkingTheFacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := facts(t, 10)
		s, err := access.Compile(f)
		if err != nil {
			t.Fatal(err)
		}
		agree(t, s, oracle(f))
	})
}

func TestChangedSnapshotEqualsCompileOfChangedFacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := facts(t, 10)
		s, err := access.Compile(f)
		if err != nil {
			t.Fatal(err)
		}
		now := oracle(f)
		for range rapid.IntRange(1, 4).Draw(t, "deltas") {
			gone := func(ids *rapid.Generator[string]) []string { return rapid.SliceOfN(ids, 0, 2).Draw(t, "gone") }
			d := access.Delta{
				Put: facts(t, 2), GoneUsers: gone(userID), GoneUnits: gone(unitID), GoneRoles: gone(roleID), GoneGroups: gone(groupID), GoneGrants: gone(few("grant", 20)), GoneMembers: gone(few("member", 8)),
				GoneWalls: gone(few("wall", 2)), GonePasses: gone(few("pass", 2)),
			}
			earlier, earlierFacts := s, s.Facts()
			if s, err = s.With(d); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(earlierFacts, earlier.Facts()); diff != "" {
				t.Fatalf("the earlier snapshot has changed: %s", diff)
			}
			agree(t, earlier, now)
			now = now.changed(d)
			agree(t, s, now)
		}
		fresh, err := access.Compile(access.Facts(now))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(access.Facts(now), s.Facts(), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(fresh.Dangling(), s.Dangling()); diff != "" {
			t.Fatal(diff)
		}
		if fresh.Count() != s.Count() || s.Count() != len(now.Users) || s.Empty() != (len(now.Users) == 0) {
			t.Fatalf("%d users counted of %d", s.Count(), len(now.Users))
		}
		for i := range 5 {
			user := numbered("user", i)
			if diff := cmp.Diff(fresh.Granted(user), s.Granted(user)); diff != "" {
				t.Fatal(diff)
			}
			if fresh.Person(user) != s.Person(user) || fresh.Stands(user, 3) != s.Stands(user, 3) {
				t.Fatalf("%s is not the same", user)
			}
		}
	})
}
