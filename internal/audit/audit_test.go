package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// year2025 is 2025-01-01 in microseconds.
const year2025 = 1735689600000000

// trail is a log under test: database, ring, keeper and checkpoint file.
type trail struct {
	t      *testing.T
	db     store.DB
	ring   *secret.Ring
	keeper *audit.Keeper
	folder string
	last   int64
}

func newTrail(t *testing.T, db store.DB) *trail {
	t.Helper()
	folder := t.TempDir()
	ring, err := secret.Create(filepath.Join(folder, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	tr := &trail{t: t, db: db, ring: ring, folder: folder}
	tr.restart()
	return tr
}

func (tr *trail) restart() { tr.keeper = audit.NewKeeper(tr.db, tr.ring, tr.path()) }

func (tr *trail) path() string { return filepath.Join(tr.folder, "checkpoints") }

// record seals and commits events in one transaction; entry n is n seconds
// into 2025.
func (tr *trail) record(events ...*audit.Event) {
	tr.t.Helper()
	sealer := audit.NewSealer(tr.ring)
	var entries []audit.Entry
	for _, ev := range events {
		tr.last++
		e, err := sealer.Seal(tr.last, year2025+tr.last*1e6, ev)
		if err != nil {
			tr.t.Fatal(err)
		}
		entries = append(entries, e)
	}
	err := tr.db.Write(context.Background(), func(tx store.Tx) error { return audit.Append(context.Background(), tx, entries) })
	if err != nil {
		tr.t.Fatal(err)
	}
}

// recordMany records n simple events, in groups of at most 50.
func (tr *trail) recordMany(n int) {
	tr.t.Helper()
	for n > 0 {
		var group []*audit.Event
		for range min(n, 50) {
			group = append(group, update(int(tr.last)+len(group)+1))
		}
		tr.record(group...)
		n -= len(group)
	}
}

// update is the event of one changed bank instruction.
func update(n int) *audit.Event {
	id := fmt.Sprintf("BI%d", n%40)
	return &audit.Event{
		Actor: fmt.Sprintf("user%d", n%7), Session: "s1", Method: "password", From: "10.0.0.7", Request: fmt.Sprintf("r%d", n),
		Action: "bank_instruction.update", Outcome: audit.Applied, Record: audit.Record{Table: "bank_instruction", ID: id},
		Rows: []audit.Row{{
			Table: "bank_instruction", ID: id, Op: "update", Version: int64(n),
			After: json.RawMessage(fmt.Sprintf(`{"bank":"Bank of %d","iban":"DE%020d","id":"%s"}`, n, n, id)),
			Was:   json.RawMessage(fmt.Sprintf(`{"iban":"DE%020d"}`, n+1)),
		}},
	}
}

func (tr *trail) tick() {
	tr.t.Helper()
	if err := tr.keeper.Tick(context.Background()); err != nil {
		tr.t.Fatal(err)
	}
}

func (tr *trail) checkpoints() []byte {
	tr.t.Helper()
	text, err := os.ReadFile(tr.path())
	if err != nil {
		tr.t.Fatal(err)
	}
	return text
}

// verify checks the live database with the outside checkpoint file and the
// public key beside it.
func (tr *trail) verify() verify.Report {
	tr.t.Helper()
	return verifyLive(tr.t, tr.db, tr.folder)
}

func verifyLive(t *testing.T, db store.DB, folder string) verify.Report {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(folder, audit.PublicKeyFile))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(folder, "checkpoints"))
	if err != nil {
		t.Fatal(err)
	}
	report, err := verify.Verify(audit.Source(context.Background(), db, nil), file, string(bytes.TrimSpace(key)))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (tr *trail) export(r audit.Range) []byte {
	tr.t.Helper()
	var out bytes.Buffer
	if err := audit.Export(context.Background(), tr.db, &out, r); err != nil {
		tr.t.Fatal(err)
	}
	return out.Bytes()
}

func verifyExport(t *testing.T, export []byte, key string) verify.Report {
	t.Helper()
	report, err := verify.Verify(verify.Export(bytes.NewReader(export)), nil, key)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func wantWhole(t *testing.T, r verify.Report) {
	t.Helper()
	if !r.Whole() {
		t.Fatalf("nothing was altered, yet: %v", r.First)
	}
}

func wantFinding(t *testing.T, r verify.Report, what string, seq int64) {
	t.Helper()
	if r.First == nil || r.First.What != what || r.First.Seq != seq {
		t.Errorf("found %v, want entry %d %s", r.First, seq, what)
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if fault.Code(err) != code {
		t.Errorf("got fault %v, want code %s", err, code)
	}
}

func TestAnEventComesBackAsItWasSealed(t *testing.T) {
	ring, err := secret.Create(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	sealer := audit.NewSealer(ring)
	for name, ev := range map[string]*audit.Event{
		"empty":  {},
		"simple": update(3),
		"full":   audit.GoldenEvent(),
		"odd texts": {Actor: "\x00\x1f\"\\\n\r\t<>&\u2028é漢😀", Reason: "tabs\tand \u007f", Facts: []audit.Fact{
			{Name: "file", Value: "a/b <c>.csv"}, {Name: "", Value: ""},
		}},
	} {
		e, err := sealer.Seal(7, year2025, ev)
		if err != nil {
			t.Fatal(name, err)
		}
		got, err := sealer.Open(e)
		if err != nil {
			t.Fatal(name, err)
		}
		if diff := cmp.Diff(ev, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAnEntryOpensOnlyWithItsOwnHeader(t *testing.T) {
	ring, err := secret.Create(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	sealer := audit.NewSealer(ring)
	e, err := sealer.Seal(7, year2025, update(1))
	if err != nil {
		t.Fatal(err)
	}
	other, err := sealer.Seal(8, year2025, update(1))
	if err != nil {
		t.Fatal(err)
	}
	moved := e
	moved.Header, moved.Seq = other.Header, other.Seq
	_, err = sealer.Open(moved)
	wantCode(t, err, "seal_broken")
	moved = e
	moved.Seq = 9
	_, err = sealer.Open(moved)
	wantCode(t, err, "entry_malformed")
	for i := range e.Header {
		bad := e
		bad.Header = bytes.Clone(e.Header)
		bad.Header[i] ^= 1
		if _, err := sealer.Open(bad); err == nil {
			t.Fatalf("opened with byte %d of its header altered", i)
		}
	}
}

func TestAMalformedRowImageIsRefusedByName(t *testing.T) {
	ring, err := secret.Create(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, image := range []string{`[]`, `{`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{"a":[1}`, `{"a":"x}`, `"x"`, `{a:1}`} {
		ev := &audit.Event{Rows: []audit.Row{{Table: "account", ID: "7", Op: "insert", After: json.RawMessage(image)}}}
		_, err := audit.NewSealer(ring).Seal(1, 1, ev)
		wantCode(t, err, "row_malformed")
	}
}

func TestALogIsWholeAtEverySizeAndAfterRestarts(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		for _, n := range []int{1, 1, 3, 250, 1, 1, 255, 300, 1024, 2} {
			tr.recordMany(n)
			if r := tr.verifyIfSigned(); r != nil {
				wantWhole(t, *r)
			}
			if tr.last%2 == 0 {
				tr.restart()
			}
			tr.tick()
			r := tr.verify()
			wantWhole(t, r)
			if r.Entries != tr.last || r.Signed != tr.last || r.Unsigned != 0 {
				t.Fatalf("%+v after %d entries", r, tr.last)
			}
		}
	})
}

// verifyIfSigned verifies while the newest entries still lack a checkpoint.
func (tr *trail) verifyIfSigned() *verify.Report {
	if _, err := os.Stat(tr.path()); err != nil {
		return nil
	}
	r := tr.verify()
	return &r
}

func TestTreesAboveTwoTileLevelsStayWhole(t *testing.T) {
	if raced || testing.Short() {
		t.Skip("writes 66,000 entries")
	}
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	for range 66 {
		tr.recordMany(1000)
		tr.tick()
	}
	tr.restart()
	tr.recordMany(3)
	tr.tick()
	wantWhole(t, tr.verify())
	wantWhole(t, verifyExport(t, tr.export(audit.Range{First: 65000, Last: 65900}), tr.ring.Verifier()))
}

func TestVerifyNeedsNoKeyRing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(300)
		tr.tick()
		if err := os.Remove(filepath.Join(tr.folder, "keys.json")); err != nil {
			t.Fatal(err)
		}
		wantWhole(t, verifyLive(t, db, tr.folder))
	})
}
