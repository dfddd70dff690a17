package netting

import (
	"errors"
	"fmt"
	"math"

	"github.com/countersign/countersign/money"
)

// Book takes the invoices of one cycle one by one and keeps only sums and ids,
// so that a cycle of any length can be read as a stream. It is not for use by
// several goroutines at once.
type Book struct {
	terms *terms
	ids   idSet
	ledger
	err error
}

// NewBook checks the terms and opens a book under them. The error is an *Error.
func NewBook(t Terms) (*Book, error) { return newBook(t, 0) }

func newBook(t Terms, expected int) (*Book, error) {
	c, err := t.compile()
	if err != nil {
		return nil, err
	}
	return &Book{terms: c, ids: newIDSet(expected), ledger: newLedger(c)}, nil
}

// Add enters an invoice. The error is an *Error; after one the book takes no
// more invoices and returns it again.
func (b *Book) Add(invoice Invoice) error {
	if b.err == nil {
		if err := b.add(&invoice); err != nil {
			b.err = err
		}
	}
	return b.err
}

func (b *Book) add(in *Invoice) *Error {
	if in.ID == "" {
		return refuse(BadInvoiceID, fmt.Sprintf("invoices[%d]", b.invoices), "every invoice needs an id, as text")
	}
	if !b.ids.add(in.ID) {
		return refuse(DuplicateInvoice, in.ID, "an invoice of this id is there already")
	}
	return b.terms.enter(&b.ledger, in)
}

// enter books an invoice whose id has been seen to.
func (t *terms) enter(l *ledger, in *Invoice) *Error {
	payer, known := t.byID[in.Payer]
	if !known {
		return refuse(UnknownParticipant, in.ID, "the payer %.60q is no participant of the cycle", in.Payer)
	}
	payee, known := t.byID[in.Payee]
	if !known {
		return refuse(UnknownParticipant, in.ID, "the payee %.60q is no participant of the cycle", in.Payee)
	}
	if payer == payee {
		return refuse(SelfInvoice, in.ID, "%.60q cannot owe itself", in.Payer)
	}
	currency, known := t.byCode[in.Currency]
	if !known {
		return refuse(NoRate, in.ID, "there is no rate for %.60q", in.Currency)
	}
	digits := t.currencies[currency].digits
	if minor, ok := quickMinor(in.Amount, digits); ok {
		l.post(payer, payee, currency, minor)
		return nil
	}
	minor, err := money.ParseMinor(in.Amount, digits)
	if err == nil && minor != 0 && minor != math.MinInt64 { // whose opposite does not fit
		l.post(payer, payee, currency, minor)
		return nil
	}
	// A slower look tells zero with too many decimals from other amounts, and
	// takes those past 64 bits.
	amount, bad := money.ParseDecimal(in.Amount)
	if bad != nil || amount.Sign() == 0 {
		return refuse(BadAmount, in.ID, "%.60q is no amount; write it like 1234.50, and not zero", in.Amount)
	}
	var refused *money.Error
	if errors.As(err, &refused) && refused.Code == money.TooManyDecimals {
		return refuse(TooManyDecimals, in.ID, "%s", refused.Detail)
	}
	exact := amount.Coefficient()
	l.postWide(payer, payee, currency, exact.Mul(exact, money.Pow10(digits-amount.Scale())))
	return nil
}

var pow10 = [...]int64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6}

// quickMinor reads most amounts that are sound and not zero; of the others it
// reports false.
func quickMinor[T string | []byte](text T, digits int) (minor int64, ok bool) {
	negative := len(text) > 0 && text[0] == '-'
	if negative {
		text = text[1:]
	}
	if len(text) == 0 || len(text) > 18 || text[0] == '0' && len(text) > 1 && text[1] != '.' {
		return 0, false
	}
	point := len(text)
	for i := range len(text) {
		if d := text[i] - '0'; d <= 9 {
			minor = minor*10 + int64(d)
		} else if text[i] == '.' && point == len(text) && i > 0 && i < len(text)-1 {
			point = i
		} else {
			return 0, false
		}
	}
	fraction := max(0, len(text)-point-1)
	if fraction > digits || point+digits > 18 {
		return 0, false
	}
	if minor *= pow10[digits-fraction]; negative {
		minor = -minor
	}
	return minor, minor != 0
}
