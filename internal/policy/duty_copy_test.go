package policy_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// named is a house whose rule keeps the roles clerk and checker apart. Anna is a
// checker, and copy, half and rest are roles under other names than the clerk's.
func named(t *testing.T, mode duty.Mode, f func(t *testing.T, h *house.House)) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		for id, r := range map[govern.ID]directory.Role{
			"clerk":   {Permissions: []string{"unit.insert", "unit.update", "unit.view"}},
			"checker": {Permissions: []string{"unit.approve", "unit.view"}},
			"half":    {Permissions: []string{"unit.insert"}},
			"rest":    {Permissions: []string{"unit.update"}},
			"plain":   {},
		} {
			r.Name = string(id)
			put(h, directory.Roles, id, &r)
		}
		put(h, directory.Roles, "heir", &directory.Role{Name: "heir", Includes: []string{"half", "rest"}})
		clone := on("clerk", &directory.CloneRole{RoleName: "copy"})
		h.Must(h.Submit(house.Founder, clone))
		h.User("anna")
		grant(h, "checks", &directory.Grant{User: "anna", Role: "checker", Scope: "everything"})
		rule(h, "apart", func(r *policy.DutyRule) {
			r.Name, r.Mode, r.Permissions, r.Roles = "Clerks or checkers", mode, nil, []string{"clerk", "checker"}
		})
		f(t, h)
	})
}

func TestARoleUnderAnotherNameIsKeptApartToo(t *testing.T) {
	named(t, duty.Refuse, func(t *testing.T, h *house.House) {
		var copied string
		if err := h.DB.QueryRow(t.Context(), []any{&copied}, `SELECT id FROM role WHERE name = 'copy'`); err != nil {
			t.Fatal(err)
		}
		give := func(role govern.ID) error {
			_, err := h.Submit(house.Second, govern.PutNew(directory.Grants, "g", &directory.Grant{User: "anna", Role: role, Scope: "everything"}))
			return err
		}
		kept(t, give("clerk"), "role clerk by grant g of role clerk")
		kept(t, give(govern.ID(copied)), "role clerk in all but name (unit.insert, unit.update) by grant g of role "+copied+" at everything")
		kept(t, give("heir"), "role clerk in all but name (unit.insert, unit.update) by grant g of role heir at everything")
		grant(h, "half", &directory.Grant{User: "anna", Role: "half", Scope: "everything"})
		kept(t, give("rest"), "part of role clerk (unit.insert) by grant half of role half at everything", "part of role clerk (unit.update) by grant g of role rest at everything")
		// What one holds grows into it.
		_, err := h.Submit(house.Second, govern.Put(directory.Roles, "half", 1, &directory.Role{Name: "half", Permissions: []string{"unit.insert", "unit.update"}}))
		kept(t, err, "role clerk in all but name (unit.insert, unit.update) by grant half of role half")
		// And what the rule names shrinks to it.
		_, err = h.Submit(house.Second, govern.Put(directory.Roles, "clerk", 1, &directory.Role{Name: "clerk", Permissions: []string{"unit.insert"}}))
		kept(t, err, "role clerk in all but name (unit.insert) by grant half of role half")
		if err := give("plain"); err != nil {
			t.Errorf("a plain list is refused: %v", err)
		}
	})
}

func TestWhoHoldsARoleUnderAnotherNameIsListed(t *testing.T) {
	named(t, duty.Report, func(t *testing.T, h *house.House) {
		grant(h, "half", &directory.Grant{User: "anna", Role: "half", Scope: "everything"})
		grant(h, "rest", &directory.Grant{User: "anna", Role: "rest", Scope: "everything"})
		b, err := h.Engine.Violations(t.Context(), house.Founder, "apart")
		// The founders may do everything, and so what both roles may.
		if err != nil || b.Total != 3 || b.Items[0].Person != "anna" || len(b.Items[0].Held) != 3 {
			t.Fatalf("listed: %+v, %v", b, err)
		}
		if got := b.Items[0].Held[0]; got.Role != "clerk" || got.Grant != "half" || strings.Join(got.Gives, " ") != "unit.insert" {
			t.Errorf("the first is held as %+v", got)
		}
	})
}

func TestARuleWhoseRoleBreaksItAloneIsRefused(t *testing.T) {
	named(t, duty.Refuse, func(t *testing.T, h *house.House) {
		r := policy.DutyRule{Name: "x", Kind: duty.Static, Mode: duty.Refuse, Roles: []string{"half", "heir"}}
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.DutyRules, "off", &r)))
		r.Enabled, r.Name, r.Mode = true, "z", duty.Report
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.DutyRules, "told", &r)))
		r.Name, r.Mode = "y", duty.Refuse
		_, err := h.Submit(house.Founder, govern.PutNew(policy.DutyRules, "on", &r))
		if f := fault.From(err); f == nil || f.Code != "role_breaks_alone" || f.Field != "roles" || !strings.Contains(f.Detail, "heir") || !strings.Contains(f.Detail, "half") {
			t.Errorf("the answer is %v", err)
		}
	})
}
