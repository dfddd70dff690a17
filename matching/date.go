package matching

import (
	"fmt"
	"strings"
)

// isoDate is how dates are written unless the config says otherwise.
const isoDate = "YYYY-MM-DD"

// dateLayout is where a date's parts stand in its text.
type dateLayout struct {
	text             string
	year, month, day int
}

// newDateLayout reads a format made of YYYY, MM and DD, each once, and of
// separators that are neither letters nor digits.
func newDateLayout(format string) (dateLayout, bool) {
	l := dateLayout{format, strings.Index(format, "YYYY"), strings.Index(format, "MM"), strings.Index(format, "DD")}
	if l.year < 0 || l.month < 0 || l.day < 0 {
		return l, false
	}
	separators := format
	for _, part := range []string{"YYYY", "MM", "DD"} {
		separators = strings.Replace(separators, part, "", 1)
	}
	for _, c := range separators {
		if c > '~' || c < ' ' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' {
			return l, false
		}
	}
	return l, true
}

// write gives the date in the layout.
func (l *dateLayout) write(year, month, day int) string {
	text := []byte(l.text)
	copy(text[l.year:], fmt.Sprintf("%04d", year))
	copy(text[l.month:], fmt.Sprintf("%02d", month))
	copy(text[l.day:], fmt.Sprintf("%02d", day))
	return string(text)
}

// days counts the days from 0001-01-01 to the date that b writes, in the
// proleptic Gregorian calendar, and reports whether b is a date that exists.
func (l *dateLayout) days(b []byte) (int32, bool) {
	if len(b) != len(l.text) {
		return 0, false
	}
	for i, c := range b {
		switch l.text[i] {
		case 'Y', 'M', 'D':
			if c-'0' > 9 {
				return 0, false
			}
		default:
			if c != l.text[i] {
				return 0, false
			}
		}
	}
	return dayNumber(number(b[l.year:l.year+4]), number(b[l.month:l.month+2]), number(b[l.day:l.day+2]))
}

func number(digits []byte) int32 {
	n := int32(0)
	for _, c := range digits {
		n = n*10 + int32(c-'0')
	}
	return n
}

var (
	monthLength = [13]int32{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	daysBefore  = [13]int32{0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}
)

func dayNumber(year, month, day int32) (int32, bool) {
	if year < 1 || month < 1 || month > 12 || day < 1 {
		return 0, false
	}
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	last := monthLength[month]
	if leap && month == 2 {
		last++
	}
	if day > last {
		return 0, false
	}
	past := year - 1
	n := past*365 + past/4 - past/100 + past/400 + daysBefore[month] + day - 1
	if leap && month > 2 {
		n++
	}
	return n, true
}
