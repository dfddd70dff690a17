package iso20022

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func ownReport(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "status.11.xml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func readReport(t *testing.T, text string) *StatusReport {
	t.Helper()
	report, err := ReadPain002(strings.NewReader(text), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAReportIsReadWhole(t *testing.T) {
	want := &StatusReport{
		MessageID: "BANK-R-7", CreatedAt: time.Date(2026, 3, 3, 7, 15, 0, 5e8, time.UTC),
		OriginalMessageID: "CS-2026-000017", OriginalMessageName: "pain.001.001.09", OriginalCount: 4, Status: "PART", Line: 9,
		Reasons: []StatusReason{{Code: "SEE-BELOW", Proprietary: true, Originator: "Beispielbank"}},
		Counts:  []StatusCount{{"ACCP", 3}, {"RJCT", 1}},
		Payments: []PaymentStatus{
			{
				OriginalID: "CS-2026-000017-1", OriginalCount: 2, Status: "PART", Line: 22,
				Transactions: []TransactionStatus{{
					StatusID: "1", OriginalInstructionID: "I-1", OriginalEndToEndID: "E-1", Status: "RJCT", BankReference: "B-99", Amount: eur(123456), Line: 26,
					Reasons: []StatusReason{{Code: "AC04", Originator: "BNPAFRPPXXX", Information: []string{"Account closed", "since 2026-01-31"}}},
				}},
			},
			{OriginalID: "CS-2026-000017-2", OriginalCount: -1, Status: "ACCP", Line: 41},
		},
	}
	if diff := cmp.Diff(want, readReport(t, ownReport(t))); diff != "" {
		t.Fatal(diff)
	}
}

func TestOurReportIsValidBySchema(t *testing.T) {
	schema := shared(t, "standards", "iso20022", "pain.002.001.11.xsd")
	out, err := exec.Command("xmllint", "--noout", "--nonet", "--schema", schema, filepath.Join("testdata", "status.11.xml")).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestEachVersionOfTheReportIsRead(t *testing.T) {
	for _, namespace := range []string{urn + "pain.002.001.03", urn + "pain.002.001.10", swissPrefix + "pain.002.001.03.ch.02.xsd"} {
		text := strings.Replace(ownReport(t), urn+"pain.002.001.11", namespace, 1)
		if strings.Contains(namespace, "001.03") {
			text = strings.Replace(strings.ReplaceAll(text, "AnyBIC", "BICOrBEI"), "BICFI", "BIC", 2)
		}
		if diff := cmp.Diff(readReport(t, ownReport(t)), readReport(t, text)); diff != "" {
			t.Fatalf("%s: %s", namespace, diff)
		}
	}
}

func TestTheStatusOfATransferIsTheMostSpecialOne(t *testing.T) {
	report := readReport(t, ownReport(t))
	whole := *report
	whole.Status, whole.Reasons, whole.Payments = "RJCT", []StatusReason{{Code: "AM05"}}, nil
	for _, c := range []struct {
		name                        string
		report                      *StatusReport
		payment, transfer           string
		wantStatus, wantFirstReason string
	}{
		{"its own", report, "CS-2026-000017-1", "E-1", "RJCT", "AC04"},
		{"its own without the payment's id", report, "", "E-1", "RJCT", "AC04"},
		{"not of a namesake in another payment", report, "CS-2026-000017-2", "E-1", "ACCP", ""},
		{"its payment's", report, "CS-2026-000017-2", "E-2", "ACCP", ""},
		{"open in a payment accepted in part", report, "CS-2026-000017-1", "E-3", "", ""},
		{"open in a message accepted in part", report, "CS-2026-000017-3", "E-4", "", ""},
		{"the message's", &whole, "CS-2026-000017-3", "E-4", "RJCT", "AM05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, reasons := c.report.StatusOf(c.payment, c.transfer)
			reason := ""
			if len(reasons) > 0 {
				reason = reasons[0].Code
			}
			if status != c.wantStatus || reason != c.wantFirstReason {
				t.Fatalf("got %q because of %q, want %q because of %q", status, reason, c.wantStatus, c.wantFirstReason)
			}
		})
	}
}

func TestTheSampleReportIsRead(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(shared(t, "samples", "pain"), "pain002-postfinance.xml"))
	if err != nil {
		t.Fatal(err)
	}
	want := &StatusReport{
		MessageID: "20180315375204222821684", CreatedAt: time.Date(2018, 3, 15, 10, 49, 10, 0, time.UTC),
		OriginalMessageID: "MsgId-001", OriginalMessageName: "pain.001.001.03.ch.02", OriginalCount: -1, Status: "ACTC", Line: 2,
	}
	if diff := cmp.Diff(want, readReport(t, string(text))); diff != "" {
		t.Fatal(diff)
	}
}

func TestBadReportsAreRefusedWithTheirPlace(t *testing.T) {
	const (
		root = "Document/CstmrPmtStsRpt"
		pmt  = root + "/OrgnlPmtInfAndSts[1]"
		tx   = pmt + "/TxInfAndSts[1]"
	)
	for _, c := range []struct{ name, code, place, old, new string }{
		{"no id", "missing_element", root, "<MsgId>BANK-R-7</MsgId>", ""},
		{"no time", "missing_element", root, "<CreDtTm>2026-03-03T08:15:00.5+01:00</CreDtTm>", ""},
		{"no original message", "missing_element", root, "<OrgnlMsgId>CS-2026-000017</OrgnlMsgId>", ""},
		{"empty original message", "missing", root + "/OrgnlGrpInfAndSts/OrgnlMsgId", ">CS-2026-000017<", "><"},
		{"no original payment", "missing_element", pmt, "<OrgnlPmtInfId>CS-2026-000017-1</OrgnlPmtInfId>", ""},
		{"two statuses", "repeated_element", tx + "/TxSts", "<TxSts>", "<TxSts>ACCP</TxSts><TxSts>"},
		{"long status", "bad_code", tx + "/TxSts", ">RJCT</TxSts", ">REJECTED</TxSts"},
		{"status in small letters", "bad_code", tx + "/TxSts", ">RJCT</TxSts", ">rjct</TxSts"},
		{"long id", "too_long", tx + "/OrgnlEndToEndId", ">E-1<", ">" + strings.Repeat("E", 36) + "<"},
		{"amount", "bad_amount", tx + "/OrgnlTxRef/Amt/InstdAmt", ">1234.56<", ">1.234,56<"},
		{"count", "bad_number", root + "/OrgnlGrpInfAndSts/OrgnlNbOfTxs", ">4<", ">four<"},
		{"count of no status", "missing_element", root + "/OrgnlGrpInfAndSts/NbOfTxsPerSts[2]", "<DtldSts>RJCT</DtldSts>", ""},
		{"status without count", "missing_element", root + "/OrgnlGrpInfAndSts/NbOfTxsPerSts[1]", "<DtldNbOfTxs>3</DtldNbOfTxs>", ""},
		{"time", "bad_date", root + "/GrpHdr/CreDtTm", "08:15:00.5", "08:15:00,5"},
		{"another version", "unknown_namespace", "", "pain.002.001.11", "pain.002.001.02"},
		{"another message", "missing_element", "Document", "CstmrPmtStsRpt>", "CstmrPmtRvsl>"},
		{"document type", "doctype_refused", "", "<Document", `<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa">]><Document`},
		{"NUL", "bad_xml", "*", "Account closed", "Account\x00closed"},
		{"not UTF-8", "bad_xml", "*", "Account closed", "G\xe9rant"},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole := ownReport(t)
			if !strings.Contains(whole, c.old) {
				t.Fatalf("the file holds no %q", c.old)
			}
			report, err := ReadPain002(strings.NewReader(strings.ReplaceAll(whole, c.old, c.new)), Limits{})
			if refusal := wantRefusal(t, err, c.code, c.place); refusal.Line == 0 {
				t.Fatal("the refusal names no line")
			}
			if report != nil {
				t.Fatal("half a report came with the refusal")
			}
		})
	}
}

func TestAReportCutAnywhereIsRefused(t *testing.T) {
	whole := strings.TrimSpace(ownReport(t))
	for n := 0; n < len(whole); n += 7 {
		if _, err := ReadPain002(strings.NewReader(whole[:n]), Limits{}); err == nil {
			t.Fatalf("the first %d of %d bytes were taken for a whole file", n, len(whole))
		}
	}
}

func FuzzReadPain002(f *testing.F) {
	f.Add(ownReport(f))
	for _, seed := range hostileSeeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		report, err := ReadPain002(strings.NewReader(text), Limits{Bytes: 1 << 20})
		if err != nil {
			wantReason(t, err)
			return
		}
		if report.MessageID == "" || report.OriginalMessageID == "" {
			t.Fatalf("a report of nothing: %+v", report)
		}
		for _, p := range report.Payments {
			for _, x := range p.Transactions {
				if status, _ := report.StatusOf(p.OriginalID, x.OriginalEndToEndID); status == "" && x.Status != "" && x.Status != "PART" && x.OriginalEndToEndID != "" {
					t.Fatalf("the status %s of %s is lost", x.Status, x.OriginalEndToEndID)
				}
			}
		}
	})
}
