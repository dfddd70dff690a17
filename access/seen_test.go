package access_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
)

// told sees what is of one unit and beneath.
func told(s *access.Snapshot, unit string) *access.Seen {
	return &access.Seen{
		Units: []string{unit}, Record: func(access.Record) bool { return false },
		Grant: func(g *access.Grant) bool {
			return s.Within(g.Target().Unit, unit) && !strings.HasPrefix(g.Group, "far")
		},
	}
}

func TestWhoMayAskAtAUnitIsToldOfOtherGrantsThatTheyReachItAndNoMore(t *testing.T) {
	unit := func(id string) access.Scope { return access.Scope{Kind: access.ScopeUnit, ID: id} }
	s := compile(t, access.Facts{
		Users: []access.User{{ID: "eva", Active: true}}, Units: []access.Unit{{ID: "group"}, {ID: "london", Parent: "group"}, {ID: "thames", Parent: "london"}, {ID: "paris", Parent: "group"}},
		Roles:   []access.Role{{ID: "clerk", Permissions: []string{"order.view"}}, {ID: "boss", Permissions: []string{"order.view"}}},
		Members: []access.Member{{ID: "m", User: "eva", Group: "far"}},
		Grants: []access.Grant{
			{ID: "own", User: "eva", Role: "clerk", Scope: unit("thames")},
			{ID: "above", User: "eva", Role: "boss", Scope: unit("group")},
			{ID: "all", User: "eva", Role: "boss", Scope: access.Scope{Kind: access.ScopeEverything}},
			{ID: "elsewhere", User: "eva", Role: "boss", Scope: unit("paris")},
			{ID: "through", Group: "far", Role: "boss", Scope: unit("thames")},
			{ID: "table", User: "eva", Role: "boss", Scope: access.Scope{Kind: access.ScopeTable, Table: "order"}},
		},
	})
	decided := s.Tell(s.Explain("eva", "order.view", access.Target{Unit: "thames", Records: []access.Record{{Table: "order", ID: "1"}}}, 1), told(s, "london"))
	if got, want := decided.String(), "eva may order.view: grant own of role clerk at unit thames; a grant that you may not be told of, at unit london; a grant that you may not be told of, at unit thames; a grant that you may not be told of, at every order of unit london"; got != want {
		t.Errorf("told is %q, not %q", got, want)
	}
	if _, named := decided.Names["boss"]; named {
		t.Errorf("the roles of other grants are named: %v", decided.Names)
	}
	decided = s.Tell(s.Explain("eva", "order.update", access.Target{Unit: "thames"}, 1), told(s, "london"))
	if len(decided.Missing) != 1 || decided.Missing[0].Code != access.UnknownPermission {
		t.Errorf("what no role has is %v", decided.Missing)
	}
}

// What is told of one unit is the same, whatever grants there are that do not reach it.
func TestWhatIsToldOfAUnitSaysNothingOfWhatDoesNotReachIt(t *testing.T) {
	units := []access.Unit{{ID: "group"}, {ID: "london", Parent: "group"}, {ID: "thames", Parent: "london"}, {ID: "paris", Parent: "group"}}
	roles := []access.Role{{ID: "clerk", Permissions: []string{"order.view"}}, {ID: "other", Permissions: []string{"order.update"}}}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(scopes ...string) (list []access.Grant) {
			for i := range rapid.IntRange(0, 4).Draw(t, "grants") {
				table := rapid.Bool().Draw(t, "of a table")
				g := access.Grant{ID: scopes[0] + string(rune('a'+i)), User: "eva", Role: rapid.SampledFrom([]string{"clerk", "other"}).Draw(t, "role"), Scope: access.Scope{Kind: access.ScopeUnit}}
				if g.Scope.ID = rapid.SampledFrom(scopes).Draw(t, "at"); g.Scope.ID == "" {
					g.Scope.Kind = access.ScopeEverything
				}
				if table {
					g.Scope.Kind, g.Scope.Table = access.ScopeTable, "order"
				}
				if rapid.Bool().Draw(t, "group") {
					g.User, g.Group = "", rapid.SampledFrom([]string{"far", "near"}).Draw(t, "of")
				}
				list = append(list, g)
			}
			return list
		}
		facts := access.Facts{
			Users: []access.User{{ID: "eva", Active: true}}, Units: units, Roles: roles,
			Members: []access.Member{{ID: "m", User: "eva", Group: "far"}, {ID: "n", User: "eva", Group: "near"}},
			Grants:  draw("london", "thames", "group", ""),
		}
		bare := compile(t, facts)
		facts.Grants = append(slices.Clone(facts.Grants), draw("paris")...)
		full := compile(t, facts)
		on := access.Target{Unit: rapid.SampledFrom([]string{"london", "thames"}).Draw(t, "on")}
		if rapid.Bool().Draw(t, "a record") {
			on.Records = []access.Record{{Table: "order", ID: "1"}}
		}
		for _, p := range []string{"order.view", "order.update"} {
			x, y := bare.Tell(bare.Explain("eva", p, on, 1), told(bare, "london")), full.Tell(full.Explain("eva", p, on, 1), told(full, "london"))
			if x.String() != y.String() || x.Allowed != full.Check("eva", p, on, 1) {
				t.Fatalf("%s: %q, and with grants elsewhere %q", p, x, y)
			}
			if x.Allowed && len(x.Grants) == 0 {
				t.Fatalf("%s is allowed by nothing", p)
			}
		}
		if s := access.ShiftsSeen(bare, full, "eva", 1, told(bare, "london")); len(s) != 0 {
			t.Fatalf("grants elsewhere are gained in london: %v", s)
		}
	})
}
