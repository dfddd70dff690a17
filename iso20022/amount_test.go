package iso20022

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAmountsAreReadExactly(t *testing.T) {
	for _, c := range []struct {
		text, currency string
		want           Amount
	}{
		{"12.5", "EUR", Amount{1250, 2, "EUR"}},
		{"8.850", "EUR", Amount{885, 2, "EUR"}},
		{"2700", "JPY", Amount{2700, 0, "JPY"}},
		{"2700.00", "JPY", Amount{2700, 0, "JPY"}},
		{"0", "SEK", Amount{0, 2, "SEK"}},
		{"+.5", "USD", Amount{50, 2, "USD"}},
		{"7.", "USD", Amount{700, 2, "USD"}},
		{"1.234", "KWD", Amount{1234, 3, "KWD"}},
		{"9999999999999999.99", "EUR", Amount{999999999999999999, 2, "EUR"}},
	} {
		got, err := ParseAmount(c.text, c.currency)
		if err != nil || got != c.want {
			t.Errorf("ParseAmount(%s, %s) = %v, %v; want %v", c.text, c.currency, got, err, c.want)
		}
	}
}

func TestBadAmountsAreRefused(t *testing.T) {
	for _, c := range []struct{ text, currency, code string }{
		{"", "EUR", "bad_amount"},
		{".", "EUR", "bad_amount"},
		{"-1", "EUR", "bad_amount"},
		{"1,5", "EUR", "bad_amount"},
		{"1e5", "EUR", "bad_amount"},
		{"1.2.3", "EUR", "bad_amount"},
		{" 1", "EUR", "bad_amount"},
		{"NaN", "EUR", "bad_amount"},
		{"٣", "EUR", "bad_amount"},
		{"++1", "EUR", "bad_amount"},
		{"1.005", "EUR", "too_many_decimals"},
		{"1.5", "JPY", "too_many_decimals"},
		{"1.2345", "BHD", "too_many_decimals"},
		{"10000000000000000.00", "EUR", "amount_too_large"},
		{"99999999999999999999999", "JPY", "amount_too_large"},
		{"1", "", "bad_currency"},
		{"1", "EURO", "bad_currency"},
		{"1", "eur", "bad_currency"},
		{"1", "XXY", "bad_currency"},
	} {
		_, err := ParseAmount(c.text, c.currency)
		wantRefusal(t, err, c.code, "")
	}
}

func TestAmountsSurviveWritingAndReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]string{"EUR", "JPY", "KWD", "CLF", "CHF"}).Draw(t, "currency")
		want, err := NewAmount(rapid.Int64Range(0, 999_999_999_999_999_999).Draw(t, "minor"), currency)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseAmount(want.Decimal(), currency)
		if err != nil || got != want {
			t.Fatal(err, cmp.Diff(want, got))
		}
	})
}

func TestControlSumAgreesWithRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sum controlSum
		want := new(big.Rat)
		for range rapid.IntRange(1, 20).Draw(t, "count") {
			a, err := NewAmount(rapid.Int64Range(1, 1e9).Draw(t, "minor"), rapid.SampledFrom([]string{"EUR", "JPY", "KWD"}).Draw(t, "currency"))
			if err != nil {
				t.Fatal(err)
			}
			sum.add(a)
			rat, _ := new(big.Rat).SetString(a.Decimal())
			want.Add(want, rat)
		}
		text, refusal := sum.text("")
		if refusal != nil {
			t.Fatal(refusal)
		}
		if got, ok := new(big.Rat).SetString(text); !ok || got.Cmp(want) != 0 {
			t.Fatalf("got %s, want %s", text, want.FloatString(3))
		}
	})
}

func FuzzParseAmount(f *testing.F) {
	for _, seed := range [][2]string{{"12.50", "EUR"}, {"+.5", "KWD"}, {"1e9", "JPY"}, {"00012.", "CLF"}, {"-1", "EUR"}, {"999999999999999999.00", "XXX"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, currency string) {
		a, err := ParseAmount(text, currency)
		if err != nil {
			wantReason(t, err)
			return
		}
		again, err := ParseAmount(a.Decimal(), currency)
		if err != nil || again != a {
			t.Fatalf("%q gave %v, which gave %v (%v)", text, a, again, err)
		}
	})
}
