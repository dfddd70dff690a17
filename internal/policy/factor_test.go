package policy_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
)

func asking(permissions ...string) *policy.Rule {
	r := &policy.Rule{Name: "units", Subject: "unit", Operations: []string{"insert"}, Enabled: true}
	for _, p := range permissions {
		r.Factors = append(r.Factors, approval.Factor{Permission: p, People: 1})
	}
	return r
}

func TestARuleAsksForAnApprovalAndForNoOtherPermission(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		for _, off := range []bool{false, true} {
			r := asking("unit.approve", "unit.update")
			r.Enabled = !off
			_, err := h.Submit(house.Founder, govern.PutNew(policy.Rules, "r", r))
			if f := fault.From(err); f.Code != "no_approval" || f.Field != "factors[1].permission" {
				t.Errorf("got %v", err)
			}
		}
		put(h, policy.Rules, "r", asking("unit.approve"))
		refused(t, h, "no_approval", house.Founder, govern.Put(policy.Rules, "r", 1, asking("unit.view")))
	})
}

// TestARuleOfFormerTimesGoesOnBeingJudged: it is named, and can be put right or
// switched off, but not saved anew as it is.
func TestARuleOfFormerTimesGoesOnBeingJudged(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		put(h, policy.Rules, "r", asking("unit.approve"))
		err := h.DB.Write(t.Context(), func(tx store.Tx) error {
			return tx.Exec(t.Context(), `UPDATE four_eyes_rule SET factors = $1 WHERE id = 'r'`, `[{"permission":"unit.update","people":1}]`)
		})
		if err != nil {
			t.Fatal(err)
		}
		e := h.Start(h.DB, slices.Concat(directory.Tables, policy.Tables), slices.Concat(directory.Verbs, policy.Verbs))
		submit := func(cmd govern.Command) (govern.Outcome, error) {
			return e.Submit(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{}, cmd)
		}
		h.MustHold(submit(govern.PutNew(directory.Units, "rome", &directory.Unit{Name: "Rome"})))
		found, _, err := e.Impossible(t.Context(), house.Founder, true, nil)
		if err != nil || len(found) != 1 || found[0].Kind != "factor" || found[0].ID != "r" || found[0].Eligible != "unit.update" {
			t.Errorf("named are %+v, %v", found, err)
		}
		old := asking("unit.update")
		if _, err := submit(govern.Put(policy.Rules, "r", 1, old)); fault.Code(err) != "no_approval" {
			t.Errorf("saved anew as it is: %v", err)
		}
		old.Enabled = false // falls under the rule itself, whom another agrees to
		held := h.MustHold(submit(govern.Put(policy.Rules, "r", 1, old)))
		out, err := e.Approve(t.Context(), govern.Actor{User: house.Second, Method: "test"}, govern.Note{}, held.Change, held.Digest)
		if err != nil || out.State != govern.Applied {
			t.Errorf("switching it off came to %+v, %v", out, err)
		}
	})
}
