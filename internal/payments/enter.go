package payments

import (
	"context"
	"fmt"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Draft is a package as it is entered: the body of package.create, and what
// other rooms plan packages from.
type Draft struct {
	ID       govern.ID `json:"-"`
	Code     string    `json:"code" maxLength:"30" doc:"Names the package and its file for ever."`
	Customer govern.ID `json:"customer"`
	Kind     string    `json:"kind" enum:"intercompany,third_party,tax,salary,mixed"`
	Orders   []Entry   `json:"orders"`
}

// Entry is an order as it is entered.
type Entry struct {
	ID              govern.ID `json:"-"`
	Account         govern.ID `json:"account" doc:"The account that pays."`
	BankInstruction govern.ID `json:"bank_instruction"`
	// A version that is given is refused unless it is the present one: what the
	// person looked at is what will be paid.
	BankInstructionVersion int64       `json:"bank_instruction_version" required:"false" doc:"The version that was looked at; missing: the present one."`
	Amount                 money.Money `json:"amount"`
	ExecutionDate          string      `json:"execution_date" doc:"YYYY-MM-DD."`
	EndToEndID             string      `json:"end_to_end_id" maxLength:"35"`
	Remittance             string      `json:"remittance" required:"false" maxLength:"140"`
	Kind                   string      `json:"kind" required:"false" enum:"intercompany,third_party,tax,salary" doc:"Missing: the package's kind."`
	ChargeBearer           string      `json:"charge_bearer" required:"false" enum:"DEBT,CRED,SHAR,SLEV"`
	Details
	RepairOf govern.ID `json:"repair_of" required:"false" doc:"The rejected or returned order that this one pays anew."`
}

// Draw gives the package and its orders their ids.
func (d *Draft) Draw(newID func() govern.ID) {
	d.ID = newID()
	drawEntries(d.Orders, newID)
}

func drawEntries(entries []Entry, newID func() govern.ID) {
	for i := range entries {
		entries[i].ID = newID()
	}
}

// NewPackage plans a draft package with its orders, entered by the user. The
// ids must have been drawn. Faults name the place within the draft, such as
// orders[2].account.
func NewPackage(ctx context.Context, q govern.Reader, user string, d *Draft) ([]govern.RowChange, error) {
	p, err := d.open(ctx, q, user)
	if err != nil {
		return nil, err
	}
	orders, err := p.newOrders(ctx, q, user, "orders", 1, d.Orders)
	if err != nil {
		return nil, err
	}
	return append([]govern.RowChange{Packages.Insert(p)}, orders...), nil
}

// open is the draft without its orders.
func (d *Draft) open(ctx context.Context, q govern.Reader, user string) (*Package, error) {
	c, err := named(ctx, q, Customers, "customer", d.Customer)
	if err != nil {
		return nil, err
	}
	p := &Package{
		OfCustomer: OfCustomer{Customer: c.ID, Unit: c.Unit}, Code: d.Code, Kind: d.Kind, State: Drafted,
		CreatedBy: user, EnteredBy: []string{user}, Gone: []string{},
	}
	p.ID = d.ID
	return p, nil
}

// newOrders plans orders of the package, numbered from first.
func (p *Package) newOrders(ctx context.Context, q govern.Reader, user, field string, first int64, entries []Entry) ([]govern.RowChange, error) {
	var orders []*Order
	place := map[string]string{}
	for i := range entries {
		at := fmt.Sprintf("%s[%d]", field, i)
		if other, twice := place[entries[i].EndToEndID]; twice {
			return nil, fault.Bad(at+".end_to_end_id", "already_used", "%q stands at %s already.", entries[i].EndToEndID, other)
		}
		place[entries[i].EndToEndID] = at
		o, err := p.order(ctx, q, user, at+".", &entries[i])
		if err != nil {
			return nil, err
		}
		o.ID, o.Number = entries[i].ID, first+int64(i)
		// The Engine checks every planned row again; here the fault can still
		// name the place in what was entered.
		if err := o.checkEntry(ctx, q, nil); err != nil {
			return nil, within(at+".", err)
		}
		orders = append(orders, o)
	}
	c, err := Customers.Get(ctx, q, p.Customer)
	if err != nil {
		return nil, err
	}
	if err := flagged(ctx, q, c, p.ID, orders); err != nil {
		return nil, err
	}
	rows := make([]govern.RowChange, len(orders))
	for i, o := range orders {
		rows[i] = Orders.Insert(o)
	}
	return rows, nil
}

// order is what is entered, with the present say of its bank instruction. Who
// may not see the instruction is told what they would be told of none, lest an
// order tells them where others are paid.
func (p *Package) order(ctx context.Context, q govern.Reader, user, at string, e *Entry) (*Order, error) {
	if _, err := named(ctx, q, Accounts, at+"account", e.Account); err != nil {
		return nil, err
	}
	b, err := named(ctx, q, BankInstructions, at+"bank_instruction", e.BankInstruction)
	if err == nil && !q.May(user, "bank_instruction.view", b.Target()) {
		err = fault.Bad(at+"bank_instruction", "unknown_reference", "There is no bank instruction %s.", e.BankInstruction)
	}
	if err != nil {
		return nil, err
	}
	o := &Order{
		OfCustomer: p.OfCustomer, Package: p.ID, Account: e.Account, BankInstruction: b.ID, BankInstructionVersion: e.BankInstructionVersion,
		Creditor: b.Creditor(), Amount: e.Amount, ExecutionDate: e.ExecutionDate, EndToEndID: e.EndToEndID, Remittance: e.Remittance,
		Kind: e.Kind, ChargeBearer: e.ChargeBearer, Details: e.Details, RepairOf: e.RepairOf,
	}
	if o.BankInstructionVersion == 0 {
		o.BankInstructionVersion = b.Version
	}
	if o.Kind == "" {
		if o.Kind = p.Kind; o.Kind == "mixed" {
			return nil, fault.Bad(at+"kind", "kind_missing", "In a mixed package every order names its own kind.")
		}
	}
	if o.RepairOf != "" {
		if err := o.checkRepair(ctx, q, at, e.ID); err != nil {
			return nil, err
		}
	}
	if p.Kind != "mixed" && o.Kind != p.Kind {
		return nil, fault.Bad(at+"kind", "other_kind", "The package is of %s orders only; this one is %s.", p.Kind, o.Kind)
	}
	return o, nil
}

// within puts the place before the field of a fault.
func within(at string, err error) error {
	f := *fault.From(err)
	if f.Kind != fault.Internal {
		f.Field = at + f.Field
	}
	return &f
}

// named reads a record that the body names; that there is none is the body's
// fault, not the address's.
func named[T any](ctx context.Context, r store.Reader, t *govern.Table[T], field string, id govern.ID) (*T, error) {
	row, err := t.Get(ctx, r, id)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.Bad(field, "unknown_reference", "%s", fault.From(err).Detail)
	}
	return row, err
}

// Create enters a package with its orders in one change.
type Create struct{ Draft }

// Name is the command's name.
func (*Create) Name() string { return "package.create" }

// On does nothing: the package does not exist yet, its id is drawn.
func (*Create) On(govern.ID) {}

// Targets are those of the customer that the package will be of.
func (c *Create) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	of, err := named(ctx, q, Customers, "customer", c.Customer)
	if err != nil {
		return nil, err
	}
	return []access.Target{(&OfCustomer{Customer: of.ID, Unit: of.Unit}).target()}, nil
}

// Plan inserts package and orders.
func (c *Create) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	rows, err := NewPackage(ctx, q, who.User, &c.Draft)
	return govern.Plan{Rows: rows}, err
}
