package rowfile

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	significant = 15  // digits that a spreadsheet shows of a number
	maxExponent = 400 // beyond those of its numbers
	secondsADay = 86_400
)

// plain writes a number of a cell without exponent, as a decimal of at most 15
// significant digits: what a spreadsheet shows of the binary fraction that it
// holds. It works on the digits as the file has them. Numbers whose cells look
// like dates become dates.
func (b *book) plain(raw []byte, how dating) []byte {
	n, ok := parseDecimal(string(raw))
	if !ok {
		return raw
	}
	if how != number {
		if text := b.date(n, how); text != "" {
			return []byte(text)
		}
	}
	return []byte(n.rounded().String())
}

// decimal is digits × 10^-scale.
type decimal struct {
	negative bool
	digits   string // without leading zeros; "" is zero
	scale    int
}

func parseDecimal(text string) (decimal, bool) {
	var d decimal
	mantissa, exponent := text, 0
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		n, err := strconv.Atoi(text[i+1:])
		if err != nil || n < -maxExponent || n > maxExponent {
			return d, false
		}
		mantissa, exponent = text[:i], n
	}
	mantissa, d.negative = strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	all := whole + fraction
	if all == "" || len(all) > maxExponent || strings.Trim(all, "0123456789") != "" {
		return d, false
	}
	d.digits, d.scale = strings.TrimLeft(all, "0"), len(fraction)-exponent
	return d, true
}

// rounded has at most 15 significant digits, halves away from zero.
func (d decimal) rounded() decimal {
	drop := len(d.digits) - significant
	if drop <= 0 {
		return d
	}
	up := d.digits[significant] >= '5'
	digits := []byte(d.digits[:significant])
	for i := len(digits) - 1; up && i >= 0; i-- {
		if up = digits[i] == '9'; up {
			digits[i] = '0'
		} else {
			digits[i]++
		}
	}
	if up {
		digits = append([]byte{'1'}, digits...)
	}
	d.digits, d.scale = string(digits), d.scale-drop
	return d
}

func (d decimal) String() string {
	digits, scale := d.digits, d.scale
	for scale > 0 && strings.HasSuffix(digits, "0") {
		digits, scale = digits[:len(digits)-1], scale-1
	}
	if digits == "" {
		return "0"
	}
	if scale < 0 {
		digits, scale = digits+strings.Repeat("0", -scale), 0
	}
	if scale > 0 {
		if missing := scale + 1 - len(digits); missing > 0 {
			digits = strings.Repeat("0", missing) + digits
		}
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if d.negative {
		return "-" + digits
	}
	return digits
}

// date writes a count of days, to the nearest second; "" if it is none that the
// calendar has.
func (b *book) date(n decimal, how dating) string {
	whole, fraction, _ := strings.Cut(n.String(), ".")
	days, err := strconv.Atoi(whole)
	if err != nil || n.negative || days > 2_958_465 {
		return ""
	}
	if fraction = (fraction + "0000000000")[:10]; how == day {
		fraction = "0"
	}
	parts, _ := strconv.ParseInt(fraction, 10, 64) // of 10¹⁰ of a day
	seconds := int((parts*secondsADay + 5_000_000_000) / 10_000_000_000)
	if seconds == secondsADay {
		days, seconds = days+1, 0
	}
	clock := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	if how == timeOfDay && days == 0 {
		return clock
	}
	text := b.calendarDay(days)
	if text == "" || how == day || how == timeOfDay {
		return map[bool]string{true: text}[how == day]
	}
	return text + " " + clock
}

// calendarDay writes the day with that number. Those from 1900 count its 29
// February, which never was: it has number 60.
func (b *book) calendarDay(n int) string {
	switch {
	case b.since04:
		n += 1462
	case n == 60 || n == 0:
		return ""
	case n < 60:
		n++
	}
	// Day 61 is 1900-03-01, which is 306 days before a March that begins a year
	// of the calendar that counts from March.
	year, month, dayOfMonth := civil(n - 61 + 693_960)
	if year > 9999 {
		return ""
	}
	return b.form.Date(year, month, dayOfMonth)
}

// civil is the date that lies n days after 0000-03-01.
func civil(n int) (year, month, day int) {
	era := n / 146_097
	n -= era * 146_097
	yearOfEra := (n - n/1460 + n/36_524 - n/146_096) / 365
	n -= 365*yearOfEra + yearOfEra/4 - yearOfEra/100
	shifted := (5*n + 2) / 153
	day = n - (153*shifted+2)/5 + 1
	month = shifted + 3
	if year = yearOfEra + 400*era; month > 12 {
		month, year = month-12, year+1
	}
	return year, month, day
}
