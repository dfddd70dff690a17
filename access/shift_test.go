package access_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
)

func compile(t interface{ Fatal(...any) }, f access.Facts) *access.Snapshot {
	s, err := access.Compile(f)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestShiftsNameWhatIsGainedAndLost(t *testing.T) {
	unit := func(id string) access.Scope { return access.Scope{Kind: access.ScopeUnit, ID: id} }
	facts := access.Facts{
		Users: []access.User{{ID: "eva", Active: true}, {ID: "tom", Active: true}}, Units: []access.Unit{{ID: "group"}, {ID: "london", Parent: "group"}, {ID: "paris", Parent: "group"}},
		Roles:   []access.Role{{ID: "clerk", Permissions: []string{"order.view", "order.insert"}}, {ID: "viewer", Permissions: []string{"order.view"}}},
		Members: []access.Member{{ID: "m", User: "eva", Group: "clerks"}},
		Grants:  []access.Grant{{ID: "g", Group: "clerks", Role: "clerk", Scope: unit("london")}, {ID: "h", User: "eva", Role: "viewer", Scope: unit("paris")}},
	}
	before := compile(t, facts)
	with := func(d access.Delta) *access.Snapshot {
		s, err := before.With(d)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, c := range map[string]struct {
		delta access.Delta
		want  []access.Shift
	}{
		"nothing":         {access.Delta{}, nil},
		"a wider grant":   {access.Delta{Put: access.Facts{Grants: []access.Grant{{ID: "n", User: "eva", Role: "viewer", Scope: unit("group")}}}}, []access.Shift{{Permission: "order.view", Gains: []access.Scope{unit("group")}}}},
		"one held anyway": {access.Delta{Put: access.Facts{Grants: []access.Grant{{ID: "n", User: "eva", Role: "viewer", Scope: unit("london")}}}}, nil},
		"no membership": {access.Delta{GoneMembers: []string{"m"}}, []access.Shift{
			{Permission: "order.insert", Loses: []access.Scope{unit("london")}}, {Permission: "order.view", Loses: []access.Scope{unit("london")}},
		}},
		"another parent": {access.Delta{Put: access.Facts{Units: []access.Unit{{ID: "paris", Parent: "london"}}}}, []access.Shift{{Permission: "order.insert", Gains: []access.Scope{unit("london")}}}},
		"a suspension": {access.Delta{Put: access.Facts{Users: []access.User{{ID: "eva"}}}}, []access.Shift{
			{Permission: "order.insert", Loses: []access.Scope{unit("london")}}, {Permission: "order.view", Loses: []access.Scope{unit("london"), unit("paris")}},
		}},
		"a new unit": {access.Delta{Put: access.Facts{Units: []access.Unit{{ID: "leeds", Parent: "london"}}}}, nil},
	} {
		if diff := cmp.Diff(c.want, access.Shifts(before, with(c.delta), "eva", 1)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// places are nowhere, the units, and a record of either table at each of these.
func places(units ...string) (list []access.Target) {
	for _, u := range append([]string{""}, units...) {
		list = append(list, access.Target{Unit: u})
		for _, table := range []string{"order", "package"} {
			list = append(list, access.Target{Unit: u, Records: []access.Record{{Table: table, ID: "1"}}})
		}
	}
	return list
}

// TestThereIsAShiftWhereAnyCheckDiffers asks every permission on every unit, and on records there.
func TestThereIsAShiftWhereAnyCheckDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := []access.Unit{{ID: "a"}, {ID: "b", Parent: "a"}, {ID: "c", Parent: "b"}}
		draw := func(label string) *access.Snapshot {
			f := access.Facts{
				Users: []access.User{{ID: "eva", Active: rapid.SampledFrom([]bool{true, true, false}).Draw(t, label)}}, Units: units,
				Roles: []access.Role{{ID: "r", Permissions: []string{"x", "y"}}, {ID: "s", Permissions: []string{"y"}}},
			}
			for _, id := range []string{"1", "2", "3"}[:rapid.IntRange(0, 3).Draw(t, label)] {
				scope := rapid.SampledFrom([]access.Scope{{Kind: access.ScopeEverything}, {Kind: access.ScopeUnit, ID: "a"}, {Kind: access.ScopeUnit, ID: "b"}, {Kind: access.ScopeUnit, ID: "c"}, {Kind: access.ScopeTable, Table: "order"}, {Kind: access.ScopeTable, Table: "order", ID: "b"}, {Kind: access.ScopeTable, Table: "package", ID: "a"}}).Draw(t, label)
				f.Grants = append(f.Grants, access.Grant{ID: id, User: "eva", Role: rapid.SampledFrom([]string{"r", "s"}).Draw(t, label), Scope: scope})
			}
			return compile(t, f)
		}
		before, after := draw("before"), draw("after")
		differs := map[string]bool{}
		for _, p := range []string{"x", "y"} {
			for _, on := range places("a", "b", "c") {
				if before.Check("eva", p, on, 1) != after.Check("eva", p, on, 1) {
					differs[p] = true
				}
			}
		}
		got := map[string]bool{}
		for _, s := range access.Shifts(before, after, "eva", 1) {
			got[s.Permission] = true
		}
		if diff := cmp.Diff(differs, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}
