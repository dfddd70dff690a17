package walk_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// fields are a row or a body.
type fields = map[string]any

// walk is a real server on a real port, with those who walk.
type walk struct {
	t       *testing.T // of the row under way
	s       *server.Server
	doc     document // what every answer is held against
	url     string
	tokens  map[string]string
	secrets []string            // must never leave, nor stand in the log
	n       int                 // for names that are used once
	lacks   string              // the permission that lacking has not
	waiting map[string][]string // deliveries by state, for the rows to take
	bank    fields              // a channel to a real SSH server, without its name
}

func start(t *testing.T, url string) *server.Server {
	t.Helper()
	c, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{"data": filepath.Join(t.TempDir(), "data"), "database": url}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Open(t.Context(), c, server.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	unwatched(t, s)
	return s
}

// unwatched keeps the server from doing by itself, at a moment of its own, what
// the walk asks for: to it another node looks after packages that wait.
func unwatched(t *testing.T, s *server.Server) {
	t.Helper()
	err := s.DB.Write(t.Context(), func(tx store.Tx) error {
		return tx.Exec(t.Context(), `INSERT INTO lease (name, holder, until) VALUES ('package_watch', 'the walk', $1) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until`, time.Now().Add(24*time.Hour).UnixMicro())
	})
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, url string) *walk {
	t.Helper()
	w := &walk{t: t, s: start(t, url), tokens: map[string]string{}, secrets: []string{"sealed:"}, waiting: map[string][]string{}}
	w.doc = documentOf(t, w.s.API.OpenAPI)
	made, err := w.s.Found(t.Context(), []server.Admin{{Email: "ada@example.com", Name: "Ada"}, {Email: "bela@example.com", Name: "Béla"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range made {
		entrance.Accept(t, w.s.Desk, m.Link)
		w.keep(string(m.User), entrance.Session(t, w.s.Desk, string(m.User)))
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.url = "http://" + ln.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- w.s.Serve(ctx, ln) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return w
}

// run is one row, as a test of its own.
func (w *walk) run(name string, f func()) {
	outer := w.t
	outer.Run(strings.ReplaceAll(name, "/", "|"), func(t *testing.T) {
		w.t = t
		defer func() { w.t = outer }()
		f()
	})
}

// keep gives the user a token and remembers that neither it nor its hash may
// ever be seen.
func (w *walk) keep(user, token string) {
	if user != "" {
		w.tokens[user] = token
	}
	sum := sha256.Sum256([]byte(token))
	w.secrets = append(w.secrets, token, hex.EncodeToString(sum[:]))
}

// next is a number that was not used before.
func (w *walk) next() int {
	w.n++
	return w.n
}

func (w *walk) name(kind string) string {
	return fmt.Sprintf("%s-%d", strings.ReplaceAll(kind, "_", "-"), w.next())
}

// bic is that of a bank which no channel leads to yet.
func (w *walk) bic() string {
	n := w.next()
	return fmt.Sprintf("BANKDE%02d%03d", n/1000, n%1000)
}

// answer is what came back.
type answer struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	body   []byte
}

// ask sends one request as the user; "" is nobody. Headers come as name, value,
// name, value. No answer may hold a secret.
func (w *walk) ask(user, method, path string, body any, headers ...string) *answer {
	w.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	if body == nil {
		text = nil
	}
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, bytes.NewReader(text))
	if err != nil {
		w.t.Fatal(err)
	}
	if user != "" {
		entrance.Authorise(r, w.tokens[user])
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{Timeout: time.Minute}
	res, err := client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	w.clean(method+" "+path, got)
	for _, wrong := range w.doc.documented(method, path, res.StatusCode, res.Header.Get("Content-Type"), got) {
		w.t.Errorf("%s %s, answered %d: %s", method, path, res.StatusCode, wrong)
	}
	return &answer{w.t, user + ": " + method + " " + path, res.StatusCode, res.Header, got}
}

// clean fails when the text holds a secret.
func (w *walk) clean(where string, text []byte) {
	w.t.Helper()
	for _, s := range w.secrets {
		if bytes.Contains(text, []byte(s)) {
			w.t.Errorf("%s shows the secret %.12s…: %s", where, s, text)
		}
	}
}

// is stops the row unless the answer has that status.
func (a *answer) is(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s\nthe status is %d, want %d: %s", a.what, a.status, status, a.body)
	}
	return a
}

// refused stops the row unless it is the problem of that status and code.
func (a *answer) refused(status int, code string) {
	a.t.Helper()
	a.is(status)
	var p struct{ Type, Title, Code, Detail string }
	a.into(&p)
	if a.header.Get("Content-Type") != "application/problem+json" || p.Code != code || p.Type != "urn:countersign:problem:"+code || p.Title == "" || p.Detail == "" {
		a.t.Fatalf("%s\nthe problem is %s, want the code %s with a title and a detail", a.what, a.body, code)
	}
}

func (a *answer) into(v any) {
	a.t.Helper()
	d := json.NewDecoder(bytes.NewReader(a.body))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		a.t.Fatalf("%s\nthe answer cannot be read: %v: %s", a.what, err, a.body)
	}
}

func (a *answer) row() fields {
	a.t.Helper()
	var f fields
	a.into(&f)
	return f
}

func (a *answer) items() []fields {
	a.t.Helper()
	var page struct{ Items []fields }
	a.into(&page)
	return page.Items
}

// outcome is what became of a write.
type outcome struct {
	State   string
	Change  string
	Digest  string
	Seq     int64
	Records []struct {
		Table, ID string
		Version   int64
	}
	Missing []string
	Detail  string
}

func (a *answer) outcome() outcome {
	a.t.Helper()
	var o outcome
	a.into(&o)
	return o
}

// of is the id of the first record of the table that was changed.
func (o outcome) of(table string) string {
	for _, r := range o.Records {
		if r.Table == table {
			return r.ID
		}
	}
	return ""
}
