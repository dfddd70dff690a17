// Package payments holds what a group pays with and how it is signed: customers
// and their accounts, signatories, jobs and exclusions, bank instructions, and
// packages of orders from draft to sent.
//
// It guarantees that an order pays what its bank instruction said when it was
// entered, that the bytes that are sent are those that were signed, that nobody
// signs what they entered, and that the verdict of an accepted package stays as
// it was whatever changes afterwards.
package payments

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/iso20022"
)

// Customer is a legal entity that signs. It is a scope: a grant on it reaches
// everything that is the customer's.
type Customer struct {
	govern.Root
	Name string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140" doc:"As it stands in the bank file."`
	Unit govern.ID `json:"unit" db:"unit" audit:"show" ref:"unit" doc:"The company's unit; it stays the same for ever."`

	EnteredMaySign bool  `json:"entered_may_sign" db:"entered_may_sign" audit:"show" required:"false" doc:"Whether who entered orders of a package may sign it too; they do not otherwise."`
	CallBackDays   int64 `json:"call_back_days" db:"call_back_days" audit:"show" required:"false" minimum:"0" doc:"For so many days after a bank instruction changed, its beneficiary is called back before it is paid; 0 or missing: 10."`
	DuplicateDays  int64 `json:"duplicate_days" db:"duplicate_days" audit:"show" required:"false" minimum:"0" doc:"Orders of the same beneficiary, amount and reference within so many days are possible duplicates; 0 or missing: 30."`
}

// What holds where a customer sets nothing.
const (
	defaultCallBackDays  = 10
	defaultDuplicateDays = 30
	mostDays             = 366
)

// Customers are all legal entities that sign.
var Customers = govern.Declare(govern.Table[Customer]{
	Name:   "customer",
	Doc:    "A legal entity that signs: it owns accounts, jobs, exclusions and packages.",
	Unique: [][]string{{"name"}},
	Target: func(c *Customer) access.Target { return access.Target{Unit: string(c.Unit)} },
	Check: func(_ context.Context, _ govern.Reader, before, after *Customer) error {
		if after == nil {
			return nil
		}
		if before != nil && before.Unit != after.Unit {
			return fixed("unit", "The unit of a customer")
		}
		for field, days := range map[string]*int64{"call_back_days": &after.CallBackDays, "duplicate_days": &after.DuplicateDays} {
			if *days > mostDays {
				return fault.Bad(field, "too_large", "At most %d days.", mostDays)
			}
		}
		if after.CallBackDays == 0 {
			after.CallBackDays = defaultCallBackDays
		}
		if after.DuplicateDays == 0 {
			after.DuplicateDays = defaultDuplicateDays
		}
		return checkName("name", after.Name)
	},
	Benefits: func(ctx context.Context, q govern.Reader, before, after *Customer) ([]govern.ID, error) {
		if before == nil || after == nil || before.EnteredMaySign || !after.EnteredMaySign {
			return nil, nil
		}
		return usersWhere(ctx, q, `SELECT DISTINCT "user" FROM account_signatory WHERE customer = $1 ORDER BY "user"`, after.ID)
	},
})

// OfCustomer is embedded in rows that are a customer's. The unit is the
// customer's own, repeated so that grants over units reach the row.
type OfCustomer struct {
	Customer govern.ID `json:"customer" db:"customer" audit:"show" ref:"customer"`
	Unit     govern.ID `json:"unit" db:"unit" audit:"show" ref:"unit" doc:"The customer's unit."`
}

func (o *OfCustomer) target(records ...access.Record) access.Target {
	return access.Target{Unit: string(o.Unit), Records: append(records, access.Record{Table: "customer", ID: string(o.Customer)})}
}

// check keeps a row at its customer, and its unit the customer's: otherwise a
// row could be shown to another company's people by naming their unit.
func (o *OfCustomer) check(ctx context.Context, q govern.Reader, before *OfCustomer) error {
	if before != nil && before.Customer != o.Customer {
		return fixed("customer", "The customer")
	}
	c, err := found(ctx, q, Customers, o.Customer)
	if err != nil || c == nil {
		return err
	}
	if c.Unit != o.Unit {
		return fault.Bad("unit", "other_unit", "%s belongs to the unit %s; give that unit.", c.Name, c.Unit)
	}
	return nil
}

// found reads a record that a planned row names. Nil without an error: the plan
// itself makes the record, for that it exists has been looked at already.
func found[T any](ctx context.Context, r store.Reader, t *govern.Table[T], id govern.ID) (*T, error) {
	row, err := t.Get(ctx, r, id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return row, err
}

func fixed(field, what string) error {
	return fault.Bad(field, "fixed", "%s never changes; make a new record.", what)
}

// checkName refuses a name that no bank file could hold.
func checkName(field, name string) error {
	text, err := iso20022.Latin(name)
	if err != nil {
		return refused(field, err)
	}
	if text == "" || len(text) > 140 {
		return fault.Bad(field, "too_long", "The name has %d characters in the bank's character set; 1 to 140 are allowed.", len(text))
	}
	return nil
}
