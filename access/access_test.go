package access_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/access"
)

func compiled(t testing.TB, f access.Facts) *access.Snapshot {
	t.Helper()
	s, err := access.Compile(f)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// house is a small group of companies: at 100 everybody's time has come.
func house() access.Facts {
	unit := func(id string) access.Scope { return access.Scope{Kind: access.ScopeUnit, ID: id} }
	everything := access.Scope{Kind: access.ScopeEverything}
	return access.Facts{
		Users: []access.User{
			{ID: "ann", Name: "Ann", Person: "7001", Unit: "london", Active: true},
			{ID: "bob", Active: true, Until: 200},
			{ID: "cem", Person: "7001", Active: false},
		},
		Units: []access.Unit{{ID: "group"}, {ID: "uk", Parent: "group"}, {ID: "london", Parent: "uk"}, {ID: "paris", Parent: "group"}},
		Roles: []access.Role{
			{ID: "clerk", Permissions: []string{"order.insert"}, Includes: []string{"viewer"}},
			{ID: "viewer", Permissions: []string{"order.view"}},
			{ID: "head", Includes: []string{"gone", "clerk"}},
		},
		Grants: []access.Grant{
			{ID: "g1", User: "ann", Role: "head", Scope: unit("uk")},
			{ID: "g2", User: "ann", Role: "viewer", Scope: access.Scope{Kind: access.ScopeRecord, Table: "package", ID: "p9"}},
			{ID: "g3", User: "bob", Role: "clerk", Scope: everything, From: 50, Until: 150},
			{ID: "g4", User: "cem", Role: "clerk", Scope: everything},
			{ID: "g5", User: "dan", Role: "clerk", Scope: everything},
			{ID: "g6", User: "ann", Role: "ghost", Scope: unit("rome")},
			{ID: "g7", User: "ann", Role: "clerk"},
		},
	}
}

func TestCheckDeniesWhatNoGrantCovers(t *testing.T) {
	s := compiled(t, house())
	for _, c := range []struct {
		user, permission, unit, record string
		now                            int64
		want                           bool
	}{
		{"ann", "order.insert", "uk", "", 100, true},
		{"ann", "order.insert", "london", "", 100, true},
		{"ann", "order.insert", "group", "", 100, false},
		{"ann", "order.insert", "paris", "", 100, false},
		{"ann", "order.insert", "", "", 100, false},
		{"ann", "order.insert", "rome", "", 100, false},
		{"ann", "order.view", "paris", "p9", 100, true},
		{"ann", "order.view", "paris", "p8", 100, false},
		{"ann", "order.insert", "paris", "p9", 100, false},
		{"bob", "order.view", "", "", 49, false},
		{"bob", "order.view", "", "", 50, true},
		{"bob", "order.view", "", "", 149, true},
		{"bob", "order.view", "", "", 150, false},
		{"cem", "order.view", "", "", 100, false},
		{"dan", "order.view", "", "", 100, false},
		{"eve", "order.view", "", "", 100, false},
		{"bob", "order.", "", "", 100, false},
		{"bob", "", "", "", 100, false},
	} {
		on := access.Target{Unit: c.unit, Records: []access.Record{{Table: "order", ID: "o1"}, {Table: "package", ID: c.record}}}
		if got := s.Check(c.user, c.permission, on, c.now); got != c.want {
			t.Errorf("%+v: got %v", c, got)
		}
	}
}

func TestUserEndsAtUntil(t *testing.T) {
	f := house()
	f.Grants[2].Until = 0
	s := compiled(t, f)
	if !s.Check("bob", "order.view", access.Target{}, 199) || s.Check("bob", "order.view", access.Target{}, 200) {
		t.Error("bob does not end at 200")
	}
	if s.Holds("bob", "order.view", math.MaxInt64) || s.Holds("bob", "order.none", 100) || s.Holds("eve", "order.view", 100) {
		t.Error("held without right")
	}
}

func TestExplainTellsGrantChainAndScope(t *testing.T) {
	d := compiled(t, house()).Explain("ann", "order.view", access.Target{Unit: "london", Records: []access.Record{{Table: "package", ID: "p9"}}}, 100)
	got, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"allowed":true,"user":"ann","permission":"order.view","grants":[` +
		`{"grant":"g1","through":["head","clerk","viewer"],"scope":{"kind":"unit","id":"uk"}},` +
		`{"grant":"g2","through":["viewer"],"scope":{"kind":"record","table":"package","id":"p9"}}]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if want := "ann may order.view: grant g1 of role head including clerk including viewer at unit uk; grant g2 of role viewer at package p9"; d.String() != want {
		t.Errorf("got %s", d)
	}
}

func TestExplainTellsWhatIsMissing(t *testing.T) {
	s := compiled(t, house())
	for _, c := range []struct {
		user, permission string
		now              int64
		code             access.LackCode
		at               int64
		sentence         string
	}{
		{"eve", "order.view", 100, access.UnknownUser, 0, "eve may not order.view: there is no such user; roles that would give it: clerk, head, viewer"},
		{"dan", "order.view", 100, access.UnknownUser, 0, "dan may not order.view: there is no such user; roles that would give it: clerk, head, viewer"},
		{"cem", "order.insert", 100, access.Suspended, 0, "cem may not order.insert: the user is suspended; roles that would give it: clerk, head"},
		{"bob", "order.insert", 200, access.Ended, 200, "bob may not order.insert: the user has ended; roles that would give it: clerk, head"},
		{"ann", "order.none", 100, access.UnknownPermission, 0, "ann may not order.none: no role lists the permission"},
		{"bob", "order.view", 49, access.NotYet, 50, "bob may not order.view: grant g3 of role clerk including viewer at everything is not valid yet; roles that would give it: clerk, head, viewer"},
		{"bob", "order.view", 150, access.NoMore, 150, "bob may not order.view: grant g3 of role clerk including viewer at everything is no longer valid; roles that would give it: clerk, head, viewer"},
		{"ann", "order.insert", 100, access.OtherScope, 0, "ann may not order.insert: grant g1 of role head including clerk at unit uk does not reach it; roles that would give it: clerk, head"},
	} {
		d := s.Explain(c.user, c.permission, access.Target{Unit: "paris"}, c.now)
		if d.Allowed || len(d.Missing) != 1 || d.Missing[0].Code != c.code || d.Missing[0].At != c.at || d.String() != c.sentence {
			t.Errorf("%s %s: got %+v: %s", c.user, c.permission, d, d)
		}
	}
	f := house()
	f.Grants = nil
	d := compiled(t, f).Explain("ann", "order.view", access.Target{}, 100)
	if d.Missing[0].Code != access.NoGrant || !strings.Contains(d.String(), "no grant of the user has the permission") {
		t.Errorf("got %s", d)
	}
}

func TestFactsThatNameWhatIsNotThereAreListed(t *testing.T) {
	f := house()
	f.Units = append(f.Units, access.Unit{ID: "oslo", Parent: "nordic"})
	want := []access.Loose{
		{"grant", "g5", "user", "dan"},
		{"grant", "g6", "role", "ghost"},
		{"grant", "g6", "unit", "rome"},
		{"grant", "g7", "scope", "nothing"},
		{"role", "head", "role", "gone"},
		{"unit", "oslo", "unit", "nordic"},
	}
	if diff := cmp.Diff(want, compiled(t, f).Dangling()); diff != "" {
		t.Error(diff)
	}
}

func TestLooseGrantComesToLife(t *testing.T) {
	s := compiled(t, house())
	if s.Check("dan", "order.view", access.Target{}, 100) || s.Check("ann", "order.secret", access.Target{Unit: "rome"}, 100) {
		t.Fatal("a loose grant gives something")
	}
	next, err := s.With(access.Delta{Put: access.Facts{
		Users: []access.User{{ID: "dan", Active: true}},
		Units: []access.Unit{{ID: "rome"}},
		Roles: []access.Role{{ID: "ghost", Permissions: []string{"order.secret"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if !next.Check("dan", "order.view", access.Target{}, 100) || !next.Check("ann", "order.secret", access.Target{Unit: "rome"}, 100) {
		t.Error("still nothing")
	}
}

func TestPersonStandsBehindUsers(t *testing.T) {
	s := compiled(t, house())
	if s.Person("ann") != "7001" || s.Person("cem") != "7001" || s.Person("bob") != "bob" || s.Person("eve") != "eve" {
		t.Error("not the person")
	}
	if u, ok := s.User("ann"); !ok || u.Name != "Ann" || u.Unit != "london" {
		t.Errorf("got %+v", u)
	}
	if _, ok := s.User("dan"); ok {
		t.Error("a user that only a grant names is known")
	}
	if s.Stands("cem", 100) || s.Stands("eve", 100) || !s.Stands("bob", 199) {
		t.Error("not the standing")
	}
}

func TestNewInstallationIsEmpty(t *testing.T) {
	s := compiled(t, access.Facts{Grants: house().Grants})
	if !s.Empty() || s.Count() != 0 || s.Who("order.view", access.Target{}, 100) != nil {
		t.Error("somebody is there")
	}
}

func TestRefusedFactsNameThePlace(t *testing.T) {
	for _, c := range []struct {
		facts               access.Facts
		code, place, detail string
	}{
		{access.Facts{Users: []access.User{{ID: "a"}, {}}}, "id_empty", `user ""`, "number 2"},
		{access.Facts{Users: []access.User{{ID: "a"}, {ID: "a"}}}, "id_twice", `user "a"`, "twice"},
		{access.Facts{Units: []access.Unit{{ID: "a"}, {ID: "a"}}}, "id_twice", `unit "a"`, "twice"},
		{access.Facts{Roles: []access.Role{{ID: "a"}, {ID: "a"}}}, "id_twice", `role "a"`, "twice"},
		{access.Facts{Grants: []access.Grant{{ID: "a"}, {ID: "a"}}}, "id_twice", `grant "a"`, "twice"},
		{access.Facts{Units: []access.Unit{{ID: "a", Parent: "a"}}}, "unit_cycle", `unit "a"`, "a is beneath a;"},
		{
			access.Facts{Units: []access.Unit{{ID: "z"}, {ID: "a", Parent: "d"}, {ID: "d", Parent: "c"}, {ID: "c", Parent: "b"}, {ID: "b", Parent: "d"}}},
			"unit_cycle", `unit "b"`, "b is beneath d is beneath c is beneath b;",
		},
		{access.Facts{Roles: []access.Role{{ID: "a", Includes: []string{"a"}}}}, "role_cycle", `role "a"`, "a includes a;"},
		{
			access.Facts{Roles: []access.Role{{ID: "c", Includes: []string{"b"}}, {ID: "b", Includes: []string{"x", "c"}}, {ID: "a", Includes: []string{"c"}}}},
			"role_cycle", `role "c"`, "c includes b includes c;",
		},
	} {
		for name, make := range map[string]func() (*access.Snapshot, error){
			"Compile": func() (*access.Snapshot, error) { return access.Compile(c.facts) },
			"With":    func() (*access.Snapshot, error) { return compiled(t, access.Facts{}).With(access.Delta{Put: c.facts}) },
		} {
			s, err := make()
			var refusal *access.Error
			if s != nil || !errors.As(err, &refusal) {
				t.Errorf("%s %v: got %v", name, c.facts, err)
				continue
			}
			if refusal.Code != c.code || refusal.Place != c.place || !strings.Contains(err.Error(), c.detail) {
				t.Errorf("%s: got %v", name, err)
			}
		}
	}
}

func TestCheckAllocatesNothing(t *testing.T) {
	s := compiled(t, house())
	on := access.Target{Unit: "london", Records: []access.Record{{Table: "package", ID: "p9"}}}
	if n := testing.AllocsPerRun(100, func() { s.Check("ann", "order.view", on, 100) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestAnOpenRecordIsShownToWhoViewsAnyAndWrittenByNobodyElse(t *testing.T) {
	s := compiled(t, house())
	on := access.Target{Records: []access.Record{{Table: "order", ID: "o1"}}, Open: true}
	for _, c := range []struct {
		user, permission string
		now              int64
		want             bool
	}{
		{"ann", "order.view", 100, true},
		{"ann", "order.insert", 100, false},
		{"bob", "order.view", 100, true},
		{"bob", "order.view", 150, false},
		{"cem", "order.view", 100, false},
		{"dan", "order.view", 100, false},
	} {
		if got := s.Check(c.user, c.permission, on, c.now); got != c.want {
			t.Errorf("%s %s at %d: got %t", c.user, c.permission, c.now, got)
		}
		if d := s.Explain(c.user, c.permission, on, c.now); d.Allowed != c.want {
			t.Errorf("%s", d)
		}
		if n := testing.AllocsPerRun(100, func() { s.Check(c.user, c.permission, on, c.now) }); n != 0 {
			t.Errorf("%s: %v allocations", c.user, n)
		}
	}
}

func TestCheckBehindWallsAllocatesNothing(t *testing.T) {
	f := house()
	f.Walls = []access.Wall{
		{ID: "units", Left: access.Side{Unit: "london"}, Right: access.Side{Unit: "paris"}},
		{ID: "teams", Left: access.Side{Group: "red"}, Right: access.Side{Group: "blue"}},
	}
	f.Users = append(f.Users, access.User{ID: "eva", Unit: "london", Active: true})
	f.Members = append(f.Members, access.Member{ID: "eva-red", User: "eva", Group: "red"})
	f.Passes = []access.Pass{{ID: "once", Wall: "units", User: "eva", From: 10, Until: 20}}
	f.Roles = append(f.Roles, access.Role{ID: "seer", Permissions: []string{"group.view"}})
	f.Grants = append(f.Grants,
		access.Grant{ID: "eva-sees", User: "eva", Role: "seer", Scope: access.Scope{Kind: access.ScopeEverything}},
		access.Grant{ID: "blue-has", Group: "blue", Role: "seer", Scope: access.Scope{Kind: access.ScopeRecord, Table: "package", ID: "p1"}},
	)
	s := compiled(t, f)
	for _, c := range []struct {
		on   access.Target
		at   int64
		want bool
	}{
		{access.Target{Unit: "london"}, 100, true},
		{access.Target{Unit: "paris"}, 100, false},
		{access.Target{Unit: "paris"}, 15, true}, // the pass
		{access.Target{Unit: "london", Records: []access.Record{{Table: "package", ID: "p1"}}}, 100, false},
		{access.Target{Unit: "london", Records: []access.Record{{Table: "group", ID: "blue"}}}, 100, false},
	} {
		if got := s.Check("eva", "group.view", c.on, c.at); got != c.want {
			t.Errorf("eva on %+v at %d: %t", c.on, c.at, got)
		}
		if n := testing.AllocsPerRun(100, func() { s.Check("eva", "group.view", c.on, c.at) }); n != 0 {
			t.Errorf("on %+v: %v allocations", c.on, n)
		}
	}
}

func TestAGrantOnOneRecordPutsItsHolderOnTheSideOfTheRecordsUnit(t *testing.T) {
	f := house()
	f.Walls = []access.Wall{{ID: "units", Left: access.Side{Unit: "london"}, Right: access.Side{Unit: "paris"}}}
	f.Users = append(f.Users, access.User{ID: "rob", Active: true}, access.User{ID: "sue", Active: true})
	f.Roles = append(f.Roles, access.Role{ID: "seer", Permissions: []string{"group.view"}})
	one := access.Scope{Kind: access.ScopeRecord, Table: "package", ID: "p1"}
	for _, user := range []string{"rob", "sue"} {
		f.Grants = append(f.Grants, access.Grant{ID: user + "-sees", User: user, Role: "seer", Scope: access.Scope{Kind: access.ScopeEverything}})
	}
	f.Members = append(f.Members, access.Member{ID: "sue-red", User: "sue", Group: "red"})
	f.Grants = append(f.Grants,
		access.Grant{ID: "rob-p1", User: "rob", Role: "seer", Scope: one, Unit: "london", Until: 50},
		access.Grant{ID: "red-p1", Group: "red", Role: "seer", Scope: one, Unit: "london"},
	)
	s := compiled(t, f)
	moved, err := s.With(access.Delta{Put: access.Facts{Grants: []access.Grant{{ID: "red-p1", Group: "red", Role: "seer", Scope: one, Unit: "paris"}}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		s          *access.Snapshot
		user, unit string
		at         int64
		want       bool
	}{
		{s, "rob", "paris", 10, false},
		{s, "rob", "london", 10, true},
		{s, "rob", "paris", 50, true}, // the grant on the record is over
		{s, "sue", "paris", 10, false},
		{moved, "sue", "paris", 10, true},
		{moved, "sue", "london", 10, false},
	} {
		on := access.Target{Unit: c.unit}
		if got := c.s.Check(c.user, "group.view", on, c.at); got != c.want {
			t.Errorf("%s in %s at %d: %t", c.user, c.unit, c.at, got)
		}
		if n := testing.AllocsPerRun(100, func() { c.s.Check(c.user, "group.view", on, c.at) }); n != 0 {
			t.Errorf("%v allocations", n)
		}
	}
}

func TestUserWithManyRecordsHasEachOfThemAlone(t *testing.T) {
	f := access.Facts{
		Users: []access.User{{ID: "ann", Active: true}},
		Roles: []access.Role{{ID: "even", Permissions: []string{"view"}}, {ID: "odd", Permissions: []string{"edit"}}},
	}
	for i := range 100 {
		f.Grants = append(f.Grants, access.Grant{
			ID: fmt.Sprint("g", i), User: "ann", Role: []string{"even", "odd"}[i%2],
			Scope: access.Scope{Kind: access.ScopeRecord, Table: []string{"order", "package"}[i/50], ID: fmt.Sprint(i % 50)},
		})
	}
	s := compiled(t, f)
	for i := range 120 {
		on := access.Target{Records: []access.Record{{Table: "cycle", ID: "1"}, {Table: []string{"order", "package", "zebra"}[i/50], ID: fmt.Sprint(i % 50)}}}
		if got, want := s.Check("ann", "view", on, 1), i < 100 && i%2 == 0; got != want {
			t.Errorf("%v: got %v", on, got)
		}
	}
}

func TestSnapshotGrowsFromNothing(t *testing.T) {
	s := compiled(t, access.Facts{Roles: []access.Role{{ID: "r", Permissions: []string{"p"}}}})
	const n = 10_000
	var d access.Delta
	for i := range n {
		id := fmt.Sprintf("u%d", i)
		d.Put.Users = append(d.Put.Users, access.User{ID: id, Active: true})
		d.Put.Grants = append(d.Put.Grants, access.Grant{ID: "grant-" + id, User: id, Role: "r", Scope: access.Scope{Kind: access.ScopeEverything}})
	}
	s, err := s.With(d)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(s.Who("p", access.Target{}, 1)); got != n || s.Count() != n {
		t.Errorf("%d of %d users, %d counted", got, n, s.Count())
	}
	d = access.Delta{}
	for i := range n - 1 {
		d.GoneUsers = append(d.GoneUsers, fmt.Sprintf("u%d", i))
		d.GoneGrants = append(d.GoneGrants, fmt.Sprintf("grant-u%d", i), "grant-of-nobody")
	}
	if s, err = s.With(d); err != nil {
		t.Fatal(err)
	}
	if f := s.Facts(); len(f.Users) != 1 || len(f.Grants) != 1 || !s.Check(f.Users[0].ID, "p", access.Target{}, 1) {
		t.Errorf("%d users and %d grants are left of one", len(f.Users), len(f.Grants))
	}
}

func TestScopesHaveNames(t *testing.T) {
	for want, s := range map[string]access.Scope{
		"everything": {Kind: access.ScopeEverything}, "nothing": {}, "unknown": {Kind: 9},
		"unit u": {Kind: access.ScopeUnit, ID: "u"}, "order o": {Kind: access.ScopeRecord, Table: "order", ID: "o"},
	} {
		if s.String() != want {
			t.Errorf("got %s, want %s", s, want)
		}
	}
}

func Example() {
	s, err := access.Compile(access.Facts{
		Users:  []access.User{{ID: "ann", Active: true}},
		Units:  []access.Unit{{ID: "group"}, {ID: "london", Parent: "group"}},
		Roles:  []access.Role{{ID: "clerk", Permissions: []string{"order.insert"}}},
		Grants: []access.Grant{{ID: "g1", User: "ann", Role: "clerk", Scope: access.Scope{Kind: access.ScopeUnit, ID: "london"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := int64(1_700_000_000_000_000)
	fmt.Println(s.Check("ann", "order.insert", access.Target{Unit: "london"}, now))
	fmt.Println(s.Explain("ann", "order.insert", access.Target{Unit: "group"}, now))

	wider := access.Grant{ID: "g2", User: "ann", Role: "clerk", Scope: access.Scope{Kind: access.ScopeEverything}}
	next, err := s.With(access.Delta{Put: access.Facts{Grants: []access.Grant{wider}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(next.Explain("ann", "order.insert", access.Target{Unit: "group"}, now))
	// Output:
	// true
	// ann may not order.insert: grant g1 of role clerk at unit london does not reach it; roles that would give it: clerk
	// ann may order.insert: grant g2 of role clerk at everything
}

func TestADecisionCallsRolesByTheirNames(t *testing.T) {
	f := house()
	f.Roles[0].Name, f.Roles[1].Name = "Order clerk", "viewer"
	s := compiled(t, f)
	for permission, want := range map[string]string{
		"order.view":   "bob may not order.view: grant g3 of role Order clerk including viewer at everything is no longer valid; roles that would give it: Order clerk, head, viewer",
		"order.insert": "bob may not order.insert: grant g3 of role Order clerk at everything is no longer valid; roles that would give it: Order clerk, head",
	} {
		d := s.Explain("bob", permission, access.Target{}, 160)
		if d.String() != want {
			t.Errorf("it says %q, want %q", d.String(), want)
		}
		if diff := cmp.Diff(map[string]string{"clerk": "Order clerk"}, d.Names); diff != "" {
			t.Errorf("%s: the names differ:\n%s", permission, diff)
		}
	}
	if d := s.Explain("ann", "order.insert", access.Target{Unit: "london"}, 160); !strings.Contains(d.String(), "of role head including Order clerk at") {
		t.Errorf("what is allowed says %q", d.String())
	}
}
