package cycles_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/money"
)

func TestARateNeedsASecondPersonWhoKeysTheSame(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		usd := func(value string) *cycles.ConfirmRate {
			return &cycles.ConfirmRate{Currency: "USD", Value: w.decimal(value)}
		}
		_, err := w.do("checker", "2026-11", usd("0.92"))
		w.wantFault(err, "rate_not_keyed", "USD")
		w.must("dealer", &cycles.KeyRate{Currency: "USD", Value: w.decimal("0.92")})
		for _, value := range []string{"0.92", "0.29"} {
			_, err = w.do("dealer", "2026-11", usd(value))
			w.wantFault(err, "own_rate")
		}
		_, err = w.do("checker", "2026-11", usd("0.29"))
		w.wantFault(err, "rates_differ", "USD")
		if strings.Contains(err.Error(), "0.92") {
			t.Errorf("the fault tells the value that was keyed: %v", err)
		}
		w.must("checker", usd("0.920"))
		_, err = w.do("checker", "2026-11", usd("0.92"))
		w.wantFault(err, "rate_confirmed")
		r, err := cycles.Rates.One(ctx, w.DB, `currency = 'USD'`)
		if err != nil || r.State != "confirmed" || r.KeyedBy != "dealer" || r.ConfirmedBy != "checker" || r.Value.String() != "0.92" {
			t.Errorf("the rate is %+v, %v", r, err)
		}
	})
}

func TestAConfirmedRateThatIsKeyedAnewWaitsForASecondPersonAgain(t *testing.T) {
	each(t, func(w *town) {
		w.upTo(cycles.InputClosed)
		w.rate("GBP", "1.17")
		w.rate("USD", "0.92")
		w.must("dealer", &cycles.KeyRate{Currency: "USD", Value: w.decimal("0.93")})
		_, err := w.do(house.Founder, "2026-11", &cycles.FixRates{})
		w.wantFault(err, "rates_missing", "for USD.")
		w.must("checker", &cycles.ConfirmRate{Currency: "USD", Value: w.decimal("0.93")})
		w.must(house.Founder, &cycles.FixRates{})
		if f := w.facts("cycle.fix_rates"); f["rate_usd"] != "0.93" || f["rate_gbp"] != "1.17" || len(f) != 2 {
			t.Errorf("the entry says %v", f)
		}
		_, err = w.do("dealer", "2026-11", &cycles.KeyRate{Currency: "USD", Value: w.decimal("0.92")})
		w.wantFault(err, "wrong_state", "rates fixed")
	})
}

func TestRatesThatCannotBeAreRefused(t *testing.T) {
	each(t, func(w *town) {
		w.open()
		for _, x := range []struct {
			currency    money.Currency
			value, code string
		}{{"EUR", "1", "base_rate_is_one"}, {"USD", "0", "bad_rate"}, {"USD", "-0.92", "bad_rate"}, {"ZZZ", "1", "unknown_currency"}} {
			_, err := w.do("dealer", "2026-11", &cycles.KeyRate{Currency: x.currency, Value: w.decimal(x.value)})
			w.wantFault(err, x.code)
		}
		if n := w.Count(`SELECT count(*) FROM rate`); n != 0 {
			t.Errorf("%d rates stand", n)
		}
	})
}
