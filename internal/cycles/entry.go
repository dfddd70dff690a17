package cycles

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// entry turns the lines of one file into invoices.
type entry struct {
	cycle        *Cycle
	payer        *Participant // whose file it is; nil: anybody's
	participants map[string]*Participant
	run          govern.ID
	first        map[string]int // line on which an invoice stands first
	faults       RowFaults
}

// take reads one line; nil when it has faults, which it keeps.
func (e *entry) take(l line) *Invoice {
	if l.Cell == nil {
		return nil // its fault is known
	}
	before := len(e.faults)
	bad := func(column, code, detail string, args ...any) {
		e.faults = append(e.faults, RowFault{Line: l.At, Column: column, Code: code, Detail: fmt.Sprintf(detail, args...)})
	}
	e.checkReference(l.Cell["reference"], bad)
	payer, payee := e.participant(l.Cell, "payer", bad), e.participant(l.Cell, "payee", bad)
	if payer != nil && payer == payee {
		bad("payee", "self_invoice", "%s cannot owe itself", payer.Code)
	}
	if payer != nil && e.payer != nil && payer.ID != e.payer.ID {
		bad("payer", "foreign_payer", "this is the file of %s, which cannot enter what %s owes", e.payer.Code, payer.Code)
	}
	amount := readAmount(l.Cell["amount"], money.Currency(l.Cell["currency"]), bad)
	if demandDate("due_date", l.Cell["due_date"]) != nil {
		bad("due_date", "bad_date", "%.40q is no day of the calendar; write it like 2026-11-30", l.Cell["due_date"])
	}
	if payer != nil && payee != nil {
		key := InvoiceKey(payer.Code, payee.Code, l.Cell["reference"])
		if at, twice := e.first[key]; twice {
			bad("reference", "duplicate_in_file", "the invoice %s stands on line %d already", key, at)
		} else {
			e.first[key] = l.At
		}
	}
	if len(e.faults) > before {
		return nil
	}
	return &Invoice{
		Meta: govern.Meta{ID: e.run + govern.ID("-"+strconv.Itoa(l.At))}, Cycle: e.cycle.ID, Unit: payer.Unit,
		Payer: payer.ID, Payee: payee.ID, Reference: l.Cell["reference"], Amount: amount, DueDate: l.Cell["due_date"],
	}
}

type complain func(column, code, detail string, args ...any)

const longestReference = 64 // as Invoice declares

func (e *entry) checkReference(text string, bad complain) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		bad("reference", "missing", "an invoice needs its number")
	case n > longestReference:
		bad("reference", "too_long", "these are %d characters, %d are allowed", n, longestReference)
	case strings.TrimSpace(text) != text || strings.ContainsAny(text, "\r\n\t"):
		bad("reference", "bad_character", "%q begins or ends with a blank, or holds a tab or line end", text)
	}
}

func (e *entry) participant(cell map[string]string, column string, bad complain) *Participant {
	p := e.participants[cell[column]]
	if p == nil {
		bad(column, "unknown_participant", "there is no participant with the code %.40q", cell[column])
	}
	return p
}

func readAmount(text string, currency money.Currency, bad complain) money.Money {
	if !currency.Known() {
		bad("currency", "unknown_currency", "%.40q is no currency of ISO 4217; write three capital letters such as EUR", string(currency))
		if _, err := money.ParseDecimal(text); err != nil {
			bad("amount", string(money.BadAmount), "%v", err)
		}
		return money.Money{}
	}
	amount, err := money.Parse(text, currency)
	var refused *money.Error
	switch {
	case errors.As(err, &refused):
		bad("amount", string(refused.Code), "%s", refused.Detail)
	case amount.Sign() == 0:
		bad("amount", "zero_amount", "an invoice over nothing is none")
	}
	return amount
}

// known faults the invoices that were entered before, in whatever cycle, and
// returns the others.
func (e *entry) known(ctx context.Context, q store.Reader, invoices []*Invoice, lines map[govern.ID]int) ([]*Invoice, error) {
	byPayer := map[govern.ID][]*Invoice{}
	var payers []govern.ID
	for _, i := range invoices {
		if byPayer[i.Payer] == nil {
			payers = append(payers, i.Payer)
		}
		byPayer[i.Payer] = append(byPayer[i.Payer], i)
	}
	seen := map[[3]string]string{} // payer, payee, reference → code of the cycle
	for _, payer := range payers {
		for some := range slices.Chunk(byPayer[payer], lookups) {
			if err := lookUp(ctx, q, payer, some, seen); err != nil {
				return nil, err
			}
		}
	}
	var fresh []*Invoice
	for _, i := range invoices {
		if code, there := seen[[3]string{string(i.Payer), string(i.Payee), i.Reference}]; there {
			e.faults = append(e.faults, RowFault{Line: lines[i.ID], Column: "reference", Code: "already_entered", Detail: fmt.Sprintf("the invoice %s was entered in the cycle %s", i.Reference, code)})
			continue
		}
		fresh = append(fresh, i)
	}
	return fresh, nil
}

// lookups is how many references are looked up at once; always so many, so that
// the statement is prepared once.
const lookups = 100

var lookUpSQL = func() string {
	marks := make([]string, lookups)
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(i+2)
	}
	return `SELECT invoice.payee, invoice.reference, cycle.code FROM invoice, cycle WHERE cycle.id = invoice.cycle AND invoice.payer = $1 AND invoice.reference IN (` + strings.Join(marks, ", ") + `)`
}()

func lookUp(ctx context.Context, q store.Reader, payer govern.ID, invoices []*Invoice, seen map[[3]string]string) error {
	args := []any{string(payer)}
	for n := range lookups {
		args = append(args, invoices[min(n, len(invoices)-1)].Reference)
	}
	return q.Query(ctx, func(scan store.Scan) error {
		var payee, reference, code string
		err := scan(&payee, &reference, &code)
		seen[[3]string{string(payer), payee, reference}] = code
		return err
	}, lookUpSQL, args...)
}

// totals are the control sum over all amounts whatever their currency, and the
// sum of each currency, of those that can be read.
func totals(lines []line) (all money.Decimal, by map[money.Currency]money.Decimal) {
	by = map[money.Currency]money.Decimal{}
	for _, l := range lines {
		amount, err := money.ParseDecimal(l.Cell["amount"])
		if err != nil {
			continue
		}
		all = all.Add(amount)
		currency := money.Currency(l.Cell["currency"])
		by[currency] = by[currency].Add(amount)
	}
	return all, by
}
