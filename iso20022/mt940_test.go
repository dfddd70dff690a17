package iso20022

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func ownMT940(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "statement.sta"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func readMT(t *testing.T, text string) []*Statement {
	t.Helper()
	statements, err := ReadMT940(strings.NewReader(text), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return statements
}

func TestAnMT940IsReadWhole(t *testing.T) {
	got := readMT(t, ownMT940(t))
	want := []*Statement{{
		ID: "S-2026-43", ElectronicSequence: "43", Page: "1", Account: StatementAccount{IBAN: "DE89370400440532013000"}, Currency: "EUR",
		Information: "Thank you", EntryCount: -1, Line: 2,
		Balances: []Balance{
			{Type: "OPBD", Amount: eur(10000), Direction: Debited, Date: "2026-03-03"},
			{Type: "CLBD", Amount: eur(90444), Direction: Credit, Date: "2026-03-03"},
			{Type: "CLAV", Amount: eur(90444), Direction: Credit, Date: "2026-03-03"},
			{Type: "FWAV", Amount: eur(90444), Direction: Credit, Date: "2026-03-04"},
		},
		Entries: []Entry{
			{
				Reference: "CUST-9", BankReference: "BANK-1", Amount: eur(123450), Direction: Credit, Status: "BOOK",
				Booked: "2026-03-03", Value: "2026-03-04", Code: "NTRF+166", Line: 7,
				Information: "166?00GUTSCHRIFT?109248?20EREF+CUST-9?21KREF+NONREF?22SVWZ+Invoice\n 2026/9, paid late?23 ? sorry?30BNPAFRPP?31FR1420041010050500013M02606?32Café \nÉclair ?33S.A.",
				Transactions: []Transaction{{
					EndToEndID: "CUST-9", PaymentID: "NONREF", Debtor: Counterparty{Name: "Café Éclair S.A.", IBAN: "FR1420041010050500013M02606"},
					Text: []string{"Invoice 2026/9, paid late ? sorry"}, Information: "/OCMT/EUR1234,5/",
				}},
			},
			{
				Amount: eur(30005), Direction: Debited, Status: "BOOK", Value: "2026-03-03", Code: "N191", Line: 12,
				Information: "/EREF/E-1//PREF/CS-17-1//CNTP/NL91ABNA0417164300/ABNANL2A/Kita Ba\nnk/Utrecht//REMI/USTD//Two invoices/",
				Transactions: []Transaction{{
					EndToEndID: "E-1", PaymentID: "CS-17-1", Creditor: Counterparty{Name: "Kita Bank", IBAN: "NL91ABNA0417164300"}, Text: []string{"Two invoices"},
				}},
			},
			{
				Amount: eur(7000), Direction: Credit, Reversal: true, Status: "BOOK", Booked: "2026-03-03", Value: "2026-03-03", Code: "NRTI", Line: 15,
				Information: "/RTRN/AC04/NAME/Closed Ltd/EREF/E-0/REMI/STRD/CUR/RF18539007547034",
				Transactions: []Transaction{{
					EndToEndID: "E-0", Creditor: Counterparty{Name: "Closed Ltd"}, Reference: []string{"RF18539007547034"}, ReturnReason: "AC04",
				}},
			},
			{
				Reference: "1234567890123456", Amount: eur(1), Direction: Debited, Reversal: true, Status: "BOOK",
				Booked: "2026-01-02", Value: "2025-12-31", Code: "SCHG", Information: "Fee\n  taken back", Line: 17,
				Transactions: []Transaction{{Text: []string{"Fee\n  taken back"}, Information: "Fee of 2025"}},
			},
		},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	if err := got[0].CheckConsistency(); err != nil {
		t.Fatal(err)
	}
	if got := got[0].Entries[2].Counterparty(0).Name; got != "Closed Ltd" {
		t.Fatalf("the counterparty of the payment that came back is %q", got)
	}
}

func TestAccountNumbersOfAnMT940(t *testing.T) {
	for text, want := range map[string]StatementAccount{
		"DE89370400440532013000":              {IBAN: "DE89370400440532013000"},
		"COBADEFFXXX/DE89370400440532013000":  {IBAN: "DE89370400440532013000"},
		"DE89 3704 0044 0532 0130 00 EUR":     {IBAN: "DE89370400440532013000"},
		"NL91ABNA0417164300EUR":               {IBAN: "NL91ABNA0417164300"},
		"37040044/532013000":                  {Other: "37040044/532013000"},
		"1291.99.348EUR":                      {Other: "1291.99.348EUR"},
		"DE89370400440532031000 (mistyped 1)": {Other: "DE89370400440532031000 (mistyped 1)"},
	} {
		s := readMT(t, strings.Replace(ownMT940(t), "COBADEFFXXX/DE89370400440532013000", text, 1))
		if diff := cmp.Diff(want, s[0].Account); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestLatinAndUTF8GiveTheSameStatement(t *testing.T) {
	utf := ownMT940(t)
	latin := strings.NewReplacer("é", "\xe9", "É", "\xc9").Replace(utf)
	if diff := cmp.Diff(readMT(t, utf), readMT(t, latin)); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff(readMT(t, utf), readMT(t, "\ufeff"+utf)); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff(readMT(t, utf), readMT(t, strings.ReplaceAll(utf, "\r", ""))); diff != "" {
		t.Fatal(diff)
	}
}

func TestAnInnerPageHasInterimBalances(t *testing.T) {
	s := readMT(t, strings.NewReplacer(":60F:", ":60M:", ":62F:", ":62M:").Replace(ownMT940(t)))[0]
	if s.Balances[0].SubType != "INTM" || s.Balances[1].SubType != "INTM" {
		t.Fatalf("got %+v", s.Balances[:2])
	}
	if err := s.CheckConsistency(); err != nil {
		t.Fatal(err)
	}
}

func TestAnMT940ThatContradictsItselfIsFound(t *testing.T) {
	s := readMT(t, strings.Replace(ownMT940(t), ":62F:C260303EUR904,44", ":62F:C260303EUR904,45", 1))[0]
	wantRefusal(t, s.CheckConsistency(), "balance_mismatch", "Bal")
}

func TestSampleMT940FilesAreRead(t *testing.T) {
	dir := shared(t, "samples", "mt940")
	files, err := filepath.Glob(filepath.Join(dir, "*.sta"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s (%v)", dir, err)
	}
	type page struct {
		account, sequence, page string
		entries                 int
		checks                  string // the consistency of what was made unrecognisable
	}
	want := map[string][]page{
		"abnamro.sta":     {{"517852257", "19321", "1", 8, "balance_mismatch"}, {"517852257", "19322", "1", 2, "balance_mismatch"}},
		"ing.sta":         {{"0001234567", "000", "", 7, "balance_mismatch"}},
		"postfinance.sta": {{"123456789", "999", "1", 2, ""}, {"123456789", "999", "2", 2, "balance_mismatch"}},
		"rabobank.sta": {
			{"1291.99.348EUR", "00000", "00", 1, "balance_mismatch"},
			{"1291.99.348EUR", "00000", "00", 0, ""},
			{"1291.99.348EUR", "00000", "00", 2, "balance_mismatch"},
			{"1526.89.184EUR", "00000", "00", 2, ""},
		},
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
			statements, err := ReadMT940(bytes.NewReader(text), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			var got []page
			for _, s := range statements {
				p := page{s.Account.Other, s.ElectronicSequence, s.Page, len(s.Entries), ""}
				if err := s.checkConsistency(); err != nil {
					p.checks = err.Code
				}
				got = append(got, p)
			}
			if diff := cmp.Diff(expected, got, cmp.AllowUnexported(page{})); diff != "" {
				t.Fatal(diff)
			}
		})
	}
}

func TestTheFirstEntriesOfSamplesAreReadWhole(t *testing.T) {
	dir := shared(t, "samples", "mt940")
	for name, want := range map[string]Entry{
		"abnamro.sta": {
			Amount: eur(900), Direction: Debited, Status: "BOOK", Booked: "2011-05-24", Value: "2011-05-24", Code: "N192", Line: 8,
			Information:  "GIRO   428428 KPN - DIGITENNE    BETALINGSKENM.  000000042188659\n5314606715                       BETREFT FACTUUR D.D. 20-05-2011\nINCL. 1,44 BTW",
			Transactions: []Transaction{{Text: []string{"GIRO   428428 KPN - DIGITENNE    BETALINGSKENM.  000000042188659\n5314606715                       BETREFT FACTUUR D.D. 20-05-2011\nINCL. 1,44 BTW"}}},
		},
		"postfinance.sta": {
			Reference: "01916", Amount: Amount{7970, 2, "CHF"}, Direction: Credit, Status: "BOOK", Booked: "2013-12-09", Value: "2013-12-09", Code: "FMSC", Line: 5,
			Information: "GIRO AUS ONLINE-SIC 80532 AUFTRAGGEBER: JANE DOE EXAMPLESTRASSE\n 10 1234 XXXX 131209CH98765432 MITTEILUNGEN: RECHNUNG XXXXXXXXXXXX",
			Transactions: []Transaction{{
				Information: "20131209007602198765432000000012",
				Text:        []string{"GIRO AUS ONLINE-SIC 80532 AUFTRAGGEBER: JANE DOE EXAMPLESTRASSE\n 10 1234 XXXX 131209CH98765432 MITTEILUNGEN: RECHNUNG XXXXXXXXXXXX"},
			}},
		},
		"rabobank.sta": {
			Reference: "0121470966", Amount: eur(121328), Direction: Debited, Status: "BOOK", Value: "2011-05-27", Code: "N044", Line: 6,
			Information: "Terugboeking\nNIET AKKOORD MET AFSCHRIJVING\nKOSTEN KINDEROPVANG JUNI\n20095731",
			Transactions: []Transaction{{
				Information: "W.P. Jansen", Text: []string{"Terugboeking\nNIET AKKOORD MET AFSCHRIJVING\nKOSTEN KINDEROPVANG JUNI\n20095731"},
			}},
		},
	} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, readMT(t, string(text))[0].Entries[0]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
