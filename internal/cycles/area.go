// Package cycles is multilateral netting as a governed area: participants, the
// cycle and its steps, the invoices and rates that go in, and the settlements
// that come out of package netting.
//
// It guarantees that input changes only while a cycle is open, that every rate
// was keyed by two people, that what was computed is discarded by whatever
// changes its input, and that a result carries the SHA-256 of exactly what it
// was computed from, in the form that `countersign netting compute` reads.
package cycles

import (
	"context"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
)

// Tables are the area's tables.
var Tables = []govern.Any{Participants, Cycles, Invoices, Rates, Settlements}

// Verbs are the area's commands.
var Verbs = []govern.Verb{
	{Name: "cycle.draft", Area: area, Doc: "Plans a cycle, or changes one that is a draft; the id in the address becomes the cycle's.", Makes: true, New: func() govern.Action { return &Draft{} }},
	{Name: "cycle.open", Area: area, Doc: "Opens a draft for input.", New: func() govern.Action { return &Open{} }},
	{Name: "cycle.import_invoices", Area: area, Doc: "Takes the invoices of a CSV file in one change.", New: func() govern.Action { return &ImportInvoices{} }, Severable: true},
	{Name: "cycle.close_input", Area: area, Doc: "Ends the input of invoices.", New: func() govern.Action { return &CloseInput{} }},
	{Name: "cycle.reopen_input", Area: area, Doc: "Opens a cycle for input again and discards what was computed.", New: func() govern.Action { return &ReopenInput{} }},
	{Name: "cycle.key_rate", Area: area, Doc: "Keys a rate for the first time, or anew.", New: func() govern.Action { return &KeyRate{} }},
	{Name: "cycle.confirm_rate", Area: area, Doc: "Keys a rate again, blind, as another person; both must agree.", New: func() govern.Action { return &ConfirmRate{} }},
	{Name: "cycle.fix_rates", Area: area, Doc: "Locks the rates, once every currency needed has a confirmed one.", New: func() govern.Action { return &FixRates{} }},
	{Name: "cycle.compute", Area: area, Doc: "Nets the cycle and writes what settles each participant.", New: func() govern.Action { return &Compute{} }},
	{Name: "cycle.approve_result", Area: area, Doc: "Agrees to the result, after proving that it still stands on its inputs.", New: func() govern.Action { return &Approve{} }},
	{Name: "cycle.close", Area: area, Doc: "Ends a settled cycle for ever.", New: func() govern.Action { return &Close{} }},
}

const area = "netting"

// on is the part of a command that names its cycle.
type on struct {
	id govern.ID `json:"-"`
}

// On sets the cycle that the command is for.
func (o *on) On(id govern.ID) { o.id = id }

// Targets is the cycle.
func (o *on) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Cycles.Targets(ctx, q, o.id)
}

// TargetOf is what a permission on the cycle is asked on: its unit and itself.
func TargetOf(c *Cycle) access.Target {
	return access.Target{Unit: string(c.Unit), Records: []access.Record{{Table: "cycle", ID: string(c.ID)}}}
}

// record names one record to access decisions.
func record(table string, id govern.ID) access.Record {
	return access.Record{Table: table, ID: string(id)}
}

// demandDate refuses text that is not a day of the calendar; "" is none.
func demandDate(field, text string) error {
	if text == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return fault.Bad(field, "bad_date", "%q is no day of the calendar; write it like 2026-11-30.", text)
	}
	return nil
}

// demandCurrency refuses codes that ISO 4217 does not list.
func demandCurrency(field string, c money.Currency) error {
	if !c.Known() {
		return fault.Bad(field, "unknown_currency", "%q is no currency of ISO 4217; give three capital letters such as EUR.", c)
	}
	return nil
}
