package settle

import (
	"context"
	"encoding/csv"
	"strings"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Ledger is what the netting centre expects on its accounts from a settled
// cycle, as CSV: pay-outs negative, receipts positive. It is the left side of
// the cash reconciliation.
func Ledger(ctx context.Context, r store.Reader, id govern.ID) ([]byte, error) {
	cycle, err := cycles.Cycles.Get(ctx, r, id)
	if err != nil {
		return nil, err
	}
	settlements, err := cycles.SettlementsOf(ctx, r, id)
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"reference", "currency", "amount", "date", "counterparty"}) // a strings.Builder takes everything
	for _, s := range settlements {
		if s.Direction == "none" {
			continue
		}
		p, err := cycles.Participants.Get(ctx, r, s.Participant)
		if err != nil {
			return nil, err
		}
		amount := s.Amount.String()
		if s.Direction == "receive" {
			amount = "-" + amount
		}
		_ = w.Write([]string{Reference(cycle, p), string(s.Amount.Currency), amount, cycle.SettlementDate, p.Name})
	}
	w.Flush()
	return []byte(out.String()), w.Error()
}
