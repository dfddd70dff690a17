package collude

import (
	"cmp"
	"fmt"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/signing"
)

// transfer is a payment from one account to a beneficiary that nobody was paid by
// before, in the making.
type transfer struct {
	*Scene
	ask      *Ask
	account  *payments.Account
	customer access.Record
	channel  govern.ID // of the account's bank; "" for none
	verdict  *signing.Case
	sign     set // who could sign for the account
	*course
}

// course is what payments from all accounts have in common.
type course struct {
	cycles  []*cycles.Cycle // that wait to be settled
	parties []*cycles.Participant
	begin   []beginning
}

// paid are the ways in which a payment leaves the account: somebody enters or
// changes where the beneficiary is paid, somebody makes it an order of a package,
// the package is submitted and signed, and the installation delivers it.
func (s *Scene) paid(ask *Ask, a *payments.Account) ([]*way, error) {
	t := &transfer{Scene: s, ask: ask, account: a, customer: access.Record{Table: "customer", ID: string(a.Customer)}, sign: set{}}
	verdict, signatories, err := payments.CaseOf(s.ctx, s.Read, a.ID)
	if err != nil {
		return nil, err
	}
	t.verdict = &verdict
	for _, u := range signatories {
		t.sign[string(u)] = true
	}
	if c, err := deliver.Channels.One(s.ctx, s.Read, `bic = $1`, a.BIC); err != nil {
		return nil, err
	} else if c != nil {
		t.channel = c.ID
	}
	if err := t.prepare(); err != nil {
		return nil, err
	}
	return t.ways(), nil
}

// prepare reads what is the same for every account, once.
func (t *transfer) prepare() (err error) {
	if t.course = t.Scene.course; t.course != nil {
		return nil
	}
	t.course = &course{}
	if t.cycles, err = cycles.Cycles.Find(t.ctx, t.Read, `state = 'approved' ORDER BY id`); err != nil {
		return err
	}
	if t.parties, err = cycles.Participants.Find(t.ctx, t.Read, `1 = 1 ORDER BY id`); err != nil {
		return err
	}
	if t.begin, err = t.beginnings(); err == nil {
		t.Scene.course = t.course
	}
	return err
}

// ways are each beginning with each manner of going on. Most of a large
// organisation's are nobody's: who enters orders for one plant does not see where
// the others pay. Such a way is looked at only when there is no other.
func (t *transfer) ways() (list []*way) {
	var nobodys *way
	entered := 0
	leave := func(w *way) {
		t.leaves(w)
		w.apart(entered, entered+2, "nobody signs a package that they entered")
		list = append(list, w)
	}
	for _, b := range t.begin {
		for _, e := range t.entries(b) {
			w := &way{}
			w.Name = b.name + "; " + e.name
			w.Given = append(w.Given, e.given...)
			for _, st := range b.steps {
				w.step(t.Scene, st, b.on)
			}
			entered = len(w.Steps)
			w.only(t.Scene, e.doing, e.on, t.able("bank_instruction.view", b.target))
			if w.nobody {
				nobodys = cmp.Or(nobodys, w)
				continue
			}
			leave(w)
		}
	}
	if len(list) == 0 && nobodys != nil {
		entered = len(nobodys.Steps) - 1
		leave(nobodys)
	}
	return list
}

// leaves adds what brings an entered package to the bank.
func (t *transfer) leaves(w *way) {
	pkg := access.Target{Unit: string(t.account.Unit), Records: []access.Record{t.customer}}
	step := func(before, after payments.State) row {
		return row{"package", "update", t.ofPackage(before), t.ofPackage(after)}
	}
	on := "a package of " + string(t.account.Customer)
	w.step(t.Scene, &doing{command: "package.submit", on: []access.Target{pkg}, rows: []row{step(payments.Drafted, payments.Awaiting)}}, on)
	signature := row{"signature", "insert", nil, map[string]any{"customer": string(t.account.Customer), "unit": string(t.account.Unit), "withdrawn": false}}
	w.signed(t.Scene,
		&doing{command: "package.sign", on: []access.Target{pkg}, rows: []row{signature}},
		&doing{command: "package.sign", on: []access.Target{pkg}, rows: []row{signature, step(payments.Awaiting, payments.Accepted)}},
		on, t.verdict, t.sign)
	if t.channel == "" {
		w.step(t.Scene, &doing{command: "channel.insert", on: []access.Target{{}}, rows: []row{{"channel", "insert", nil, map[string]any{"bic": t.account.BIC}}}}, "a channel to "+t.account.BIC)
	}
	file := access.Target{Records: []access.Record{{Table: "channel", ID: string(t.channel)}}}
	queued := map[string]any{"state": deliver.Queued, "subject_table": "package", "channel": string(t.channel)}
	w.by(t.Scene, t.Courier, &doing{command: "delivery.queue", on: []access.Target{file}, rows: []row{{"delivery", "insert", nil, queued}}}, "the bank file")
	w.by(t.Scene, t.Courier, &doing{command: "delivery.record", on: []access.Target{file}, rows: []row{{"delivery", "update", queued, queued}}}, "the bank file")
}

// ofPackage is what is known of the package in a state.
func (t *transfer) ofPackage(state payments.State) map[string]any {
	m := map[string]any{"customer": string(t.account.Customer), "unit": string(t.account.Unit), "state": string(state)}
	if t.ask.Kind != "" {
		m["kind"] = t.ask.Kind
	}
	return m
}

// entry is one manner of making the payment an order.
type entry struct {
	name, on string
	given    []string
	doing    *doing
}

func (t *transfer) entries(b beginning) []entry {
	of := access.Target{Unit: string(t.account.Unit), Records: []access.Record{t.customer}}
	order := access.Target{Unit: of.Unit, Records: []access.Record{t.customer, {Table: "account", ID: string(t.account.ID)}}}
	draft := row{"package", "update", t.ofPackage(payments.Drafted), t.ofPackage(payments.Drafted)}
	with := func(op string, before map[string]any) row { return row{"order", op, before, t.ofOrder(b)} }
	list := []entry{
		{"a package of one's own", "a new package of " + t.customer.ID, nil, &doing{
			command: "package.create", on: []access.Target{of},
			rows: []row{{"package", "insert", nil, t.ofPackage(payments.Drafted)}, with("insert", nil)},
		}},
		{"an order added to a draft", "a draft of " + t.customer.ID, []string{"a draft package of the customer stands"}, &doing{
			command: "package.add_orders", on: []access.Target{of}, rows: []row{draft, with("insert", nil)},
		}},
		{"an order of a draft changed", "a draft of " + t.customer.ID, []string{"a draft package of the customer stands"}, &doing{
			command: "order.change", on: []access.Target{order}, rows: []row{draft, with("update", t.ofOrder(beginning{}))},
		}},
	}
	if !b.netted || t.ask.Kind != "" && t.ask.Kind != payments.Intercompany {
		return list
	}
	for _, c := range t.approvedAt() {
		list = append(list, entry{"a netted cycle settled", "a cycle of " + c.Unit, []string{"an approved cycle pays the participant"}, &doing{
			command: "cycle.settle", on: []access.Target{c, of}, rows: []row{
				{"cycle", "update", map[string]any{"state": "approved", "unit": c.Unit}, map[string]any{"state": "settled", "unit": c.Unit}},
				{"package", "insert", nil, as(t.ofPackage(payments.Drafted), payments.Intercompany)},
				{"order", "insert", nil, as(t.ofOrder(b), payments.Intercompany)},
			},
		}})
	}
	return list
}

func as(m map[string]any, kind string) map[string]any {
	m["kind"] = kind
	return m
}

// ofOrder is what is known of the order.
func (t *transfer) ofOrder(b beginning) map[string]any {
	m := map[string]any{"customer": string(t.account.Customer), "unit": string(t.account.Unit), "account": string(t.account.ID), "removed": false}
	if t.ask.Kind != "" {
		m["kind"] = t.ask.Kind
	}
	if t.ask.Amount.Currency != "" {
		m["amount"] = amount(t.ask.Amount)
	}
	if b.id != "" {
		m["bank_instruction"] = b.id
	}
	return m
}

// approvedAt are the targets of the cycles that wait to be settled.
func (t *transfer) approvedAt() []access.Target {
	var list []access.Target
	for _, c := range t.cycles {
		list = append(list, access.Target{Unit: string(c.Unit), Records: []access.Record{{Table: "cycle", ID: string(c.ID)}}})
	}
	return list
}

// named is the account as people call it.
func named(a *payments.Account) string {
	number := a.IBAN
	if number == "" {
		number = a.Number
	}
	return fmt.Sprintf("%s (%s %s)", a.Name, a.Currency, number)
}
