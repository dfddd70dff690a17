package directory_test

import (
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestAReadyGroupHasTheRolesOfItsPeopleWithinItsUnit(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		for _, role := range []govern.ID{"signatory", "payments-viewer", "audit-log-viewer", "audit-amounts-viewer", "global-permission-viewer", "netting-viewer", "process-viewer"} {
			put(h, directory.Roles, role, &directory.Role{Name: string(role), Permissions: []string{"unit.view"}})
		}
		refused(t, h, "unknown_ready_group", house.Founder, on("kings", &directory.SetUpGroup{}))
		refused(t, h, "end_missing", house.Founder, on("external-auditor", &directory.SetUpGroup{}))
		h.User("grouper", "group.set_up", "group.insert")
		refused(t, h, "denied", "grouper", on("signatory", &directory.SetUpGroup{})) // which grants roles too
		h.Must(h.Submit(house.Founder, on("signatory", &directory.SetUpGroup{Unit: "london", GroupName: "London signs"})))
		until := govern.At(h.Clock.Now()) + 3600e6
		h.Must(h.Submit(house.Founder, on("external-auditor", &directory.SetUpGroup{UntilAt: until})))
		for name, want := range map[string]struct {
			scope string
			until govern.Time
			roles int
		}{"London signs": {"unit", 0, 2}, "External auditors": {"everything", until, 6}} {
			g, err := directory.Groups.One(t.Context(), h.DB, `name = $1`, name)
			if err != nil || g == nil {
				t.Fatalf("there is no group %s: %v", name, err)
			}
			grants, err := directory.Grants.Find(t.Context(), h.DB, `"group" = $1 ORDER BY role`, string(g.ID))
			if err != nil || len(grants) != want.roles {
				t.Fatalf("%s holds %d roles, %v", name, len(grants), err)
			}
			for _, grant := range grants {
				if grant.Scope != want.scope || grant.UntilAt != want.until {
					t.Errorf("%s holds %+v", name, grant)
				}
			}
		}
	})
	for _, g := range standard.Groups {
		if len(g.Roles) > 20 {
			t.Errorf("%s has more roles than one command draws ids for", g.ID)
		}
	}
}
