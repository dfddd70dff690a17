package ascode_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

const bothPolicies = `
sign_in_policy:
  - {idle_minutes: 10, whole_minutes: 600, proof_seconds: 300, factor_required: true, notice: Halvorn staff only}
access_policy:
  - roles_through_groups_only: false
    min_administrators: 2
    allowed_email_domains: [example.com]
    ticket_rules: [{action: user.insert}]
    ticket_pattern: "[A-Z]+-[0-9]+"
`

func TestThePoliciesOfOneRowAreWrittenToFilesAndTakenFromThem(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		for _, f := range export(t, h) {
			if strings.Contains(f.Name, "_policy") {
				t.Errorf("before anybody wrote one there is %s", f.Name)
			}
		}
		got := changed(t, h, must(t, h, bothPolicies))
		want := []string{
			"insert access_policy =access; min_administrators →2; allowed_email_domains → +example.com; ticket_rules → +{\"action\":\"user.insert\"}; ticket_pattern →[A-Z]+-[0-9]+",
			"insert sign_in_policy =sign_in; idle_minutes →10; whole_minutes →600; proof_seconds →300; factor_required →true; notice →Halvorn staff only",
		}
		if len(got) == 2 && strings.HasPrefix(got[0], "insert sign_in") {
			got[0], got[1] = got[1], got[0]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		p, err := policy.ReadSignIn(t.Context(), h.DB)
		if err != nil || p.IdleMinutes != 10 || p.Notice != "Halvorn staff only" {
			t.Errorf("in force is %+v, %v", p, err)
		}
		for _, list := range [][]ascode.File{export(t, h), files(bothPolicies)} {
			cmd, err := book.Apply(list, false)
			if err != nil {
				t.Fatal(err)
			}
			_, err = h.Engine.Submit(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{Ticket: "OPS-1"}, cmd)
			if err != nil {
				t.Fatal(err)
			}
			if got := changed(t, h, cmd); len(got) != 0 {
				t.Errorf("once more they change %v", got)
			}
		}
		_, _, err = apply(t, h, house.Founder, files("sign_in_policy: []\n"), true)
		refusedWith(t, "deleting a policy", "policy_stays", err)
		_, _, err = apply(t, h, house.Founder, files(bothPolicies+"  - {roles_through_groups_only: true, min_administrators: 2}\n"), false)
		refusedWith(t, "two rows of one", "repeated_record", err)
	})
}

// TestFilesSetAPolicyOnlyForWhoMaySetIt, under the rules of the commands that set it:
// each part has its own.
func TestFilesSetAPolicyOnlyForWhoMaySetIt(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("dora", ascode.Applying, "sign_in_policy.view")
		h.User("carl", ascode.Applying, "sign_in_policy.view", "access_policy.view", "sign_in_policy.set", "access_policy.set")
		_, _, err := apply(t, h, "carl", files(bothPolicies), false)
		refusedWith(t, "without access_policy.set_domains", "denied", err)
		h.Grant("carl", "access_policy.set_domains")
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "watch", &policy.Rule{
			Name: "watch", Subject: "access_policy.set_domains", Operations: []string{approval.Command}, Enabled: true,
			Factors: []approval.Factor{{Permission: "access_policy.set_domains.approve", People: 1}},
		})))
		out, _, err := apply(t, h, "carl", files(bothPolicies), false)
		held := h.MustHold(out, err)
		h.Must(agree(t, h, house.Founder, held, nil))
		p, err := policy.ReadAccess(t.Context(), h.DB)
		if err != nil || p.MinAdministrators != 2 || len(p.AllowedEmailDomains) != 1 {
			t.Errorf("in force is %+v, %v", p, err)
		}
		quiet := "sign_in_policy:\n  - {idle_minutes: 5, whole_minutes: 600, proof_seconds: 300, factor_required: true}\n"
		_, _, err = apply(t, h, "dora", files(quiet), false)
		refusedWith(t, "without sign_in_policy.set", "denied", err)
	})
}
