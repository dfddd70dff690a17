package payments_test

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/signing"
)

func TestExcludedPairIsRecordedAndRefusedWithReasons(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		if s, err := payments.Suppose(ctx, w.DB, w.Engine.People(), govern.At(w.Engine.Now()), p.ID, "notary"); err != nil || !s.Lowers || s.Lowering.Accounts[0].After != 0 || s.Refusal != nil {
			t.Errorf("the notary is warned of %+v, %v; want a fall to 0", s, err)
		}
		w.Must(w.sign("notary", p))
		w.wantState(p.ID, payments.Awaiting)
		s := w.standing(p.ID)
		want := []signing.Clash{{First: signing.Holder{User: "mayor", Job: "mayor"}, Second: signing.Holder{User: "notary", Job: "notary"}}}
		if d := cmp.Diff(want, s.Verdict.Clashes); d != "" || s.Verdict.Accepted || s.Verdict.Points != 0 {
			t.Errorf("the verdict is %+v\n%s", s.Verdict, d)
		}
		if d := cmp.Diff([][]signing.User{{"cashier", "treasurer"}}, s.Completions); d != "" {
			t.Errorf("completions: %s", d)
		}
		if d := cmp.Diff([]signing.User{}, s.WithoutJob); d != "" {
			t.Errorf("the clerk entered the package and is not asked to get a job: %s", d)
		}
		if n := w.Count(`SELECT count(*) FROM outbox`); n != 0 {
			t.Errorf("%d messages for a package that was not accepted", n)
		}
	})
}

func TestPermittedPairIsAcceptedOnceAndForGood(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.Must(w.sign("treasurer", p))
		w.wantState(p.ID, payments.Accepted)
		frozen := w.pkg(p.ID).Verdict
		if !frozen.Accepted || frozen.Points != 10 {
			t.Errorf("the frozen verdict is %+v", frozen)
		}
		if n := w.Count(`SELECT count(*) FROM outbox WHERE kind = 'package_accepted' AND subject = $1 AND body = $2`, string(p.ID), p.Digest); n != 1 {
			t.Errorf("%d messages, want 1", n)
		}
		put(w, payments.Exclusions, "later", &payments.Exclusion{OfCustomer: ofTown, JobA: "job-mayor", JobB: "job-treasurer"})
		if d := cmp.Diff(frozen, w.standing(p.ID).Verdict); d != "" {
			t.Errorf("a later exclusion changed the verdict: %s", d)
		}
		for name, a := range map[string]govern.Action{"sign": &payments.Sign{Digest: p.Digest}, "take back": &payments.TakeBack{}, "decline": &payments.Decline{Why: "late"}} {
			if _, err := w.on("mayor", p.ID, a); fault.Code(err) != "wrong_state" {
				t.Errorf("%s after acceptance: %v", name, err)
			}
		}
	})
}

func TestWhoEnteredDoesNotSign(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.Grant("cashier", "package.add_orders", "bank_instruction.view")
		w.Grant("treasurer", "order.remove", "package.submit", "package.reopen")
		id := w.create(draft("P-1", "third_party", pay("E-1", "1")))
		w.Must(w.on("cashier", id, &payments.AddOrders{Orders: []payments.Entry{pay("E-2", "2")}}))
		w.Must(w.on("treasurer", id, &payments.Submit{}))
		p := w.pkg(id)
		for _, user := range []string{"clerk", "cashier"} {
			_, err := w.sign(user, p)
			wantFault(t, err, "entered_it", "")
		}
		w.Must(w.sign("treasurer", p)) // submitting is not entering
		w.Must(w.on("treasurer", id, &payments.Reopen{}))
		orders, err := payments.OrdersOf(ctx, w.DB, id)
		if err != nil || len(orders) != 2 {
			t.Fatal(orders, err)
		}
		w.Must(w.on("treasurer", orders[1].ID, &payments.RemoveOrder{}))
		w.Must(w.on("treasurer", id, &payments.Submit{}))
		_, err = w.sign("treasurer", w.pkg(id))
		wantFault(t, err, "entered_it", "")
	})
}

func TestOnlyWhoMaySignsAndOnlyWhatWasShown(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.User("stranger", "package.sign", "package.decline")
		w.User("jobless", "package.sign")
		put(w, payments.Signatories, "jobless-eur", &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "jobless", Points: 10})
		_, err := w.sign("stranger", p)
		wantFault(t, err, "not_a_signatory", "")
		_, err = w.on("stranger", p.ID, &payments.Decline{Why: "no"})
		wantFault(t, err, "not_a_signatory", "")
		_, err = w.sign("jobless", p)
		wantFault(t, err, "no_job", "")
		if d := cmp.Diff([]signing.User{"jobless"}, w.standing(p.ID).WithoutJob); d != "" {
			t.Errorf("without job: %s", d)
		}
		_, err = w.on("mayor", p.ID, &payments.Sign{Digest: "0" + p.Digest[1:] + "x"})
		wantFault(t, err, "other_digest", "digest")
		w.Must(w.sign("mayor", p))
		_, err = w.sign("mayor", p)
		wantFault(t, err, "already_signed", "")
		_, err = w.on("notary", p.ID, &payments.TakeBack{})
		wantFault(t, err, "not_signed", "")
	})
}

func TestTakingBackMendsAnExcludedPair(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		for _, user := range []string{"mayor", "notary", "treasurer"} {
			w.Must(w.sign(user, p))
		}
		w.wantState(p.ID, payments.Awaiting)
		w.Must(w.on("notary", p.ID, &payments.TakeBack{}))
		w.wantState(p.ID, payments.Accepted)
		if d := cmp.Diff([]signing.User{"mayor", "treasurer"}, w.pkg(p.ID).Verdict.Counted); d != "" {
			t.Error(d)
		}
	})
}

func TestSignatureTakenBackCanBeGivenAgain(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.Must(w.on("mayor", p.ID, &payments.TakeBack{}))
		if v := w.standing(p.ID).Verdict; len(v.Counted) != 0 {
			t.Errorf("a signature that was taken back counts: %+v", v)
		}
		w.Must(w.sign("mayor", p))
		w.Must(w.sign("treasurer", p))
		w.wantState(p.ID, payments.Accepted)
		if n := w.Count(`SELECT count(*) FROM signature WHERE withdrawn = 0`); n != 2 {
			t.Errorf("%d signatures, want 2", n)
		}
	})
}

func TestReopenedPackageHasNoSignatures(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.Must(w.on("treasurer", p.ID, &payments.Decline{Why: "The amount of E-2 is wrong."}))
		if got := w.pkg(p.ID); got.State != payments.Declined || got.EndedBy != "treasurer" || got.Why == "" {
			t.Errorf("declined as %+v", got)
		}
		w.Must(w.on("clerk", p.ID, &payments.Reopen{}))
		w.Must(w.on("clerk", p.ID, &payments.Submit{}))
		again := w.pkg(p.ID)
		// The same second and the same rows make the same bytes, and still no signature counts.
		if again.Submission != 2 || again.Digest != p.Digest || again.Why != "" {
			t.Errorf("submitted again as %+v", again)
		}
		w.Must(w.sign("treasurer", again))
		w.wantState(p.ID, payments.Awaiting)
		w.Must(w.sign("mayor", again))
		w.wantState(p.ID, payments.Accepted)
	})
}

func TestChangedExclusionsAreJudgedWhileAPackageWaits(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.Must(w.sign("notary", p))
		_, err := w.on("cashier", p.ID, &payments.Judge{})
		wantFault(t, err, "not_complete", "")
		w.Must(w.Submit(house.Founder, govern.Remove(payments.Exclusions, "mayor-notary", 1)))
		w.Must(w.on("cashier", p.ID, &payments.Judge{}))
		w.wantState(p.ID, payments.Accepted)
	})
}

func TestTwoSignersRacingAcceptOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		users := []string{"mayor", "treasurer", "cashier"} // any two of them suffice
		p := w.waiting()
		errs := make([]error, len(users))
		var all sync.WaitGroup
		for i, user := range users {
			all.Go(func() { _, errs[i] = w.sign(user, p) })
		}
		all.Wait()
		late := 0
		for _, err := range errs {
			if fault.Code(err) == "wrong_state" {
				late++
			} else if err != nil {
				t.Error(err)
			}
		}
		w.wantState(p.ID, payments.Accepted)
		if n := w.Count(`SELECT count(*) FROM outbox`); late != 1 || n != 1 {
			t.Errorf("%d came too late and %d messages were left; want 1 and 1", late, n)
		}
		if n := w.Count(`SELECT count(*) FROM signature`); n != 2 {
			t.Errorf("%d signatures, want the 2 of the verdict", n)
		}
	})
}
