package iso20022

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const resolved = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.029.001.09"><RsltnOfInvstgtn>
<Assgnmt><Id>A-1</Id><Assgnr><Agt><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></Agt></Assgnr><Assgne><Pty><Nm>Town</Nm></Pty></Assgne><CreDtTm>2026-11-07T08:00:00Z</CreDtTm></Assgnmt>
<Sts><Conf>RJCR</Conf></Sts>
<CxlDtls><TxInfAndSts><CxlStsId>S-1</CxlStsId><RslvdCase><Id>R-1</Id></RslvdCase><OrgnlGrpInf><OrgnlMsgId>P-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInf>
<OrgnlEndToEndId>E-1</OrgnlEndToEndId><TxCxlSts>RJCR</TxCxlSts><CxlStsRsnInf><Orgtr><Nm>Bank</Nm></Orgtr><Rsn><Cd>CUST</Cd></Rsn><AddtlInf>Creditor refuses</AddtlInf></CxlStsRsnInf></TxInfAndSts></CxlDtls>
<CxlDtls><OrgnlPmtInfAndSts><OrgnlPmtInfId>P-1-1</OrgnlPmtInfId><OrgnlGrpInf><OrgnlMsgId>P-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInf>
<TxInfAndSts><OrgnlEndToEndId>E-2</OrgnlEndToEndId></TxInfAndSts></OrgnlPmtInfAndSts></CxlDtls>
</RsltnOfInvstgtn></Document>`

func TestABanksWordOnARecallIsRead(t *testing.T) {
	s, err := ReadCamt029(strings.NewReader(resolved), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Items {
		s.Items[i].Line = 0
	}
	want := []ResolvedItem{
		{StatusID: "S-1", RequestID: "R-1", OriginalMessageID: "P-1", EndToEndID: "E-1", Status: "RJCR", Reasons: []StatusReason{{Code: "CUST", Originator: "Bank", Information: []string{"Creditor refuses"}}}},
		{OriginalMessageID: "P-1", EndToEndID: "E-2"},
	}
	if diff := cmp.Diff(want, s.Items); diff != "" || s.ID != "A-1" || s.StatusOf(&s.Items[1]) != "RJCR" {
		t.Errorf("%+v\n%s", s, diff)
	}
	s.Confirmation = "CNCL"
	if s.StatusOf(&s.Items[1]) != "ACCR" || s.StatusOf(&s.Items[0]) != "RJCR" {
		t.Error("the word of the whole stands for an item of its own")
	}
}

func TestASpoiltResolutionIsRefusedWithItsPlace(t *testing.T) {
	for name, c := range map[string]struct{ old, new, code string }{
		"a DOCTYPE":        {"<Document", "<!DOCTYPE x [<!ENTITY a \"b\">]><Document", "doctype_refused"},
		"another version":  {"camt.029.001.09", "camt.029.001.99", "unknown_namespace"},
		"another message":  {"RsltnOfInvstgtn", "Other", "missing_element"},
		"no id":            {"<Id>A-1</Id>", "", "missing_element"},
		"a long reference": {"<OrgnlEndToEndId>E-1<", "<OrgnlEndToEndId>" + strings.Repeat("x", 36) + "<", "too_long"},
		"twice a status":   {"<TxCxlSts>RJCR</TxCxlSts>", "<TxCxlSts>RJCR</TxCxlSts><TxCxlSts>ACCR</TxCxlSts>", "repeated_element"},
		"cut off":          {"</RsltnOfInvstgtn></Document>", "", "truncated"},
	} {
		_, err := ReadCamt029(strings.NewReader(strings.ReplaceAll(resolved, c.old, c.new)), Limits{})
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}
