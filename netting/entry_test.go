package netting_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
)

func TestEntriesComeToWhatTheirInvoicesDo(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	for range cycles() {
		c := mixed(r)
		book, err := netting.NewBook(c.Terms)
		if err != nil {
			t.Fatal(err)
		}
		var entries []netting.Entry
		for _, in := range c.Invoices {
			var e netting.Entry
			var digits int
			e.Payer, _ = book.Participant(in.Payer)
			e.Payee, _ = book.Participant(in.Payee)
			e.Currency, digits, _ = book.Currency(in.Currency)
			if e.Minor, err = money.ParseMinor(in.Amount, digits); err != nil {
				err = book.Add(in) // past 64 bits
			} else {
				entries = append(entries, e)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := book.Post(entries); err != nil {
			t.Fatal(err)
		}
		want, _ := netting.Compute(c)
		if got := book.Result(); print(got) != print(want) {
			t.Fatalf("%+v:\ngot\n%s\nexpected\n%s", c, print(got), print(want))
		}
	}
}

func TestBadEntryIsNamedAndClosesTheBook(t *testing.T) {
	for want, e := range map[string]netting.Entry{
		"UNKNOWN_PARTICIPANT": {Payer: 3, Payee: 1, Minor: 1},
		"SELF_INVOICE":        {Payer: 1, Payee: 1, Minor: 1},
		"NO_RATE":             {Payer: 1, Payee: 2, Currency: -1, Minor: 1},
		"BAD_AMOUNT":          {Payer: 1, Payee: 2, Minor: math.MinInt64},
	} {
		book, err := netting.NewBook(triangle().Terms)
		if err != nil {
			t.Fatal(err)
		}
		err = book.Post([]netting.Entry{{Payer: 0, Payee: 1, Minor: 1}, e})
		var refused *netting.Error
		if !errors.As(err, &refused) || string(refused.Code) != want || refused.At != "entries[1]" {
			t.Errorf("%+v: expected %s, got %v", e, want, err)
		}
		if again := book.Add(triangle().Invoices[0]); !errors.Is(again, err) {
			t.Errorf("after %v the book gives %v", err, again)
		}
	}
}

func TestIDsAreToldApartInAnyNumber(t *testing.T) {
	book, err := netting.NewBook(triangle().Terms)
	if err != nil {
		t.Fatal(err)
	}
	in := triangle().Invoices[0]
	for i := range 20_000 {
		in.ID = fmt.Sprint(i)
		if err := book.Add(in); err != nil {
			t.Fatal(err)
		}
	}
	in.ID = "777"
	var refused *netting.Error
	if err := book.Add(in); !errors.As(err, &refused) || refused.Code != netting.DuplicateInvoice || refused.At != "777" {
		t.Errorf("got %v", err)
	}
}

func BenchmarkPost(b *testing.B) {
	c := triangle()
	c.Participants = nil
	for i := range 200 {
		c.Participants = append(c.Participants, netting.Participant{ID: fmt.Sprintf("%03d", i), Currency: "EUR"})
	}
	book, _ := netting.NewBook(c.Terms)
	r := rand.New(rand.NewPCG(21, 22))
	entries := make([]netting.Entry, 1_000_000)
	for i := range entries {
		payer := r.Int32N(200)
		entries[i] = netting.Entry{Payer: payer, Payee: (payer + 1 + r.Int32N(199)) % 200, Currency: r.Int32N(3), Minor: 1 + r.Int64N(1<<30)}
	}
	// The loop that nothing can be faster than: sums with a look at overflow.
	loop := func(sums []int64) bool {
		ok := true
		for i := range entries {
			e := &entries[i]
			to, from := &sums[e.Payee*3+e.Currency], &sums[e.Payer*3+e.Currency]
			a, s := *to+e.Minor, *from-e.Minor
			ok = ok && a > *to && s < *from
			*to, *from = a, s
		}
		return ok
	}
	b.Run("loop", func(b *testing.B) {
		sums := make([]int64, 600)
		for b.Loop() {
			if !loop(sums) {
				b.Fatal("overflow")
			}
		}
	})
	b.Run("post", func(b *testing.B) {
		for b.Loop() {
			if err := book.Post(entries); err != nil {
				b.Fatal(err)
			}
		}
	})
}
