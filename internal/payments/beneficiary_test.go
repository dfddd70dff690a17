package payments_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
)

// TestApproversAreToldOfAccountsThatNothingWasPaidTo: whoever decides on several
// changes sees each new account once, and those that were paid before not at all.
func TestApproversAreToldOfAccountsThatNothingWasPaidTo(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("orders", "order", "insert", "")
		w.rule("instructions", "bank_instruction", "update", "")
		told := func(held ...govern.Outcome) []govern.Beneficiary {
			t.Helper()
			var ids []govern.ID
			for _, o := range held {
				ids = append(ids, o.Change)
			}
			s, err := w.Engine.SumUp(ctx, house.Second, ids)
			if err != nil {
				t.Fatal(err)
			}
			return s.Beneficiaries
		}
		first := w.MustHold(w.Submit("clerk", draft("P-1", "third_party", pay("E-1", "1"), pay("E-2", "2"))))
		second := w.MustHold(w.Submit("clerk", draft("P-2", "third_party", pay("E-3", "3"))))
		list := told(first, second)
		if len(list) != 1 || list[0].Change != first.Change || list[0].Table != "order" || list[0].Name != "Bouwbedrijf De Boer" || list[0].Account != payIBAN {
			t.Fatalf("before anything was paid: %+v", list)
		}

		w.Must(w.approve(house.Second, first))
		id := w.pkgCalled("P-1")
		if list := told(second); len(list) != 1 {
			t.Errorf("a draft to the account stands, which pays nothing: %+v", list)
		}
		w.Must(w.on("clerk", id, &payments.Submit{}))
		w.accept(w.pkg(id))
		if d := cmp.Diff([]govern.Beneficiary{}, told(second)); d != "" {
			t.Errorf("once a package to it was accepted: %s", d)
		}
		p := w.pkg(id)
		w.Must(w.on("mayor", id, &payments.MarkSent{SHA256: p.Digest}))
		w.User("teller", "bank_report.take")
		w.Must(w.take(answered("S-1", "P-1", "ACSC")))
		w.wantState(id, payments.Acknowledged)
		if d := cmp.Diff([]govern.Beneficiary{}, told(second)); d != "" {
			t.Errorf("once the bank acknowledged it: %s", d)
		}

		moved := &payments.BankInstruction{Unit: "group", Owner: "Bouwbedrijf De Boer", IBAN: newIBAN, BIC: "NWBKGB2L", Country: "NL"}
		w.User("keeper", "bank_instruction.update", "bank_instruction.view")
		held := w.MustHold(w.Submit("keeper", govern.Put(payments.BankInstructions, "builder", 1, moved)))
		want := []govern.Beneficiary{{Change: held.Change, Table: "bank_instruction", ID: "builder", Name: "Bouwbedrijf De Boer", Account: newIBAN}}
		if d := cmp.Diff(want, told(held, second)); d != "" {
			t.Errorf("a known name with another account: %s", d)
		}
	})
}

// pkgCalled is the id of the package with the code.
func (w *town) pkgCalled(code string) govern.ID {
	w.t.Helper()
	p, err := payments.Packages.One(ctx, w.DB, `code = $1`, code)
	if err != nil || p == nil {
		w.t.Fatal("no package", code, err)
	}
	return p.ID
}
