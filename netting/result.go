package netting

import (
	"math/big"

	"github.com/countersign/countersign/money"
)

// Result is a computed cycle. Participants stand by id, their positions by
// currency code.
type Result struct {
	Base           money.Currency
	Participants   []Net
	ResidueBase    money.Decimal // the sum of the settlements' residues
	GrossBase      money.Decimal // Σ |amount| × rate
	NetBase        money.Decimal // Σ |base net| ÷ 2
	SavingsPct     money.Decimal // what netting saves of the gross, in per cent, two decimals, half-even; 0 of nothing
	PaymentsBefore int           // invoices
	PaymentsAfter  int           // settlements that are not zero
}

// Net is what the cycle comes to for one participant; positive receives.
type Net struct {
	ID         string
	Positions  []Position    // in every currency with traffic, also where it nets to zero
	BaseNet    money.Decimal // Σ position × rate, exact
	Settlement Settlement
}

// Position is receivables less payables in one currency. Digits are the
// currency's decimals; Amount has no more.
type Position struct {
	Currency money.Currency
	Amount   money.Decimal
	Digits   int
}

// Direction is which way a settlement goes, seen from the participant.
type Direction string

// The directions.
const (
	Receive Direction = "receive"
	Pay     Direction = "pay"
	None    Direction = "none"
)

// Settlement is the one payment that settles a participant: base net ÷ rate,
// rounded once, half-even. Amount has the sign of the position, positive
// receives. ResidueBase is amount × rate - base net, exact.
type Settlement struct {
	Currency    money.Currency
	Amount      money.Decimal
	Digits      int
	Direction   Direction
	ResidueBase money.Decimal
}

// Money is the amount to transfer, without sign. Its faults are those of
// money.FromDecimal: a sum past 64 bits, or more decimals than ISO 4217 gives the
// currency because the cycle's minor units overrode them.
func (s Settlement) Money() (money.Money, error) {
	return money.FromDecimal(s.Amount.Abs(), s.Currency)
}

// Result computes the cycle from what was added so far.
func (b *Book) Result() Result {
	t := b.terms
	r := Result{Participants: make([]Net, len(t.participants)), PaymentsBefore: b.invoices}
	nets := make([]big.Int, len(t.participants))
	var product big.Int
	for _, at := range b.touched() {
		c, total := &t.currencies[at.currency], b.total(at)
		nets[at.participant].Add(&nets[at.participant], product.Mul(total, c.factor))
		n := &r.Participants[at.participant]
		n.Positions = append(n.Positions, Position{c.code, money.DecimalOf(total, c.digits), c.digits})
	}
	var residue, both big.Int // both: of those who receive and those who pay
	for i, p := range t.participants {
		c := &t.currencies[p.currency]
		amount := money.DivideHalfEven(&nets[i], c.factor)
		rest := new(big.Int).Mul(amount, c.factor)
		rest.Sub(rest, &nets[i])
		residue.Add(&residue, rest)
		both.Add(&both, product.Abs(&nets[i]))
		if amount.Sign() != 0 {
			r.PaymentsAfter++
		}
		n := &r.Participants[i]
		n.ID, n.BaseNet = p.id, money.DecimalOf(&nets[i], t.scale)
		n.Settlement = Settlement{
			c.code, money.DecimalOf(amount, c.digits), c.digits,
			[...]Direction{Pay, None, Receive}[amount.Sign()+1], money.DecimalOf(rest, t.scale),
		}
	}
	gross := b.grossBase()
	r.Base, r.ResidueBase, r.GrossBase = t.base, money.DecimalOf(&residue, t.scale), money.DecimalOf(gross, t.scale)
	r.NetBase = money.DecimalOf(new(big.Int).Mul(&both, big.NewInt(5)), t.scale+1)
	r.SavingsPct = savings(gross, &both)
	return r
}

func (b *Book) grossBase() *big.Int {
	gross := new(big.Int)
	for i, m := range b.gross {
		gross.Add(gross, new(big.Int).Mul(m.total(), b.terms.currencies[i].factor))
	}
	return gross
}

// savings is (gross - both/2) / gross in per cent.
func savings(gross, both *big.Int) money.Decimal {
	if gross.Sign() == 0 {
		return money.Decimal{}
	}
	twice := new(big.Int).Lsh(gross, 1)
	saved := new(big.Int).Sub(twice, both)
	return money.DecimalOf(money.DivideHalfEven(saved.Mul(saved, big.NewInt(100_00)), twice), 2)
}
