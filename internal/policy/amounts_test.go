package policy_test

import (
	"testing"

	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// suspending is a house in which anna and ben may do all to users, but for the rule.
func suspending(t *testing.T, r *policy.DutyRule, f func(t *testing.T, h *house.House)) {
	hands(t, r, func(t *testing.T, h *house.House) {
		for _, u := range []string{"anna", "anna2", "ben"} {
			h.Grant(u, "user.insert", "user.update", "user.suspend", "user.reactivate")
		}
		f(t, h)
	})
}

func suspended(t *testing.T, h *house.House, id govern.ID) govern.Command {
	return user(t, h, id, func(u *directory.User) { u.Status = "suspended" })
}

func TestAPlainUpdateThatSuspendsIsSeenByADutyRuleOnSuspending(t *testing.T) {
	suspending(t, different(duty.Refuse, []string{"user.insert"}, []string{"user.suspend"}), func(t *testing.T, h *house.House) {
		h.Must(h.Submit("anna", govern.PutNew(directory.Users, "cleo", person("cleo"))))
		h.Must(h.Submit("anna", user(t, h, "cleo", func(u *directory.User) { u.JobTitle = "x" })))
		kept(t, ask(h, "anna2", suspended(t, h, "cleo")), "anna did user.insert here before", "somebody else does user.suspend")
		h.Must(h.Submit("ben", suspended(t, h, "cleo")))
	})
}

func TestAPlainUpdateThatSuspendedIsFoundInTheLogAsThat(t *testing.T) {
	rule := different(duty.Refuse, []string{"user.reactivate"}, []string{"user.suspend"})
	suspending(t, rule, func(t *testing.T, h *house.House) {
		h.Must(h.Submit("anna", govern.PutNew(directory.Users, "cleo", person("cleo"))))
		h.Must(h.Submit("anna", user(t, h, "cleo", func(u *directory.User) { u.JobTitle = "x" })))
		h.Must(h.Submit("anna", suspended(t, h, "cleo")))
		back := func() govern.Command { return user(t, h, "cleo", func(u *directory.User) { u.Status = "active" }) }
		kept(t, ask(h, "anna", back()), "anna did user.suspend here before", "somebody else does user.reactivate")
		kept(t, ask(h, "anna", on("cleo", &directory.Reactivate{})), "anna did user.suspend here before")
		h.Must(h.Submit("ben", back()))
		// A rule that is made later is told what one person did alone before.
		loosen(t, h, govern.Remove(policy.DutyRules, "d", 1))
		h.Must(h.Submit("ben", suspended(t, h, "cleo")))
		put(h, policy.DutyRules, "e", rule)
		found, err := h.Engine.Breaches(t.Context(), house.Founder, "e", 0)
		if err != nil || len(found.Items) != 1 || found.Items[0].User != "ben" || found.Items[0].Action != "user.suspend" {
			t.Errorf("what was done alone is %+v, %v", found, err)
		}
	})
}
