package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
)

// net walks the cycle from draft to approved. Every company's clerk brings its
// own invoices; rates are keyed by one person and again, blind, by another.
func (s *story) net(ctx context.Context) error {
	operator := s.people["petra.lang"]
	if err := s.enter(ctx); err != nil {
		return err
	}
	draft := map[string]any{"code": cycleID, "unit": "treasury", "base_currency": "EUR", "settlement_date": "2026-11-30"}
	if err := operator.command(ctx, "netting", "cycle", cycleID, "draft", draft); err != nil {
		return err
	}
	if err := operator.command(ctx, "netting", "cycle", cycleID, "open", nil); err != nil {
		return err
	}
	if err := s.invoices(ctx); err != nil {
		return err
	}
	if err := operator.command(ctx, "netting", "cycle", cycleID, "close_input", nil); err != nil {
		return err
	}
	if err := s.rates(ctx); err != nil {
		return err
	}
	for _, verb := range []string{"fix_rates", "compute"} {
		if err := operator.command(ctx, "netting", "cycle", cycleID, verb, nil); err != nil {
			return err
		}
	}
	if err := s.people["karin.auer"].command(ctx, "netting", "cycle", cycleID, "approve_result", nil); err != nil {
		return err
	}
	return s.netted(ctx)
}

// enter records the companies as participants, each with its bank instruction.
func (s *story) enter(ctx context.Context) error {
	rows, err := table(s.Files, "bank/instructions.csv")
	if err != nil {
		return err
	}
	for i, r := range rows {
		c := s.group[i]
		if c.code != r[0] {
			return fmt.Errorf("bank/instructions.csv: line %d is of %s, not %s", i+2, r[0], c.code)
		}
		to := map[string]any{"unit": "treasury", "owner": c.name, "participant": c.code, "iban": r[1], "number": r[2], "bic": r[3], "country": c.country, "currency": c.currency}
		if err := s.people["eva.kiss"].put(ctx, "bank_instruction", "pay-"+c.code, to); err != nil {
			return err
		}
		participant := map[string]any{"code": c.code, "name": c.name, "unit": c.code, "currency": c.currency, "bank_instruction": "pay-" + c.code}
		if err := s.people["petra.lang"].put(ctx, "participant", c.code, participant); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) invoices(ctx context.Context) error {
	for _, c := range s.group {
		path := "netting/invoices/" + c.code + ".csv"
		text, err := fs.ReadFile(s.Files, path)
		if err != nil {
			return err
		}
		body := map[string]any{"file": c.code + ".csv", "csv": string(text), "participant": c.code}
		if err := s.people["clerk."+c.code].command(ctx, "netting", "cycle", cycleID, "import_invoices", body); err != nil {
			return err
		}
	}
	var prob *problem
	if err := s.people["clerk.AT01"].command(ctx, "netting", "cycle", cycleID, "close_input", nil); !errors.As(err, &prob) || prob.Status != http.StatusForbidden {
		return fmt.Errorf("a participant's clerk closed the input: %w", err)
	}
	return nil
}

func (s *story) rates(ctx context.Context) error {
	rows, err := table(s.Files, "netting/rates.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		body := map[string]any{"currency": r[0], "value": r[1]}
		if err := s.people["marta.novak"].command(ctx, "netting", "cycle", cycleID, "key_rate", body); err != nil {
			return err
		}
		if err := s.people["jonas.weber"].command(ctx, "netting", "cycle", cycleID, "confirm_rate", body); err != nil {
			return err
		}
	}
	s.tell.say("%d rates keyed by Marta Novak, keyed again by Jonas Weber", len(rows))
	return nil
}

func (s *story) netted(ctx context.Context) error {
	var cycle struct {
		Result struct {
			PaymentsBefore int         `json:"payments_before"`
			PaymentsAfter  int         `json:"payments_after"`
			GrossBase      json.Number `json:"gross_base"`
			NetBase        string      `json:"net_base"`
			SavingsPct     string      `json:"savings_pct"`
		} `json:"result"`
	}
	if err := s.people["petra.lang"].get(ctx, "/api/v1/cycle/"+cycleID, &cycle); err != nil {
		return err
	}
	invoices, err := list[struct{}](ctx, s.people["petra.lang"], "invoice", "cycle="+cycleID)
	if err != nil {
		return err
	}
	own, err := list[struct{}](ctx, s.people["clerk.AT01"], "invoice", "cycle="+cycleID)
	if err != nil {
		return err
	}
	n := &s.report.Netting
	n.Invoices, n.PaymentsBefore, n.PaymentsAfter = len(invoices), cycle.Result.PaymentsBefore, cycle.Result.PaymentsAfter
	s.tell.say("%d invoices from twelve files; the clerk of %s sees %d of them, its own", n.Invoices, s.group[0].name, len(own))
	s.tell.say("%d payments become %d; %s %% of the volume need not move", n.PaymentsBefore, n.PaymentsAfter, cycle.Result.SavingsPct)
	return nil
}
