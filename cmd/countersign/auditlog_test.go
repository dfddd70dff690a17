package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/server"
)

// history is a data folder whose log has some hundred entries.
type history struct {
	t    *testing.T
	data string
}

func newHistory(t *testing.T, entries int) *history {
	t.Helper()
	h := &history{t, filepath.Join(t.TempDir(), "data")}
	h.grow(entries)
	return h
}

// grow has a node write entries, one of them too long for a bundle as it is.
func (h *history) grow(entries int) {
	h.t.Helper()
	c, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{"data": h.data}})
	if err != nil {
		h.t.Fatal(err)
	}
	s, err := server.Open(h.t.Context(), c, server.Options{Version: "test"})
	if err != nil {
		h.t.Fatal(err)
	}
	if !s.Founded() {
		if _, err := s.Found(h.t.Context(), []server.Admin{{Email: "ada@example.com", Name: "Ada"}, {Email: "bela@example.com", Name: "Béla"}}); err != nil {
			h.t.Fatal(err)
		}
	}
	for n := range entries {
		ev := audit.Event{Action: "drill", Outcome: audit.Noted, Reason: fmt.Sprint("entry ", n)}
		if n == 7 {
			ev.Detail = strings.Repeat("a long tale ", 9000)
		}
		if _, err := s.Engine.Note(h.t.Context(), govern.Actor{Method: "node"}, ev); err != nil {
			h.t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		h.t.Fatal(err)
	}
}

func (h *history) run(args ...string) (status int, out string) {
	h.t.Helper()
	var stdout, stderr bytes.Buffer
	status = run(context.Background(), args, strings.NewReader(""), &stdout, &stderr)
	return status, stdout.String() + stderr.String()
}

func (h *history) must(args ...string) string {
	h.t.Helper()
	status, out := h.run(args...)
	if status != done {
		h.t.Fatalf("countersign %s: status %d: %s", strings.Join(args, " "), status, out)
	}
	return out
}

func TestTheLogIsProvenArchivedRestoredAndItsKeysRotatedOnTheCommandLine(t *testing.T) {
	h := newHistory(t, 600)
	if out := h.must("audit", "verify", "--data", h.data); !strings.HasPrefix(out, "whole: ") {
		t.Errorf("verify says %s", out)
	}
	first := h.newest()
	kept := filepath.Join(t.TempDir(), "kept.txt")
	if err := os.WriteFile(kept, []byte(first.text), 0o600); err != nil {
		t.Fatal(err)
	}

	var made struct{ Archives []audit.Archive }
	h.parse(&made, "audit", "archive", "--data", h.data, "--to", "555", "--json")
	if len(made.Archives) != 1 || made.Archives[0].Last != 512 {
		t.Fatalf("archived %+v", made.Archives)
	}
	if out := h.must("audit", "verify", "--data", h.data, "--checkpoint", kept); !strings.HasPrefix(out, "whole: entries 1 to ") {
		t.Errorf("verify with the archive says %s", out)
	}
	file := filepath.Join(h.data, "files", made.Archives[0].File[:2], made.Archives[0].File)
	if out := h.must("audit", "verify", "--archive", file, "--key", filepath.Join(h.data, "audit.pub")); !strings.HasPrefix(out, "whole: entries 1 to 512 ") {
		t.Errorf("verify of the archive says %s", out)
	}
	h.provesWith(5)
	h.provesWith(560)
	h.growsFrom(first)
	tiles := h.tiles()
	if whole, words := fsck(t, tiles); !whole {
		t.Errorf("the independent checker says: %s", words)
	}

	if out := h.must("keys", "rotate", "--signing", "--data", h.data); !strings.Contains(out, "signing key") {
		t.Errorf("rotate says %s", out)
	}
	h.grow(20)
	if now := h.newest(); now.size <= first.size {
		t.Errorf("%d entries are signed, before the rotation %d", now.size, first.size)
	}
	if out := h.must("audit", "verify", "--data", h.data, "--checkpoint", kept); !strings.HasPrefix(out, "whole: ") {
		t.Errorf("verify after the rotation says %s", out)
	}
	old := strings.SplitAfter(h.must("keys", "show", "--data", h.data), "\n")[0]
	if status, out := h.run("audit", "verify", "--data", h.data, "--key", strings.TrimSpace(old)); status != refused || !strings.Contains(out, "forged") {
		t.Errorf("verify with the old key alone: status %d, %s", status, out)
	}
	if whole, words := fsck(t, h.tiles()); !whole {
		t.Errorf("after the rotation the independent checker says: %s", words)
	}

	if out := h.must("audit", "archives", "--data", h.data); !strings.Contains(out, "1 to 512") {
		t.Errorf("the archives are %s", out)
	}
	h.must("audit", "restore", "--data", h.data, "--from", "3", "--to", "9", "--for", "24h")
	if out := h.must("audit", "archives", "--data", h.data); !strings.Contains(out, "archived, and in the database") {
		t.Errorf("after restoring the archives are %s", out)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if out := h.must("audit", "verify", "--data", h.data); !strings.HasPrefix(out, "whole: ") {
		t.Errorf("verify of the restored log says %s", out)
	}
	if status, out := h.run("audit", "restore", "--data", h.data, "--from", "900", "--to", "901"); status != refused || !strings.Contains(out, "archived") {
		t.Errorf("restoring what is not archived: status %d, %s", status, out)
	}
}

func TestTheIndependentCheckerFindsADamagedTile(t *testing.T) {
	h := newHistory(t, 300)
	tiles := h.tiles()
	for _, name := range []string{"tile/0/000", "tile/1/000.p/1", "tile/entries/000", "checkpoint"} {
		path := filepath.Join(tiles, name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		bad := bytes.Clone(text)
		bad[len(bad)/2] ^= 1
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if whole, words := fsck(t, tiles); whole {
			t.Errorf("%s was altered, and the checker says: %s", name, words)
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func (h *history) parse(v any, args ...string) {
	h.t.Helper()
	if err := json.Unmarshal([]byte(h.must(args...)), v); err != nil {
		h.t.Fatal(err)
	}
}

// signed is a checkpoint that was kept.
type signed struct {
	text string
	size int64
	root tlog.Hash
}

func (h *history) newest() signed {
	h.t.Helper()
	text, err := os.ReadFile(filepath.Join(h.data, "checkpoints.txt"))
	if err != nil {
		h.t.Fatal(err)
	}
	notes, _ := tree.SplitNotes(text)
	return h.open(string(notes[len(notes)-1]))
}

func (h *history) open(text string) signed {
	h.t.Helper()
	pub, err := os.ReadFile(filepath.Join(h.data, audit.PublicKeyFile))
	if err != nil {
		h.t.Fatal(err)
	}
	keys, err := tree.ParseKeys(string(pub))
	if err != nil {
		h.t.Fatal(err)
	}
	c, _, err := keys.OpenCheckpoint([]byte(text))
	if err != nil {
		h.t.Fatal(err)
	}
	return signed{text, c.Size, c.Root}
}

// provesWith checks the proof of an entry with Go's own library.
func (h *history) provesWith(seq int64) {
	h.t.Helper()
	leaf := filepath.Join(h.t.TempDir(), "leaf")
	proof := h.must("audit", "prove", fmt.Sprint(seq), "--data", h.data, "--leaf", leaf)
	head, note, _ := strings.Cut(proof, "\n\n")
	c := h.open(note)
	bytes, err := os.ReadFile(leaf)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := tlog.CheckRecord(hashes(h.t, strings.Split(head, "\n")[2:]), c.size, c.root, seq-1, tlog.RecordHash(bytes)); err != nil {
		h.t.Errorf("the proof of entry %d: %v", seq, err)
	}
}

// growsFrom checks the proof that the log grew from a checkpoint.
func (h *history) growsFrom(old signed) {
	h.t.Helper()
	proof := h.must("audit", "consistency", fmt.Sprint(old.size), "--data", h.data)
	head, note, _ := strings.Cut(proof, "\n\n")
	c := h.open(note)
	lines := strings.Split(head, "\n")
	if lines[0] != fmt.Sprintf("old %d", old.size) {
		h.t.Errorf("it begins %q", lines[0])
	}
	if err := tlog.CheckTree(hashes(h.t, lines[1:]), c.size, c.root, old.size, old.root); err != nil {
		h.t.Errorf("the consistency from %d to %d: %v", old.size, c.size, err)
	}
}

func hashes(t *testing.T, lines []string) (list []tlog.Hash) {
	t.Helper()
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, hash)
	}
	return list
}

func (h *history) tiles() string {
	h.t.Helper()
	dir := filepath.Join(h.t.TempDir(), "tiles")
	h.must("audit", "tiles", "--data", h.data, "--out", dir)
	return dir
}

// fsck asks tessera's checker of tlog-tiles logs. Its exit status is 0 whatever it
// found, it may call a log with a damaged tile checked, and on some damage it never
// ends: what counts is each range that it lists, and it is stopped at the first
// word of damage.
func fsck(t *testing.T, dir string) (whole bool, words string) {
	t.Helper()
	binary, err := filepath.Abs("../../.cache/bin/fsck")
	if err == nil {
		_, err = os.Stat(binary)
	}
	if err != nil {
		t.Fatalf("tessera's fsck is not built: run 'make tools' (%v)", err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, binary, "--storage_url=file://"+dir+"/", "--public_key="+filepath.Join(dir, "log.pub"), "--ui=false", "--v=1")
	out, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	bad, completed := false, ""
	for lines := bufio.NewScanner(out); !bad && lines.Scan(); {
		words += lines.Text() + "\n"
		bad = strings.Contains(lines.Text(), "fsck failed") || strings.Contains(lines.Text(), "Invalid")
		if _, after, ok := strings.Cut(words, "Completed ranges:"); ok {
			completed = after
		}
	}
	stop()
	_ = cmd.Wait() // it was stopped, or its status says nothing
	return !bad && strings.Contains(words, "Successfully fsck'd") && strings.Contains(completed, "EntryBdl") && !strings.Contains(completed, "Unchecked"), words
}
