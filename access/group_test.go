package access_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/access"
)

// solvers is the house with a group: ann is in it from 80 to 120, its grants are
// a closer's everywhere from 100 on and a viewer's in paris.
func solvers() access.Facts {
	f := house()
	f.Roles = append(f.Roles, access.Role{ID: "closer", Permissions: []string{"exception.close"}})
	f.Members = []access.Member{{ID: "m1", User: "ann", Group: "solvers", From: 80, Until: 120}}
	f.Grants = append(f.Grants,
		access.Grant{ID: "h1", Group: "solvers", Role: "closer", Scope: access.Scope{Kind: access.ScopeEverything}, From: 100},
		access.Grant{ID: "h2", Group: "solvers", Role: "viewer", Scope: access.Scope{Kind: access.ScopeUnit, ID: "paris"}, Until: 60})
	return f
}

func TestAMemberHasWhatTheGroupHasWhileBothLast(t *testing.T) {
	s := compiled(t, solvers())
	for now, want := range map[int64]bool{79: false, 99: false, 100: true, 119: true, 120: false} {
		if got := s.Check("ann", "exception.close", access.Target{}, now); got != want {
			t.Errorf("at %d: got %v", now, got)
		}
	}
	if s.Check("bob", "exception.close", access.Target{}, 110) || s.Check("ann", "order.view", access.Target{Unit: "paris"}, 59) {
		t.Error("a group gives to people who are not in it")
	}
}

func TestExplainTellsTheWayThroughTheGroup(t *testing.T) {
	s := compiled(t, solvers())
	want := access.Decision{Allowed: true, User: "ann", Permission: "exception.close", Grants: []access.Reason{{
		Grant: "h1", Group: "solvers", Member: "m1", Through: []string{"closer"}, Scope: access.Scope{Kind: access.ScopeEverything},
	}}, Roles: nil}
	d := s.Explain("ann", "exception.close", access.Target{}, 110)
	if diff := cmp.Diff(want, d); diff != "" {
		t.Error(diff)
	}
	if want := "ann may exception.close: grant h1 to group solvers of role closer at everything"; d.String() != want {
		t.Errorf("got %s", d)
	}
	for now, want := range map[int64]access.Lack{90: {Code: access.NotYet, At: 100}, 130: {Code: access.NoMore, At: 120}} {
		got := s.Explain("ann", "exception.close", access.Target{}, now).Missing
		if len(got) != 1 || got[0].Code != want.Code || got[0].At != want.At {
			t.Errorf("at %d: got %v", now, got)
		}
	}
	// The membership begins when the grant has ended already: it was never held.
	if got := s.Explain("ann", "order.view", access.Target{Unit: "paris"}, 90).Missing; len(got) != 3 || got[2].Code != access.NoMore || got[2].At != 60 {
		t.Errorf("got %v", got)
	}
}

func TestHeldListsThePermissionsOfAllGroups(t *testing.T) {
	s := compiled(t, solvers())
	if diff := cmp.Diff([]string{"exception.close", "order.insert", "order.view"}, s.Held("ann", 110)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"order.insert", "order.view"}, s.Held("ann", 130)); diff != "" {
		t.Error(diff)
	}
	if got := s.Held("cem", 110); got != nil {
		t.Errorf("a suspended user has %v", got)
	}
}

func TestWiderAccessIsSeenThroughGroups(t *testing.T) {
	everything := access.Scope{Kind: access.ScopeEverything}
	for name, c := range map[string]struct {
		user string
		put  access.Facts
		want string
	}{
		"joining a group":         {"bob", access.Facts{Members: []access.Member{{ID: "m2", User: "bob", Group: "solvers"}}}, "exception.close"},
		"an empty group":          {"bob", access.Facts{Members: []access.Member{{ID: "m2", User: "bob", Group: "nobody"}}}, ""},
		"staying longer":          {"ann", access.Facts{Members: []access.Member{{ID: "m1", User: "ann", Group: "solvers", From: 80, Until: 121}}}, "exception.close"},
		"staying shorter":         {"ann", access.Facts{Members: []access.Member{{ID: "m1", User: "ann", Group: "solvers", From: 80, Until: 110}}}, ""},
		"a grant to one's group":  {"ann", access.Facts{Grants: []access.Grant{{ID: "h3", Group: "solvers", Role: "viewer", Scope: everything}}}, "order.view"},
		"a grant after one's end": {"ann", access.Facts{Grants: []access.Grant{{ID: "h3", Group: "solvers", Role: "viewer", Scope: everything, From: 120}}}, ""},
		"a role of one's group":   {"ann", access.Facts{Roles: []access.Role{{ID: "closer", Permissions: []string{"exception.close", "exception.force"}}}}, "exception.force"},
		"another's joining":       {"ann", access.Facts{Members: []access.Member{{ID: "m2", User: "bob", Group: "solvers"}}}, ""},
	} {
		before := compiled(t, solvers())
		after, err := before.With(access.Delta{Put: c.put})
		if err != nil {
			t.Fatal(err)
		}
		if got := access.Gained(before, after, c.user); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestAServiceCountsAsThePersonWhoKeepsIt(t *testing.T) {
	f := house()
	f.Users = append(f.Users,
		access.User{ID: "feed", Keeper: "ann", Active: true}, access.User{ID: "relay", Keeper: "feed", Active: true},
		access.User{ID: "lost", Keeper: "nobody", Active: true}, access.User{ID: "ring", Keeper: "ring", Active: true})
	s := compiled(t, f)
	for user, want := range map[string]string{"feed": "7001", "relay": "7001", "lost": "nobody", "ring": "ring"} {
		if got := s.Person(user); got != want {
			t.Errorf("%s is %s, want %s", user, got, want)
		}
	}
}
