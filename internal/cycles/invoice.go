package cycles

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
)

// Invoice is what one participant owes another. Input is payable-driven: the
// payer enters it, and its unit is the payer's, so that a company's people see
// and edit only their own.
type Invoice struct {
	govern.Meta
	Cycle     govern.ID   `json:"cycle" db:"cycle" audit:"show" ref:"cycle"`
	Unit      govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" doc:"The payer's unit."`
	Payer     govern.ID   `json:"payer" db:"payer" audit:"show" ref:"participant"`
	Payee     govern.ID   `json:"payee" db:"payee" audit:"show" ref:"participant"`
	Reference string      `json:"reference" db:"reference" audit:"show" minLength:"1" maxLength:"64" doc:"The invoice's number; once for ever between payer and payee."`
	Amount    money.Money `json:"amount" db:"amount_minor,currency" audit:"show" doc:"Not zero; negative for a credit note."`
	DueDate   string      `json:"due_date" db:"due_date" audit:"show" required:"false" doc:"The day on which it is due: 2026-11-15."`
}

// Invoices are what is netted. They change only while their cycle is open.
var Invoices = govern.Declare(govern.Table[Invoice]{
	Name: "invoice",
	Doc:  "What one participant owes another.",
	Target: func(i *Invoice) access.Target {
		return access.Target{Unit: string(i.Unit), Records: []access.Record{record("participant", i.Payer), record("cycle", i.Cycle)}}
	},
	Unique: [][]string{{"payer", "payee", "reference"}},
	Parent: &govern.Parent[Invoice]{Table: "cycle", ID: func(i *Invoice) govern.ID { return i.Cycle }},
	Check:  checkInvoice,
})

func checkInvoice(ctx context.Context, q govern.Reader, before, after *Invoice) error {
	for _, i := range []*Invoice{before, after} {
		if i == nil {
			continue
		}
		c, err := Cycles.Get(ctx, q, i.Cycle)
		if err != nil {
			return err
		}
		if err := demandState(c, "Invoices change only while it is open; reopen its input first.", Opened); err != nil {
			return err
		}
	}
	if after == nil {
		return nil
	}
	if before != nil && before.Cycle != after.Cycle {
		return fault.Bad("cycle", "cycle_fixed", "An invoice stays in its cycle; delete it here and enter it there.")
	}
	payer, err := Participants.Get(ctx, q, after.Payer)
	if err != nil {
		return err
	}
	if after.Unit != payer.Unit {
		return fault.Bad("unit", "not_the_payers_unit", "The payer enters its invoices: give the unit of %s.", payer.Code)
	}
	if after.Payer == after.Payee {
		return fault.Bad("payee", "self_invoice", "%s cannot owe itself.", payer.Code)
	}
	if after.Amount.Sign() == 0 {
		return fault.Bad("amount", "zero_amount", "An invoice over nothing is none.")
	}
	if err := demandCurrency("amount.currency", after.Amount.Currency); err != nil {
		return err
	}
	return demandDate("due_date", after.DueDate)
}
