// Command generate makes the files of examples/netting anew: the same bytes
// every time.
//
//	go run ./examples/internal/generate [folder]
package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
)

func main() {
	folder := filepath.Join("examples", "netting")
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	if err := generate(folder); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(folder string) error {
	if err := os.MkdirAll(filepath.Join(folder, "invoices"), 0o755); err != nil {
		return err
	}
	all := invoices()
	cycle := canonical(all)
	var expected bytes.Buffer
	if err := netting.Run(bytes.NewReader(cycle), &expected); err != nil {
		return err
	}
	files := map[string][]byte{"cycle.jsonl": cycle, "expected.json": expected.Bytes()}
	participants := [][]string{{"code", "name", "country", "currency"}}
	for i, c := range group {
		participants = append(participants, []string{c.code, c.name, c.country, c.currency})
		rows := [][]string{{"reference", "payer", "payee", "currency", "amount", "due_date"}}
		for _, v := range all[i] {
			rows = append(rows, []string{v.reference, v.payer, v.payee, v.currency, v.amount, v.due})
		}
		files[filepath.Join("invoices", c.code+".csv")] = table(rows)
	}
	files["participants.csv"] = table(participants)
	quotes := [][]string{{"currency", "value"}}
	for _, r := range rates {
		quotes = append(quotes, []string{r.currency, quote(r.millions).String()})
	}
	files["rates.csv"] = table(quotes)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func table(rows [][]string) []byte {
	var out bytes.Buffer
	_ = csv.NewWriter(&out).WriteAll(rows) // a buffer takes everything
	return out.Bytes()
}

func quote(millions uint64) money.Decimal { return money.NewDecimal(int64(millions), 6) }

// canonical is the whole cycle as one line that `countersign netting compute`
// reads.
func canonical(all [][]invoice) []byte {
	var c netting.Cycle
	c.Base = base
	for _, r := range rates {
		c.Rates = append(c.Rates, netting.Rate{Currency: money.Currency(r.currency), Value: quote(r.millions)})
	}
	for i, p := range group {
		c.Participants = append(c.Participants, netting.Participant{ID: p.code, Currency: money.Currency(p.currency)})
		for _, v := range all[i] {
			c.Invoices = append(c.Invoices, netting.Invoice{
				ID: cycles.InvoiceKey(v.payer, v.payee, v.reference), Payer: v.payer, Payee: v.payee,
				Currency: money.Currency(v.currency), Amount: v.amount,
			})
		}
	}
	slices.SortFunc(c.Invoices, func(a, b netting.Invoice) int { return strings.Compare(a.ID, b.ID) })
	return cycles.Canonical(cycleCode, c)
}
