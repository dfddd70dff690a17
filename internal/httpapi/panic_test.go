package httpapi

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAPanicIsAProblemAndItsStackStaysInTheLog(t *testing.T) {
	var log bytes.Buffer
	a := New(Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	a.add(route{Route: Route{Method: "GET", Path: "/boom", Asks: anyone}, tag: "test", do: func(*call) (reply, error) { panic("the wheel came off") }})
	a.add(route{Route: Route{Method: "GET", Path: "/half", Asks: anyone}, tag: "test", do: func(c *call) (reply, error) {
		_, _ = c.w.Write([]byte("half"))
		panic("the wheel came off")
	}})
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/boom", nil))
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 500 || p.Code != "internal" || strings.Contains(w.Body.String(), "wheel") {
		t.Errorf("a panic is answered by %d %s", w.Code, w.Body)
	}
	if text := log.String(); !strings.Contains(text, "wheel") || !strings.Contains(text, p.Request) || !strings.Contains(text, "panic_test.go") {
		t.Errorf("the log tells %s", text)
	}
	defer func() {
		if recover() != http.ErrAbortHandler { //nolint:errorlint // as net/http compares it
			t.Error("half an answer was not cut off")
		}
	}()
	a.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/half", nil))
}
