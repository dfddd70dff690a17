package iso20022

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

const camt053Prefix = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."

// ReadCamt053 reads the statements of a camt.053 file of version 02, 04 or 08.
// The error is an *Error with element path and line; what stands before the
// refused place is not returned. Amounts are exact. Source: ISO 20022,
// BankToCustomerStatement V02, V04, V08.
func ReadCamt053(from io.Reader, limits Limits) ([]*Statement, error) {
	statements, err := readCamt053(from, limits.orDefault())
	if err != nil {
		return nil, err
	}
	return statements, nil
}

func readCamt053(from io.Reader, limits Limits) ([]*Statement, *Error) {
	bounded := bufio.NewReader(&boundedReader{from: from, limits: limits})
	head, _ := bounded.Peek(3)
	if len(head) > 1 && (head[0] == 0xfe && head[1] == 0xff || head[0] == 0xff && head[1] == 0xfe || head[0] == 0 || head[1] == 0) {
		return nil, refuse("", "bad_encoding", "The file is in UTF-16 or UTF-32; ISO 20022 files are in UTF-8.")
	}
	if string(head) == "\ufeff" {
		_, _ = bounded.Discard(3)
	}
	r := &xmlReader{decoder: xml.NewDecoder(bounded), limits: limits}
	r.decoder.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, &Error{Code: "bad_encoding", Detail: "The file is in " + clip(label) + "; ISO 20022 files are in UTF-8."}
	}
	start, err := r.root()
	if err != nil {
		return nil, err
	}
	var statements []*Statement
	if err := r.child(start, 1, r.within(fields{
		"BkToCstmrStmt": r.within(fields{"Stmt": func(s xml.StartElement) *Error {
			statement, err := r.statement()
			statements = append(statements, statement)
			return err
		}}),
	})); err != nil {
		return nil, err
	}
	if len(statements) == 0 {
		return nil, refuse("Document/BkToCstmrStmt", "missing_element", "The file holds no statement (Stmt).")
	}
	return statements, r.end()
}

// root reads up to the Document element and learns the version.
func (r *xmlReader) root() (xml.StartElement, *Error) {
	for {
		t, err := r.token()
		if err != nil {
			return xml.StartElement{}, err
		}
		start, isStart := t.(xml.StartElement)
		if !isStart {
			continue
		}
		version, isCamt := strings.CutPrefix(start.Name.Space, camt053Prefix)
		if !isCamt || version != "02" && version != "04" && version != "08" {
			return start, r.refuse("unknown_namespace", "%q is not read; camt.053.001.02, .04 and .08 are (%s02 …).", clip(start.Name.Space), camt053Prefix)
		}
		if start.Name.Local != "Document" {
			return start, r.refuse("unexpected_element", "The file begins with %s instead of Document.", clip(start.Name.Local))
		}
		r.namespace = start.Name.Space
		return start, nil
	}
}

// end makes sure that nothing but comments follows the document.
func (r *xmlReader) end() *Error {
	for {
		t, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return r.broken(err)
		}
		switch t := t.(type) {
		case xml.Comment, xml.ProcInst:
		case xml.CharData:
			if strings.TrimSpace(string(t)) != "" {
				return r.refuse("stray_text", "Text follows the end of the document.")
			}
		default:
			return r.refuse("unexpected_element", "Something follows the end of the document; send one document a file.")
		}
	}
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
