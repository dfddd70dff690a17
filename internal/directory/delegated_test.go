package directory_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

// londonAdmin administers users, groups, members and grants within london alone.
func londonAdmin(t *testing.T, f func(t *testing.T, h *house.House)) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.User("admin")
		put(h, directory.Roles, "administers", &directory.Role{Name: "administers", Permissions: []string{
			"user.view", "user.insert", "user.update", "user.suspend", "user.reactivate", "user.move", "group.view", "group.insert", "group.update", "group.delete", "group.set_up",
			"member.view", "member.insert", "member.update", "member.delete", "grant.view", "grant.insert", "grant.update", "grant.delete", "unit.view", "unit.insert", "unit.update", "unit.delete", "role.view", "role.insert", "role.update", "role.delete",
		}})
		put(h, directory.Grants, "g-admin", &directory.Grant{User: "admin", Role: "administers", Scope: "unit", ScopeRecord: "london"})
		put(h, directory.Units, "attic", &directory.Unit{Name: "Attic", Parent: "london"})
		put(h, directory.Users, "pierre", &directory.User{Email: "pierre@example.com", Name: "pierre", Kind: "person", Status: "active", Unit: "paris"})
		put(h, directory.Groups, "parisians", &directory.Group{Name: "Parisians", Unit: "paris"})
		put(h, directory.Groups, "all", &directory.Group{Name: "All"})
		put(h, directory.Members, "m-paris", &directory.Member{User: "pierre", Group: "parisians"})
		put(h, directory.Grants, "g-paris", &directory.Grant{Group: "parisians", Role: "viewer", Scope: "unit", ScopeRecord: "paris"})
		f(t, h)
	})
}

func TestAUnitsAdministratorManagesThatUnit(t *testing.T) {
	londonAdmin(t, func(t *testing.T, h *house.House) {
		for i, cmd := range []govern.Command{
			govern.PutNew(directory.Users, "new", &directory.User{Email: "new@example.com", Name: "new", Kind: "person", Status: "active", Unit: "london"}),
			govern.PutNew(directory.Groups, "team", &directory.Group{Name: "Team", Unit: "london"}),
			govern.PutNew(directory.Members, "m", &directory.Member{User: "new", Group: "team"}),
			govern.PutNew(directory.Grants, "g", &directory.Grant{Group: "team", Role: "viewer", Scope: "unit", ScopeRecord: "london"}),
			govern.Remove(directory.Grants, "g", 1),
			govern.Remove(directory.Members, "m", 1),
			govern.Remove(directory.Groups, "team", 1),
			govern.PutNew(directory.Units, "desk", &directory.Unit{Name: "Desk", Parent: "london"}),
			govern.PutNew(directory.Units, "floor", &directory.Unit{Name: "Floor", Parent: "london"}),
			govern.Put(directory.Units, "desk", 1, &directory.Unit{Name: "Desk", Parent: "floor"}),
			govern.Put(directory.Units, "london", 1, &directory.Unit{Name: "Greater London", Parent: "group"}),
			govern.Remove(directory.Units, "desk", 2),
			on("new", &directory.Suspend{}),
			on("new", &directory.Reactivate{}),
		} {
			if out, err := h.Submit("admin", cmd); err != nil || out.State != govern.Applied {
				t.Errorf("%d: %s in london: %+v, %v", i, cmd.Name(), out, err)
			}
		}
	})
}

// TestAUnitsAdministratorManagesNothingElse by any route: rows that are
// elsewhere, moves from there and to there, grants over more.
func TestAUnitsAdministratorManagesNothingElse(t *testing.T) {
	londonAdmin(t, func(t *testing.T, h *house.House) {
		anna, _ := directory.Users.Get(t.Context(), h.DB, "anna")
		pierre, _ := directory.Users.Get(t.Context(), h.DB, "pierre")
		away, here := *anna, *pierre
		away.Unit, here.Unit = "paris", "london"
		person := func(unit govern.ID) *directory.User {
			return &directory.User{Email: "x@example.com", Name: "x", Kind: "person", Status: "active", Unit: unit}
		}
		for i, cmd := range []govern.Command{
			govern.PutNew(directory.Users, "x", person("paris")),
			govern.PutNew(directory.Users, "x", person("group")),
			govern.PutNew(directory.Users, "x", person("")),
			govern.Put(directory.Users, "pierre", 1, pierre),
			govern.Put(directory.Users, "pierre", 1, &here),
			govern.Put(directory.Users, "anna", 1, &away),
			on("pierre", &directory.Suspend{}),
			on("pierre", &directory.Move{Unit: "london"}),
			on("anna", &directory.Move{Unit: "paris"}),
			govern.PutNew(directory.Units, "x", &directory.Unit{Name: "X", Parent: "paris"}),
			govern.PutNew(directory.Units, "x", &directory.Unit{Name: "X", Parent: "group"}),
			govern.PutNew(directory.Units, "x", &directory.Unit{Name: "X"}),
			govern.Put(directory.Units, "london", 1, &directory.Unit{Name: "London", Parent: "paris"}),
			govern.Put(directory.Units, "london", 1, &directory.Unit{Name: "London"}),
			govern.Put(directory.Units, "paris", 1, &directory.Unit{Name: "Paris", Parent: "london"}),
			govern.Put(directory.Units, "attic", 1, &directory.Unit{Name: "Attic", Parent: "paris"}),
			govern.PutNew(directory.Groups, "x", &directory.Group{Name: "X", Unit: "paris"}),
			govern.PutNew(directory.Groups, "x", &directory.Group{Name: "X"}),
			govern.Remove(directory.Groups, "parisians", 1),
			on("signatory", &directory.SetUpGroup{Unit: "paris"}),
			on("signatory", &directory.SetUpGroup{}),
			govern.PutNew(directory.Members, "x", &directory.Member{User: "anna", Group: "parisians"}),
			govern.PutNew(directory.Members, "x", &directory.Member{User: "anna", Group: "all"}),
			govern.Remove(directory.Members, "m-paris", 1),
			govern.PutNew(directory.Grants, "x", &directory.Grant{User: "anna", Role: "viewer", Scope: "everything"}),
			govern.PutNew(directory.Grants, "x", &directory.Grant{User: "anna", Role: "viewer", Scope: "unit", ScopeRecord: "paris"}),
			govern.PutNew(directory.Grants, "x", &directory.Grant{User: "anna", Role: "viewer", Scope: "unit", ScopeRecord: "group"}),
			govern.PutNew(directory.Grants, "x", &directory.Grant{User: "anna", Role: "viewer", Scope: "record", ScopeTable: "process", ScopeRecord: "any"}),
			govern.Put(directory.Grants, "g-paris", 1, &directory.Grant{Group: "parisians", Role: "viewer", Scope: "unit", ScopeRecord: "london"}),
			govern.Remove(directory.Grants, "g-paris", 1),
			govern.PutNew(directory.Roles, "x", &directory.Role{Name: "x", Permissions: []string{"unit.view"}}),
			govern.Put(directory.Roles, "viewer", 1, &directory.Role{Name: "Viewer", Permissions: []string{"user.view"}}),
			govern.Remove(directory.Roles, "viewer", 1),
		} {
			if out, err := h.Submit("admin", cmd); fault.Code(err) != "denied" {
				t.Errorf("%d: %s elsewhere: %+v, %v; want denied", i, cmd.Name(), out, err)
			}
		}
		if _, err := h.Submit("admin", govern.PutNew(directory.Grants, "own", &directory.Grant{User: "admin", Role: "viewer", Scope: "unit", ScopeRecord: "london"})); err != nil && fault.Code(err) != "own_access" {
			t.Errorf("a grant of one's own: %v", err)
		}
	})
}

// TestAUnitsAdministratorSeesThatUnit in lists, which ask the database, and one
// by one.
func TestAUnitsAdministratorSeesThatUnit(t *testing.T) {
	londonAdmin(t, func(t *testing.T, h *house.House) {
		put(h, directory.Members, "m-london", &directory.Member{User: "anna", Group: "solvers"})
		seen := map[string]bool{}
		see(t, h, seen, directory.Users)
		see(t, h, seen, directory.Groups)
		see(t, h, seen, directory.Members)
		see(t, h, seen, directory.Grants)
		see(t, h, seen, directory.Units)
		want := map[string]bool{"user anna": true, "group solvers": true, "group readers": true, "member m-london": true, "grant g-admin": true, "unit london": true, "unit attic": true}
		if fmt.Sprint(seen) != fmt.Sprint(want) {
			t.Errorf("the administrator of london sees %v, want %v", seen, want)
		}
	})
}

// TestAUnitsAdministratorSeesTheRolesThatTheyGive although roles belong to no
// unit: in lists, in the search, one by one and in every question about access.
func TestAUnitsAdministratorSeesTheRolesThatTheyGive(t *testing.T) {
	londonAdmin(t, func(t *testing.T, h *house.House) {
		seen := map[string]bool{}
		see(t, h, seen, directory.Roles)
		if !seen["role viewer"] || !seen["role administers"] {
			t.Errorf("the administrator of london sees the roles %v", seen)
		}
		page, err := h.Engine.List(t.Context(), "admin", "role", govern.Listing{Limit: 1, Count: true})
		if err != nil || page.Total != int64(len(seen)) {
			t.Errorf("counted %+v, %v; listed %d", page, err, len(seen))
		}
		hits, err := h.Engine.Find(t.Context(), "admin", "administers", 5)
		if err != nil || len(hits) != 1 || hits[0].Table != "role" {
			t.Errorf("searched: %+v, %v", hits, err)
		}
		on, err := h.Engine.Target(t.Context(), "role", "viewer")
		if err != nil {
			t.Fatal(err)
		}
		now := int64(govern.At(h.Engine.Now()))
		d := h.Engine.Access().Explain("admin", "role.view", on, now)
		if !d.Allowed || len(d.Grants) != 1 || d.Grants[0].Grant != "g-admin" {
			t.Errorf("why: %s", d)
		}
		if who := h.Engine.Access().Who("role.view", on, now); !slices.Contains(who, "admin") || slices.Contains(who, "anna") {
			t.Errorf("who sees the role: %v", who)
		}
		ids, _, err := h.Engine.Reached(t.Context(), h.DB, "admin", "role.view", "role", "", 100)
		if err != nil || len(ids) != len(seen) {
			t.Errorf("reached %v, %v", ids, err)
		}
		if ids, _, _ := h.Engine.Reached(t.Context(), h.DB, "admin", "role.update", "role", "", 100); len(ids) != 0 {
			t.Errorf("the administrator of london writes the roles %v", ids)
		}
		past, err := h.Engine.History(t.Context(), "admin", "role", "viewer", false, 0, 10)
		if err != nil || len(past) != 0 {
			t.Errorf("what people elsewhere did to the role: %+v, %v", past, err)
		}
		if _, err := h.Engine.List(t.Context(), "anna", "role", govern.Listing{Limit: 1}); fault.Code(err) != "denied" {
			t.Errorf("somebody without the permission: %v", err)
		}
	})
}

func see[T any](t *testing.T, h *house.House, seen map[string]bool, table *govern.Table[T]) {
	t.Helper()
	page, err := h.Engine.List(t.Context(), "admin", table.Name, govern.Listing{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range page.Items {
		var shown struct{ ID string }
		if err := json.Unmarshal(row, &shown); err != nil {
			t.Fatal(err)
		}
		seen[table.Name+" "+shown.ID] = true
	}
}

func TestThreePermissionsForMembersRolesAndOneNamedGroup(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.User("members", "member.insert")
		h.User("roles", "grant.insert")
		h.User("lead")
		put(h, directory.Roles, "joiner", &directory.Role{Name: "joiner", Permissions: []string{"member.insert"}})
		put(h, directory.Grants, "g-lead", &directory.Grant{User: "lead", Role: "joiner", Scope: "record", ScopeTable: "group", ScopeRecord: "solvers"})
		member := func(group govern.ID) govern.Command {
			return govern.PutNew(directory.Members, govern.ID("m-"+string(group)), &directory.Member{User: "anna", Group: group})
		}
		role := func(group govern.ID) govern.Command {
			return govern.PutNew(directory.Grants, govern.ID("g-"+string(group)), &directory.Grant{Group: group, Role: "viewer", Scope: "everything"})
		}
		refused(t, h, "denied", "members", role("solvers"))
		refused(t, h, "denied", "roles", member("solvers"))
		refused(t, h, "denied", "lead", role("solvers"))
		refused(t, h, "denied", "lead", member("readers"))
		h.Must(h.Submit("lead", member("solvers")))
		h.Must(h.Submit("members", member("readers")))
		h.Must(h.Submit("roles", role("solvers")))
		if h.Engine.Check("anna", "unit.view", access.Target{}) != nil {
			t.Error("the member has not the group's role")
		}
	})
}

func TestWhoMovesAPersonGainsWhatTheyMayDoWithPeopleThereAlone(t *testing.T) {
	londonAdmin(t, func(t *testing.T, h *house.House) {
		h.Grant("admin", "user.view", "user.update", "user.move", "member.delete")
		put(h, directory.Roles, "roster", &directory.Role{Name: "roster", Permissions: []string{"role.view", "member.insert"}})
		put(h, directory.Grants, "g-roster", &directory.Grant{User: "admin", Role: "roster", Scope: "unit", ScopeRecord: "attic"})
		pierre := func(unit govern.ID) govern.Command {
			row, err := directory.Users.Get(t.Context(), h.DB, "pierre")
			if err != nil {
				t.Fatal(err)
			}
			next := *row
			next.Unit = unit
			return govern.Put(directory.Users, "pierre", row.Version, &next)
		}
		refused(t, h, "own_access", "admin", pierre("london")) // whom she may suspend there
		h.Grant("admin", "user.suspend", "user.reactivate", "user.insert")
		h.Must(h.Submit("admin", pierre("attic"))) // where she may put people into groups, which no person is
	})
}
