package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/passkey"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/device"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// window is a real server's API, asked by one administrator; all that comes out of
// it and that it writes to its log is kept.
type window struct {
	t       *testing.T
	s       *server.Server
	url     string
	token   string
	mu      sync.Mutex
	log     bytes.Buffer
	refused bytes.Buffer // the answers that were refusals
}

func (w *window) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.Write(b)
}

func openWindow(t *testing.T, url string) *window {
	t.Helper()
	w := &window{t: t}
	c, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{"data": filepath.Join(t.TempDir(), "data"), "database": url}})
	if err != nil {
		t.Fatal(err)
	}
	w.s, err = server.Open(ctx, c, server.Options{Log: slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug})), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	made, err := w.s.Found(ctx, []server.Admin{{Email: "ada@example.com", Name: "Ada"}, {Email: "bela@example.com", Name: "Béla"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range made {
		entrance.Accept(t, w.s.Desk, m.Link)
	}
	w.token = entrance.Session(t, w.s.Desk, string(made[0].User))
	srv := httptest.NewServer(w.s.Handler())
	w.url = srv.URL
	t.Cleanup(func() {
		srv.Close()
		if err := w.s.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// ask sends one request, whose answer must have that status, and gives its body.
func (w *window) ask(status int, method, path string, body any, headers ...string) string {
	w.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	if body == nil {
		text = nil
	}
	r, err := http.NewRequestWithContext(ctx, method, w.url+path, bytes.NewReader(text))
	if err != nil {
		w.t.Fatal(err)
	}
	entrance.Authorise(r, w.token)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	got, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != status {
		w.t.Fatalf("%s %s: %d, want %d, %v: %s", method, path, res.StatusCode, status, err, got)
	}
	if status >= 400 {
		w.refused.Write(got)
	}
	return string(got)
}

// TestNoDoorLetsOutWhatIsTypedIntoIt plants texts and secrets in the doors that
// files, notices, searches and reports have. The texts stand in no line of the
// server's log, in no bytes of the audit tables and in no temporary file; the secrets
// besides in no refusal, no export and no table but sealed.
func TestNoDoorLetsOutWhatIsTypedIntoIt(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		w := openWindow(t, url)
		var texts, secrets canaries
		taken := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		defer taken.Close()
		w.permit("process.insert", "process.run", "cycle.draft", "cycle.open", "cycle.import_invoices", "channel.insert", "channel.view")

		// Secrets, in records that are taken and in some that are not.
		w.ask(201, "PUT", "/api/v1/webhook/hook", map[string]any{"name": texts.text("hook"), "unit": "", "url": taken.URL, "secret": secrets.text("hook-secret-of-24-bytes"), "kinds": []string{"ticket"}, "enabled": true}, "If-None-Match", "*")
		w.ask(422, "PUT", "/api/v1/webhook/weak", map[string]any{"name": texts.text("hook"), "unit": "", "url": "ftp://x", "secret": secrets.text("hook-secret-of-24-bytes"), "kinds": []string{}, "enabled": true}, "If-None-Match", "*")
		w.ask(422, "PUT", "/api/v1/webhook/coded", map[string]any{"name": texts.text("hook"), "unit": "", "url": taken.URL, "secret": "whsec_" + secrets.text("not-base64"), "kinds": []string{}, "enabled": true}, "If-None-Match", "*")
		channel := map[string]any{"name": texts.text("channel"), "bic": "BANKDEFF", "kind": "sftp", "host": "sftp.example", "port": 22, "user": texts.text("login"), "password": secrets.text("channel-password"), "host_keys": "sftp.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIjfJqAcMBRH7eLDrB/ZkO6ZvRPRpTbSMvgYVfQmXxjz", "mode": "no_read_back"}
		w.ask(201, "PUT", "/api/v1/channel/bank", channel, "If-None-Match", "*")
		channel["private_key"], channel["password"] = "-----BEGIN OPENSSH PRIVATE KEY-----\n"+secrets.text("channel-key")+"\n-----END OPENSSH PRIVATE KEY-----\n", ""
		w.ask(422, "PUT", "/api/v1/channel/other", channel, "If-None-Match", "*")

		hook := map[string]any{"name": texts.text("channel"), "kind": "webhook", "url": "https://agent.example/" + texts.text("address"), "secret": secrets.text("channel-webhook-secret"), "mode": "read_back", "encryption": "age", "recipient": "# " + texts.text("remark") + "\nage1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n"}
		w.ask(201, "PUT", "/api/v1/channel/hook", hook, "If-None-Match", "*")
		w.ask(201, "PUT", "/api/v1/channel/agent", map[string]any{"name": texts.text("channel"), "kind": "folder", "directory": texts.text("directory"), "mode": "read_back"}, "If-None-Match", "*")
		for _, way := range []string{"age", "openpgp"} {
			w.ask(422, "PUT", "/api/v1/channel/spoilt", map[string]any{"name": texts.text("channel"), "kind": "folder", "mode": "read_back", "encryption": way, "recipient": texts.text("recipient")}, "If-None-Match", "*")
		}
		w.passkey(&texts)

		// Texts: searches, schedules, tickets, and files that are taken and refused.
		w.ask(201, "POST", "/api/v1/me/search", map[string]any{"name": texts.text("search"), "query": "word=" + texts.text("search-word")})
		w.ask(200, "GET", "/api/v1/audit?word="+texts.text("asked"), nil)
		w.ask(201, "PUT", "/api/v1/report_schedule/s1", map[string]any{"name": texts.text("schedule"), "unit": "", "report": "rules_off", "user": "", "days": []string{}, "month_day": 1, "time": "00:00", "zone": "UTC", "group": "", "enabled": true}, "If-None-Match", "*")
		w.ask(201, "PUT", "/api/v1/unit/u1", map[string]any{"name": texts.text("unit")}, "If-None-Match", "*", "Countersign-Ticket", texts.text("ticket"), "Countersign-Reason", texts.text("reason"))
		w.ask(201, "PUT", "/api/v1/process/p1", map[string]any{"code": "P1", "name": "P1", "unit": "u1", "kind": "data", "on_inconsistency": "stop", "configuration": "keys: [{left: ref, right: ref}]\n"}, "If-None-Match", "*")
		side := func(content string) map[string]any {
			return map[string]any{"name": texts.text("file") + ".csv", "content": []byte(content)}
		}
		w.ask(200, "POST", "/api/v1/recon/process/p1/run", map[string]any{"left": side("ref\n" + texts.text("left") + "\n"), "right": side("ref\n" + texts.text("right") + "\n")})
		w.ask(200, "POST", "/api/v1/recon/process/p1/run?dry_run=true", map[string]any{"left": side("ref\n" + texts.text("dry") + "\n"), "right": side("ref\nx\n")})
		w.ask(422, "POST", "/api/v1/recon/process/p1/run", map[string]any{"left": side("ref\n\"" + texts.text("spoilt") + "\n"), "right": side("ref\nx\n")})
		w.ask(200, "POST", "/api/v1/netting/cycle/c1/draft", map[string]any{"code": "C1", "unit": "u1", "base_currency": "EUR", "settlement_date": "2026-11-30"})
		w.ask(200, "POST", "/api/v1/netting/cycle/c1/open", map[string]any{})
		w.ask(422, "POST", "/api/v1/netting/cycle/c1/import_invoices", map[string]any{"file": texts.text("invoices"), "csv": "reference,payer,payee,currency,amount\n" + texts.text("invoice") + ",A,B,EUR,1.00\n"})
		w.ask(422, "POST", "/api/v1/configuration/apply", map[string]any{"files": []any{map[string]any{"name": "unit.yaml", "content": "unit:\n  - {nonsense: " + texts.text("yaml") + "}\n"}}})
		w.ask(200, "POST", "/api/v1/report/leavers", map[string]any{"kind": "left", "file": texts.text("leavers"), "csv": "email\n" + texts.text("leaver") + "@example.com\n"})
		w.settled()

		log := dump(t, w.s.DB, "audit_")
		delete(log, "audit_search") // a governed table of that area, as readable as the others
		if len(log["audit_entry"]) == 0 {
			t.Error("no entry was looked at")
		}
		w.mu.Lock()
		log["the server's log"] = bytes.Clone(w.log.Bytes())
		w.mu.Unlock()
		for name, content := range temporaries(t, w.s.Config.Data) {
			log[name] = content
		}
		for _, s := range append(texts.all, secrets.all...) {
			for where, content := range log {
				if bytes.Contains(bytes.ToLower(content), []byte(s)) {
					t.Errorf("%q is readable in %s", s, where)
				}
			}
		}
		out := dump(t, w.s.DB, "")
		out["the refusals"] = w.refused.Bytes()
		for _, path := range []string{"/api/v1/webhook", "/api/v1/channel", "/api/v1/configuration", "/api/v1/configuration/bundle?for=countersign.local/0123456789abcdef", "/api/v1/audit?limit=1000", "/api/v1/audit/result?format=jsonl", "/api/v1/audit/result?format=csv", "/api/v1/audit/export", "/api/v1/report/changes?user=ada"} {
			out[path] = []byte(w.ask(200, "GET", path, nil))
		}
		for _, s := range secrets.all {
			for where, content := range out {
				if bytes.Contains(content, []byte(s)) {
					t.Errorf("the secret %q stands in %s", s, where)
				}
			}
		}
		// The looking finds what is there.
		for where, s := range map[string]string{"report_schedule": "canary-schedule", "/api/v1/audit/result?format=csv": "canary-reason", "/api/v1/audit?limit=1000": "canary-invoices", "/api/v1/channel": "canary-channel"} {
			if !bytes.Contains(out[where], []byte(s)) {
				t.Errorf("%s, which does stand in %s, is not found there", s, where)
			}
		}
	})
}

// permit has the other administrator let the asker do this.
func (w *window) permit(permissions ...string) {
	w.t.Helper()
	asker := w.token
	w.token = entrance.Session(w.t, w.s.Desk, "bela")
	w.ask(201, "PUT", "/api/v1/role/more", map[string]any{"name": "More", "permissions": permissions}, "If-None-Match", "*")
	w.ask(201, "PUT", "/api/v1/grant/more", map[string]any{"user": "ada", "role": "more", "scope": "everything"}, "If-None-Match", "*")
	w.token = asker
}

// settled waits until the report was made, the ticket's sheet sent and all signed.
func (w *window) settled() {
	w.t.Helper()
	for end := time.Now().Add(90 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		var made, sent, unsigned int64
		err := w.s.DB.QueryRow(ctx, []any{&made, &sent, &unsigned}, `SELECT (SELECT count(*) FROM report_made), (SELECT count(*) FROM ticket_sheet), seq - (SELECT coalesce(max(size), 0) FROM audit_checkpoint) FROM audit_head`)
		if err == nil && made > 0 && sent > 0 && unsigned == 0 {
			return
		}
		if err != nil || time.Now().After(end) {
			w.t.Fatalf("%d reports, %d sheets, %d entries unsigned: %v", made, sent, unsigned, err)
		}
	}
}

// temporaries are the files in the process's and the system's temporary folders that
// this program may have made.
func temporaries(t *testing.T, data string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	walk := func(root string, ours func(name string) bool) {
		_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil //nolint:nilerr // others' files come and go
			case d.IsDir() && path != root && !ours(path):
				return fs.SkipDir
			case d.IsDir() || !ours(path):
				return nil
			}
			content, err := os.ReadFile(path)
			if err == nil {
				files[path] = content
			}
			return nil
		})
	}
	walk(filepath.Join(data, "tmp"), func(string) bool { return true })
	walk(os.TempDir(), func(path string) bool {
		rest := strings.TrimPrefix(path, os.TempDir())
		return strings.HasPrefix(rest, "/countersign-run-") || strings.HasPrefix(rest, "/countersign-dry-run-") || strings.HasPrefix(rest, "/excelize-")
	})
	return files
}

// passkey enrols a passkey under a name, and another by what no browser answers.
func (w *window) passkey(texts *canaries) {
	w.t.Helper()
	const path = "/api/v1/me/passkey"
	origin := strings.Replace(w.url, "127.0.0.1", "localhost", 1)
	were := w.url
	w.url = origin
	defer func() { w.url = were }()
	site, err := passkey.SiteOf(origin)
	if err != nil {
		w.t.Fatal(err)
	}
	challenge := func() string {
		var ask passkey.Creation
		if err := json.Unmarshal([]byte(w.ask(200, "POST", path+"/challenge", nil, "Origin", origin)), &ask); err != nil {
			w.t.Fatal(err)
		}
		return ask.Challenge
	}
	key := device.New(w.t, site)
	w.ask(201, "POST", path, map[string]any{"name": texts.text("passkey"), "answer": key.Enrol(challenge())}, "Origin", origin)
	bad := key.Enrol(challenge())
	bad.Attestation = texts.text("attestation")
	w.ask(403, "POST", path, map[string]any{"name": texts.text("passkey"), "answer": bad}, "Origin", origin)
}
