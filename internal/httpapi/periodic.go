package httpapi

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/periodic"
	"github.com/countersign/countersign/internal/sheets"
)

const viewMade = "report_made.view"

// MadeReports serves the reports that were made by themselves.
func MadeReports(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/report_made/{id}/file", Permission: viewMade}, tag: "report_made",
		summary: "A report that was made by itself. It asks for audit.view on its unit as well, and that nothing there is kept from the reader; the reading is logged.",
		query:   []parameter{text("format", "csv or xlsx: the whole table as a file, which asks for audit.export too; absent: the first 1000 rows as JSON.").oneOf("", "csv", "xlsx")},
		answer:  schemaOf[ReportTable](a), answerType: "application/json, text/csv, " + xlsx, do: a.madeReport,
	})
}

// madeReport answers a made report to who could ask for it today.
func (a *API) madeReport(c *call) (reply, error) {
	if err := c.mayView(viewMade, periodic.Reports.Name); err != nil {
		return reply{}, err
	}
	m, err := periodic.Reports.Get(c.ctx, a.DB, c.id())
	if err != nil {
		return reply{}, err
	}
	format := c.query.Get("format")
	asks := []string{auditView}
	if format != "" {
		asks = append(asks, auditExport)
	}
	for _, permission := range asks {
		if err := c.reads(permission, m); err != nil {
			return reply{}, err
		}
	}
	err = c.noted("report_made.download", audit.Record{Table: periodic.Reports.Name, ID: string(m.ID)},
		append([]audit.Fact{{Name: "report", Value: m.Report}, {Name: "sha256", Value: m.SHA256}}, c.asked()...)...)
	if err != nil {
		return reply{}, err
	}
	switch format {
	case "csv":
		return c.streamed(forms[format], m.Report+".csv", func(ctx context.Context, w io.Writer) error {
			f, err := a.Files.Open(ctx, m.SHA256)
			if err != nil {
				return err
			}
			defer func() { _ = f.Close() }()
			_, err = io.Copy(w, f)
			return err
		})
	case "xlsx":
		return c.streamed(forms[format], m.Report+".xlsx", func(ctx context.Context, w io.Writer) error {
			s := sheets.XLSX(w, m.Report)
			if err := a.madeRows(ctx, m, s.Row); err != nil {
				return err
			}
			return s.Close()
		})
	}
	t := ReportTable{Report: m.Report, Rows: [][]string{}}
	err = a.madeRows(c.ctx, m, func(cells ...string) error {
		switch {
		case t.Columns == nil:
			t.Columns = append([]string{}, cells...)
		case len(t.Rows) == shownRows:
			t.More = true
			return errEnough
		default:
			t.Rows = append(t.Rows, append([]string{}, cells...))
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return reply{body: t}, err
}

// mark begins the CSV files that spreadsheets are to know as UTF-8.
const mark = "\ufeff"

var errEnough = errors.New("enough")

// reads asks the permission on the report's unit, and that no wall keeps a part of
// it from the caller.
func (c *call) reads(permission string, m *periodic.Made) error {
	e := c.api.Engine
	on, err := e.Target(c.ctx, periodic.Reports.Name, m.ID)
	if err != nil {
		return err
	}
	if err := e.Check(c.who.User, permission, on); err != nil {
		return err
	}
	if at := e.Access().Reach(c.who.User, permission, int64(govern.At(e.Now()))); at.Barred != nil {
		return fault.New(fault.Denied, "walled", "A wall keeps a part of the log from you, and this report was made of all of it. Ask for the report yourself: yours leaves that part out.")
	}
	return nil
}

// madeRows gives the lines of a report's file, column names first.
func (a *API) madeRows(ctx context.Context, m *periodic.Made, row func(cells ...string) error) error {
	f, err := a.Files.Open(ctx, m.SHA256)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	text := bufio.NewReader(f)
	if begin, err := text.Peek(len(mark)); err == nil && string(begin) == mark {
		_, _ = text.Discard(len(mark))
	}
	lines := csv.NewReader(text)
	for {
		cells, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for i := range cells {
			cells[i] = sheets.Plain(cells[i])
		}
		if err := row(cells...); err != nil {
			return err
		}
	}
}
