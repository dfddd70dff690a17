package authzen

import (
	"context"
	"encoding/json"

	strict "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/countersign/countersign/internal/fault"
)

// Decision is the answer to one evaluation (section Decision).
type Decision struct {
	Decision bool           `json:"decision"`
	Context  map[string]any `json:"context,omitempty"`
}

// Decisions is the answer to several, in their order.
type Decisions struct {
	Evaluations []Decision `json:"evaluations"`
}

// Evaluation answers one request (section Access Evaluation API). Fault
// bad_request.
func (p *Point) Evaluation(ctx context.Context, body []byte) (Decision, error) {
	m, err := object("The body", body)
	if err != nil {
		return Decision{}, err
	}
	q, err := m.question()
	if err != nil {
		return Decision{}, err
	}
	var d Decision
	err = p.ask(ctx, func(a *asking) (err error) {
		d, err = a.answer(&q)
		return err
	})
	return d, err
}

// answer decides, and tells in the decision's context what was wrong with a
// property: that is a denial, not a bad request.
func (a *asking) answer(q *question) (Decision, error) {
	allowed, err := a.decide(q)
	if fault.Is(err, fault.Invalid) {
		return refusal(err), nil
	}
	return Decision{Decision: allowed}, err
}

func refusal(err error) Decision {
	return Decision{Context: map[string]any{"error": map[string]any{"status": 400, "message": fault.From(err).Detail}}}
}

// The semantics of several evaluations.
const (
	executeAll    = "execute_all"
	untilDenied   = "deny_on_first_deny"
	untilAllowed  = "permit_on_first_permit"
	semanticsName = "evaluations_semantic"
)

// Evaluations answers several requests (section Access Evaluations API); a
// request without any is answered as Evaluation does, by a Decision.
func (p *Point) Evaluations(ctx context.Context, body []byte) (any, error) {
	m, err := object("The body", body)
	if err != nil {
		return nil, err
	}
	var items []jsontext.Value
	if raw, there := m["evaluations"]; there {
		if err := strict.Unmarshal(raw, &items); err != nil || raw[0] != '[' {
			return nil, bad("evaluations", "is no list")
		}
	}
	if len(items) == 0 {
		return p.Evaluation(ctx, body)
	}
	if len(items) > MostEvaluations {
		return nil, fault.Bad("evaluations", "bad_request", "evaluations has %d requests; %d are allowed.", len(items), MostEvaluations)
	}
	semantics, err := m.semantics()
	if err != nil {
		return nil, err
	}
	for _, name := range defaults { // a default that is no object spoils the whole request
		if _, err := m.object("", name); err != nil {
			return nil, err
		}
	}
	out := Decisions{Evaluations: make([]Decision, 0, len(items))}
	err = p.ask(ctx, func(a *asking) error {
		for _, item := range items {
			d, err := a.item(m, json.RawMessage(item))
			if err != nil {
				return err
			}
			if semantics == untilDenied && !d.Decision && d.Context == nil {
				d.Context = map[string]any{"reason": untilDenied}
			}
			out.Evaluations = append(out.Evaluations, d)
			if semantics == untilDenied && !d.Decision || semantics == untilAllowed && d.Decision {
				break
			}
		}
		return nil
	})
	return out, err
}

func (m members) semantics() (string, error) {
	o, err := m.object("", "options")
	if err != nil {
		return "", err
	}
	s, there, err := o.text("options", semanticsName)
	switch {
	case err != nil:
		return "", err
	case !there:
		return executeAll, nil
	case s != executeAll && s != untilDenied && s != untilAllowed:
		return "", bad("options."+semanticsName, "is none of "+executeAll+", "+untilDenied+", "+untilAllowed)
	}
	return s, nil
}

// defaults are the members that items inherit as a whole.
var defaults = []string{"subject", "action", "resource", "context"}

// item answers one of several. What is wrong with it is its own denial.
func (a *asking) item(above members, text json.RawMessage) (Decision, error) {
	own, err := object("evaluations", text)
	if err != nil {
		return refusal(err), nil
	}
	for _, name := range defaults {
		if value, there := above[name]; there && own[name] == nil {
			own[name] = value
		}
	}
	q, err := own.question()
	if err != nil {
		return refusal(err), nil
	}
	return a.answer(&q)
}
