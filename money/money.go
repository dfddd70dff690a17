package money

import (
	"cmp"
	"math"

	"github.com/countersign/countersign/strictjson"
)

// Money is an amount: Minor counts the currency's minor unit (cents for EUR,
// yen for JPY). In a table it is two columns, Minor a 64-bit integer and
// Currency text. The zero Money has no currency and adds to nothing but itself.
//
// Keep it in a named field of a row, not an embedded one: an embedded Money
// would lend the row its JSON form.
type Money struct {
	Minor    int64
	Currency Currency
}

// Parse reads decimal text such as "-12.5" as an amount of the currency, exactly.
// Fewer decimals than the currency has are filled with zeros.
// Faults: BadCurrency, BadAmount, TooManyDecimals (even zeros), Overflow.
func Parse(value string, currency Currency) (Money, error) {
	if !currency.WellFormed() {
		return Money{}, fail(BadCurrency, "%q is not a currency code; give three capital letters such as EUR", currency)
	}
	minor, err := ParseMinor(value, currency.Digits())
	if err != nil {
		return Money{}, err
	}
	return Money{minor, currency}, nil
}

// String is the amount without its currency, with exactly the currency's
// decimals: "12.50" for 1250 EUR, "1250" for 1250 JPY.
func (m Money) String() string {
	return string(AppendMinor(make([]byte, 0, 24), m.Minor, m.Currency.Digits()))
}

// Sign is -1, 0 or 1.
func (m Money) Sign() int { return cmp.Compare(m.Minor, 0) }

// Add is m + n. Faults: CurrencyMismatch, Overflow.
func (m Money) Add(n Money) (Money, error) {
	if err := m.same(n); err != nil {
		return Money{}, err
	}
	sum := m.Minor + n.Minor
	if (sum > m.Minor) != (n.Minor > 0) {
		return Money{}, fail(Overflow, "%s + %s %s is more than 64 bits hold", m, n, m.Currency)
	}
	return Money{sum, m.Currency}, nil
}

// Sub is m - n. Faults: CurrencyMismatch, Overflow.
func (m Money) Sub(n Money) (Money, error) {
	if err := m.same(n); err != nil {
		return Money{}, err
	}
	difference := m.Minor - n.Minor
	if (difference < m.Minor) != (n.Minor > 0) {
		return Money{}, fail(Overflow, "%s - %s %s is more than 64 bits hold", m, n, m.Currency)
	}
	return Money{difference, m.Currency}, nil
}

// Neg is -m. Fault: Overflow, for the one amount that has no opposite.
func (m Money) Neg() (Money, error) {
	if m.Minor == math.MinInt64 {
		return Money{}, fail(Overflow, "the opposite of %s %s is more than 64 bits hold", m, m.Currency)
	}
	return Money{-m.Minor, m.Currency}, nil
}

// Cmp is -1 when m is less than n, 0 when they are equal, 1 when m is more.
// Fault: CurrencyMismatch.
func (m Money) Cmp(n Money) (int, error) {
	if err := m.same(n); err != nil {
		return 0, err
	}
	return cmp.Compare(m.Minor, n.Minor), nil
}

// Decimal is the amount in whole units, exact.
func (m Money) Decimal() Decimal { return NewDecimal(m.Minor, m.Currency.Digits()) }

// FromDecimal is the amount of d whole units; it never rounds, so round before
// with RoundHalfEven. Faults: BadCurrency, TooManyDecimals, Overflow.
func FromDecimal(d Decimal, currency Currency) (Money, error) {
	if !currency.WellFormed() {
		return Money{}, fail(BadCurrency, "%q is not a currency code; give three capital letters such as EUR", currency)
	}
	minor, err := d.minor(currency.Digits())
	if err != nil {
		return Money{}, err
	}
	return Money{minor, currency}, nil
}

func (m Money) same(n Money) error {
	if m.Currency != n.Currency {
		return fail(CurrencyMismatch, "%q and %q do not go together; convert one first", m.Currency, n.Currency)
	}
	return nil
}

// MarshalJSON writes {"value":"12.50","currency":"EUR"}.
func (m Money) MarshalJSON() ([]byte, error) {
	out := append([]byte(`{"value":"`), m.String()...)
	out = strictjson.AppendText(append(out, `","currency":`...), string(m.Currency))
	return append(out, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON writes, as Parse does, and nothing else:
// both members, each once, as text, and no other.
func (m *Money) UnmarshalJSON(text []byte) error {
	v, bad := strictjson.Parse(text)
	if bad != nil {
		return bad
	}
	for name := range v.Members() {
		if string(name) != "value" && string(name) != "currency" {
			return fail(BadAmount, "an amount has no member %q; write {\"value\":\"12.50\",\"currency\":\"EUR\"}", name)
		}
	}
	var member [2]strictjson.Value
	if bad := v.Fields(member[:], "value", "currency"); bad != nil {
		return bad
	}
	value, hasValue := member[0].Text()
	currency, hasCurrency := member[1].Text()
	if !hasValue || !hasCurrency {
		return fail(BadAmount, "an amount is written {\"value\":\"12.50\",\"currency\":\"EUR\"}, both as text")
	}
	parsed, err := Parse(value, Currency(currency))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}
