package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/httpapi"
	"github.com/countersign/countersign/internal/server"
)

func TestTheLogIsSearchedAndExportedOnTheCommandLineAndThatIsLogged(t *testing.T) {
	s, url, token := running(t)
	with := func(args ...string) []string { return append(args, "--server", url, "--token-file", token) }
	call(t, "", with("apply", "-f", write(t, "units.yaml", "unit:\n  - {id: rome, name: Rome}\n  - {id: oslo, name: Oslo}\n"))...).is(t, done)

	out := call(t, "", with("audit", "search", "--table", "unit", "--record", "rome", "--count")...).is(t, done)
	if lines := strings.Split(strings.TrimSpace(out.out), "\n"); len(lines) != 1 || !strings.Contains(lines[0], "\tconfiguration.apply\tapplied\t") || !strings.Contains(out.errs, "1 in all") {
		t.Errorf("it is found as %q, %q", out.out, out.errs)
	}
	var e httpapi.Entry
	if err := json.Unmarshal([]byte(call(t, "", with("audit", "search", "--new", "Oslo", "--table", "unit", "--field", "name", "--json")...).is(t, done).out), &e); err != nil || len(e.Event.Rows) != 2 {
		t.Errorf("the entry is %+v, %v", e, err)
	}
	call(t, "", with("audit", "search", "--record", "rome")...).is(t, refused) // of no table

	until(t, s, `SELECT CASE WHEN (SELECT coalesce(max(size), 0) FROM audit_checkpoint) >= seq THEN 1 ELSE 0 END FROM audit_head`) // an export ends at the newest checkpoint
	file := filepath.Join(t.TempDir(), "found.csv")
	call(t, "", with("audit", "export", "--table", "unit", "--record", "rome", "--format", "csv", "--out", file)...).is(t, done)
	if text, err := os.ReadFile(file); err != nil || !bytes.Contains(text, []byte("Rome")) {
		t.Errorf("the export is %s, %v", text, err)
	}
	call(t, "", with("audit", "export", "--out", file)...).is(t, wrongUse) // it is there already
	whole := filepath.Join(t.TempDir(), "audit.jsonl")
	call(t, "", with("audit", "export", "--whole", "--out", whole)...).is(t, done)
	if out := call(t, "", "audit", "verify", "--export", whole, "--key", s.Ring.Verifier()).is(t, done).out; !strings.HasPrefix(out, "whole: ") {
		t.Errorf("verify says %s", out)
	}
	none := filepath.Join(t.TempDir(), "none.csv")
	call(t, "", with("audit", "export", "--outcome", "nonsense", "--field", "x", "--out", none)...).is(t, refused)
	if _, err := os.Stat(none); err == nil {
		t.Error("an export that was refused left a file")
	}
	for action, want := range map[string]int{"audit.search": 2, "audit.export": 2} {
		found, err := audit.Search(t.Context(), s.DB, s.Ring, audit.Query{Action: action, Outcome: audit.Noted})
		if err != nil || len(found) != want {
			t.Errorf("the log has %d of %s, want %d; %v", len(found), action, want, err)
		}
	}
}

func TestTheLogIsArchivedThroughTheServerThatHoldsIt(t *testing.T) {
	s, url, token := running(t)
	if s.Config == nil || !s.Config.SQLite() {
		t.Fatal("the server of this test is to hold a SQLite database")
	}
	drills(t, s, 300)
	with := func(args ...string) []string {
		return append(args, "--data", s.Config.Data, "--server", url, "--token-file", token)
	}
	out := call(t, "", with("audit", "archive", "--to", "256")...).is(t, done).out
	if !strings.HasPrefix(out, "1 to 256\t") {
		t.Fatalf("archived: %s", out)
	}
	if found := call(t, "", "audit", "search", "--action", "drill", "--limit", "1", "--server", url, "--token-file", token).is(t, done); !strings.Contains(found.errs, "countersign audit restore --from 1 --to 256") {
		t.Errorf("the search says %q", found.errs)
	}
	if out = call(t, "", with("audit", "restore", "--from", "1", "--to", "10", "--for", "90m", "--json")...).is(t, done).out; !strings.Contains(out, `"away": false`) {
		t.Errorf("brought back: %s", out)
	}
	call(t, "", with("audit", "restore", "--from", "5000", "--to", "5001")...).is(t, refused)
	if out := call(t, "", "audit", "archives", "--data", s.Config.Data).is(t, done).out; !strings.Contains(out, "and in the database") {
		t.Errorf("the archives are %s", out)
	}
}

// Whoever has the machine passes the rules no more than anybody else.
func TestTheOperatorsOrderWaitsForOtherEyesToo(t *testing.T) {
	s, url, token, stop := started(t)
	drills(t, s, 300)
	call(t, "", "apply", "-f", write(t, "rules.yaml", `four_eyes_rule:
  - {name: Archiving, subject: audit.archive, operations: [command], enabled: true, factors: [{permission: audit.archive.approve, people: 1}]}
`), "--server", url, "--token-file", token).is(t, done)
	args := []string{"audit", "archive", "--to", "256", "--data", s.Config.Data, "--reason", "It is old", "--ticket", "OPS-1"}
	held := call(t, "", append(args, "--server", url, "--token-file", token)...).is(t, done)
	if !strings.HasPrefix(held.out, "Held as change ") || !strings.Contains(held.out, "Archiving") {
		t.Errorf("through the server: %s", held.out)
	}
	stop() // and the folder is nobody's
	held = call(t, "", append(args, "--json")...).is(t, done)
	var out govern.Outcome
	if err := json.Unmarshal([]byte(held.out), &out); err != nil || out.State != govern.Held || out.Change == "" {
		t.Fatalf("on the folder itself: %s, %v", held.out, err)
	}
	again, err := server.Open(t.Context(), s.Config, server.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if got, err := again.Engine.Approve(t.Context(), govern.Actor{User: "ada", Method: "test"}, govern.Note{}, out.Change, out.Digest); err != nil || got.State != govern.Applied {
		t.Fatalf("agreed: %+v, %v", got, err)
	}
	until(t, again, `SELECT CASE WHEN state = 'done' AND files = 1 AND asked_by = 'installation' THEN 1 ELSE 0 END FROM archive_order`)
}

// drills have so many entries written, and waits until an archive may be made of
// the first block.
func drills(t *testing.T, s *server.Server, entries int) {
	t.Helper()
	for n := range entries {
		if _, err := s.Engine.Note(t.Context(), govern.Actor{Method: "node"}, audit.Event{Action: "drill", Outcome: audit.Noted, Reason: fmt.Sprint("entry ", n)}); err != nil {
			t.Fatal(err)
		}
	}
	until(t, s, `SELECT CASE WHEN blocks > 0 AND (SELECT coalesce(max(size), 0) FROM audit_checkpoint) > 256 THEN 1 ELSE 0 END FROM audit_index`)
}

// until waits until the database answers 1.
func until(t *testing.T, s *server.Server, query string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		var so int64
		if err := s.DB.QueryRow(t.Context(), []any{&so}, query); err != nil || time.Now().After(end) {
			t.Fatalf("%s: %v", query, err)
		}
		if so == 1 {
			return
		}
	}
}
