package access_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
)

func ofTable(parts []access.Part, on *access.Target) bool {
	return slices.ContainsFunc(parts, func(p access.Part) bool {
		return p.Table == on.Records[0].Table && (p.All || slices.Contains(p.Units, on.Unit))
	})
}

// TestReachNamesWhatCheckAllows: whatever the facts, a target is allowed exactly
// when Reach names its unit, one of its records or the table of one.
func TestReachNamesWhatCheckAllows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := func(kind string, n int) string { return fmt.Sprintf("%s%d", kind, rapid.IntRange(0, n).Draw(t, kind)) }
		var f access.Facts
		for i := range 5 {
			parent := ""
			if i > 0 && rapid.Bool().Draw(t, "beneath") {
				parent = id("u", i-1)
			}
			f.Units = append(f.Units, access.Unit{ID: fmt.Sprintf("u%d", i), Parent: parent})
		}
		f.Users = []access.User{{ID: "eva", Active: rapid.IntRange(0, 9).Draw(t, "active") > 0}}
		f.Roles = []access.Role{{ID: "viewer", Permissions: []string{"x.view"}}, {ID: "other", Permissions: []string{"y.view"}}}
		for i := range rapid.IntRange(0, 2).Draw(t, "memberships") {
			f.Members = append(f.Members, access.Member{ID: fmt.Sprintf("m%d", i), User: "eva", Group: fmt.Sprintf("team%d", i), Until: rapid.SampledFrom([]int64{0, 0, 5}).Draw(t, "until")})
		}
		for i := range rapid.IntRange(0, 6).Draw(t, "grants") {
			g := access.Grant{ID: fmt.Sprintf("g%d", i), Role: rapid.SampledFrom([]string{"viewer", "viewer", "other"}).Draw(t, "role"), Until: rapid.SampledFrom([]int64{0, 0, 5}).Draw(t, "until")}
			if g.User = "eva"; rapid.Bool().Draw(t, "through a group") {
				g.User, g.Group = "", id("team", 1)
			}
			g.Scope = access.Scope{Kind: access.ScopeKind(rapid.IntRange(1, 4).Draw(t, "kind")), Table: id("t", 2), ID: id("r", 5)}
			if g.Scope.Kind == access.ScopeUnit {
				g.Scope = access.Scope{Kind: access.ScopeUnit, ID: id("u", 6)}
			}
			if g.Scope.Kind == access.ScopeTable {
				g.Scope.ID = rapid.SampledFrom([]string{"", id("u", 6)}).Draw(t, "of which unit")
			}
			if rapid.IntRange(0, 4).Draw(t, "narrow") > 0 && g.Scope.Kind == access.ScopeEverything {
				continue
			}
			f.Grants = append(f.Grants, g)
		}
		f.Users[0].Unit = id("u", 6)
		switch rapid.IntRange(0, 3).Draw(t, "wall") {
		case 0:
			f.Walls = []access.Wall{{ID: "w", Left: access.Side{Unit: id("u", 5)}, Right: access.Side{Unit: id("u", 5)}}}
		case 1:
			f.Walls = []access.Wall{{ID: "w", Left: access.Side{Group: "team0"}, Right: access.Side{Group: "team1"}}}
		}
		s, err := access.Compile(f)
		if err != nil {
			t.Fatal(err)
		}
		r := s.Reach("eva", "x.view", 10)
		if r.Nowhere() == s.Holds("eva", "x.view", 10) {
			t.Fatalf("reach is %+v, and she holds it: %v", r, !r.Nowhere())
		}
		for range 20 {
			on := access.Target{Unit: id("u", 7), Records: []access.Record{{Table: id("t", 2), ID: id("r", 5)}}}
			named := r.Everything || slices.Contains(r.Units, on.Unit) || slices.Contains(r.Of(on.Records[0].Table), on.Records[0].ID) || ofTable(r.Tables, &on)
			for _, b := range r.Barred {
				in := func(p access.Place) bool {
					return slices.Contains(p.Units, on.Unit) || slices.Contains(p.Of(on.Records[0].Table), on.Records[0].ID)
				}
				named = named && (!in(b.Behind) || in(b.Own))
			}
			if got := s.Check("eva", "x.view", on, 10); got != named {
				t.Fatalf("%+v is allowed: %v; reach is %+v", on, got, r)
			}
		}
	})
}
