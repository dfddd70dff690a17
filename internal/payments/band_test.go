package payments_test

import (
	"testing"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/money"
)

func euros(amount string) money.Money {
	m, err := money.Parse(amount, "EUR")
	if err != nil {
		panic(err)
	}
	return m
}

// banded requires 15 points from 1,000 euros on, and 20 from 5,000 on.
func (w *town) banded() {
	w.t.Helper()
	put(w, payments.Bands, "thousand", &payments.Band{OfCustomer: ofTown, Account: "eur", From: euros("1000.00"), RequiredPoints: 15})
	put(w, payments.Bands, "five", &payments.Band{OfCustomer: ofTown, Account: "eur", From: euros("5000.00"), RequiredPoints: 20})
}

func (w *town) required(id govern.ID) int {
	w.t.Helper()
	return w.standing(id).Verdict.Accounts[0].Required
}

func (w *town) submitted(code string, orders ...payments.Entry) *payments.Package {
	w.t.Helper()
	id := w.create(draft(code, "third_party", orders...))
	w.Must(w.on("clerk", id, &payments.Submit{}))
	return w.pkg(id)
}

func TestAnAmountBandRaisesThePointsThatAreRequired(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.banded()
		for amount, want := range map[string]int{"999.99": 10, "1000.00": 15, "4999.99": 15, "5000.00": 20, "90000.00": 20} {
			p := w.submitted("P-"+amount, onDay("2026-11-"+map[string]string{"999.99": "09", "1000.00": "10", "4999.99": "11", "5000.00": "12", "90000.00": "13"}[amount], pay("E-"+amount, amount)))
			if got := w.required(p.ID); got != want {
				t.Errorf("%s requires %d points, want %d", amount, got, want)
			}
		}
	})
}

func TestSplittingAnAmountDoesNotHelp(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.banded()
		within := w.submitted("P-1", pay("E-1", "600"), pay("E-2", "400"))
		if got := w.required(within.ID); got != 15 {
			t.Errorf("two orders of one package require %d points, want 15", got)
		}
		apart := w.submitted("P-2", onDay("2026-11-09", pay("E-3", "600")), onDay("2026-11-10", pay("E-4", "400")))
		if got := w.required(apart.ID); got != 10 {
			t.Errorf("orders of two days require %d points, want 10", got)
		}
		// The same beneficiary elsewhere, and another name at the same account.
		put(w, payments.BankInstructions, "elsewhere", &payments.BankInstruction{Unit: "group", Owner: "Bouwbedrijf De Boer", IBAN: newIBAN, Country: "NL"})
		put(w, payments.BankInstructions, "renamed", &payments.BankInstruction{Unit: "group", Owner: "De Boer Bouw", IBAN: payIBAN, Country: "NL"})
		first := w.submitted("P-3", onDay("2026-11-11", pay("E-5", "500")))
		w.Must(w.sign("mayor", first))
		w.Must(w.sign("treasurer", first))
		w.wantState(first.ID, payments.Accepted)
		for code, instruction := range map[string]govern.ID{"P-4": "elsewhere", "P-5": "renamed"} {
			e := onDay("2026-11-11", pay("E-"+code, "500"))
			e.BankInstruction = instruction
			if got := w.required(w.submitted(code, e).ID); got != 15 {
				t.Errorf("with what was accepted before, %s requires %d points, want 15", instruction, got)
			}
		}
	})
}

func TestAHeldSignatureIsJudgedByWhatIsRequiredWhenItIsExecuted(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.banded()
		one, two := w.submitted("P-1", pay("E-1", "600")), w.submitted("P-2", pay("E-2", "600"))
		w.Must(w.sign("mayor", one))
		w.rule("signatures", "package.sign", "command", `actor.id == "treasurer"`)
		held := w.MustHold(w.sign("treasurer", one))
		w.Must(w.sign("mayor", two))
		w.Must(w.sign("cashier", two))
		w.wantState(two.ID, payments.Accepted)
		if out, err := w.approve(house.Second, held); err != nil || out.State != govern.Stale {
			t.Errorf("the held signature is %+v, %v; want stale", out, err)
		}
		w.wantState(one.ID, payments.Awaiting)
	})
}

func TestASignatoryDoesNotLowerABand(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.banded()
		w.Grant("mayor", "amount_band.update", "amount_band.delete")
		_, err := w.Submit("mayor", govern.Put(payments.Bands, "five", 1, &payments.Band{OfCustomer: ofTown, Account: "eur", From: euros("5000.00"), RequiredPoints: 1}))
		wantFault(t, err, "own_access", "")
		_, err = w.Submit("mayor", govern.Remove(payments.Bands, "five", 1))
		wantFault(t, err, "own_access", "")
		_, err = w.Submit(house.Founder, govern.PutNew(payments.Bands, "odd", &payments.Band{OfCustomer: ofTown, Account: "chf", From: euros("1.00"), RequiredPoints: 5}))
		wantFault(t, err, "other_currency", "from")
	})
}
