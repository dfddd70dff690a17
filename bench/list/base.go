package main

import (
	"context"
	"fmt"
	"log"
	"slices"
	"strings"
	"time"

	"github.com/countersign/countersign/bench/internal/database"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Who asks: one may view every invoice, the other those of one company.
const (
	all  = "auditor"
	some = "clerk"

	companies = 50
	bulk      = 4000
)

// base is one database with the invoices of a group.
type base struct {
	*database.Database
	engine *govern.Engine
	took   time.Duration // to write them
}

func openBase(kind string) (*base, error) {
	d, err := database.Make(ctx, kind, "")
	if err != nil {
		return nil, err
	}
	b := &base{Database: d}
	verbs := []govern.Verb{directory.FoundVerb, {Name: "invoice.fill", Area: "netting", Doc: "Fills the table.", New: func() govern.Action { return &fill{} }}}
	if b.engine, err = govern.New(ctx, govern.Config{DB: b.DB, Ring: b.Ring, Commands: verbs, Tables: slices.Concat(directory.Tables, policy.Tables, payments.Tables, cycles.Tables)}); err != nil {
		return nil, err
	}
	if err := b.found(); err != nil {
		return nil, err
	}
	log.Printf("%s: writing %d invoices", kind, *rows)
	began := time.Now()
	for from := 0; from < *rows; from += bulk {
		if err := b.submit(&fill{from: from, n: min(bulk, *rows-from)}); err != nil {
			return nil, err
		}
	}
	b.took = time.Since(began)
	if kind == "postgres" {
		return b, b.Exec(ctx, "VACUUM ANALYZE invoice")
	}
	return b, nil
}

func (b *base) close() {
	b.engine.Close()
	_ = b.Close()
}

func (b *base) submit(c govern.Command) error {
	out, err := b.engine.Submit(ctx, govern.Actor{User: all}, govern.Note{}, c)
	if err == nil && out.State != govern.Applied {
		err = fmt.Errorf("%s is %s", c.Name(), out.State)
	}
	return err
}

// found sets up the group, and a cycle that is open.
func (b *base) found() error {
	person := func(id govern.ID) *directory.User {
		return &directory.User{Meta: govern.Meta{ID: id}, Email: string(id) + "@example.com", Name: string(id), Kind: "person", Status: "active"}
	}
	err := b.submit(&directory.Found{
		Roles: []*directory.Role{{Meta: govern.Meta{ID: "all"}, Name: "all", Permissions: b.engine.Permissions()}},
		Users: []*directory.User{person(all), person("other")}, Grants: []*directory.Grant{
			{Meta: govern.Meta{ID: "first"}, User: all, Role: "all", Scope: "everything"},
			{Meta: govern.Meta{ID: "other"}, User: "other", Role: "all", Scope: "everything"},
		},
	})
	if err != nil {
		return err
	}
	list := []govern.Command{
		govern.PutNew(directory.Users, some, person(some)), govern.PutNew(directory.Roles, "clerk", &directory.Role{Name: "clerk", Permissions: []string{"invoice.view"}}),
		govern.PutNew(directory.Units, "centre", &directory.Unit{Name: "centre"}),
	}
	for i := range companies {
		id := company(i)
		list = append(list, govern.PutNew(directory.Units, id, &directory.Unit{Name: string(id), Parent: "centre"}),
			govern.PutNew(cycles.Participants, id, &cycles.Participant{Code: strings.ToUpper(string(id)), Name: string(id), Unit: id, Currency: "EUR"}))
	}
	list = append(list, govern.PutNew(directory.Grants, "clerk", &directory.Grant{User: some, Role: "clerk", Scope: "unit", ScopeRecord: company(7)}))
	for _, c := range list {
		if err := b.submit(c); err != nil {
			return err
		}
	}
	return b.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `INSERT INTO cycle (id, version, children_version, code, unit, base_currency, settlement_date, state, result, inputs_digest) VALUES ('c', 1, 0, '2026-11', 'centre', 'EUR', '2026-11-30', 'open', '{}', '')`)
	})
}

func company(i int) govern.ID { return govern.ID(fmt.Sprintf("company-%02d", i)) }

// fill inserts invoices whose values are spread evenly, and the same each time.
type fill struct {
	from, n int
	ids     []govern.ID
}

func (*fill) Name() string { return "invoice.fill" }
func (*fill) On(govern.ID) {}
func (f *fill) Draw(newID func() govern.ID) {
	for range f.n {
		f.ids = append(f.ids, newID())
	}
}

func (*fill) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

func (f *fill) Plan(context.Context, govern.Reader, govern.Actor) (govern.Plan, error) {
	var p govern.Plan
	day := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	for i, id := range f.ids {
		n := f.from + i
		mixed := uint64(n) * 0x9e3779b97f4a7c15 >> 20 // scattered, and never the same twice in a row
		payer := int(mixed % companies)
		p.Rows = append(p.Rows, cycles.Invoices.Insert(&cycles.Invoice{
			Meta: govern.Meta{ID: id}, Cycle: "c", Unit: company(payer), Payer: company(payer), Payee: company((payer + 1 + n%(companies-1)) % companies),
			Reference: fmt.Sprintf("INV-%07d", uint64(n)*7919%9_999_991), Amount: money.Money{Minor: int64(mixed%99_999_999) + 1, Currency: []money.Currency{"EUR", "EUR", "CHF", "USD"}[n%4]},
			DueDate: day.AddDate(0, 0, int(mixed>>8%91)).Format(time.DateOnly),
		}))
	}
	return p, nil
}

// middle is the place after half of the rows that the asker may view.
func (b *base) middle(q question) (*govern.Place, error) {
	half := *rows / 2
	if q.user == some {
		half = *rows / companies / 2
	}
	l := q.l
	l.Limit, l.After = min(10_000, half), nil
	for passed := 0; passed < half; passed += l.Limit {
		found, err := b.engine.List(ctx, q.user, "invoice", l)
		if err != nil {
			return nil, err
		}
		if l.After = found.Next; l.After == nil {
			return nil, fmt.Errorf("the list ends after %d rows", passed)
		}
	}
	return l.After, nil
}
