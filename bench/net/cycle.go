package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/countersign/countersign/bench/internal/turns"
	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
)

const participants, currencies = 200, 20

// cycle is the same for the same number of invoices.
type cycle struct {
	terms   netting.Terms
	entries []netting.Entry // by the numbers of the names below
	who     []string
	codes   []money.Currency
	ids     []uint64
}

func newCycle(n int) *cycle {
	r := rand.New(rand.NewPCG(31, 32))
	c := &cycle{terms: netting.Terms{Base: "EUR"}}
	for i := range participants {
		c.who = append(c.who, fmt.Sprintf("ENT%04d", i))
		c.terms.Participants = append(c.terms.Participants, netting.Participant{ID: c.who[i], Currency: "EUR"})
	}
	for i := range currencies {
		code := money.Currency(fmt.Sprintf("C%c%c", 'P'+i/5, 'P'+i%5)) // of two decimals all
		c.codes = append(c.codes, code)
		c.terms.Rates = append(c.terms.Rates, netting.Rate{Currency: code, Value: money.NewDecimal(1+r.Int64N(40_000), 4)})
	}
	for range n {
		payer := r.Int32N(participants)
		c.entries = append(c.entries, netting.Entry{Payer: payer, Payee: (payer + 1 + r.Int32N(participants-1)) % participants, Currency: r.Int32N(currencies), Minor: 1 + r.Int64N(100_000_000)})
		c.ids = append(c.ids, r.Uint64())
	}
	return c
}

// loop is what nothing can be faster than: two sums a payment, with a look at
// overflow.
func (c *cycle) loop(sums []int64) bool {
	ok := true
	for i := range c.entries {
		e := &c.entries[i]
		to, from := &sums[e.Payee*currencies+e.Currency], &sums[e.Payer*currencies+e.Currency]
		a, s := *to+e.Minor, *from-e.Minor
		ok = ok && a > *to && s < *from
		*to, *from = a, s
	}
	return ok
}

// numbered are the entries by the numbers that a book gives the names.
func (c *cycle) numbered(b *netting.Book) []netting.Entry {
	list := make([]netting.Entry, len(c.entries))
	for i, e := range c.entries {
		payer, _ := b.Participant(c.who[e.Payer])
		payee, _ := b.Participant(c.who[e.Payee])
		currency, _, _ := b.Currency(c.codes[e.Currency])
		list[i] = netting.Entry{Payer: payer, Payee: payee, Currency: currency, Minor: e.Minor}
	}
	return list
}

// agree holds the positions from the files and from entries against the loop's.
func (c *cycle) agree(f *files) error {
	sums := make([]int64, participants*currencies)
	if !c.loop(sums) {
		return fmt.Errorf("the loop overflows")
	}
	book, err := netting.NewBook(c.terms)
	if err != nil {
		return err
	}
	if err := book.Post(c.numbered(book)); err != nil {
		return err
	}
	fromFiles, err := netting.Files(context.Background(), f.invoices, f.participants, f.rates, netting.Options{Base: "EUR"})
	if err != nil {
		return err
	}
	for name, r := range map[string]netting.Result{"Post": book.Result(), "Files": fromFiles} {
		if r.PaymentsBefore != len(c.entries) {
			return fmt.Errorf("%s counts %d invoices of %d", name, r.PaymentsBefore, len(c.entries))
		}
		for p, n := range r.Participants { // both are sorted by id, as numbered here
			for _, at := range n.Positions {
				k := 0
				for c.codes[k] != at.Currency {
					k++
				}
				if want := money.NewDecimal(sums[p*currencies+k], 2); !at.Amount.Equal(want) {
					return fmt.Errorf("%s: %s in %s is %s, the loop's %s", name, n.ID, at.Currency, at.Amount, want)
				}
			}
		}
	}
	return nil
}

func (c *cycle) post() ([]*turns.Figures, error) {
	book, err := netting.NewBook(c.terms)
	if err != nil {
		return nil, err
	}
	entries, sums := c.numbered(book), make([]int64, participants*currencies)
	return turns.Hold(*rounds, *turn, []turns.Contestant{
		turns.Again("loop", func() error {
			if !c.loop(sums) {
				return fmt.Errorf("the loop overflows")
			}
			return nil
		}),
		turns.Again("Post", func() error { return book.Post(entries) }),
	})
}

// files are where a cycle lies.
type files struct {
	invoices, participants, rates string
	total                         int64 // of all amounts
}

func (c *cycle) write(dir string) (*files, error) {
	f := &files{filepath.Join(dir, "invoices.csv"), filepath.Join(dir, "participants.csv"), filepath.Join(dir, "rates.csv"), 0}
	var who, worth bytes.Buffer
	fmt.Fprintln(&who, "id,currency")
	for _, p := range c.terms.Participants {
		fmt.Fprintf(&who, "%s,%s\n", p.ID, p.Currency)
	}
	fmt.Fprintln(&worth, "currency,rate")
	for _, r := range c.terms.Rates {
		fmt.Fprintf(&worth, "%s,%s\n", r.Currency, r.Value)
	}
	if err := os.WriteFile(f.participants, who.Bytes(), 0o600); err != nil {
		return nil, err
	}
	if err := os.WriteFile(f.rates, worth.Bytes(), 0o600); err != nil {
		return nil, err
	}
	to, err := os.Create(f.invoices)
	if err != nil {
		return nil, err
	}
	defer func() { _ = to.Close() }()
	w := bufio.NewWriterSize(to, 1<<20)
	fmt.Fprintln(w, "id,payer,payee,currency,amount")
	for i, e := range c.entries {
		f.total += e.Minor
		fmt.Fprintf(w, "INV%016x,%s,%s,%s,%d.%02d\n", c.ids[i], c.who[e.Payer], c.who[e.Payee], c.codes[e.Currency], e.Minor/100, e.Minor%100)
	}
	return f, w.Flush()
}
