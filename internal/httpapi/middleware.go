package httpapi

import (
	"context"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

type contextKey struct{}

// identified gives every request an id of its own, which answers, log lines
// and audit entries carry.
func (a *API) identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := string(govern.NewID(time.Now()))
		h := w.Header()
		h.Set("X-Request-Id", id)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), contextKey{}, id)))
	})
}

func requestID(r *http.Request) string {
	id, _ := r.Context().Value(contextKey{}).(string)
	return id
}

// logged writes one line for each request: no query, no header, no body, for
// they hold what people typed.
func (a *API) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		seen := &watched{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(seen, r)
		a.Log.Info("request", "request", requestID(r), "method", r.Method, "path", shownPath(r), "status", seen.status,
			"bytes", seen.bytes, "took", time.Since(began), "from", clientAddress(r))
	})
}

// watched remembers what was answered.
type watched struct {
	http.ResponseWriter
	status int
	bytes  int64
	begun  bool
}

func (w *watched) WriteHeader(status int) {
	if !w.begun {
		w.status, w.begun = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	w.begun = true
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// recovered answers a panic with a problem and keeps the stack for the log.
func (a *API) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
				panic(p)
			}
			a.Log.Error("a request panicked", "request", requestID(r), "panic", p, "stack", string(debug.Stack()))
			if seen, ok := w.(*watched); ok && seen.begun {
				panic(http.ErrAbortHandler) // half an answer must not look like a whole one
			}
			a.fail(w, r, fault.New(fault.Internal, "internal", "Something failed on our side; the request id names it in the log."))
		}()
		next.ServeHTTP(w, r)
	})
}

// clientAddress is the network address without its port.
func clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// shownPath is the path without the secret of a sign-in link.
func shownPath(r *http.Request) string {
	if strings.HasPrefix(r.URL.Path, "/link/") {
		return "/link/…"
	}
	return r.URL.Path
}
