package httpapi

import (
	"context"
	"io"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/report"
)

// ReportTable is a report, or its beginning.
type ReportTable struct {
	Report  string     `json:"report"`
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	More    bool       `json:"more,omitempty" doc:"There are more rows; take them all as csv or xlsx."`
}

// Leavers is a list of the personnel department.
type Leavers struct {
	Kind string `json:"kind" enum:"left,staff" doc:"left: everybody on it has left; staff: everybody who is employed is on it."`
	File string `json:"file" required:"false" maxLength:"255" doc:"The file's name, for the log."`
	CSV  string `json:"csv" doc:"Its text, with a column email or personnel_id, or both. Cells that a spreadsheet or an export of ours neutralised with an apostrophe are read as they were."`
}

// shownRows is how many rows of a report are answered as JSON.
const shownRows = 1000

// reports serves what is asked of the log again and again.
func (a *API) reports() {
	span := []parameter{text("from", "From this time on; the beginning when absent."), text("to", "Before this time; now when absent.")}
	format := text("format", "csv or xlsx: the whole table as a file, which asks for audit.export too; absent: the first 1000 rows as JSON.").oneOf("", "csv", "xlsx")
	add := func(name, summary string, query []parameter, made func(c *call, r *report.Reader) (*report.Report, error)) {
		a.add(route{
			Route: Route{Method: "GET", Path: "/api/v1/report/" + name, Permission: auditView}, tag: "report", summary: summary + " The question is logged." + ofUnits,
			query: append(query, format), answer: schemaOf[ReportTable](a), answerType: "application/json, text/csv, " + xlsx,
			do: func(c *call) (reply, error) { return a.report(c, made) },
		})
	}
	add("rights", "Who held which grants at a time, with the permissions of each.", []parameter{asOfParameter}, func(c *call, r *report.Reader) (*report.Report, error) {
		then, at, err := c.picture()
		if err != nil {
			return nil, err
		}
		return r.Rights(then, at), nil
	})
	add("changes", "What one person changed, asked for and agreed to, field by field.", append([]parameter{text("user", "The person's user id.").must()}, span...), func(c *call, r *report.Reader) (*report.Report, error) {
		in, err := c.span()
		return r.Changes(c.query.Get("user"), in), err
	})
	add("rules_off", "Periods in which a four-eyes rule was off, and what passed meanwhile.", span, func(c *call, r *report.Reader) (*report.Report, error) {
		in, err := c.span()
		return r.RulesOff(in), err
	})
	add("payments", "Packages of payments with all who entered, approved, signed and sent them.", append([]parameter{text("package", "The id of one package; absent: all.")}, span...), func(c *call, r *report.Reader) (*report.Report, error) {
		in, err := c.span()
		return r.Payments(c.query.Get("package"), in), err
	})
	add("ticket", "The evidence sheet of a ticket: asked, created, first sign-in, access given, suspended.", []parameter{text("ticket", "The ticket's number.").must()}, func(c *call, r *report.Reader) (*report.Report, error) {
		return r.Ticket(c.query.Get("ticket")), nil
	})
	body := schemaInline[Leavers](a)
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/report/leavers", Permission: auditView}, tag: "report", brings: true,
		summary: "Hold accounts against a list of the personnel department: who has left and is here still, or is here and not on the list. The question is logged." + ofUnits,
		query:   []parameter{format}, body: body, limit: a.Limits.Import, answer: schemaOf[ReportTable](a), answerType: "application/json, text/csv, " + xlsx,
		do: func(c *call) (reply, error) {
			var in Leavers
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			c.brought = func(error) []audit.Fact { return audit.FileFacts(in.File, []byte(in.CSV)) }
			return a.report(c, func(_ *call, r *report.Reader) (*report.Report, error) { return r.Leavers(in.Kind, in.CSV) })
		},
	})
}

func (c *call) span() (in report.Span, err error) {
	if in.From, err = c.moment("from"); err == nil {
		in.To, err = c.moment("to")
	}
	if err == nil && in.To != 0 && in.From >= in.To {
		err = fault.Bad("to", "bad_value", "The time ends before it begins.")
	}
	return in, err
}

// report answers a report's beginning, or streams all of it; that it was asked for
// is logged first.
func (a *API) report(c *call, made func(*call, *report.Reader) (*report.Report, error)) (reply, error) {
	scope, err := c.readable()
	if err != nil {
		return reply{}, err
	}
	permissions, format := []string{auditView}, c.query.Get("format")
	if format != "" {
		permissions = append(permissions, auditExport)
		if scope, err = c.within(auditExport); err != nil {
			return reply{}, err
		}
	}
	e := a.Engine
	now := int64(govern.At(e.Now()))
	table, err := made(c, &report.Reader{
		DB: a.DB, Ring: a.Ring, Access: e.Access(), Scope: scope, Now: govern.Time(now),
		May: func(on access.Target) bool {
			for _, p := range permissions {
				if !e.Access().Check(c.who.User, p, on, now) {
					return false
				}
			}
			return true
		},
	})
	if err != nil {
		return reply{}, err
	}
	facts := append([]audit.Fact{{Name: "report", Value: table.Name}}, c.asked()...)
	if c.brought != nil {
		facts = append(facts, append(c.brought(nil), audit.RowFacts(table.Read, table.Read)...)...)
	}
	if err := c.noted("audit.report", audit.Record{}, facts...); err != nil {
		return reply{}, err
	}
	if format == "" {
		rows, more, err := table.Beginning(c.ctx, shownRows)
		return reply{body: ReportTable{table.Name, table.Columns, rows, more}}, err
	}
	return c.streamed(forms[format], table.Name+"."+format, func(ctx context.Context, w io.Writer) error {
		return a.table(w, format, table.Name, table.Columns, func(row func(...string) error) error { return table.Make(ctx, row) })
	})
}
