package money_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"testing"

	"github.com/bojanz/currency"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/money"
)

func code(err error) money.Code {
	var refused *money.Error
	if errors.As(err, &refused) {
		return refused.Code
	}
	return ""
}

func TestAmountsAreReadExactlyOrRefused(t *testing.T) {
	for _, c := range []struct {
		value    string
		currency money.Currency
		minor    int64
		code     money.Code
	}{
		{"12.50", "EUR", 1250, ""},
		{"12.5", "EUR", 1250, ""},
		{"-0.01", "EUR", -1, ""},
		{"-0", "EUR", 0, ""},
		{"1250", "JPY", 1250, ""},
		{"1.234", "BHD", 1234, ""},
		{"7", "XYZ", 700, ""},
		{"92233720368547758.07", "EUR", math.MaxInt64, ""},
		{"-92233720368547758.08", "EUR", math.MinInt64, ""},
		{"92233720368547758.08", "EUR", 0, money.Overflow},
		{"-92233720368547758.09", "EUR", 0, money.Overflow},
		{"999999999999999999", "CLF", 0, money.Overflow},
		{"12.500", "EUR", 0, money.TooManyDecimals},
		{"1.0", "JPY", 0, money.TooManyDecimals},
		{"", "EUR", 0, money.BadAmount},
		{"-", "EUR", 0, money.BadAmount},
		{"+1", "EUR", 0, money.BadAmount},
		{"01", "EUR", 0, money.BadAmount},
		{".5", "EUR", 0, money.BadAmount},
		{"5.", "EUR", 0, money.BadAmount},
		{"1e3", "EUR", 0, money.BadAmount},
		{"1,000", "EUR", 0, money.BadAmount},
		{" 1", "EUR", 0, money.BadAmount},
		{"١", "EUR", 0, money.BadAmount},
		{"1000000000000000000", "JPY", 0, money.BadAmount},
		{"1.0000000000000", "EUR", 0, money.BadAmount},
		{"1", "eur", 0, money.BadCurrency},
		{"1", "", 0, money.BadCurrency},
	} {
		got, err := money.Parse(c.value, c.currency)
		if got.Minor != c.minor || code(err) != c.code {
			t.Errorf("%q %s: %d, %v; expected %d %s", c.value, c.currency, got.Minor, err, c.minor, c.code)
		}
	}
}

func TestTextOfAnAmountReadsBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyMoney().Draw(t, "m")
		if back, err := money.Parse(m.String(), m.Currency); err == nil && back != m {
			t.Fatalf("%v came back as %v", m, back)
		} else if err != nil && code(err) != money.BadAmount { // more than 18 digits before the point are not read
			t.Fatal(err)
		}
	})
}

func anyMoney() *rapid.Generator[money.Money] {
	return rapid.Custom(func(t *rapid.T) money.Money {
		return money.Money{
			Minor:    rapid.OneOf(rapid.Int64(), rapid.Int64Range(-2000, 2000), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64})).Draw(t, "minor"),
			Currency: rapid.SampledFrom([]money.Currency{"EUR", "JPY", "BHD", "CLF"}).Draw(t, "currency"),
		}
	})
}

func TestSumsAreExactOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyMoney().Draw(t, "a"), anyMoney().Draw(t, "b")
		check := func(name string, want *big.Int, got money.Money, err error) {
			switch {
			case a.Currency != b.Currency:
				if code(err) != money.CurrencyMismatch {
					t.Fatalf("%s of %s and %s: %v", name, a.Currency, b.Currency, err)
				}
			case !want.IsInt64():
				if code(err) != money.Overflow {
					t.Fatalf("%s should overflow: %v %v", name, got, err)
				}
			case err != nil || got.Minor != want.Int64() || got.Currency != a.Currency:
				t.Fatalf("%s is %v %v, expected %v", name, got, err, want)
			}
		}
		x, y := big.NewInt(a.Minor), big.NewInt(b.Minor)
		sum, err := a.Add(b)
		check("sum", new(big.Int).Add(x, y), sum, err)
		difference, err := a.Sub(b)
		check("difference", new(big.Int).Sub(x, y), difference, err)
		order, err := a.Cmp(b)
		check("order", big.NewInt(int64(x.Cmp(y))), money.Money{Minor: int64(order), Currency: a.Currency}, err)
		b.Currency = a.Currency
		opposite, err := a.Neg()
		check("opposite", new(big.Int).Neg(x), opposite, err)
	})
}

func TestJSONFormIsStrict(t *testing.T) {
	for _, text := range []string{
		`null`, `"12.50 EUR"`, `12.5`, `{}`, `[]`,
		`{"value":12.5,"currency":"EUR"}`,
		`{"value":"12.50"}`,
		`{"value":"12.50","currency":null}`,
		`{"value":"12.50","currency":"EUR","value":"99.00"}`,
		`{"value":"12.50","currency":"EUR","Value":"99.00"}`,
		`{"value":"12.50","currency":"EUR","note":""}`,
		`{"value":"12.505","currency":"EUR"}`,
		`{"value":"12.50","currency":"Eur"}`,
	} {
		m := money.Money{Minor: 1, Currency: "CHF"}
		if err := json.Unmarshal([]byte(text), &m); err == nil || m.Minor != 1 {
			t.Errorf("%s was read as %v, %v", text, m, err)
		}
	}
	m := money.Money{Minor: -1250, Currency: "EUR"}
	text, err := json.Marshal(m)
	var back money.Money
	if err := errors.Join(err, json.Unmarshal(text, &back)); err != nil || back != m || string(text) != `{"value":"-12.50","currency":"EUR"}` {
		t.Errorf("%s read back as %v, %v", text, back, err)
	}
}

func TestCurrencyDigitsAgreeWithUnicodeTables(t *testing.T) {
	for _, c := range currency.GetCurrencyCodes() {
		digits, _ := currency.GetDigits(c)
		if got := money.Currency(c).Digits(); got != int(digits) {
			t.Errorf("%s has %d digits, CLDR says %d", c, got, digits)
		}
		withdrawn := c == "ANG" || c == "BGN" || c == "CUC"
		if money.Currency(c).Known() == withdrawn {
			t.Errorf("%s known: %v", c, withdrawn)
		}
	}
	for _, c := range []money.Currency{"", "EU", "eur", " EU", "EURO", "XTS", "R A"} {
		if c.Known() {
			t.Errorf("%q is taken for a currency", c)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "-12.50", "999999999999999999.99", "1.000000000001", "00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := money.Parse(text, "EUR")
		d, derr := money.ParseDecimal(text)
		switch code(err) {
		case "":
			if derr != nil || !m.Decimal().Equal(d) {
				t.Fatalf("%q is %v as money and %v, %v as a number", text, m, d, derr)
			}
		case money.BadAmount:
			if derr == nil {
				t.Fatalf("%q is no amount but the number %v", text, d)
			}
		default:
			if derr != nil {
				t.Fatalf("%q: %v but %v", text, err, derr)
			}
		}
	})
}
