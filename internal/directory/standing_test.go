package directory_test

import (
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestAStandardRoleIsWhatTheProgramSays(t *testing.T) {
	house.Each(t, tables, []govern.Verb{{Name: "role.renew"}, {Name: "role.clone"}}, func(t *testing.T, h *house.House) {
		// Of the standard roles, those whose permissions this small house has.
		var viewer *directory.Role
		for _, r := range directory.StandardRoles() {
			if r.ID == "dashboard-administrator" {
				viewer = r
			}
		}
		put(h, directory.Roles, viewer.ID, viewer)
		wider := *viewer
		wider.Permissions = []string{"unit.view"}
		for _, cmd := range []govern.Command{
			govern.Put(directory.Roles, viewer.ID, 1, &wider),
			govern.Put(directory.Roles, viewer.ID, 1, &directory.Role{Name: "Mine", Permissions: []string{"unit.view"}}),
			govern.Remove(directory.Roles, viewer.ID, 1),
			govern.PutNew(directory.Roles, "signatory", &directory.Role{Name: "Signatory", Permissions: []string{"unit.view"}, Standard: 1}),
			govern.PutNew(directory.Roles, "mine", &directory.Role{Name: "Mine", Permissions: []string{"unit.view"}, Standard: 1}),
		} {
			refused(t, h, "standard_role", house.Founder, cmd)
		}
		put(h, directory.Roles, "mine", &directory.Role{Name: "Mine", Permissions: []string{"unit.view"}})
		clone := &directory.CloneRole{RoleName: "Copy"}
		clone.On("mine")
		out := h.Must(h.Submit(house.Founder, clone))
		got, err := directory.Roles.Get(t.Context(), h.DB, out.Records[0].ID)
		if err != nil || got.Name != "Copy" || got.Standard != 0 || len(got.Permissions) != 1 {
			t.Errorf("the copy is %+v, %v", got, err)
		}
		empty := &directory.CloneRole{RoleName: "Nothing"}
		empty.On(viewer.ID)
		if _, err := h.Submit(house.Founder, empty); fault.Code(err) != "empty_role" {
			t.Errorf("a role that holds nothing was copied: %v", err)
		}
	})
}
