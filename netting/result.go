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
	NetBase        money.Decimal // Σ |base net| ÷ 2; of other bases than the default, Σ |what is settled, unrounded| ÷ 2
	SavingsPct     money.Decimal // what netting saves of the gross, in per cent, two decimals, half-even; 0 of nothing
	PaymentsBefore int           // invoices
	PaymentsAfter  int           // settlements that are not zero
	DealSheet      DealSheet
}

// Net is what the cycle comes to for one participant; positive receives.
type Net struct {
	ID          string
	Basis       Basis
	Positions   []Position    // in every currency with traffic, also where it nets to zero
	BaseNet     money.Decimal // Σ position × rate, exact
	Settlement  Settlement    // the only one under NetParticipant, else empty
	Settlements []Settlement  // all of them, by currency code, receipts before payments
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

// Settlement is a payment that settles a participant: what is owed in base
// currency ÷ rate, rounded once, half-even. By default there is one, and base net
// is what is owed. Amount has the sign of the position, positive receives.
// ResidueBase is amount × rate - what is owed, exact; 0 in transaction currency.
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
	r := Result{Base: t.base, Participants: make([]Net, len(t.participants)), PaymentsBefore: b.invoices}
	holdings := make([]big.Int, len(t.currencies))
	var residue, both, size big.Int // both: of those who receive and those who pay
	spots := b.touched()
	for i, p := range t.participants {
		n := &r.Participants[i]
		n.ID, n.Basis = p.id, p.basis
		own := 0
		for own < len(spots) && spots[own].participant == i {
			own++
		}
		net := b.net(n, spots[:own])
		for _, owed := range b.claims(p, spots[:own], net) {
			settlement, flow, rest := t.settle(owed)
			n.Settlements = append(n.Settlements, settlement)
			holdings[owed.currency].Sub(&holdings[owed.currency], flow)
			residue.Add(&residue, rest)
			both.Add(&both, size.Abs(owed.worth))
			if flow.Sign() != 0 {
				r.PaymentsAfter++
			}
		}
		if p.basis == NetParticipant {
			n.Settlement = n.Settlements[0]
		}
		spots = spots[own:]
	}
	gross := b.grossBase()
	r.ResidueBase, r.GrossBase = money.DecimalOf(&residue, t.scale), money.DecimalOf(gross, t.scale)
	r.NetBase = money.DecimalOf(new(big.Int).Mul(&both, big.NewInt(5)), t.scale+1)
	r.SavingsPct, r.DealSheet = savings(gross, &both), t.dealSheet(holdings)
	return r
}

// net fills in a participant's positions and what they are worth together, which
// it returns in the terms' scale.
func (b *Book) net(n *Net, spots []spot) *big.Int {
	var net, product big.Int
	for _, at := range spots {
		c, total := &b.terms.currencies[at.currency], b.total(at)
		net.Add(&net, product.Mul(total, c.factor))
		n.Positions = append(n.Positions, Position{c.code, money.DecimalOf(total, c.digits), c.digits})
	}
	n.BaseNet = money.DecimalOf(&net, b.terms.scale)
	return &net
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
