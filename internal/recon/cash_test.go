package recon_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

const (
	account = "DE89 3704 0044 0532 0130 00"
	cash    = "keys: {left: ref, right: id}\namount: amount\ndate: date\ndelimiter: ;\ndate_format: DD.MM.YYYY\n"
	book    = "ref;amount;date\nCUST-9;1234.50;03.03.2026\nCS-17-1;-300.05;03.03.2026\nOLD;1.00;02.03.2026\n"
)

func (o *office) cash(onInconsistency string) (recon.Side, recon.Side) {
	o.process("CASH", recon.Process{Kind: "cash", AccountNumber: account, Configuration: cash, OnInconsistency: onInconsistency})
	return recon.Side{Name: "book.csv", Format: recon.CSV, Content: []byte(book)}, recon.Side{Name: "statement.xml", Format: recon.Camt053, Content: []byte(statement(o.t))}
}

func TestABankStatementIsComparedByItsBookedEntries(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		left, right := o.cash("stop")
		run, list := o.run(house.Founder, "CASH", left, right)
		if run.Matched != 2 || run.Exact != 2 || run.UnmatchedLeft != 1 || run.UnmatchedRight != 1 || run.RightRows != 3 || run.Consistency != "consistent" || run.State != "done" {
			t.Fatalf("%+v", run)
		}
		if diff := cmp.Diff([]string{"right: entries not booked yet left out: 1"}, run.Notes); diff != "" {
			t.Error(diff)
		}
		for _, x := range list {
			if x.Kind != "unmatched_right" {
				continue
			}
			want := []recon.Field{
				{Name: "id", Value: "E-0"},
				{Name: "amount", Value: "70.00"},
				{Name: "currency", Value: "EUR"},
				{Name: "date", Value: "2026-03-03"},
				{Name: "value_date", Value: ""},
				{Name: "counterparty", Value: "Closed Ltd"},
			}
			if diff := cmp.Diff(want, x.RightFields[:6]); diff != "" || x.RightAmount != "70.00" {
				t.Errorf("%s %+v", diff, x)
			}
		}
	})
}

func TestTheDialectOfFilesIsNotThatOfAStatement(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		left, right := o.cash("stop")
		o.process("CASH-1", recon.Process{Kind: "cash", AccountNumber: account, Configuration: cash + "encoding: latin-1\nquote: none\n", OnInconsistency: "stop"})
		right.Content = []byte(strings.Replace(string(right.Content), "Closed Ltd", "Z\u00fcrich, &quot;K&quot; AG", 1))
		_, list := o.run(house.Founder, "CASH-1", left, right)
		for _, x := range list {
			if x.Kind == "unmatched_right" && x.RightFields[5].Value != "Z\u00fcrich, \"K\" AG" {
				t.Errorf("the statement was read as %+v", x.RightFields)
			}
		}
		if len(list) != 2 {
			t.Errorf("%d exceptions, want 2", len(list))
		}
	})
}

func TestAStatementThatContradictsItselfWarnsOrStops(t *testing.T) {
	for _, c := range []struct{ on, state string }{{"warn", "done"}, {"stop", "failed"}} {
		t.Run(c.on, func(t *testing.T) {
			each(t, func(t *testing.T, o *office) {
				left, right := o.cash(c.on)
				right.Content = []byte(strings.Replace(string(right.Content), ">904.45<", ">904.44<", 1))
				run, list := o.run(house.Founder, "CASH", left, right)
				if run.State != c.state || run.Consistency != "inconsistent" || !strings.Contains(run.Detail, "balance_mismatch") || !strings.Contains(run.Detail, "S-2026-43") {
					t.Errorf("%+v", run)
				}
				told, err := recon.Contradiction(t.Context(), o.keep, run, 1<<20)
				if err != nil || !strings.Contains(told, "904.44") || strings.Contains(run.Detail, "904.4") {
					t.Errorf("the amounts stand in %q, and the run says %q (%v)", told, run.Detail, err)
				}
				if opened := len(list) > 0; opened != (c.state == "done") || opened != (run.ResultDigest != "") {
					t.Errorf("%d exceptions of a run that is %s, result %q", len(list), run.State, run.ResultDigest)
				}
				if o.kept() == 0 {
					t.Error("the bank's file was not kept")
				}
			})
		})
	}
}

func TestTheStatementOfAnotherAccountIsRefused(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		left, right := o.cash("warn")
		right.Content = []byte(strings.ReplaceAll(string(right.Content), "DE89370400440532013000", "DE02120300000000202051"))
		_, err := o.prepare("CASH", left, right)
		wantFault(t, err, "account_not_in_file", "right", account)
		if o.kept() != 0 {
			t.Error("a refused file was kept")
		}
	})
}
