package payments

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/signing"
)

// Account is a bank account that is debited. Its number, bank and currency are
// what it is: they never change, so that no signed order moves to another.
type Account struct {
	govern.Root
	OfCustomer
	Name           string         `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140" doc:"What people call it."`
	IBAN           string         `json:"iban" db:"iban" audit:"show" required:"false" maxLength:"34" doc:"Without spaces; either this or number."`
	Number         string         `json:"number" db:"number" audit:"show" required:"false" maxLength:"34" doc:"The number of an account that has no IBAN."`
	BIC            string         `json:"bic" db:"bic" audit:"show" maxLength:"11" minLength:"8" doc:"Of the bank."`
	Currency       money.Currency `json:"currency" db:"currency" audit:"show" minLength:"3" maxLength:"3"`
	RequiredPoints int64          `json:"required_points" db:"required_points" audit:"show" required:"false" minimum:"0" doc:"Points that signatures must reach; 0 or missing: 10."`

	CutOff          string `json:"cut_off" db:"cut_off" audit:"show" required:"false" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" doc:"HH:MM: until then the bank takes orders for the same day; empty: until the day's end."`
	Zone            string `json:"zone" db:"zone" audit:"show" required:"false" maxLength:"64" doc:"Where the cut-off is told, such as Europe/Berlin."`
	DualDisposition bool   `json:"dual_disposition" db:"dual_disposition" audit:"show" required:"false" doc:"Whether an accepted package waits until a second party releases it."`
	FileVersion     string `json:"file_version" db:"file_version" audit:"show" required:"false" enum:"pain.001.001.03,pain.001.001.09" doc:"What the bank takes; empty: pain.001.001.09."`
	RecallVersion   string `json:"recall_version" db:"recall_version" audit:"show" required:"false" enum:"camt.055.001.08,camt.056.001.08" doc:"How the bank is asked to give a payment back; empty: camt.056.001.08."`
}

// Accounts are all bank accounts that are debited.
var Accounts = govern.Declare(govern.Table[Account]{
	Name:   "account",
	Doc:    "A bank account of a customer that orders are paid from.",
	Unique: [][]string{{"iban", "number", "bic", "currency"}},
	Target: func(a *Account) access.Target { return a.target() },
	Check: func(ctx context.Context, q govern.Reader, before, after *Account) error {
		if after == nil {
			return nil
		}
		if after.RequiredPoints == 0 {
			after.RequiredPoints = signing.DefaultRequired
		}
		if err := after.checkCutOff(); err != nil {
			return err
		}
		if before == nil {
			if err := checkNumber(after.IBAN, after.Number, after.BIC); err != nil {
				return err
			}
			if err := checkCurrency("currency", after.Currency); err != nil {
				return err
			}
			return after.check(ctx, q, nil)
		}
		for _, f := range []struct{ field, was, is string }{
			{"iban", before.IBAN, after.IBAN},
			{"number", before.Number, after.Number},
			{"bic", before.BIC, after.BIC},
			{"currency", string(before.Currency), string(after.Currency)},
		} {
			if f.was != f.is {
				return fixed(f.field, "The "+f.field+" of an account")
			}
		}
		return after.check(ctx, q, &before.OfCustomer)
	},
	Benefits: func(ctx context.Context, q govern.Reader, before, after *Account) ([]govern.ID, error) {
		if before == nil || after == nil || after.RequiredPoints >= before.RequiredPoints {
			return nil, nil
		}
		return usersWhere(ctx, q, `SELECT "user" FROM account_signatory WHERE account = $1 ORDER BY "user"`, after.ID)
	},
})

// Signatory is a user with points on one account.
type Signatory struct {
	govern.Meta
	OfCustomer
	Account govern.ID `json:"account" db:"account" audit:"show" ref:"account"`
	User    govern.ID `json:"user" db:"user" audit:"show" ref:"user"`
	Points  int64     `json:"points" db:"points" audit:"show" minimum:"1" doc:"What the user's signature adds on this account."`
}

// Signatories are who signs for which account.
var Signatories = govern.Declare(govern.Table[Signatory]{
	Name:   "account_signatory",
	Doc:    "A user who signs for an account, with points.",
	Unique: [][]string{{"account", "user"}},
	Parent: &govern.Parent[Signatory]{Table: "account", ID: func(s *Signatory) govern.ID { return s.Account }},
	Target: func(s *Signatory) access.Target {
		return s.target(access.Record{Table: "account", ID: string(s.Account)})
	},
	Check: func(ctx context.Context, q govern.Reader, before, after *Signatory) error {
		if after == nil {
			return nil
		}
		var was *OfCustomer
		if before != nil {
			if was = &before.OfCustomer; before.Account != after.Account || before.User != after.User {
				return fixed("account", "Account and user of a signatory")
			}
		}
		a, err := found(ctx, q, Accounts, after.Account)
		if err != nil {
			return err
		}
		if a != nil && a.Customer != after.Customer {
			return fault.Bad("customer", "other_customer", "The account is of the customer %s; give that customer.", a.Customer)
		}
		return after.check(ctx, q, was)
	},
	Benefits: func(_ context.Context, _ govern.Reader, before, after *Signatory) ([]govern.ID, error) {
		if after == nil || before != nil && after.Points <= before.Points {
			return nil, nil
		}
		return []govern.ID{after.User}, nil
	},
})
