package netting

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/countersign/countersign/money"
)

// terms are checked and numbered: participants by id, currencies by code. Base
// amounts are integers that count 10^-scale of the base currency, so that every
// product of a position and a rate is one.
type terms struct {
	base         money.Currency
	participants []participant
	currencies   []currency
	byID         map[string]int
	byCode       map[money.Currency]int
	scale        int
}

type participant struct {
	id       string
	currency int // that it settles in
	basis    Basis
}

type currency struct {
	code   money.Currency
	digits int
	rate   money.Decimal
	factor *big.Int // base value of one minor unit
}

const maxDigits = 6

func (t Terms) compile() (*terms, *Error) {
	digits, err := t.minorUnits()
	if err != nil {
		return nil, err
	}
	if !t.Base.WellFormed() {
		return nil, refuse(BadBase, "base", "the base currency is three capital letters such as EUR")
	}
	if t.Basis != "" && !t.Basis.known() {
		return nil, refuse(BadBasis, "basis", "%s", basisForms(t.Basis))
	}
	c := &terms{base: t.Base, byID: make(map[string]int, len(t.Participants)), byCode: make(map[money.Currency]int, len(t.Rates)+1)}
	if err := c.addCurrencies(t, digits); err != nil {
		return nil, err
	}
	if err := c.addParticipants(t); err != nil {
		return nil, err
	}
	return c, nil
}

func (t Terms) minorUnits() (map[money.Currency]int, *Error) {
	digits := make(map[money.Currency]int, len(t.MinorUnits))
	for _, m := range t.MinorUnits {
		if _, twice := digits[m.Currency]; twice || m.Digits < 0 || m.Digits > maxDigits {
			return nil, refuse(BadMinorUnits, string(m.Currency), "give each currency once, with 0 to %d decimals", maxDigits)
		}
		digits[m.Currency] = m.Digits
	}
	return digits, nil
}

func (c *terms) addCurrencies(t Terms, digits map[money.Currency]int) *Error {
	for _, r := range t.Rates {
		if _, twice := c.byCode[r.Currency]; twice || r.Value.Sign() <= 0 {
			return refuse(BadRate, string(r.Currency), "give each currency one rate above zero, as text such as \"0.92\"")
		}
		c.add(r, digits)
	}
	one := money.NewDecimal(1, 0)
	if i, given := c.byCode[t.Base]; !given {
		c.add(Rate{t.Base, one}, digits)
	} else if !c.currencies[i].rate.Equal(one) {
		return refuse(BaseRateNotOne, string(t.Base), "the base currency is worth 1 of itself, not %s", c.currencies[i].rate)
	}
	slices.SortFunc(c.currencies, func(a, b currency) int { return cmp.Compare(a.code, b.code) })
	for i := range c.currencies {
		cur := &c.currencies[i]
		c.byCode[cur.code] = i
		cur.factor = new(big.Int).Mul(cur.rate.Coefficient(), money.Pow10(c.scale-cur.digits-cur.rate.Scale()))
	}
	return nil
}

func (c *terms) add(r Rate, overrides map[money.Currency]int) {
	digits, ok := overrides[r.Currency]
	if !ok {
		digits = r.Currency.Digits()
	}
	c.byCode[r.Currency] = len(c.currencies)
	c.currencies = append(c.currencies, currency{code: r.Currency, digits: digits, rate: r.Value})
	c.scale = max(c.scale, digits+r.Value.Scale())
}

func (c *terms) addParticipants(t Terms) *Error {
	for _, p := range t.Participants {
		i, ok := c.byCode[p.Currency]
		if !ok {
			return refuse(NoRate, p.ID, "there is no rate for %q, the currency of participant %q", p.Currency, p.ID)
		}
		if _, twice := c.byID[p.ID]; twice {
			return refuse(DuplicateParticipant, p.ID, "participant %q is there twice", p.ID)
		}
		basis := cmp.Or(p.Basis, t.Basis, NetParticipant)
		if !basis.known() {
			return refuse(BadBasis, p.ID, "%s", basisForms(basis))
		}
		c.byID[p.ID] = 0
		c.participants = append(c.participants, participant{p.ID, i, basis})
	}
	slices.SortFunc(c.participants, func(a, b participant) int { return cmp.Compare(a.id, b.id) })
	for i, p := range c.participants {
		c.byID[p.id] = i
	}
	return nil
}

func basisForms(b Basis) string {
	return fmt.Sprintf("%.60q is no settlement basis; give %s, %s, %s or %s", b, NetParticipant, NetTransaction, GrossTransaction, GrossParticipant)
}
