package recon_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

func (o *office) beside(id, run, with govern.ID, shown bool) (*recon.SideBySide, error) {
	return recon.Beside(o.t.Context(), o.DB, o.keep, id, run, with, shown, 1<<20)
}

func TestWhatAChangedToleranceDoesIsSeenSideBySide(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		original, _ := o.run(house.Founder, "P", side("ledger.csv", ledgerCSV), side("bank.csv", bankCSV))
		id := o.copied()
		if _, err := o.beside(id, "", "", true); fault.Code(err) != "no_run" {
			t.Fatalf("before it was tried: %v", err)
		}
		o.Must(o.edit("anna", id, func(p *recon.Process) { p.Configuration = "keys: ref\namount: amount\namount_tolerance: 5\n" }))
		cmd, err := o.try("anna", id)
		if err != nil {
			t.Fatal(err)
		}
		got, err := o.beside(id, "", "", true)
		if err != nil {
			t.Fatal(err)
		}
		if got.Original.Run != original.ID || got.Copy.Run != cmd.RunID() || got.Original.Matched != 1 || got.Copy.Matched != 2 || !got.Shown {
			t.Errorf("%+v", got)
		}
		moves := []recon.Moves{
			{Side: "left", Before: "matched", After: "matched", Rows: 1},
			{Side: "left", Before: "partial", After: "matched", Rows: 1},
			{Side: "left", Before: "unmatched", After: "unmatched", Rows: 1},
			{Side: "left", Before: "bad", After: "bad", Rows: 1},
			{Side: "right", Before: "matched", After: "matched", Rows: 1},
			{Side: "right", Before: "partial", After: "matched", Rows: 1},
			{Side: "right", Before: "unmatched", After: "unmatched", Rows: 1},
		}
		if diff := cmp.Diff(moves, got.Moves); diff != "" {
			t.Error(diff)
		}
		gained := []recon.MovedRow{
			{Side: "left", Row: 1, Before: "partial", BeforeWith: 1, After: "matched", AfterWith: 1, Key: []string{"B"}, Amount: "20.00", Fields: []recon.Field{{Name: "ref", Value: "B"}, {Name: "amount", Value: "20.00"}, {Name: "date", Value: "2026-03-01"}, {Name: "text", Value: "two"}}},
			{Side: "right", Row: 1, Before: "partial", BeforeWith: 1, After: "matched", AfterWith: 1, Key: []string{"B"}, Amount: "25.00", Fields: []recon.Field{{Name: "ref", Value: "B"}, {Name: "amount", Value: "25.00"}, {Name: "date", Value: "2026-03-03"}}},
		}
		if diff := cmp.Diff(gained, got.Gained); diff != "" || got.GainedRows != 2 || got.LostRows != 0 || got.OtherRows != 0 {
			t.Error(diff, got.LostRows, got.OtherRows)
		}
		bare, err := o.beside(id, cmd.RunID(), original.ID, false)
		if err != nil || bare.Shown || len(bare.Gained) != 2 || len(bare.Gained[0].Fields) != 0 || bare.Gained[0].Amount != "" {
			t.Errorf("without the rows' contents: %+v, %v", bare, err)
		}
	})
}

func TestRunsOfOtherFilesAreNotLaidSideBySide(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		original, _ := o.run(house.Founder, "P", side("a.csv", ledgerCSV), side("b.csv", bankCSV))
		id := o.copied()
		own, _ := o.run(house.Founder, id, side("a.csv", "ref,amount,date\nQ,1,2026-01-01\n"), side("b.csv", bankCSV))
		for _, with := range []govern.ID{"", original.ID} {
			if _, err := o.beside(id, own.ID, with, true); fault.Code(err) != "other_files" {
				t.Errorf("with %q: %v", with, err)
			}
		}
		_, err := o.beside(id, original.ID, "", true)
		wantFault(t, err, "other_process", "run", "")
		_, err = o.beside(id, own.ID, own.ID, true)
		wantFault(t, err, "other_process", "with", "")
	})
}

func TestConfigurationsThatReadTheFilesDifferentlySayWhyTheirRowsAreNotCompared(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		o.run(house.Founder, "P", side("a.csv", ledgerCSV), side("b.csv", "ref,amount,date\nA,10.00,2026-03-01\n"))
		id := o.copied()
		o.Must(o.edit("anna", id, func(p *recon.Process) {
			p.Configuration = "keys: {left: ref, right: c1}\nheader: {right: [c1, c2, c3]}\n"
		}))
		if _, err := o.try("anna", id); err != nil {
			t.Fatal(err)
		}
		got, err := o.beside(id, "", "", true)
		if err != nil || got.Unlike != "rows_differ" || len(got.Moves) != 0 || got.Copy.RightRows != 2 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
