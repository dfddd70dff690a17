package iso20022

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// asWritten is the message as a file can hold it: texts mapped, payment ids
// given, the time in UTC to the second.
func asWritten(t rapid.TB, m Initiation) Initiation {
	t.Helper()
	m.Payments = slices.Clone(m.Payments)
	if err := m.check(); err != nil {
		t.Fatal(err)
	}
	m.CreatedAt = m.CreatedAt.UTC().Truncate(time.Second)
	return m
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	for _, version := range versions {
		whole := func(t rapid.TB, m Initiation) {
			file, err := WritePain001As(version, m)
			if err != nil {
				t.Fatal(err)
			}
			got, told, err := ReadPain001(bytes.NewReader(file), Limits{})
			if err != nil || told != version {
				t.Fatalf("%s: %v", told, err)
			}
			if diff := cmp.Diff(asWritten(t, m), *got); diff != "" {
				t.Fatal(diff)
			}
			again, err := WritePain001As(version, *got)
			if err != nil || !bytes.Equal(file, again) {
				t.Fatalf("what was read is written in other bytes (%v)", err)
			}
		}
		t.Run(string(version), func(t *testing.T) {
			whole(t, example())
			rapid.Check(t, func(t *rapid.T) { whole(t, drawInitiation(t)) })
		})
	}
}

func TestSamplePaymentFilesAreRead(t *testing.T) {
	file, err := os.ReadFile(filepath.Join(shared(t, "samples", "pain"), "pain.001.001.03.xml"))
	if err != nil {
		t.Fatal(err)
	}
	got, version, err := ReadPain001(bytes.NewReader(file), Limits{})
	if err != nil || version != Pain00103 {
		t.Fatalf("%s: %v", version, err)
	}
	yes := true
	transfer := func(id string, amount int64, name, iban string) Transfer {
		return Transfer{
			EndToEndID: id, Amount: eur(amount), ChargeBearer: "SLEV", ServiceLevel: "SEPA", CreditorAgent: Agent{BIC: "SPUEDE2UXXX"},
			Creditor: Party{Name: name}, CreditorAccount: Account{IBAN: iban}, Remittance: Remittance{Text: "Unstructured Remittance Information"},
		}
	}
	want := &Initiation{
		MessageID: "Message-ID-4711", CreatedAt: time.Date(2010, 11, 11, 9, 30, 47, 0, time.UTC), Initiating: Party{Name: "Initiator Name"},
		Payments: []Payment{{
			ID: "Payment-Information-ID-4711", BatchBooking: &yes, ExecutionDate: "2010-11-25",
			Debit: Debit{Party: Party{Name: "Debtor Name"}, Account: Account{IBAN: "DE87200500001234567890"}, Agent: Agent{BIC: "BANKDEFFXXX"}},
			Transfers: []Transfer{
				transfer("OriginatorID1234", 654314, "Creditor Name", "DE21500500009876543210"),
				transfer("OriginatorID1235", 11272, "Other Creditor Name", "DE21500500001234567897"),
			},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	if _, err := WritePain001As(Pain00109, *got); err != nil {
		t.Fatalf("cannot be written in the newer version: %v", err)
	}
}

func TestTheSwissNamespaceOf2009IsRead(t *testing.T) {
	text := strings.Replace(golden(t, Pain00103), urn+"pain.001.001.03", swissPrefix+"pain.001.001.03.ch.02.xsd", 1)
	if _, version, err := ReadPain001(strings.NewReader(text), Limits{}); err != nil || version != Pain00103 {
		t.Fatalf("%s: %v", version, err)
	}
}

func TestThePaymentsUltimateDebtorIsThatOfItsTransfers(t *testing.T) {
	text := golden(t, Pain00109)
	last := strings.LastIndex(text, "<CdtTrfTxInf>")
	m, _, err := ReadPain001(strings.NewReader(text[:last]+"<UltmtDbtr><Nm>Owner</Nm></UltmtDbtr>"+text[last:]), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, p := range m.Payments {
		for _, x := range p.Transfers {
			if x.UltimateDebtor != nil && x.UltimateDebtor.Name == "Owner" {
				named++
			}
		}
	}
	if named != 1 {
		t.Fatalf("%d transfers have the owner, not the one of the last block", named)
	}
}

func golden(t testing.TB, version Version) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", string(version)+".golden.xml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestBadPaymentFilesAreRefusedWithTheirPlace(t *testing.T) {
	const (
		root = "Document/CstmrCdtTrfInitn"
		pmt  = root + "/PmtInf[1]"
		tx   = pmt + "/CdtTrfTxInf[1]"
	)
	for _, c := range []struct{ name, code, place, old, new string }{
		{"one transfer more than stated", "count_mismatch", root, "<NbOfTxs>4<", "<NbOfTxs>5<"},
		{"another sum than stated", "sum_mismatch", pmt, "<CtrlSum>1234.57<", "<CtrlSum>1234.58<"},
		{"sum with a sign", "bad_amount", pmt + "/CtrlSum", "<CtrlSum>1234.57<", "<CtrlSum>-1234.57<"},
		{"no end to end id", "missing_element", tx, "<EndToEndId>E-1</EndToEndId>", ""},
		{"long id", "too_long", tx + "/PmtId/EndToEndId", ">E-1<", ">" + strings.Repeat("1", 36) + "<"},
		{"empty id", "missing", tx + "/PmtId/EndToEndId", ">E-1<", "> <"},
		{"IBAN", "iban_check", pmt + "/DbtrAcct/Id/IBAN", "DE89370400440532013000", "DE89370400440532031000"},
		{"BIC", "bic_form", pmt + "/DbtrAgt/FinInstnId/BICFI", "COBADEFFXXX", "COBADEFFXX"},
		{"LEI", "bad_lei", root + "/GrpHdr/InitgPty/Id/OrgId/LEI", "529900T8BM49AURSDO55", "529900T8BM49AURSDO56"},
		{"zero", "not_positive", tx + "/Amt/InstdAmt", ">1234.56<", ">0<"},
		{"decimal comma", "bad_amount", tx + "/Amt/InstdAmt", ">1234.56<", ">1234,56<"},
		{"no amount", "missing_element", tx, `<InstdAmt Ccy="EUR">1234.56</InstdAmt>`, ""},
		{"two amounts", "repeated_element", tx + "/Amt/InstdAmt", `<InstdAmt Ccy="EUR">1234.56</InstdAmt>`, `<InstdAmt Ccy="EUR">1234.56</InstdAmt><InstdAmt Ccy="EUR">1</InstdAmt>`},
		{"equivalent amount", "unsupported_element", tx + "/Amt/EqvtAmt", `<InstdAmt Ccy="EUR">1234.56</InstdAmt>`, `<EqvtAmt/>`},
		{"intermediary bank", "unsupported_element", tx + "/IntrmyAgt1", "<UltmtDbtr>", "<IntrmyAgt1/><UltmtDbtr>"},
		{"another namespace", "unsupported_element", tx + "/UltmtDbtr", "<UltmtDbtr>", `<UltmtDbtr xmlns="urn:x">`},
		{"day of no calendar", "bad_date", pmt + "/ReqdExctnDt/Dt", "2026-03-03", "2026-02-30"},
		{"time of execution", "unsupported_element", pmt + "/ReqdExctnDt/DtTm", "<Dt>2026-03-03</Dt>", "<DtTm>2026-03-03T10:00:00Z</DtTm>"},
		{"time of creation", "bad_date", root + "/GrpHdr/CreDtTm", "2026-03-02T09:30:00Z", "2026-03-02 09:30"},
		{"cheque", "unsupported_method", pmt + "/PmtMtd", ">TRF<", ">CHK<"},
		{"bearer", "bad_code", pmt + "/ChrgBr", "<ChrgBr>SLEV<", "<ChrgBr>OURS<"},
		{"bearer at both places", "stated_twice", pmt, "<UltmtDbtr>", "<ChrgBr>SHAR</ChrgBr><UltmtDbtr>"},
		{"urgent", "unsupported_element", tx + "/PmtTpInf/InstrPrty", "<PmtTpInf>", "<PmtTpInf><InstrPrty>HIGH</InstrPrty>"},
		{"no creditor", "missing_element", tx + "/Cdtr", "<Nm>Cafe Eclair S.A.</Nm>", ""},
		{"no account", "missing_element", tx + "/CdtrAcct", "<IBAN>FR1420041010050500013M02606</IBAN>", ""},
		{"bank by name alone", "unsupported_element", tx + "/CdtrAgt", "<BICFI>BNPAFRPP</BICFI>", "<Nm>BNP</Nm>"},
		{"bank's other number", "unsupported_element", tx + "/CdtrAgt/FinInstnId/Othr/Id", "<BICFI>BNPAFRPP</BICFI>", "<Othr><Id>1</Id></Othr>"},
		{"country", "bad_code", tx + "/Cdtr/PstlAdr/Ctry", ">FR<", ">F<"},
		{"eight lines", "too_long", tx + "/Cdtr/PstlAdr/AdrLine[8]", "<AdrLine>75002 Paris</AdrLine>", strings.Repeat("<AdrLine>x</AdrLine>", 8)},
		{"second text", "repeated_element", tx + "/RmtInf/Ustrd", "<RmtInf>\n          <Ustrd>", "<RmtInf><Ustrd>x</Ustrd><Ustrd>"},
		{"text and reference", "ambiguous_remittance", pmt + "/CdtTrfTxInf[2]/RmtInf", "<Strd>", "<Ustrd>x</Ustrd><Strd>"},
		{"reference", "reference_check", pmt + "/CdtTrfTxInf[2]/RmtInf", "RF18539007547034", "RF19539007547034"},
		{"second number of an account", "repeated_element", pmt[:len(pmt)-2] + "2]/DbtrAcct/Id/Othr", "</SchmeNm>\n          </Othr>", "</SchmeNm></Othr><Othr><Id>2</Id></Othr>"},
		{"second organisation number", "repeated_element", root + "/GrpHdr/InitgPty/Id/OrgId/Othr[2]", "</OrgId>", "<Othr><Id>2</Id></Othr></OrgId>"},
		{"statement", "unknown_namespace", "", "pain.001.001.09", "camt.053.001.08"},
		{"entity", "bad_xml", "*", ">E-1<", ">&e;<"},
		{"NUL", "bad_xml", "*", ">E-1<", ">\x00<"},
		{"document type", "doctype_refused", "", "<Document", `<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa">]><Document`},
		{"declared Latin-1", "bad_encoding", "", "UTF-8", "ISO-8859-1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole := golden(t, Pain00109)
			if !strings.Contains(whole, c.old) {
				t.Fatalf("the file holds no %q", c.old)
			}
			m, _, err := ReadPain001(strings.NewReader(strings.Replace(whole, c.old, c.new, 1)), Limits{})
			if refusal := wantRefusal(t, err, c.code, c.place); refusal.Line == 0 {
				t.Fatal("the refusal names no line")
			}
			if m != nil {
				t.Fatal("half a file came with the refusal")
			}
		})
	}
}

func TestAPaymentFileWithoutItsHeaderIsRefused(t *testing.T) {
	whole := golden(t, Pain00109)
	head, rest, _ := strings.Cut(whole, "<GrpHdr>")
	_, rest, _ = strings.Cut(rest, "</GrpHdr>")
	_, _, err := ReadPain001(strings.NewReader(head+rest), Limits{})
	wantRefusal(t, err, "missing_element", "Document/CstmrCdtTrfInitn")
	_, _, err = ReadPain001(strings.NewReader(`<Document xmlns="`+urn+`pain.001.001.09"></Document>`), Limits{})
	wantRefusal(t, err, "missing_element", "Document")
}

func TestAPaymentFileCutAnywhereIsRefused(t *testing.T) {
	whole := strings.TrimSpace(golden(t, Pain00109))
	for n := 0; n < len(whole); n += 7 {
		if _, _, err := ReadPain001(strings.NewReader(whole[:n]), Limits{}); err == nil {
			t.Fatalf("the first %d of %d bytes were taken for a whole file", n, len(whole))
		}
	}
}

func FuzzReadPain001(f *testing.F) {
	for _, version := range versions {
		f.Add(golden(f, version))
	}
	for _, seed := range hostileSeeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, version, err := ReadPain001(strings.NewReader(text), Limits{Bytes: 1 << 20})
		if err != nil {
			wantReason(t, err)
			return
		}
		// What is read can be written, or the writer says what a bank refuses.
		file, err := WritePain001As(version, *m)
		if err != nil {
			wantReason(t, err)
			return
		}
		again, _, err := ReadPain001(bytes.NewReader(file), Limits{})
		if err != nil {
			t.Fatalf("%v in what was written", err)
		}
		if diff := cmp.Diff(asWritten(t, *m), *again); diff != "" {
			t.Fatal(diff)
		}
	})
}

func wantReason(t *testing.T, err error) {
	t.Helper()
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.Code == "" || refusal.Detail == "" {
		t.Fatalf("an error without its reason: %v", err)
	}
}
