package netting

import (
	"cmp"
	"errors"

	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/strictjson"
)

// noText stands for a member that is missing or no text. JSON text is Unicode,
// so nobody can write it, and no participant, currency or amount equals it.
const noText = "\xff"

// compute reads the members of a cycle, in the order of its format, and nets it.
// What has the wrong form becomes a value that the terms or the book refuse, so
// that the order of the refusals is kept in one place.
func compute(members [7]strictjson.Value) (Result, *Error) {
	participants, invoices := members[3], members[4]
	if participants.Kind() != '{' {
		return Result{}, refuse(BadJSON, "participants", "participants is an object of currencies by participant")
	}
	if invoices.Kind() != '[' {
		return Result{}, refuse(BadJSON, "invoices", "invoices is a list")
	}
	base, _ := members[1].Text()
	t := Terms{Base: money.Currency(base), Rates: decodeRates(members[2]), MinorUnits: decodeMinorUnits(members[5])}
	if !members[6].Absent() {
		t.Basis = cmp.Or(Basis(text(members[6])), noText)
	}
	for id, currency := range participants.Members() {
		t.Participants = append(t.Participants, Participant{ID: string(id), Currency: money.Currency(text(currency))})
	}
	book, err := NewBook(t)
	for invoice := range invoices.Items() {
		if err != nil {
			break
		}
		var in Invoice
		if in, err = decodeInvoice(invoice); err == nil {
			err = book.Add(in)
		}
	}
	if err != nil {
		var refused *Error
		errors.As(err, &refused)
		return Result{}, refused
	}
	return book.Result(), nil
}

func decodeRates(v strictjson.Value) []Rate {
	if v.Kind() != '{' {
		return []Rate{{Currency: "rates"}} // zero: a bad rate at "rates"
	}
	var rates []Rate
	for code, rate := range v.Members() {
		value, _ := money.ParseDecimal(text(rate)) // zero when it is none
		rates = append(rates, Rate{money.Currency(code), value})
	}
	return rates
}

func decodeMinorUnits(v strictjson.Value) []MinorUnits {
	if v.Absent() {
		return nil
	}
	if v.Kind() != '{' {
		return []MinorUnits{{"minor_units", -1}}
	}
	var units []MinorUnits
	for code, digits := range v.Members() {
		n, ok := digits.Int()
		if !ok || n < 0 || n > maxDigits {
			n = -1
		}
		units = append(units, MinorUnits{money.Currency(code), int(n)})
	}
	return units
}

func decodeInvoice(v strictjson.Value) (Invoice, error) {
	var m [5]strictjson.Value
	if bad := v.Fields(m[:], "id", "payer", "payee", "currency", "amount"); bad != nil {
		return Invoice{}, refuse(BadJSON, bad.Place(), "%s", bad.Detail)
	}
	id, _ := m[0].Text()
	return Invoice{id, text(m[1]), text(m[2]), money.Currency(text(m[3])), text(m[4])}, nil
}

func text(v strictjson.Value) string {
	if s, ok := v.Text(); ok {
		return s
	}
	return noText
}
