package server

import (
	"net/http"
	"strings"

	"github.com/countersign/countersign/internal/ui"
)

// Handler serves the API and, at every address that is not the API's, the page.
func (s *Server) Handler() http.Handler {
	api, page := s.API.Handler(), ui.New()
	return behind(s.proxies, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ofPage(r.URL.Path) {
			page.ServeHTTP(w, r)
			return
		}
		api.ServeHTTP(w, r)
	}))
}

// programs are the first parts of addresses that programs and forms ask for;
// an unknown one among them is told to them, not answered with the page.
var programs = map[string]bool{
	"api": true, ".well-known": true, "docs": true, "openapi.json": true, "healthz": true, "readyz": true, "metrics": true,
	"sign-in": true, "sign-out": true, "link": true,
}

func ofPage(path string) bool {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if first == "access" { // AuthZEN's addresses begin as those of the page's access explorer do
		version, _, _ := strings.Cut(rest, "/")
		return version != "v1"
	}
	return !programs[first]
}
