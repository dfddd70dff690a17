package cycles

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
)

// Rate is what one unit of a currency is worth in the cycle's base currency.
type Rate struct {
	govern.Meta
	Cycle       govern.ID      `json:"cycle" db:"cycle" audit:"show" ref:"cycle"`
	Unit        govern.ID      `json:"unit" db:"unit" audit:"show" ref:"unit" doc:"The cycle's unit."`
	Currency    money.Currency `json:"currency" db:"currency" audit:"show"`
	Value       money.Decimal  `json:"value" db:"value" audit:"show" doc:"Above zero, at most 12 decimals."`
	State       string         `json:"state" db:"state" audit:"show" enum:"keyed,confirmed"`
	KeyedBy     govern.ID      `json:"keyed_by" db:"keyed_by" audit:"show" ref:"user"`
	ConfirmedBy govern.ID      `json:"confirmed_by" db:"confirmed_by" audit:"show" ref:"user" required:"false"`
}

const (
	keyed     = "keyed"
	confirmed = "confirmed"
)

// Rates are keyed by one person and keyed again by another. The base currency
// has none: it is 1.
var Rates = govern.Declare(govern.Table[Rate]{
	Name: "rate",
	Doc:  "What one unit of a currency is worth in the cycle's base currency.",
	Target: func(r *Rate) access.Target {
		return access.Target{Unit: string(r.Unit), Records: []access.Record{record("cycle", r.Cycle)}}
	},
	Unique:    [][]string{{"cycle", "currency"}},
	Parent:    &govern.Parent[Rate]{Table: "cycle", ID: func(r *Rate) govern.ID { return r.Cycle }},
	ByCommand: true,
	Check:     checkRate,
})

func checkRate(_ context.Context, q govern.Reader, _, after *Rate) error {
	if after == nil {
		return nil
	}
	if err := demandCurrency("currency", after.Currency); err != nil {
		return err
	}
	if after.Value.Sign() <= 0 {
		return fault.Bad("value", "bad_rate", "A rate is above zero.")
	}
	if (after.State == confirmed) != (after.ConfirmedBy != "") {
		return fault.New(fault.Internal, "bad_rate_state", "A rate names who confirmed it exactly when it is confirmed.")
	}
	// Asked here, and so again when a held confirmation is executed.
	if after.State == confirmed && q.Person(string(after.ConfirmedBy)) == q.Person(string(after.KeyedBy)) {
		return fault.New(fault.Denied, "own_rate", "You keyed this rate; somebody else has to key it again.")
	}
	return nil
}
