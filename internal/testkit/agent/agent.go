// Package agent is a program for tests that files are posted to, such as one that
// hands them on to a bank by EBICS. It checks the signature (Standard Webhooks),
// the digest (RFC 9530) and keeps one file for each idempotency key.
package agent

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// File is one that was taken.
type File struct {
	Name    string
	Header  http.Header
	Content []byte
}

// Agent is a running one.
type Agent struct {
	*httptest.Server
	key []byte

	mu     sync.Mutex
	files  []File
	byKey  map[string]string // digest by idempotency key
	calls  int
	before []int // statuses answered without taking anything
	after  []int // statuses answered although the file was taken
	mute   bool
}

// Start starts one over http; the secret is one of whsec_ and base64.
func Start(t testing.TB, secret string) *Agent {
	t.Helper()
	a := made(t, secret)
	a.Server = httptest.NewServer(a)
	t.Cleanup(a.Close)
	return a
}

// StartTLS starts one over https; its Client trusts it.
func StartTLS(t testing.TB, secret string) *Agent {
	t.Helper()
	a := made(t, secret)
	a.Server = httptest.NewTLSServer(a)
	t.Cleanup(a.Close)
	return a
}

func made(t testing.TB, secret string) *Agent {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	return &Agent{key: key, byKey: map[string]string{}}
}

// Refuse has the next files refused with these statuses.
func (a *Agent) Refuse(statuses ...int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.before = append(a.before, statuses...)
}

// Stumble has the next files taken, and answered with these statuses all the same.
func (a *Agent) Stumble(statuses ...int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.after = append(a.after, statuses...)
}

// Mute has it answer without a digest.
func (a *Agent) Mute() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.mute = true
}

// Files are those that were taken.
func (a *Agent) Files() []File {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]File(nil), a.files...)
}

// Calls is how often a file was posted.
func (a *Agent) Calls() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.calls
}

func (a *Agent) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return // whoever posted it is gone
	}
	h := r.Header
	m := hmac.New(sha256.New, a.key)
	_, _ = fmt.Fprintf(m, "%s.%s.%s", h.Get("Webhook-Id"), h.Get("Webhook-Timestamp"), content)
	if h.Get("Webhook-Signature") != "v1,"+base64.StdEncoding.EncodeToString(m.Sum(nil)) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.Method != http.MethodPost {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	sum := sha256.Sum256(content)
	if h.Get("Content-Digest") != "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	status, digest := a.take(h, content, hex.EncodeToString(sum[:]))
	w.WriteHeader(status)
	if digest != "" {
		_, _ = fmt.Fprintf(w, `{"sha256":%q}`, digest)
	}
}

// next is the first of the list, which is taken off it.
func next(list *[]int) int {
	if len(*list) == 0 {
		return 0
	}
	first := (*list)[0]
	*list = (*list)[1:]
	return first
}

func (a *Agent) take(h http.Header, content []byte, digest string) (int, string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls++
	if status := next(&a.before); status != 0 {
		return status, ""
	}
	once := h.Get("Idempotency-Key")
	if a.byKey[once] == "" {
		_, words, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
		a.byKey[once], a.files = digest, append(a.files, File{words["filename"], h.Clone(), content})
	}
	if status := next(&a.after); status != 0 {
		return status, ""
	}
	if a.mute {
		return http.StatusAccepted, ""
	}
	return http.StatusOK, a.byKey[once]
}
