package matching

import (
	"math/bits"
	"strconv"
)

const (
	maxWhole    = 24 // digits before the point
	maxFraction = 12 // digits after it: the scale of Amount
)

var powersOfTen = [maxFraction + 1]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12}

// Amount is an exact decimal: a signed 128-bit count of 10⁻¹². Parsed amounts
// stay below 10³⁶ and so their differences below 2·10³⁶, far from 2¹²⁷.
type Amount struct {
	hi int64
	lo uint64
}

// ParseAmount reads -?digits{1,24}(.digits{1,12})? and reports whether s is
// that. No sign +, no blanks, no exponent, no grouping.
func ParseAmount(s string) (Amount, bool) { return parseAmount([]byte(s)) }

func parseAmount(b []byte) (Amount, bool) {
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		b = b[1:]
	}
	if len(b) > maxWhole+1+maxFraction {
		return Amount{}, false
	}
	dot := -1
	var hi, lo uint64
	for i, c := range b {
		d := c - '0'
		switch {
		case d <= 9 && i < 19: // 19 digits fit 64 bits
			lo = lo*10 + uint64(d)
		case d <= 9:
			hi, lo = times(hi, lo, 10)
			var carry uint64
			lo, carry = bits.Add64(lo, uint64(d), 0)
			hi += carry
		case c == '.' && dot < 0:
			dot = i
		default:
			return Amount{}, false
		}
	}
	whole, fraction := len(b), 0
	if dot >= 0 {
		whole, fraction = dot, len(b)-dot-1
		if fraction < 1 || fraction > maxFraction {
			return Amount{}, false
		}
	}
	if whole < 1 || whole > maxWhole {
		return Amount{}, false
	}
	hi, lo = times(hi, lo, powersOfTen[maxFraction-fraction])
	a := Amount{int64(hi), lo} //nolint:gosec // below 10³⁶, see above
	if negative {
		a = a.Neg()
	}
	return a, true
}

func times(hi, lo, by uint64) (uint64, uint64) {
	carry, low := bits.Mul64(lo, by)
	return hi*by + carry, low
}

// Neg returns −a.
func (a Amount) Neg() Amount { return Amount{}.Sub(a) }

// Sub returns a − b.
func (a Amount) Sub(b Amount) Amount {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	return Amount{a.hi - b.hi - int64(borrow), lo} //nolint:gosec // borrow is 0 or 1
}

// Abs returns |a|.
func (a Amount) Abs() Amount {
	if a.hi < 0 {
		return a.Neg()
	}
	return a
}

// IsZero reports whether a is 0.
func (a Amount) IsZero() bool { return a.hi == 0 && a.lo == 0 }

// Cmp returns -1, 0 or 1 as a is below, equal to or above b.
func (a Amount) Cmp(b Amount) int {
	switch {
	case a == b:
		return 0
	case a.hi < b.hi || a.hi == b.hi && a.lo < b.lo:
		return -1
	}
	return 1
}

// String gives the canonical decimal: no needless zeros, no "-0", a digit on
// each side of the point where there is one.
func (a Amount) String() string { return string(a.appendTo(nil)) }

func (a Amount) appendTo(b []byte) []byte {
	if a.hi < 0 {
		b = append(b, '-')
	}
	m := a.Abs()
	scale := powersOfTen[maxFraction]
	hi, rest := uint64(m.hi)/scale, uint64(m.hi)%scale //nolint:gosec // Abs is not negative
	lo, fraction := bits.Div64(rest, m.lo, scale)
	if hi == 0 {
		b = strconv.AppendUint(b, lo, 10)
	} else {
		// Up to 25 digits: the upper ones and twelve more.
		upper, lower := bits.Div64(hi, lo, scale)
		b = strconv.AppendUint(b, upper, 10)
		b = append(b, strconv.FormatUint(scale+lower, 10)[1:]...)
	}
	if fraction == 0 {
		return b
	}
	digits := strconv.FormatUint(scale+fraction, 10)[1:]
	end := len(digits)
	for digits[end-1] == '0' {
		end--
	}
	b = append(b, '.')
	return append(b, digits[:end]...)
}

// unlimited is above every difference that two amounts can have.
var unlimited = Amount{hi: 1<<63 - 1, lo: 1<<64 - 1}
