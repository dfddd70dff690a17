package payments_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
)

func (w *town) order(pkg govern.ID, i int) *payments.Order {
	w.t.Helper()
	orders, err := payments.OrdersOf(ctx, w.DB, pkg)
	if err != nil {
		w.t.Fatal(err)
	}
	return orders[i]
}

var moved = &payments.BankInstruction{Unit: "group", Owner: "Bouwbedrijf De Boer", IBAN: newIBAN, BIC: "NWBKGB2L", Country: "GB"}

func TestAnOrderWhoseInstructionHasAPendingChangeNeedsACallBack(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("instructions", "bank_instruction", "update", "before.iban != after.iban")
		w.User("editor", "bank_instruction.update", "bank_instruction.call_back")
		w.User("caller", "bank_instruction.call_back")
		early := w.submitted("P-0", pay("E-0", "7"))
		w.MustHold(w.Submit("editor", govern.Put(payments.BankInstructions, "builder", 1, moved)))
		id := w.create(draft("P-1", "third_party", pay("E-1", "1")))
		if o := w.order(id, 0); !o.InstructionPending || o.InstructionRecent {
			t.Errorf("the order is flagged %+v", o.Flags)
		}
		_, err := w.on("clerk", id, &payments.Submit{})
		wantFault(t, err, "call_back_missing", "orders[0].bank_instruction")
		_, err = w.sign("mayor", early)
		wantFault(t, err, "call_back_missing", "orders[0].bank_instruction")
		wantFault(t, w.refusal("mayor", early), "call_back_missing", "orders[0].bank_instruction")
		call := &payments.NoteCallBack{SpokenTo: "Jan de Boer", Number: "+31 20 1234567", Note: "The account stays."}
		_, err = w.on("editor", "builder", call)
		wantFault(t, err, "own_change", "")
		w.Must(w.on("caller", "builder", call))
		w.Must(w.on("clerk", id, &payments.Submit{}))
		if err := w.refusal("mayor", early); err != nil {
			t.Errorf("after the call the mayor is told %v", err)
		}
		w.Must(w.sign("mayor", early))
	})
}

func TestWhatSufficesByNowWaitsForTheCallBackAllTheSame(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("instructions", "bank_instruction", "update", "before.iban != after.iban")
		w.User("editor", "bank_instruction.update")
		w.User("caller", "bank_instruction.call_back")
		w.account(func(a *payments.Account) { a.RequiredPoints = 15 })
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.Must(w.sign("treasurer", p))
		w.MustHold(w.Submit("editor", govern.Put(payments.BankInstructions, "builder", 1, moved)))
		w.account(func(a *payments.Account) { a.RequiredPoints = 10 })
		if s := w.standing(p.ID); !s.Verdict.Accepted {
			t.Fatalf("the signatures do not suffice: %+v", s.Verdict)
		}
		if done := w.due(); done != nil {
			t.Errorf("before the call the program did %v", done)
		}
		w.wantState(p.ID, payments.Awaiting)
		w.Must(w.on("caller", "builder", &payments.NoteCallBack{SpokenTo: "Jan de Boer", Number: "+31 20 1234567"}))
		if done := w.due(); len(done) != 1 || done[0] != "package.judge" {
			t.Errorf("after the call the program did %v", done)
		}
		w.wantState(p.ID, payments.Accepted)
	})
}

// refusal is what the user is told before they sign.
func (w *town) refusal(user string, p *payments.Package) error {
	w.t.Helper()
	s, err := payments.Suppose(ctx, w.DB, w.Engine.People(), govern.At(w.Engine.Now()), p.ID, user)
	if err != nil {
		w.t.Fatal(err)
	}
	return s.Refusal
}

func TestAChangedInstructionIsFlaggedForSomeDaysAfterItIsWritten(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("instructions", "bank_instruction", "update", "before.iban != after.iban")
		w.User("editor", "bank_instruction.update")
		w.User("caller", "bank_instruction.call_back")
		held := w.MustHold(w.Submit("editor", govern.Put(payments.BankInstructions, "builder", 1, moved)))
		w.Clock.Advance(5 * 24 * time.Hour) // the days count from the writing, not from the asking
		w.Must(w.approve(house.Second, held))
		w.Clock.Advance(9 * 24 * time.Hour) // 2026-11-16
		id := w.create(draft("P-1", "third_party", onDay("2026-11-30", pay("E-1", "1"))))
		if o := w.order(id, 0); !o.InstructionRecent || o.InstructionPending {
			t.Errorf("the order is flagged %+v", o.Flags)
		}
		_, err := w.on("clerk", id, &payments.Submit{})
		wantFault(t, err, "call_back_missing", "orders[0].bank_instruction")
		w.Clock.Advance(25 * time.Hour)
		w.Must(w.on("clerk", id, &payments.Submit{}))
		if o := w.order(id, 0); o.InstructionRecent {
			t.Errorf("after its days the order is flagged %+v", o.Flags)
		}
	})
}

func TestAPossibleDuplicateIsHeld(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("resuming", "package.resume", "command", "")
		twin := func(id, day string) payments.Entry {
			e := onDay(day, pay(id, "77.00"))
			e.Remittance = "Invoice 4711"
			return e
		}
		w.submitted("P-1", twin("E-1", "2026-11-05"))
		p := w.submitted("P-2", pay("E-2", "1"), twin("E-3", "2026-12-04"))
		if o := w.order(p.ID, 1); o.PossibleDuplicate != "E-1" || !p.Held || p.HeldBy != "" || p.HeldWhy == "" {
			t.Errorf("the order is flagged %+v, the package %+v", o.Flags, p)
		}
		_, err := w.sign("mayor", p)
		wantFault(t, err, "held", "")
		w.Must(w.approve(house.Second, w.MustHold(w.on(house.Founder, p.ID, &payments.Resume{}))))
		w.Must(w.sign("mayor", p))
		if later := w.submitted("P-3", twin("E-4", "2027-01-04")); later.Held && w.order(later.ID, 0).PossibleDuplicate == "E-1" {
			t.Error("an order 60 days later is a duplicate")
		}
		if within := w.submitted("P-4", twin("E-5", "2027-03-01"), twin("E-6", "2027-03-01")); !within.Held || w.order(within.ID, 1).PossibleDuplicate != "E-5" {
			t.Errorf("twins of one package are flagged %+v", w.order(within.ID, 1).Flags)
		}
	})
}
