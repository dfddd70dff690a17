package netting

import (
	"fmt"

	"github.com/countersign/countersign/money"
)

// The wanted columns of invoices, as clerks know them.
const (
	idColumn = iota
	payerColumn
	payeeColumn
	currencyColumn
	amountColumn
)

// clerk books parts of an invoice file; several work side by side, each with a
// ledger of its own.
type clerk struct {
	terms        *terms
	participants *names
	currencies   *names
	ids          *idHashes
	ledger
	scratch scratch
}

// take books an invoice. What is not quickly sound goes the way of a Book.
func (k *clerk) take(cells [][]byte) *flaw {
	return k.invoice(cells[idColumn], cells[payerColumn], cells[payeeColumn], cells[currencyColumn], cells[amountColumn])
}

func (k *clerk) invoice(id, from, to, code, amount []byte) *flaw {
	if len(id) == 0 {
		return flawed(BadInvoiceID, idColumn, "every invoice needs an id")
	}
	k.ids.add(id)
	t := k.terms
	payer, known := k.participants.find(from)
	payee, alsoKnown := k.participants.find(to)
	currency, rated := k.currencies.find(code)
	if known && alsoKnown && rated && payer != payee {
		if minor, ok := swiftMinor(amount, t.currencies[currency].digits); ok {
			k.post(payer, payee, currency, minor)
			return nil
		}
	}
	in := Invoice{string(id), string(from), string(to), money.Currency(code), string(amount)}
	if err := t.enter(&k.ledger, &in); err != nil {
		return &flaw{err.Code, t.column(err.Code, in.Payer), fmt.Sprintf("invoice %.60q: %s", in.ID, err.Detail), err}
	}
	return nil
}

// column is where the reason of a refusal stands.
func (t *terms) column(code Code, payer string) int {
	switch code {
	case UnknownParticipant:
		if _, known := t.byID[payer]; !known {
			return payerColumn
		}
		return payeeColumn
	case SelfInvoice:
		return payeeColumn
	case NoRate:
		return currencyColumn
	}
	return amountColumn
}
