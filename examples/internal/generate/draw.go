package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/countersign/countersign/money"
)

// invoice is one line of a company's file.
type invoice struct {
	reference, payer, payee, currency, amount, due string
}

// dice draw the same numbers for ever: PCG is a fixed algorithm, and nothing
// else of the library is used.
type dice struct{ source *rand.PCG }

func (d dice) below(n uint64) uint64 { return d.source.Uint64() % n }

// invoices are those of the whole group, by payer, in the group's order.
func invoices() [][]invoice {
	d := dice{rand.NewPCG(20261130, 12)}
	number := map[string]uint64{}
	var all [][]invoice
	for _, payer := range group {
		var list []invoice
		for range payer.invoices {
			list = append(list, d.invoice(payer, number))
		}
		all = append(all, list)
	}
	return all
}

func (d dice) invoice(payer company, number map[string]uint64) invoice {
	payee := d.payee(payer)
	number[payee.code] += 1 + d.below(9)
	kind, sign := "RE", ""
	switch n := d.below(100); {
	case n < 3:
		kind, sign = "CN", "-"
	case payee.code == "AT01" || n < 15:
		kind = "SV"
	}
	currency := payee.currency
	switch n := d.below(10); {
	case n < 2:
		currency = base
	case n < 3:
		currency = payer.currency
	}
	due := time.Date(2026, time.October, 19, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(d.below(40)))
	return invoice{
		reference: fmt.Sprintf("%s-26-%06d", kind, 100000+number[payee.code]), payer: payer.code, payee: payee.code,
		currency: currency, amount: sign + d.amount(currency), due: due.Format(time.DateOnly),
	}
}

// payee draws a seller by weight.
func (d dice) payee(payer company) company {
	var total uint64
	for _, c := range group {
		if c.code != payer.code {
			total += uint64(c.trade)
		}
	}
	n := d.below(total)
	for _, c := range group {
		if c.code == payer.code {
			continue
		}
		if n < uint64(c.trade) {
			return c
		}
		n -= uint64(c.trade)
	}
	panic("the weights do not add up")
}

// amount draws many small amounts and few large ones, of the same size in euro
// whatever the currency. A third are whole units, in forint nearly all.
func (d dice) amount(currency string) string {
	from, to := uint64(80_00), uint64(4_000_00)
	switch n := d.below(100); {
	case n < 2:
		from, to = 200_000_00, 850_000_00
	case n < 12:
		from, to = 40_000_00, 200_000_00
	case n < 45:
		from, to = 4_000_00, 40_000_00
	}
	cents := (from + d.below(to-from)) * 1_000_000 / rate(currency)
	if n := d.below(30); n < 10 || currency == "HUF" && n < 28 {
		cents -= cents % 100
	}
	return string(money.AppendMinor(nil, int64(cents), money.Currency(currency).Digits()))
}

func rate(currency string) uint64 {
	for _, r := range rates {
		if r.currency == currency {
			return r.millions
		}
	}
	return 1_000_000
}
