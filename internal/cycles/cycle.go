package cycles

import (
	"context"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
)

// State is how far a cycle has come. The states dispute_closed (after
// input_closed) and reconciled (after settled) come with disputes and with the
// reconciliation of settlements.
type State string

// The states, in their order.
const (
	Drafted     State = "draft"
	Opened      State = "open"
	InputClosed State = "input_closed"
	RatesFixed  State = "rates_fixed"
	Calculated  State = "calculated"
	Approved    State = "approved"
	Settled     State = "settled"
	Closed      State = "closed"
)

// next are the states that may follow each; staying is always one of them, for
// changes of a draft and for computing again.
var next = map[State][]State{
	"":          {Drafted},
	Drafted:     {Drafted, Opened},
	Opened:      {InputClosed},
	InputClosed: {RatesFixed, Opened},
	RatesFixed:  {Calculated, Opened},
	Calculated:  {Calculated, Approved, Opened},
	Approved:    {Settled, Opened},
	Settled:     {Closed},
}

// computed are the states in which a cycle has a result.
var computed = []State{Calculated, Approved, Settled, Closed}

// Summary is what a cycle came to. The texts are exact decimals in the base
// currency; SavingsPct is a percentage with at most two decimals.
type Summary struct {
	PaymentsBefore int64  `json:"payments_before,omitempty" doc:"Invoices."`
	PaymentsAfter  int64  `json:"payments_after,omitempty" doc:"Settlements that are not zero."`
	GrossBase      string `json:"gross_base,omitempty"`
	NetBase        string `json:"net_base,omitempty"`
	SavingsPct     string `json:"savings_pct,omitempty"`
	ResidueBase    string `json:"residue_base,omitempty" doc:"What rounding leaves to the centre."`
}

// Cycle is one round of netting.
type Cycle struct {
	govern.Root
	Code           string         `json:"code" db:"code" audit:"show" minLength:"1" maxLength:"20" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]*$" doc:"What people call it: 2026-11."`
	Unit           govern.ID      `json:"unit" db:"unit" audit:"show" ref:"unit" doc:"The unit that runs it: the netting centre."`
	BaseCurrency   money.Currency `json:"base_currency" db:"base_currency" audit:"show"`
	SettlementDate string         `json:"settlement_date" db:"settlement_date" audit:"show" doc:"The day on which settlements are paid: 2026-11-30."`
	State          State          `json:"state" db:"state" audit:"show" enum:"draft,open,input_closed,rates_fixed,calculated,approved,settled,closed"`
	Result         Summary        `json:"result" db:"result" audit:"show" required:"false"`
	InputsDigest   string         `json:"inputs_digest" db:"inputs_digest" audit:"show" required:"false" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of what the result was computed from."`
}

// Cycles are all rounds of netting. They change by their steps alone.
var Cycles = govern.Declare(govern.Table[Cycle]{
	Name:      "cycle",
	Doc:       "One round of netting.",
	Target:    TargetOf,
	Unique:    [][]string{{"code"}},
	ByCommand: true,
	Check:     checkCycle,
})

func checkCycle(_ context.Context, _ govern.Reader, before, after *Cycle) error {
	if after == nil {
		return fault.New(fault.Conflict, "cycle_stays", "A cycle is never deleted.")
	}
	var was State
	if before != nil {
		was = before.State
	}
	if !slices.Contains(next[was], after.State) {
		return fault.New(fault.Conflict, "wrong_state", "A cycle that is %s does not become %s.", words(was), words(after.State))
	}
	if was != "" && was != Drafted && (after.Code != before.Code || after.Unit != before.Unit || after.BaseCurrency != before.BaseCurrency || after.SettlementDate != before.SettlementDate) {
		return fault.New(fault.Conflict, "cycle_fixed", "Code, unit, base currency and dates are fixed once the cycle is open.")
	}
	if slices.Contains(computed, after.State) != (after.InputsDigest != "") {
		return fault.New(fault.Internal, "bad_result", "A cycle has a result exactly from its computation on.")
	}
	if err := demandCurrency("base_currency", after.BaseCurrency); err != nil {
		return err
	}
	if after.SettlementDate == "" {
		return fault.Bad("settlement_date", "too_short", "Give the day on which settlements are paid.")
	}
	return demandDate("settlement_date", after.SettlementDate)
}

func words(s State) string {
	if s == "" {
		return "not there yet"
	}
	return strings.ReplaceAll(string(s), "_", " ")
}

// in reads the cycle and refuses it outside the given states; todo says what
// would help.
func (o *on) in(ctx context.Context, q govern.Reader, todo string, states ...State) (*Cycle, error) {
	c, err := Cycles.Get(ctx, q, o.id)
	if err != nil {
		return nil, err
	}
	return c, demandState(c, todo, states...)
}

func demandState(c *Cycle, todo string, states ...State) error {
	if slices.Contains(states, c.State) {
		return nil
	}
	return fault.New(fault.Conflict, "wrong_state", "The cycle %s is %s. %s", c.Code, words(c.State), todo)
}
