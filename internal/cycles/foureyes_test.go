package cycles_test

import (
	"testing"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestAnApprovalUnderFourEyesWaitsForAnotherPerson(t *testing.T) {
	each(t, func(w *town) {
		w.upTo(cycles.Calculated)
		w.watch("cycle.approve_result", "cycle.approve_result.approve")
		w.User("treasurer", "cycle.approve_result", "cycle.approve_result.approve")
		w.User("director", "cycle.approve_result.approve")
		held := w.MustHold(w.do("treasurer", "2026-11", &cycles.Approve{}))
		if w.cycle().State != cycles.Calculated {
			t.Fatal("the held approval was written")
		}
		_, err := w.Engine.Approve(ctx, govern.Actor{User: "treasurer"}, govern.Note{}, held.Change, held.Digest)
		w.wantFault(err, "own_change")
		w.Must(w.Engine.Approve(ctx, govern.Actor{User: "director"}, govern.Note{}, held.Change, held.Digest))
		if w.cycle().State != cycles.Approved {
			t.Errorf("the cycle is %s", w.cycle().State)
		}
	})
}

func TestAHeldConfirmationEndsWhenBothTurnOutToBeOnePerson(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		w.must("dealer", &cycles.KeyRate{Currency: "USD", Value: w.decimal("0.92")})
		w.watch("cycle.confirm_rate", "cycle.confirm_rate.approve")
		held := w.MustHold(w.do("checker", "2026-11", &cycles.ConfirmRate{Currency: "USD", Value: w.decimal("0.92")}))
		for _, id := range []govern.ID{"dealer", "checker"} {
			u, err := directory.Users.Get(ctx, w.DB, id)
			if err != nil {
				w.t.Fatal(err)
			}
			u.PersonnelID = "P-1"
			w.Must(w.Submit(house.Founder, govern.Put(directory.Users, id, u.Version, u)))
		}
		out, err := w.Engine.Approve(ctx, govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest)
		if err != nil || out.State != govern.Stale {
			w.t.Errorf("one person keyed and confirmed: %+v, %v", out, err)
		}
	})
}

func TestAHeldComputationWritesItsSettlementsOnceAgreed(t *testing.T) {
	each(t, func(w *town) {
		w.upTo(cycles.RatesFixed)
		w.watch("cycle.compute", "cycle.compute.approve")
		held := w.MustHold(w.do(house.Founder, "2026-11", &cycles.Compute{}))
		if w.Count(`SELECT count(*) FROM settlement`) != 0 {
			t.Fatal("the held settlements were written")
		}
		w.Must(w.Engine.Approve(ctx, govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest))
		w.wantReproduced()
	})
}

func TestAHeldEndOfInputIsStaleWhenAnInvoiceComesIn(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		w.watch("cycle.close_input", "cycle.close_input.approve")
		held := w.MustHold(w.do(house.Founder, "2026-11", &cycles.CloseInput{}))
		w.must(house.Founder, &cycles.ImportInvoices{File: "f.csv", CSV: triangle})
		out, err := w.Engine.Approve(ctx, govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest)
		if err != nil || out.State != govern.Stale || w.cycle().State != cycles.Opened {
			t.Errorf("got %+v, %v with the cycle %s", out, err, w.cycle().State)
		}
	})
}

func TestHeldImportsOfSeveralCompaniesDoNotHinderEachOther(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		w.watch("cycle.import_invoices", "cycle.import_invoices.approve")
		var held []govern.Outcome
		for _, code := range []string{"A", "B"} {
			payee := map[string]string{"A": "B", "B": "C"}[code]
			held = append(held, w.MustHold(w.do(house.Founder, "2026-11", &cycles.ImportInvoices{File: code, CSV: header + "1," + code + "," + payee + ",EUR,5,\n", Participant: code})))
		}
		again := w.MustHold(w.do(house.Founder, "2026-11", &cycles.ImportInvoices{File: "A", CSV: header + "1,A,B,EUR,5,\n", Participant: "A"}))
		for _, h := range held {
			w.Must(w.Engine.Approve(ctx, govern.Actor{User: house.Second}, govern.Note{}, h.Change, h.Digest))
		}
		out, err := w.Engine.Approve(ctx, govern.Actor{User: house.Second}, govern.Note{}, again.Change, again.Digest)
		if err != nil || out.State != govern.Stale {
			w.t.Errorf("the same file a second time ended %+v, %v; want stale", out, err)
		}
		if n := w.Count(`SELECT count(*) FROM invoice`); n != 2 {
			t.Errorf("%d invoices, want 2", n)
		}
	})
}
