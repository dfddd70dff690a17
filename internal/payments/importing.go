package payments

import (
	"context"
	"fmt"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/iso20022"
	"github.com/countersign/countersign/money"
)

// mostOrders is how many orders one file may bring: they are one change.
const mostOrders = 10_000

// Import enters a package from a file, CSV or pain.001: all its orders in one
// change, or none and what is wrong with every row.
type Import struct {
	Code     string    `json:"code" maxLength:"30" doc:"Names the package and its file for ever."`
	Customer govern.ID `json:"customer" ref:"customer"`
	Kind     string    `json:"kind" enum:"intercompany,third_party,tax,salary,mixed"`
	FileName string    `json:"file_name" minLength:"1" maxLength:"200"`
	Content  string    `json:"content" doc:"The file's text. CSV has a header line of account,creditor_account,currency,amount,execution_date,end_to_end_id and optionally creditor,remittance,reference,reference_type,kind,charge_bearer,purpose,service_level,ultimate_debtor; accounts are named by IBAN or number. pain.001 is of version 03 or 09."`

	id  govern.ID
	ids func(n int) govern.ID
}

// Name is the command's name.
func (*Import) Name() string { return "package.import" }

// On does nothing: the package does not exist yet, its id is drawn.
func (*Import) On(govern.ID) {}

// Draw names the package; its orders are called by it and their row.
func (c *Import) Draw(newID func() govern.ID) {
	c.id = newID()
	c.ids = func(n int) govern.ID { return govern.ID(fmt.Sprintf("%s-%d", c.id, n)) }
}

// Targets are those of the customer that the package will be of.
func (c *Import) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return (&TakeReport{Customer: c.Customer}).Targets(ctx, q)
}

// Plan inserts package and orders. Faults: of the file, not_text, empty_file,
// unknown_column, column_twice, missing_column, bad_quotes, too_many_rows,
// no_rows and those of pain.001; and bad_rows, which holds RowFaults.
func (c *Import) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	if c.FileName == "" {
		return govern.Plan{}, fault.Bad("file_name", "too_short", "Give the file's name.")
	}
	rows, faults, err := c.rows()
	if err != nil {
		return govern.Plan{}, err
	}
	if len(rows)+len(faults) == 0 {
		return govern.Plan{}, fault.Bad("content", "no_rows", "%s has no orders.", c.FileName)
	}
	d := &Draft{ID: c.id, Code: c.Code, Customer: c.Customer, Kind: c.Kind}
	p, err := d.open(ctx, q, who.User)
	if err != nil {
		return govern.Plan{}, err
	}
	orders, faults, err := c.enter(ctx, q, who.User, p, rows, faults)
	if err != nil {
		return govern.Plan{}, err
	}
	if len(faults) > 0 {
		return govern.Plan{}, faults.refusal(c.FileName, len(rows))
	}
	plan := govern.Plan{
		Record: govern.Ref{Table: "package", ID: p.ID}, Rows: []govern.RowChange{Packages.Insert(p)},
		Facts: append(audit.FileFacts(c.FileName, []byte(c.Content)), audit.RowFacts(len(orders), len(orders))...),
	}
	customer, err := Customers.Get(ctx, q, p.Customer)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := flagged(ctx, q, customer, p.ID, orders); err != nil {
		return govern.Plan{}, err
	}
	for _, o := range orders {
		plan.Rows = append(plan.Rows, Orders.Insert(o))
	}
	return plan, nil
}

// Brought names the file for the log when it was refused.
func (c *Import) Brought(error) []audit.Fact {
	facts := audit.FileFacts(c.FileName, []byte(c.Content))
	if rows, faults, err := c.rows(); err == nil {
		facts = append(facts, audit.RowFacts(len(rows)+len(faults), 0)...)
	}
	return facts
}

// rows tells the formats apart: pain.001 is XML, CSV is not.
func (c *Import) rows() ([]row, RowFaults, error) {
	text := strings.TrimPrefix(c.Content, "\ufeff")
	if !strings.HasPrefix(strings.TrimSpace(text), "<") {
		return readRows(text)
	}
	m, _, err := iso20022.ReadPain001(strings.NewReader(text), iso20022.Limits{Entries: mostOrders})
	if err != nil {
		return nil, nil, unreadable(err)
	}
	var rows []row
	for i := range m.Payments {
		for j := range m.Payments[i].Transfers {
			rows = append(rows, rowOf(&m.Payments[i], &m.Payments[i].Transfers[j], len(rows)+1))
		}
	}
	return rows, nil, nil
}

// enter turns rows into orders, and adds the faults of those that are none.
func (c *Import) enter(ctx context.Context, q govern.Reader, user string, p *Package, rows []row, faults RowFaults) ([]*Order, RowFaults, error) {
	var orders []*Order
	first := map[string]int{}
	names := &directory{ctx: ctx, q: q, user: user, customer: p.Customer}
	for i, r := range rows {
		o, err := c.order(ctx, q, user, p, names, &r)
		if err == nil && first[r.EndToEndID] > 0 {
			err = fault.Bad("end_to_end_id", "already_used", "%q stands in row %d already.", r.EndToEndID, first[r.EndToEndID])
		}
		if err == nil {
			o.ID, o.Number = c.ids(i+1), int64(i+1)
			err = o.checkEntry(ctx, q, nil)
		}
		if f := fault.From(err); err != nil && f.Kind != fault.Invalid {
			return nil, nil, err
		} else if err != nil {
			faults = append(faults, RowFault{r.at, f.Field, f.Code, f.Detail})
			continue
		}
		first[r.EndToEndID] = r.at
		orders = append(orders, o)
	}
	return orders, faults, nil
}

// order finds what the row names, and makes the order of it.
func (c *Import) order(ctx context.Context, q govern.Reader, user string, p *Package, names *directory, r *row) (*Order, error) {
	currency := money.Currency(r.currency)
	if err := checkCurrency("currency", currency); err != nil {
		return nil, err
	}
	amount, err := money.Parse(r.amount, currency)
	if err != nil {
		return nil, fault.Bad("amount", "bad_amount", "%.40q is no amount of %s: write it like 1234.50.", r.amount, currency)
	}
	r.Amount = amount
	if r.Account, err = names.account(r.account, currency); err != nil {
		return nil, err
	}
	if r.BankInstruction, err = names.instruction(r.creditorAccount, r.creditorBIC, r.creditor, currency); err != nil {
		return nil, err
	}
	return p.order(ctx, q, user, "", &r.Entry)
}

// directory finds accounts and bank instructions by what files call them.
type directory struct {
	ctx      context.Context
	q        govern.Reader
	user     string
	customer govern.ID
}

func (d *directory) account(number string, currency money.Currency) (govern.ID, error) {
	list, err := Accounts.Find(d.ctx, d.q, `customer = $1 AND currency = $2 AND (iban = $3 OR number = $3) ORDER BY id`, string(d.customer), string(currency), number)
	if err != nil {
		return "", err
	}
	if number == "" || len(list) != 1 {
		return "", fault.Bad("account", "unknown_account", "The customer has no account %.40q in %s.", number, currency)
	}
	return list[0].ID, nil
}

// instruction is the one that the user may see and that pays there. Where several
// do, the beneficiary's name tells them apart.
func (d *directory) instruction(number, bic, name string, currency money.Currency) (govern.ID, error) {
	list, err := BankInstructions.Find(d.ctx, d.q, `(iban = $1 OR number = $1) AND (currency = '' OR currency = $2) ORDER BY id`, number, string(currency))
	if err != nil {
		return "", err
	}
	var fit []*BankInstruction
	for _, b := range list {
		if number == "" || !d.q.May(d.user, "bank_instruction.view", b.Target()) {
			continue
		}
		if (bic == "" || b.BIC == "" || bic == b.BIC) && (name == "" || alike(name, b.Owner)) {
			fit = append(fit, b)
		}
	}
	switch len(fit) {
	case 0:
		return "", fault.Bad("creditor_account", "unknown_beneficiary", "No bank instruction pays %.140q at %.40q in %s; enter one and have it agreed to first.", name, number, currency)
	case 1:
		return fit[0].ID, nil
	}
	return "", fault.Bad("creditor", "ambiguous_beneficiary", "%d bank instructions pay at %.40q; name the beneficiary as one of them does.", len(fit), number)
}

// alike compares names as the bank file writes them.
func alike(a, b string) bool {
	x, errA := iso20022.Latin(a)
	y, errB := iso20022.Latin(b)
	return errA == nil && errB == nil && strings.EqualFold(x, y)
}
