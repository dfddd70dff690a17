package httpapi

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"
)

// Whoever asks names any host; what other applications are told comes from the
// settings where they say it.
func TestTheDecisionPointIsAtTheConfiguredAddress(t *testing.T) {
	for _, c := range []struct{ url, point string }{
		{"https://house.example.com", "https://house.example.com"},
		{"https://house.example.com/", "https://house.example.com"},
		{"", "https://asked.example"},
	} {
		a := New(Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), URL: c.url})
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", pathMetadata, nil)
		r.Host = "asked.example"
		a.Handler().ServeHTTP(w, r)
		var got Metadata
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		want := Metadata{c.point, c.point + pathEvaluation, c.point + pathEvaluations, c.point + pathSearch + "subject", c.point + pathSearch + "resource", c.point + pathSearch + "action"}
		if got != want {
			t.Errorf("with the address %q: %+v", c.url, got)
		}
	}
}
