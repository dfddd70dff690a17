package httpapi

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Problem is the answer to everything that was refused or failed (RFC 9457).
type Problem struct {
	Type    string `json:"type" doc:"urn:countersign:problem: and the code."`
	Title   string `json:"title" doc:"The kind of problem, in words."`
	Status  int    `json:"status"`
	Code    string `json:"code" doc:"Stable; made for programs."`
	Detail  string `json:"detail" doc:"What is wrong and what to do."`
	Field   string `json:"field,omitempty" doc:"The offending field, parameter or header."`
	Request string `json:"request,omitempty" doc:"Names this request in the server's log."`
	// Access is what is lacking, where a permission is.
	Access *govern.Asking `json:"access,omitempty" doc:"Of a refusal for want of a permission: which, what would give it, and whom to ask."`
}

// statuses are the HTTP status of each kind of fault; titles their words.
var (
	statuses = map[fault.Kind]int{
		fault.Internal: 500, fault.Invalid: 422, fault.Unauthenticated: 401, fault.Denied: 403,
		fault.NotFound: 404, fault.Conflict: 409, fault.Stale: 412, fault.TooLarge: 413, fault.Unavailable: 503,
	}
	titles = map[fault.Kind]string{
		fault.Internal: "Something failed on our side", fault.Invalid: "The request is not right",
		fault.Unauthenticated: "Sign in first", fault.Denied: "You may not do this", fault.NotFound: "There is no such thing",
		fault.Conflict: "Not in this state", fault.Stale: "It changed meanwhile", fault.TooLarge: "The request is too large",
		fault.Unavailable: "Try again later",
	}
)

// fail answers with the problem document of err. It is the only place that
// turns faults into HTTP.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := fault.From(err)
	if f.Kind == fault.Internal && store.IsUnavailable(err) {
		f = fault.Wrap(err, fault.Unavailable, "database_unavailable", "The database does not answer. Nothing was written; try again.")
	}
	status, title := statuses[f.Kind], titles[f.Kind]
	if f.Code == codeMethod {
		status, title = http.StatusMethodNotAllowed, "Not in this way"
	}
	if f.Code == codeStreams {
		status, title = http.StatusTooManyRequests, "Too many at once"
	}
	if f.Code == codeNoMatch {
		status, title = http.StatusPreconditionRequired, "Say which version you read"
	}
	if status >= 500 {
		a.Log.Error("a request failed", "request", requestID(r), "code", f.Code, "error", f.Err)
	}
	switch f.Kind {
	case fault.Unauthenticated:
		w.Header().Set("WWW-Authenticate", `Bearer realm="countersign"`)
	case fault.Unavailable:
		w.Header().Set("Retry-After", "1")
	case fault.TooLarge:
		w.Header().Set("Connection", "close")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	writeJSON(w, Problem{
		Type: "urn:countersign:problem:" + f.Code, Title: title, Status: status, Code: f.Code,
		Detail: f.Detail, Field: f.Field, Request: requestID(r), Access: a.Engine.WhomToAsk(r.Context(), err, ""),
	})
}

// codeMethod is the code of a known path asked with an unknown method.
const codeMethod = "method_not_allowed"

// lost answers paths that nobody serves, and known paths asked in a wrong way.
func (a *API) lost(w http.ResponseWriter, r *http.Request) {
	if g := a.guestAt(r.URL.Path); g != nil {
		g.mux.ServeHTTP(w, r)
		return
	}
	var allowed []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = m
		if _, pattern := a.mux.Handler(other); pattern != "/" {
			allowed = append(allowed, m)
		}
	}
	if len(allowed) == 0 {
		a.fail(w, r, fault.New(fault.NotFound, "no_such_path", "Nothing is served at %s; /docs lists what is.", r.URL.Path))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	a.fail(w, r, fault.New(fault.Invalid, codeMethod, "This path takes %s, not %s.", strings.Join(allowed, ", "), r.Method))
}

func (a *API) crossOrigin(w http.ResponseWriter, r *http.Request) {
	a.fail(w, r, fault.New(fault.Denied, "cross_origin", "A page of another site asked for this; only this server's own pages may."))
}

// writeJSON writes v without HTML escaping. Its error is a client that went
// away, and of no use to anybody.
func writeJSON(w http.ResponseWriter, v any) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
}
