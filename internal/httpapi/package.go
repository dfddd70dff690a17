package httpapi

import (
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/signing"
)

// Warning says what one more signature would come to.
type Warning struct {
	Lowers   bool             `json:"lowers" doc:"Whether the sum of any account would fall."`
	Lowering signing.Lowering `json:"lowering"`
	Verdict  signing.Verdict  `json:"verdict" doc:"As it would be with that signature; as it is now when it would add none."`
	Refusal  *Refusal         `json:"refusal,omitempty" doc:"Why the signature would not be taken; absent when it would. Whether the user may sign at all is another question."`
}

// PackageTotals are what a package's orders come to; of salaries they are all
// that is told without a permission of their own.
type PackageTotals struct {
	Items []payments.Total `json:"items"`
}

// Refusal is a fault told of something that was not tried.
type Refusal struct {
	Code   string `json:"code"`
	Detail string `json:"detail" doc:"Why, and what to do."`
}

// Packages serves what a signatory looks at besides the package's row.
func Packages(a *API) {
	const view = "package.view"
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/package/{id}/verdict", Permission: view}, tag: "package",
		summary: "How its signatures stand: who counted, who was ignored because of whom, and who could complete it",
		answer:  schemaOf[PackageStanding](a), do: func(c *call) (reply, error) {
			if err := c.mayView(view, "package"); err != nil {
				return reply{}, err
			}
			s, err := a.standing(c)
			return reply{body: s}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/package/{id}/totals", Permission: view}, tag: "package",
		summary: "What its orders come to, by account, day and kind", answer: schemaOf[PackageTotals](a), do: func(c *call) (reply, error) {
			if err := c.mayView(view, "package"); err != nil {
				return reply{}, err
			}
			list, err := payments.TotalsOf(c.ctx, a.DB, c.id())
			return reply{body: PackageTotals{list}}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/package/{id}/warning", Permission: view}, tag: "package",
		summary: "What one more signature would come to, and whether it would do harm", query: []parameter{text("user", "Who would sign; oneself when absent.")},
		answer: schemaOf[Warning](a), do: func(c *call) (reply, error) {
			if err := c.mayView(view, "package"); err != nil {
				return reply{}, err
			}
			user := c.query.Get("user")
			if user == "" {
				user = c.who.User
			}
			s, err := payments.Suppose(c.ctx, a.DB, a.Engine.People(), govern.At(a.Engine.Now()), c.id(), user)
			if err != nil {
				return reply{}, err
			}
			return reply{body: warning(s)}, nil
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/package/{id}/file", Permission: view}, tag: "package", answerType: "application/xml",
		summary: "The bank file: what is asked to be signed, or what was; the download is logged", do: a.packageFile,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/package/{id}/proof", Permission: view}, tag: "package",
		summary: "The signatures of its file with what their passkeys signed, for 'countersign signing verify --proof'", answer: schemaOf[payments.Proof](a), do: a.packageProof,
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/account/{id}/verdict", Permission: "account.view"}, tag: "account",
		summary: "What signatures of any set of people would come to on an account", query: []parameter{text("users", "Their ids, with commas between them.")},
		answer: schemaOf[payments.Trial](a), do: func(c *call) (reply, error) {
			if err := c.mayView("account.view", "account"); err != nil {
				return reply{}, err
			}
			users := strings.FieldsFunc(c.query.Get("users"), func(r rune) bool { return r == ',' })
			t, err := payments.Try(c.ctx, a.DB, a.Engine.People(), c.id(), users)
			return reply{body: t}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/customer/{id}/people", Permission: "customer.view"}, tag: "customer",
		summary: "The people who sign for a customer or have a job there, by name", answer: schemaOf[CustomerPeople](a), do: func(c *call) (reply, error) {
			if err := c.mayView("customer.view", "customer"); err != nil {
				return reply{}, err
			}
			p, err := a.customerPeople(c)
			return reply{body: p}, err
		},
	})
}

func warning(s *payments.Supposed) Warning {
	w := Warning{Lowers: s.Lowers, Lowering: s.Lowering, Verdict: s.Verdict}
	if !s.Lowers {
		w.Lowering.Clashes, w.Lowering.Accounts = []signing.Clash{}, []signing.Loss{}
	}
	if s.Refusal != nil {
		f := fault.From(s.Refusal)
		w.Refusal = &Refusal{f.Code, f.Detail}
	}
	return w
}

// maySeeSalaries refuses the file of a package with salaries to who is told their
// totals alone.
func (c *call) maySeeSalaries() error {
	totals, err := payments.TotalsOf(c.ctx, c.api.DB, c.id())
	if err != nil {
		return err
	}
	for _, t := range totals {
		if t.Kind != "salary" {
			continue
		}
		on, err := c.api.Engine.Target(c.ctx, "package", c.id())
		if err != nil {
			return err
		}
		return c.api.Engine.Check(c.who.User, payments.ViewSalary, on)
	}
	return nil
}

// mayView asks the permission on the record of the address.
func (c *call) mayView(permission, table string) error {
	return c.mayViewOf(permission, table, c.id())
}

// mayViewOf is mayView of another record than the address names.
func (c *call) mayViewOf(permission, table string, id govern.ID) error {
	on, err := c.api.Engine.Target(c.ctx, table, id)
	return c.sees(permission, table, on, err)
}

func (a *API) packageFile(c *call) (reply, error) {
	if err := c.mayView("package.view", "package"); err != nil {
		return reply{}, err
	}
	if err := c.maySeeSalaries(); err != nil {
		return reply{}, err
	}
	name, content, digest, err := payments.File(c.ctx, a.DB, c.id())
	if fault.Code(err) == "wrong_state" {
		name, content, digest, err = payments.Preview(c.ctx, a.DB, c.id())
	}
	if err != nil {
		return reply{}, err
	}
	sum, err := hex.DecodeString(digest)
	if err != nil {
		return reply{}, err
	}
	err = c.noted("package.download", audit.Record{Table: "package", ID: string(c.id())}, audit.Fact{Name: "file", Value: name}, audit.Fact{Name: "sha256", Value: digest})
	rep := raw("application/xml", content)
	rep.header["Content-Disposition"] = `attachment; filename="` + name + `"`
	rep.header["Repr-Digest"] = "sha-256=:" + base64.StdEncoding.EncodeToString(sum) + ":"
	return rep, err
}
