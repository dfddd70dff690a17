package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime/multipart"
	"net/http"
	"strings"
	"time"
)

// reconcile compares what the centre expects on its accounts with the bank's
// statement, and works on what does not agree.
func (s *story) reconcile(ctx context.Context) error {
	s.Advance(15 * 24 * time.Hour) // the statement is of 8 December
	analyst := s.people["lena.stark"]
	ledger, err := analyst.ask(ctx, http.MethodGet, "/api/v1/cycle/"+cycleID+"/ledger", nil)
	if err != nil {
		return err
	}
	statement, err := fs.ReadFile(s.Files, "bank/statement.xml")
	if err != nil {
		return err
	}
	process := map[string]any{"code": "CASH-2026-11", "name": "Cash of the netting centre", "unit": "treasury", "kind": "data", "on_inconsistency": "stop", "configuration": configuration}
	if err := analyst.put(ctx, "process", processID, process); err != nil {
		return err
	}
	s.tell.say("Lena Stark sets the process up, which makes her its administrator")
	if err := s.run(ctx, named{"ledger.csv", ledger.Body}, named{"statement.xml", statement}); err != nil {
		return err
	}
	if err := s.count(ctx, ledger.Body, statement); err != nil {
		return err
	}
	return s.workOff(ctx)
}

// configuration pairs by reference and currency; an amount must agree exactly, a
// date within three days.
const configuration = `keys:
  - {left: reference, right: id}
  - currency
amount: amount
amount_tolerance: 0
date: date
date_tolerance_days: 3
`

// named is a file under the name that it is submitted by.
type named struct {
	name    string
	content []byte
}

// run has the analyst compare two files.
func (s *story) run(ctx context.Context, left, right named) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, f := range map[string]named{"left": left, "right": right} {
		part, err := form.CreateFormFile(field, f.name)
		if err != nil {
			return err
		}
		_, _ = part.Write(f.content) // a buffer takes everything
	}
	if err := form.Close(); err != nil {
		return err
	}
	return s.people["lena.stark"].must(ctx, http.MethodPost, "/api/v1/recon/process/"+processID+"/run", upload{form.FormDataContentType(), body.Bytes()})
}

// count reports what the run found.
func (s *story) count(ctx context.Context, ledger, statement []byte) error {
	type run struct {
		Matched        int `json:"matched"`
		Partial        int `json:"partial"`
		UnmatchedLeft  int `json:"unmatched_left"`
		UnmatchedRight int `json:"unmatched_right"`
		BadLeft        int `json:"bad_left"`
		BadRight       int `json:"bad_right"`
	}
	runs, err := list[run](ctx, s.people["lena.stark"], "run", "process="+processID)
	if err != nil || len(runs) != 1 {
		return fmt.Errorf("%d runs: %w", len(runs), err)
	}
	r := &s.report.Reconciliation
	r.Matched, r.Partial, r.UnmatchedLeft, r.UnmatchedRight, r.Bad = runs[0].Matched, runs[0].Partial, runs[0].UnmatchedLeft, runs[0].UnmatchedRight, runs[0].BadLeft+runs[0].BadRight
	s.tell.say("%d expected payments against %d bank entries: %d matched, %d partly, %d missing at the bank, %d unexpected, %d unreadable",
		lines(string(ledger))-1, strings.Count(string(statement), "<Ntry>"), r.Matched, r.Partial, r.UnmatchedLeft, r.UnmatchedRight, r.Bad)
	return nil
}

// workOff is the way of an exception: the analyst finds the cause and assigns
// it, the solver acts and closes it.
func (s *story) workOff(ctx context.Context) error {
	analyst, solver := s.people["lena.stark"], s.people["david.roth"]
	type exception struct {
		ID, Kind string
	}
	open, err := list[exception](ctx, analyst, "exception", "process="+processID)
	if err != nil {
		return err
	}
	for _, x := range open {
		find := findings[x.Kind]
		assign := map[string]any{"assignee": solver.ID, "cause": find.cause, "suggested_action": find.suggestion}
		if err := analyst.command(ctx, "recon", "exception", x.ID, "assign", assign); err != nil {
			return err
		}
		if err := analyst.command(ctx, "recon", "exception", x.ID, "comment", map[string]any{"text": "Please have a look, David."}); err != nil {
			return err
		}
		if err := solver.command(ctx, "recon", "exception", x.ID, "close", map[string]any{"action_taken": find.action}); err != nil {
			return err
		}
	}
	closed, err := list[json.RawMessage](ctx, analyst, "exception", "process="+processID, "state=closed")
	if err != nil {
		return err
	}
	s.report.Reconciliation.Closed = len(closed)
	s.tell.say("%d exceptions assigned by Lena Stark, commented, and closed by David Roth", len(closed))
	return nil
}

var findings = map[string]struct{ cause, suggestion, action string }{
	"partial":         {"Amount or date differs from what was expected", "Ask the company for its payment advice", "Difference confirmed with the company"},
	"unmatched_left":  {"Not received", "Remind the company", "Company reminded; payment announced"},
	"unmatched_right": {"Not expected", "Find out whose it is", "Posted to the charges account"},
	"bad":             {"The bank gave no reference", "Read the booking's text", "Interest posted by hand"},
}
