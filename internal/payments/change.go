package payments

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// onPackage is what commands on a package have in common.
type onPackage struct {
	id govern.ID `json:"-"`
}

// On names the package.
func (c *onPackage) On(id govern.ID) { c.id = id }

// Targets is the package.
func (c *onPackage) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Packages.Targets(ctx, q, c.id)
}

// AddOrders enters further orders in a draft.
type AddOrders struct {
	onPackage
	Orders []Entry `json:"orders" minItems:"1"`
}

// Name is the command's name.
func (*AddOrders) Name() string { return "package.add_orders" }

// Draw gives the orders their ids.
func (c *AddOrders) Draw(newID func() govern.ID) { drawEntries(c.Orders, newID) }

// Plan inserts the orders after those that are there.
func (c *AddOrders) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, err := Packages.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.in("changed", Drafted); err != nil {
		return govern.Plan{}, err
	}
	if len(c.Orders) == 0 {
		return govern.Plan{}, fault.Bad("orders", "orders_missing", "Give at least one order.")
	}
	var last int64
	err = q.QueryRow(ctx, []any{&last}, `SELECT coalesce(max(number), 0) FROM "order" WHERE "package" = $1`, string(p.ID))
	if err != nil {
		return govern.Plan{}, err
	}
	rows, err := p.newOrders(ctx, q, who.User, "orders", last+1, c.Orders)
	return p.entered(rows, who), err
}

// entered plans changes of the package's orders, and remembers who made them.
func (p *Package) entered(rows []govern.RowChange, who govern.Actor) govern.Plan {
	next := *p
	if next.enter(who.User) {
		rows = append(rows, Packages.Update(p, &next))
	}
	return govern.Plan{Rows: rows}
}

// onOrder is what commands on an order have in common.
type onOrder struct {
	id govern.ID `json:"-"`
}

// On names the order.
func (c *onOrder) On(id govern.ID) { c.id = id }

// Targets is the order with its package.
func (c *onOrder) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Orders.Targets(ctx, q, c.id)
}

func (c *onOrder) read(ctx context.Context, q govern.Reader) (*Order, *Package, error) {
	o, err := Orders.Get(ctx, q, c.id)
	if err != nil {
		return nil, nil, err
	}
	p, err := Packages.Get(ctx, q, o.Package)
	if err != nil {
		return nil, nil, err
	}
	return o, p, p.in("changed", Drafted)
}

// ChangeOrder enters an order of a draft anew. Its bank instruction is taken as
// it is now.
type ChangeOrder struct {
	onOrder
	Entry
}

// Name is the command's name.
func (*ChangeOrder) Name() string { return "order.change" }

// Targets are the order as it is and as it would be: it can only be moved
// between accounts by somebody who may change orders of both.
func (c *ChangeOrder) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	o, err := Orders.Get(ctx, q, c.id)
	if err != nil {
		return nil, err
	}
	moved := *o
	moved.Account = c.Account
	return []access.Target{o.Target(), moved.Target()}, nil
}

// Plan updates the order.
func (c *ChangeOrder) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	o, p, err := c.read(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	next, err := p.order(ctx, q, who.User, "", &c.Entry)
	if err != nil {
		return govern.Plan{}, err
	}
	next.Meta, next.Number, next.Removed = o.Meta, o.Number, o.Removed
	customer, err := Customers.Get(ctx, q, p.Customer)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := flagged(ctx, q, customer, p.ID, []*Order{next}); err != nil {
		return govern.Plan{}, err
	}
	return p.entered([]govern.RowChange{Orders.Update(o, next)}, who), nil
}

// RemoveOrder takes an order out of a draft.
type RemoveOrder struct{ onOrder }

// Name is the command's name.
func (*RemoveOrder) Name() string { return "order.remove" }

// Plan marks the order as removed.
func (c *RemoveOrder) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	o, p, err := c.read(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	next := *o
	next.Removed = true
	return p.entered([]govern.RowChange{Orders.Update(o, &next)}, who), nil
}
