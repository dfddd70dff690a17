package cycles_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/testkit/house"
)

const header = "reference,payer,payee,currency,amount,due_date\n"

func TestAFileThatIsNoInvoiceFileIsRefusedWithItsPlace(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		for text, want := range map[string][2]string{
			"":                                      {"empty_file", "first line"},
			header:                                  {"no_rows", "f.csv"},
			"reference,payer,payee,currency,sum\n":  {"unknown_column", `"sum"`},
			"reference;payer;payee;currency;amount": {"unknown_column", "commas"},
			"reference,payer,payee,currency\n":      {"missing_column", `"amount"`},
			"payer,payer,payee,currency,amount\n":   {"column_twice", `"payer"`},
			header + "1,A,B,EUR,1,\n2,A,B,\"EUR,2,\n3,A,B,EUR,3,\n": {"truncated_file", "line 3 never close"},
			header + "1,A,B,EUR,1,\n2,A,B,EU":                       {"truncated_file", "Line 3, the last, has 4 columns"},
			header + "1,A,B,EUR,1,\n2,A,B,EUR,2,":                   {"truncated_file", "Line 3, the last, has no line end"},
			header + "1,A,B,E\"U\"R,1,\n":                           {"bad_quotes", "Line 2, character 8"},
			header + "1,A,B,EUR,1,\n\xfc,A,B,EUR,1,\n":              {"not_text", "Line 3"},
			header + "\x00,A,B,EUR,1,\n":                            {"not_text", "Line 2"},
		} {
			_, err := w.do(house.Founder, "2026-11", &cycles.ImportInvoices{File: "f.csv", CSV: text, TakeGoodRows: true})
			w.wantFault(err, want[0], want[1])
		}
		if n := w.Count(`SELECT count(*) FROM invoice`); n != 0 {
			t.Errorf("%d invoices stand", n)
		}
	})
}

const spoilt = header +
	"good-1,A,B,EUR,10.50,\n" +
	"2,X,B,EUR,1,\n" + // line 3
	"3,A,,EUR,1,\n" +
	"4,A,A,EUR,1,\n" +
	"5,A,B,EUR,1.005,\n" +
	"6,A,B,JPY,1.0,\n" +
	"7,A,B,ERU,1e3,2026-13-01\n" + // three faults
	"8,A,B,EUR,0.00,\n" +
	"good-1,A,B,USD,9,\n" + // line 10
	",A,B,EUR,1,\n" +
	" 11,A,B,EUR,1,\n" +
	"12,A,B,EUR\n" +
	"old,A,B,EUR,1,\n" +
	"14,A,B,EUR,99999999999999999999,\n" + // line 15
	"15,A,B,EUR,999999999999999999,\n" +
	"\"good\n2\",A,B,EUR,1,\n" + // a line end inside the cell
	"good-3,B,A,HUF,-200,2026-11-05\n" // line 19

var spoiltPlaces = []string{
	"line 3, payer: unknown_participant", "line 4, payee: unknown_participant", "line 5, payee: self_invoice",
	"line 6, amount: too_many_decimals", "line 7, amount: too_many_decimals",
	"line 8, currency: unknown_currency", "line 8, amount: bad_amount", "line 8, due_date: bad_date",
	"line 9, amount: zero_amount", "line 10, reference: duplicate_in_file", "line 11, reference: missing", "line 12, reference: bad_character",
	"line 13: wrong_width", "line 14, reference: already_entered", "line 15, amount: bad_amount", "line 16, amount: overflow",
	"line 17, reference: bad_character",
}

// places are where and why rows were refused.
func places(err error) []string {
	var faults cycles.RowFaults
	errors.As(err, &faults)
	var list []string
	for _, f := range faults {
		list = append(list, strings.TrimSuffix(f.String(), ": "+f.Detail))
	}
	return list
}

func TestAFileWithBadRowsChangesNothingAndNamesThemAll(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		w.must(house.Founder, &cycles.ImportInvoices{File: "old.csv", CSV: header + "old,A,B,EUR,1,\n"})
		_, err := w.do(house.Founder, "2026-11", &cycles.ImportInvoices{File: "f.csv", CSV: spoilt})
		w.wantFault(err, "bad_rows", "15 of the 17 rows of f.csv", "csv[3].payer", "1.005", "line 2 already", "in the cycle 2026-11")
		if diff := cmp.Diff(spoiltPlaces, places(err)); diff != "" {
			t.Errorf("the faults differ (-want +got):\n%s", diff)
		}
		if n := w.Count(`SELECT count(*) FROM invoice`); n != 1 {
			t.Errorf("%d invoices stand, want the one from before", n)
		}
	})
}

func TestGoodRowsAreTakenWhenAskedAndTheOthersAreInTheLog(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		w.must(house.Founder, &cycles.ImportInvoices{File: "old.csv", CSV: header + "old,A,B,EUR,1,\n"})
		w.must(house.Founder, &cycles.ImportInvoices{File: "f.csv", CSV: spoilt, TakeGoodRows: true})
		got, err := cycles.Invoices.Find(ctx, w.DB, `reference <> 'old' ORDER BY reference`)
		if err != nil || len(got) != 2 || got[0].Reference != "good-1" || got[0].Amount.String() != "10.50" || got[1].Amount.Minor != -20000 || got[1].Unit != "b" || got[1].DueDate != "2026-11-05" {
			t.Errorf("taken were %+v, %v", got, err)
		}
		f := w.facts("cycle.import_invoices")
		sum := sha256.Sum256([]byte(spoilt))
		if f["rows"] != "17" || f["taken"] != "2" || f["file"] != "f.csv" || f["sha256"] != hex.EncodeToString(sum[:]) || f["total_huf"] != "-200" {
			t.Errorf("the entry says %v", f)
		}
		if f["refused"] == "" || w.refused() != len(spoiltPlaces) {
			t.Errorf("the entry names %d faults, want %d", w.refused(), len(spoiltPlaces))
		}
	})
}

func TestTooManyBadRowsAreNeverLeftOut(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		var text strings.Builder
		text.WriteString(header + "good,A,B,EUR,1,\n")
		for i := range 101 {
			fmt.Fprintf(&text, "%d,A,X,EUR,1,\n", i)
		}
		_, err := w.do(house.Founder, "2026-11", &cycles.ImportInvoices{File: "f.csv", CSV: text.String(), TakeGoodRows: true})
		w.wantFault(err, "bad_rows", "At most 100 rows", "line 102, payee", "and 1 row more")
		if strings.Contains(err.Error(), "line 103,") || len(places(err)) != 101 || w.Count(`SELECT count(*) FROM invoice`) != 0 {
			t.Errorf("told are %d rows: %v", len(places(err)), err)
		}
	})
}

func TestControlValuesThatDifferRefuseTheFile(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		rows, total := 4, w.decimal("293333.33")
		_, err := w.do(house.Founder, "2026-11", &cycles.ImportInvoices{File: "f.csv", CSV: triangle, ControlRows: &rows})
		w.wantFault(err, "control_differs", "5 rows", "must be 4")
		_, err = w.do(house.Founder, "2026-11", &cycles.ImportInvoices{File: "f.csv", CSV: strings.Replace(triangle, "33333.33", "33333.3", 1), ControlTotal: &total})
		w.wantFault(err, "control_differs", "293333.3,", "293333.33")
		rows = 5
		w.must(house.Founder, &cycles.ImportInvoices{File: "f.csv", CSV: strings.TrimSuffix(triangle, "\n"), ControlRows: &rows, ControlTotal: &total})
	})
}

func TestAClerkEntersOnlyWhatTheOwnCompanyOwes(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		w.clerkOf("a", "cycle.import_invoices", "invoice.view", "invoice.insert")
		w.Must(w.do("clerk-a", "2026-11", &cycles.ImportInvoices{File: "a.csv", CSV: header + "1,A,B,EUR,1,\n", Participant: "A"}))
		_, err := w.do("clerk-a", "2026-11", &cycles.ImportInvoices{File: "a.csv", CSV: header + "2,B,A,EUR,1,\n3,A,B,EUR,1,\n", Participant: "A"})
		w.wantFault(err, "bad_rows", "line 2, payer: foreign_payer")
		_, err = w.do("clerk-a", "2026-11", &cycles.ImportInvoices{File: "a.csv", CSV: header + "2,B,A,EUR,1,\n", Participant: "B"})
		w.wantFault(err, "denied")
		_, err = w.do("clerk-a", "2026-11", &cycles.ImportInvoices{File: "a.csv", CSV: header + "2,A,B,EUR,1,\n"})
		w.wantFault(err, "denied")
		w.must(house.Founder, &cycles.ImportInvoices{File: "b.csv", CSV: header + "4,B,A,EUR,1,\n", Participant: "B"})
		for reference, sees := range map[string]bool{"1": true, "4": false} {
			i, err := cycles.Invoices.One(ctx, w.DB, `reference = $1`, reference)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Engine.Check("clerk-a", "invoice.view", cycles.Invoices.TargetOf(i)); (err == nil) != sees {
				t.Errorf("invoice %s of %s: %v", reference, i.Payer, err)
			}
		}
	})
}
