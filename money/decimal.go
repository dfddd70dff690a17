package money

import (
	"math/big"
	"strings"

	"github.com/countersign/countersign/strictjson"
)

// Decimal is an exact decimal number of any size: a rate, or an amount that is
// not rounded yet. The zero Decimal is 0; a Decimal never changes. Its JSON form
// is text, never a number.
type Decimal struct {
	coef  *big.Int // nil for 0; never a multiple of ten while digits > 0
	scale int      // digits after the point
}

var ten = big.NewInt(10)

// Pow10 is ten to the power of n ≥ 0.
func Pow10(n int) *big.Int { return new(big.Int).Exp(ten, big.NewInt(int64(n)), nil) }

// NewDecimal is coef ÷ 10^digits, for digits ≥ 0.
func NewDecimal(coef int64, digits int) Decimal { return canonical(big.NewInt(coef), digits) }

// DecimalOf is coef ÷ 10^digits, for digits ≥ 0. coef is copied.
func DecimalOf(coef *big.Int, digits int) Decimal {
	return canonical(new(big.Int).Set(coef), digits)
}

// canonical takes coef over and drops superfluous zeros.
func canonical(coef *big.Int, scale int) Decimal {
	if coef.Sign() == 0 {
		return Decimal{}
	}
	var quotient, rest big.Int
	for scale > 0 {
		if quotient.QuoRem(coef, ten, &rest); rest.Sign() != 0 {
			break
		}
		coef.Set(&quotient)
		scale--
	}
	return Decimal{coef, scale}
}

// ParseDecimal reads text of the form -?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?
// and nothing else. Fault: BadAmount.
func ParseDecimal(text string) (Decimal, error) {
	s, ok := read(text)
	if !ok {
		return Decimal{}, fail(BadAmount, "%.60q is not a decimal number; write it like 0.9215, with at most 18 digits before the point and 12 after it", text)
	}
	coef, _ := new(big.Int).SetString(s.whole+s.fraction, 10)
	if s.negative {
		coef.Neg(coef)
	}
	return canonical(coef, len(s.fraction)), nil
}

// Coefficient is the number without its point, a copy; Scale how many digits
// stand after it.
func (d Decimal) Coefficient() *big.Int { return new(big.Int).Set(d.int()) }

// Scale is the number of digits after the point, without superfluous zeros.
func (d Decimal) Scale() int { return d.scale }

// int is the coefficient to read, never to change.
func (d Decimal) int() *big.Int {
	if d.coef == nil {
		return new(big.Int)
	}
	return d.coef
}

// at is the coefficient for a scale that is not below the number's own.
func (d Decimal) at(scale int) *big.Int {
	if scale == d.scale {
		return d.int()
	}
	return new(big.Int).Mul(d.int(), Pow10(scale-d.scale))
}

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int { return d.int().Sign() }

// Cmp is -1 when d is less than e, 0 when they are equal, 1 when d is more.
func (d Decimal) Cmp(e Decimal) int {
	scale := max(d.scale, e.scale)
	return d.at(scale).Cmp(e.at(scale))
}

// Equal reports whether d and e are the same number.
func (d Decimal) Equal(e Decimal) bool { return d.scale == e.scale && d.int().Cmp(e.int()) == 0 }

// Neg is -d.
func (d Decimal) Neg() Decimal { return canonical(new(big.Int).Neg(d.int()), d.scale) }

// Abs is d without its sign.
func (d Decimal) Abs() Decimal { return canonical(new(big.Int).Abs(d.int()), d.scale) }

// Add is d + e, exact.
func (d Decimal) Add(e Decimal) Decimal {
	scale := max(d.scale, e.scale)
	return canonical(new(big.Int).Add(d.at(scale), e.at(scale)), scale)
}

// Sub is d - e, exact.
func (d Decimal) Sub(e Decimal) Decimal { return d.Add(e.Neg()) }

// Mul is d × e, exact.
func (d Decimal) Mul(e Decimal) Decimal {
	return canonical(new(big.Int).Mul(d.int(), e.int()), d.scale+e.scale)
}

// RoundHalfEven is d with at most that many digits after the point (≥ 0), a tie
// going to the even neighbour.
func (d Decimal) RoundHalfEven(digits int) Decimal {
	if d.scale <= digits {
		return d
	}
	return canonical(DivideHalfEven(d.int(), Pow10(d.scale-digits)), digits)
}

// QuoHalfEven is d ÷ e, rounded once to that many digits after the point (≥ 0), a
// tie going to the even neighbour. Fault: DivisionByZero.
func (d Decimal) QuoHalfEven(e Decimal, digits int) (Decimal, error) {
	if e.Sign() == 0 {
		return Decimal{}, fail(DivisionByZero, "%s cannot be divided by 0", d)
	}
	over, under := new(big.Int).Mul(d.int(), Pow10(digits+e.scale)), new(big.Int).Mul(e.int(), Pow10(d.scale))
	return canonical(DivideHalfEven(over, under), digits), nil
}

// DivideHalfEven is the integer nearest to a ÷ b, the even one in a tie. It
// panics when b is 0.
func DivideHalfEven(a, b *big.Int) *big.Int {
	quotient, rest := new(big.Int).QuoRem(a, b, new(big.Int))
	switch rest.Lsh(rest, 1).CmpAbs(b) {
	case -1:
		return quotient
	case 0:
		if quotient.Bit(0) == 0 {
			return quotient
		}
	}
	// QuoRem cuts towards zero, so the neighbour lies away from it.
	return quotient.Add(quotient, big.NewInt(int64(a.Sign()*b.Sign())))
}

// String is the number without exponent, superfluous zeros or -0.
func (d Decimal) String() string { return d.Fixed(0) }

// Fixed is the number with at least that many digits after the point.
func (d Decimal) Fixed(digits int) string {
	scale := max(d.scale, digits)
	text := d.at(scale).Text(10)
	unsigned := strings.TrimPrefix(text, "-")
	return string(appendPoint([]byte(text[:len(text)-len(unsigned)]), []byte(unsigned), scale))
}

// minor is the count of minor units of a currency with that many digits.
func (d Decimal) minor(digits int) (int64, error) {
	if d.scale > digits {
		return 0, fail(TooManyDecimals, "%s has %d decimals, the currency has %d; round it first", d, d.scale, digits)
	}
	n := d.at(digits)
	if !n.IsInt64() {
		return 0, fail(Overflow, "%s is more than 64 bits of minor units hold", d)
	}
	return n.Int64(), nil
}

// MarshalText writes what String does.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDecimal does.
func (d *Decimal) UnmarshalText(text []byte) error {
	parsed, err := ParseDecimal(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// UnmarshalJSON reads the text form; a JSON number or null is refused.
func (d *Decimal) UnmarshalJSON(text []byte) error {
	v, bad := strictjson.Parse(text)
	if bad != nil {
		return bad
	}
	s, ok := v.Text()
	if !ok {
		return fail(BadAmount, "a decimal number is given as text in quotes, such as \"0.9215\"")
	}
	return d.UnmarshalText([]byte(s))
}
