package policy_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// excepting is apart with a rule that takes exceptions.
func excepting(t *testing.T, f func(t *testing.T, h *house.House)) {
	apart(t, func(t *testing.T, h *house.House) {
		loosen(t, h, govern.Put(policy.DutyRules, "apart", 1, &policy.DutyRule{
			Name: "Members or units", Kind: duty.Static, Mode: duty.Except, Enabled: true, Permissions: []string{"member.insert", "unit.update"},
		}))
		f(t, h)
	})
}

func exception(h *house.House, user govern.ID, last time.Duration) *policy.DutyException {
	return &policy.DutyException{Rule: "apart", User: user, Reason: "month end", UntilAt: govern.At(h.Engine.Now()) + govern.Time(last.Microseconds())}
}

// agree approves what is held.
func agree(t *testing.T, h *house.House, user string, held govern.Outcome) (govern.Outcome, error) {
	t.Helper()
	return h.Engine.Approve(t.Context(), govern.Actor{User: user, Method: "test"}, govern.Note{}, held.Change, held.Digest)
}

// loosen makes a rule looser, to which the second founder agrees, and answers with
// what the first was told.
func loosen(t *testing.T, h *house.House, cmd govern.Command) govern.Outcome {
	t.Helper()
	held := h.MustHold(h.Submit(house.Founder, cmd))
	h.Must(agree(t, h, house.Second, held))
	return held
}

func TestAnExceptionAlwaysWaitsForSomebodyElseAndEndsByItself(t *testing.T) {
	excepting(t, func(t *testing.T, h *house.House) {
		const month = 30 * 24 * time.Hour
		held := h.MustHold(h.Submit(house.Founder, govern.PutNew(policy.DutyExceptions, "x", exception(h, "anna", month))))
		until := exception(h, "anna", 0).UntilAt + govern.Time((month / 2).Microseconds())
		g := &directory.Grant{User: "anna", Role: "members", Scope: "everything", UntilAt: until}
		_, err := h.Submit(house.Founder, govern.PutNew(directory.Grants, "g", g))
		kept(t, err, "Ask for an exception")
		if _, err := agree(t, h, house.Founder, held); fault.Code(err) != "own_change" {
			t.Errorf("the maker agreed to it: %v", err)
		}
		h.Must(agree(t, h, house.Second, held))
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Grants, "g", g)))
		g.UntilAt = 0
		_, err = h.Submit(house.Founder, govern.Put(directory.Grants, "g", 1, g))
		kept(t, err, "Ask for an exception") // it would outlast the exception
		b, err := h.Engine.Violations(t.Context(), house.Founder, "apart")
		if err != nil || b.Total < 1 || b.Items[0].Person != "anna" || b.Items[0].Exception != "x" {
			t.Errorf("listed as %+v, %v", b, err)
		}
		h.Clock.Advance(2 * month)
		g.UntilAt = govern.At(h.Engine.Now()) + 1e9
		_, err = h.Submit(house.Founder, govern.PutNew(directory.Grants, "g2", g))
		kept(t, err, "Ask for an exception") // it has ended
	})
}

func TestNobodyMakesOrAgreesToTheirOwnException(t *testing.T) {
	excepting(t, func(t *testing.T, h *house.House) {
		if _, err := h.Submit(house.Founder, govern.PutNew(policy.DutyExceptions, "x", exception(h, house.Founder, time.Hour))); fault.Code(err) != "own_access" {
			t.Errorf("the founder's own exception: %v", err)
		}
		held := h.MustHold(h.Submit(house.Founder, govern.PutNew(policy.DutyExceptions, "x", exception(h, house.Second, time.Hour))))
		if _, err := agree(t, h, house.Second, held); fault.Code(err) != "own_access" {
			t.Errorf("agreed to their own exception: %v", err)
		}
		h.User("head", "duty_exception.approve")
		h.Must(agree(t, h, "head", held))
		longer := exception(h, house.Second, 3*time.Hour)
		if _, err := h.Submit(house.Second, govern.Put(policy.DutyExceptions, "x", 1, longer)); fault.Code(err) != "own_access" {
			t.Errorf("prolonged their own exception: %v", err)
		}
		h.Must(h.Submit(house.Second, govern.Remove(policy.DutyExceptions, "x", 1))) // to end it is no gain
	})
}

func TestAWrongExceptionIsRefused(t *testing.T) {
	excepting(t, func(t *testing.T, h *house.House) {
		rule(h, "strict", func(r *policy.DutyRule) { r.Name = "Strict" })
		for code, edit := range map[string]func(*policy.DutyException){
			"no_exceptions":     func(x *policy.DutyException) { x.Rule = "strict" },
			"unknown_reference": func(x *policy.DutyException) { x.User = "nobody" },
			"ended_already":     func(x *policy.DutyException) { x.UntilAt = 1 },
			"too_short":         func(x *policy.DutyException) { x.Reason = "" },
			"other_unit":        func(x *policy.DutyException) { x.Unit = "london" },
		} {
			x := exception(h, "anna", time.Hour)
			edit(x)
			if _, err := h.Submit(house.Founder, govern.PutNew(policy.DutyExceptions, "x", x)); fault.Code(err) != code {
				t.Errorf("the answer is %v, want %s", err, code)
			}
		}
	})
}

func TestWhoBreaksARuleIsToldWhenItIsMade(t *testing.T) {
	apart(t, func(t *testing.T, h *house.House) {
		row := &policy.DutyRule{Name: "Again", Kind: duty.Static, Mode: duty.Report, Enabled: true, Permissions: []string{"unit.insert", "unit.update"}}
		planned, _, err := h.Engine.DryRun(t.Context(), govern.Actor{User: house.Founder}, govern.Note{}, govern.PutNew(policy.DutyRules, "again", row))
		if err != nil || planned.Breaking == nil || planned.Breaking.Total != 2 || planned.Breaking.Items[0].Person != house.Founder {
			t.Errorf("the dry run tells %+v, %v", planned.Breaking, err)
		}
		h.User("clerk", "duty_rule.insert", "duty_rule.view")
		out := h.Must(h.Submit("clerk", govern.PutNew(policy.DutyRules, "again", row)))
		if out.Breaking == nil || out.Breaking.Total != 2 || len(out.Breaking.Items) != 0 {
			t.Errorf("who may see nobody is told %+v", out.Breaking)
		}
		found, err := audit.Search(t.Context(), h.DB, h.Ring, audit.Query{Action: "duty_rule.insert", Actor: "clerk"})
		if err != nil || len(found) != 1 || len(found[0].Event.Facts) != 3 || found[0].Event.Facts[0] != (audit.Fact{Name: "breaking", Value: "2"}) {
			t.Errorf("the log has %+v, %v", found, err)
		}
		b, err := h.Engine.Violations(t.Context(), house.Founder, "")
		if err != nil || b.Total != 4 { // both founders break both rules
			t.Errorf("all rules are broken by %+v, %v", b, err)
		}
		if b, err = h.Engine.Violations(t.Context(), "clerk", "again"); err != nil || b.Total != 2 || len(b.Items) != 0 {
			t.Errorf("the clerk sees %+v, %v", b, err)
		}
		if _, err = h.Engine.Violations(t.Context(), "clerk", "none"); fault.Code(err) != "not_found" {
			t.Errorf("a rule that is not there: %v", err)
		}
	})
}
