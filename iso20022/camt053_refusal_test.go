package iso20022

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestBadFilesAreRefusedWithTheirPlace(t *testing.T) {
	whole := ownStatement(t)
	const stmt = "Document/BkToCstmrStmt/Stmt[1]"
	for _, c := range []struct{ name, code, place, old, new string }{
		{"no currency", "missing_currency", stmt + "/Ntry[2]/Amt", `<b:Amt Ccy="EUR">300.05`, `<b:Amt>300.05`},
		{"currency of a foreign attribute", "missing_currency", stmt + "/Ntry[2]/Amt", `<b:Amt Ccy="EUR">300.05`, `<b:Amt b:Ccy="EUR">300.05`},
		{"unknown currency", "bad_currency", stmt + "/Ntry[2]/Amt", `Ccy="EUR">300.05</b:Amt`, `Ccy="EUX">300.05</b:Amt`},
		{"decimal comma", "bad_amount", stmt + "/Ntry[1]/Amt", "1234.5<", "1234,5<"},
		{"minus sign", "bad_amount", stmt + "/Ntry[1]/Amt", "1234.5<", "-1234.5<"},
		{"empty amount", "bad_amount", stmt + "/Ntry[1]/Amt", "1234.5<", "<"},
		{"too many decimals", "too_many_decimals", stmt + "/Ntry[1]/Amt", "1234.5<", "1234.501<"},
		{"too many digits", "amount_too_large", stmt + "/Ntry[1]/Amt", "1234.5<", "12345678901234567890<"},
		{"amount in a detail", "too_many_decimals", stmt + "/Ntry[2]/NtryDtls[1]/TxDtls[2]/AmtDtls/TxAmt/Amt", ">0.05<", ">0.055<"},
		{"no amount", "missing_element", stmt + "/Ntry[1]", `<b:Amt Ccy="EUR">1234.5</b:Amt>`, ""},
		{"second amount", "repeated_element", stmt + "/Ntry[1]/Amt", `<b:Amt Ccy="EUR">1234.5</b:Amt>`, `<b:Amt Ccy="EUR">1234.5</b:Amt><b:Amt Ccy="EUR">1</b:Amt>`},
		{"amount of another namespace", "missing_element", stmt + "/Ntry[1]", `<b:Amt Ccy="EUR">1234.5</b:Amt>`, `<Amt xmlns="urn:other" Ccy="EUR">1234.5</Amt>`},
		{"element in an amount", "unexpected_element", stmt + "/Ntry[1]/Amt", ">1234.5<", "><b:x/>1234.5<"},
		{"direction", "bad_direction", stmt + "/Ntry[1]/CdtDbtInd", "CRDT</b:CdtDbtInd><b:RvslInd>false", "C</b:CdtDbtInd><b:RvslInd>false"},
		{"no direction", "missing_element", stmt + "/Ntry[1]", "<b:CdtDbtInd>CRDT</b:CdtDbtInd><b:RvslInd>false", "<b:RvslInd>false"},
		{"reversal", "bad_indicator", stmt + "/Ntry[1]/RvslInd", ">false<", ">no<"},
		{"status", "bad_status", stmt + "/Ntry[4]/Sts", "PDNG", "PDN"},
		{"status of another version", "stray_text", stmt + "/Ntry[4]/Sts", "<b:Cd>PDNG</b:Cd>", "PDNG"},
		{"no status", "missing_element", stmt + "/Ntry[4]", "<b:Sts><b:Cd>PDNG</b:Cd></b:Sts>", ""},
		{"booking date", "bad_date", stmt + "/Ntry[3]/BookgDt/Dt", "2026-03-03+01:00", "2026-02-30"},
		{"zone of a date", "bad_date", stmt + "/Ntry[3]/BookgDt/Dt", "2026-03-03+01:00", "2026-03-03 later"},
		{"value date", "bad_date", stmt + "/Ntry[1]/ValDt/DtTm", "2026-03-04T23:30:00-05:00", "2026-03-04 23:30"},
		{"sequence", "bad_number", stmt + "/ElctrncSeqNb", ">43<", ">4x<"},
		{"count", "bad_number", stmt + "/TxsSummry/TtlNtries/NbOfNtries", "NbOfNtries>4<", "NbOfNtries>-4<"},
		{"no account", "missing_element", stmt + "/Acct", "<b:IBAN>DE89370400440532013000</b:IBAN>", ""},
		{"account currency", "bad_currency", stmt + "/Acct", "<b:Ccy>EUR<", "<b:Ccy>E<"},
		{"balance type", "missing_element", stmt + "/Bal[2]", "<b:CdOrPrtry><b:Cd>CLBD</b:Cd></b:CdOrPrtry>", ""},
		{"text among elements", "stray_text", stmt + "/Ntry[2]", "<b:Ntry>\n        <b:Amt Ccy=\"EUR\">300.05", "<b:Ntry>x<b:Amt Ccy=\"EUR\">300.05"},
		{"other message", "unknown_namespace", "", "camt.053.001.08", "camt.054.001.08"},
		{"other version", "unknown_namespace", "", "camt.053.001.08", "camt.053.001.13"},
		{"other root", "unexpected_element", "", "b:Document", "b:Documents"},
		{"unclosed", "bad_xml", "*", "</b:Ntry>", ""},
		{"unknown entity", "bad_xml", "*", "&amp;", "&nbsp;"},
		{"NUL", "bad_xml", "*", "N-1", "N-\x00"},
		{"not UTF-8", "bad_xml", "*", "É", "\xc9"},
		{"declared Latin-1", "bad_encoding", "*", "UTF-8", "ISO-8859-1"},
		{"two documents", "unexpected_element", "", "</b:Document>", "</b:Document><x/>"},
		{"text after the end", "stray_text", "", "</b:Document>", "</b:Document>x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(whole, c.old) {
				t.Fatalf("the file holds no %q", c.old)
			}
			spoilt := strings.Replace(whole, c.old, c.new, 1)
			if c.name == "other root" {
				spoilt = strings.ReplaceAll(whole, c.old, c.new)
			}
			statements, err := ReadCamt053(strings.NewReader(spoilt), Limits{})
			wantRefusal(t, err, c.code, c.place)
			if statements != nil {
				t.Fatal("half a file came with the refusal")
			}
		})
	}
}

func TestARefusalNamesTheLine(t *testing.T) {
	_, err := ReadCamt053(strings.NewReader(strings.Replace(ownStatement(t), "1234.5<", "1234,5<", 1)), Limits{})
	if r := wantRefusal(t, err, "bad_amount", "*"); r.Line != 16 {
		t.Fatalf("got line %d, want 16", r.Line)
	}
}

func TestAFileCutAnywhereIsRefused(t *testing.T) {
	whole := strings.TrimSpace(ownStatement(t))
	step := 1
	if testing.Short() {
		step = 11
	}
	for n := 0; n < len(whole); n += step {
		if _, err := ReadCamt053(strings.NewReader(whole[:n]), Limits{}); err == nil {
			t.Fatalf("the first %d of %d bytes were taken for a whole file", n, len(whole))
		}
	}
	_, err := ReadCamt053(strings.NewReader(whole[:len(whole)/2]), Limits{})
	wantRefusal(t, err, "truncated", "*")
	_, err = ReadCamt053(strings.NewReader(""), Limits{})
	wantRefusal(t, err, "truncated", "")
}

func TestDocumentTypesAndEntitiesAreRefused(t *testing.T) {
	for _, doctype := range []string{
		`<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>`,
		`<!DOCTYPE Document SYSTEM "file:///etc/passwd">`,
		`<!DOCTYPE Document [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>`,
	} {
		text := strings.Replace(ownStatement(t), "?>", "?>"+doctype, 1)
		_, err := ReadCamt053(strings.NewReader(text), Limits{})
		wantRefusal(t, err, "doctype_refused", "")
	}
}

func TestByteOrderMarks(t *testing.T) {
	read(t, "\ufeff"+ownStatement(t))
	for _, mark := range []string{"\xff\xfe<\x00", "\xfe\xff\x00<", "<\x00?\x00"} {
		_, err := ReadCamt053(strings.NewReader(mark), Limits{})
		wantRefusal(t, err, "bad_encoding", "")
	}
}

func TestEachLimitIsKept(t *testing.T) {
	whole := ownStatement(t)
	for _, c := range []struct {
		code   string
		limits Limits
	}{
		{"file_too_large", Limits{Bytes: int64(len(whole)) - 1}},
		{"text_too_long", Limits{Text: 30}},
		{"too_deep", Limits{Depth: 5}},
		{"too_many_entries", Limits{Entries: 3}},
	} {
		_, err := ReadCamt053(strings.NewReader(whole), c.limits)
		wantRefusal(t, err, c.code, "*")
	}
	if _, err := ReadCamt053(strings.NewReader(whole), Limits{Bytes: int64(len(whole)), Entries: 8, Depth: 12}); err != nil {
		t.Fatalf("limits that just suffice: %v", err)
	}
}

func TestAFailingReaderIsNotATruncatedFile(t *testing.T) {
	broken := errors.New("disk gone")
	_, err := ReadCamt053(io.MultiReader(strings.NewReader(ownStatement(t)[:500]), failing{broken}), Limits{})
	wantRefusal(t, err, "unreadable", "*")
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzReadCamt053(f *testing.F) {
	f.Add(ownStatement(f))
	f.Add(strings.NewReplacer("001.08", "001.02", "<b:Cd>BOOK</b:Cd>", "BOOK").Replace(ownStatement(f)))
	for _, seed := range hostileSeeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		statements, err := ReadCamt053(strings.NewReader(text), Limits{Bytes: 1 << 20})
		if err != nil {
			var refusal *Error
			if !errors.As(err, &refusal) || refusal.Code == "" || refusal.Detail == "" {
				t.Fatalf("an error without its reason: %v", err)
			}
			return
		}
		for _, s := range statements {
			_ = s.CheckConsistency()
			for i := range s.Entries {
				if a := s.Entries[i].Amount; a.Minor < 0 || a.Currency == "" {
					t.Fatalf("read %v", a)
				}
				for j := range s.Entries[i].Transactions {
					_ = s.Entries[i].Counterparty(j)
				}
			}
		}
	})
}
