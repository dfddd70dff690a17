package money_test

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/money"
)

const form = `-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?`

var canonicalForm = regexp.MustCompile(`^(0|-?(0|[1-9][0-9]*)\.[0-9]*[1-9]|-?[1-9][0-9]*)$`)

func decimal(t *rapid.T, name string) (money.Decimal, *big.Rat) {
	text := rapid.StringMatching(form).Draw(t, name)
	d, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	r, _ := new(big.Rat).SetString(text)
	return d, r
}

func TestOnlyTheOneFormIsRead(t *testing.T) {
	pattern := regexp.MustCompile(`^(` + form + `)$`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringMatching(form), rapid.StringMatching(`[-+.0-9eE ]{0,5}`), rapid.StringMatching(`-?0?[0-9]{15,20}(\.[0-9]{10,14})?`)).Draw(t, "text")
		if _, err := money.ParseDecimal(text); (err == nil) != pattern.MatchString(text) {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

func TestArithmeticIsThatOfFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, x := decimal(t, "a")
		b, y := decimal(t, "b")
		for name, pair := range map[string]struct {
			got  money.Decimal
			want *big.Rat
		}{
			"sum":        {a.Add(b), new(big.Rat).Add(x, y)},
			"difference": {a.Sub(b), new(big.Rat).Sub(x, y)},
			"product":    {a.Mul(b), new(big.Rat).Mul(x, y)},
			"opposite":   {a.Neg(), new(big.Rat).Neg(x)},
			"size":       {a.Abs(), new(big.Rat).Abs(x)},
		} {
			text := pair.got.String()
			if r, ok := new(big.Rat).SetString(text); !ok || r.Cmp(pair.want) != 0 || !canonicalForm.MatchString(text) {
				t.Fatalf("%s of %v and %v is %s, expected %s", name, a, b, text, pair.want)
			}
		}
		if a.Cmp(b) != x.Cmp(y) || a.Sign() != x.Sign() || a.Equal(b) != (x.Cmp(y) == 0) {
			t.Fatalf("%v and %v compare as %d", a, b, a.Cmp(b))
		}
	})
}

// halfEven rounds by the definition: of the two neighbours the nearer, in a tie
// the one whose last digit is even.
func halfEven(r *big.Rat, digits int) *big.Rat {
	scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(money.Pow10(digits)))
	below := new(big.Int).Div(scaled.Num(), scaled.Denom()) // Euclidean: towards minus infinity
	above := new(big.Int).Add(below, big.NewInt(1))
	down := new(big.Rat).Sub(scaled, new(big.Rat).SetInt(below))
	nearest := below
	if c := down.Cmp(big.NewRat(1, 2)); c > 0 || c == 0 && below.Bit(0) == 1 {
		nearest = above
	}
	return new(big.Rat).SetFrac(nearest, money.Pow10(digits))
}

func TestRoundingGoesToTheNearestAndTiesToEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, x := decimal(t, "a")
		digits := rapid.IntRange(0, 13).Draw(t, "digits")
		if got, want := a.RoundHalfEven(digits), halfEven(x, digits); got.Fixed(digits) != want.FloatString(digits) {
			t.Fatalf("%v to %d digits is %v, expected %v", a, digits, got, want)
		}
		b, y := decimal(t, "b")
		got, err := a.QuoHalfEven(b, digits)
		if b.Sign() == 0 {
			if code(err) != money.DivisionByZero {
				t.Fatalf("%v ÷ 0: %v %v", a, got, err)
			}
			return
		}
		if want := halfEven(x.Quo(x, y), digits); err != nil || got.Fixed(digits) != want.FloatString(digits) {
			t.Fatalf("%v ÷ %v to %d digits is %v, %v, expected %v", a, b, digits, got, err, want)
		}
	})
	for text, want := range map[string]string{"0.5": "0", "1.5": "2", "2.5": "2", "-0.5": "0", "-1.5": "-2", "-2.5": "-2", "2.500000000001": "3"} {
		d, _ := money.ParseDecimal(text)
		if got := d.RoundHalfEven(0).String(); got != want {
			t.Errorf("%s rounds to %s, not %s", text, got, want)
		}
	}
}

func TestDecimalIsTextInJSON(t *testing.T) {
	var d money.Decimal
	for _, text := range []string{`0.92`, `null`, `""`, `"1e3"`, `"0.92 "`, `["1"]`} {
		if err := json.Unmarshal([]byte(text), &d); err == nil {
			t.Errorf("%s was read as %v", text, d)
		}
	}
	if err := json.Unmarshal([]byte(`"-0.9200"`), &d); err != nil {
		t.Fatal(err)
	}
	if text, err := json.Marshal(struct{ Rate, None money.Decimal }{Rate: d}); err != nil || string(text) != `{"Rate":"-0.92","None":"0"}` {
		t.Errorf("written as %s, %v", text, err)
	}
}

func TestMoneyFromDecimalNeverRounds(t *testing.T) {
	for text, want := range map[string]money.Code{"12.5": "", "12.505": money.TooManyDecimals, "92233720368547758.08": money.Overflow} {
		d, _ := money.ParseDecimal(text)
		m, err := money.FromDecimal(d, "EUR")
		if code(err) != want || err == nil && !m.Decimal().Equal(d) {
			t.Errorf("%s is %v, %v", text, m, err)
		}
	}
	if _, err := money.FromDecimal(money.Decimal{}, "eur"); code(err) != money.BadCurrency {
		t.Errorf("currency eur: %v", err)
	}
}

func TestADecimalIsNotChangedByItsUsers(t *testing.T) {
	d, _ := money.ParseDecimal("1" + strings.Repeat("0", 17) + ".25")
	before := d.String()
	d.Coefficient().SetInt64(0)
	_, _, _, _ = d.Neg(), d.RoundHalfEven(1), d.Add(d), d.Mul(d)
	if d.String() != before || d.Scale() != 2 {
		t.Errorf("%s became %s", before, d)
	}
}
