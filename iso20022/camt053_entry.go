package iso20022

import (
	"encoding/xml"
	"slices"
)

// countEntry refuses more entries and transactions than the limit.
func (r *xmlReader) countEntry() *Error {
	if r.entries++; r.entries > r.limits.Entries {
		return r.refuse("too_many_entries", "The file holds more than the limit of %d entries and transactions.", r.limits.Entries)
	}
	return nil
}

func (r *xmlReader) entry(s *Statement) *Error {
	if err := r.countEntry(); err != nil {
		return err
	}
	var e Entry
	e.Line, _ = r.decoder.InputPos()
	err := r.children(fields{
		"NtryRef":      r.text(&e.Reference),
		"AcctSvcrRef":  r.text(&e.BankReference),
		"Amt":          r.amount(&e.Amount),
		"CdtDbtInd":    r.direction(&e.Direction),
		"RvslInd":      r.boolean(&e.Reversal),
		"Sts":          r.status(&e.Status),
		"BookgDt":      r.date(&e.Booked),
		"ValDt":        r.date(&e.Value),
		"BkTxCd":       r.transactionCode(&e.Code),
		"AddtlNtryInf": r.text(&e.Information),
		"NtryDtls": r.within(fields{
			"Btch":   func(xml.StartElement) *Error { return r.batch(&e) },
			"TxDtls": func(xml.StartElement) *Error { return r.transaction(&e) },
		}),
	})
	switch {
	case err != nil:
		return err
	case e.Amount.Currency == "":
		return r.missing("Amt")
	case e.Direction == "":
		return r.missing("CdtDbtInd")
	case e.Status == "":
		return r.missing("Sts")
	}
	s.Entries = append(s.Entries, e)
	return nil
}

// status is a text in versions 02 and 04 and a choice in 08.
func (r *xmlReader) status(into *string) field {
	return func(start xml.StartElement) *Error {
		read := r.text(into)
		if r.version == "08" {
			read = r.code(into)
		}
		if err := read(start); err != nil {
			return err
		}
		if !slices.Contains([]string{"BOOK", "PDNG", "INFO", "FUTR"}, *into) {
			return r.refuse("bad_status", "%q is not one of BOOK, PDNG, INFO, FUTR.", clip(*into))
		}
		return nil
	}
}

func (r *xmlReader) transactionCode(into *string) field {
	return func(xml.StartElement) *Error {
		var domain, family, sub, own string
		err := r.children(fields{
			"Domn": r.within(fields{
				"Cd":   r.text(&domain),
				"Fmly": r.within(fields{"Cd": r.text(&family), "SubFmlyCd": r.text(&sub)}),
			}),
			"Prtry": r.within(fields{"Cd": r.text(&own)}),
		})
		if *into = own; domain != "" {
			*into = domain + "/" + family + "/" + sub
		}
		return err
	}
}

func (r *xmlReader) batch(e *Entry) *Error {
	b := Batch{Count: -1}
	err := r.children(fields{
		"MsgId":     r.text(&b.MessageID),
		"PmtInfId":  r.text(&b.PaymentID),
		"NbOfTxs":   r.count(&b.Count),
		"TtlAmt":    r.amount(&b.Total),
		"CdtDbtInd": r.direction(&b.Direction),
	})
	e.Batches = append(e.Batches, b)
	return err
}

func (r *xmlReader) transaction(e *Entry) *Error {
	if err := r.countEntry(); err != nil {
		return err
	}
	var t Transaction
	var detailed Amount // version 02 states the amount only in the details
	err := r.children(fields{
		"Refs": r.within(fields{
			"MsgId": r.text(&t.MessageID), "PmtInfId": r.text(&t.PaymentID), "InstrId": r.text(&t.InstructionID),
			"EndToEndId": r.text(&t.EndToEndID), "TxId": r.text(&t.TransactionID), "AcctSvcrRef": r.text(&t.BankReference),
		}),
		"Amt":       r.amount(&t.Amount),
		"CdtDbtInd": r.direction(&t.Direction),
		"AmtDtls":   r.within(fields{"TxAmt": r.within(fields{"Amt": r.amount(&detailed)})}),
		"RltdPties": r.within(fields{
			"Dbtr": r.partyName(&t.Debtor), "DbtrAcct": r.partyAccount(&t.Debtor),
			"Cdtr": r.partyName(&t.Creditor), "CdtrAcct": r.partyAccount(&t.Creditor),
		}),
		"RmtInf": r.within(fields{
			"Ustrd": r.texts(&t.Text),
			"Strd":  r.within(fields{"CdtrRefInf": r.within(fields{"Ref": r.texts(&t.Reference)})}),
		}),
		"RtrInf":     r.within(fields{"Rsn": r.code(&t.ReturnReason)}),
		"AddtlTxInf": r.text(&t.Information),
	})
	if t.Amount.Currency == "" {
		t.Amount = detailed
	}
	e.Transactions = append(e.Transactions, t)
	return err
}

// partyName reads the name, which version 08 puts below Pty or, for a bank,
// below Agt.
func (r *xmlReader) partyName(p *Counterparty) field {
	return r.within(fields{
		"Nm":  r.text(&p.Name),
		"Pty": r.within(fields{"Nm": r.text(&p.Name)}),
		"Agt": r.within(fields{"FinInstnId": r.within(fields{"Nm": r.text(&p.Name)})}),
	})
}

func (r *xmlReader) partyAccount(p *Counterparty) field {
	return r.within(fields{"Id": r.accountID(&p.IBAN, &p.Other)})
}
