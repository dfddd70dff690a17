package payments

import (
	"context"
	"math"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Band is what an account requires from an amount on. The amount is that of one
// order, and the sum that one beneficiary is paid from the account on one day,
// so that splitting does not help.
type Band struct {
	govern.Meta
	OfCustomer
	Account        govern.ID   `json:"account" db:"account" audit:"show" ref:"account"`
	From           money.Money `json:"from" db:"from_minor,from_currency" audit:"show" doc:"From this amount on, in the account's currency."`
	RequiredPoints int64       `json:"required_points" db:"required_points" audit:"show" minimum:"1" doc:"Points that signatures must reach then."`
}

// Bands are the amount bands of all accounts.
var Bands = govern.Declare(govern.Table[Band]{
	Name:   "amount_band",
	Doc:    "The points that an account requires from an amount on.",
	Unique: [][]string{{"account", "from_minor"}},
	Key:    []string{"account", "from"},
	Parent: &govern.Parent[Band]{Table: "account", ID: func(b *Band) govern.ID { return b.Account }},
	Target: func(b *Band) access.Target { return b.target(access.Record{Table: "account", ID: string(b.Account)}) },
	Check: func(ctx context.Context, q govern.Reader, before, after *Band) error {
		if after == nil {
			return nil
		}
		var was *OfCustomer
		if before != nil {
			if was = &before.OfCustomer; before.Account != after.Account {
				return fixed("account", "The account of a band")
			}
		}
		if after.From.Minor <= 0 {
			return fault.Bad("from", "not_positive", "The amount must be more than zero.")
		}
		a, err := found(ctx, q, Accounts, after.Account)
		switch {
		case err != nil:
			return err
		case a != nil && a.Customer != after.Customer:
			return fault.Bad("customer", "other_customer", "The account is of the customer %s; give that customer.", a.Customer)
		case a != nil && a.Currency != after.From.Currency:
			return fault.Bad("from", "other_currency", "The account %s is in %s, not in %q.", a.Name, a.Currency, after.From.Currency)
		}
		return after.check(ctx, q, was)
	},
	// Without the band, above a higher amount or with fewer points less suffices.
	Benefits: func(ctx context.Context, q govern.Reader, before, after *Band) ([]govern.ID, error) {
		if before == nil || after != nil && after.RequiredPoints >= before.RequiredPoints && after.From.Minor <= before.From.Minor {
			return nil, nil
		}
		return usersWhere(ctx, q, `SELECT "user" FROM account_signatory WHERE account = $1 ORDER BY "user"`, before.Account)
	},
})

// required is what signatures of these orders, all of one package, must reach on
// the account.
func (a *Account) required(ctx context.Context, r store.Reader, pkg govern.ID, orders []*Order) (int64, error) {
	bands, err := Bands.Find(ctx, r, `account = $1 ORDER BY from_minor`, string(a.ID))
	if err != nil || len(bands) == 0 {
		return a.RequiredPoints, err
	}
	most, err := a.peak(ctx, r, pkg, orders)
	required := a.RequiredPoints
	for _, b := range bands {
		if most >= b.From.Minor {
			required = b.RequiredPoints
		}
	}
	return required, err
}

// daily is what one beneficiary is paid on one day. Who they are is told by
// their account, and once more by their name: either sum counts.
type daily struct{ day, who string }

// peak is the largest sum that a beneficiary is paid from the account on a day
// of these orders, with what other packages that were accepted pay them then.
func (a *Account) peak(ctx context.Context, r store.Reader, pkg govern.ID, orders []*Order) (int64, error) {
	sums := map[daily]int64{}
	add := func(day, name, number string, amount int64) {
		for _, who := range []string{"name " + name, "number " + number} {
			k := daily{day, who}
			sums[k] += min(amount, math.MaxInt64-sums[k])
		}
	}
	days := map[string]bool{}
	for _, o := range orders {
		if o.Account == a.ID {
			add(o.ExecutionDate, o.CreditorName, o.CreditorIBAN+o.CreditorNumber, o.Amount.Minor)
			days[o.ExecutionDate] = true
		}
	}
	for day := range days {
		err := r.Query(ctx, func(scan store.Scan) error {
			var name, iban, number string
			var amount int64
			if err := scan(&name, &iban, &number, &amount); err != nil {
				return err
			}
			for _, who := range []string{"name " + name, "number " + iban + number} {
				if k := (daily{day, who}); sums[k] > 0 { // whom this package pays too
					sums[k] += min(amount, math.MaxInt64-sums[k])
				}
			}
			return nil
		}, `SELECT o.creditor_name, o.creditor_iban, o.creditor_number, o.amount_minor FROM "order" o JOIN package p ON p.id = o."package"
 WHERE o.account = $1 AND o.execution_date = $2 AND o.removed = 0 AND o.outcome <> 'rejected' AND p.id <> $3
 AND p.state IN ('accepted', 'released', 'sent', 'acknowledged', 'booked')`, string(a.ID), day, string(pkg))
		if err != nil {
			return 0, err
		}
	}
	var most int64
	for _, sum := range sums {
		most = max(most, sum)
	}
	return most, nil
}

// summed are the package's orders as far as they are summed: what is asked while
// a package is checked, which orders themselves are checked against.
func summed(ctx context.Context, r store.Reader, pkg govern.ID) (list []*Order, err error) {
	err = r.Query(ctx, func(scan store.Scan) error {
		o := &Order{}
		var account string
		err := scan(&account, &o.ExecutionDate, &o.CreditorName, &o.CreditorIBAN, &o.CreditorNumber, &o.Amount.Minor)
		o.Account = govern.ID(account)
		list = append(list, o)
		return err
	}, `SELECT account, execution_date, creditor_name, creditor_iban, creditor_number, amount_minor FROM "order" WHERE "package" = $1 AND removed = 0`, string(pkg))
	return list, err
}
