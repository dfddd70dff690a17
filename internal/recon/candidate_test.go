package recon_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/matching"
)

const byInvoice = "keys: [invoice, currency]\namount: amount\namount_tolerance: 0.05\ndate: date\ndate_tolerance_days: 2\n"

// suggestions runs two CSV files, of invoice, currency, amount, date and text,
// and gives what is suggested for the left row of the invoice: the keys with
// their scores, and the codes of the reasons.
func (o *office) suggestions(invoice, left, right string) (list []string) {
	o.t.Helper()
	const header = "invoice,currency,amount,date,text\n"
	p := o.process("sales", recon.Process{Configuration: byInvoice})
	l, r := sides(header+left, header+right)
	run, all := o.run("founder", p, l, r)
	at := slices.IndexFunc(all, func(x *recon.Exception) bool { return x.LeftRow >= 0 && x.LeftFields[0].Value == invoice })
	if at < 0 {
		o.t.Fatalf("%s is no exception", invoice)
	}
	for _, c := range o.candidates(all[at], all, run) {
		var codes []string
		for _, r := range c.Reasons {
			codes = append(codes, r.Code)
		}
		list = append(list, fmt.Sprintf("%s %d %s", c.Fields[0].Value, c.Score, strings.Join(codes, " ")))
	}
	return list
}

func (o *office) candidates(x *recon.Exception, all []*recon.Exception, run *recon.Run) []recon.Candidate {
	o.t.Helper()
	by, err := matching.ReadConfig("configuration", []byte(byInvoice))
	if err != nil {
		o.t.Fatal(err)
	}
	return recon.Candidates(x, all, run, by, func(*recon.Exception) bool { return true })
}

func TestARowOfTheOtherSideIsSuggestedForWhatItSharesWithTheException(t *testing.T) {
	const left = "SALE-4472,EUR,100.00,2026-12-09,\n"
	for name, c := range map[string]struct{ right, want string }{
		"two signs swapped":         {"SALE-4427,EUR,100.00,2026-12-09,\n", "SALE-4427 92 key_swapped key_same amount_same date_same"},
		"written otherwise":         {"sale 4472,EUR,100.00,2026-12-10,\n", "sale 4472 96 key_written_otherwise key_same amount_same date_within"},
		"key in the text":           {"TRF-1,EUR,100.04,2026-12-19,for sale4472!\n", "TRF-1 83 key_in_text key_same amount_within date_apart"},
		"key with more around it":   {"SALE-4472/A,EUR,104.00,2026-12-09,\n", "SALE-4472/A 70 key_part key_same amount_near date_same"},
		"another currency":          {"sale 4472,GBP,100.00,2026-12-09,\n", "sale 4472 88 key_written_otherwise key_differs amount_same date_same"},
		"amount alone":              {"OTHER-77,EUR,100.00,2026-12-09,\n", "OTHER-77 60 key_differs key_same amount_same date_same"},
		"the opposite amount":       {"OTHER-77,EUR,-100.00,2026-12-09,\n", "OTHER-77 45 key_differs key_same amount_opposite date_same"},
		"one sign apart, no amount": {"SALE-4473,EUR,7.00,2026-12-09,\n", ""},
		"nothing but the currency":  {"OTHER-77,EUR,7.00,2026-12-09,\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, o *office) {
				if got := strings.Join(o.suggestions("SALE-4472", left, c.right), "\n"); got != c.want {
					t.Errorf("suggested is %q, want %q", got, c.want)
				}
			})
		})
	}
}

func TestSuggestionsComeBestFirstTenAtMostAndAlwaysTheSame(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		var right strings.Builder
		for n := range 14 {
			fmt.Fprintf(&right, "ELSE-%d,EUR,100.00,2026-12-%02d,\n", 100+n, 20-n)
		}
		got := o.suggestions("SALE-4472", "SALE-4472,EUR,100.00,2026-12-09,\n", right.String())
		if len(got) != recon.MaxCandidates || !strings.HasPrefix(got[0], "ELSE-111 60") {
			t.Errorf("suggested are %q", got)
		}
		run, all := o.read(o.lastRun())
		again := o.candidates(all[0], all, run)
		slices.Reverse(all)
		if diff := cmp.Diff(again, o.candidates(all[len(all)-1], all, run), cmp.AllowUnexported(recon.Reason{})); diff != "" {
			t.Errorf("in another order it is another answer:\n%s", diff)
		}
	})
}

func TestNoClosedRowIsSuggestedAndNoneForAPair(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		const left, right = "SALE-1,EUR,100.00,2026-12-09,\nPAIR-1,EUR,5.00,2026-12-09,\n", "SALE-2,EUR,100.00,2026-12-09,\nPAIR-1,EUR,9.00,2026-12-09,\n"
		if got := o.suggestions("PAIR-1", left, right); len(got) != 0 {
			t.Errorf("for a pair are suggested %q", got)
		}
		run, all := o.read(o.lastRun())
		at := func(kind string) *recon.Exception {
			return all[slices.IndexFunc(all, func(x *recon.Exception) bool { return x.Kind == kind })]
		}
		if got := o.candidates(at("unmatched_right"), all, run); len(got) != 1 || got[0].Exception != at("unmatched_left").ID {
			t.Fatalf("from the right side are suggested %+v", got)
		}
		o.Must(o.Submit("founder", on(at("unmatched_right").ID, &recon.Close{ActionTaken: "posted"})))
		run, all = o.read(run.ID)
		if got := o.candidates(at("unmatched_left"), all, run); len(got) != 0 {
			t.Errorf("a closed row is suggested: %+v", got)
		}
	})
}

func (o *office) lastRun() govern.ID {
	o.t.Helper()
	runs, err := recon.Runs.Find(o.t.Context(), o.DB, `number = 1`)
	if err != nil || len(runs) != 1 {
		o.t.Fatal(len(runs), err)
	}
	return runs[0].ID
}
