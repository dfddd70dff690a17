package iso20022

import "encoding/xml"

// terms may stand at a payment for all its transfers, or at each of them.
type terms struct {
	said
	kind   paymentKind
	debtor Party
	bearer string
}

type said struct{ kind, debtor, bearer bool }

// among adds the terms to the fields of a payment or a transfer.
func (t *terms) among(r *xmlReader, want fields) fields {
	want["PmtTpInf"] = func(xml.StartElement) *Error { t.said.kind = true; return r.paymentType(&t.kind) }
	want["UltmtDbtr"] = func(s xml.StartElement) *Error { t.said.debtor = true; return r.namedParty(&t.debtor)(s) }
	want["ChrgBr"] = func(s xml.StartElement) *Error {
		t.said.bearer = true
		return r.checked(&t.bearer, func(s string) *Error { return checkOneOf("", s, "DEBT", "CRED", "SHAR", "SLEV") })(s)
	}
	return want
}

// spread gives the terms to a transfer that may have said some itself. The
// standard allows each at one of the two: were both read, one would be lost.
func (t *terms) spread(to *Transfer, own said) *Error {
	var twice string
	switch {
	case t.said.kind && own.kind:
		twice = "PmtTpInf"
	case t.said.debtor && own.debtor:
		twice = "UltmtDbtr"
	case t.said.bearer && own.bearer:
		twice = "ChrgBr"
	}
	if twice != "" {
		return refuse("", "stated_twice", "%s stands at the payment and at its transfer %q; only one of them may say it.", twice, to.EndToEndID)
	}
	if t.said.kind {
		to.ServiceLevel, to.CategoryPurpose = t.kind.serviceLevel, t.kind.categoryPurpose
	}
	if t.said.debtor {
		debtor := t.debtor
		to.UltimateDebtor = &debtor
	}
	if t.said.bearer {
		to.ChargeBearer = t.bearer
	}
	return nil
}

func (r *xmlReader) payment(m *initiation) *Error {
	if err := r.countEntry(); err != nil {
		return err
	}
	var p Payment
	var shared terms
	var own []said
	var method string
	says := stated{count: -1}
	var has struct{ debtor, account, agent bool }
	err := r.children(shared.among(r, fields{
		"PmtInfId":    r.bounded(&p.ID, 35),
		"PmtMtd":      r.checked(&method, onlyTransfers),
		"BtchBookg":   func(s xml.StartElement) *Error { p.BatchBooking = new(bool); return r.boolean(p.BatchBooking)(s) },
		"NbOfTxs":     r.count(&says.count),
		"CtrlSum":     r.decimal(&says.sum),
		"ReqdExctnDt": r.executionDate(&p.ExecutionDate),
		"Dbtr":        func(s xml.StartElement) *Error { has.debtor = true; return r.namedParty(&p.Debit.Party)(s) },
		"DbtrAcct":    func(s xml.StartElement) *Error { has.account = true; return r.partyNumber(&p.Debit.Account)(s) },
		"DbtrAgt":     func(s xml.StartElement) *Error { has.agent = true; return r.agent(&p.Debit.Agent)(s) },
		"CdtTrfTxInf": func(xml.StartElement) *Error { return r.transfer(&p, &own, &says) },
	}))
	switch {
	case err != nil:
		return err
	case p.ID == "":
		return r.missing("PmtInfId")
	case method == "":
		return r.missing("PmtMtd")
	case p.ExecutionDate == "":
		return r.missing("ReqdExctnDt")
	case !has.debtor:
		return r.missing("Dbtr")
	case !has.account:
		return r.missing("DbtrAcct")
	case !has.agent:
		return r.missing("DbtrAgt")
	case len(p.Transfers) == 0:
		return r.missing("CdtTrfTxInf")
	}
	for i := range p.Transfers {
		if err := r.here(shared.spread(&p.Transfers[i], own[i])); err != nil {
			return err
		}
		m.add(p.Transfers[i].Amount)
	}
	m.Payments = append(m.Payments, p)
	return r.here(says.agree())
}

func onlyTransfers(method string) *Error {
	if method != "TRF" {
		return refuse("", "unsupported_method", "%q is not carried here; only transfers (TRF) are.", clip(method))
	}
	return nil
}

func (r *xmlReader) transfer(p *Payment, all *[]said, says *stated) *Error {
	if err := r.countEntry(); err != nil {
		return err
	}
	var t Transfer
	var own terms
	var hasCreditor, hasAccount bool
	err := r.children(own.among(r, fields{
		"PmtId":    r.within(fields{"InstrId": r.bounded(&t.InstructionID, 35), "EndToEndId": r.bounded(&t.EndToEndID, 35)}),
		"Amt":      r.within(fields{"InstdAmt": r.payable(&t.Amount)}),
		"CdtrAgt":  r.agent(&t.CreditorAgent),
		"Cdtr":     func(s xml.StartElement) *Error { hasCreditor = true; return r.namedParty(&t.Creditor)(s) },
		"CdtrAcct": func(s xml.StartElement) *Error { hasAccount = true; return r.partyNumber(&t.CreditorAccount)(s) },
		"Purp":     r.within(fields{"Cd": r.shortCode(&t.Purpose, 4)}),
		"RmtInf":   r.remittance(&t.Remittance),
	}))
	switch {
	case err != nil:
		return err
	case t.EndToEndID == "":
		return r.missing("PmtId/EndToEndId")
	case t.Amount.Currency == "":
		return r.missing("Amt/InstdAmt")
	case !hasCreditor:
		return r.missing("Cdtr")
	case !hasAccount:
		return r.missing("CdtrAcct")
	}
	// What the transfer says itself; what the payment says comes at its end.
	if err := own.spread(&t, said{}); err != nil {
		return r.here(err)
	}
	p.Transfers = append(p.Transfers, t)
	*all = append(*all, own.said)
	says.add(t.Amount)
	return nil
}

func (r *xmlReader) payable(into *Amount) field {
	return func(start xml.StartElement) *Error {
		if err := r.amount(into)(start); err != nil {
			return err
		}
		return r.here(into.checkPayable(""))
	}
}

// executionDate is a day in version 03 and a choice in 09, of which a time of
// day is not carried.
func (r *xmlReader) executionDate(into *Date) field {
	if r.version == string(Pain00103) {
		return r.day(into, parseDate)
	}
	return r.within(fields{"Dt": r.day(into, parseDate)})
}

func (r *xmlReader) paymentType(k *paymentKind) *Error {
	var priority string
	return r.children(fields{
		"InstrPrty": r.checked(&priority, func(s string) *Error {
			if s != "NORM" {
				return refuse("", "unsupported_element", "The priority %q is not carried here; only NORM is.", clip(s))
			}
			return nil
		}),
		"SvcLvl":   r.within(fields{"Cd": r.shortCode(&k.serviceLevel, 4)}),
		"CtgyPurp": r.within(fields{"Cd": r.shortCode(&k.categoryPurpose, 4)}),
	})
}
