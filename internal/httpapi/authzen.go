package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/internal/authzen"
	"github.com/countersign/countersign/internal/fault"
)

// Paths of the AuthZEN Authorization API 1.0 (section HTTPS JSON Binding).
const (
	pathMetadata    = "/.well-known/authzen-configuration"
	pathEvaluation  = "/access/v1/evaluation"
	pathEvaluations = "/access/v1/evaluations"
	pathSearch      = "/access/v1/search/"
)

// authzenLimit bounds the body of one request, in bytes.
const authzenLimit = 1 << 20

// Metadata is where the decision point's endpoints are (section Policy Decision
// Point Metadata).
type Metadata struct {
	Point       string `json:"policy_decision_point"`
	Evaluation  string `json:"access_evaluation_endpoint"`
	Evaluations string `json:"access_evaluations_endpoint"`
	Subject     string `json:"search_subject_endpoint"`
	Resource    string `json:"search_resource_endpoint"`
	Action      string `json:"search_action_endpoint"`
}

// authzen serves the decision point.
func (a *API) authzen() {
	p := &authzen.Point{Engine: a.Engine, DB: a.DB, Ring: a.Ring}
	body := &huma.Schema{Type: huma.TypeObject, Description: "As the AuthZEN Authorization API 1.0 has it; unknown members are ignored."}
	id := text("X-Request-ID", "Comes back with the answer.")
	post := func(path, permission, summary string, answer *huma.Schema, do func(ctx context.Context, who string, body []byte) (any, error)) {
		a.add(route{
			Route: Route{Method: "POST", Path: path, Permission: permission}, tag: "authzen", summary: summary, authzen: true,
			headers: []parameter{id}, body: body, limit: authzenLimit, answer: answer, do: func(c *call) (reply, error) {
				if err := c.on(permission); err != nil {
					return reply{}, err
				}
				out, err := do(c.ctx, c.who.User, c.body)
				return reply{body: out}, err
			},
		})
	}
	post(pathEvaluation, accessEvaluate, "May this subject do this?", schemaOf[authzen.Decision](a), func(ctx context.Context, _ string, body []byte) (any, error) {
		return p.Evaluation(ctx, body)
	})
	post(pathEvaluations, accessEvaluate, "Several of these questions at once", schemaOf[authzen.Decisions](a), func(ctx context.Context, _ string, body []byte) (any, error) {
		return p.Evaluations(ctx, body)
	})
	found := schemaOf[authzen.Found](a)
	for _, s := range []struct {
		what, summary string
		search        func(context.Context, string, []byte) (authzen.Found, error)
	}{
		{"subject", "Who may do this?", p.Subjects}, {"resource", "On what may this subject do this?", p.Resources}, {"action", "What may this subject do with this?", p.Actions},
	} {
		post(pathSearch+s.what, accessSearch, s.summary, found, func(ctx context.Context, who string, body []byte) (any, error) {
			return s.search(ctx, who, body)
		})
	}
	a.add(route{
		Route: Route{Method: "GET", Path: pathMetadata, Asks: anyone}, tag: "authzen", summary: "Where these questions are asked", authzen: true,
		answer: schemaOf[Metadata](a), do: func(c *call) (reply, error) {
			point := a.point(c.r)
			return reply{header: map[string]string{"Cache-Control": "max-age=3600"}, body: Metadata{
				Point: point, Evaluation: point + pathEvaluation, Evaluations: point + pathEvaluations,
				Subject: point + pathSearch + "subject", Resource: point + pathSearch + "resource", Action: point + pathSearch + "action",
			}}, nil
		},
	})
}

// point is the address of the decision point: what is configured, for the name in a
// request is the asker's own word.
func (a *API) point(r *http.Request) string {
	if a.URL != "" {
		return strings.TrimSuffix(a.URL, "/")
	}
	return "https://" + r.Host
}

// echo sends the caller's request id back. Ours still names the request in the
// server's log.
func echo(w http.ResponseWriter, r *http.Request) {
	if id := r.Header.Get("X-Request-Id"); id != "" {
		w.Header().Set("Countersign-Request", requestID(r))
		w.Header().Set("X-Request-Id", id)
	}
}

// refuse answers an error: as a problem, or as that API has it (section Error
// Responses): 400 for every wrong request, and a message in plain text.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, rt *route, err error) {
	if !rt.authzen {
		a.fail(w, r, err)
		return
	}
	f := fault.From(err)
	status := statuses[f.Kind]
	switch f.Kind {
	case fault.Invalid, fault.TooLarge:
		status = http.StatusBadRequest
	case fault.Unauthenticated:
		w.Header().Set("WWW-Authenticate", `Bearer realm="countersign"`)
	case fault.Internal:
		a.Log.Error("a request failed", "request", requestID(r), "code", f.Code, "error", err)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(f.Detail + "\n"))
}
