package payments_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/signing"
)

// enteredSigns lets the clerk, who has a job and 5 points, sign what the clerk
// entered: but for duty rules nothing is in the way.
func (w *town) enteredSigns() {
	w.t.Helper()
	w.Must(w.Submit(house.Founder, govern.Put(payments.Customers, "town", 1, &payments.Customer{Name: "Town of Österby", Unit: "group", EnteredMaySign: true})))
	put(w, payments.UserJobs, "of-clerk", &payments.UserJob{OfCustomer: ofTown, User: "clerk", Job: "job-cashier"})
}

// apart makes the rule that who creates a package does not sign it.
func (w *town) apart(mode duty.Mode) {
	w.t.Helper()
	put(w, policy.DutyRules, "apart", &policy.DutyRule{Name: "Create or sign", Kind: duty.Dynamic, Mode: mode, Enabled: true, Duties: []duty.Acts{{Actions: []string{"package.create"}}, {Actions: []string{"package.sign"}}}})
}

// wantBarred demands why the user does not count, "" where nothing is in the way.
func (w *town) wantBarred(s *payments.Standing, user signing.User, code string, signed bool) {
	w.t.Helper()
	got := payments.Barred{}
	if i := slices.IndexFunc(s.Barred, func(b payments.Barred) bool { return b.User == user }); i >= 0 {
		got = s.Barred[i]
	}
	if got.Code != code || got.Signed != signed || (got.Why == "") != (code == "") {
		w.t.Errorf("%s is barred as %+v, want %q, signed %t", user, got, code, signed)
	}
	named := slices.Contains(slices.Concat(s.Completions...), user)
	if code != "" && (named || slices.Contains(s.Verdict.Counted, user)) {
		w.t.Errorf("%s counts or could complete it all the same: %+v", user, s)
	}
}

func TestADutyRuleMadeAfterASignatureTakesItOutOfTheSum(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.enteredSigns()
		p := w.waiting()
		w.Must(w.sign("clerk", p))
		if s := w.standing(p.ID); s.Verdict.Points != 5 {
			t.Fatalf("the clerk's signature adds %d points, want 5", s.Verdict.Points)
		}
		w.apart(duty.Refuse)
		s := w.standing(p.ID)
		w.wantBarred(s, "clerk", "duty_rule", true)
		if s.Verdict.Points != 0 {
			t.Errorf("%d points are left, want 0", s.Verdict.Points)
		}
		w.Must(w.sign("treasurer", p))
		w.wantState(p.ID, payments.Awaiting)
		w.Must(w.sign("cashier", p))
		w.wantState(p.ID, payments.Accepted)
		if got := w.pkg(p.ID).Verdict.Counted; !slices.Equal(got, []signing.User{"treasurer", "cashier"}) {
			t.Errorf("frozen are %v", got)
		}
	})
}

func TestCompletingSetsNameNobodyWhoWouldBeRefused(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.enteredSigns()
		w.User("watcher")
		put(w, payments.UserJobs, "of-watcher", &payments.UserJob{OfCustomer: ofTown, User: "watcher", Job: "job-cashier"})
		put(w, payments.Signatories, "watcher-eur", &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "watcher", Points: 5})
		w.apart(duty.Refuse)
		p := w.waiting()
		s := w.standing(p.ID)
		w.wantBarred(s, "clerk", "duty_rule", false)
		w.wantBarred(s, "watcher", "may_not_sign", false)
		w.wantBarred(s, "cashier", "", false)
		if code := fault.Code(w.refusal("clerk", p)); code != "duty_rule" {
			t.Errorf("the warning before the clerk's signature is %q, want duty_rule", code)
		}
		if _, err := w.sign("clerk", p); fault.Code(err) != "duty_rule" {
			t.Errorf("the clerk signed: %v", err)
		}
	})
}

func TestADutyRuleThatReportsOrExceptsLeavesTheSignature(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.enteredSigns()
		p := w.waiting()
		w.Must(w.sign("clerk", p))
		w.apart(duty.Report)
		w.wantBarred(w.standing(p.ID), "clerk", "", false)
		r, err := policy.DutyRules.Get(ctx, w.DB, "apart")
		if err != nil {
			t.Fatal(err)
		}
		r.Mode = duty.Except
		w.Must(w.Submit(house.Founder, govern.Put(policy.DutyRules, "apart", r.Version, r)))
		w.wantBarred(w.standing(p.ID), "clerk", "duty_rule", true)
		held := w.MustHold(w.Submit(house.Founder, govern.PutNew(policy.DutyExceptions, "x", &policy.DutyException{Rule: "apart", User: "clerk", Reason: "The treasurer is ill", UntilAt: govern.At(w.Engine.Now()) + 3_600_000_000})))
		w.Must(w.approve(house.Second, held))
		w.wantBarred(w.standing(p.ID), "clerk", "", false)
		w.Must(w.sign("treasurer", p))
		w.wantState(p.ID, payments.Accepted)
	})
}

func TestAHeldSignatureEndsWhenADutyRuleBarsAnotherSigner(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.enteredSigns()
		p := w.waiting()
		w.Must(w.sign("clerk", p))
		w.rule("treasurers", "package.sign", "command", `actor.id == "treasurer"`)
		held := w.MustHold(w.sign("treasurer", p))
		w.apart(duty.Refuse)
		out, err := w.approve(house.Second, held)
		if err != nil || out.State == govern.Applied {
			t.Errorf("the held signature was executed: %+v %v", out, err)
		}
		w.wantState(p.ID, payments.Awaiting)
	})
}

// The clerk's second user signs: people are kept apart, not users.
func TestADutyRuleFollowsThePersonToAnotherUser(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.enteredSigns()
		p := w.waiting()
		w.Must(w.sign("cashier", p))
		w.apart(duty.Refuse)
		for _, id := range []govern.ID{"cashier", "clerk"} {
			w.alter(id, func(u *directory.User) { u.PersonnelID = "P-1" })
		}
		w.wantBarred(w.standing(p.ID), "cashier", "duty_rule", true)
	})
}
