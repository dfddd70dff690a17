package netting_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
)

func rate(code money.Currency, text string) netting.Rate {
	value, _ := money.ParseDecimal(text)
	return netting.Rate{Currency: code, Value: value}
}

func triangle() netting.Cycle {
	return netting.Cycle{
		Terms: netting.Terms{
			Base:         "EUR",
			Rates:        []netting.Rate{rate("USD", "0.92"), rate("GBP", "1.17")},
			Participants: []netting.Participant{{ID: "A", Currency: "EUR"}, {ID: "B", Currency: "USD"}, {ID: "C", Currency: "GBP"}},
		},
		Invoices: []netting.Invoice{
			{"1", "A", "B", "EUR", "100000"},
			{"2", "B", "C", "USD", "80000"},
			{"3", "C", "A", "GBP", "50000"},
			{"4", "B", "A", "EUR", "30000"},
			{"5", "C", "B", "USD", "33333.33"},
		},
	}
}

func TestFivePaymentsBecomeThree(t *testing.T) {
	r, err := netting.Compute(triangle())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"A pay -11500.00 EUR", "B receive 29420.29 USD", "C pay -13304.84 GBP"} {
		n := r.Participants[i]
		if got := fmt.Sprint(n.ID, " ", n.Settlement.Direction, " ", n.Settlement.Amount.Fixed(2), " ", n.Settlement.Currency); got != want {
			t.Errorf("got %s, expected %s", got, want)
		}
	}
	if r.PaymentsBefore != 5 || r.PaymentsAfter != 3 {
		t.Errorf("%d payments became %d", r.PaymentsBefore, r.PaymentsAfter)
	}
	if m, err := r.Participants[2].Settlement.Money(); err != nil || m != (money.Money{Minor: 1330484, Currency: "GBP"}) {
		t.Errorf("C transfers %v, %v", m, err)
	}
}

func TestOrderOfInputChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range cycles() {
		c := random(r)
		before, err := netting.Compute(c)
		r.Shuffle(len(c.Invoices), func(i, j int) { c.Invoices[i], c.Invoices[j] = c.Invoices[j], c.Invoices[i] })
		slices.Reverse(c.Participants)
		slices.Reverse(c.Rates)
		after, err2 := netting.Compute(c)
		if err != nil || err2 != nil || print(before) != print(after) {
			t.Fatalf("%+v:\n%s became\n%s", c, print(before), print(after))
		}
	}
}

func TestSwappedPayerAndPayeeNegateEverything(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range cycles() {
		c := random(r)
		before, err := netting.Compute(c)
		for i := range c.Invoices {
			c.Invoices[i].Payer, c.Invoices[i].Payee = c.Invoices[i].Payee, c.Invoices[i].Payer
		}
		after, err2 := netting.Compute(c)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		for i, n := range after.Participants {
			m := before.Participants[i]
			if !n.BaseNet.Equal(m.BaseNet.Neg()) || !n.Settlement.Amount.Equal(m.Settlement.Amount.Neg()) || !n.Settlement.ResidueBase.Equal(m.Settlement.ResidueBase.Neg()) {
				t.Fatalf("%+v: %+v became %+v", c, m, n)
			}
		}
		if !after.GrossBase.Equal(before.GrossBase) || !after.NetBase.Equal(before.NetBase) || !after.ResidueBase.Equal(before.ResidueBase.Neg()) {
			t.Fatalf("%+v: %+v became %+v", c, before, after)
		}
	}
}

func TestEveryCurrencySumsToZero(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range cycles() {
		c := random(r)
		result, _ := netting.Compute(c)
		sums := map[money.Currency]money.Decimal{}
		for _, n := range result.Participants {
			for _, p := range n.Positions {
				sums[p.Currency] = sums[p.Currency].Add(p.Amount)
			}
		}
		for code, sum := range sums {
			if sum.Sign() != 0 {
				t.Fatalf("%+v: %s sums to %s", c, code, sum)
			}
		}
	}
}

func TestSumsPastSixtyFourBitsStayExact(t *testing.T) {
	c := triangle()
	c.MinorUnits = []netting.MinorUnits{{Currency: "EUR", Digits: 6}}
	c.Invoices = nil
	for i, amount := range []string{"9223372036854.775807", "9223372036854.775807", "-9223372036854.775808", "0.000001", "999999999999999999.999999", "999999999999999999.999999"} {
		c.Invoices = append(c.Invoices, netting.Invoice{ID: fmt.Sprint(i), Payer: "A", Payee: "B", Currency: "EUR", Amount: amount})
	}
	r, err := netting.Compute(c)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.Participants[1].BaseNet.String(), "2000009223372036854.775805"; got != want {
		t.Errorf("B has %s, expected %s", got, want)
	}
	if got, want := r.GrossBase.String(), "2000027670116110564.327421"; got != want {
		t.Errorf("gross is %s, expected %s", got, want)
	}
	if print(r) != naive2(c) {
		t.Errorf("got %s", print(r))
	}
}

// naive2 names the triangle's participants as naive expects them.
func naive2(c netting.Cycle) string {
	names := map[string]string{"A": "P00", "B": "P01", "C": "P02"}
	c.Participants, c.Invoices = slices.Clone(c.Participants), slices.Clone(c.Invoices)
	for i := range c.Participants {
		c.Participants[i].ID = names[c.Participants[i].ID]
	}
	for i := range c.Invoices {
		c.Invoices[i].Payer, c.Invoices[i].Payee = names[c.Invoices[i].Payer], names[c.Invoices[i].Payee]
	}
	out := naive(c)
	for short, long := range names {
		out = strings.ReplaceAll(out, long, short)
	}
	return out
}

func TestVeryManyParticipantsAndCurrenciesAreNettedAlike(t *testing.T) {
	var c netting.Cycle
	c.Base = "EUR"
	for i := range 2000 {
		c.Rates = append(c.Rates, netting.Rate{Currency: money.Currency(fmt.Sprint("r", i)), Value: money.NewDecimal(int64(i+1), 3)})
	}
	for i := range 3000 {
		c.Participants = append(c.Participants, netting.Participant{ID: fmt.Sprintf("%04d", i), Currency: "EUR"})
	}
	for i := range 9000 {
		c.Invoices = append(c.Invoices, netting.Invoice{
			ID: fmt.Sprint(i), Payer: fmt.Sprintf("%04d", i%3000), Payee: fmt.Sprintf("%04d", (i+7)%3000),
			Currency: money.Currency(fmt.Sprint("r", i%5)), Amount: "10.00",
		})
	}
	many, err := netting.Compute(c)
	c.Rates = c.Rates[:5]
	few, err2 := netting.Compute(c)
	if err != nil || err2 != nil || print(many) != print(few) {
		t.Fatalf("%v %v: rates that nothing uses changed the result", err, err2)
	}
}

func TestFirstFaultIsNamedWithItsPlace(t *testing.T) {
	for name, spoil := range map[string]func(c *netting.Cycle){
		"BAD_MINOR_UNITS at JPY":     func(c *netting.Cycle) { c.MinorUnits, c.Base = []netting.MinorUnits{{"JPY", 7}}, "eur" },
		"BAD_BASE at base":           func(c *netting.Cycle) { c.Base, c.Rates[0] = "EURO", rate("USD", "0") },
		"BAD_RATE at GBP":            func(c *netting.Cycle) { c.Rates[0], c.Rates[1] = rate("EUR", "2"), rate("GBP", "-1") },
		"BAD_RATE at USD":            func(c *netting.Cycle) { c.Rates[1] = rate("USD", "0.92") },
		"BASE_RATE_NOT_ONE at EUR":   func(c *netting.Cycle) { c.Rates[0] = rate("EUR", "1.01") },
		"NO_RATE at B":               func(c *netting.Cycle) { c.Participants[1].Currency, c.Invoices[0].ID = "CHF", "" },
		"DUPLICATE_PARTICIPANT at A": func(c *netting.Cycle) { c.Participants[1].ID = "A" },
		"BAD_INVOICE_ID at invoices[3]": func(c *netting.Cycle) {
			c.Invoices[3].ID, c.Invoices[3].Payer, c.Invoices[4].Amount = "", "X", "0"
		},
		"DUPLICATE_INVOICE at 1":   func(c *netting.Cycle) { c.Invoices[1].ID, c.Invoices[1].Payer = "1", "X" },
		"UNKNOWN_PARTICIPANT at 1": func(c *netting.Cycle) { c.Invoices[0].Payer, c.Invoices[0].Payee = "X", "X" },
		"UNKNOWN_PARTICIPANT at 2": func(c *netting.Cycle) { c.Invoices[1].Payee, c.Invoices[1].Currency = "b", "XXX" },
		"SELF_INVOICE at 1":        func(c *netting.Cycle) { c.Invoices[0].Payee, c.Invoices[0].Currency = "A", "XXX" },
		"NO_RATE at 1":             func(c *netting.Cycle) { c.Invoices[0].Currency, c.Invoices[0].Amount = "CHF", "" },
		"BAD_AMOUNT at 1":          func(c *netting.Cycle) { c.Invoices[0].Amount = "-0.000" },
		"BAD_AMOUNT at 2":          func(c *netting.Cycle) { c.Invoices[1].Amount = "1e5" },
		"BAD_AMOUNT at 3":          func(c *netting.Cycle) { c.Invoices[2].Amount = "1000000000000000000" },
		"TOO_MANY_DECIMALS at 5":   func(c *netting.Cycle) { c.Invoices[4].Amount = "33333.330" },
		"TOO_MANY_DECIMALS at 4":   func(c *netting.Cycle) { c.Invoices[3].Amount = "999999999999999999.000" },
	} {
		c := triangle()
		spoil(&c)
		_, err := netting.Compute(c)
		var refused *netting.Error
		if !errors.As(err, &refused) || string(refused.Code)+" at "+refused.At != name {
			t.Errorf("expected %s, got %v", name, err)
		}
	}
}

func TestBookStaysClosedAfterARefusal(t *testing.T) {
	c := triangle()
	book, err := netting.NewBook(c.Terms)
	if err != nil {
		t.Fatal(err)
	}
	bad := c.Invoices[0]
	bad.Amount = "0"
	first := book.Add(bad)
	if second := book.Add(c.Invoices[1]); first == nil || !errors.Is(second, first) {
		t.Errorf("%v, then %v", first, second)
	}
}

func BenchmarkCompute(b *testing.B) {
	c := triangle()
	c.Invoices = nil
	c.Participants = nil
	for i := range 200 {
		c.Participants = append(c.Participants, netting.Participant{ID: fmt.Sprint("P", i), Currency: "EUR"})
	}
	for i := range 100_000 {
		c.Invoices = append(c.Invoices, netting.Invoice{
			ID: fmt.Sprint("INV", i), Payer: c.Participants[i%200].ID, Payee: c.Participants[(i*7+1)%200].ID,
			Currency: []money.Currency{"EUR", "USD", "GBP"}[i%3], Amount: fmt.Sprintf("%d.%02d", i+1, i%100),
		})
		if in := &c.Invoices[i]; in.Payer == in.Payee {
			in.Payee = c.Participants[(i+1)%200].ID
		}
	}
	for b.Loop() {
		if _, err := netting.Compute(c); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(c.Invoices)), "ns/invoice")
}
