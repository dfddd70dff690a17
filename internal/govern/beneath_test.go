package govern_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// TestWhoDidTooMuchToBeLookedThroughLeavesItToSomebodyElse has a rule keep apart
// who says who is in a group and who changes it: memberships lie beneath a group.
func TestWhoDidTooMuchToBeLookedThroughLeavesItToSomebodyElse(t *testing.T) {
	govern.LookBeneath(t, 5)
	house.Each(t, slices.Concat(directory.Tables, policy.Tables), slices.Concat(directory.Verbs, policy.Verbs), func(t *testing.T, h *house.House) {
		for _, g := range []govern.ID{"busy", "quiet"} {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Groups, g, &directory.Group{Name: string(g)})))
		}
		for _, u := range []string{"anna", "ben"} {
			h.User(u, "member.insert", "group.update")
		}
		rule := &policy.DutyRule{Name: "apart", Kind: duty.Dynamic, Mode: duty.Refuse, Enabled: true, Duties: []duty.Acts{{Actions: []string{"member.insert"}}, {Actions: []string{"group.update"}}}}
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.DutyRules, "apart", rule)))
		joins := func(n int) {
			for range n {
				user := h.User(fmt.Sprintf("u%d", h.Count(`SELECT count(*) FROM "user"`)))
				h.Must(h.Submit("anna", govern.PutNew(directory.Members, govern.ID("m-"+user), &directory.Member{User: govern.ID(user), Group: "busy"})))
			}
		}
		rename := func(user string, version int64) error {
			_, err := h.Submit(user, govern.Put(directory.Groups, "quiet", version, &directory.Group{Name: fmt.Sprint("quiet ", version)}))
			return err
		}
		joins(5)
		if err := rename("anna", 1); err != nil {
			t.Errorf("with as much as is looked through: %v", err)
		}
		joins(1)
		if err := rename("anna", 2); fault.Code(err) != "duty_rule" || !strings.Contains(fault.From(err).Detail, "let somebody else do it") {
			t.Errorf("with more than that: %v", err)
		}
		if err := rename("ben", 2); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		only := *rule
		only.Mode = duty.Report
		held := h.MustHold(h.Submit(house.Founder, govern.Put(policy.DutyRules, "apart", 1, &only)))
		h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: house.Second, Method: "test"}, govern.Note{}, held.Change, held.Digest))
		if err := rename("anna", 3); err != nil {
			t.Errorf("where the rule only reports: %v", err)
		}
	})
}
