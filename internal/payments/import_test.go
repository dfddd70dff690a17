package payments_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
)

const sheet = `account,creditor_account,creditor,currency,amount,execution_date,end_to_end_id,remittance
DE89370400440532013000,NL91ABNA0417164300,,EUR,100.00,2026-11-05,E-1,Invoice 1
DE89370400440532013000,NL91ABNA0417164300,Bouwbedrijf De Boer,EUR,250.50,2026-11-06,E-2,"Invoice 2, rest"
`

func (w *town) bring(code, content string) (govern.Outcome, error) {
	return w.Submit("clerk", &payments.Import{Code: code, Customer: "town", Kind: "third_party", FileName: "orders.csv", Content: content})
}

func TestAFileOfOrdersIsOneChange(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.Grant("clerk", "package.import")
		before := w.Count(`SELECT count(*) FROM audit_entry`)
		id := w.Must(w.bring("P-1", sheet)).Records[0].ID
		if got := w.Count(`SELECT count(*) FROM audit_entry`) - before; got != 1 {
			t.Errorf("%d entries, want 1", got)
		}
		o := w.order(id, 1)
		if o.Amount != euros("250.50") || o.Remittance != "Invoice 2, rest" || o.BankInstruction != "builder" || o.Number != 2 {
			t.Errorf("the second order is %+v", o)
		}
		found, err := audit.Search(ctx, w.DB, w.Ring, audit.Query{Action: "package.import", Limit: 1})
		if err != nil || len(found) != 1 {
			t.Fatal(found, err)
		}
		sum := sha256.Sum256([]byte(sheet))
		want := []audit.Fact{{Name: "file", Value: "orders.csv"}, {Name: "size", Value: strconv.Itoa(len(sheet))}, {Name: "sha256", Value: hex.EncodeToString(sum[:])}, {Name: "rows", Value: "2"}, {Name: "taken", Value: "2"}, {Name: "refused_rows", Value: "0"}}
		if d := cmp.Diff(want, found[0].Event.Facts); d != "" {
			t.Error(d)
		}
		w.Must(w.on("clerk", id, &payments.Submit{}))
	})
}

func TestOneBadRowTakesNothingAndEveryBadRowIsTold(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.Grant("clerk", "package.import")
		_, err := w.bring("P-1", sheet+`DE89370400440532013000,NL91ABNA0417164300,,EUR,1.005,2026-11-05,E-3,
DE89370400440532013000,GB29NWBK60161331926819,,EUR,1.00,2026-11-05,E-4,
DE02120300000000202051,NL91ABNA0417164300,,EUR,1.00,2026-11-05,E-5,
DE89370400440532013000,NL91ABNA0417164300,,EUR,1.00,2026-11-07,E-6,
DE89370400440532013000,NL91ABNA0417164300,,EUR,1.00,2026-11-05,E-1,
DE89370400440532013000,NL91ABNA0417164300,Somebody Else,EUR,1.00,2026-11-05,E-7,
too,few
DE89370400440532013000,NL91ABNA0417164300,,XXX,1.00,2026-11-05,E-8,
`)
		wantFault(t, err, "bad_rows", "content")
		var rows payments.RowFaults
		if !errors.As(err, &rows) {
			t.Fatal("the refusal holds no rows")
		}
		var got []string
		for _, r := range rows {
			got = append(got, strconv.Itoa(r.Row)+" "+r.Column+" "+r.Code)
		}
		if d := cmp.Diff([]string{
			"4 amount bad_amount", "5 creditor_account unknown_beneficiary", "6 account unknown_account", "7 execution_date no_business_day",
			"8 end_to_end_id already_used", "9 creditor_account unknown_beneficiary", "10  wrong_width", "11 currency bad_currency",
		}, got); d != "" {
			t.Error(d)
		}
		if n := w.Count(`SELECT count(*) FROM package`) + w.Count(`SELECT count(*) FROM "order"`); n != 0 {
			t.Errorf("a refused file left %d rows", n)
		}
	})
}

func TestAFileThatIsNoneOfOrdersIsRefusedWhole(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.Grant("clerk", "package.import")
		for code, content := range map[string]string{
			"empty_file": "", "no_rows": strings.SplitAfter(sheet, "\n")[0], "unknown_column": "account,colour\n", "column_twice": "account,account\n",
			"missing_column": "account\n", "bad_quotes": strings.SplitAfter(sheet, "\n")[0] + "\"never,closed\n", "not_text": "\xff\xfe",
		} {
			_, err := w.bring("P-1", content)
			wantFault(t, err, code, "content")
		}
		_, err := w.bring("P-1", "<Document/>")
		wantFault(t, err, "unknown_namespace", "content")
	})
}

func TestWhatThisProgramWroteItCanImport(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.Grant("clerk", "package.import")
		p := w.waiting()
		_, content, _, err := payments.Preview(ctx, w.DB, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.Must(w.on("clerk", p.ID, &payments.Withdraw{}))
		again := strings.NewReplacer(">E-1<", ">F-1<", ">E-2<", ">F-2<").Replace(string(content))
		id := w.Must(w.bring("P-2", again)).Records[0].ID
		for i, want := range []string{"100.00", "250.50"} {
			if o := w.order(id, i); o.Amount != euros(want) || o.Remittance != "Invoice E-"+strconv.Itoa(i+1) || o.CreditorName != "Bouwbedrijf De Boer" {
				t.Errorf("order %d is %+v", i+1, o)
			}
		}
	})
}

func TestABeneficiaryThatTheImporterMayNotSeeIsUnknown(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("blind", "package.import")
		_, err := w.Submit("blind", &payments.Import{Code: "P-1", Customer: "town", Kind: "third_party", FileName: "o.csv", Content: sheet})
		wantFault(t, err, "bad_rows", "content")
		if !strings.Contains(err.Error(), "unknown_beneficiary") {
			t.Error(err)
		}
	})
}
