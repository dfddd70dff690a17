package httpapi

import (
	"context"
	"encoding/json"
	"io"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/sheets"
)

// EvidenceLine is one entry of an export of a search as JSON lines.
type EvidenceLine struct {
	Entry
	Leaf   []byte `json:"leaf" doc:"The hash (RFC 6962) of the leaf that header and sealed make, base64."`
	Header []byte `json:"header" doc:"The entry's header as stored, base64."`
	Sealed []byte `json:"sealed" doc:"Its sealed content as stored, base64."`
	Proof  string `json:"proof" doc:"That the leaf is in the newest checkpoint: C2SP tlog-proof v1."`
}

// forms are the types of what tables can be written as.
var forms = map[string]string{"csv": "text/csv; charset=utf-8", "xlsx": xlsx, "jsonl": "application/jsonl"}

// result streams what a search finds. That it is begun is logged first.
func (a *API) result(c *call) (reply, error) {
	scope, err := c.within(auditExport)
	if err != nil {
		return reply{}, err
	}
	q, err := c.asksFor(scope)
	if err != nil {
		return reply{}, err
	}
	format := c.query.Get("format")
	if forms[format] == "" {
		return reply{}, fault.Bad("format", "bad_value", "Give the format as csv, xlsx or jsonl.")
	}
	if err := c.noted(auditExport, audit.Record{}, c.asked()...); err != nil {
		return reply{}, err
	}
	return c.streamed(forms[format], "audit."+format, func(ctx context.Context, w io.Writer) error {
		if format == "jsonl" {
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
			return audit.Evidence(ctx, a.DB, a.Ring, q, func(p *audit.Proven) error {
				return enc.Encode(EvidenceLine{entryOf(p.Found), p.Leaf[:], p.Header, p.Sealed, string(p.Proof)})
			})
		}
		return a.table(w, format, "Audit log", audit.Columns, func(row func(...string) error) error {
			return audit.Evidence(ctx, a.DB, a.Ring, q, func(p *audit.Proven) error {
				for _, line := range p.Lines(a.called) {
					if err := row(line...); err != nil {
						return err
					}
				}
				return nil
			})
		})
	})
}

// table writes a table as csv or xlsx.
func (a *API) table(w io.Writer, format, name string, columns []string, rows func(row func(...string) error) error) error {
	s := sheets.CSV(w)
	if format == "xlsx" {
		s = sheets.XLSX(w, name)
	}
	if err := s.Row(columns...); err != nil {
		return err
	}
	if err := rows(s.Row); err != nil {
		return err
	}
	return s.Close()
}

// called is what a user is called, "" for nobody.
func (a *API) called(user string) string {
	u, _ := a.Engine.Access().User(user)
	return u.Name
}
