package netting_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/testkit/soak"
	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
)

// cycles is how many random cycles are held against the slow implementation.
func cycles() int { return soak.Count(100, 500, 10_000) }

// naive nets a sound cycle once more, with fractions, in the words of the
// definition, and prints what print prints.
func naive(c netting.Cycle) string {
	rate, digits := map[money.Currency]*big.Rat{c.Base: big.NewRat(1, 1)}, map[money.Currency]int{c.Base: c.Base.Digits()}
	for _, r := range c.Rates {
		rate[r.Currency], _ = new(big.Rat).SetString(r.Value.String())
		digits[r.Currency] = r.Currency.Digits()
	}
	for _, m := range c.MinorUnits {
		digits[m.Currency] = m.Digits
	}
	var out strings.Builder
	gross, net, residue, half := new(big.Rat), new(big.Rat), new(big.Rat), big.NewRat(1, 2)
	for _, in := range c.Invoices {
		amount, _ := new(big.Rat).SetString(in.Amount)
		gross.Add(gross, amount.Mul(amount.Abs(amount), rate[in.Currency]))
	}
	payments := 0
	for i := range len(c.Participants) {
		p := netting.Participant{ID: fmt.Sprintf("P%02d", i)}
		for _, q := range c.Participants {
			if q.ID == p.ID {
				p = q
			}
		}
		base := new(big.Rat)
		fmt.Fprint(&out, p.ID)
		for _, code := range codes {
			position, traffic := new(big.Rat), false
			for _, in := range c.Invoices {
				amount, _ := new(big.Rat).SetString(in.Amount)
				switch {
				case in.Currency != code:
				case in.Payee == p.ID:
					position, traffic = position.Add(position, amount), true
				case in.Payer == p.ID:
					position, traffic = position.Sub(position, amount), true
				}
			}
			if traffic {
				fmt.Fprint(&out, " ", code, " ", position.FloatString(digits[code]))
				base.Add(base, position.Mul(position, rate[code]))
			}
		}
		amount := halfEven(new(big.Rat).Quo(base, rate[p.Currency]), digits[p.Currency])
		rest := new(big.Rat).Sub(new(big.Rat).Mul(amount, rate[p.Currency]), base)
		residue.Add(residue, rest)
		net.Add(net, new(big.Rat).Mul(half, new(big.Rat).Abs(base)))
		if amount.Sign() != 0 {
			payments++
		}
		fmt.Fprintln(&out, ";", exact(base), p.Currency, amount.FloatString(digits[p.Currency]), amount.Sign(), exact(rest))
	}
	savings := new(big.Rat)
	if gross.Sign() > 0 {
		savings = halfEven(savings.Mul(big.NewRat(100, 1), savings.Quo(savings.Sub(gross, net), gross)), 2)
	}
	fmt.Fprintln(&out, exact(residue), exact(gross), exact(net), exact(savings), len(c.Invoices), payments)
	return out.String()
}

func print(r netting.Result) string {
	var out strings.Builder
	for _, n := range r.Participants {
		fmt.Fprint(&out, n.ID)
		for _, p := range n.Positions {
			fmt.Fprint(&out, " ", p.Currency, " ", p.Amount.Fixed(p.Digits))
		}
		s := n.Settlement
		sign := map[netting.Direction]int{netting.Pay: -1, netting.None: 0, netting.Receive: 1}[s.Direction]
		fmt.Fprintln(&out, ";", n.BaseNet, s.Currency, s.Amount.Fixed(s.Digits), sign, s.ResidueBase)
	}
	fmt.Fprintln(&out, r.ResidueBase, r.GrossBase, r.NetBase, r.SavingsPct, r.PaymentsBefore, r.PaymentsAfter)
	return out.String()
}

// exact prints a decimal fraction in full, without superfluous zeros.
func exact(r *big.Rat) string {
	text := r.FloatString(40)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// halfEven takes the nearer neighbour, in a tie the even one.
func halfEven(r *big.Rat, digits int) *big.Rat {
	scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(money.Pow10(digits)))
	n := new(big.Int).Div(scaled.Num(), scaled.Denom()) // towards minus infinity
	up := new(big.Rat).Sub(scaled, new(big.Rat).SetInt(n)).Cmp(big.NewRat(1, 2))
	if up > 0 || up == 0 && n.Bit(0) == 1 {
		n.Add(n, big.NewInt(1))
	}
	return new(big.Rat).SetFrac(n, money.Pow10(digits))
}

var codes = []money.Currency{"BHD", "CLF", "EUR", "JPY", "USD", "XYZ"}

// random makes a sound cycle: small amounts that tie and cancel, huge ones past
// 64 bits, and rates of every length.
func random(r *rand.Rand) netting.Cycle {
	var c netting.Cycle
	c.Base = codes[r.IntN(len(codes))]
	for _, i := range r.Perm(len(codes)) {
		value := money.NewDecimal(1+r.Int64N(200), r.IntN(5))
		if r.IntN(4) == 0 {
			value = money.NewDecimal(1+r.Int64N(1<<62), r.IntN(13))
		}
		if codes[i] != c.Base {
			c.Rates = append(c.Rates, netting.Rate{Currency: codes[i], Value: value})
		}
	}
	digits := map[money.Currency]int{}
	for _, code := range codes {
		digits[code] = code.Digits()
		if r.IntN(5) == 0 {
			digits[code] = r.IntN(7)
			c.MinorUnits = append(c.MinorUnits, netting.MinorUnits{Currency: code, Digits: digits[code]})
		}
	}
	n := 2 + r.IntN(5)
	for _, i := range r.Perm(n) {
		c.Participants = append(c.Participants, netting.Participant{ID: fmt.Sprintf("P%02d", i), Currency: codes[r.IntN(len(codes))]})
	}
	huge := r.IntN(3) == 0
	for i := range r.IntN(25) {
		payer, payee := r.IntN(n), r.IntN(n-1)
		if payee >= payer {
			payee++
		}
		code := codes[r.IntN(len(codes))]
		amount := money.NewDecimal(max(1, r.Int64N(2000)), min(digits[code], r.IntN(3)))
		if huge && r.IntN(2) == 0 {
			amount = money.DecimalOf(big.NewInt(1+r.Int64N(1<<59)), 0).Add(amount)
		}
		if r.IntN(4) == 0 {
			amount = amount.Neg()
		}
		c.Invoices = append(c.Invoices, netting.Invoice{
			ID: fmt.Sprint(i), Payer: fmt.Sprintf("P%02d", payer), Payee: fmt.Sprintf("P%02d", payee),
			Currency: code, Amount: amount.Fixed(r.IntN(digits[code] + 1)),
		})
	}
	return c
}

func TestComputationAgreesWithItsDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range cycles() {
		c := random(r)
		got, err := netting.Compute(c)
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		if want := naive(c); print(got) != want {
			t.Fatalf("%+v:\ngot\n%s\nexpected\n%s", c, print(got), want)
		}
	}
}
