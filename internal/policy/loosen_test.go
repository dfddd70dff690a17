package policy_test

import (
	"testing"

	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// keeper is a rule with every kind of it in force, and dora, who may change rules, is
// bound by them and stands alone: there are no four-eyes rules.
func keeper(t *testing.T, f func(t *testing.T, h *house.House)) {
	apart(t, func(t *testing.T, h *house.House) {
		put(h, directory.Units, "paris", &directory.Unit{Name: "Paris"})
		h.User("dora", "unit.update", "duty_rule.insert", "duty_rule.update", "duty_rule.delete", "duty_rule.approve")
		put(h, policy.DutyRules, "acts", &policy.DutyRule{Name: "Making and moving", Kind: duty.Dynamic, Mode: duty.Refuse, Enabled: true, Duties: []duty.Acts{{Actions: []string{"unit.insert"}}, {Actions: []string{"unit.update"}}}})
		put(h, policy.DutyRules, "wall", &policy.DutyRule{Name: "London and Paris", Kind: duty.Wall, Mode: duty.Refuse, Enabled: true, LeftUnit: "london", RightUnit: "paris"})
		f(t, h)
	})
}

// changedRule is the change of a rule as it stands.
func changedRule(t *testing.T, h *house.House, id govern.ID, edit func(*policy.DutyRule)) govern.Command {
	t.Helper()
	row, err := policy.DutyRules.Get(t.Context(), h.DB, id)
	if err != nil {
		t.Fatal(err)
	}
	next := *row
	edit(&next)
	return govern.Put(policy.DutyRules, id, row.Version, &next)
}

func TestNobodyLoosensADutyRuleAlone(t *testing.T) {
	keeper(t, func(t *testing.T, h *house.House) {
		off := func(r *policy.DutyRule) { r.Enabled = false }
		for name, cmd := range map[string]govern.Command{
			"switched off":      changedRule(t, h, "apart", off),
			"with exceptions":   changedRule(t, h, "apart", func(r *policy.DutyRule) { r.Mode = duty.Except }),
			"reporting":         changedRule(t, h, "apart", func(r *policy.DutyRule) { r.Mode = duty.Report }),
			"of one unit":       changedRule(t, h, "apart", func(r *policy.DutyRule) { r.Unit = "paris" }),
			"where they meet":   changedRule(t, h, "apart", func(r *policy.DutyRule) { r.Scope = duty.Scope }),
			"other permissions": changedRule(t, h, "apart", func(r *policy.DutyRule) { r.Permissions = []string{"member.insert", "unit.delete"} }),
			"deleted":           govern.Remove(policy.DutyRules, "apart", 1),
			"other acts":        changedRule(t, h, "acts", func(r *policy.DutyRule) { r.Duties[1].Actions = []string{"unit.delete"} }),
			"acts deleted":      govern.Remove(policy.DutyRules, "acts", 1),
			"wall down":         changedRule(t, h, "wall", off),
			"wall deleted":      govern.Remove(policy.DutyRules, "wall", 1),
		} {
			held := h.MustHold(h.Submit("dora", cmd))
			if _, err := agree(t, h, "dora", held); fault.Code(err) != "own_change" {
				t.Errorf("%s: dora agreed to it herself: %v", name, err)
			}
			if _, err := h.Engine.Withdraw(t.Context(), govern.Actor{User: "dora", Method: "test"}, govern.Note{Reason: "tried"}, held.Change); err != nil {
				t.Fatal(err)
			}
		}
		kept(t, func() error {
			_, err := h.Submit(house.Second, govern.PutNew(directory.Grants, "g", &directory.Grant{User: "dora", Role: "members", Scope: "everything"}))
			return err
		}())

		held := h.MustHold(h.Submit("dora", changedRule(t, h, "apart", off)))
		h.Must(agree(t, h, house.Second, held))
		// What keeps nobody from anything is loosened by nothing, and to make a rule
		// stricter needs nobody.
		h.Must(h.Submit("dora", changedRule(t, h, "apart", func(r *policy.DutyRule) { r.TooMany, r.Mode = 2, duty.Report })))
		h.Must(h.Submit("dora", changedRule(t, h, "apart", func(r *policy.DutyRule) { r.Enabled = true })))
		h.Must(h.Submit("dora", changedRule(t, h, "apart", func(r *policy.DutyRule) { r.Mode = duty.Refuse })))
		h.Must(h.Submit("dora", changedRule(t, h, "apart", func(r *policy.DutyRule) { r.Permissions = append(r.Permissions, "unit.delete") })))
		h.Must(h.Submit("dora", changedRule(t, h, "wall", func(r *policy.DutyRule) {
			r.Name, r.LeftUnit, r.RightUnit = "Paris and London", r.RightUnit, r.LeftUnit
		})))
		h.Must(h.Submit("dora", changedRule(t, h, "acts", func(r *policy.DutyRule) { r.Reason = "said by the auditor" })))
	})
}

func TestALooserRuleWaitsForWhoMayAgreeToRules(t *testing.T) {
	keeper(t, func(t *testing.T, h *house.House) {
		held := h.MustHold(h.Submit("dora", govern.Remove(policy.DutyRules, "apart", 1)))
		if len(held.Missing) != 1 || held.Missing[0] != "1 more with duty_rule.approve (duty rule)" {
			t.Errorf("it lacks %q", held.Missing)
		}
		h.User("erik", "duty_rule.update", "duty_rule.delete")
		if _, err := agree(t, h, "erik", held); !fault.Is(err, fault.Denied) {
			t.Errorf("erik, who may not agree, did: %v", err)
		}
		if out := h.Must(agree(t, h, house.Second, held)); out.State != govern.Applied {
			t.Errorf("agreed to, it is %s", out.State)
		}
	})
}
