package payments_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/money"
)

func TestOrdersAreRefusedWithTheirField(t *testing.T) {
	cases := map[string]struct {
		alter       func(*payments.Entry)
		code, field string
	}{
		"nothing to pay":       {func(e *payments.Entry) { e.Amount.Minor = 0 }, "not_positive", "orders[1].amount"},
		"a negative amount":    {func(e *payments.Entry) { e.Amount.Minor = -1 }, "not_positive", "orders[1].amount"},
		"another currency":     {func(e *payments.Entry) { e.Amount.Currency = "USD" }, "other_currency", "orders[1].amount"},
		"no such day":          {func(e *payments.Entry) { e.ExecutionDate = "2026-11-31" }, "bad_date", "orders[1].execution_date"},
		"a day that is over":   {func(e *payments.Entry) { e.ExecutionDate = "2026-10-31" }, "date_over", "orders[1].execution_date"},
		"a long id":            {func(e *payments.Entry) { e.EndToEndID = strings.Repeat("x", 36) }, "too_long", "orders[1].end_to_end_id"},
		"an id twice":          {func(e *payments.Entry) { e.EndToEndID = "E-1" }, "already_used", "orders[1].end_to_end_id"},
		"an id used before":    {func(e *payments.Entry) { e.EndToEndID = "OLD" }, "already_used", "orders[1].end_to_end_id"},
		"an id with a slash":   {func(e *payments.Entry) { e.EndToEndID = "/E" }, "bad_identifier", "orders[1].end_to_end_id"},
		"a foreign letter":     {func(e *payments.Entry) { e.Remittance = "договор" }, "bad_character", "orders[1].remittance"},
		"another kind":         {func(e *payments.Entry) { e.Kind = "salary" }, "other_kind", "orders[1].kind"},
		"an unknown bearer":    {func(e *payments.Entry) { e.ChargeBearer = "OUR" }, "bad_code", "orders[1].charge_bearer"},
		"no such account":      {func(e *payments.Entry) { e.Account = "gone" }, "unknown_reference", "orders[1].account"},
		"no such instruction":  {func(e *payments.Entry) { e.BankInstruction = "gone" }, "unknown_reference", "orders[1].bank_instruction"},
		"a later version":      {func(e *payments.Entry) { e.BankInstructionVersion = 2 }, "instruction_changed", "orders[1].bank_instruction_version"},
		"another's account":    {func(e *payments.Entry) { e.Account = "foreign" }, "other_customer", "orders[1].account"},
		"paid in another only": {func(e *payments.Entry) { e.BankInstruction = "francs" }, "other_currency", "orders[1].bank_instruction"},
	}
	eachTown(t, func(t *testing.T, w *town) {
		w.create(draft("OLD", "third_party", pay("OLD", "1")))
		put(w, payments.Customers, "village", &payments.Customer{Name: "Village", Unit: "group"})
		put(w, payments.Accounts, "foreign", &payments.Account{OfCustomer: payments.OfCustomer{Customer: "village", Unit: "group"}, Name: "Euro", IBAN: "FR1420041010050500013M02606", BIC: "PSSTFRPP", Currency: "EUR"})
		put(w, payments.BankInstructions, "francs", &payments.BankInstruction{Unit: "group", Owner: "Kanton", IBAN: chfIBAN, Country: "CH", Currency: "CHF"})
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				bad := pay("E-2", "1")
				c.alter(&bad)
				_, err := w.Submit("clerk", draft("P-1", "third_party", pay("E-1", "1"), bad))
				wantFault(t, err, c.code, c.field)
			})
		}
		_, err := w.Submit("clerk", draft("P-1", "mixed", pay("E-1", "1")))
		wantFault(t, err, "kind_missing", "orders[0].kind")
		if n := w.Count(`SELECT count(*) FROM package`) + w.Count(`SELECT count(*) FROM "order"`); n != 2 {
			t.Errorf("refused packages left rows: %d, want the 2 of the good one", n)
		}
	})
}

func TestCodesAndEndToEndIDsAreNeverUsedAgain(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		id := w.create(draft("P-1", "third_party", pay("E-1", "1"), pay("E-2", "2")))
		orders, err := payments.OrdersOf(ctx, w.DB, id)
		if err != nil {
			t.Fatal(err)
		}
		w.Must(w.on("clerk", orders[0].ID, &payments.RemoveOrder{}))
		_, err = w.on("clerk", orders[0].ID, &payments.ChangeOrder{Entry: pay("E-1", "1")})
		wantFault(t, err, "order_removed", "")
		_, err = w.on("clerk", id, &payments.AddOrders{Orders: []payments.Entry{pay("E-1", "3")}})
		wantFault(t, err, "already_used", "orders[0].end_to_end_id")
		w.Must(w.on("clerk", id, &payments.AddOrders{Orders: []payments.Entry{pay("E-3", "3")}}))
		w.Must(w.on("clerk", id, &payments.Withdraw{Why: "entered twice"}))
		_, err = w.Submit("clerk", draft("P-1", "third_party"))
		wantFault(t, err, "already_used", "code")
		if orders, err = payments.OrdersOf(ctx, w.DB, id); err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, o := range orders {
			ids = append(ids, o.EndToEndID)
		}
		if d := cmp.Diff([]string{"E-2", "E-3"}, ids); d != "" {
			t.Errorf("the package holds: %s", d)
		}
		for code, bad := range map[string]string{"too_long": strings.Repeat("c", 31), "bad_form": "../etc"} {
			_, err = w.Submit("clerk", draft(bad, "third_party"))
			wantFault(t, err, code, "code")
		}
	})
}

func TestOnlyADraftIsEdited(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		empty := w.create(draft("P-0", "third_party"))
		_, err := w.on("clerk", empty, &payments.Submit{})
		wantFault(t, err, "no_orders", "")
		p := w.waiting()
		orders, err := payments.OrdersOf(ctx, w.DB, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		refused := func() {
			t.Helper()
			for _, a := range []govern.Action{&payments.ChangeOrder{Entry: pay("E-1", "9")}, &payments.RemoveOrder{}} {
				_, err := w.on("clerk", orders[0].ID, a)
				wantFault(t, err, "wrong_state", "")
			}
			_, err = w.on("clerk", p.ID, &payments.AddOrders{Orders: []payments.Entry{pay("E-9", "9")}})
			wantFault(t, err, "wrong_state", "")
			_, err = w.on("clerk", p.ID, &payments.Submit{})
			wantFault(t, err, "wrong_state", "")
		}
		refused()
		w.accept(p)
		refused()
		_, err = w.on("clerk", p.ID, &payments.Reopen{})
		wantFault(t, err, "wrong_state", "")
	})
}

func TestEditingAnOrderIsANewVersionOfItsPackage(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.Grant("cashier", "order.change", "bank_instruction.view")
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.Must(w.on("clerk", p.ID, &payments.Reopen{}))
		orders, err := payments.OrdersOf(ctx, w.DB, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		before := w.pkg(p.ID).Version
		w.Must(w.on("cashier", orders[0].ID, &payments.ChangeOrder{Entry: pay("E-1", "99.99")}))
		after := w.pkg(p.ID)
		if d := cmp.Diff([]string{"cashier", "clerk"}, after.EnteredBy); d != "" || after.Version != before+1 {
			t.Errorf("version %d after %d; entered by %s", after.Version, before, d)
		}
		w.Must(w.on("clerk", orders[0].ID, &payments.ChangeOrder{Entry: pay("E-1", "99.98")}))
		if got := w.pkg(p.ID).Version; got != before+2 {
			t.Errorf("a further edit gave version %d, want %d", got, before+2)
		}
		w.Must(w.on("clerk", p.ID, &payments.Submit{}))
		if got := w.pkg(p.ID); got.Digest == p.Digest {
			t.Error("other orders have the same digest")
		}
		_, err = w.sign("treasurer", p)
		wantFault(t, err, "other_digest", "digest")
	})
}

func TestEntryNeedsTheCustomerInScope(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, payments.Customers, "village", &payments.Customer{Name: "Village", Unit: "group"})
		w.User("villager")
		w.GrantOn("villager", "customer", "village", "package.create", "package.submit", "package.withdraw", "account.insert")
		_, err := w.Submit("villager", draft("P-1", "third_party", pay("E-1", "1")))
		wantFault(t, err, "denied", "")
		theirs := draft("V-1", "third_party")
		theirs.Customer = "village"
		out := w.Must(w.Submit("villager", theirs))
		w.Must(w.on("villager", out.Records[0].ID, &payments.Withdraw{}))
		p := w.waiting()
		_, err = w.on("villager", p.ID, &payments.Withdraw{})
		wantFault(t, err, "denied", "")
		_, err = w.Submit("villager", govern.PutNew(payments.Accounts, "x", &payments.Account{OfCustomer: ofTown, Name: "X", IBAN: newIBAN, BIC: "NWBKGB2L", Currency: "GBP"}))
		wantFault(t, err, "denied", "")
	})
}

func TestOrderMovesOnlyBetweenAccountsOfItsChanger(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		id := w.create(draft("P-1", "third_party", pay("E-1", "1")))
		orders, err := payments.OrdersOf(ctx, w.DB, id)
		if err != nil {
			t.Fatal(err)
		}
		w.User("teller", "bank_instruction.view")
		w.GrantOn("teller", "account", "eur", "order.change")
		w.Must(w.on("teller", orders[0].ID, &payments.ChangeOrder{Entry: pay("E-1", "2")}))
		moved := pay("E-1", "2")
		moved.Account, moved.Amount = "chf", money.Money{Minor: 200, Currency: "CHF"}
		_, err = w.on("teller", orders[0].ID, &payments.ChangeOrder{Entry: moved})
		if !fault.Is(err, fault.Denied) {
			t.Errorf("moved to an account out of scope: %v", err)
		}
	})
}

func TestPackageAndOrdersHaveOneEntryInTheLog(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		before := w.Count(`SELECT count(*) FROM audit_entry`)
		w.create(draft("P-1", "third_party", pay("E-1", "1"), pay("E-2", "2")))
		if got := w.Count(`SELECT count(*) FROM audit_entry`) - before; got != 1 {
			t.Errorf("%d entries, want 1", got)
		}
		_, err := w.Submit(house.Founder, govern.PutNew(payments.Orders, "o", &payments.Order{}))
		wantFault(t, err, "undeclared", "")
	})
}
