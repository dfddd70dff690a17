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

// enter records where the companies are paid, which a second pair of eyes agrees
// to, and the companies as participants.
func (s *story) enter(ctx context.Context) error {
	held, err := s.apply(ctx, s.people["eva.kiss"], "group/instructions")
	if err != nil {
		return err
	}
	if held.State != "held" {
		return fmt.Errorf("the bank instructions are %s, not held", held.State)
	}
	approve := "/api/v1/change/" + held.Change + "/approve"
	if err := s.people["karin.auer"].must(ctx, http.MethodPost, approve, map[string]any{"digest": held.Digest}); err != nil {
		return err
	}
	s.tell.say("%d bank instructions from a file of Éva Kiss, agreed to by Karin Auer", len(held.Differences))
	out, err := s.apply(ctx, s.people["petra.lang"], "group/netting")
	if err == nil && (out.State != "applied" || len(out.Differences) != len(s.group)) {
		err = fmt.Errorf("%d participants are %s", len(out.Differences), out.State)
	}
	return err
}

func (s *story) invoices(ctx context.Context) error {
	for _, c := range s.group {
		path := "netting/invoices/" + c.code + ".csv"
		text, err := fs.ReadFile(s.Files, path)
		if err != nil {
			return err
		}
		body := map[string]any{"file": c.code + ".csv", "csv": string(text), "participant": c.code}
		if err := s.clerk(c.code).command(ctx, "netting", "cycle", cycleID, "import_invoices", body); err != nil {
			return err
		}
	}
	var prob *problem
	if err := s.clerk("AT01").command(ctx, "netting", "cycle", cycleID, "close_input", nil); !errors.As(err, &prob) || prob.Status != http.StatusForbidden {
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
	s.tell.say("%d rates keyed by Marta Novák, keyed again by Jonas Weber", len(rows))
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
	own, err := list[struct{}](ctx, s.clerk("AT01"), "invoice", "cycle="+cycleID)
	if err != nil {
		return err
	}
	n := &s.report.Netting
	n.Invoices, n.PaymentsBefore, n.PaymentsAfter = len(invoices), cycle.Result.PaymentsBefore, cycle.Result.PaymentsAfter
	s.tell.say("%d invoices from twelve files; the clerk of %s sees %d of them, its own", n.Invoices, s.group[0].name, len(own))
	s.tell.say("%d payments become %d; %s %% of the volume need not move", n.PaymentsBefore, n.PaymentsAfter, cycle.Result.SavingsPct)
	return nil
}
