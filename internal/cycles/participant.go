package cycles

import (
	"context"
	"errors"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Participant is a company whose invoices are netted.
type Participant struct {
	govern.Meta
	Code            string         `json:"code" db:"code" audit:"show" minLength:"1" maxLength:"20" pattern:"^[A-Z0-9][A-Z0-9_-]*$" doc:"What files call it."`
	Name            string         `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Unit            govern.ID      `json:"unit" db:"unit" audit:"show" ref:"unit" doc:"The company in the organisation's tree; its people see its invoices."`
	Currency        money.Currency `json:"currency" db:"currency" audit:"show" doc:"The currency that it settles in."`
	BankInstruction govern.ID      `json:"bank_instruction" db:"bank_instruction" audit:"show" required:"false" doc:"Where it is paid."`
}

// Participants are all companies that take part in netting.
var Participants = govern.Declare(govern.Table[Participant]{
	Name:   "participant",
	Doc:    "A company whose invoices are netted.",
	Target: func(p *Participant) access.Target { return access.Target{Unit: string(p.Unit)} },
	Unique: [][]string{{"code"}},
	Check:  checkParticipant,
})

func checkParticipant(ctx context.Context, q govern.Reader, before, after *Participant) error {
	if after == nil {
		return nil
	}
	if err := demandCurrency("currency", after.Currency); err != nil {
		return err
	}
	if before == nil {
		return nil
	}
	if before.Code != after.Code {
		return fault.Bad("code", "code_fixed", "The code %s stays: files and digests name the company by it.", before.Code)
	}
	if before.Currency == after.Currency && before.Unit == after.Unit {
		return nil
	}
	// What was computed rests on the settlement currency, and the unit says who
	// sees it.
	var cycle string
	err := q.QueryRow(ctx, []any{&cycle}, `SELECT cycle.code FROM cycle, settlement WHERE settlement.cycle = cycle.id AND settlement.participant = $1
		AND cycle.state IN ('calculated', 'approved') ORDER BY cycle.code LIMIT 1`, string(after.ID))
	if errors.Is(err, store.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "participant_in_use", "The cycle %s has been computed with %s as it is. Reopen its input, or settle it first.", cycle, after.Code)
}
