package iso20022

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func ownStatement(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "statement.08.xml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func read(t *testing.T, text string) *Statement {
	t.Helper()
	statements, err := ReadCamt053(strings.NewReader(text), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return statements[0]
}

func TestAStatementIsReadWhole(t *testing.T) {
	got := read(t, ownStatement(t))
	want := &Statement{
		ID: "S-2026-43", ElectronicSequence: "43", LegalSequence: "12", From: "2026-03-03", To: "2026-03-03",
		Account: StatementAccount{IBAN: "DE89370400440532013000", Owner: "Nordwind & Co"}, Currency: "EUR", EntryCount: 4, Line: 6,
		Balances: []Balance{
			{Type: "OPBD", Amount: eur(10000), Direction: Debited, Date: "2026-03-03"},
			{Type: "CLBD", Amount: eur(90445), Direction: Credit, Date: "2026-03-03"},
		},
		Entries: []Entry{
			{
				Reference: "N-1", BankReference: "BANK-1", Amount: eur(123450), Direction: Credit, Status: "BOOK", Booked: "2026-03-03",
				Value: "2026-03-04", Code: "PMNT/RCDT/ESCT", Information: "credit <transfer>", Line: 15,
				Transactions: []Transaction{{
					EndToEndID: "CUST-9", Debtor: Counterparty{Name: "Café Éclair S.A.", IBAN: "FR1420041010050500013M02606"},
					Creditor: Counterparty{Name: "Nordwind & Co"}, Text: []string{"Invoice", "2026/9"}, Reference: []string{"RF18539007547034"},
				}},
			},
			{
				Amount: eur(30005), Direction: Debited, Status: "BOOK", Booked: "2026-03-03", Value: "2026-03-03", Code: "NTRF+191", Line: 30,
				Batches: []Batch{{MessageID: "CS-17", PaymentID: "CS-17-1", Count: 2, Total: eur(30005), Direction: Debited}},
				Transactions: []Transaction{
					{InstructionID: "I-1", EndToEndID: "E-1", Amount: eur(30000), Direction: Debited, Creditor: Counterparty{Name: "Kita Bank", Other: "1234567"}},
					{EndToEndID: "NOTPROVIDED", Amount: eur(5)},
				},
			},
			{
				Amount: eur(7000), Direction: Credit, Reversal: true, Status: "BOOK", Booked: "2026-03-03", Line: 41,
				Transactions: []Transaction{{
					EndToEndID: "E-0", Debtor: Counterparty{Name: "Nordwind & Co"}, Creditor: Counterparty{Name: "Closed Ltd"}, ReturnReason: "AC04",
				}},
			},
			{Amount: eur(500), Direction: Debited, Status: "PDNG", Line: 48},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
}

func TestTheCounterpartyIsTheOtherSideAlsoOfAReversal(t *testing.T) {
	s := read(t, ownStatement(t))
	for i, want := range []string{"Café Éclair S.A.", "Kita Bank", "Closed Ltd"} {
		if got := s.Entries[i].Counterparty(0).Name; got != want {
			t.Errorf("entry %d: got %q, want %q", i, got, want)
		}
	}
	if diff := cmp.Diff([]string{"E-1"}, s.Entries[1].EndToEndIDs()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatContradictsItselfIsFound(t *testing.T) {
	whole := ownStatement(t)
	if err := read(t, whole).CheckConsistency(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, code, old, new string }{
		{"one cent off", "balance_mismatch", ">904.45<", ">904.46<"},
		{"sign of the opening balance", "balance_mismatch", "DBIT</b:CdtDbtInd><b:Dt><b:Dt>2026-03-03", "CRDT</b:CdtDbtInd><b:Dt><b:Dt>2026-03-03"},
		{"entries missing", "count_mismatch", "NbOfNtries>4<", "NbOfNtries>5<"},
		{"no closing balance", "no_balance", "CLBD", "CLAV"},
		{"no opening balance", "no_balance", "OPBD", "OPAV"},
		{"two opening balances", "ambiguous_balance", "CLBD", "OPBD"},
		{"closing in another currency", "mixed_currencies", `"EUR">904.45`, `"SEK">904.45`},
		{"entry in another currency", "mixed_currencies", `"EUR">1234.5`, `"SEK">1234.5`},
		{"pending one is booked", "balance_mismatch", "PDNG", "BOOK"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(whole, c.old) {
				t.Fatalf("the file holds no %q", c.old)
			}
			wantRefusal(t, read(t, strings.Replace(whole, c.old, c.new, 1)).CheckConsistency(), c.code, "*")
		})
	}
}

func TestInterimBalancesBoundAPage(t *testing.T) {
	s := read(t, strings.NewReplacer("OPBD", "ITBD", "CLBD", "ITBD").Replace(ownStatement(t)))
	if err := s.CheckConsistency(); err != nil {
		t.Fatal(err)
	}
}

func TestSamplesOfBanksAreReadOrRefusedWithTheRightReason(t *testing.T) {
	dir := shared(t, "samples", "camt053")
	files, err := filepath.Glob(filepath.Join(dir, "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s (%v)", dir, err)
	}
	type outcome struct {
		statements, entries int
		first               string
		refusal, checks     string
	}
	want := map[string]outcome{
		"camt053.v2.all-balance-types.xml": {1, 1, "EUR 8.85", "", "balance_mismatch"},
		"camt053.v2.minimal.xml":           {1, 1, "EUR 8.85", "", "mixed_currencies"},
		"camt053.v2.multi.statement.xml":   {2, 1, "EUR 8.85", "", ""},
		"camt053.v2.wrong.xml":             {refusal: "missing_element"},
		"camt053.v4.xml":                   {1, 1, "EUR 8.85", "", "mixed_currencies"},
		"camt053.v8.xml":                   {1, 1, "EUR 8.85", "", "mixed_currencies"},
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			expected, known := want[filepath.Base(file)]
			if !known {
				t.Fatal("say here what this file should give")
			}
			statements, err := ReadCamt053(strings.NewReader(string(text)), Limits{})
			if expected.refusal != "" {
				wantRefusal(t, err, expected.refusal, "Document/BkToCstmrStmt")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			s := statements[0]
			if len(statements) != expected.statements || len(s.Entries) != expected.entries || s.Entries[0].Amount.String() != expected.first {
				t.Fatalf("got %d statements, the first with %d entries, the first of %s", len(statements), len(s.Entries), s.Entries[0].Amount)
			}
			if expected.checks != "" {
				wantRefusal(t, s.CheckConsistency(), expected.checks, "*")
			} else if err := s.CheckConsistency(); err != nil {
				t.Fatal(err)
			}
		})
	}
}
