package httpapi

import (
	"bytes"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/refdata"
)

// References serves a reference table as a file.
func References(a *API) {
	a.grantables(refdata.Defined.Name)
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/reference_table/{id}/csv", Permission: "reference_row.view"}, tag: "reference_table", answerType: "text/csv",
		summary: "The rows of a reference table as CSV, in the form that import_rows reads; the download is logged", do: func(c *call) (reply, error) {
			if err := c.mayView("reference_row.view", refdata.Defined.Name); err != nil {
				return reply{}, err
			}
			t, err := refdata.Defined.Get(c.ctx, a.DB, c.id())
			if err != nil {
				return reply{}, err
			}
			var file bytes.Buffer
			if err := refdata.WriteCSV(c.ctx, a.DB, t, &file); err != nil {
				return reply{}, err
			}
			return raw("text/csv; charset=utf-8", file.Bytes()), c.noted("reference_table.download", audit.Record{Table: refdata.Defined.Name, ID: string(c.id())}, digestOf(file.Bytes())...)
		},
	})
}
