package netting

import (
	"math/big"

	"github.com/countersign/countersign/money"
)

// Basis is how a participant settles.
type Basis string

// The bases. Gross keeps what a participant receives and what it pays apart, one
// sum of each; a credit note counts as an invoice the other way round.
const (
	NetParticipant   Basis = "net_participant"   // one amount in the participant's currency; the default
	NetTransaction   Basis = "net_transaction"   // one amount in every currency with traffic
	GrossTransaction Basis = "gross_transaction" // up to two amounts in every currency with traffic
	GrossParticipant Basis = "gross_participant" // up to two amounts in the participant's currency
)

func (b Basis) known() bool {
	return b == NetParticipant || b == NetTransaction || b == GrossTransaction || b == GrossParticipant
}

func (b Basis) gross() bool { return b == GrossTransaction || b == GrossParticipant }

func (t *terms) anyGross() bool {
	for _, p := range t.participants {
		if p.basis.gross() {
			return true
		}
	}
	return false
}

// claim is what a participant is owed, or owes, before it is rounded: an amount
// of base currency in the terms' scale that is settled in some currency.
type claim struct {
	currency int
	worth    *big.Int
}

// claims are a participant's, from its positions and their net, in the order of
// the currencies; what is received stands before what is paid.
func (b *Book) claims(p participant, spots []spot, net *big.Int) []claim {
	var list []claim
	in, out := new(big.Int), new(big.Int)
	for _, at := range spots {
		factor := b.terms.currencies[at.currency].factor
		switch p.basis {
		case NetTransaction:
			list = append(list, claim{at.currency, new(big.Int).Mul(b.total(at), factor)})
		case GrossTransaction:
			received, paid := b.sides(at)
			list = appendClaims(list, at.currency, received.Mul(received, factor), paid.Mul(paid, factor))
		case GrossParticipant:
			received, paid := b.sides(at)
			in.Add(in, received.Mul(received, factor))
			out.Add(out, paid.Mul(paid, factor))
		}
	}
	switch p.basis {
	case GrossParticipant:
		list = appendClaims(list, p.currency, in, out)
	case NetParticipant:
		list = append(list, claim{p.currency, net})
	}
	return list
}

// appendClaims leaves out the side that has no traffic.
func appendClaims(list []claim, currency int, in, out *big.Int) []claim {
	if in.Sign() > 0 {
		list = append(list, claim{currency, in})
	}
	if out.Sign() > 0 {
		list = append(list, claim{currency, new(big.Int).Neg(out)})
	}
	return list
}

// settle rounds a claim, once. flow is the amount in minor units, rest what the
// rounding leaves, in the terms' scale.
func (t *terms) settle(c claim) (s Settlement, flow, rest *big.Int) {
	cur := &t.currencies[c.currency]
	flow = money.DivideHalfEven(c.worth, cur.factor)
	rest = new(big.Int).Mul(flow, cur.factor)
	rest.Sub(rest, c.worth)
	return Settlement{
		cur.code, money.DecimalOf(flow, cur.digits), cur.digits,
		[...]Direction{Pay, None, Receive}[flow.Sign()+1], money.DecimalOf(rest, t.scale),
	}, flow, rest
}
