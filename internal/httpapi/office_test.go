package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// office is a real server on a real port, founded by two administrators.
type office struct {
	t      *testing.T
	server *server.Server
	url    string
	log    *lines
	tokens map[string]string
}

// lines collects what the server logs.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

const ada, bela = "ada", "bela"

// each runs f on a server with SQLite and on one with PostgreSQL.
func each(t *testing.T, f func(t *testing.T, o *office)) {
	testkit.EachURL(t, func(t *testing.T, url string) { f(t, newOffice(t, url)) })
}

func newOffice(t *testing.T, url string) *office {
	t.Helper()
	c, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{"data": filepath.Join(t.TempDir(), "data"), "database": url}})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, log: &lines{}, tokens: map[string]string{}}
	o.server, err = server.Open(t.Context(), c, server.Options{Log: slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	made, err := o.server.Found(t.Context(), []server.Admin{{Email: "ada@example.com", Name: "Ada"}, {Email: "bela@example.com", Name: "Béla"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range made {
		entrance.Accept(t, o.server.Desk, m.Link)
		o.tokens[string(m.User)] = entrance.Session(t, o.server.Desk, string(m.User))
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.url = "http://" + ln.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- o.server.Serve(ctx, ln) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
		if err := o.server.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

// answer is what came back.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

// ask sends one request; body is JSON text, or a value to be marshalled. Headers
// come as name, value, name, value.
func (o *office) ask(user, method, path string, body any, headers ...string) *answer {
	o.t.Helper()
	var content io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			o.t.Fatal(err)
		}
		content = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, content)
	if err != nil {
		o.t.Fatal(err)
	}
	if token := o.tokens[user]; token != "" {
		entrance.Authorise(r, token)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return o.send(r)
}

func (o *office) send(r *http.Request) *answer {
	o.t.Helper()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return &answer{o.t, res.StatusCode, res.Header, text}
}

// is stops the test unless the answer has that status.
func (a *answer) is(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("the status is %d, want %d: %s", a.status, status, a.body)
	}
	return a
}

// refused stops the test unless it is the problem of that status and code.
func (a *answer) refused(status int, code string) *answer {
	a.t.Helper()
	a.is(status)
	p := a.object()
	if a.header.Get("Content-Type") != "application/problem+json" || p["code"] != code || p["status"] != float64(status) || p["type"] != "urn:countersign:problem:"+code ||
		p["detail"] == "" || p["title"] == "" || p["request"] != a.header.Get("X-Request-Id") {
		a.t.Fatalf("the problem is %s (%s), want the code %s", a.body, a.header.Get("Content-Type"), code)
	}
	return a
}

// at stops the test unless the problem names that field.
func (a *answer) at(field string) {
	a.t.Helper()
	if got := a.object()["field"]; got != field {
		a.t.Errorf("the field is %v, want %s: %s", got, field, a.body)
	}
}

func (a *answer) object() map[string]any {
	a.t.Helper()
	m := map[string]any{}
	if err := json.Unmarshal(a.body, &m); err != nil {
		a.t.Fatalf("the answer is not an object: %s", a.body)
	}
	return m
}

func (a *answer) text(name string) string {
	a.t.Helper()
	s, ok := a.object()[name].(string)
	if !ok {
		a.t.Fatalf("the answer has no text %s: %s", name, a.body)
	}
	return s
}

func (a *answer) items() []map[string]any {
	a.t.Helper()
	var page struct {
		Items []map[string]any `json:"items"`
	}
	if err := json.Unmarshal(a.body, &page); err != nil {
		a.t.Fatalf("the answer is no list: %s", a.body)
	}
	return page.Items
}

// holds reports whether all the texts stand in the answer.
func (a *answer) holds(texts ...string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(string(a.body), text) })
}

// session signs a user in.
func (o *office) session(user string) string { return entrance.Session(o.t, o.server.Desk, user) }

// make inserts a row under an id.
func (o *office) make(user, table, id string, row map[string]any) {
	o.t.Helper()
	o.ask(user, "PUT", "/api/v1/"+table+"/"+id, row, "If-None-Match", "*").is(201)
}

// hire adds a user with a token and a role of those permissions, at a unit or,
// with "", over everything.
func (o *office) hire(id, unit string, permissions ...string) {
	o.t.Helper()
	o.make(ada, "user", id, map[string]any{"email": id + "@example.com", "name": id, "kind": "person", "status": "active"})
	if len(permissions) > 0 {
		grant := map[string]any{"user": id, "role": "role-" + id, "scope": "everything"}
		if unit != "" {
			grant["scope"], grant["scope_record"] = "unit", unit
		}
		o.make(ada, "role", "role-"+id, map[string]any{"name": "role of " + id, "permissions": permissions})
		o.make(ada, "grant", "grant-"+id, grant)
	}
	o.tokens[id] = entrance.Session(o.t, o.server.Desk, id)
}

// token makes a token of a service that ada answers for.
func (o *office) token(user string, headers ...string) *answer {
	o.t.Helper()
	return o.ask(ada, "POST", "/api/v1/api_token", map[string]any{"user": user, "name": "test", "expires_at": time.Now().Add(time.Hour).UTC().Format(time.RFC3339)}, headers...)
}

// service makes a user for a program, which the keeper answers for.
func (o *office) service(id, keeper string) {
	o.t.Helper()
	o.make(ada, "user", id, map[string]any{"email": id + "@service.example", "name": id, "kind": "service", "status": "active", "keeper": keeper})
}

// watch puts a four-eyes rule on a table's changes.
func (o *office) watch(table, approval string) {
	o.t.Helper()
	o.make(ada, "four_eyes_rule", "rule-"+strings.ReplaceAll(table, "_", "-"), map[string]any{
		"name": table, "subject": table, "operations": []string{"insert", "update", "delete"},
		"factors": []map[string]any{{"permission": approval, "people": 1}}, "enabled": true,
	})
}

func (o *office) count(q string) int64 {
	o.t.Helper()
	var n int64
	if err := o.server.DB.QueryRow(o.t.Context(), []any{&n}, q); err != nil {
		o.t.Fatal(err)
	}
	return n
}
