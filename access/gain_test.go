package access_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
)

func TestWiderAccessIsSeenByWhateverPathItComes(t *testing.T) {
	unit := func(id string) access.Scope { return access.Scope{Kind: access.ScopeUnit, ID: id} }
	order := func(id string) access.Scope {
		return access.Scope{Kind: access.ScopeRecord, Table: "order", ID: id}
	}
	every := func(table, unit string) access.Scope {
		return access.Scope{Kind: access.ScopeTable, Table: table, ID: unit}
	}
	put := func(f access.Facts) access.Delta { return access.Delta{Put: f} }
	grant := func(g access.Grant) access.Delta { return put(access.Facts{Grants: []access.Grant{g}}) }
	for name, c := range map[string]struct {
		user string
		d    access.Delta
		want string
	}{
		"nothing":                {"ann", access.Delta{}, ""},
		"somebody else's grant":  {"ann", grant(access.Grant{ID: "n", User: "bob", Role: "head", Scope: unit("paris")}), ""},
		"a grant elsewhere":      {"ann", grant(access.Grant{ID: "n", User: "ann", Role: "clerk", Scope: unit("paris")}), "order.insert"},
		"a grant over all":       {"ann", grant(access.Grant{ID: "n", User: "ann", Role: "viewer", Scope: access.Scope{Kind: access.ScopeEverything}}), "order.view"},
		"a grant beneath":        {"ann", grant(access.Grant{ID: "n", User: "ann", Role: "clerk", Scope: unit("london")}), ""},
		"the same record":        {"ann", grant(access.Grant{ID: "n", User: "ann", Role: "viewer", Scope: access.Scope{Kind: access.ScopeRecord, Table: "package", ID: "p9"}}), ""},
		"another record":         {"ann", grant(access.Grant{ID: "n", User: "ann", Role: "viewer", Scope: order("o1")}), "order.view"},
		"beneath everything":     {"bob", grant(access.Grant{ID: "n", User: "bob", Role: "clerk", Scope: order("o1"), From: 60, Until: 140}), ""},
		"a longer time":          {"bob", grant(access.Grant{ID: "g3", User: "bob", Role: "clerk", Scope: access.Scope{Kind: access.ScopeEverything}, From: 50, Until: 151}), "order.insert"},
		"an earlier time":        {"bob", grant(access.Grant{ID: "g3", User: "bob", Role: "clerk", Scope: access.Scope{Kind: access.ScopeEverything}, From: 49, Until: 150}), "order.insert"},
		"no end":                 {"bob", grant(access.Grant{ID: "g3", User: "bob", Role: "clerk", Scope: access.Scope{Kind: access.ScopeEverything}, From: 50}), "order.insert"},
		"a wider role":           {"ann", put(access.Facts{Roles: []access.Role{{ID: "viewer", Permissions: []string{"order.view", "order.sign"}}}}), "order.sign"},
		"a wider included role":  {"ann", put(access.Facts{Roles: []access.Role{{ID: "gone", Permissions: []string{"order.sign"}}}}), "order.sign"},
		"less of a role":         {"ann", access.Delta{GoneRoles: []string{"viewer"}}, ""},
		"a unit moved beneath":   {"ann", put(access.Facts{Units: []access.Unit{{ID: "paris", Parent: "london"}}}), "order.insert"},
		"a unit moved elsewhere": {"ann", put(access.Facts{Units: []access.Unit{{ID: "london", Parent: "paris"}}}), ""},
		"a new unit":             {"ann", put(access.Facts{Units: []access.Unit{{ID: "leeds", Parent: "uk"}}}), ""},
		"a later end":            {"bob", put(access.Facts{Users: []access.User{{ID: "bob", Active: true, Until: 201}}}), "more time"},
		"an earlier end":         {"bob", put(access.Facts{Users: []access.User{{ID: "bob", Active: true, Until: 199}}}), ""},
		"a new user":             {"dan", put(access.Facts{Users: []access.User{{ID: "dan", Active: true}}}), "order.insert"},
		"every record":           {"ann", grant(access.Grant{ID: "n", User: "ann", Role: "clerk", Scope: every("order", "")}), "order.insert"},
		"every record elsewhere": {"ann", grant(access.Grant{ID: "n", User: "ann", Role: "clerk", Scope: every("order", "paris")}), "order.insert"},
		"every record beneath":   {"ann", grant(access.Grant{ID: "n", User: "ann", Role: "clerk", Scope: every("order", "london")}), ""},
		"a user that is gone":    {"ann", access.Delta{GoneUsers: []string{"ann"}}, ""},
	} {
		before := compiled(t, house())
		after, err := before.With(c.d)
		if err != nil {
			t.Fatal(err)
		}
		if got := access.Gained(before, after, c.user); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestAUnitThatMovesWhereTheSameIsHeldAnywayIsNoGain(t *testing.T) {
	unit := func(id string) access.Scope { return access.Scope{Kind: access.ScopeUnit, ID: id} }
	for name, c := range map[string]struct {
		role string
		want string
	}{
		"the same role there":  {"clerk", ""},
		"less of a role there": {"viewer", "order.insert"},
		"no role there":        {"", "order.insert"},
	} {
		f := house()
		f.Grants = append(f.Grants, access.Grant{ID: "first", User: "eva", Role: "clerk", Scope: unit("london")})
		if c.role != "" {
			f.Grants = append(f.Grants, access.Grant{ID: "second", User: "eva", Role: c.role, Scope: unit("paris")})
		}
		f.Users = append(f.Users, access.User{ID: "eva", Active: true})
		before := compiled(t, f)
		after, err := before.With(access.Delta{Put: access.Facts{Units: []access.Unit{{ID: "paris", Parent: "london"}}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := access.Gained(before, after, "eva"); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// Whatever is granted, taken or moved: what is no gain lets the user do nothing that
// they could not do before.
func TestWhatIsNoGainAllowsNothingNew(t *testing.T) {
	scopes := []access.Scope{{Kind: access.ScopeEverything}, {Kind: access.ScopeUnit, ID: "a"}, {Kind: access.ScopeUnit, ID: "b"}, {Kind: access.ScopeRecord, Table: "order", ID: "1"}}
	for _, table := range []string{"order", "package"} {
		for _, unit := range []string{"", "a", "b", "c"} {
			scopes = append(scopes, access.Scope{Kind: access.ScopeTable, Table: table, ID: unit})
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) *access.Snapshot {
			f := access.Facts{
				Users: []access.User{{ID: "eva", Active: true}}, Units: []access.Unit{{ID: "a"}, {ID: "b"}, {ID: "c", Parent: rapid.SampledFrom([]string{"a", "b"}).Draw(t, label)}},
				Roles: []access.Role{{ID: "r", Permissions: []string{"x", "y"}}, {ID: "s", Permissions: []string{"y"}}},
			}
			for _, id := range []string{"1", "2", "3"}[:rapid.IntRange(0, 3).Draw(t, label)] {
				f.Grants = append(f.Grants, access.Grant{ID: id, User: "eva", Role: rapid.SampledFrom([]string{"r", "s"}).Draw(t, label), Scope: rapid.SampledFrom(scopes).Draw(t, label)})
			}
			return compile(t, f)
		}
		before, after := draw("before"), draw("after")
		gained := access.Gained(before, after, "eva")
		for _, p := range []string{"x", "y"} {
			for _, on := range places("a", "b", "c") {
				if after.Check("eva", p, on, 1) && !before.Check("eva", p, on, 1) && gained == "" {
					t.Fatalf("%s on %+v is new, and no gain", p, on)
				}
			}
		}
	})
}

func TestUsersAreListedByID(t *testing.T) {
	if got := compiled(t, house()).Users(); !slices.Equal(got, []string{"ann", "bob", "cem"}) {
		t.Errorf("got %v", got)
	}
}
