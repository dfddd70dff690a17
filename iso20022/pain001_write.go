package iso20022

import (
	"slices"
	"strconv"
)

// WritePain001 writes the message as pain.001.001.09; see WritePain001As.
func WritePain001(m Initiation) ([]byte, error) { return WritePain001As(Pain00109, m) }

// WritePain001As writes the message as pain.001.001.03 or .09, UTF-8, one
// trailing newline. The same message gives the same bytes. Counts and control
// sums stand in the group header and in every payment. What all transfers of a
// payment share (charge bearer, service level, category purpose) stands once at
// the payment, else at each transfer. Version 03 knows no LEI: there it is a
// further identification with the proprietary scheme LEI. The error is an *Error
// that names the field; nothing is written then. Source: ISO 20022 message
// definition reports, Payments Initiation 2009 and 2019; EPC132-08.
func WritePain001As(version Version, m Initiation) ([]byte, error) {
	// check maps texts in place; the caller's slices stay as they are.
	m.Payments = slices.Clone(m.Payments)
	if err := firstOf(m.check(), m.checkVersion(version)); err != nil {
		return nil, err
	}
	sums, err := m.sums()
	if err != nil {
		return nil, err
	}
	w := &xmlWriter{version: version}
	w.out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"" + urn + string(version) + "\">\n")
	w.open = append(w.open, "Document")
	w.in("CstmrCdtTrfInitn", func() {
		w.groupHeader(&m, sums[0])
		for i := range m.Payments {
			w.payment(&m.Payments[i], sums[i+1])
		}
	})
	w.out.WriteString("</Document>\n")
	return w.out.Bytes(), nil
}

// sums are the control sums of the group and then of each payment.
func (m *Initiation) sums() ([]string, *Error) {
	var group controlSum
	texts := []string{""}
	for i := range m.Payments {
		var payment controlSum
		for j := range m.Payments[i].Transfers {
			payment.add(m.Payments[i].Transfers[j].Amount)
			group.add(m.Payments[i].Transfers[j].Amount)
		}
		text, err := payment.text(placeOf(i))
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	text, err := group.text("Payments")
	texts[0] = text
	return texts, err
}

func (w *xmlWriter) groupHeader(m *Initiation, sum string) {
	count := 0
	for i := range m.Payments {
		count += len(m.Payments[i].Transfers)
	}
	w.in("GrpHdr", func() {
		w.leaf("MsgId", m.MessageID)
		w.leaf("CreDtTm", m.CreatedAt.UTC().Format("2006-01-02T15:04:05Z"))
		w.leaf("NbOfTxs", strconv.Itoa(count))
		w.leaf("CtrlSum", sum)
		w.party("InitgPty", &m.Initiating)
	})
}

func (w *xmlWriter) payment(p *Payment, sum string) {
	shared := p.shared()
	w.in("PmtInf", func() {
		w.leaf("PmtInfId", p.ID)
		w.leaf("PmtMtd", "TRF")
		if p.BatchBooking != nil {
			w.leaf("BtchBookg", strconv.FormatBool(*p.BatchBooking))
		}
		w.leaf("NbOfTxs", strconv.Itoa(len(p.Transfers)))
		w.leaf("CtrlSum", sum)
		w.paymentType(shared.kind)
		if w.version == Pain00103 {
			w.leaf("ReqdExctnDt", string(p.ExecutionDate))
		} else {
			w.path(string(p.ExecutionDate), "ReqdExctnDt", "Dt")
		}
		w.party("Dbtr", &p.Debit.Party)
		w.account("DbtrAcct", p.Debit.Account)
		w.agent("DbtrAgt", p.Debit.Agent)
		w.leaf("ChrgBr", shared.bearer)
		for i := range p.Transfers {
			w.transfer(&p.Transfers[i], shared)
		}
	})
}

// paymentKind is what PmtTpInf holds; the standard allows it at the payment or
// at its transfers, not at both.
type paymentKind struct{ serviceLevel, categoryPurpose string }

type sharedTerms struct {
	kind   paymentKind
	bearer string
}

func (t *Transfer) kind() paymentKind { return paymentKind{t.ServiceLevel, t.CategoryPurpose} }

// shared are the terms that all transfers have in common, empty where they
// differ.
func (p *Payment) shared() sharedTerms {
	s := sharedTerms{p.Transfers[0].kind(), p.Transfers[0].ChargeBearer}
	for i := range p.Transfers {
		if p.Transfers[i].kind() != s.kind {
			s.kind = paymentKind{}
		}
		if p.Transfers[i].ChargeBearer != s.bearer {
			s.bearer = ""
		}
	}
	return s
}

func (w *xmlWriter) paymentType(k paymentKind) {
	if k == (paymentKind{}) {
		return
	}
	w.in("PmtTpInf", func() {
		w.path(k.serviceLevel, "SvcLvl", "Cd")
		w.path(k.categoryPurpose, "CtgyPurp", "Cd")
	})
}

func (w *xmlWriter) transfer(t *Transfer, shared sharedTerms) {
	w.in("CdtTrfTxInf", func() {
		w.in("PmtId", func() {
			w.leaf("InstrId", t.InstructionID)
			w.leaf("EndToEndId", t.EndToEndID)
		})
		if t.kind() != shared.kind {
			w.paymentType(t.kind())
		}
		w.in("Amt", func() {
			w.indent()
			w.out.WriteString("<InstdAmt Ccy=\"" + t.Amount.Currency + "\">" + t.Amount.Decimal() + "</InstdAmt>\n")
		})
		if t.ChargeBearer != shared.bearer {
			w.leaf("ChrgBr", t.ChargeBearer)
		}
		if t.UltimateDebtor != nil {
			w.party("UltmtDbtr", t.UltimateDebtor)
		}
		w.agent("CdtrAgt", t.CreditorAgent)
		w.party("Cdtr", &t.Creditor)
		w.account("CdtrAcct", t.CreditorAccount)
		w.path(t.Purpose, "Purp", "Cd")
		w.remittance(t.Remittance)
	})
}
