package money

import (
	"math"
	"strconv"
)

// The one form of decimal text that is read: no plus sign, no exponent, no
// leading zeros, up to 18 digits before the point and 1 to 12 after it.
const (
	maxWhole    = 18
	maxFraction = 12
)

// shape is where the parts of a decimal text lie; ok is false when it has not
// the one form.
type shape struct {
	negative        bool
	whole, fraction string
}

func read(text string) (s shape, ok bool) {
	if text != "" && text[0] == '-' {
		s.negative, text = true, text[1:]
	}
	point := 0
	for point < len(text) && text[point] >= '0' && text[point] <= '9' {
		point++
	}
	if point == 0 || point > maxWhole || text[0] == '0' && point > 1 {
		return s, false
	}
	if s.whole = text[:point]; point == len(text) {
		return s, true
	}
	s.fraction = text[point+1:]
	if text[point] != '.' || s.fraction == "" || len(s.fraction) > maxFraction {
		return s, false
	}
	for i := range len(s.fraction) {
		if s.fraction[i] < '0' || s.fraction[i] > '9' {
			return s, false
		}
	}
	return s, true
}

// ParseMinor reads decimal text as a count of minor units of a currency that has
// that many digits (0 to 12). It is Parse for those who set the digits themselves.
// Faults: BadAmount, TooManyDecimals (even zeros), Overflow; the text of an
// Overflow is well formed, and ParseDecimal reads it.
func ParseMinor(text string, digits int) (int64, error) {
	s, ok := read(text)
	switch {
	case !ok:
		return 0, fail(BadAmount, "%.60q is not an amount; write it like 1234.50, without signs for thousands", text)
	case len(s.fraction) > digits:
		return 0, fail(TooManyDecimals, "%s has %d decimals, the currency has %d", text, len(s.fraction), digits)
	}
	// Nineteen digits fit an unsigned word, and no more are taken without a look.
	var n uint64
	overflow := false
	add := func(digit byte) {
		overflow = overflow || n > (math.MaxUint64-9)/10
		n = n*10 + uint64(digit-'0')
	}
	for i := range len(s.whole) {
		add(s.whole[i])
	}
	for i := range digits {
		if i < len(s.fraction) {
			add(s.fraction[i])
		} else {
			add('0')
		}
	}
	limit := uint64(math.MaxInt64)
	if s.negative {
		limit++
	}
	if overflow || n > limit {
		return 0, fail(Overflow, "%s is more than 64 bits of minor units hold", text)
	}
	if s.negative {
		return -int64(n), nil //nolint:gosec // bounded above; the smallest integer is its own opposite
	}
	return int64(n), nil //nolint:gosec // bounded above
}

// AppendMinor appends an amount of minor units as decimal text with exactly that
// many digits after the point.
func AppendMinor(dst []byte, minor int64, digits int) []byte {
	n := uint64(minor) //nolint:gosec // two's complement is what is wanted
	if minor < 0 {
		dst, n = append(dst, '-'), -n
	}
	var buf [20]byte
	return appendPoint(dst, strconv.AppendUint(buf[:0], n, 10), digits)
}

// appendPoint appends an unsigned integer's text with its point moved left.
func appendPoint(dst, integer []byte, digits int) []byte {
	if digits == 0 {
		return append(dst, integer...)
	}
	for whole := len(integer) - digits; whole <= 0; whole++ {
		integer = append([]byte{'0'}, integer...)
	}
	point := len(integer) - digits
	dst = append(append(dst, integer[:point]...), '.')
	return append(dst, integer[point:]...)
}
