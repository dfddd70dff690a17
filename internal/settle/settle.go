// Package settle is the room where netting and payments meet: an approved cycle
// becomes a package of payment orders, in one change.
package settle

import (
	"context"
	"fmt"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/money"
)

// Settle turns what an approved cycle pays out into the orders of one package:
// for every participant that receives, an order from the customer's account in
// that currency to the participant's bank instruction.
type Settle struct {
	Package  string    `json:"package" minLength:"1" maxLength:"30" doc:"The code of the package that is made."`
	Customer govern.ID `json:"customer" doc:"Who pays: the customer that the netting centre's accounts belong to."`

	cycle, pkg govern.ID
}

// Verbs are the commands of this room.
var Verbs = []govern.Verb{{
	Name: "cycle.settle", Area: "netting", New: func() govern.Action { return &Settle{} },
	Doc: "Turns what an approved cycle pays out into the orders of one package.",
}}

// Name is the command's name.
func (*Settle) Name() string { return "cycle.settle" }

// On names the cycle.
func (s *Settle) On(id govern.ID) { s.cycle = id }

// Draw gives the package its id; an order has the id of the settlement that it
// pays.
func (s *Settle) Draw(newID func() govern.ID) { s.pkg = newID() }

// Targets are the cycle and the customer who pays.
func (s *Settle) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	cycle, err := cycles.Cycles.Get(ctx, q, s.cycle)
	if err != nil {
		return nil, err
	}
	customer, err := s.payer(ctx, q)
	if err != nil {
		return nil, err
	}
	of := access.Target{Unit: string(customer.Unit), Records: []access.Record{{Table: "customer", ID: string(customer.ID)}}}
	return []access.Target{cycles.TargetOf(cycle), of}, nil
}

func (s *Settle) payer(ctx context.Context, q govern.Reader) (*payments.Customer, error) {
	c, err := payments.Customers.Get(ctx, q, s.Customer)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.Bad("customer", "unknown_reference", "%s", fault.From(err).Detail)
	}
	return c, err
}

// Plan makes the package, and the cycle settled. Faults: wrong_state,
// nothing_to_pay, no_bank_instruction, no_account, not_intercompany, and those of a package's
// orders, naming the participant.
func (s *Settle) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	cycle, err := cycles.Cycles.Get(ctx, q, s.cycle)
	if err != nil {
		return govern.Plan{}, err
	}
	step, err := cycles.Settle(cycle)
	if err != nil {
		return govern.Plan{}, err
	}
	set, err := cycles.Cycles.Children(ctx, q, cycle.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	draft := &payments.Draft{ID: s.pkg, Code: s.Package, Customer: s.Customer, Kind: payments.Intercompany}
	if draft.Orders, err = s.orders(ctx, q, cycle); err != nil {
		return govern.Plan{}, err
	}
	rows, err := payments.NewPackage(ctx, q, who.User, draft)
	if err != nil {
		return govern.Plan{}, err
	}
	return govern.Plan{
		Rows: append([]govern.RowChange{step}, rows...), Reads: []govern.Read{set}, Record: govern.Ref{Table: "cycle", ID: cycle.ID},
		Facts: []audit.Fact{{Name: "inputs_sha256", Value: cycle.InputsDigest}, {Name: "package", Value: s.Package}, {Name: "orders", Value: fmt.Sprint(len(draft.Orders))}},
	}, nil
}

func (s *Settle) orders(ctx context.Context, q govern.Reader, cycle *cycles.Cycle) ([]payments.Entry, error) {
	settlements, err := cycles.SettlementsOf(ctx, q, cycle.ID)
	if err != nil {
		return nil, err
	}
	var orders []payments.Entry
	for _, st := range settlements {
		if st.Direction != "receive" {
			continue
		}
		p, err := cycles.Participants.Get(ctx, q, st.Participant)
		if err != nil {
			return nil, err
		}
		if p.BankInstruction == "" {
			return nil, fault.New(fault.Conflict, "no_bank_instruction", "%s receives %s and has no bank instruction; enter one first.", p.Name, st.Amount)
		}
		account, err := s.account(ctx, q, st.Amount.Currency)
		if err != nil {
			return nil, err
		}
		orders = append(orders, payments.Entry{
			ID: st.ID, Account: account, BankInstruction: p.BankInstruction, Amount: st.Amount, ExecutionDate: cycle.SettlementDate,
			EndToEndID: Reference(cycle, p), Remittance: "Netting " + cycle.Code,
		})
	}
	if len(orders) == 0 {
		return nil, fault.New(fault.Conflict, "nothing_to_pay", "No participant of this cycle receives anything.")
	}
	return orders, nil
}

// Reference is the end-to-end id of a participant's settlement, both ways.
func Reference(cycle *cycles.Cycle, p *cycles.Participant) string {
	return "NET-" + cycle.Code + "-" + p.Code
}

// account is the customer's one account in the currency.
func (s *Settle) account(ctx context.Context, q govern.Reader, c money.Currency) (govern.ID, error) {
	list, err := payments.Accounts.Find(ctx, q, `customer = $1 AND currency = $2 ORDER BY id`, string(s.Customer), string(c))
	if err != nil {
		return "", err
	}
	if len(list) != 1 {
		return "", fault.New(fault.Conflict, "no_account", "The customer has %d accounts in %s; exactly one is needed to pay from.", len(list), c)
	}
	return list[0].ID, nil
}
