package payments

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Flags are what was seen of an order when it was entered and again when its
// package was submitted, for the people who sign it.
type Flags struct {
	InstructionPending bool   `json:"instruction_pending" db:"instruction_pending" audit:"show" required:"false" doc:"A change of its bank instruction waited; it is not signed before the beneficiary was called back."`
	InstructionRecent  bool   `json:"instruction_recent" db:"instruction_recent" audit:"show" required:"false" doc:"Its bank instruction had changed lately; it is not submitted before the beneficiary was called back."`
	PossibleDuplicate  string `json:"possible_duplicate" db:"possible_duplicate" audit:"show" required:"false" doc:"End-to-end id of an order of the same beneficiary, amount and reference; its package is held when it is submitted."`
}

// entered is the order without what others say of it.
func (o *Order) entered() Order {
	e := *o
	e.Flags, e.Fate = Flags{}, Fate{}
	return e
}

// reported takes a change of what others say of an order, in its time.
func (p *Package) reported(before, after *Order) error {
	if before.Flags != after.Flags {
		return p.in("flagged", Drafted)
	}
	return p.in("reported on", Accepted, Released, Sent, Acknowledged, Rejected, Booked)
}

// flagged looks at the orders anew. Those of one package are compared with each
// other too, each with those before it.
func flagged(ctx context.Context, q govern.Reader, c *Customer, pkg govern.ID, orders []*Order) error {
	type same struct {
		Creditor
		minor              int64
		currency           string
		text, ref, refType string
	}
	seen := map[same]string{}
	for _, o := range orders {
		t, err := trustOf(ctx, q, c, o.BankInstruction)
		if err != nil {
			return err
		}
		o.InstructionPending, o.InstructionRecent = t.change != "", t.recent(q.Now())
		who := Creditor{CreditorIBAN: o.CreditorIBAN, CreditorNumber: o.CreditorNumber}
		k := same{who, o.Amount.Minor, string(o.Amount.Currency), o.Remittance, o.Reference, o.ReferenceType}
		if o.PossibleDuplicate = seen[k]; o.PossibleDuplicate == "" {
			if o.PossibleDuplicate, err = o.duplicate(ctx, q, c, pkg); err != nil {
				return err
			}
		}
		seen[k] = o.EndToEndID
	}
	return nil
}

// duplicate is the end-to-end id of an order of another package that pays the
// same beneficiary the same for the same, within the customer's days.
func (o *Order) duplicate(ctx context.Context, r store.Reader, c *Customer, pkg govern.ID) (id string, err error) {
	day, err := dayOf("execution_date", o.ExecutionDate)
	if err != nil {
		return "", err
	}
	from, to := day.AddDate(0, 0, -int(c.DuplicateDays)), day.AddDate(0, 0, int(c.DuplicateDays))
	err = r.QueryRow(ctx, []any{&id}, `SELECT o.end_to_end_id FROM "order" o JOIN package p ON p.id = o."package"
 WHERE o.creditor_iban = $1 AND o.creditor_number = $2 AND o.amount_minor = $3 AND o.currency = $4 AND o.remittance = $5 AND o.reference = $6
 AND o.customer = $7 AND o."package" <> $8 AND o.id <> $9 AND o.removed = 0 AND o.outcome <> 'rejected' AND o.execution_date >= $10 AND o.execution_date <= $11
 AND p.state NOT IN ('withdrawn', 'declined', 'stale') ORDER BY o.end_to_end_id LIMIT 1`,
		o.CreditorIBAN, o.CreditorNumber, o.Amount.Minor, string(o.Amount.Currency), o.Remittance, o.Reference,
		string(o.Customer), string(pkg), string(o.RepairOf), from.Format(time.DateOnly), to.Format(time.DateOnly))
	if errors.Is(err, store.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// trust is what is known of a bank instruction besides what it says.
type trust struct {
	change string      // that waits to change it
	maker  string      // of that change
	made   govern.Time // of that change
	turned govern.Time // when it last came to pay elsewhere
	days   int64       // for how long that is lately
	called govern.Time // when the beneficiary was last called back
}

func trustOf(ctx context.Context, r store.Reader, c *Customer, instruction govern.ID) (*trust, error) {
	t := &trust{days: c.CallBackDays}
	var made int64
	err := r.QueryRow(ctx, []any{&t.change, &t.maker, &made}, `SELECT c.id, c.maker, c.made_at FROM change_record r JOIN "change" c ON c.id = r."change" WHERE r.table_name = 'bank_instruction' AND r.record = $1`, string(instruction))
	if err != nil && !errors.Is(err, store.ErrNoRows) {
		return nil, err
	}
	t.made = govern.Time(made)
	if t.turned, err = BankInstructions.Turned(ctx, r, instruction); err != nil {
		return nil, err
	}
	last, err := CallBacks.Find(ctx, r, `bank_instruction = $1 ORDER BY noted_at DESC, id DESC LIMIT 1`, string(instruction))
	if err == nil && len(last) > 0 {
		t.called = last[0].NotedAt
	}
	return t, err
}

// recent reports whether the instruction came to pay elsewhere lately.
func (t *trust) recent(now govern.Time) bool {
	return t.turned > 0 && now.UTC().Before(t.turned.UTC().AddDate(0, 0, int(t.days)))
}

// calledBack refuses orders of a package that waits, see Order.calledBack.
func calledBack(ctx context.Context, r store.Reader, now govern.Time, p *Package, orders []*Order) error {
	c, err := Customers.Get(ctx, r, p.Customer)
	if err != nil {
		return err
	}
	for _, o := range orders {
		if err := o.calledBack(ctx, r, now, c); err != nil {
			return err
		}
	}
	return nil
}

// calledBack refuses an order that pays where others would rather be paid, until
// somebody has asked the beneficiary since.
func (o *Order) calledBack(ctx context.Context, r store.Reader, now govern.Time, c *Customer) error {
	t, err := trustOf(ctx, r, c, o.BankInstruction)
	if err != nil {
		return err
	}
	why := ""
	switch {
	case t.change != "" && t.called <= t.made:
		why = "a change of it waits"
	case t.recent(now) && t.called <= t.turned:
		why = fmt.Sprintf("it changed less than %d days ago", t.days)
	default:
		return nil
	}
	return o.named(&fault.Error{
		Kind: fault.Conflict, Code: "call_back_missing", Field: "bank_instruction",
		Detail: fmt.Sprintf("Call %s back on a number that you knew before, and note it on the bank instruction: %s.", o.CreditorName, why),
	})
}
