package server_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit/house"
)

// Two people of each standard role are all who agree to anything: the founders'
// role is left without a permission to approve, so a rule that no standard role
// meets is refused as one that could never be met.
func TestStandardRolesAloneMeetEveryPreset(t *testing.T) {
	verbs := slices.DeleteFunc(slices.Clone(server.Verbs), func(v govern.Verb) bool { return v.Name == directory.FoundVerb.Name }) // the house declares it
	house.Each(t, server.Tables, verbs, func(t *testing.T, h *house.House) {
		for _, r := range standard.Roles {
			if len(r.Permissions) == 0 {
				continue
			}
			role := govern.ID("own-" + r.ID)
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Roles, role, &directory.Role{Name: string(role), Permissions: slices.Clone(r.Permissions)})))
			for _, n := range []govern.ID{"-1", "-2"} {
				h.User(r.ID + string(n))
				h.Must(h.Submit(house.Founder, govern.PutNew(directory.Grants, role+n, &directory.Grant{User: govern.ID(r.ID) + n, Role: role, Scope: "everything"})))
			}
		}
		all, err := directory.Roles.Get(t.Context(), h.DB, "everything")
		if err != nil {
			t.Fatal(err)
		}
		next := *all
		next.Permissions = slices.DeleteFunc(slices.Clone(all.Permissions), func(p string) bool { return strings.HasSuffix(p, ".approve") })
		h.Must(h.Submit(house.Founder, govern.Put(directory.Roles, "everything", all.Version, &next)))
		for _, family := range []govern.ID{"permissions", "bank_instructions", "third_party_payments", "payment_release", "everything"} {
			preset := &policy.Preset{}
			preset.On(family)
			_, _, err := h.Engine.DryRun(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{}, preset)
			if err != nil {
				t.Errorf("the preset %s: %v", family, err)
			}
		}
	})
}
