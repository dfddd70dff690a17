package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// leave leaves work on the desks, for who looks around: a change that waits for
// the treasurer, a package that waits for signatures, and open exceptions.
func (s *story) leave(ctx context.Context) error {
	if err := s.leaveChange(ctx); err != nil {
		return err
	}
	if err := s.leavePackage(ctx); err != nil {
		return err
	}
	return s.leaveExceptions(ctx)
}

func (s *story) leaveChange(ctx context.Context) error {
	eva, path := s.people["eva.kiss"], "/api/v1/bank_instruction/pay-US01"
	a, err := eva.ask(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	var row map[string]any
	if err := json.Unmarshal(a.Body, &row); err != nil {
		return err
	}
	delete(row, "id")
	delete(row, "version")
	row["number"] = "990007300299"
	held, err := eva.do(ctx, http.MethodPut, path, row, header{"If-Match", a.ETag}, header{"Countersign-Reason", "The bank has merged its branches, letter of 4 December"})
	if err == nil && held.State != "held" {
		err = fmt.Errorf("the change that should wait is %s", held.State)
	}
	return err
}

func (s *story) leavePackage(ctx context.Context) error {
	ines := s.people["ines.pereira"]
	order := func(to, id, amount, why string) map[string]any {
		return map[string]any{
			"account": "account-EUR", "bank_instruction": to, "end_to_end_id": id, "execution_date": "2026-12-10",
			"amount": map[string]string{"value": amount, "currency": "EUR"}, "remittance": why,
		}
	}
	out, err := ines.do(ctx, http.MethodPost, "/api/v1/payments/package/new/create", map[string]any{
		"code": "IC-2026-12", "customer": customer, "kind": "intercompany",
		"orders": []any{
			order("pay-DE01", "IC-2026-12-1", "480000.00", "Loan of the pump works, second part"),
			order("pay-NL01", "IC-2026-12-2", "36250.40", "Freight of November"),
		},
	})
	if err != nil {
		return err
	}
	for _, r := range out.Records {
		if r.Table == "package" {
			return ines.command(ctx, "payments", "package", r.ID, "submit", nil)
		}
	}
	return fmt.Errorf("no package was entered: %+v", out)
}
