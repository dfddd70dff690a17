package cycles_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
)

// result is what `countersign netting compute` answers, as far as it is stored.
type result struct {
	Settlement map[string]struct {
		Currency    string `json:"currency"`
		Amount      string `json:"amount"`
		Direction   string `json:"direction"`
		ResidueBase string `json:"residue_base"`
	} `json:"settlement"`
	ResidueBase    string `json:"residue_base"`
	GrossBase      string `json:"gross_base"`
	NetBase        string `json:"net_base"`
	SavingsPct     string `json:"savings_pct"`
	PaymentsBefore int64  `json:"payments_before"`
	PaymentsAfter  int64  `json:"payments_after"`
}

// wantResult compares the stored result with an answer.
func (w *town) wantResult(answer []byte) {
	w.t.Helper()
	var want result
	if err := json.Unmarshal(answer, &want); err != nil {
		w.t.Fatal(err)
	}
	if got := w.cycle().Result; got != (cycles.Summary{
		PaymentsBefore: want.PaymentsBefore, PaymentsAfter: want.PaymentsAfter,
		GrossBase: want.GrossBase, NetBase: want.NetBase, SavingsPct: want.SavingsPct, ResidueBase: want.ResidueBase,
	}) {
		w.t.Errorf("the cycle came to %+v, want %+v", got, want)
	}
	rows, err := cycles.SettlementsOf(ctx, w.DB, "2026-11")
	if err != nil || len(rows) != len(want.Settlement) {
		w.t.Fatalf("%d settlements, %v; want %d", len(rows), err, len(want.Settlement))
	}
	for _, s := range rows {
		p, err := cycles.Participants.Get(ctx, w.DB, s.Participant)
		if err != nil {
			w.t.Fatal(err)
		}
		amount := s.Amount
		if s.Direction == "pay" {
			amount.Minor = -amount.Minor
		}
		if x := want.Settlement[p.Code]; amount.String() != x.Amount || string(amount.Currency) != x.Currency || s.Direction != x.Direction || s.ResidueBase != x.ResidueBase {
			w.t.Errorf("%s settles by %+v, want %+v", p.Code, s, x)
		}
	}
}

// wantReproduced nets the canonical inputs again, outside, and compares.
func (w *town) wantReproduced() []byte {
	w.t.Helper()
	line, err := cycles.Inputs(ctx, w.DB, "2026-11")
	if err != nil {
		w.t.Fatal(err)
	}
	if sum := sha256.Sum256(line); hex.EncodeToString(sum[:]) != w.cycle().InputsDigest {
		w.t.Errorf("the digest %s is not that of the inputs", w.cycle().InputsDigest)
	}
	var answer bytes.Buffer
	if err := netting.Run(bytes.NewReader(line), &answer); err != nil {
		w.t.Fatal(err)
	}
	w.wantResult(answer.Bytes())
	return answer.Bytes()
}

func TestACycleGoesFromDraftToClosed(t *testing.T) {
	each(t, func(w *town) {
		w.upTo(cycles.Calculated)
		w.wantReproduced()
		rows, _ := cycles.SettlementsOf(ctx, w.DB, "2026-11")
		for i, want := range []string{"pay 11500.00 EUR", "receive 29420.29 USD", "pay 13304.84 GBP"} {
			if got := rows[i].Direction + " " + rows[i].Amount.String() + " " + string(rows[i].Amount.Currency); got != want {
				t.Errorf("settlement %d is %s, want %s", i, got, want)
			}
		}
		if f := w.facts("cycle.compute"); f["inputs_sha256"] != w.cycle().InputsDigest || f["payments_before"] != "5" || f["payments_after"] != "3" {
			t.Errorf("the entry says %v", f)
		}
		w.must(house.Founder, &cycles.Approve{})
		w.must(house.Founder, &settle{})
		w.must(house.Founder, &cycles.Close{})
		if c := w.cycle(); c.State != cycles.Closed || c.Result.PaymentsAfter != 3 {
			t.Errorf("the cycle ended as %+v", c)
		}
	})
}

func TestTheExampleFilesComeToTheirExpectedResult(t *testing.T) {
	each(t, func(w *town) {
		folder := filepath.Join(testkit.Root(), "examples", "netting")
		codes := w.exampleGroup(folder)
		w.open()
		for _, code := range codes {
			clerk := w.User("clerk-"+strings.ToLower(code), "cycle.import_invoices")
			text := read(t, filepath.Join(folder, "invoices", code+".csv"))
			w.must(clerk, &cycles.ImportInvoices{File: code + ".csv", CSV: string(text), Participant: code})
		}
		again := &cycles.ImportInvoices{File: "again.csv", CSV: string(read(t, filepath.Join(folder, "invoices", "DE01.csv")))}
		if _, err := w.do(house.Founder, "2026-11", again); len(places(err)) != 290 {
			t.Errorf("of 290 invoices that are entered again %d are refused: %v", len(places(err)), err)
		}
		w.must(house.Founder, &cycles.CloseInput{})
		for _, r := range table(t, filepath.Join(folder, "rates.csv")) {
			w.rate(money.Currency(r[0]), r[1])
		}
		w.must(house.Founder, &cycles.FixRates{})
		w.must(house.Founder, &cycles.Compute{})
		w.must(house.Founder, &cycles.Approve{})
		expected := read(t, filepath.Join(folder, "expected.json"))
		w.wantResult(expected)
		if got := w.wantReproduced(); !bytes.Equal(got, expected) {
			t.Errorf("the server's inputs come to %s", got)
		}
		if n := w.Count(`SELECT count(*) FROM invoice`); n != 2000 {
			t.Errorf("%d invoices", n)
		}
	})
}

// exampleGroup enters the companies of the file and returns their codes.
func (w *town) exampleGroup(folder string) []string {
	var codes []string
	for _, r := range table(w.t, filepath.Join(folder, "participants.csv")) {
		w.company(r[0], r[1], money.Currency(r[3]))
		codes = append(codes, r[0])
	}
	return codes
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func table(t *testing.T, file string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(read(t, file))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// The bytes that a result is computed from must never change: they are what its
// digest proves.
const canonical = `{"id":"2026-11","base":"EUR","rates":{"GBP":"1.17","USD":"0.92"},"participants":{"A":"EUR","B":"USD","C":"GBP"},"invoices":[` +
	`{"id":"A/B/1","payer":"A","payee":"B","currency":"EUR","amount":"100000.00"},{"id":"B/A/4","payer":"B","payee":"A","currency":"EUR","amount":"30000.00"},` +
	`{"id":"B/C/2","payer":"B","payee":"C","currency":"USD","amount":"80000.00"},{"id":"C/A/3","payer":"C","payee":"A","currency":"GBP","amount":"50000.00"},` +
	`{"id":"C/B/5","payer":"C","payee":"B","currency":"USD","amount":"33333.33"}]}` + "\n"

func TestInputsHaveOneFormWhateverTheOrderTheyCameIn(t *testing.T) {
	each(t, func(w *town) {
		w.upTo(cycles.RatesFixed)
		if line, err := cycles.Inputs(ctx, w.DB, "2026-11"); err != nil || string(line) != canonical {
			t.Errorf("got  %s, %v\nwant %s", line, err, canonical)
		}
	})
}

func TestComputingAgainReplacesWhatWasComputed(t *testing.T) {
	each(t, func(w *town) {
		w.upTo(cycles.Calculated)
		first := w.cycle().InputsDigest
		w.must(house.Founder, &cycles.ReopenInput{})
		if c := w.cycle(); c.State != cycles.Opened || c.InputsDigest != "" || c.Result != (cycles.Summary{}) || w.Count(`SELECT count(*) FROM settlement`) != 0 {
			t.Errorf("reopening leaves %+v", c)
		}
		if f := w.facts("cycle.reopen_input"); f["discarded_settlements"] != "3" || f["discarded_inputs_sha256"] != first {
			t.Errorf("the entry says %v", f)
		}
		w.must(house.Founder, &cycles.ImportInvoices{File: "more.csv", CSV: "reference,payer,payee,currency,amount\n6,A,B,USD,-7.01\n"})
		w.must(house.Founder, &cycles.CloseInput{})
		w.must(house.Founder, &cycles.FixRates{})
		w.must(house.Founder, &cycles.Compute{})
		w.wantReproduced()
		second := w.cycle().InputsDigest
		if second == first {
			t.Error("another invoice, the same digest")
		}
		w.must(house.Founder, &cycles.Compute{})
		w.wantReproduced()
		if f := w.facts("cycle.compute"); w.cycle().InputsDigest != second || f["replaced_settlements"] != "3" || f["replaced_inputs_sha256"] != second {
			t.Errorf("the same inputs have another digest, or the entry says %v", f)
		}
	})
}
