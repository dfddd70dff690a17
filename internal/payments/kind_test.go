package payments_test

import (
	"errors"
	"testing"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestIntercompanyIsWhatTheBankInstructionSaysAndNotTheMaker(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.company()
		_, err := w.Submit("clerk", draft("P-1", "intercompany", within(pay("E-1", "1")), pay("E-2", "900000.00")))
		wantFault(t, err, "not_intercompany", "orders[1].kind")
		stranger := pay("E-3", "900000.00")
		stranger.Kind = "intercompany"
		_, err = w.Submit("clerk", draft("P-2", "mixed", stranger))
		wantFault(t, err, "not_intercompany", "orders[0].kind")

		own := w.create(draft("P-3", "intercompany", within(pay("E-4", "4"))))
		_, err = w.on("clerk", own, &payments.AddOrders{Orders: []payments.Entry{pay("E-5", "5")}})
		wantFault(t, err, "not_intercompany", "orders[0].kind")
		_, err = w.on("clerk", w.order(own, 0).ID, &payments.ChangeOrder{Entry: pay("E-4", "4")})
		wantFault(t, err, "not_intercompany", "kind")
		w.Must(w.on("clerk", own, &payments.Submit{}))
	})
}

func TestAnInstructionThatNamesNoCompanyThatThereIsProvesNothing(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		b, err := payments.BankInstructions.Get(ctx, w.DB, "builder")
		if err != nil {
			t.Fatal(err)
		}
		named := *b
		named.Participant = "works"
		w.Must(w.Submit(house.Founder, govern.Put(payments.BankInstructions, "builder", b.Version, &named)))
		_, err = w.Submit("clerk", draft("P-1", "intercompany", pay("E-1", "1")))
		wantFault(t, err, "not_intercompany", "orders[0].kind")
	})
}

func TestIntercompanyOrdersAreLookedAtAgainWhenTheyAreSubmitted(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.company()
		id := w.create(draft("P-1", "intercompany", within(pay("E-1", "1"))))
		w.Must(w.Submit(house.Founder, govern.Remove(cycles.Participants, "works", 1)))
		_, err := w.on("clerk", id, &payments.Submit{})
		wantFault(t, err, "not_intercompany", "orders[0].kind")
		w.wantState(id, payments.Drafted)
	})
}

func TestRowsOfAFileAreIntercompanyOnlyToParticipants(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.company()
		w.Grant("clerk", "package.import")
		const header = "account,creditor_account,currency,amount,execution_date,end_to_end_id,kind\n"
		own, stranger := eurIBAN+","+newIBAN+",EUR,1.00,2026-11-05,E-1,intercompany\n", eurIBAN+","+payIBAN+",EUR,9.00,2026-11-05,E-2,intercompany\n"
		file := func(content string) *payments.Import {
			return &payments.Import{Code: "P-1", Customer: "town", Kind: "mixed", FileName: "o.csv", Content: content}
		}
		_, err := w.Submit("clerk", file(header+own+stranger))
		wantRow(t, err, 3)
		w.Must(w.Submit("clerk", file(header+own)))
	})
}

// wantRow stops the test unless the file was refused for that row's kind alone.
func wantRow(t *testing.T, err error, at int) {
	t.Helper()
	var rows payments.RowFaults
	if !errors.As(err, &rows) || len(rows) != 1 || rows[0].Row != at || rows[0].Column != "kind" || rows[0].Code != "not_intercompany" {
		t.Fatalf("refused with %+v, %v", rows, err)
	}
}
