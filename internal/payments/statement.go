package payments

import (
	"fmt"
	"math/big"

	"github.com/countersign/countersign/iso20022"
)

// Words of ours for what a statement books.
const (
	saidBooked   = "BOOK"
	saidReturned = "RTRN"
)

// statement applies the booked entries of one statement.
func (b *book) statement(s *iso20022.Statement) error {
	for i := range s.Entries {
		e := &s.Entries[i]
		if e.Status != "BOOK" {
			continue
		}
		if err := b.entry(s, e); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) entry(s *iso20022.Statement, e *iso20022.Entry) error {
	if len(e.Transactions) > 0 {
		for i := range e.Transactions {
			if err := b.transaction(s, e, i); err != nil {
				return err
			}
		}
		return nil
	}
	for i := range e.Batches {
		if done, err := b.batch(s, e, &e.Batches[i]); done || err != nil {
			return err
		}
	}
	return b.say(b.stray(e, e.Reference, e.Amount))
}

// stray is the line of a booking that belongs to no order.
func (b *book) stray(e *iso20022.Entry, reference string, amount iso20022.Amount) Line {
	l := Line{Reference: reference, Said: saidBooked, Amount: amount.Decimal(), Currency: amount.Currency, BookedOn: string(e.Booked), Result: LineUnknown, Detail: e.Information}
	if e.Reference == "" && reference == "" {
		l.Reference = e.BankReference
	}
	if e.Direction == iso20022.Credit && !e.Reversal {
		l.Result = LineOther
	}
	return l
}

// transaction books one order, or gives it back when the money came in.
func (b *book) transaction(s *iso20022.Statement, e *iso20022.Entry, i int) error {
	t := &e.Transactions[i]
	amount, direction := t.Amount, t.Direction
	if amount.Currency == "" && len(e.Transactions) == 1 {
		amount = e.Amount
	}
	if direction == "" {
		direction = e.Direction
	}
	l := b.stray(e, t.EndToEndID, amount)
	l.Code = t.ReturnReason
	for _, text := range append([]string{t.Information}, t.Text...) {
		l.Detail = with(l.Detail, text)
	}
	if t.ReturnReason != "" {
		l.Said, l.Result = saidReturned, LineUnknown
	}
	o, p, err := b.order(t.EndToEndID)
	if err != nil {
		return err
	}
	if o == nil {
		return b.say(l)
	}
	outcome := OutcomeBooked
	if direction == iso20022.Credit {
		outcome, l.Said = OutcomeReturned, saidReturned
	}
	if why, err := b.against(s, o, amount, outcome); err != nil {
		return err
	} else if why != "" {
		l.Order, l.Kind, l.Result, l.Detail = o.ID, o.Kind, LineContradicts, with(l.Detail, why)
		return b.say(l)
	}
	b.move(p, o, outcome, &l)
	return b.say(l)
}

// order is the customer's order of that end-to-end id as it is by now, nil when
// there is none.
func (b *book) order(endToEnd string) (*Order, *Package, error) {
	o, err := Orders.One(b.ctx, b.q, `end_to_end_id = $1 AND customer = $2 AND removed = 0`, endToEnd, string(b.report.Customer))
	if err != nil || o == nil {
		return nil, nil, err
	}
	p, err := Packages.Get(b.ctx, b.q, o.Package)
	if err != nil {
		return nil, nil, err
	}
	if _, err := b.page(p); err != nil {
		return nil, nil, err
	}
	return b.orders[o.ID], p, nil
}

// against is why a booking cannot be of the order, "" when it can. What comes
// back may be less, for banks keep their charges.
func (b *book) against(s *iso20022.Statement, o *Order, amount iso20022.Amount, outcome string) (string, error) {
	a, err := Accounts.Get(b.ctx, b.q, o.Account)
	if err != nil {
		return "", err
	}
	if a.IBAN != s.Account.IBAN || a.Number != s.Account.Other {
		return fmt.Sprintf("It stands on the statement of another account than %s.", a.Name), nil
	}
	if amount.Currency == "" {
		return "", nil
	}
	if amount.Currency != string(o.Amount.Currency) || outcome == OutcomeBooked && amount.Minor != o.Amount.Minor {
		return fmt.Sprintf("The order is of %s.", o.Amount), nil
	}
	return "", nil
}

// batch books all orders of a payment block at once; done is false when it is no
// block of ours.
func (b *book) batch(s *iso20022.Statement, e *iso20022.Entry, batch *iso20022.Batch) (done bool, err error) {
	p, err := Packages.One(b.ctx, b.q, `code = $1 AND customer = $2`, batch.MessageID, string(b.report.Customer))
	if err != nil || p == nil || e.Direction != iso20022.Debited {
		return false, err
	}
	g, err := b.page(p)
	if err != nil {
		return false, err
	}
	sum := new(big.Int)
	var orders []*Order
	for _, before := range g.orders {
		o := b.orders[before.ID]
		if batch.PaymentID != "" && g.blocks[o.ID] != batch.PaymentID || o.Outcome == OutcomeRejected {
			continue
		}
		orders = append(orders, o)
		sum.Add(sum, big.NewInt(o.Amount.Minor))
	}
	if len(orders) == 0 {
		return false, nil
	}
	for _, o := range orders {
		l := b.stray(e, o.EndToEndID, iso20022.Amount{Minor: o.Amount.Minor, Currency: string(o.Amount.Currency), Exponent: e.Amount.Exponent})
		why, err := b.against(s, o, iso20022.Amount{}, OutcomeBooked)
		if err != nil {
			return false, err
		}
		if why == "" && (sum.Cmp(big.NewInt(e.Amount.Minor)) != 0 || e.Amount.Currency != string(o.Amount.Currency)) {
			why = fmt.Sprintf("The bank booked %s at once, which is not the sum of these orders.", e.Amount)
		}
		if why != "" {
			l.Order, l.Kind, l.Result, l.Detail = o.ID, o.Kind, LineContradicts, with(l.Detail, why)
		} else {
			b.move(p, o, OutcomeBooked, &l)
		}
		if err := b.say(l); err != nil {
			return false, err
		}
	}
	return true, nil
}
