package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
)

// leaveExceptions compares the next day's files and works on few of what does
// not agree: one exception is assigned, one is under review, and the closing of
// an urgent one waits for another solver. The rest nobody has looked at.
func (s *story) leaveExceptions(ctx context.Context) error {
	var files [2]named
	for i, side := range []string{"ledger", "statement"} {
		name := side + "-2026-12-09.csv"
		content, err := fs.ReadFile(s.Files, "bank/"+name)
		if err != nil {
			return err
		}
		files[i] = named{name, content}
	}
	if err := s.run(ctx, files[0], files[1]); err != nil {
		return err
	}
	byKey, err := s.openByKey(ctx)
	if err != nil {
		return err
	}
	analyst, solver := s.people["lena.stark"], s.people["david.roth"]
	if err := analyst.command(ctx, "recon", "exception", byKey["FEE-12"], "review", nil); err != nil {
		return err
	}
	for key, assign := range map[string]map[string]any{
		"TRF-99120": {"assignee": solver.ID, "cause": "The payer gave a number of their own", "suggested_action": "Ask the payer which invoice it is for", "priority": "end_of_day"},
		"SALE-4474": {"assignee": solver.ID, "cause": "A discount that was not agreed", "suggested_action": "Ask sales whether the discount stands", "priority": "now"},
	} {
		if err := analyst.command(ctx, "recon", "exception", byKey[key], "assign", assign); err != nil {
			return err
		}
	}
	if err := analyst.command(ctx, "recon", "exception", byKey["TRF-99120"], "comment", map[string]any{"text": "The text names one of our invoices."}); err != nil {
		return err
	}
	return s.leaveClose(ctx, solver, byKey["SALE-4474"])
}

func (s *story) leaveClose(ctx context.Context, solver *person, id string) error {
	action := map[string]any{"action_taken": "Sales agreed to the discount; 25.00 EUR posted to discounts"}
	held, err := solver.do(ctx, http.MethodPost, "/api/v1/recon/exception/"+id+"/close", action)
	if err == nil && held.State != "held" {
		err = fmt.Errorf("the closing that should wait is %s", held.State)
	}
	return err
}

// openByKey are the exceptions that nobody has looked at, by the first value
// that they are compared by.
func (s *story) openByKey(ctx context.Context) (map[string]string, error) {
	type exception struct {
		ID  string
		Key []string
	}
	open, err := list[exception](ctx, s.people["lena.stark"], "exception", "process="+processID, "state=unreviewed")
	if err != nil {
		return nil, err
	}
	byKey := map[string]string{}
	for _, x := range open {
		byKey[x.Key[0]] = x.ID
	}
	for _, key := range []string{"FEE-12", "TRF-99120", "SALE-4474"} {
		if byKey[key] == "" {
			told, _ := json.Marshal(byKey)
			return nil, fmt.Errorf("there is no exception %s among %s", key, told)
		}
	}
	return byKey, nil
}
