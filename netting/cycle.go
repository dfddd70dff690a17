// Package netting nets what the participants of a cycle owe each other: each
// participant's position in every currency, its net in the base currency, and the
// one amount that settles it in its own currency, or another Basis. Everything is
// exact; the only
// rounding is that of the settlement amount, once, half-even, and what it leaves
// is shown as residue.
package netting

import (
	"fmt"

	"github.com/countersign/countersign/money"
)

// Terms are what a cycle is computed under. Their order matters only for which
// of several faults is named.
type Terms struct {
	Base         money.Currency
	Rates        []Rate // of every currency used; the base's own may be left out
	Participants []Participant
	MinorUnits   []MinorUnits // adds to or overrides ISO 4217; usually none
	Basis        Basis        // of the participants that name none; NetParticipant when empty
}

// Rate is the value of one unit of the currency in base currency, above zero.
type Rate struct {
	Currency money.Currency
	Value    money.Decimal
}

// Participant is a company of the cycle, the currency it settles in, and how.
type Participant struct {
	ID       string
	Currency money.Currency
	Basis    Basis // that of the terms when empty
}

// MinorUnits sets how many decimals a currency has, 0 to 6.
type MinorUnits struct {
	Currency money.Currency
	Digits   int
}

// Invoice is what the payer owes the payee. Amount is decimal text as
// money.ParseDecimal reads it, with no more decimals than the currency has; not
// zero; negative for a credit note.
type Invoice struct {
	ID           string
	Payer, Payee string
	Currency     money.Currency
	Amount       string
}

// Cycle is the whole input of a computation.
type Cycle struct {
	Terms
	Invoices []Invoice
}

// Code says what is wrong with a cycle; the first that applies is given, in the
// order below, those from BadInvoiceID on invoice by invoice.
type Code string

// The codes of a refused cycle.
const (
	BadJSON              Code = "BAD_JSON"              // not an object with each name once; participants no object; invoices no list
	BadMinorUnits        Code = "BAD_MINOR_UNITS"       // not an integer from 0 to 6
	BadBase              Code = "BAD_BASE"              // not three capital letters
	BadBasis             Code = "BAD_BASIS"             // of the terms; a participant's own comes after DuplicateParticipant
	BadRate              Code = "BAD_RATE"              // not a decimal above zero
	BaseRateNotOne       Code = "BASE_RATE_NOT_ONE"     // the base's own rate is given and not 1
	DuplicateParticipant Code = "DUPLICATE_PARTICIPANT" // from Go only; in JSON it is a name twice
	NoRate               Code = "NO_RATE"               // a participant's currency or an invoice's
	BadInvoiceID         Code = "BAD_INVOICE_ID"        // empty or no text
	DuplicateInvoice     Code = "DUPLICATE_INVOICE"
	UnknownParticipant   Code = "UNKNOWN_PARTICIPANT"
	SelfInvoice          Code = "SELF_INVOICE" // payer and payee are one
	BadAmount            Code = "BAD_AMOUNT"   // not a decimal, or zero
	TooManyDecimals      Code = "TOO_MANY_DECIMALS"
)

// Error is why a cycle is refused. At is the offending currency, participant or
// member, or the id of the invoice; for one without id it is invoices[n], n
// counting from 0.
type Error struct {
	Code   Code
	At     string
	Detail string
}

func (e *Error) Error() string { return fmt.Sprintf("%s at %s: %s", e.Code, e.At, e.Detail) }

func refuse(code Code, at, detail string, args ...any) *Error {
	return &Error{code, at, fmt.Sprintf(detail, args...)}
}

// Compute nets the cycle. The order of invoices, rates and participants does not
// change the result. The error is an *Error.
func Compute(c Cycle) (Result, error) {
	book, err := newBook(c.Terms, len(c.Invoices))
	if err != nil {
		return Result{}, err
	}
	for i := range c.Invoices {
		if err := book.add(&c.Invoices[i]); err != nil {
			return Result{}, err
		}
	}
	return book.Result(), nil
}
