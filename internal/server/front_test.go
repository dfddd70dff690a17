package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/testkit"
)

func TestThePageStandsAtEveryAddressThatIsNotThePrograms(t *testing.T) {
	s := open(t, settings(t, testkit.SQLiteURL(t)))
	defer shut(t, s)
	front := s.Handler()
	for path, page := range map[string]bool{
		"/": true, "/bank_instruction/pay-AT01": true, "/change/1": true, "/me": true, "/apiary": true,
		"/api/v1/unit": false, "/api/unknown": false, "/docs": false, "/openapi.json": false, "/healthz": false, "/readyz": false, "/access/v1/evaluation": false, "/access/v1": false,
		"/access": true, "/access/collusion": true, "/access/v12": true,
	} {
		w := httptest.NewRecorder()
		front.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		// A clone whose page was not built answers with a sentence instead of it.
		got := strings.Contains(w.Body.String(), "csp-nonce") || strings.Contains(w.Body.String(), "page was not built")
		if got != page {
			t.Errorf("%s: page %t, want %t: %d %.80s", path, got, page, w.Code, w.Body)
		}
	}
}
