package cycles_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/money"
)

func TestStepsAreRefusedOutOfTurn(t *testing.T) {
	may := map[cycles.State]string{
		cycles.Drafted:     "cycle.draft cycle.open",
		cycles.Opened:      "cycle.import_invoices cycle.close_input cycle.key_rate",
		cycles.InputClosed: "cycle.key_rate cycle.fix_rates cycle.reopen_input",
		cycles.RatesFixed:  "cycle.compute cycle.reopen_input",
		cycles.Calculated:  "cycle.compute cycle.approve_result cycle.reopen_input",
		cycles.Approved:    "cycle.settle cycle.reopen_input",
		cycles.Settled:     "cycle.close",
		cycles.Closed:      "",
	}
	steps := func(w *town) []govern.Action {
		return []govern.Action{
			w.draft(), &cycles.Open{}, &cycles.ImportInvoices{File: "f", CSV: triangle}, &cycles.CloseInput{},
			&cycles.KeyRate{Currency: "CHF", Value: w.decimal("1")}, &cycles.ConfirmRate{Currency: "CHF", Value: w.decimal("1")},
			&cycles.FixRates{}, &cycles.Compute{}, &cycles.Approve{}, &settle{}, &cycles.ReopenInput{}, &cycles.Close{},
		}
	}
	each(t, func(w *town) {
		w.must(house.Founder, w.draft())
		for _, to := range []govern.Action{&cycles.Open{}, &cycles.CloseInput{}, &cycles.FixRates{}, &cycles.Compute{}, &cycles.Approve{}, &settle{}, &cycles.Close{}, nil} {
			state := w.cycle().State
			for _, step := range steps(w) {
				if slices.Contains(strings.Fields(may[state]), step.Name()) || step.Name() == "cycle.confirm_rate" && strings.Contains(may[state], "cycle.key_rate") {
					continue
				}
				_, err := w.do(house.Founder, "2026-11", step)
				w.wantFault(err, "wrong_state", "The cycle 2026-11 is ")
			}
			if to != nil {
				w.must(house.Founder, to)
			}
		}
		if w.cycle().State != cycles.Closed {
			t.Errorf("the walk ended at %s", w.cycle().State)
		}
	})
}

func TestADraftThatCannotBeIsRefused(t *testing.T) {
	each(t, func(w *town) {
		for code, spoil := range map[string]func(d *cycles.Draft){
			"bad_form":          func(d *cycles.Draft) { d.Code = "2026/11" },
			"too_long":          func(d *cycles.Draft) { d.Code = "123456789012345678901" },
			"unknown_reference": func(d *cycles.Draft) { d.Unit = "nowhere" },
			"unknown_currency":  func(d *cycles.Draft) { d.BaseCurrency = "EURO" },
			"bad_date":          func(d *cycles.Draft) { d.SettlementDate = "2026-02-30" },
			"too_short":         func(d *cycles.Draft) { d.SettlementDate = "" },
		} {
			d := w.draft()
			spoil(d)
			_, err := w.do(house.Founder, "2026-11", d)
			w.wantFault(err, code)
		}
		_, err := w.do(house.Founder, "November", w.draft())
		w.wantFault(err, "bad_id")
		w.must(house.Founder, w.draft())
		_, err = w.do(house.Founder, "second", w.draft())
		w.wantFault(err, "duplicate")
		changed := w.draft()
		changed.BaseCurrency = "CHF"
		w.must(house.Founder, changed)
		if c := w.cycle(); c.BaseCurrency != "CHF" || c.Version != 2 {
			t.Errorf("the changed draft is %+v", c)
		}
	})
}

func TestInvoicesByHandKeepTheRulesOfTheirTable(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		good := cycles.Invoice{Cycle: "2026-11", Unit: "a", Payer: "a", Payee: "b", Reference: "7", Amount: money.Money{Minor: 100, Currency: "JPY"}}
		put := func(id govern.ID, i cycles.Invoice) error {
			_, err := w.Submit(house.Founder, govern.PutNew(cycles.Invoices, id, &i))
			return err
		}
		for code, spoil := range map[string]func(i *cycles.Invoice){
			"not_the_payers_unit": func(i *cycles.Invoice) { i.Unit = "b" },
			"self_invoice":        func(i *cycles.Invoice) { i.Payee = "a" },
			"zero_amount":         func(i *cycles.Invoice) { i.Amount.Minor = 0 },
			"unknown_currency":    func(i *cycles.Invoice) { i.Amount.Currency = "ABC" },
			"bad_date":            func(i *cycles.Invoice) { i.DueDate = "1.12.2026" },
			"unknown_reference":   func(i *cycles.Invoice) { i.Payee = "z" },
			"too_short":           func(i *cycles.Invoice) { i.Reference = "" },
		} {
			i := good
			spoil(&i)
			w.wantFault(put("bad", i), code)
		}
		if err := put("good", good); err != nil {
			t.Fatal(err)
		}
		w.wantFault(put("again", good), "duplicate")
		w.must(house.Founder, &cycles.CloseInput{})
		late := good
		late.Reference = "8"
		w.wantFault(put("late", late), "wrong_state", "input closed")
		_, err := w.Submit(house.Founder, govern.Remove(cycles.Invoices, "good", 1))
		w.wantFault(err, "wrong_state", "input closed")
	})
}

func TestAParticipantStaysAsItIsWhileAResultRestsOnIt(t *testing.T) {
	each(t, func(w *town) {
		w.upTo(cycles.Calculated)
		change := func(edit func(p *cycles.Participant)) error {
			p, err := cycles.Participants.Get(ctx, w.DB, "b")
			if err != nil {
				t.Fatal(err)
			}
			edit(p)
			_, err = w.Submit(house.Founder, govern.Put(cycles.Participants, "b", p.Version, p))
			return err
		}
		w.wantFault(change(func(p *cycles.Participant) { p.Currency = "CHF" }), "participant_in_use", "2026-11")
		w.wantFault(change(func(p *cycles.Participant) { p.Unit = "c" }), "participant_in_use", "2026-11")
		w.wantFault(change(func(p *cycles.Participant) { p.Code = "BB" }), "code_fixed")
		if err := change(func(p *cycles.Participant) { p.Name = "Company B plc" }); err != nil {
			t.Error(err)
		}
		w.must(house.Founder, &cycles.ReopenInput{})
		if err := change(func(p *cycles.Participant) { p.Currency = "CHF" }); err != nil {
			t.Error(err)
		}
		w.must(house.Founder, &cycles.CloseInput{})
		_, err := w.do(house.Founder, "2026-11", &cycles.FixRates{})
		w.wantFault(err, "rates_missing", "for CHF.")
	})
}

func TestAResultWhoseInputsWereAlteredIsNotApprovedUntilComputedAgain(t *testing.T) {
	each(t, func(w *town) {
		w.upTo(cycles.Calculated)
		alter := func(sql string) {
			t.Helper()
			if err := w.DB.Write(ctx, func(tx store.Tx) error { return tx.Exec(context.Background(), sql) }); err != nil {
				t.Fatal(err)
			}
			_, err := w.do(house.Founder, "2026-11", &cycles.Approve{})
			w.wantFault(err, "inputs_changed", "2026-11")
		}
		alter(`UPDATE invoice SET amount_minor = amount_minor + 1 WHERE reference = '2'`)
		w.must(house.Founder, &cycles.Compute{})
		w.wantReproduced()
		alter(`UPDATE rate SET state = 'keyed'`)
		_, err := w.do(house.Founder, "2026-11", &cycles.Compute{})
		w.wantFault(err, "rates_missing", "GBP, USD")
	})
}
