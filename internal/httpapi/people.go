package httpapi

import (
	"cmp"
	"slices"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/signing"
)

// PackageStanding is a package's standing with the names and sums that a
// signatory reads it by: who signs may often list neither users nor accounts.
type PackageStanding struct {
	payments.Standing
	CustomerName string    `json:"customer_name"`
	Accounts     []Debited `json:"accounts" doc:"The accounts that it debits, in the order of its orders."`
	People       []Named   `json:"people" doc:"The asker, and everybody whom the package, its signatures or this answer names."`
}

// Debited is one account that a package debits.
type Debited struct {
	Account  govern.ID   `json:"account"`
	Name     string      `json:"name"`
	Number   string      `json:"number" doc:"The IBAN, or the number of an account that has none."`
	Required int64       `json:"required" doc:"Points that the signatures must reach here."`
	Orders   int         `json:"orders" doc:"How many orders it pays."`
	Total    money.Money `json:"total"`
}

// Named is a user by name.
type Named struct {
	User string `json:"user"`
	Name string `json:"name"`
}

// CustomerPeople are the people of a customer, as far as the asker may see its
// jobs and signatories.
type CustomerPeople struct {
	People []CustomerPerson `json:"people" doc:"Sorted by name."`
}

// CustomerPerson is a user who signs for a customer or has a job there.
type CustomerPerson struct {
	Named
	Stands   bool `json:"stands" doc:"Whether the user is active today."`
	LacksJob bool `json:"lacks_job" doc:"A signatory who cannot sign until they have a job, because the customer uses jobs."`
}

func (a *API) standing(c *call) (*PackageStanding, error) {
	s, err := payments.Evaluate(c.ctx, a.DB, a.Engine.People(), c.id())
	if err != nil {
		return nil, err
	}
	if s.Completions == nil { // nobody can complete it
		s.Completions = [][]signing.User{}
	}
	p, err := payments.Packages.Get(c.ctx, a.DB, c.id())
	if err != nil {
		return nil, err
	}
	of, err := payments.Customers.Get(c.ctx, a.DB, p.Customer)
	if err != nil {
		return nil, err
	}
	signatures, err := payments.Signatures.Find(c.ctx, a.DB, `"package" = $1 ORDER BY id`, string(p.ID))
	if err != nil {
		return nil, err
	}
	users := append([]string{c.who.User, p.CreatedBy, p.EndedBy}, p.EnteredBy...)
	for _, g := range signatures {
		users = append(users, string(g.User))
	}
	for _, set := range append([][]signing.User{s.Verdict.Counted, s.Verdict.Ignored, s.Verdict.NoRight, s.WithoutJob}, s.Completions...) {
		for _, u := range set {
			users = append(users, string(u))
		}
	}
	for _, b := range s.Barred {
		users = append(users, string(b.User))
	}
	accounts, err := a.debited(c, p.ID)
	return &PackageStanding{Standing: *s, CustomerName: of.Name, Accounts: accounts, People: a.named(users)}, err
}

// debited adds up the package's orders by account.
func (a *API) debited(c *call, pkg govern.ID) ([]Debited, error) {
	orders, err := payments.OrdersOf(c.ctx, a.DB, pkg)
	if err != nil {
		return nil, err
	}
	list := []Debited{}
	for _, o := range orders {
		i := slices.IndexFunc(list, func(d Debited) bool { return d.Account == o.Account })
		if i < 0 {
			acc, err := payments.Accounts.Get(c.ctx, a.DB, o.Account)
			if err != nil {
				return nil, err
			}
			number := acc.IBAN
			if number == "" {
				number = acc.Number
			}
			i, list = len(list), append(list, Debited{Account: acc.ID, Name: acc.Name, Number: number, Required: acc.RequiredPoints, Total: money.Money{Currency: acc.Currency}})
		}
		d := &list[i]
		d.Orders++
		if d.Total, err = d.Total.Add(o.Amount); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// named are the users, each once, by id.
func (a *API) named(users []string) []Named {
	slices.Sort(users)
	list := []Named{}
	for _, u := range slices.Compact(users) {
		if u == "" {
			continue
		}
		known, _ := a.Engine.Access().User(u)
		list = append(list, Named{u, known.Name})
	}
	return list
}

// customerPeople are those whom the lists of jobs and signatories would tell
// the asker.
func (a *API) customerPeople(c *call) (*CustomerPeople, error) {
	on, err := a.Engine.Target(c.ctx, "customer", c.id())
	if err != nil {
		return nil, err
	}
	var jobs []*payments.Job
	var held []*payments.UserJob
	var signatories []*payments.Signatory
	seesJobs := a.Engine.Check(c.who.User, "user_job.view", on) == nil
	if seesJobs {
		if held, err = payments.UserJobs.Find(c.ctx, a.DB, `customer = $1`, string(c.id())); err != nil {
			return nil, err
		}
		if jobs, err = payments.Jobs.Find(c.ctx, a.DB, `customer = $1`, string(c.id())); err != nil {
			return nil, err
		}
	}
	if a.Engine.Check(c.who.User, "account_signatory.view", on) == nil {
		if signatories, err = payments.Signatories.Find(c.ctx, a.DB, `customer = $1`, string(c.id())); err != nil {
			return nil, err
		}
	}
	var users []string
	has, signs := map[string]bool{}, map[string]bool{}
	for _, h := range held {
		users, has[string(h.User)] = append(users, string(h.User)), true
	}
	for _, s := range signatories {
		users, signs[string(s.User)] = append(users, string(s.User)), true
	}
	people := &CustomerPeople{People: []CustomerPerson{}}
	for _, n := range a.named(users) {
		people.People = append(people.People, CustomerPerson{
			Named: n, Stands: a.Engine.People().Stands(n.User), LacksJob: len(jobs) > 0 && signs[n.User] && !has[n.User],
		})
	}
	slices.SortFunc(people.People, func(x, y CustomerPerson) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.User, y.User))
	})
	return people, nil
}
