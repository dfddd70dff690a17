package cycles_test

import (
	"context"
	"strings"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/money"
)

var (
	ctx    = context.Background()
	tables = append([]govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, directory.APITokens, policy.Rules}, cycles.Tables...)
)

// triangle are the invoices of the worked example of the specification.
const triangle = `reference,payer,payee,currency,amount,due_date
1,A,B,EUR,100000,2026-11-10
2,B,C,USD,80000,
3,C,A,GBP,50000.00,
4,B,A,EUR,30000,
5,C,B,USD,33333.33,
`

// town is a house with a netting centre, three companies and two dealers.
type town struct {
	*house.House
	t *testing.T
}

func each(t *testing.T, f func(w *town)) {
	verbs := append([]govern.Verb{{Name: "cycle.settle", Area: "netting", New: func() govern.Action { return &settle{} }}}, cycles.Verbs...)
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		w := &town{h, t}
		w.unit("centre")
		for code, currency := range map[string]money.Currency{"A": "EUR", "B": "USD", "C": "GBP"} {
			w.company(code, "Company "+code, currency)
		}
		w.User("dealer", "cycle.key_rate", "cycle.confirm_rate")
		w.User("checker", "cycle.confirm_rate")
		f(w)
	})
}

func (w *town) unit(id govern.ID) {
	w.Must(w.Submit(house.Founder, govern.PutNew(directory.Units, id, &directory.Unit{Name: string(id)})))
}

func (w *town) company(code, name string, currency money.Currency) {
	id := govern.ID(strings.ToLower(code))
	w.unit(id)
	w.Must(w.Submit(house.Founder, govern.PutNew(cycles.Participants, id, &cycles.Participant{Code: code, Name: name, Unit: id, Currency: currency})))
}

// do asks for a command on a cycle.
func (w *town) do(user string, cycle govern.ID, a govern.Action) (govern.Outcome, error) {
	a.On(cycle)
	return w.Submit(user, a)
}

func (w *town) must(user string, a govern.Action) { w.Must(w.do(user, "2026-11", a)) }

func (w *town) draft() *cycles.Draft {
	return &cycles.Draft{Code: "2026-11", Unit: "centre", BaseCurrency: "EUR", SettlementDate: "2026-11-30"}
}

// open drafts and opens the cycle.
func (w *town) open() {
	w.must(house.Founder, w.draft())
	w.must(house.Founder, &cycles.Open{})
}

// upTo takes the worked example through its steps until the cycle is in a state.
func (w *town) upTo(state cycles.State) {
	w.t.Helper()
	w.open()
	for _, a := range []govern.Action{&cycles.ImportInvoices{File: "triangle.csv", CSV: triangle}, &cycles.CloseInput{}, nil, &cycles.FixRates{}, &cycles.Compute{}, &cycles.Approve{}} {
		if w.cycle().State == state && (state != cycles.Opened || a == nil) {
			return
		}
		if a == nil {
			w.rate("USD", "0.92")
			w.rate("GBP", "1.17")
			continue
		}
		w.must(house.Founder, a)
	}
	if got := w.cycle().State; got != state {
		w.t.Fatalf("the cycle is %s, want %s", got, state)
	}
}

func (w *town) rate(currency money.Currency, value string) {
	w.t.Helper()
	w.must("dealer", &cycles.KeyRate{Currency: currency, Value: w.decimal(value)})
	w.must("checker", &cycles.ConfirmRate{Currency: currency, Value: w.decimal(value)})
}

func (w *town) decimal(text string) money.Decimal {
	w.t.Helper()
	d, err := money.ParseDecimal(text)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func (w *town) cycle() *cycles.Cycle {
	w.t.Helper()
	c, err := cycles.Cycles.Get(ctx, w.DB, "2026-11")
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// wantFault fails unless err is the fault and its text names all that is given.
func (w *town) wantFault(err error, code string, names ...string) {
	w.t.Helper()
	if fault.Code(err) != code {
		w.t.Errorf("got %v, want the fault %s", err, code)
		return
	}
	for _, name := range names {
		if !strings.Contains(err.Error(), name) {
			w.t.Errorf("the fault %q does not name %q", err, name)
		}
	}
}

// facts are those of the newest entry of the command, by name.
func (w *town) facts(command string) map[string]string {
	w.t.Helper()
	found, err := audit.Search(ctx, w.DB, w.Ring, audit.Query{Action: command, Outcome: audit.Applied, Limit: 1})
	if err != nil || len(found) != 1 {
		w.t.Fatalf("%d entries of %s, %v", len(found), command, err)
	}
	facts := map[string]string{}
	for _, f := range found[0].Event.Facts {
		facts[f.Name] = f.Value
	}
	return facts
}

// refused counts the row faults in the newest entry of an import.
func (w *town) refused() (n int) {
	found, err := audit.Search(ctx, w.DB, w.Ring, audit.Query{Action: "cycle.import_invoices", Outcome: audit.Applied, Limit: 1})
	if err != nil || len(found) != 1 {
		w.t.Fatalf("%d entries, %v", len(found), err)
	}
	for _, f := range found[0].Event.Facts {
		if f.Name == "refused" {
			n++
		}
	}
	return n
}

// clerkOf adds a person who has those permissions in one unit.
func (w *town) clerkOf(unit govern.ID, permissions ...string) {
	id := w.User("clerk-" + string(unit))
	w.Must(w.Submit(house.Founder, govern.PutNew(directory.Roles, "clerks", &directory.Role{Name: "clerks", Permissions: permissions})))
	w.Must(w.Submit(house.Founder, govern.PutNew(directory.Grants, "clerk", &directory.Grant{User: govern.ID(id), Role: "clerks", Scope: "unit", ScopeRecord: unit})))
}

// watch puts a four-eyes rule on a command, met by one person with permission.
func (w *town) watch(command, permission string) {
	w.Must(w.Submit(house.Founder, govern.PutNew(policy.Rules, govern.ID("watch-"+strings.ReplaceAll(command, ".", "-")), &policy.Rule{
		Name: command, Subject: command,
		Operations: []string{"command"}, Factors: []approval.Factor{{Permission: permission, People: 1}}, Enabled: true,
	})))
}
