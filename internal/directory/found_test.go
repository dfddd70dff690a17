package directory_test

import (
	"testing"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/house"
)

// founding sets up a group with a treasury beneath it, and one who looks after
// the treasury alone.
func founding(scope govern.ID) *directory.Found {
	f := &directory.Found{
		Units: []*directory.Unit{{Meta: govern.Meta{ID: "treasury"}, Name: "Treasury", Parent: "group"}, {Meta: govern.Meta{ID: "group"}, Name: "Group"}},
		Roles: []*directory.Role{{Meta: govern.Meta{ID: "all"}, Name: "All", Permissions: []string{"unit.view", "unit.update", "user.view", "user.insert", "user.update", "user.delete", "role.view", "role.insert", "role.update", "role.delete", "grant.view", "grant.insert", "grant.update", "grant.delete"}}},
	}
	for _, id := range []govern.ID{"anna", "bert", "clara"} {
		f.Users = append(f.Users, &directory.User{Meta: govern.Meta{ID: id}, Email: string(id) + "@example.com", Name: string(id), Kind: "person", Status: "active"})
		g := &directory.Grant{Meta: govern.Meta{ID: id}, User: id, Role: "all", Scope: "everything"}
		if id == "clara" {
			g.Scope, g.ScopeRecord = "unit", scope
		}
		f.Grants = append(f.Grants, g)
	}
	return f
}

func TestAFoundingGivesRolesInTheUnitsThatItSetsUp(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, at string) {
		h := house.Unfounded(t, testkit.Open(t, at), directory.Tables, directory.Verbs)
		if _, err := h.Submit("", founding("tresury")); fault.Code(err) != "unknown_reference" {
			t.Fatalf("a grant on a unit that there is not: %v", err)
		}
		h.Must(h.Submit("", founding("treasury")))
		for unit, want := range map[string]bool{"treasury": true, "group": false} {
			if got := h.Engine.Access().Check("clara", "unit.update", access.Target{Unit: unit}, int64(govern.At(h.Engine.Now()))); got != want {
				t.Errorf("Clara may in the %s: %v", unit, got)
			}
		}
		if _, err := h.Submit("", founding("treasury")); err == nil {
			t.Error("a second founding is carried out")
		}
	})
}
