package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/examples"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// front is a server's front door with somebody who may bring files in.
type front struct {
	t     *testing.T
	s     *server.Server
	url   string
	admin string // session
	clerk string
}

// answer is what came back: a status and, for a refusal, the problem.
type answer struct {
	status       int
	Code, Detail string
	Field        string
}

func (f *front) ask(token, method, path, kind string, body io.Reader, headers ...string) answer {
	f.t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, f.url+path, body)
	if err != nil {
		f.t.Fatal(err)
	}
	entrance.Authorise(req, token)
	req.Header.Set("Content-Type", kind)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		f.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = res.Body.Close() }()
	a := answer{status: res.StatusCode}
	if res.StatusCode >= 400 {
		_ = json.NewDecoder(res.Body).Decode(&a) // what is no problem fails the test by its empty code
	}
	return a
}

func (f *front) must(token, method, path string, row any, headers ...string) {
	f.t.Helper()
	body, err := json.Marshal(row)
	if err != nil {
		f.t.Fatal(err)
	}
	if a := f.ask(token, method, path, "application/json", bytes.NewReader(body), headers...); a.status >= 300 {
		f.t.Fatalf("%s %s: %+v", method, path, a)
	}
}

func (f *front) put(table, id string, row any) {
	f.t.Helper()
	f.must(f.clerk, "PUT", "/api/v1/"+table+"/"+id, row, "If-None-Match", "*")
}

// eachFront opens a cycle of two companies, and a process.
func eachFront(t *testing.T, do func(t *testing.T, f *front)) {
	each(t, func(t *testing.T, c *config.Config) {
		s := open(t, c)
		t.Cleanup(func() { shut(t, s) })
		made, err := s.Found(context.Background(), []server.Admin{{Email: "a@example.com", Name: "A"}, {Email: "b@example.com", Name: "B"}})
		if err != nil {
			t.Fatal(err)
		}
		srv := httptest.NewServer(s.Handler())
		t.Cleanup(srv.Close)
		entrance.Accept(t, s.Desk, made[0].Link)
		f := &front{t: t, s: s, url: srv.URL, admin: entrance.Session(t, s.Desk, string(made[0].User))}
		f.clerk = f.admin
		f.put("unit", "group", map[string]any{"name": "Group"})
		f.put("user", "clerk", map[string]any{"email": "clerk@example.com", "name": "Clerk", "kind": "person", "status": "active", "unit": "group"})
		f.put("role", "clerk", map[string]any{"name": "Clerk", "permissions": []string{"cycle.draft", "cycle.open", "cycle.import_invoices", "participant.insert", "process.insert", "process.run"}})
		f.put("grant", "clerk", map[string]any{"user": "clerk", "role": "clerk", "scope": "everything"})
		f.clerk = entrance.Session(t, s.Desk, "clerk")
		for _, code := range []string{"AT01", "DE01"} {
			f.put("participant", strings.ToLower(code), map[string]any{"code": code, "name": code, "unit": "group", "currency": "EUR"})
		}
		f.must(f.clerk, "POST", "/api/v1/netting/cycle/c1/draft", map[string]any{"code": "C1", "unit": "group", "base_currency": "EUR", "settlement_date": "2026-11-30"})
		f.must(f.clerk, "POST", "/api/v1/netting/cycle/c1/open", map[string]any{})
		f.put("process", "cash", map[string]any{
			"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "on_inconsistency": "stop",
			"configuration": "keys: [{left: reference, right: id}]\namount: amount\n",
		})
		do(t, f)
	})
}

// state counts the rows of every governed table, the files kept and the entries.
func (f *front) state() map[string]int64 {
	f.t.Helper()
	counts := map[string]int64{}
	for _, table := range append([]string{"audit_entry", "change", "outbox"}, f.tables()...) {
		var n int64
		if err := f.s.DB.QueryRow(context.Background(), []any{&n}, `SELECT count(*) FROM `+store.Quote(table)); err != nil {
			f.t.Fatal(err)
		}
		counts[table] = n
	}
	_ = fs.WalkDir(os.DirFS(f.s.Config.Files()), ".", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			counts["files"]++
		}
		return nil
	})
	return counts
}

func (f *front) tables() []string {
	var names []string
	for _, p := range f.s.Engine.Permissions() {
		if name, ok := strings.CutSuffix(p, ".view"); ok && name != "audit" {
			names = append(names, name)
		}
	}
	return names
}

// refused demands a clear refusal, and that nothing changed but the log, which
// tells of it.
func (f *front) refused(name string, want answer, words string, send func() answer) {
	f.t.Helper()
	before := f.state()
	before["audit_entry"]++
	got := send()
	if got.status != want.status || got.Code != want.Code || !strings.Contains(got.Detail+got.Field, words) {
		f.t.Errorf("%s: %+v; want status %d, code %s, and in it %q", name, got, want.status, want.Code, words)
	}
	if diff := cmp.Diff(before, f.state()); diff != "" {
		f.t.Errorf("%s: something changed:\n%s", name, diff)
	}
}

const head = "reference,payer,payee,currency,amount\n"

func TestASpoiltInvoiceFileIsRefusedWithItsPlace(t *testing.T) {
	eachFront(t, func(t *testing.T, f *front) {
		for name, c := range map[string]struct{ csv, code, words string }{
			"cut in quotes":     {head + "\"I-1,AT01,DE01,EUR,1.00\n", "truncated_file", "line 2"},
			"cut in a row":      {head + "I-1,AT01,DE01,EUR,1.00\nI-2,AT01\n", "truncated_file", "Line 3"},
			"unknown column":    {"reference,payer,payee,currency,amount,colour\nI-1,AT01,DE01,EUR,1.00,red\n", "unknown_column", "colour"},
			"missing column":    {"reference,payer,payee,amount\nI-1,AT01,DE01,1.00\n", "missing_column", "currency"},
			"too many decimals": {head + "I-1,AT01,DE01,EUR,1.001\n", "bad_rows", "line 2, amount"},
			"unknown company":   {head + "I-1,AT01,XX99,EUR,1.00\n", "bad_rows", "XX99"},
			"a NUL":             {head + "I-1\x00,AT01,DE01,EUR,1.00\n", "not_text", "Line 2"},
		} {
			f.refused(name, answer{status: 422, Code: c.code}, c.words, func() answer {
				body, _ := json.Marshal(map[string]any{"file": "x.csv", "csv": c.csv})
				return f.ask(f.clerk, "POST", "/api/v1/netting/cycle/c1/import_invoices", "application/json", bytes.NewReader(body))
			})
		}
	})
}

func TestASpoiltStatementIsRefusedWithItsPlace(t *testing.T) {
	eachFront(t, func(t *testing.T, f *front) {
		whole, err := fs.ReadFile(examples.Files, "bank/statement.xml")
		if err != nil {
			t.Fatal(err)
		}
		text := string(whole)
		bomb := strings.Replace(text, "?>", `?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>`, 1)
		for name, c := range map[string]struct{ xml, code, words string }{
			"truncated":    {text[:len(text)/2], "truncated", "Stmt[2]/Ntry[7]/NtryDtls[1]/TxDtls[1], line 188"},
			"entities":     {bomb, "doctype_refused", "line 1"},
			"decimals":     {strings.Replace(text, "</Amt>", "1</Amt>", 1), "too_many_decimals", "Stmt[1]/Bal[1]/Amt, line 15"},
			"other schema": {strings.Replace(text, "camt.053.001.08", "camt.052.001.08", 1), "unknown_namespace", "camt.052"},
			"not XML":      {"reference;amount\n1;2\n", "truncated", "line 3"},
		} {
			f.refused(name, answer{status: 422, Code: c.code}, c.words, func() answer { return f.send(c.xml) })
		}
	})
}

// send uploads a ledger of one line and the statement.
func (f *front) send(statement string) answer {
	f.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, content := range map[string]string{"left": "reference,amount\nNET-1,1.00\n", "right": statement} {
		name := map[string]string{"left": "ledger.csv", "right": "statement.xml"}[field]
		part, err := form.CreateFormFile(field, name)
		if err != nil {
			f.t.Fatal(err)
		}
		_, _ = io.WriteString(part, content)
	}
	_ = form.Close()
	return f.ask(f.clerk, "POST", "/api/v1/recon/process/cash/run", form.FormDataContentType(), &body)
}

// endless gives as many bytes as are asked for, and counts them. The transport
// may still be reading when the answer is there.
type endless struct{ left, given atomic.Int64 }

func (e *endless) Read(p []byte) (int, error) {
	n := min(int64(len(p)), e.left.Load())
	if n == 0 {
		return 0, io.EOF
	}
	for i := range p[:n] {
		p[i] = 'x'
	}
	e.left.Add(-n)
	e.given.Add(n)
	return int(n), nil
}

func TestABodyOfTwoGiBIsRefusedUnread(t *testing.T) {
	eachFront(t, func(t *testing.T, f *front) {
		for _, announced := range []bool{true, false} {
			body := &endless{}
			body.left.Store(2 << 30)
			req, err := http.NewRequestWithContext(context.Background(), "POST", f.url+"/api/v1/netting/cycle/c1/import_invoices", body)
			if err != nil {
				t.Fatal(err)
			}
			if announced {
				req.ContentLength = 2 << 30
			}
			entrance.Authorise(req, f.clerk)
			req.Header.Set("Content-Type", "application/json")
			began := time.Now()
			name := fmt.Sprintf("announced %t", announced)
			f.refused(name, answer{status: 413, Code: "body_too_large"}, "", func() answer {
				res, err := http.DefaultTransport.RoundTrip(req)
				if err != nil {
					return answer{Detail: err.Error()}
				}
				defer func() { _ = res.Body.Close() }()
				a := answer{status: res.StatusCode}
				_ = json.NewDecoder(res.Body).Decode(&a)
				return a
			})
			if took := time.Since(began); took > 5*time.Second || body.given.Load() > 256<<20 {
				t.Errorf("%s: refused after %s and %d MiB", name, took, body.given.Load()>>20)
			}
		}
	})
}
