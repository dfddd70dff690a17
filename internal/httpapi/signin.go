package httpapi

import "net/http"

// Pages serves a handler's patterns beside the API, behind the same guard against
// other sites, with the same log and request ids. They set their own headers.
func (a *API) Pages(h http.Handler, patterns ...string) {
	for _, p := range patterns {
		a.mux.Handle(p, h)
	}
}
