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
// two_versions, instruction_changed, not_intercompany, call_back_missing, those of
// the day, and what the bank file could not hold.
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
	if err := instructionsStand(ctx, q, orders); err != nil {
		return govern.Plan{}, err
	}
	customer, err := Customers.Get(ctx, q, p.Customer)
	if err != nil {
		return govern.Plan{}, err
	}
	next := *p
	next.State, next.Submission, next.SubmittedAt, next.Debtor = Awaiting, p.Submission+1, q.Now(), customer.Name
	next.EndedBy, next.Why, next.Gone = "", "", []string{}
	if err := next.bind(ctx, q, orders); err != nil {
		return govern.Plan{}, err
	}
	rows, err := next.lookAgain(ctx, q, customer, orders)
	if err != nil {
		return govern.Plan{}, err
	}
	if _, next.Digest, err = next.render(ctx, q, orders); err != nil {
		return govern.Plan{}, err
	}
	return govern.Plan{Rows: append([]govern.RowChange{Packages.Update(p, &next)}, rows...), Facts: []audit.Fact{{Name: "digest", Value: next.Digest}}}, nil
}

// bind takes from the accounts what holds for the whole file, and refuses days
// that their banks do not take.
func (p *Package) bind(ctx context.Context, q govern.Reader, orders []*Order) error {
	p.FileVersion, p.DualDisposition = "", false
	for i, o := range orders {
		a, err := Accounts.Get(ctx, q, o.Account)
		if err != nil {
			return err
		}
		if err := a.takes(ctx, q, o.ExecutionDate); err != nil {
			return o.named(err)
		}
		if i > 0 && a.FileVersion != p.FileVersion {
			return o.named(fault.Bad("account", "two_versions", "The accounts of a package take one version of the file; %s takes another than those before it.", a.Name))
		}
		p.FileVersion, p.DualDisposition = a.FileVersion, p.DualDisposition || a.DualDisposition
	}
	return nil
}

// lookAgain flags the orders as of now; possible duplicates hold the package.
func (p *Package) lookAgain(ctx context.Context, q govern.Reader, c *Customer, orders []*Order) ([]govern.RowChange, error) {
	next := make([]*Order, len(orders))
	for i, o := range orders {
		again := *o
		next[i] = &again
	}
	if err := flagged(ctx, q, c, p.ID, next); err != nil {
		return nil, err
	}
	var rows []govern.RowChange
	twins := 0
	why := ""
	for i, o := range next {
		if o.Flags != orders[i].Flags {
			rows = append(rows, Orders.Update(orders[i], o))
		}
		if o.PossibleDuplicate != "" {
			if twins++; twins == 1 {
				why = fmt.Sprintf("%s may pay the same as %s.", o.EndToEndID, o.PossibleDuplicate)
			}
		}
		if err := o.calledBack(ctx, q, q.Now(), c); err != nil {
			return nil, err
		}
	}
	if twins > 1 {
		why += fmt.Sprintf(" So may %d more.", twins-1)
	}
	if twins > 0 && !p.Held {
		p.Held, p.HeldBy, p.HeldAt, p.HeldWhy = true, "", q.Now(), why
	}
	return rows, nil
}

// named names the order in a fault about one of many.
func (o *Order) named(err error) error {
	return within(fmt.Sprintf("orders[%d].", o.Number-1), err)
}

// instructionsStand refuses intercompany orders to who is no participant any
// more, and orders whose beneficiary is now to be paid elsewhere: whoever changed the instruction had a reason, and the orders would
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
		if err := o.checkKind(ctx, r, b); err != nil {
			return o.named(err)
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
	if err := p.in("reopened", Awaiting, Declined, Stale); err != nil {
		return govern.Plan{}, err
	}
	next := *p
	next.State, next.SubmittedAt, next.Debtor, next.Digest, next.Verdict = Drafted, 0, "", "", signing.Verdict{}
	next.FileVersion, next.DualDisposition = "", false
	return govern.Plan{Rows: []govern.RowChange{Packages.Update(p, &next)}}, nil
}
