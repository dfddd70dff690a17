package iso20022

import (
	"math/big"
	"strings"
)

// Amount is an exact amount: Minor units of 10^-Exponent of Currency. An amount
// with an empty Currency is one that a file did not state.
type Amount struct {
	Minor    int64
	Exponent int
	Currency string
}

// NewAmount is an amount in the minor units of the currency.
// It refuses with bad_currency a code that ISO 4217 does not list.
func NewAmount(minor int64, currency string) (Amount, error) {
	exponent, known := Exponent(currency)
	if !known {
		return Amount{}, refuse("", "bad_currency", "%q is not a currency of ISO 4217.", clip(currency))
	}
	return Amount{Minor: minor, Exponent: exponent, Currency: currency}, nil
}

// ParseAmount reads an unsigned decimal of at most 18 digits, as ISO 20022
// writes amounts: "12", "12.5", "12.50", "12.500" when the surplus digits are
// zero. It refuses with bad_currency, bad_amount, too_many_decimals or
// amount_too_large.
func ParseAmount(text, currency string) (Amount, error) {
	a, refusal := parseAmount(text, currency)
	if refusal != nil {
		return Amount{}, refusal
	}
	return a, nil
}

func parseAmount(text, currency string) (Amount, *Error) {
	exponent, known := Exponent(currency)
	if !known {
		return Amount{}, refuse("", "bad_currency", "%q is not a currency of ISO 4217.", clip(currency))
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "+"), ".")
	if whole+fraction == "" || !isDigits(whole+fraction) {
		return Amount{}, refuse("", "bad_amount", "%q is not an amount: digits with a point before the decimals are expected, without a sign.", clip(text))
	}
	whole = strings.TrimLeft(whole, "0")
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > exponent {
		return Amount{}, refuse("", "too_many_decimals", "%q has more decimals than the %d of %s.", clip(text), exponent, currency)
	}
	digits := whole + fraction + strings.Repeat("0", exponent-len(fraction))
	if len(digits) > 18 {
		return Amount{}, refuse("", "amount_too_large", "%q has more than 18 digits in the minor unit of %s.", clip(text), currency)
	}
	var minor int64
	for i := range len(digits) {
		minor = minor*10 + int64(digits[i]-'0')
	}
	return Amount{Minor: minor, Exponent: exponent, Currency: currency}, nil
}

// Decimal is the amount without its currency, always with Exponent decimals.
func (a Amount) Decimal() string { return decimal(big.NewInt(a.Minor), a.Exponent) }

func (a Amount) String() string { return a.Currency + " " + a.Decimal() }

// decimal writes n · 10^-exponent with all its decimals.
func decimal(n *big.Int, exponent int) string {
	digits := new(big.Int).Abs(n).String()
	if short := exponent + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	sign := ""
	if n.Sign() < 0 {
		sign = "-"
	}
	if exponent <= 0 {
		return sign + digits
	}
	point := len(digits) - exponent
	return sign + digits[:point] + "." + digits[point:]
}

// controlSum adds amounts whatever their currency, as the standard asks of
// CtrlSum, with the most decimals that any of them has.
type controlSum struct {
	total    big.Int
	exponent int
}

func (s *controlSum) add(a Amount) {
	n := big.NewInt(a.Minor)
	if a.Exponent > s.exponent {
		s.total.Mul(&s.total, powerOfTen(a.Exponent-s.exponent))
		s.exponent = a.Exponent
	} else {
		n.Mul(n, powerOfTen(s.exponent-a.Exponent))
	}
	s.total.Add(&s.total, n)
}

func (s *controlSum) text(place string) (string, *Error) {
	if len(s.total.String()) > 18 {
		return "", refuse(place, "sum_too_large", "The control sum %s has more than 18 digits; split the package.", decimal(&s.total, s.exponent))
	}
	return decimal(&s.total, s.exponent), nil
}

func powerOfTen(n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// clip keeps foreign text short enough for a message.
func clip(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}
