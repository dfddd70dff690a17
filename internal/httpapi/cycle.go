package httpapi

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/settle"
)

// Cycles serves what a cycle is looked at by, besides its rows.
func Cycles(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/cycle/{id}/flows", Permission: "settlement.view"}, tag: "cycle",
		summary: "What everybody owes everybody before netting, and the one payment of each after it",
		answer:  schemaOf[cycles.Flows](a), do: func(c *call) (reply, error) {
			if err := c.mayView("settlement.view", "cycle"); err != nil {
				return reply{}, err
			}
			f, err := cycles.FlowsOf(c.ctx, a.DB, c.id())
			return reply{body: f}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/cycle/{id}/ledger", Permission: "settlement.view"}, tag: "cycle", answerType: "text/csv",
		summary: "What the netting centre expects on its accounts, as CSV: one side of the cash reconciliation; the download is logged", do: func(c *call) (reply, error) {
			if err := c.mayView("settlement.view", "cycle"); err != nil {
				return reply{}, err
			}
			csv, err := settle.Ledger(c.ctx, a.DB, c.id())
			if err != nil {
				return reply{}, err
			}
			return raw("text/csv; charset=utf-8", csv), c.noted("cycle.download", audit.Record{Table: "cycle", ID: string(c.id())}, digestOf(csv)...)
		},
	})
}

// digestOf is what the log keeps of a file that left.
func digestOf(file []byte) []audit.Fact {
	sum := sha256.Sum256(file)
	return []audit.Fact{{Name: "size", Value: strconv.Itoa(len(file))}, {Name: "sha256", Value: hex.EncodeToString(sum[:])}}
}
