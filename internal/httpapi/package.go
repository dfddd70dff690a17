package httpapi

import (
	"encoding/base64"
	"encoding/hex"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/signing"
)

// Warning says what one more signature would do.
type Warning struct {
	Lowers   bool             `json:"lowers" doc:"Whether the sum of any account would fall."`
	Lowering signing.Lowering `json:"lowering"`
}

// Packages serves what a signatory looks at besides the package's row.
func Packages(a *API) {
	const view = "package.view"
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/package/{id}/verdict", Permission: view}, tag: "package",
		summary: "How its signatures stand: who counted, who was ignored because of whom, and who could complete it",
		answer:  schemaOf[payments.Standing](a), do: func(c *call) (reply, error) {
			if err := c.mayView(view, "package"); err != nil {
				return reply{}, err
			}
			s, err := payments.Evaluate(c.ctx, a.DB, a.Engine.People(), c.id())
			return reply{body: s}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/package/{id}/warning", Permission: view}, tag: "package",
		summary: "Whether one more signature would do harm", query: []parameter{text("user", "Who would sign; oneself when absent.")},
		answer: schemaOf[Warning](a), do: func(c *call) (reply, error) {
			if err := c.mayView(view, "package"); err != nil {
				return reply{}, err
			}
			user := c.query.Get("user")
			if user == "" {
				user = c.who.User
			}
			l, lowers, err := payments.Lowers(c.ctx, a.DB, a.Engine.People(), c.id(), user)
			return reply{body: Warning{lowers, l}}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/package/{id}/file", Permission: view}, tag: "package", answerType: "application/xml",
		summary: "The bank file: what is asked to be signed, or what was; the download is logged", do: a.packageFile,
	})
}

// mayView asks the permission on the record of the address.
func (c *call) mayView(permission, table string) error {
	on, err := c.api.Engine.Target(c.ctx, table, c.id())
	return c.sees(permission, table, on, err)
}

func (a *API) packageFile(c *call) (reply, error) {
	if err := c.mayView("package.view", "package"); err != nil {
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
