package audit

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/secret"
)

// Format 1 is fixed: these files never change. -fix-format writes those that
// are missing, and refuses to replace one.
var fixFormat = flag.Bool("fix-format", false, "write missing golden files")

// GoldenEvent uses every field once.
func GoldenEvent() *Event {
	return &Event{
		Actor: "anna", OnBehalf: "otto", Session: "s-1", Method: "passkey", From: "192.0.2.7", Request: "req-1",
		Action: "bank_instruction.update", Outcome: Applied, Record: Record{Table: "bank_instruction", ID: "BI-7"},
		Change: "C-9", Digest: "00ff", Reason: "new bank \"Süd\" <&>", Ticket: "T-4711", Code: "none", Detail: "line\nbreak\ttab\x01", Count: 3,
		Rows: []Row{
			{Table: "bank_instruction", ID: "BI-7", Op: "update", Version: 4, After: json.RawMessage(`{"bank":"Neue Bank","iban":"DE89370400440532013000"}`), Was: json.RawMessage(`{"bank":"Alte Bank"}`)},
			{Table: "account", ID: "A-1", Op: "insert", Version: 1, After: json.RawMessage(`{"open":true,"limit":"12.50","password":"sealed:1:AAAA","tags":["a","b"]}`)},
			{Table: "account", ID: "A-2", Op: "delete", Was: json.RawMessage(`{"limit":null}`)},
		},
		Facts: []Fact{{Name: "file", Value: "bank.xml"}, {Name: "sha256", Value: "e3b0"}},
	}
}

// GoldenUnits is an event of two units: optional members of format 1 that entries
// of before do not have.
func GoldenUnits() *Event {
	return &Event{
		Actor: "anna", Action: "user.update", Outcome: Applied, Units: [][]string{{"london", "group"}, {"vie\"nna", "group"}},
		Rows: []Row{
			{Table: "user", ID: "U-1", Op: "update", Version: 2, After: json.RawMessage(`{"unit":"london"}`), Was: json.RawMessage(`{"unit":"vienna"}`), Unit: 1, Left: 2},
			{Table: "user", ID: "U-2", Op: "delete", Was: json.RawMessage(`{"unit":"london"}`), Unit: 1},
		},
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && *fixFormat {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("format 1 changed, %s: %s", name, diff)
	}
}

// goldenRing is a ring with known keys; it guards nothing.
func goldenRing(t *testing.T) *secret.Ring {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "ring.json"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(secret.Environment, string(text))
	ring, err := secret.Open("")
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

func TestContentWithUnitsIsFixed(t *testing.T) {
	content := appendEvent(nil, GoldenUnits())
	golden(t, "content-units.json", content)
	var back Event
	if err := json.Unmarshal(content, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(GoldenUnits(), &back); diff != "" {
		t.Error(diff)
	}
}

func TestContentOfFormatOneIsFixed(t *testing.T) {
	content := appendEvent(nil, GoldenEvent())
	golden(t, "content.json", content)
	var back Event
	if err := json.Unmarshal(content, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(GoldenEvent(), &back); diff != "" {
		t.Error(diff)
	}
}

// TestHeaderOfFormatOneIsFixed also fixes which tokens an event has.
func TestHeaderOfFormatOneIsFixed(t *testing.T) {
	e, err := NewSealer(goldenRing(t)).Seal(42, 1735689600123456, GoldenEvent())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "header.hex", []byte(hex.EncodeToString(e.Header)+"\n"))
}

// TestStoredEntriesOfFormatOneStayReadable opens an entry that was sealed when
// the format was fixed: the nonce is random, so that sealing anew gives others.
func TestStoredEntriesOfFormatOneStayReadable(t *testing.T) {
	ring := goldenRing(t)
	sealer := NewSealer(ring)
	path := filepath.Join("testdata", "entry.jsonl")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && *fixFormat {
		e, err := sealer.Seal(42, 1735689600123456, GoldenEvent())
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "entry.jsonl", tree.AppendEntryLine(nil, e.Header, e.Sealed))
	}
	line, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	header, sealed, err := tree.ParseEntryLine(line, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	ev, err := sealer.Open(Entry{Seq: 42, At: 1735689600123456, Header: header, Sealed: sealed})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(GoldenEvent(), ev); diff != "" {
		t.Error(diff)
	}
	var hasher tree.Hasher
	leaf := hasher.Leaf(header, sealed)
	golden(t, "leaf.txt", []byte(base64.StdEncoding.EncodeToString(leaf[:])+"\n"))
	checkpoint, err := tree.Checkpoint{Origin: ring.Origin(), Size: 1, Root: leaf}.Sign(ring.Signer())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "checkpoint.txt", checkpoint) // Ed25519 signatures are always the same
}

func TestContentLeavesNothingOfWhatIsEmpty(t *testing.T) {
	if got := appendEvent(nil, &Event{}); !bytes.Equal(got, []byte("{}")) {
		t.Errorf("got %s", got)
	}
	if got := appendEvent([]byte("x"), &Event{Count: 1}); string(got) != `x{"count":1}` {
		t.Errorf("got %s", got)
	}
}

func BenchmarkContent(b *testing.B) {
	ev, buf := benchmarkEvent(), []byte(nil)
	b.ReportAllocs()
	for b.Loop() {
		buf = appendEvent(buf[:0], ev)
	}
	b.SetBytes(int64(len(buf)))
}

func BenchmarkSealEvent(b *testing.B) {
	ring, err := secret.Create(filepath.Join(b.TempDir(), "keys.json"))
	if err != nil {
		b.Fatal(err)
	}
	s, ev := NewSealer(ring), benchmarkEvent()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Seal(1, 2, ev); err != nil {
			b.Fatal(err)
		}
	}
}

// benchmarkEvent is an ordinary change of one row.
func benchmarkEvent() *Event {
	ev := GoldenEvent()
	ev.Rows, ev.Facts, ev.Detail, ev.Code, ev.Count = ev.Rows[:1], nil, "", "", 0
	return ev
}
