package payments

import (
	"context"
	"fmt"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/signing"
)

// Submit asks for signatures: it renders the bank file and freezes its digest.
type Submit struct{ onPackage }

// Name is the command's name.
func (*Submit) Name() string { return "package.submit" }

// Plan makes the draft wait for signatures. Faults: wrong_state, no_orders,
// date_over, instruction_changed, and what the bank file could not hold.
func (c *Submit) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	p, err := Packages.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.in("submitted", Drafted); err != nil {
		return govern.Plan{}, err
	}
	orders, err := OrdersOf(ctx, q, p.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	if len(orders) == 0 {
		return govern.Plan{}, fault.New(fault.Conflict, "no_orders", "The package %s has no orders; enter one before you submit it.", p.Code)
	}
	for _, o := range orders {
		if err := notOver(o.ExecutionDate, q.Now()); err != nil {
			return govern.Plan{}, o.named(err)
		}
	}
	if err := instructionsStand(ctx, q, orders); err != nil {
		return govern.Plan{}, err
	}
	customer, err := Customers.Get(ctx, q, p.Customer)
	if err != nil {
		return govern.Plan{}, err
	}
	next := *p
	next.State, next.Submission, next.SubmittedAt, next.Debtor = Awaiting, p.Submission+1, q.Now(), customer.Name
	next.EndedBy, next.Why = "", ""
	if _, next.Digest, err = next.render(ctx, q, orders); err != nil {
		return govern.Plan{}, err
	}
	return govern.Plan{Rows: []govern.RowChange{Packages.Update(p, &next)}, Facts: []audit.Fact{{Name: "digest", Value: next.Digest}}}, nil
}

// named names the order in a fault about one of many.
func (o *Order) named(err error) error {
	return within(fmt.Sprintf("orders[%d].", o.Number-1), err)
}

// instructionsStand refuses orders whose beneficiary is now to be paid
// elsewhere: whoever changed the instruction had a reason, and the orders would
// pay the old account. What is not paid by, such as the unit, may have changed.
func instructionsStand(ctx context.Context, r store.Reader, orders []*Order) error {
	for _, o := range orders {
		b, err := BankInstructions.Get(ctx, r, o.BankInstruction)
		if err != nil {
			return err
		}
		if o.Creditor != b.Creditor() {
			return o.named(&fault.Error{
				Kind: fault.Conflict, Code: "instruction_changed", Field: "bank_instruction",
				Detail: fmt.Sprintf("The bank instruction of %s changed after the order %s was entered. Make the package a draft again and enter the order anew.", b.Owner, o.EndToEndID),
			})
		}
	}
	return nil
}

// Reopen makes a package a draft again; the signatures stay with the submission
// that they were given for.
type Reopen struct{ onPackage }

// Name is the command's name.
func (*Reopen) Name() string { return "package.reopen" }

// Plan takes digest and file away. Fault: wrong_state.
func (c *Reopen) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	p, err := Packages.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.in("reopened", Awaiting, Declined); err != nil {
		return govern.Plan{}, err
	}
	next := *p
	next.State, next.SubmittedAt, next.Debtor, next.Digest, next.Verdict = Drafted, 0, "", "", signing.Verdict{}
	return govern.Plan{Rows: []govern.RowChange{Packages.Update(p, &next)}}, nil
}
