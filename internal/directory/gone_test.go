package directory_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestAGrantIsOnWhatThereIs(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		on := func(table string, record govern.ID) *directory.Grant {
			return &directory.Grant{User: "anna", Role: "viewer", Scope: "record", ScopeTable: table, ScopeRecord: record}
		}
		refused(t, h, "unknown_table", house.Founder, govern.PutNew(directory.Grants, "g", on("grupo", "solvers")))
		refused(t, h, "unknown_reference", house.Founder, govern.PutNew(directory.Grants, "g", on("group", "future")))
		past := on("group", "solvers")
		past.UntilAt = govern.At(h.Clock.Now()) - 1
		refused(t, h, "ends_before_it_begins", house.Founder, govern.PutNew(directory.Grants, "g", past))
		put(h, directory.Grants, "g", on("group", "solvers"))
		refused(t, h, "unknown_reference", house.Founder, govern.Put(directory.Grants, "g", 1, on("group", "future")))
	})
}

// TestAGrantOnWhatIsGoneHindersNothing: an older program left the grants on a record
// that was deleted.
func TestAGrantOnWhatIsGoneHindersNothing(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		put(h, directory.Roles, "admin", &directory.Role{Name: "Admin", Permissions: []string{"group.update"}})
		for _, id := range []govern.ID{"g", "other"} {
			put(h, directory.Grants, id, &directory.Grant{User: "anna", Role: "admin", Scope: "record", ScopeTable: "group", ScopeRecord: "solvers"})
		}
		err := h.DB.Write(t.Context(), func(tx store.Tx) error {
			if err := tx.Exec(t.Context(), `UPDATE "grant" SET record_unit = '' WHERE scope = 'record'`); err != nil {
				return err
			}
			return tx.Exec(t.Context(), `DELETE FROM "group" WHERE id = 'solvers'`)
		})
		if err != nil {
			t.Fatal(err)
		}
		h.Engine = h.Start(h.DB, slices.Concat(directory.Tables, policy.Tables), slices.Concat(directory.Verbs, policy.Verbs))
		later := &directory.Grant{User: "anna", Role: "admin", Scope: "record", ScopeTable: "group", ScopeRecord: "solvers", UntilAt: govern.At(h.Clock.Now()) + 3600e6}
		h.Must(h.Submit(house.Founder, govern.Put(directory.Grants, "g", 1, later)))
		h.Must(h.Submit(house.Founder, on("anna", &directory.Suspend{})))
		h.Must(h.Submit(house.Founder, on("anna", &directory.Reactivate{Keep: []govern.ID{"g", "other"}})))
		h.Must(h.Submit(house.Founder, govern.Remove(directory.Grants, "g", 3)))
		h.Must(h.Submit(house.Founder, govern.Remove(directory.Grants, "other", 2)))
	})
}

// TestTheGrantsOverAUnitEndWithIt, of whatever reach there, in the unit's own change;
// those over other units and over everything stay.
func TestTheGrantsOverAUnitEndWithIt(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		put(h, directory.Units, "north", &directory.Unit{Name: "North"})
		put(h, directory.Units, "south", &directory.Unit{Name: "South"})
		put(h, directory.Roles, "mover", &directory.Role{Name: "Mover", Permissions: []string{"unit.update"}})
		for id, g := range map[govern.ID]directory.Grant{
			"north":     {User: "anna", Scope: "unit", ScopeRecord: "north"},
			"group":     {Group: "solvers", Scope: "unit", ScopeRecord: "north"},
			"processes": {User: "anna", Scope: "table", ScopeTable: "process", ScopeRecord: "north"},
			"south":     {User: "anna", Scope: "unit", ScopeRecord: "south"},
			"all":       {User: "anna", Scope: "everything"},
			"user":      {User: "anna", Scope: "record", ScopeTable: "group", ScopeRecord: "solvers"},
		} {
			g.Role = "mover"
			put(h, directory.Grants, id, &g)
		}
		h.User("rose", "unit.delete")
		h.Must(h.Submit("rose", govern.Remove(directory.Units, "north", 1)))
		for id, left := range map[string]int64{"north": 0, "group": 0, "processes": 0, "south": 1, "all": 1, "user": 1} {
			if n := h.Count(`SELECT count(*) FROM "grant" WHERE id = $1`, id); n != left {
				t.Errorf("%d grants %s are left, not %d", n, id, left)
			}
		}
		found, err := audit.Search(t.Context(), h.DB, h.Ring, audit.Query{Action: "unit.delete"})
		if err != nil || len(found) != 1 || len(found[0].Event.Rows) != 4 {
			t.Errorf("the log tells of %+v, %v", found, err)
		}
	})
}

// TestAUnitMadeAnewLeavesOldGrantsAsTheyAre: an older program deleted the unit and left
// the grant over it.
func TestAUnitMadeAnewLeavesOldGrantsAsTheyAre(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		put(h, directory.Units, "north", &directory.Unit{Name: "North"})
		put(h, directory.Grants, "g", &directory.Grant{User: "anna", Role: "viewer", Scope: "unit", ScopeRecord: "north"})
		err := h.DB.Write(t.Context(), func(tx store.Tx) error { return tx.Exec(t.Context(), `DELETE FROM unit WHERE id = 'north'`) })
		if err != nil {
			t.Fatal(err)
		}
		h.Engine = h.Start(h.DB, slices.Concat(directory.Tables, policy.Tables), slices.Concat(directory.Verbs, policy.Verbs))
		put(h, directory.Units, "north", &directory.Unit{Name: "North again"})
		if g, err := directory.Grants.Get(t.Context(), h.DB, "g"); err != nil || g.RecordUnit != "" || g.Version != 1 {
			t.Errorf("the grant is %+v, %v", g, err)
		}
	})
}

// TestATokenOfASuspendedServiceStaysEnded: by whatever way the service comes back.
func TestATokenOfASuspendedServiceStaysEnded(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		row := &directory.User{Email: "feed@example.com", Name: "Feed", Kind: "service", Status: "active", Keeper: house.Founder}
		put(h, directory.Users, "feed", row)
		version := int64(1)
		set := func(status string) govern.Command {
			next := *row
			next.Status = status
			version++
			return govern.Put(directory.Users, "feed", version-1, &next)
		}
		for name, ways := range map[string][2]func() govern.Command{
			"commands": {
				func() govern.Command { version++; return on("feed", &directory.Suspend{}) },
				func() govern.Command { version++; return on("feed", &directory.Reactivate{Keep: []govern.ID{}}) },
			},
			"updates": {func() govern.Command { return set("suspended") }, func() govern.Command { return set("active") }},
		} {
			_, hash := directory.NewSecret()
			put(h, directory.APITokens, govern.ID(name), &directory.APIToken{User: "feed", Name: name, Hash: hash, ExpiresAt: govern.At(h.Clock.Now()) + 3600e6})
			h.Must(h.Submit(house.Founder, ways[0]()))
			h.Must(h.Submit(house.Second, ways[1]()))
			if h.Count(`SELECT count(*) FROM api_token WHERE id = $1 AND revoked = 0`, name) > 0 {
				t.Errorf("%s: the token lets the service in again", name)
			}
		}
	})
}
