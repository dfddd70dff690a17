package payments_test

import (
	"context"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/money"
)

var ctx = context.Background()

// town is a customer whose mayor and notary do not sign together. Every
// signatory has 5 points on both accounts, which require 10.
type town struct {
	*house.House
	t      *testing.T
	tables []govern.Any
}

const (
	eurIBAN = "DE89370400440532013000"
	chfIBAN = "CH9300762011623852957"
	payIBAN = "NL91ABNA0417164300"
	newIBAN = "GB29NWBK60161331926819"
)

func eachTown(t *testing.T, f func(t *testing.T, w *town)) {
	tables := append([]govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, directory.APITokens, policy.Rules, policy.DutyRules, policy.DutyExceptions, cycles.Participants}, payments.Tables...)
	house.Each(t, tables, payments.Verbs, func(t *testing.T, h *house.House) {
		w := &town{h, t, tables}
		w.found()
		f(t, w)
	})
}

func put[T any](w *town, table *govern.Table[T], id govern.ID, row *T) {
	w.t.Helper()
	w.Must(w.Submit(house.Founder, govern.PutNew(table, id, row)))
}

var ofTown = payments.OfCustomer{Customer: "town", Unit: "group"}

func (w *town) found() {
	w.t.Helper()
	put(w, directory.Units, "group", &directory.Unit{Name: "Group"})
	put(w, payments.Customers, "town", &payments.Customer{Name: "Town of Österby", Unit: "group"})
	put(w, payments.Accounts, "eur", &payments.Account{OfCustomer: ofTown, Name: "Euro", IBAN: eurIBAN, BIC: "COBADEFFXXX", Currency: "EUR"})
	put(w, payments.Accounts, "chf", &payments.Account{OfCustomer: ofTown, Name: "Francs", IBAN: chfIBAN, BIC: "UBSWCHZH80A", Currency: "CHF"})
	put(w, payments.BankInstructions, "builder", &payments.BankInstruction{Unit: "group", Owner: "Bouwbedrijf De Boer", IBAN: payIBAN, BIC: "ABNANL2A", Country: "NL"})
	w.User("clerk", "package.create", "package.add_orders", "package.submit", "package.reopen", "package.withdraw", "order.change", "order.remove", "package.sign", "bank_instruction.view")
	put(w, payments.Signatories, "clerk-eur", &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "clerk", Points: 5})
	for _, job := range []govern.ID{"mayor", "notary", "treasurer", "cashier"} {
		w.User(string(job), "package.sign", "package.take_back", "package.decline", "package.judge", "package.sent")
		put(w, payments.Jobs, "job-"+job, &payments.Job{OfCustomer: ofTown, Name: string(job)})
		put(w, payments.UserJobs, "of-"+job, &payments.UserJob{OfCustomer: ofTown, User: job, Job: "job-" + job})
		put(w, payments.Signatories, job+"-eur", &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: job, Points: 5})
		put(w, payments.Signatories, job+"-chf", &payments.Signatory{OfCustomer: ofTown, Account: "chf", User: job, Points: 5})
	}
	put(w, payments.Exclusions, "mayor-notary", &payments.Exclusion{OfCustomer: ofTown, JobA: "job-notary", JobB: "job-mayor"})
}

// pay is an order that has nothing wrong.
func pay(id, amount string) payments.Entry {
	m, err := money.Parse(amount, "EUR")
	if err != nil {
		panic(err)
	}
	return payments.Entry{Account: "eur", BankInstruction: "builder", Amount: m, ExecutionDate: "2026-11-05", EndToEndID: id, Remittance: "Invoice " + id}
}

func draft(code, kind string, orders ...payments.Entry) *payments.Create {
	return &payments.Create{Draft: payments.Draft{Code: code, Customer: "town", Kind: kind, Orders: orders}}
}

// company is a participant of netting with a bank instruction of its own, whose id
// it has.
func (w *town) company() govern.ID {
	w.t.Helper()
	put(w, cycles.Participants, "works", &cycles.Participant{Code: "WORKS", Name: "Town Works", Unit: "group", Currency: "EUR", BankInstruction: "works"})
	put(w, payments.BankInstructions, "works", &payments.BankInstruction{Unit: "group", Owner: "Town Works", Participant: "works", IBAN: newIBAN, BIC: "NWBKGB2L", Country: "GB"})
	return "works"
}

// within is the order, but to the company.
func within(e payments.Entry) payments.Entry {
	e.BankInstruction = "works"
	return e
}

// create enters a package as the clerk and gives its id.
func (w *town) create(c *payments.Create) govern.ID {
	w.t.Helper()
	return w.Must(w.Submit("clerk", c)).Records[0].ID
}

// on runs an action on a record.
func (w *town) on(user string, id govern.ID, a govern.Action) (govern.Outcome, error) {
	a.On(id)
	return w.Submit(user, a)
}

// waiting is a package of two orders that waits for signatures.
func (w *town) waiting() *payments.Package {
	w.t.Helper()
	id := w.create(draft("P-1", "third_party", pay("E-1", "100.00"), pay("E-2", "250.50")))
	w.Must(w.on("clerk", id, &payments.Submit{}))
	return w.pkg(id)
}

func (w *town) pkg(id govern.ID) *payments.Package {
	w.t.Helper()
	p, err := payments.Packages.Get(ctx, w.DB, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *town) sign(user string, p *payments.Package) (govern.Outcome, error) {
	return w.on(user, p.ID, w.signature(user, p))
}

// signature is a signature as the way in makes it of a session's.
func (w *town) signature(user string, p *payments.Package) *payments.Sign {
	w.t.Helper()
	seal, err := payments.Witness(w.Ring, payments.Witnessed{Package: string(p.ID), Digest: p.Digest, User: user, Session: "s-" + user, Method: "password+totp"})
	if err != nil {
		w.t.Fatal(err)
	}
	return &payments.Sign{Digest: p.Digest, Seal: seal}
}

func (w *town) standing(id govern.ID) *payments.Standing {
	w.t.Helper()
	s, err := payments.Evaluate(ctx, w.DB, w.Engine.People(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *town) wantState(id govern.ID, want payments.State) {
	w.t.Helper()
	if got := w.pkg(id).State; got != want {
		w.t.Fatalf("the package is %s, want %s", got, want)
	}
}

// rule makes every such change wait for one approver.
func (w *town) rule(name, subject, op, condition string) {
	w.t.Helper()
	permission := subject + ".approve"
	put(w, policy.Rules, govern.ID(name), &policy.Rule{
		Name: name, Subject: subject, Operations: []string{op}, Condition: condition,
		Factors: []approval.Factor{{Permission: permission, People: 1}}, Enabled: true,
	})
}

func (w *town) approve(user string, held govern.Outcome) (govern.Outcome, error) {
	return w.Engine.Approve(ctx, govern.Actor{User: user, Method: "test"}, govern.Note{}, held.Change, held.Digest)
}

// wantFault stops the test unless err is a fault of that code and field.
func wantFault(t *testing.T, err error, code, field string) {
	t.Helper()
	if err == nil {
		t.Fatalf("it was not refused; want %s at %q", code, field)
	}
	if f := fault.From(err); f.Code != code || f.Field != field {
		t.Fatalf("refused with %v; want %s at %q", err, code, field)
	}
}

// GrantOn gives the user a role of exactly those permissions, over one record.
func (w *town) GrantOn(user, table string, record govern.ID, permissions ...string) {
	w.t.Helper()
	role := govern.ID("on-" + string(record) + "-" + user)
	put(w, directory.Roles, role, &directory.Role{Name: string(role), Permissions: permissions})
	put(w, directory.Grants, role, &directory.Grant{User: govern.ID(user), Role: role, Scope: "record", ScopeTable: table, ScopeRecord: record})
}
