package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// apart is a house whose rule keeps managing members and managing units apart:
// anna manages units, and the group keepers manages members.
func apart(t *testing.T, f func(t *testing.T, h *house.House)) {
	house.Each(t, tables, policy.Verbs, func(t *testing.T, h *house.House) {
		put(h, directory.Units, "london", &directory.Unit{Name: "London"})
		put(h, directory.Roles, "members", &directory.Role{Name: "Members", Permissions: []string{"member.insert"}})
		put(h, directory.Roles, "units", &directory.Role{Name: "Units", Permissions: []string{"unit.update"}})
		put(h, directory.Roles, "chief", &directory.Role{Name: "Chief", Includes: []string{"members"}})
		put(h, directory.Groups, "keepers", &directory.Group{Name: "Keepers"})
		h.User("anna")
		put(h, directory.Users, "anna2", &directory.User{Email: "anna2@example.com", Name: "Anna", Kind: "person", Status: "invited", PersonnelID: "anna"})
		grant(h, "units", &directory.Grant{User: "anna", Role: "units", Scope: "everything"})
		put(h, directory.Grants, "keepers", &directory.Grant{Group: "keepers", Role: "chief", Scope: "unit", ScopeRecord: "london"})
		rule(h, "apart", nil)
		f(t, h)
	})
}

func grant(h *house.House, id govern.ID, g *directory.Grant) { put(h, directory.Grants, id, g) }

// rule makes the rule, changed by edit.
func rule(h *house.House, id govern.ID, edit func(*policy.DutyRule)) govern.Outcome {
	r := &policy.DutyRule{Name: "Members or units", Kind: duty.Static, Mode: duty.Refuse, Enabled: true, Permissions: []string{"member.insert", "unit.update"}}
	if edit != nil {
		edit(r)
	}
	return h.Must(h.Submit(house.Founder, govern.PutNew(policy.DutyRules, id, r)))
}

// kept demands the refusal by a duty rule, in words that hold the text.
func kept(t *testing.T, err error, words ...string) {
	t.Helper()
	if fault.Code(err) != "duty_rule" {
		t.Errorf("the answer is %v, want a refusal by the duty rule", err)
		return
	}
	for _, w := range words {
		if !strings.Contains(fault.From(err).Detail, w) {
			t.Errorf("the refusal does not say %q: %s", w, fault.From(err).Detail)
		}
	}
}

func TestWhatADutyRuleKeepsApartIsRefusedOnEveryPath(t *testing.T) {
	apart(t, func(t *testing.T, h *house.House) {
		ask := func(cmd govern.Command) error {
			_, err := h.Submit(house.Second, cmd)
			return err
		}
		kept(t, ask(govern.PutNew(directory.Grants, "g", &directory.Grant{User: "anna", Role: "members", Scope: "everything"})),
			`"Members or units"`, "unit.update by grant units of role units at everything", "member.insert by grant g of role members at everything")
		kept(t, ask(govern.PutNew(directory.Grants, "g", &directory.Grant{User: "anna2", Role: "chief", Scope: "unit", ScopeRecord: "london"})), "anna, anna2", "role chief including members")
		kept(t, ask(govern.PutNew(directory.Members, "m", &directory.Member{User: "anna", Group: "keepers"})), "grant keepers to group keepers")
		kept(t, ask(govern.PutNew(directory.Members, "m", &directory.Member{User: "anna", Group: "keepers", FromAt: govern.At(h.Engine.Now()) + 1e12})), "grant keepers to group keepers")
		kept(t, ask(govern.Put(directory.Roles, "units", 1, &directory.Role{Name: "Units", Permissions: []string{"unit.update"}, Includes: []string{"chief"}})), "role units including chief including members")
		// A second person becomes the first.
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Users, "ben", &directory.User{Email: "ben@example.com", Name: "Ben", Kind: "person", Status: "active"})))
		grant(h, "ben", &directory.Grant{User: "ben", Role: "members", Scope: "everything"})
		kept(t, ask(govern.Put(directory.Users, "ben", 1, &directory.User{Email: "ben@example.com", Name: "Ben", Kind: "person", Status: "active", PersonnelID: "anna"})), "anna, ben")
		// A service counts as its keeper.
		put(h, directory.Users, "feed", &directory.User{Email: "feed@example.com", Name: "Feed", Kind: "service", Status: "active", Keeper: "anna"})
		kept(t, ask(govern.PutNew(directory.Grants, "g", &directory.Grant{User: "feed", Role: "members", Scope: "everything"})), "anna, feed")
		// The role of a group everybody is in.
		put(h, directory.Groups, "all", &directory.Group{Name: "All"})
		put(h, directory.Members, "m", &directory.Member{User: "anna", Group: "all"})
		kept(t, ask(govern.PutNew(directory.Grants, "g", &directory.Grant{Group: "all", Role: "members", Scope: "everything"})), "group all")
		// What has ended does not count.
		h.Must(h.Submit(house.Second, govern.Put(directory.Grants, "units", 1, &directory.Grant{User: "anna", Role: "units", Scope: "everything", UntilAt: govern.At(h.Engine.Now()) + 3600e6})))
		h.Clock.Advance(2 * time.Hour)
		h.Must(h.Submit(house.Second, govern.PutNew(directory.Grants, "g", &directory.Grant{User: "anna", Role: "members", Scope: "everything"})))
		refusals, err := audit.Search(t.Context(), h.DB, h.Ring, audit.Query{Code: "duty_rule"})
		if err != nil || len(refusals) != 8 {
			t.Errorf("the log has %d refusals, %v", len(refusals), err)
		}
	})
}

func TestADutyRuleBindsAHeldChangeWhenItIsExecuted(t *testing.T) {
	apart(t, func(t *testing.T, h *house.House) {
		for _, user := range []string{"clerk", "head"} {
			h.User(user, "grant.insert", "grant.approve")
		}
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "grant", Operations: []string{"insert"}, Condition: `actor.id == "clerk"`, Factors: []approval.Factor{{Permission: "grant.approve", People: 1}}, Enabled: true})
		h.User("ben")
		held := h.MustHold(h.Submit("clerk", govern.PutNew(directory.Grants, "g1", &directory.Grant{User: "ben", Role: "members", Scope: "everything"})))
		grant(h, "g2", &directory.Grant{User: "ben", Role: "units", Scope: "everything"})
		out, err := h.Engine.Approve(t.Context(), govern.Actor{User: "head", Method: "test"}, govern.Note{}, held.Change, held.Digest)
		if err != nil || out.State != govern.Failed || !strings.Contains(out.Detail, "duty rule") {
			t.Errorf("the change that ben's other grant overtook is %+v, %v", out, err)
		}
	})
}

func TestTwoGrantsOfOneGroupOfCommandsDoNotSlipThrough(t *testing.T) {
	apart(t, func(t *testing.T, h *house.House) {
		for i := range 20 {
			user := h.User("u" + string(rune('a'+i)))
			answers := make(chan error, 2)
			for _, role := range []string{"members", "units"} {
				go func() {
					_, err := h.Submit(house.Founder, govern.PutNew(directory.Grants, govern.ID(user+role), &directory.Grant{User: govern.ID(user), Role: govern.ID(role), Scope: "everything"}))
					answers <- err
				}()
			}
			one, two := <-answers, <-answers
			if (one == nil) == (two == nil) {
				t.Fatalf("round %d: %v and %v; want one of them refused", i, one, two)
			}
		}
	})
}

func TestADisabledRuleAndOneThatReportsRefuseNothing(t *testing.T) {
	apart(t, func(t *testing.T, h *house.House) {
		for i, edit := range []func(*policy.DutyRule){func(r *policy.DutyRule) { r.Enabled = false }, func(r *policy.DutyRule) { r.Mode = duty.Report }} {
			row, err := policy.DutyRules.Get(t.Context(), h.DB, "apart")
			if err != nil {
				t.Fatal(err)
			}
			next := *row
			next.Enabled, next.Mode = true, duty.Refuse
			edit(&next)
			loosen(t, h, govern.Put(policy.DutyRules, "apart", row.Version, &next))
			id := govern.ID("g" + string(rune('0'+i)))
			grant(h, id, &directory.Grant{User: "anna", Role: "members", Scope: "everything"})
			h.Must(h.Submit(house.Founder, govern.Remove(directory.Grants, id, 1)))
			h.Must(h.Submit(house.Founder, changedRule(t, h, "apart", func(r *policy.DutyRule) { r.Enabled, r.Mode = true, duty.Refuse })))
		}
	})
}

func TestAWrongDutyRuleIsRefusedWithItsField(t *testing.T) {
	apart(t, func(t *testing.T, h *house.House) {
		put(h, directory.Units, "south", &directory.Unit{Name: "South", Parent: "london"})
		for name, c := range map[string]struct {
			edit        func(*policy.DutyRule)
			code, field string
		}{
			"one item":           {func(r *policy.DutyRule) { r.Permissions = r.Permissions[:1] }, "bad_duty_rule", "permissions"},
			"too many":           {func(r *policy.DutyRule) { r.TooMany = 3 }, "bad_duty_rule", "too_many"},
			"unknown permission": {func(r *policy.DutyRule) { r.Permissions = []string{"unit.update", "unit.sell"} }, "unknown_permission", "permissions"},
			"unknown role":       {func(r *policy.DutyRule) { r.Roles = []string{"nobody"} }, "unknown_reference", "roles"},
			"no duties":          {func(r *policy.DutyRule) { r.Kind, r.Permissions = duty.Dynamic, nil }, "bad_duty_rule", "duties"},
			"one side":           {func(r *policy.DutyRule) { r.Kind, r.Permissions, r.LeftUnit = duty.Wall, nil, "london" }, "bad_duty_rule", "right_unit"},
			"nested sides": {func(r *policy.DutyRule) {
				r.Kind, r.Permissions, r.LeftUnit, r.RightUnit = duty.Wall, nil, "south", "london"
			}, "nested_sides", "right_unit"},
		} {
			r := &policy.DutyRule{Name: "x", Kind: duty.Static, Mode: duty.Refuse, Enabled: true, Permissions: []string{"member.insert", "unit.update"}}
			c.edit(r)
			_, err := h.Submit(house.Founder, govern.PutNew(policy.DutyRules, "x", r))
			if fault.Code(err) != c.code || fault.From(err).Field != c.field {
				t.Errorf("%s: %v at %q, want %s at %s", name, err, fault.From(err).Field, c.code, c.field)
			}
		}
	})
}

func TestAnotherNodeKnowsTheRule(t *testing.T) {
	apart(t, func(t *testing.T, h *house.House) {
		other := h.Start(h.DB, tables, policy.Verbs)
		rule(h, "other", func(r *policy.DutyRule) { r.Name, r.Permissions = "Other", []string{"member.delete", "unit.delete"} })
		put(h, directory.Roles, "both", &directory.Role{Name: "Both", Permissions: []string{"member.delete", "unit.delete"}})
		h.User("ben")
		_, err := other.Submit(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{}, govern.PutNew(directory.Grants, "g", &directory.Grant{User: "ben", Role: "both", Scope: "everything"}))
		kept(t, err, `"Other"`)
		if h.Engine.Check("ben", "unit.delete", access.Target{}) == nil {
			t.Error("the refused grant gives")
		}
		h.Clock.Advance(time.Hour)
	})
}
