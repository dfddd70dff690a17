package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// order changes a bank instruction under four eyes, and then turns the approved
// cycle into a package of payment orders.
func (s *story) order(ctx context.Context) error {
	if err := s.customer(ctx); err != nil {
		return err
	}
	if err := s.channel(ctx); err != nil {
		return err
	}
	if err := s.fourEyes(ctx); err != nil {
		return err
	}
	operator := s.people["petra.lang"]
	s.pkg.code = "NET-2026-11"
	out, err := operator.do(ctx, http.MethodPost, "/api/v1/netting/cycle/"+cycleID+"/settle", map[string]any{"package": s.pkg.code, "customer": customer})
	if err != nil {
		return err
	}
	for _, r := range out.Records {
		if r.Table == "package" {
			s.pkg.id = r.ID
		}
	}
	if out.State != "applied" || s.pkg.id == "" {
		return fmt.Errorf("the cycle was not settled: %+v", out)
	}
	s.tell.say("package %s with %d payment orders", s.pkg.code, len(out.Records)-2)
	return nil
}

// customer enters who signs: accounts, points, jobs, and the pairs of jobs that
// may not sign together.
func (s *story) customer(ctx context.Context) error {
	out, err := s.apply(ctx, s.people["otto.frei"], "group/payments")
	if err == nil && out.State != "applied" {
		err = fmt.Errorf("the customers are %s", out.State)
	}
	return err
}

func (s *story) fourEyes(ctx context.Context) error {
	eva, karin, path := s.people["eva.kiss"], s.people["karin.auer"], "/api/v1/bank_instruction/pay-HU02"
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
	row["iban"] = "HU56000000000000009907300999"
	held, err := eva.do(ctx, http.MethodPut, path, row, header{"If-Match", a.ETag}, header{"Countersign-Reason", "New account of the valve plant, letter of 20 November"})
	if err != nil {
		return err
	}
	s.report.FourEyes.Held = held.State == "held"
	s.tell.say("Éva Kiss changes the IBAN of %s: held as change %s", s.group[7].name, held.Change)
	approve, digest := "/api/v1/change/"+held.Change+"/approve", map[string]any{"digest": held.Digest}
	var prob *problem
	if _, err := eva.do(ctx, http.MethodPost, approve, digest); !errors.As(err, &prob) || prob.Status != http.StatusForbidden {
		return fmt.Errorf("the maker approved their own change: %w", err)
	}
	s.tell.say("Éva Kiss cannot approve it: %s", prob.Detail)
	out, err := karin.do(ctx, http.MethodPost, approve, digest)
	if err != nil {
		return err
	}
	s.report.FourEyes.Approved = out.State == "applied"
	if !s.report.FourEyes.Held || !s.report.FourEyes.Approved {
		return fmt.Errorf("four eyes: %+v", s.report.FourEyes)
	}
	s.tell.say("Karin Auer approves the digest %s…: applied", held.Digest[:8])
	call := map[string]any{"spoken_to": "Zsófia Varga, accounts", "number": "+36 1 555 0107", "note": "The new account is theirs."}
	if err := karin.command(ctx, "payments", "bank_instruction", "pay-HU02", "call_back", call); err != nil {
		return err
	}
	s.tell.say("Karin Auer calls the plant back on the number she knew: without that nothing would be submitted to the new account")
	return nil
}

// sign submits the package and signs it: first the excluded pair, then a
// permitted one.
func (s *story) sign(ctx context.Context) error {
	if err := s.people["petra.lang"].command(ctx, "payments", "package", s.pkg.id, "submit", nil); err != nil {
		return err
	}
	var pkg struct {
		State  string `json:"state"`
		Digest string `json:"digest"`
	}
	if err := s.people["paul.meier"].get(ctx, "/api/v1/package/"+s.pkg.id, &pkg); err != nil {
		return err
	}
	s.pkg.digest = pkg.Digest
	sign := func(user string) error {
		return s.people[user].command(ctx, "payments", "package", s.pkg.id, "sign", map[string]any{"digest": s.pkg.digest})
	}
	for _, user := range []string{"paul.meier", "nora.huber"} {
		if err := sign(user); err != nil {
			return err
		}
	}
	refused, err := s.verdict(ctx, false)
	if err != nil {
		return err
	}
	for _, c := range refused.Clashes {
		s.tell.say("Paul Meier and Nora Huber sign: not accepted. %s (%s) and %s (%s) may not sign together", c.First.User, c.First.Job, c.Second.User, c.Second.Job)
	}
	if err := s.people["nora.huber"].command(ctx, "payments", "package", s.pkg.id, "take_back", nil); err != nil {
		return err
	}
	if err := sign("karin.auer"); err != nil {
		return err
	}
	accepted, err := s.verdict(ctx, true)
	if err != nil {
		return err
	}
	s.tell.say("Nora Huber takes hers back, Karin Auer signs: accepted with %d points", accepted.Points)
	return nil
}

// verdict is how the signatures stand.
type verdict struct {
	Accepted bool `json:"accepted"`
	Points   int  `json:"points"`
	Clashes  []struct {
		First, Second struct{ User, Job string }
	} `json:"clashes"`
}

// verdict reads how the signatures stand, which must be as told, and keeps it
// for the report.
func (s *story) verdict(ctx context.Context, accepted bool) (*verdict, error) {
	var standing struct {
		Verdict json.RawMessage `json:"verdict"`
	}
	if err := s.people["karin.auer"].get(ctx, "/api/v1/package/"+s.pkg.id+"/verdict", &standing); err != nil {
		return nil, err
	}
	v := &verdict{}
	if err := json.Unmarshal(standing.Verdict, v); err != nil {
		return nil, err
	}
	if v.Accepted != accepted || accepted == (len(v.Clashes) > 0) {
		return nil, fmt.Errorf("the package's verdict is %s", standing.Verdict)
	}
	if accepted {
		s.report.Signing.Accepted = standing.Verdict
	} else {
		s.report.Signing.Refused = standing.Verdict
	}
	return v, nil
}
