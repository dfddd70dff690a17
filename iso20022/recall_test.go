package iso20022

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func recall() Recall {
	return Recall{
		ID: "R0123456789ABCDEF0123456789ABCD", CreatedAt: time.Date(2026, 11, 6, 10, 30, 0, 999, time.FixedZone("CET", 3600)),
		From: Party{Name: "Nordwind Süd & Söhne KG"}, To: Agent{BIC: "COBADEFFXXX"},
		MessageID: "NET-2026-11", MessageName: "pain.001.001.09", PaymentID: "NET-2026-11-1", EndToEndID: "E-1", Amount: eur(123456), ExecutionDate: "2026-11-05",
		Debit:         Debit{Party: Party{Name: "Nordwind Süd & Söhne KG"}, Account: Account{IBAN: "DE89370400440532013000", Currency: "EUR"}, Agent: Agent{BIC: "COBADEFFXXX"}},
		CreditorAgent: Agent{BIC: "BNPAFRPP"}, Creditor: Party{Name: "Café Éclair S.A.", Address: &Address{Country: "FR", Town: "Paris"}},
		CreditorAcct: Account{IBAN: "FR1420041010050500013M02606"}, Code: "DUPL", Text: "Paid twice, see E-0",
	}
}

var cancelVersions = []CancelVersion{Camt05508, Camt05608}

func TestTheBytesOfARecallDoNotChange(t *testing.T) {
	for _, version := range cancelVersions {
		got, err := WriteRecall(version, recall())
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", string(version)+".golden.xml")
		if *update {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is now (%v)\n%s", version, err, got)
		}
	}
}

// order is what the standard's message definitions let stand in an element, in
// that order, as far as recalls use it; an element that is not named here holds a
// text. There is no schema file of these messages here to ask instead.
var order = map[string][]string{
	"Document":          {"CstmrPmtCxlReq", "FIToFIPmtCxlReq"},
	"CstmrPmtCxlReq":    {"Assgnmt", "Case", "CtrlData", "Undrlyg"},
	"FIToFIPmtCxlReq":   {"Assgnmt", "Case", "CtrlData", "Undrlyg"},
	"Assgnmt":           {"Id", "Assgnr", "Assgne", "CreDtTm"},
	"Assgnr":            {"Pty", "Agt"},
	"Assgne":            {"Pty", "Agt"},
	"CtrlData":          {"NbOfTxs", "CtrlSum"},
	"Undrlyg":           {"OrgnlGrpInfAndCxl", "OrgnlPmtInfAndCxl", "TxInf"},
	"OrgnlPmtInfAndCxl": {"PmtCxlId", "Case", "OrgnlPmtInfId", "OrgnlGrpInf", "NbOfTxs", "CtrlSum", "PmtInfCxl", "CxlRsnInf", "TxInf"},
	"OrgnlGrpInf":       {"OrgnlMsgId", "OrgnlMsgNmId", "OrgnlCreDtTm"},
	"TxInf": {
		"CxlId", "Case", "OrgnlGrpInf", "OrgnlInstrId", "OrgnlEndToEndId", "OrgnlTxId", "OrgnlUETR", "UETR", "OrgnlClrSysRef",
		"OrgnlInstdAmt", "OrgnlReqdExctnDt", "OrgnlIntrBkSttlmAmt", "OrgnlIntrBkSttlmDt", "CxlRsnInf", "OrgnlTxRef",
	},
	"OrgnlReqdExctnDt": {"Dt", "DtTm"},
	"CxlRsnInf":        {"Orgtr", "Rsn", "AddtlInf"},
	"Orgtr":            {"Nm", "PstlAdr", "Id"},
	"Rsn":              {"Cd", "Prtry"},
	"OrgnlTxRef":       {"IntrBkSttlmAmt", "Amt", "IntrBkSttlmDt", "ReqdColltnDt", "ReqdExctnDt", "PmtTpInf", "PmtMtd", "RmtInf", "UltmtDbtr", "Dbtr", "DbtrAcct", "DbtrAgt", "CdtrAgt", "Cdtr", "CdtrAcct"},
	"Amt":              {"InstdAmt", "EqvtAmt"},
	"ReqdExctnDt":      {"Dt", "DtTm"},
	"Dbtr":             {"Pty", "Agt"},
	"Cdtr":             {"Pty", "Agt"},
	"Pty":              {"Nm", "PstlAdr", "Id"},
	"Agt":              {"FinInstnId"},
	"DbtrAgt":          {"FinInstnId"},
	"CdtrAgt":          {"FinInstnId"},
	"FinInstnId":       {"BICFI", "ClrSysMmbId", "Othr"},
	"ClrSysMmbId":      {"ClrSysId", "MmbId"},
	"ClrSysId":         {"Cd"},
	"DbtrAcct":         {"Id", "Tp", "Ccy"},
	"CdtrAcct":         {"Id", "Tp", "Ccy"},
	"SchmeNm":          {"Cd", "Prtry"},
	"PstlAdr":          {"StrtNm", "BldgNb", "PstCd", "TwnNm", "CtrySubDvsn", "Ctry", "AdrLine"},
}

// checkOrder walks the file: every element stands where the standard has it, in
// its order, once, and none is empty.
func checkOrder(t interface{ Errorf(string, ...any) }, file []byte) {
	d := xml.NewDecoder(bytes.NewReader(file))
	var path []string
	at, texts := []int{-1}, []string{""}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("the file is no XML: %v", err)
			return
		}
		switch e := token.(type) {
		case xml.StartElement:
			if len(path) > 0 {
				parent := path[len(path)-1]
				allowed := order[parent]
				if parent == "Id" { // of an account
					allowed = []string{"IBAN", "Othr"}
				}
				if parent == "Othr" {
					allowed = []string{"Id", "SchmeNm"}
				}
				i := slices.Index(allowed, e.Name.Local)
				if i <= at[len(at)-1] && (e.Name.Local != "AdrLine" || i < at[len(at)-1]) {
					t.Errorf("%s does not belong there, after what stands in %s", e.Name.Local, strings.Join(path, "/"))
				}
				at[len(at)-1] = i
			}
			path, at, texts = append(path, e.Name.Local), append(at, -1), append(texts, "")
		case xml.CharData:
			texts[len(texts)-1] += string(e)
		case xml.EndElement:
			if at[len(at)-1] < 0 && strings.TrimSpace(texts[len(texts)-1]) == "" {
				t.Errorf("%s is empty", strings.Join(path, "/"))
			}
			path, at, texts = path[:len(path)-1], at[:len(at)-1], texts[:len(texts)-1]
		}
	}
}

func TestARecallHasTheStandardsStructure(t *testing.T) {
	for _, version := range cancelVersions {
		file, err := WriteRecall(version, recall())
		if err != nil {
			t.Fatal(err)
		}
		checkOrder(t, file)
		for _, part := range []string{
			"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:" + string(version) + "\">", "<CreDtTm>2026-11-06T09:30:00Z</CreDtTm>", "<NbOfTxs>1</NbOfTxs>", "<CtrlSum>1234.56</CtrlSum>",
			"<OrgnlMsgId>NET-2026-11</OrgnlMsgId>", "<OrgnlEndToEndId>E-1</OrgnlEndToEndId>", "<Cd>DUPL</Cd>", "<InstdAmt Ccy=\"EUR\">1234.56</InstdAmt>", "Cafe Eclair S.A.",
		} {
			if !strings.Contains(string(file), part) {
				t.Errorf("%s holds no %s", version, part)
			}
		}
	}
}

// Recalls of random transfers: the same bytes twice, the standard's structure,
// and no character outside the set.
func TestRandomRecallsAreWrittenAsTheStandardHasThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawInitiation(t)
		if m.check() != nil {
			t.Skip("no file")
		}
		p := m.Payments[0]
		x := p.Transfers[0]
		r := Recall{
			ID: "R1", CreatedAt: m.CreatedAt, From: m.Initiating, To: p.Debit.Agent, MessageID: m.MessageID, MessageName: "pain.001.001.09", PaymentID: p.ID, EndToEndID: x.EndToEndID,
			Amount: x.Amount, ExecutionDate: p.ExecutionDate, Debit: p.Debit, CreditorAgent: x.CreditorAgent, Creditor: x.Creditor, CreditorAcct: x.CreditorAccount,
			Code: rapid.SampledFrom(RecallCodes()).Draw(t, "code"), Text: rapid.StringMatching(`[A-Za-zäöüé0-9 .]{0,60}x`).Draw(t, "text"),
		}
		r.From.OrganisationID, r.From.LEI, r.Debit.Party.OrganisationID, r.Debit.Party.LEI, r.Creditor.OrganisationID, r.Creditor.LEI = "", "", "", "", "", ""
		for _, version := range cancelVersions {
			file, err := WriteRecall(version, r)
			if err != nil {
				t.Fatal(err)
			}
			again, _ := WriteRecall(version, r)
			if !bytes.Equal(file, again) {
				t.Fatal("other bytes the second time")
			}
			checkOrder(t, file)
			for _, c := range string(file) {
				if c > 126 {
					t.Fatalf("the character %q stands in the file", c)
				}
			}
		}
	})
}

func TestARecallThatCouldOnlyBeWrittenWronglyIsRefused(t *testing.T) {
	for place, spoil := range map[string]func(*Recall){
		"Code": func(r *Recall) { r.Code = "WHY?" }, "CreatedAt": func(r *Recall) { r.CreatedAt = time.Time{} },
		"ExecutionDate": func(r *Recall) { r.ExecutionDate = "2026-02-30" }, "Amount": func(r *Recall) { r.Amount = eur(0) },
		"ID": func(r *Recall) { r.ID = strings.Repeat("x", 36) }, "EndToEndID": func(r *Recall) { r.EndToEndID = "" },
		"Creditor.Name": func(r *Recall) { r.Creditor.Name = "株式会社" }, "CreditorAcct": func(r *Recall) { r.CreditorAcct.IBAN = "FR1420041010050500013M02607" },
		"Text": func(r *Recall) { r.Text = strings.Repeat("x", 106) }, "To": func(r *Recall) { r.To.BIC = "X" },
	} {
		r := recall()
		spoil(&r)
		_, err := WriteRecall(Camt05608, r)
		var e *Error
		if !errors.As(err, &e) || !strings.HasPrefix(e.Place, place) {
			t.Errorf("%s: %v", place, err)
		}
	}
	if _, err := WriteRecall("camt.056.001.01", recall()); err == nil {
		t.Error("a version that nobody writes was written")
	}
}
