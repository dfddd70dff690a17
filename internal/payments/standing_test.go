package payments_test

import (
	"slices"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/signing"
)

func TestAnOrderDoesNotTellWhereOthersArePaid(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, directory.Units, "other", &directory.Unit{Name: "Other company"})
		put(w, payments.BankInstructions, "theirs", &payments.BankInstruction{Unit: "other", Owner: "Secret supplier", IBAN: payIBAN, BIC: "ABNANL2A", Country: "NL"})
		w.User("novice", "package.create")
		order := pay("E-1", "1")
		order.BankInstruction = "theirs"
		_, _, hidden := w.Engine.DryRun(ctx, govern.Actor{User: "novice"}, govern.Note{}, draft("P-1", "third_party", order))
		wantFault(t, hidden, "unknown_reference", "orders[0].bank_instruction")
		order.BankInstruction = "nowhere"
		_, _, absent := w.Engine.DryRun(ctx, govern.Actor{User: "novice"}, govern.Note{}, draft("P-1", "third_party", order))
		wantFault(t, absent, "unknown_reference", "orders[0].bank_instruction")
		if h, a := fault.From(hidden).Detail, fault.From(absent).Detail; h != "There is no bank instruction theirs." || a != "There is no bank instruction nowhere." {
			t.Errorf("hidden is answered %q, absent %q", h, a)
		}
	})
}

func TestTheStandingIsOfThePeopleAsTheyStandNow(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.alter("mayor", func(u *directory.User) { u.Status = "suspended" })
		w.alter("cashier", func(u *directory.User) { u.Status = "suspended" })
		s := w.standing(p.ID)
		if s.Verdict.Points != 0 || len(s.Verdict.Counted) != 0 {
			t.Errorf("a suspended mayor still counts: %+v", s.Verdict)
		}
		for _, set := range s.Completions {
			if slices.Contains(set, signing.User("cashier")) || slices.Contains(set, signing.User("mayor")) {
				t.Errorf("somebody suspended is said to complete it: %v", s.Completions)
			}
		}
	})
}

func TestAHeldSignatureEndsWhenTheTimeOfAnotherSignerIsOver(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.alter("mayor", func(u *directory.User) { u.EndsAt = govern.At(w.Engine.Now().Add(time.Hour)) })
		w.Must(w.sign("mayor", p))
		w.rule("treasurers", "package.sign", "command", `actor.id == "treasurer"`)
		held := w.MustHold(w.sign("treasurer", p))
		w.Clock.Advance(2 * time.Hour)
		out, err := w.approve(house.Second, held)
		if err != nil || out.State != govern.Stale {
			t.Errorf("got %+v, %v; want stale", out, err)
		}
		w.wantState(p.ID, payments.Awaiting)
	})
}

func TestASupposedSignatureComesToWhatTheRealOneDoes(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("stranger", "package.sign")
		p := w.waiting()
		for _, c := range []struct {
			user, code string
			points     int
		}{
			{"clerk", "entered_it", 0},
			{"stranger", "not_a_signatory", 0},
			{"mayor", "", 5},
			{"mayor", "already_signed", 5},
			{"notary", "", 0},
			{"treasurer", "", 5},
			{"cashier", "", 10},
			{"mayor", "wrong_state", 10},
		} {
			s, err := payments.Suppose(ctx, w.DB, w.Engine.People(), govern.At(w.Engine.Now()), p.ID, c.user)
			if err != nil || code(s.Refusal) != c.code || s.Verdict.Points != c.points {
				t.Errorf("%s is told %+v, %v; want %q and %d points", c.user, s, err, c.code, c.points)
			}
			if _, err := w.sign(c.user, p); code(err) != c.code {
				t.Errorf("%s signs and gets %v, was told %q", c.user, err, c.code)
			}
			if got := w.standing(p.ID).Verdict.Points; got != c.points {
				t.Errorf("with %s there are %d points, %d were told", c.user, got, c.points)
			}
		}
	})
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.Code(err)
}
