package cycles

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Settlement is the one payment that settles a participant of a cycle.
type Settlement struct {
	govern.Meta
	Cycle       govern.ID   `json:"cycle" db:"cycle" audit:"show" ref:"cycle"`
	Unit        govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" doc:"The participant's unit."`
	Participant govern.ID   `json:"participant" db:"participant" audit:"show" ref:"participant"`
	Direction   string      `json:"direction" db:"direction" audit:"show" enum:"receive,pay,none" doc:"Seen from the participant."`
	Amount      money.Money `json:"amount" db:"amount_minor,currency" audit:"show" doc:"Without sign, in the participant's currency."`
	ResidueBase string      `json:"residue_base" db:"residue_base" audit:"show" doc:"What rounding gave the participant, in base currency, exact."`
}

// Settlements are the results of computed cycles.
var Settlements = govern.Declare(govern.Table[Settlement]{
	Name: "settlement",
	Doc:  "The one payment that settles a participant of a cycle.",
	Target: func(s *Settlement) access.Target {
		return access.Target{Unit: string(s.Unit), Records: []access.Record{record("participant", s.Participant), record("cycle", s.Cycle)}}
	},
	Unique:    [][]string{{"cycle", "participant"}},
	Parent:    &govern.Parent[Settlement]{Table: "cycle", ID: func(s *Settlement) govern.ID { return s.Cycle }},
	ByCommand: true,
})

// SettlementsOf reads what a cycle settles by, in the order of the participants'
// codes; none before it is computed.
func SettlementsOf(ctx context.Context, r store.Reader, cycle govern.ID) ([]*Settlement, error) {
	return Settlements.Find(ctx, r, `cycle = $1 ORDER BY (SELECT code FROM participant WHERE participant.id = settlement.participant)`, string(cycle))
}

// Settle is the step from approved to settled, for the command that turns the
// settlements into payment orders. Fault wrong_state.
func Settle(before *Cycle) (govern.RowChange, error) {
	if err := demandState(before, "Only an approved cycle is settled.", Approved); err != nil {
		return govern.RowChange{}, err
	}
	after := *before
	after.State = Settled
	return Cycles.Update(before, &after), nil
}
