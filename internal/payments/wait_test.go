package payments_test

import (
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
)

func (w *town) hold(user string, id govern.ID) {
	w.t.Helper()
	w.Must(w.on(user, id, &payments.Hold{Why: "The invoice looks odd."}))
}

func (w *town) wantOutbox(want int64) {
	w.t.Helper()
	if got := w.Count(`SELECT count(*) FROM outbox WHERE kind = 'package_accepted'`); got != want {
		w.t.Errorf("%d files are to leave, want %d", got, want)
	}
}

func TestOnePersonHoldsAndTwoResume(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("guard", "package.hold", "package.resume")
		w.User("keeper", "package.resume.approve")
		p := w.waiting()
		w.hold("guard", p.ID)
		_, err := w.sign("mayor", p)
		wantFault(t, err, "held", "")
		_, err = w.on("guard", p.ID, &payments.Hold{Why: "Again."})
		wantFault(t, err, "already_held", "")
		_, err = w.on("guard", p.ID, &payments.Resume{})
		wantFault(t, err, "no_rule", "")
		w.rule("resuming", "package.resume", "command", "")
		held := w.MustHold(w.on("guard", p.ID, &payments.Resume{}))
		_, err = w.approve("guard", held)
		wantFault(t, err, "own_change", "")
		w.Must(w.approve("keeper", held))
		w.accept(w.pkg(p.ID))
		w.wantOutbox(1)
	})
}

func TestAHeldPackageStaysHeldWhenItIsSubmittedAnew(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.hold(house.Founder, p.ID)
		w.Must(w.on("clerk", p.ID, &payments.Reopen{}))
		w.Must(w.on("clerk", p.ID, &payments.Submit{}))
		if p = w.pkg(p.ID); !p.Held || p.HeldBy != house.Founder {
			t.Errorf("submitted anew it is %+v", p)
		}
	})
}

func TestWhatIsHeldAfterItWasAcceptedLeavesWhenItIsResumed(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("resuming", "package.resume", "command", "")
		p := w.waiting()
		w.accept(p)
		w.wantOutbox(1)
		w.hold(house.Founder, p.ID)
		_, err := payments.MayLeave(ctx, w.DB, w.Engine.People(), p.ID)
		wantFault(t, err, "held", "")
		held := w.MustHold(w.on(house.Founder, p.ID, &payments.Resume{}))
		w.Must(w.approve(house.Second, held))
		w.wantOutbox(2)
		if _, err := payments.MayLeave(ctx, w.DB, w.Engine.People(), p.ID); err != nil {
			t.Error(err)
		}
	})
}

// suspend takes a user's standing away.
func (w *town) suspend(user govern.ID) {
	w.t.Helper()
	u, err := directory.Users.Get(ctx, w.DB, user)
	if err != nil {
		w.t.Fatal(err)
	}
	next := *u
	next.Status = "suspended"
	w.Must(w.Submit(house.Founder, govern.Put(directory.Users, user, u.Version, &next)))
}

func TestASuspendedSignatoryHoldsWhatTheySigned(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("resuming", "package.resume", "command", "")
		signed, other := w.waiting(), w.submitted("P-2", pay("E-9", "9"))
		w.accept(signed)
		w.Must(w.sign("cashier", other))
		w.suspend("mayor")
		step, err := payments.MayLeave(ctx, w.DB, w.Engine.People(), signed.ID)
		if err != nil || step == nil || step.Action.Name() != "package.hold" {
			t.Fatalf("before it leaves: %+v, %v; want that it is held", step, err)
		}
		if done := w.due(); len(done) != 1 || done[0] != "package.hold" {
			t.Errorf("the program did %v, want to hold one package", done)
		}
		p := w.pkg(signed.ID)
		if !p.Held || len(p.Gone) != 1 || p.Gone[0] != "mayor" {
			t.Errorf("the package is %+v", p)
		}
		if w.pkg(other.ID).Held {
			t.Error("a package that the suspended never signed is held")
		}
		held := w.MustHold(w.on(house.Founder, p.ID, &payments.Resume{}))
		w.Must(w.approve(house.Second, held))
		if done := w.due(); done != nil {
			t.Errorf("resumed, the program did %v: for one person it holds once", done)
		}
	})
}

func TestUnderDualDispositionASecondPartyReleases(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.account(func(a *payments.Account) { a.DualDisposition = true })
		w.User("releaser", "package.release")
		w.User("third", "package.release.approve")
		w.Grant("mayor", "package.release")
		p := w.waiting()
		w.accept(p)
		w.wantOutbox(0)
		_, err := payments.MayLeave(ctx, w.DB, w.Engine.People(), p.ID)
		wantFault(t, err, "not_released", "")
		release := &payments.Release{Digest: p.Digest}
		_, err = w.on("mayor", p.ID, release)
		wantFault(t, err, "not_second_party", "")
		_, err = w.on("releaser", p.ID, &payments.Release{Digest: "other"})
		wantFault(t, err, "other_digest", "digest")
		_, err = w.on("releaser", p.ID, release)
		wantFault(t, err, "no_rule", "")
		w.rule("releasing", "package.release", "command", "")
		w.Must(w.approve("third", w.MustHold(w.on("releaser", p.ID, release))))
		w.wantState(p.ID, payments.Released)
		w.wantOutbox(1)
		w.Must(w.on("cashier", p.ID, &payments.MarkSent{SHA256: p.Digest}))
		w.wantState(p.ID, payments.Sent)
		plain := w.submitted("P-2", pay("E-9", "9"))
		_, err = w.on("releaser", plain.ID, &payments.Release{Digest: plain.Digest})
		wantFault(t, err, "wrong_state", "")
	})
}

func TestWhoEnteredSignsOnlyWhereTheCustomerAllowsIt(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, payments.UserJobs, "of-clerk", &payments.UserJob{OfCustomer: ofTown, User: "clerk", Job: "job-cashier"})
		p := w.waiting()
		_, err := w.sign("clerk", p)
		wantFault(t, err, "entered_it", "")
		w.Must(w.Submit(house.Founder, govern.Put(payments.Customers, "town", 1, &payments.Customer{Name: "Town of Österby", Unit: "group", EnteredMaySign: true})))
		w.Must(w.sign("clerk", p))
		w.Must(w.sign("mayor", p))
		w.wantState(p.ID, payments.Accepted)
	})
}

func TestAChangeOfPointsIsJudgedAgainByTheProgram(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		if done := w.due(); done != nil {
			t.Errorf("the program did %v", done)
		}
		w.account(func(a *payments.Account) { a.RequiredPoints = 5 })
		if done := w.due(); len(done) != 1 || done[0] != "package.judge" {
			t.Errorf("when less is required the program did %v", done)
		}
		w.wantState(p.ID, payments.Accepted)
		before := w.pkg(p.ID).Verdict
		w.account(func(a *payments.Account) { a.RequiredPoints = 50 })
		put(w, payments.Exclusions, "mayors", &payments.Exclusion{OfCustomer: ofTown, JobA: "job-mayor", JobB: "job-mayor"})
		if got := w.standing(p.ID).Verdict; !got.Accepted || got.Points != before.Points {
			t.Errorf("what was accepted is judged %+v by now", got)
		}
	})
}
