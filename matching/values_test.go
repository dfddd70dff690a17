package matching

import (
	"math/big"
	"regexp"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var amountForm = regexp.MustCompile(`^-?[0-9]{1,24}(\.[0-9]{1,12})?$`)

func TestAmountsAreReadAndSubtractedExactly(t *testing.T) {
	text := rapid.OneOf(rapid.StringMatching(`-?[0-9]{1,24}(\.[0-9]{1,12})?`), rapid.StringMatching(`-?[09]{17,25}(\.[09]{10,13})?`), rapid.StringMatching(`[-+.0-9e ]{0,6}`))
	check := func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		x, ok := ParseAmount(a)
		if ok != amountForm.MatchString(a) {
			t.Fatalf("%q accepted: %v", a, ok)
		}
		y, ok2 := ParseAmount(b)
		if !ok || !ok2 {
			return
		}
		p, _ := new(big.Rat).SetString(a)
		q, _ := new(big.Rat).SetString(b)
		if got, want := x.Sub(y).String(), plainDecimal(new(big.Rat).Sub(p, q)); got != want {
			t.Fatalf("%s − %s = %s, not %s", a, b, got, want)
		}
		if x.Cmp(y) != p.Cmp(q) || x.Abs().Cmp(y.Abs()) != new(big.Rat).Abs(p).Cmp(new(big.Rat).Abs(q)) {
			t.Fatalf("%s and %s compare as %d", a, b, x.Cmp(y))
		}
	}
	for range 50 { // each with rapid's own number of cases
		rapid.Check(t, check)
	}
}

func TestTheLargestDifferenceIsHeld(t *testing.T) {
	a, _ := ParseAmount("999999999999999999999999.999999999999")
	if got := a.Sub(a.Neg()).String(); got != "1999999999999999999999999.999999999998" {
		t.Fatal(got)
	}
	if got := a.Neg().Sub(a).String(); got != "-1999999999999999999999999.999999999998" {
		t.Fatal(got)
	}
}

func TestEveryDayOfTheCalendarIsCountedOnceAndNoOther(t *testing.T) {
	iso, _ := newDateLayout(isoDate)
	first := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for day, n := first, int32(0); day.Year() <= 9999; day, n = day.AddDate(0, 0, 1), n+1 {
		if got, ok := iso.days([]byte(day.Format(time.DateOnly))); !ok || got != n {
			t.Fatal(day, got, n)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`(19|20|00)[0-9]{2}-[0-3][0-9]-[0-3][0-9]|[-0-9 ]{8,11}`).Draw(t, "date")
		_, err := time.Parse(time.DateOnly, s)
		if _, ok := iso.days([]byte(s)); ok != (err == nil && s[:4] != "0000") {
			t.Fatal(s, ok)
		}
	})
}

func TestDatesAreReadInTheFormatAskedFor(t *testing.T) {
	iso, _ := newDateLayout(isoDate)
	want, _ := iso.days([]byte("2024-02-29"))
	for format, text := range map[string]string{"DD.MM.YYYY": "29.02.2024", "YYYYMMDD": "20240229", "MM/DD/YYYY": "02/29/2024"} {
		l, ok := newDateLayout(format)
		if got, ok2 := l.days([]byte(text)); !ok || !ok2 || got != want {
			t.Fatal(format, got, want)
		}
	}
	for _, format := range []string{"", "YYYY-MM", "YYYY-MM-DDThh", "YYYY-MM-DD-DD", "YY-MM-DD", "YYYY–MM–DD"} {
		if _, ok := newDateLayout(format); ok {
			t.Fatal(format)
		}
	}
}
