package netting_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
)

const invoiceHeader = "id,payer,payee,currency,amount\n"

// invoiceFile writes the invoices of a cycle, in one of the ways people do.
func invoiceFile(c netting.Cycle, r *rand.Rand) string {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = r.IntN(2) == 0
	w.Write([]string{"note", "amount", "payee", "id", "currency", "payer"})
	for _, in := range c.Invoices {
		note := []string{"", "plain", `said "so", he`, "two\nlines", "Müller"}[r.IntN(5)]
		w.Write([]string{note, in.Amount, in.Payee, in.ID, string(in.Currency), in.Payer})
	}
	w.Flush()
	text := out.String()
	if r.IntN(2) == 0 {
		text = "\xef\xbb\xbf" + text
	}
	if r.IntN(2) == 0 {
		text = strings.TrimRight(text, "\r\n")
	}
	return text
}

func compute(c netting.Cycle, invoices string, workers int) (netting.Result, error) {
	participants, rates := termFiles(c)
	return netting.Inputs(context.Background(), input("invoices", invoices), participants, rates,
		netting.Options{Base: c.Base, Basis: c.Basis, MinorUnits: c.MinorUnits, Workers: workers})
}

func TestFilesComeToWhatTheirRowsDo(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	for range cycles() / 2 {
		c := writable(r)
		want, err := netting.Compute(c)
		if err != nil {
			t.Fatal(err)
		}
		text := invoiceFile(c, r)
		got, err := compute(c, text, 1+r.IntN(3))
		if err != nil || print(got) != print(want) || cmp.Diff(netting.AppendJSON(nil, want), netting.AppendJSON(nil, got)) != "" {
			t.Fatalf("%q of %+v: %v", text, c, err)
		}
	}
}

func TestWorkersChangeNothingAndTheFirstFaultIsNamed(t *testing.T) {
	c := triangle()
	line := func(i int) string { return fmt.Sprintf("INV-%06d,A,B,EUR,%d.%02d\n", i, i%1000, 1+i%99) }
	var text strings.Builder
	text.WriteString(invoiceHeader)
	const n = 60_000
	for i := range n {
		text.WriteString(line(i))
	}
	for i := range n {
		c.Invoices = append(c.Invoices, netting.Invoice{ID: fmt.Sprintf("INV-%06d", i), Payer: "A", Payee: "B", Currency: "EUR", Amount: fmt.Sprintf("%d.%02d", i%1000, 1+i%99)})
	}
	c.Invoices = c.Invoices[5:]
	want, err := netting.Compute(c)
	if err != nil {
		t.Fatal(err)
	}
	for workers := 1; workers <= 4; workers++ {
		got, err := compute(c, text.String(), workers)
		if err != nil || print(got) != print(want) {
			t.Fatalf("%d workers: %v", workers, err)
		}
		for _, spoil := range []struct{ old, with, want string }{
			{line(50_000), line(7) + "x", `DUPLICATE_INVOICE in invoices, row 50000, column "id": invoice "INV-000007": row 7 has this id already`},
			{line(50_000), "INV-000007,X,B,EUR,1\n", `DUPLICATE_INVOICE in invoices, row 50000, column "id": invoice "INV-000007"`},
			{line(3), line(59_999), `DUPLICATE_INVOICE in invoices, row 59999, column "id"`},
			{line(40_000), "\n\n" + line(40_000) + "Y,A,B\n", `RAGGED_ROW in invoices, row 40001: the row has 3 fields, the header 5`},
			{line(30_000), "Y,A,A,EUR,1\n" + line(1), `SELF_INVOICE in invoices, row 30000, column "payee"`},
			{line(30_000), "Y,A,\"B\"x,EUR,1\n" + line(1), `BARE_QUOTE in invoices, row 30000, column "payee"`},
			{line(30_000), "Y,A,\"B,EUR,1\n", `OPEN_QUOTE in invoices, row 30000, column "payee"`},
		} {
			_, err := compute(c, strings.Replace(text.String(), spoil.old, spoil.with, 1), workers)
			if err == nil || !strings.HasPrefix(err.Error(), spoil.want) {
				t.Errorf("%d workers: got %.200v, expected %s", workers, err, spoil.want)
			}
		}
	}
}

func TestHostileFilesAreRefusedWithTheirPlace(t *testing.T) {
	c := triangle()
	const good = invoiceHeader + "1,A,B,EUR,1.00\n"
	megabyte := strings.Repeat("x", 1<<20)
	for _, x := range []struct{ name, text, want string }{
		{"nothing", "", `EMPTY_FILE in invoices: it holds no header`},
		{"empty lines", "\n\r\n", `MISSING_COLUMN in invoices, header, column "id"`},
		{"other names", "ID,payer\n", `MISSING_COLUMN in invoices, header, column "id": the header has no such column, but ["ID" "payer"]`},
		{"semicolons", "id;payer;payee;currency;amount\n", `MISSING_COLUMN in invoices, header, column "id"`},
		{"a column twice", "id,payer,payee,currency,amount,id\n", `DUPLICATE_COLUMN in invoices, header, column "id"`},
		{"UTF-16", "\xff\xfei\x00d\x00", `NOT_UTF8 in invoices, header: it is UTF-16`},
		{"Latin-1", good + "2,M\xfcller,B,EUR,1\n", `NOT_UTF8 in invoices, row 1, column "payer"`},
		{"Latin-1 in the header", "id,payer,payee,currency,amount,M\xfc\n", `NOT_UTF8 in invoices, header`},
		{"NUL", good + "2,A,B,EUR,1\x00\n", `NUL_BYTE in invoices, row 1, column "amount"`},
		{"NUL after a fault", good + "2,A,B,EUR,x\n3,A,B,EUR,1\x00\n", `BAD_AMOUNT in invoices, row 1, column "amount": invoice "2": "x" is no amount`},
		{"no id", good + ",A,B,EUR,1\n", `BAD_INVOICE_ID in invoices, row 1, column "id"`},
		{"unknown payee", good + "2,A,X,EUR,1\n", `UNKNOWN_PARTICIPANT in invoices, row 1, column "payee"`},
		{"no rate", good + "2,A,B,CHF,1\n", `NO_RATE in invoices, row 1, column "currency"`},
		{"zero", good + "2,A,B,EUR,-0.0\n", `BAD_AMOUNT in invoices, row 1, column "amount"`},
		{"decimals", good + "2,A,B,EUR,1.000\n", `TOO_MANY_DECIMALS in invoices, row 1, column "amount"`},
		{"blank", good + "2,A,B,EUR, 1\n", `BAD_AMOUNT in invoices, row 1, column "amount"`},
		{"cut off", good + "2,A,B,EU", `RAGGED_ROW in invoices, row 1: the file breaks off`},
		{"cut off in quotes", good + "2,A,\"B", `OPEN_QUOTE in invoices, row 1, column "payee"`},
		{"megabyte cells", good + strings.Repeat("2,A,B,EUR,"+megabyte+"\n", 9), `BAD_AMOUNT in invoices, row 1, column "amount": invoice "2": "xxxxxxxx`},
		{"megabyte id", good + megabyte + ",A,X,EUR,1\n", `UNKNOWN_PARTICIPANT in invoices, row 1, column "payee": invoice "xxxxx`},
		{"endless row", good + strings.Repeat(megabyte, 5), `ROW_TOO_LONG in invoices, row 1: the row is longer`},
		{"endless quote", good + `"` + strings.Repeat("x\n", 3<<20), `ROW_TOO_LONG in invoices, row 1: the row is longer`},
	} {
		_, err := compute(c, x.text, 2)
		var refused *netting.FileError
		if !errors.As(err, &refused) || !strings.HasPrefix(err.Error(), x.want) || len(err.Error()) > 600 {
			t.Errorf("%s: got %.300v, expected %s…", x.name, err, x.want)
		}
	}
}

func TestBadTermsAreRefusedWithTheirPlace(t *testing.T) {
	const who, worth = "id,currency\nA,EUR\nB,USD\n", "currency,rate\nUSD,0.92\n"
	for _, x := range []struct{ who, worth, base, want string }{
		{who, worth + "USD,0.93\n", "EUR", `BAD_RATE in rates, row 1, column "currency"`},
		{who, worth + "GBP,0\n", "EUR", `BAD_RATE in rates, row 1, column "rate": "0" is no rate`},
		{who, worth + ",1\n", "EUR", `BAD_RATE in rates, row 1, column "currency"`},
		{who, worth + "EUR,1.1\n", "EUR", `BASE_RATE_NOT_ONE in rates, row 1, column "rate"`},
		{who + "C,CHF\n", worth, "EUR", `NO_RATE in participants, row 2, column "currency"`},
		{who + "A,EUR\n", worth, "EUR", `DUPLICATE_PARTICIPANT in participants, row 2, column "id"`},
		{who + ",EUR\n", worth, "EUR", `BAD_PARTICIPANT in participants, row 2, column "id"`},
		{"id,currency,basis\nA,EUR,\nB,EUR,both\n", worth, "EUR", `BAD_BASIS in participants, row 1, column "basis"`},
		{"id,participant,currency\n", worth, "EUR", `DUPLICATE_COLUMN in participants, header`},
		{who, worth, "eur", `BAD_BASE at base`},
	} {
		_, err := netting.Inputs(context.Background(), input("invoices", invoiceHeader), input("participants", x.who), input("rates", x.worth), netting.Options{Base: money.Currency(x.base)})
		if err == nil || !strings.HasPrefix(err.Error(), x.want) {
			t.Errorf("got %v, expected %s…", err, x.want)
		}
	}
}

func TestFolderOfAResultIsWholeAndReplacesOnlyResults(t *testing.T) {
	result, err := netting.Compute(triangle())
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "new", "result")
	for range 2 {
		if err := netting.WriteFolder(out, result); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		netting.SettlementFile: "participant,currency,amount,direction,residue_base\nA,EUR,-11500.00,pay,0\nB,USD,29420.29,receive,0.0032\nC,GBP,-13304.84,pay,0.0008\n",
		netting.DealsFile:      "currency,side,amount,rate,base_amount\nGBP,sell,13304.84,1.17,15566.66\nUSD,buy,29420.29,0.92,27066.67\n",
		netting.BaseNetFile:    "participant,base_net\nA,-11500\nB,27066.6636\nC,-15566.6636\n",
		netting.PositionsFile:  "participant,currency,amount\nA,EUR,-70000.00\nA,GBP,50000.00\nB,EUR,70000.00\nB,USD,-46666.67\nC,GBP,-50000.00\nC,USD,46666.67\n",
		netting.SummaryFile:    "base,residue_base,gross_base,net_base,savings_pct,payments_before,payments_after,kept\nEUR,0.004,292766.6636,27066.6636,90.75,5,3,-0.01\n",
	} {
		if got, err := os.ReadFile(filepath.Join(out, name)); err != nil || string(got) != want {
			t.Errorf("%s: %v %s", name, err, cmp.Diff(want, string(got)))
		}
	}
	if left, _ := os.ReadDir(filepath.Dir(out)); len(left) != 1 {
		t.Errorf("drafts stay behind: %v", left)
	}
	os.WriteFile(filepath.Join(out, "notes.txt"), nil, 0o600)
	var refused *netting.FileError
	if err := netting.WriteFolder(out, result); !errors.As(err, &refused) || refused.Code != netting.OutputInUse {
		t.Errorf("notes would be lost: %v", err)
	}
}

func TestFilesAreReadByPathAndPipesToo(t *testing.T) {
	invoices, participants, rates := large(t, 20_000)
	var last netting.Progress
	want, err := netting.Files(context.Background(), invoices, participants, rates, netting.Options{Base: "EUR", Progress: func(p netting.Progress) { last = p }})
	if err != nil || last.Done != last.Total || last.Total == 0 {
		t.Fatal(err, last)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(invoices)
	go func() {
		w.Write(text)
		w.Close()
	}()
	got, err := netting.Files(context.Background(), fmt.Sprint("/dev/fd/", r.Fd()), participants, rates, netting.Options{Base: "EUR"})
	if err != nil || print(got) != print(want) {
		t.Errorf("from a pipe: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := netting.Files(ctx, invoices, participants, rates, netting.Options{Base: "EUR"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	var refused *netting.FileError
	if _, err := netting.Files(context.Background(), t.TempDir(), participants, rates, netting.Options{Base: "EUR"}); !errors.As(err, &refused) || refused.Code != netting.Unreadable {
		t.Errorf("a folder: %v", err)
	}
}

// FuzzInvoices holds the reader against the standard library's on whatever text:
// what both read comes to the same, and what that refuses ours does.
func FuzzInvoices(f *testing.F) {
	for _, text := range []string{
		"1,A,B,EUR,1.00\n2,B,C,USD,-7\n", "1,A,B,EUR,1.00\r\n\r\n\"2\",\"B\",\"C\",\"USD\",\"1\"\r\n", "1,\"A\"\"\",B,EUR,1\n",
		"1,A,B,EUR,\"1\n\"\n", "1,A,B,EUR,1.00", "1,A,B\n", "\"", ",,,,\n", strings.Repeat("1234567,A,B,EUR,1\n", 9),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := triangle()
		c.Invoices = nil
		got, err := compute(c, invoiceHeader+text, 2)
		if strings.Contains(text, "\r") { // which the library reads otherwise
			return
		}
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = 5
		for {
			row, rowErr := r.Read()
			if errors.Is(rowErr, io.EOF) {
				break
			} else if rowErr != nil {
				if err == nil {
					t.Fatalf("%q is read, but %v", text, rowErr)
				}
				return
			}
			c.Invoices = append(c.Invoices, netting.Invoice{ID: row[0], Payer: row[1], Payee: row[2], Currency: money.Currency(row[3]), Amount: row[4]})
		}
		want, wantErr := netting.Compute(c)
		if wantErr == nil && strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "") != text {
			wantErr = errors.New("damaged")
		}
		if (err == nil) != (wantErr == nil) || err == nil && print(got) != print(want) {
			t.Fatalf("%q: %v, expected %v", text, err, wantErr)
		}
		var refused *netting.Error
		if errors.As(err, &refused) && errors.As(wantErr, &refused) {
			var file *netting.FileError
			if errors.As(err, &file) && file.Code != refused.Code {
				t.Fatalf("%q: %v, expected %v", text, err, wantErr)
			}
		}
	})
}
