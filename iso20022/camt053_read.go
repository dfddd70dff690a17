package iso20022

import (
	"encoding/xml"
	"io"
)

// camt053 repeats only what may stand more than once; of anything else the
// second could otherwise stand for the first.
var camt053 = message{
	versions: map[string]string{
		urn + "camt.053.001.02": "02", urn + "camt.053.001.04": "04", urn + "camt.053.001.08": "08",
	},
	named:      "camt.053.001.02, .04 and .08 (" + urn + "camt.053.001.02 …)",
	repeatable: []string{"Stmt", "Bal", "Ntry", "NtryDtls", "TxDtls", "Ustrd", "Strd", "RtrInf"},
}

// ReadCamt053 reads the statements of a camt.053 file of version 02, 04 or 08.
// The error is an *Error with element path and line; what stands before the
// refused place is not returned. Amounts are exact. Source: ISO 20022,
// BankToCustomerStatement V02, V04, V08.
func ReadCamt053(from io.Reader, limits Limits) ([]*Statement, error) {
	statements, err := readCamt053(from, limits)
	if err != nil {
		return nil, err
	}
	return statements, nil
}

func readCamt053(from io.Reader, limits Limits) ([]*Statement, *Error) {
	r, start, err := openXML(from, limits, camt053)
	if err != nil {
		return nil, err
	}
	var statements []*Statement
	err = r.document(start, "BkToCstmrStmt", func() *Error {
		err := r.children(fields{"Stmt": func(xml.StartElement) *Error {
			statement, err := r.statement()
			statements = append(statements, statement)
			return err
		}})
		if err == nil && len(statements) == 0 {
			return r.refuse("missing_element", "The file holds no statement (Stmt).")
		}
		return err
	})
	return statements, err
}

func (r *xmlReader) statement() (*Statement, *Error) {
	s := &Statement{EntryCount: -1}
	s.Line, _ = r.decoder.InputPos()
	hasAccount := false
	err := r.children(fields{
		"Id":           r.text(&s.ID),
		"ElctrncSeqNb": r.number(&s.ElectronicSequence),
		"LglSeqNb":     r.number(&s.LegalSequence),
		"FrToDt": r.within(fields{
			"FrDtTm": r.day(&s.From, parseDateTime), "ToDtTm": r.day(&s.To, parseDateTime),
		}),
		"Acct": func(xml.StartElement) *Error { hasAccount = true; return r.account(s) },
		"Bal":  func(xml.StartElement) *Error { return r.balance(s) },
		"TxsSummry": r.within(fields{
			"TtlNtries": r.within(fields{"NbOfNtries": r.count(&s.EntryCount)}),
		}),
		"Ntry": func(xml.StartElement) *Error { return r.entry(s) },
	})
	switch {
	case err != nil:
		return nil, err
	case s.ID == "":
		return nil, r.missing("Id")
	case !hasAccount:
		return nil, r.missing("Acct")
	case len(s.Balances) == 0:
		return nil, r.missing("Bal")
	}
	if s.Currency == "" {
		s.Currency = s.bookedCurrency()
	}
	return s, nil
}

func (r *xmlReader) account(s *Statement) *Error {
	err := r.children(fields{
		"Id":   r.accountID(&s.Account.IBAN, &s.Account.Other),
		"Ccy":  r.text(&s.Currency),
		"Ownr": r.within(fields{"Nm": r.text(&s.Account.Owner)}),
	})
	if err != nil {
		return err
	}
	if s.Account.IBAN == "" && s.Account.Other == "" {
		return r.missing("Id/IBAN or Id/Othr/Id")
	}
	if _, known := Exponent(s.Currency); s.Currency != "" && !known {
		return r.refuse("bad_currency", "%q is not a currency of ISO 4217.", clip(s.Currency))
	}
	return nil
}

func (r *xmlReader) balance(s *Statement) *Error {
	var b Balance
	err := r.children(fields{
		"Tp":        r.within(fields{"CdOrPrtry": r.code(&b.Type), "SubTp": r.code(&b.SubType)}),
		"Amt":       r.amount(&b.Amount),
		"CdtDbtInd": r.direction(&b.Direction),
		"Dt":        r.date(&b.Date),
	})
	switch {
	case err != nil:
		return err
	case b.Type == "":
		return r.missing("Tp/CdOrPrtry")
	case b.Amount.Currency == "":
		return r.missing("Amt")
	case b.Direction == "":
		return r.missing("CdtDbtInd")
	case b.Date == "":
		return r.missing("Dt")
	}
	s.Balances = append(s.Balances, b)
	return nil
}

// bookedCurrency is that of the opening balance, else of the first one.
func (s *Statement) bookedCurrency() string {
	for i := range s.Balances {
		if s.Balances[i].Type == "OPBD" {
			return s.Balances[i].Amount.Currency
		}
	}
	return s.Balances[0].Amount.Currency
}
