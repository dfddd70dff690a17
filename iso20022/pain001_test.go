package iso20022

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/testkit/soak"
)

var update = flag.Bool("update", false, "write the golden files anew")

func eur(minor int64) Amount { return Amount{minor, 2, "EUR"} }

// example uses every element that the writer knows.
func example() Initiation {
	yes := true
	m := Initiation{
		MessageID:  "CS-2026-000017",
		CreatedAt:  time.Date(2026, 3, 2, 10, 30, 0, 999, time.FixedZone("CET", 3600)),
		Initiating: Party{Name: "Nordwind Treasury GmbH", OrganisationID: "NW-4711", LEI: "529900T8BM49AURSDO55"},
	}
	berlin := Debit{
		Party:   Party{Name: "Nordwind Süd & Söhne KG", Address: &Address{Street: "Königsallee", Building: "7a", PostCode: "40212", Town: "Düsseldorf", Country: "DE"}},
		Account: Account{IBAN: "DE89370400440532013000", Currency: "EUR"},
		Agent:   Agent{BIC: "COBADEFFXXX"},
	}
	boston := Debit{Party: Party{Name: "Nordwind Inc"}, Account: Account{Other: "000123456789", Scheme: "BBAN", Currency: "USD"}}
	m.Add(berlin, "2026-03-03", Transfer{
		InstructionID: "I-1", EndToEndID: "E-1", Amount: eur(123456), ChargeBearer: "SLEV", ServiceLevel: "SEPA", Purpose: "INTC",
		UltimateDebtor: &Party{Name: "Nordwind Holding SE"}, CreditorAgent: Agent{BIC: "BNPAFRPP"},
		Creditor:        Party{Name: "Café Éclair S.A.", Address: &Address{Country: "FR", Lines: []string{"12, rue de l’Été", "75002 Paris"}}},
		CreditorAccount: Account{IBAN: "FR1420041010050500013M02606"}, Remittance: Remittance{Text: "Invoice 2026/17"},
	})
	m.Add(boston, "2026-03-03", Transfer{
		EndToEndID: "E-2", Amount: Amount{5000, 0, "JPY"}, ChargeBearer: "SHAR", ServiceLevel: "NURG",
		CreditorAgent: Agent{ClearingSystem: "JPZGN", ClearingMember: "0001001"}, Creditor: Party{Name: "Kita K.K."},
		CreditorAccount: Account{Other: "1234567"}, Remittance: Remittance{Reference: "210000000003139471430009017", ReferenceType: "QRR"},
	})
	m.Add(berlin, "2026-03-03", Transfer{
		EndToEndID: "E-3", Amount: eur(1), ChargeBearer: "SLEV", ServiceLevel: "SEPA", CategoryPurpose: "SALA",
		Creditor: Party{Name: "M. Novák"}, CreditorAccount: Account{IBAN: "AT611904300234573201"}, Remittance: Remittance{Reference: "RF18539007547034"},
	})
	m.Add(berlin, "2026-03-04", Transfer{
		EndToEndID: "E-4", Amount: Amount{1234, 3, "KWD"}, Creditor: Party{Name: "Al Noor"}, CreditorAccount: Account{IBAN: "NL91ABNA0417164300"},
	})
	m.Payments[0].BatchBooking = &yes
	return m
}

var versions = []Version{Pain00103, Pain00109}

func TestTheBytesOfAMessageDoNotChange(t *testing.T) {
	for _, version := range versions {
		golden := filepath.Join("testdata", string(version)+".golden.xml")
		got, err := WritePain001As(version, example())
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestTheUsualVersionIsThatOf2019(t *testing.T) {
	usual, err := WritePain001(example())
	if err != nil {
		t.Fatal(err)
	}
	if named, err := WritePain001As(Pain00109, example()); err != nil || !bytes.Equal(usual, named) {
		t.Fatalf("other bytes than those of %s (%v)", Pain00109, err)
	}
}

func TestWhatOneVersionCannotSpellIsRefusedThere(t *testing.T) {
	_, err := WritePain001As("pain.001.001.11", example())
	wantRefusal(t, err, "unknown_version", "")
	for _, bic := range []string{"B1BADEFF", "COBADE0F", "COBADE1F", "COBADEFO"} {
		m := example()
		m.Payments[2].Transfers[0].CreditorAgent.BIC = bic
		_, err := WritePain001As(Pain00103, m)
		wantRefusal(t, err, "bic_form", "Payments[2].Transfers[0].CreditorAgent.BIC")
		if _, err := WritePain001As(Pain00109, m); err != nil {
			t.Fatal(err)
		}
		m = example()
		m.Payments[0].Debit.Agent.BIC = bic
		_, err = WritePain001As(Pain00103, m)
		wantRefusal(t, err, "bic_form", "Payments[0].Debit.Agent.BIC")
	}
}

func TestWritingLeavesTheMessageAsItWas(t *testing.T) {
	m := example()
	if _, err := WritePain001(m); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(example(), m); diff != "" {
		t.Fatal(diff)
	}
}

func TestTransfersOfOneAccountAndDayShareABlock(t *testing.T) {
	m := example()
	if len(m.Payments) != 3 || len(m.Payments[0].Transfers) != 2 {
		t.Fatalf("got %d blocks, the first with %d transfers", len(m.Payments), len(m.Payments[0].Transfers))
	}
}

func TestWhatTheBankCouldNotReadIsRefusedWithItsField(t *testing.T) {
	for _, c := range []struct {
		name, code, place string
		spoil             func(*Initiation)
	}{
		{"no id", "missing", "MessageID", func(m *Initiation) { m.MessageID = "" }},
		{"long id", "too_long", "MessageID", func(m *Initiation) { m.MessageID = strings.Repeat("1", 36) }},
		{"derived id too long", "too_long", "Payments[0].ID", func(m *Initiation) { m.MessageID = strings.Repeat("1", 34) }},
		{"slash", "bad_identifier", "MessageID", func(m *Initiation) { m.MessageID = "/1" }},
		{"accent in id", "bad_character", "Payments[0].Transfers[0].EndToEndID", func(m *Initiation) { first(m).EndToEndID = "É1" }},
		{"no time", "bad_date", "CreatedAt", func(m *Initiation) { m.CreatedAt = time.Time{} }},
		{"no payments", "missing", "Payments", func(m *Initiation) { m.Payments = nil }},
		{"no transfers", "missing", "Payments[1].Transfers", func(m *Initiation) { m.Payments[1].Transfers = nil }},
		{"day of no calendar", "bad_date", "Payments[0].ExecutionDate", func(m *Initiation) { m.Payments[0].ExecutionDate = "2026-02-30" }},
		{"same block twice", "duplicate_block", "Payments[2]", func(m *Initiation) { m.Payments[2].ExecutionDate = "2026-03-03" }},
		{"same payment id", "duplicate_id", "Payments[1].ID", func(m *Initiation) { m.Payments[0].ID, m.Payments[1].ID = "P", "P" }},
		{"same end to end id", "duplicate_id", "Payments[1].Transfers[0].EndToEndID", func(m *Initiation) { m.Payments[1].Transfers[0].EndToEndID = "E-1" }},
		{"bad IBAN", "iban_check", "Payments[0].Debit.Account.IBAN", func(m *Initiation) { m.Payments[0].Debit.Account.IBAN = "DE88370400440532013000" }},
		{"bad BIC", "bic_form", "Payments[0].Debit.Agent.BIC", func(m *Initiation) { m.Payments[0].Debit.Agent.BIC = "COBADE" }},
		{"no account", "missing", "Payments[0].Transfers[0].CreditorAccount", func(m *Initiation) { first(m).CreditorAccount = Account{} }},
		{"two accounts", "ambiguous_account", "Payments[0].Transfers[0].CreditorAccount", func(m *Initiation) { first(m).CreditorAccount.Other = "1" }},
		{"zero", "not_positive", "Payments[0].Transfers[0].Amount", func(m *Initiation) { first(m).Amount.Minor = 0 }},
		{"negative", "not_positive", "Payments[0].Transfers[0].Amount", func(m *Initiation) { first(m).Amount.Minor = -1 }},
		{"wrong exponent", "bad_exponent", "Payments[0].Transfers[0].Amount.Exponent", func(m *Initiation) { first(m).Amount.Exponent = 0 }},
		{"no currency", "bad_currency", "Payments[0].Transfers[0].Amount.Currency", func(m *Initiation) { first(m).Amount.Currency = "" }},
		{"too much", "amount_too_large", "Payments[0].Transfers[0].Amount", func(m *Initiation) { first(m).Amount.Minor = 1e18 }},
		{"sum too large", "sum_too_large", "Payments[0]", func(m *Initiation) { first(m).Amount.Minor = 1e18 - 1 }},
		{"no name", "missing", "Payments[0].Transfers[0].Creditor.Name", func(m *Initiation) { first(m).Creditor.Name = " " }},
		{"foreign script", "bad_character", "Payments[0].Transfers[0].Creditor.Name", func(m *Initiation) { first(m).Creditor.Name = "株式会社" }},
		{"grows past its length", "too_long", "Payments[0].Transfers[0].Creditor.Name", func(m *Initiation) { first(m).Creditor.Name = strings.Repeat("ß", 71) }},
		{"address line", "too_long", "Payments[0].Transfers[0].Creditor.Address.Lines[1]", func(m *Initiation) {
			first(m).Creditor.Address = &Address{Country: "FR", Lines: []string{"a", strings.Repeat("b", 71)}}
		}},
		{"country", "bad_code", "Payments[0].Transfers[0].Creditor.Address.Country", func(m *Initiation) { first(m).Creditor.Address = &Address{Town: "X", Country: "Fr"} }},
		{"LEI", "bad_lei", "Initiating.LEI", func(m *Initiation) { m.Initiating.LEI = "529900T8BM49AURSDO56" }},
		{"bearer", "bad_code", "Payments[0].Transfers[0].ChargeBearer", func(m *Initiation) { first(m).ChargeBearer = "OURS" }},
		{"service level", "bad_code", "Payments[0].Transfers[0].ServiceLevel", func(m *Initiation) { first(m).ServiceLevel = "SEPAX" }},
		{"text and reference", "ambiguous_remittance", "Payments[0].Transfers[0].Remittance", func(m *Initiation) { first(m).Remittance.Reference = "RF18539007547034" }},
		{"bad reference", "reference_check", "Payments[0].Transfers[0].Remittance.Reference", func(m *Initiation) { first(m).Remittance = Remittance{Reference: "RF19539007547034"} }},
		{"long text", "too_long", "Payments[0].Transfers[0].Remittance.Text", func(m *Initiation) { first(m).Remittance.Text = strings.Repeat("x", 141) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := example()
			c.spoil(&m)
			out, err := WritePain001(m)
			wantRefusal(t, err, c.code, c.place)
			if out != nil {
				t.Fatal("bytes came with the refusal")
			}
		})
	}
}

func first(m *Initiation) *Transfer { return &m.Payments[0].Transfers[0] }

func TestRandomPackagesAreValidBySchema(t *testing.T) {
	for _, version := range versions {
		t.Run(string(version), func(t *testing.T) { checkBySchema(t, version) })
	}
}

func checkBySchema(t *testing.T, version Version) {
	schema := shared(t, "standards", "iso20022", string(version)+".xsd")
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Fatal("xmllint is missing; install libxml2-utils")
	}
	dir := t.TempDir()
	var files []string
	for seed := range soak.Count(50, 50, 1000) + 1 {
		m := example()
		if seed > 0 {
			m = rapid.Custom(drawInitiation).Example(seed)
		}
		out, err := WritePain001As(version, m)
		if err != nil {
			t.Fatalf("package %d: %v", seed, err)
		}
		again, err := WritePain001As(version, m)
		if err != nil || !bytes.Equal(out, again) {
			t.Fatalf("package %d gave other bytes the second time (%v)", seed, err)
		}
		file := filepath.Join(dir, fmt.Sprintf("%d.xml", seed))
		if err := os.WriteFile(file, out, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if out, err := exec.Command(xmllint, append([]string{"--noout", "--nonet", "--schema", schema}, files...)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, clip(strings.ReplaceAll(string(out), " validates\n", "")))
	}
}
