package payments

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Order is one payment. It is a part of its package: they share version, lock
// and digest.
type Order struct {
	govern.Meta
	OfCustomer
	Package govern.ID `json:"package" db:"package" audit:"show" ref:"package"`
	Number  int64     `json:"number" db:"number" audit:"show" minimum:"1" doc:"Its place in the package; the file keeps this order."`
	Account govern.ID `json:"account" db:"account" audit:"show" ref:"account" doc:"The account that pays."`

	BankInstruction        govern.ID `json:"bank_instruction" db:"bank_instruction" audit:"show" ref:"bank_instruction"`
	BankInstructionVersion int64     `json:"bank_instruction_version" db:"bank_instruction_version" audit:"show" doc:"The version of the bank instruction at entry."`
	Creditor

	Amount        money.Money `json:"amount" db:"amount_minor,currency" audit:"show"`
	ExecutionDate string      `json:"execution_date" db:"execution_date" audit:"show" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"YYYY-MM-DD."`
	EndToEndID    string      `json:"end_to_end_id" db:"end_to_end_id" audit:"show" minLength:"1" maxLength:"35" doc:"Reaches the beneficiary; never used for another order."`
	Remittance    string      `json:"remittance" db:"remittance" audit:"show" required:"false" maxLength:"140" doc:"What is paid, for the beneficiary."`
	Kind          string      `json:"kind" db:"kind" audit:"show" enum:"intercompany,third_party,tax,salary"`
	ChargeBearer  string      `json:"charge_bearer" db:"charge_bearer" audit:"show" required:"false" enum:"DEBT,CRED,SHAR,SLEV" doc:"Who pays the banks; empty: as agreed with the bank."`
	Details
	Removed  bool      `json:"removed" db:"removed" audit:"show" required:"false" doc:"Taken out of the package. The row stays, so that its end-to-end id is never used again."`
	RepairOf govern.ID `json:"repair_of" db:"repair_of" audit:"show" required:"false" ref:"order" doc:"The rejected or returned order that this one pays anew."`
	Flags
	Fate
}

// ViewSalary is the permission to be shown single salaries. Without it they are
// told in totals alone.
const ViewSalary = "order.view_salary"

// Orders are all payments.
var Orders = govern.Declare(govern.Table[Order]{
	Name:      "order",
	Doc:       "One payment of a package.",
	Unique:    [][]string{{"end_to_end_id"}, {"package", "number"}},
	Parent:    &govern.Parent[Order]{Table: "package", Part: true, ID: func(o *Order) govern.ID { return o.Package }},
	ByCommand: true,
	Guard:     &govern.Guard{Column: "kind", Is: "salary", Permission: ViewSalary},
	Target:    orderTarget,
	Check:     checkOrder,
	Payee:     payeeOfOrder,
})

func orderTarget(o *Order) access.Target {
	return o.target(access.Record{Table: "package", ID: string(o.Package)}, access.Record{Table: "account", ID: string(o.Account)})
}

// Target is what a permission for the order is asked on: its unit, the order
// itself, its package, account and customer.
func (o *Order) Target() access.Target {
	t := orderTarget(o)
	t.Records = append(t.Records, access.Record{Table: "order", ID: string(o.ID)})
	return t
}

func checkOrder(ctx context.Context, q govern.Reader, before, after *Order) error {
	if after == nil {
		return fault.New(fault.Conflict, "order_stays", "An order is never deleted; remove it from its package.")
	}
	var was *OfCustomer
	if before != nil {
		if was = &before.OfCustomer; before.Package != after.Package || before.Number != after.Number {
			return fixed("package", "The package of an order and its place there")
		}
		if before.Removed {
			return fault.New(fault.Conflict, "order_removed", "This order was removed from its package; enter a new one.")
		}
	}
	p, err := found(ctx, q, Packages, after.Package)
	if err != nil {
		return err
	}
	if p != nil && before != nil && before.entered() == after.entered() {
		return p.reported(before, after)
	}
	if p != nil {
		if err := p.in("changed", Drafted); err != nil {
			return err
		}
		if p.Customer != after.Customer {
			return fault.Bad("customer", "other_customer", "The package is of the customer %s; give that customer.", p.Customer)
		}
		if p.Kind != "mixed" && p.Kind != after.Kind {
			return fault.Bad("kind", "other_kind", "The package is of %s orders only; this one is %s.", p.Kind, after.Kind)
		}
	}
	if err := after.check(ctx, q, was); err != nil || after.Removed {
		return err
	}
	return after.checkEntry(ctx, q, before)
}

// checkEntry holds what is said of the payment against account, instruction and
// the rules of the bank file.
func (o *Order) checkEntry(ctx context.Context, q govern.Reader, before *Order) error {
	a, err := found(ctx, q, Accounts, o.Account)
	if err != nil {
		return err
	}
	b, err := found(ctx, q, BankInstructions, o.BankInstruction)
	if err != nil {
		return err
	}
	switch {
	case a == nil || b == nil:
		return fault.Bad("account", "not_yet", "Account and bank instruction of an order must stand before it is entered.")
	case a.Customer != o.Customer:
		return fault.Bad("account", "other_customer", "The account %s is another customer's.", a.Name)
	case o.Amount.Currency != a.Currency:
		return fault.Bad("amount", "other_currency", "The account %s is in %s, not in %q.", a.Name, a.Currency, o.Amount.Currency)
	case b.Currency != "" && b.Currency != o.Amount.Currency:
		return fault.Bad("bank_instruction", "other_currency", "%s is paid in %s there, not in %s.", b.Owner, b.Currency, o.Amount.Currency)
	case o.BankInstructionVersion != b.Version:
		return fault.Bad("bank_instruction_version", "instruction_changed", "The bank instruction of %s is at version %d, not %d: look at it again.", b.Owner, b.Version, o.BankInstructionVersion)
	case o.Creditor != b.Creditor():
		return fault.Bad("bank_instruction", "other_creditor", "The order says something else of the beneficiary than the bank instruction.")
	}
	if err := o.checkKind(ctx, q, b); err != nil {
		return err
	}
	if before == nil || before.ExecutionDate != o.ExecutionDate {
		if err := a.takes(ctx, q, o.ExecutionDate); err != nil {
			return err
		}
	}

	c, err := found(ctx, q, Customers, o.Customer)
	if err != nil {
		return err
	}
	debtor := a.Name // of a customer that the same plan makes: only the form is looked at here
	if c != nil {
		debtor = c.Name
	}
	if err := writable(debtor, a, o); err != nil {
		return err
	}
	used, err := taken(ctx, q, `SELECT id FROM "order" WHERE end_to_end_id = $1 AND id <> $2`, o.EndToEndID, string(o.ID))
	if err != nil || used {
		return orUsed(err, "end_to_end_id", o.EndToEndID)
	}
	return nil
}

// OrdersOf are the orders of a package, in their order, without removed ones.
func OrdersOf(ctx context.Context, r store.Reader, pkg govern.ID) ([]*Order, error) {
	return Orders.Find(ctx, r, `"package" = $1 AND removed = 0 ORDER BY number`, string(pkg))
}
