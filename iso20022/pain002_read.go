package iso20022

import (
	"encoding/xml"
	"io"
)

var pain002 = message{
	versions: map[string]string{
		urn + "pain.002.001.03": "03", urn + "pain.002.001.10": "10", urn + "pain.002.001.11": "11",
		swissPrefix + "pain.002.001.03.ch.02.xsd": "03",
	},
	named:      "pain.002.001.03, .10 and .11 (" + urn + "pain.002.001.03 …)",
	repeatable: []string{"OrgnlPmtInfAndSts", "TxInfAndSts", "StsRsnInf", "NbOfTxsPerSts", "AddtlInf"},
}

// ReadPain002 reads a pain.002 file of version 03, 10 or 11, or of the Swiss
// schema of 03. The error is an *Error with element path and line; nothing is
// returned then. Source: ISO 20022, CustomerPaymentStatusReport V03, V10, V11.
func ReadPain002(from io.Reader, limits Limits) (*StatusReport, error) {
	report, err := readPain002(from, limits)
	if err != nil {
		return nil, err
	}
	return report, nil
}

func readPain002(from io.Reader, limits Limits) (*StatusReport, *Error) {
	r, start, err := openXML(from, limits, pain002)
	if err != nil {
		return nil, err
	}
	s := &StatusReport{OriginalCount: -1}
	err = r.document(start, "CstmrPmtStsRpt", func() *Error { return r.report(s) })
	return s, err
}

func (r *xmlReader) report(s *StatusReport) *Error {
	err := r.children(fields{
		"GrpHdr":            r.within(fields{"MsgId": r.bounded(&s.MessageID, 35), "CreDtTm": r.instant(&s.CreatedAt)}),
		"OrgnlGrpInfAndSts": func(xml.StartElement) *Error { return r.originalGroup(s) },
		"OrgnlPmtInfAndSts": func(xml.StartElement) *Error { return r.paymentStatus(s) },
	})
	switch {
	case err != nil:
		return err
	case s.MessageID == "":
		return r.missing("GrpHdr/MsgId")
	case s.CreatedAt.IsZero():
		return r.missing("GrpHdr/CreDtTm")
	case s.OriginalMessageID == "":
		return r.missing("OrgnlGrpInfAndSts/OrgnlMsgId")
	}
	return nil
}

// says are the fields that all three levels have in common.
func (r *xmlReader) says(reasons *[]StatusReason, counts *[]StatusCount, want fields) fields {
	want["StsRsnInf"] = func(xml.StartElement) *Error { return r.statusReason(reasons) }
	if counts != nil {
		want["NbOfTxsPerSts"] = func(xml.StartElement) *Error { return r.statusCount(counts) }
	}
	return want
}

func (r *xmlReader) originalGroup(s *StatusReport) *Error {
	s.Line, _ = r.decoder.InputPos()
	return r.children(r.says(&s.Reasons, &s.Counts, fields{
		"OrgnlMsgId":   r.bounded(&s.OriginalMessageID, 35),
		"OrgnlMsgNmId": r.bounded(&s.OriginalMessageName, 35),
		"OrgnlNbOfTxs": r.count(&s.OriginalCount),
		"GrpSts":       r.shortCode(&s.Status, 4),
	}))
}

func (r *xmlReader) paymentStatus(s *StatusReport) *Error {
	if err := r.countEntry(); err != nil {
		return err
	}
	p := PaymentStatus{OriginalCount: -1}
	p.Line, _ = r.decoder.InputPos()
	err := r.children(r.says(&p.Reasons, &p.Counts, fields{
		"OrgnlPmtInfId": r.bounded(&p.OriginalID, 35),
		"OrgnlNbOfTxs":  r.count(&p.OriginalCount),
		"PmtInfSts":     r.shortCode(&p.Status, 4),
		"TxInfAndSts":   func(xml.StartElement) *Error { return r.transactionStatus(&p) },
	}))
	if err != nil {
		return err
	}
	if p.OriginalID == "" {
		return r.missing("OrgnlPmtInfId")
	}
	s.Payments = append(s.Payments, p)
	return nil
}

func (r *xmlReader) transactionStatus(p *PaymentStatus) *Error {
	if err := r.countEntry(); err != nil {
		return err
	}
	var t TransactionStatus
	t.Line, _ = r.decoder.InputPos()
	err := r.children(r.says(&t.Reasons, nil, fields{
		"StsId":           r.bounded(&t.StatusID, 35),
		"OrgnlInstrId":    r.bounded(&t.OriginalInstructionID, 35),
		"OrgnlEndToEndId": r.bounded(&t.OriginalEndToEndID, 35),
		"TxSts":           r.shortCode(&t.Status, 4),
		"AcctSvcrRef":     r.bounded(&t.BankReference, 35),
		"OrgnlTxRef":      r.within(fields{"Amt": r.within(fields{"InstdAmt": r.amount(&t.Amount)})}),
	}))
	p.Transactions = append(p.Transactions, t)
	return err
}

// statusReason reads the originator's name, or its BIC when it has no name.
func (r *xmlReader) statusReason(into *[]StatusReason) *Error {
	if err := r.countEntry(); err != nil {
		return err
	}
	var s StatusReason
	var own, bic string
	err := r.children(fields{
		"Orgtr": r.within(fields{
			"Nm": r.bounded(&s.Originator, 140),
			"Id": r.within(fields{"OrgId": r.within(fields{"BICOrBEI": r.bounded(&bic, 11), "AnyBIC": r.bounded(&bic, 11)})}),
		}),
		"Rsn":      r.within(fields{"Cd": r.shortCode(&s.Code, 4), "Prtry": r.bounded(&own, 35)}),
		"AddtlInf": r.texts(&s.Information),
	})
	if s.Originator == "" {
		s.Originator = bic
	}
	if s.Code == "" {
		s.Code, s.Proprietary = own, own != ""
	}
	*into = append(*into, s)
	return err
}

func (r *xmlReader) statusCount(into *[]StatusCount) *Error {
	if err := r.countEntry(); err != nil {
		return err
	}
	c := StatusCount{Count: -1}
	err := r.children(fields{"DtldNbOfTxs": r.count(&c.Count), "DtldSts": r.shortCode(&c.Status, 4)})
	switch {
	case err != nil:
		return err
	case c.Count < 0:
		return r.missing("DtldNbOfTxs")
	case c.Status == "":
		return r.missing("DtldSts")
	}
	*into = append(*into, c)
	return nil
}
