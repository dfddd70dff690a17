package audit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

func exec(db store.DB, q string, args ...any) error {
	ctx := context.Background()
	return db.Write(ctx, func(tx store.Tx) error { return tx.Exec(ctx, q, args...) })
}

func (tr *trail) exec(q string, args ...any) {
	tr.t.Helper()
	if err := exec(tr.db, q, args...); err != nil {
		tr.t.Fatalf("%s: %v", q, err)
	}
}

// disarm takes the triggers away, as the owner of the database can.
func (tr *trail) disarm() {
	tr.t.Helper()
	for _, table := range []string{"audit_entry", "audit_tile", "audit_checkpoint"} {
		if tr.db.Dialect() == store.Postgres {
			tr.exec("ALTER TABLE " + table + " DISABLE TRIGGER USER")
			continue
		}
		for _, name := range []string{"no_update", "no_delete", "no_replace"} {
			tr.exec("DROP TRIGGER " + table + "_" + name)
		}
	}
}

func TestTheAuditTablesAreInsertOnly(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(600)
		tr.tick()
		tr.archive(1, 256)
		tr.exec(`INSERT INTO audit_cosignature VALUES (601, 'witness', 'line')`)
		blob := bytes.Repeat([]byte{1}, 8192)
		refused := map[string][]any{
			`UPDATE audit_entry SET header = $1 WHERE seq = 300`:                           {blob},
			`UPDATE audit_entry SET seq = 900 WHERE seq = 300`:                             nil,
			`DELETE FROM audit_entry WHERE seq = 257`:                                      nil,
			`DELETE FROM audit_entry`:                                                      nil,
			`UPDATE audit_tile SET hashes = $1`:                                            {blob},
			`DELETE FROM audit_tile`:                                                       nil,
			`UPDATE audit_checkpoint SET note = ''`:                                        nil,
			`DELETE FROM audit_checkpoint`:                                                 nil,
			`UPDATE audit_archive SET last_seq = 300`:                                      nil,
			`DELETE FROM audit_archive`:                                                    nil,
			`DELETE FROM audit_cosignature`:                                                nil,
			`UPDATE audit_cosignature SET line = ''`:                                       nil,
			`INSERT INTO audit_entry VALUES (300, $1, $1)`:                                 {blob},
			`INSERT INTO audit_tile VALUES (0, 0, $1)`:                                     {blob},
			`INSERT INTO audit_checkpoint VALUES (601, 'x', $1)`:                           {blob},
			`INSERT INTO audit_archive VALUES (1, 300, 400, '` + digest64 + `', 1, 'y')`:   nil,
			`INSERT INTO audit_entry VALUES (0, $1, $1)`:                                   {blob},
			`INSERT INTO audit_tile VALUES (0, 7, $1)`:                                     {blob[:32]},
			`INSERT INTO audit_archive VALUES (300, 257, 400, '` + digest64 + `', 1, 'y')`: nil,
			`INSERT INTO audit_checkpoint VALUES (0, 'x', $1)`:                             {blob},
			`INSERT INTO audit_index (one, blocks) VALUES (2, 1)`:                          nil,
			`INSERT INTO audit_tile (level, number) VALUES (0, 9)`:                         nil,
			`INSERT INTO audit_entry (seq, header) VALUES (900, $1)`:                       {blob},
			`INSERT INTO audit_entry (seq, sealed) VALUES (900, $1)`:                       {blob},
			`INSERT INTO audit_checkpoint (size, note) VALUES (900, '')`:                   nil,
		}
		if db.Dialect() == store.Postgres {
			for _, table := range []string{"audit_entry", "audit_tile", "audit_checkpoint", "audit_archive", "audit_cosignature"} {
				refused["TRUNCATE "+table] = nil
			}
			refused[`INSERT INTO audit_entry VALUES (300, $1, $1) ON CONFLICT (seq) DO UPDATE SET header = excluded.header`] = []any{blob}
		} else {
			refused[`INSERT OR REPLACE INTO audit_entry VALUES (300, $1, $1)`] = []any{blob}
			refused[`INSERT INTO audit_entry VALUES (300, $1, $1) ON CONFLICT (seq) DO UPDATE SET header = excluded.header`] = []any{blob}
			refused[`UPDATE OR REPLACE audit_entry SET seq = 300 WHERE seq = 299`] = nil
			refused[`INSERT OR REPLACE INTO audit_tile VALUES (0, 0, $1)`] = []any{blob}
			refused[`INSERT OR REPLACE INTO audit_checkpoint VALUES (601, 'x', $1)`] = []any{blob}
			refused[`INSERT OR REPLACE INTO audit_cosignature VALUES (601, 'witness', 'other')`] = nil
			refused[`INSERT OR REPLACE INTO audit_archive VALUES (1, 300, 400, '`+digest64+`', 1, 'y')`] = nil
		}
		for q, args := range refused {
			if exec(db, q, args...) == nil {
				t.Errorf("accepted: %s", q)
			}
		}
		r := tr.verify()
		wantWhole(t, r)
		if r.Archived != 256 || r.Entries != 345 {
			t.Errorf("%+v after archiving 256 entries", r)
		}
	})
}

func TestVerifyNamesTheFirstBadEntryOfADatabase(t *testing.T) {
	const flip = `UPDATE audit_entry SET sealed = $1 WHERE seq = `
	cases := []struct {
		name, what string
		seq        int64
		do         []string
	}{
		{"ciphertext", verify.Altered, 100, []string{flip + "100"}},
		{"ciphertext of the right edge", verify.Altered, 598, []string{flip + "598"}},
		{"two of them", verify.Altered, 100, []string{flip + "300", flip + "100"}},
		{"removed", verify.Removed, 200, []string{"DELETE FROM audit_entry WHERE seq = 200"}},
		{"first removed", verify.Removed, 1, []string{"DELETE FROM audit_entry WHERE seq = 1"}},
		{"cut off", verify.CutOff, 590, []string{"DELETE FROM audit_entry WHERE seq >= 590"}},
		{"cut off with its checkpoints", verify.CutOff, 590, []string{"DELETE FROM audit_entry WHERE seq >= 590", "DELETE FROM audit_checkpoint WHERE size >= 590"}},
		{"everything gone", verify.CutOff, 1, []string{"DELETE FROM audit_entry", "DELETE FROM audit_checkpoint", "DELETE FROM audit_tile"}},
		{"swapped", verify.Reordered, 7, []string{"UPDATE audit_entry SET seq = 9000 WHERE seq = 7", "UPDATE audit_entry SET seq = 7 WHERE seq = 9", "UPDATE audit_entry SET seq = 9 WHERE seq = 9000"}},
		{"renumbered after removal", verify.Removed, 599, []string{"DELETE FROM audit_entry WHERE seq = 599", "UPDATE audit_entry SET seq = 599 WHERE seq = 600"}},
		{"copied in place of another", verify.Altered, 40, []string{"UPDATE audit_entry SET header = (SELECT header FROM audit_entry WHERE seq = 41), sealed = (SELECT sealed FROM audit_entry WHERE seq = 41) WHERE seq = 40"}},
		{"tile", verify.ProofAltered, 257, []string{"UPDATE audit_tile SET hashes = (SELECT hashes FROM audit_tile WHERE level = 0 AND number = 0) WHERE level = 0 AND number = 1"}},
		{"tile gone", verify.ProofAltered, 257, []string{"DELETE FROM audit_tile WHERE level = 0 AND number = 1"}},
		{"checkpoint", verify.Forged, 0, []string{"UPDATE audit_checkpoint SET note = (SELECT max(note) FROM audit_checkpoint) || ' ' WHERE size = 300"}},
		{"checkpoint of another size", verify.Contradiction, 0, []string{"UPDATE audit_checkpoint SET size = 299 WHERE size = 300"}},
	}
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		for range 2 {
			tr.recordMany(300)
			tr.tick()
		}
		tr.disarm()
		undone := errors.New("undo")
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				ctx := context.Background()
				// verified inside the transaction that tampers, which is then rolled back
				err := db.Write(ctx, func(tx store.Tx) error {
					for _, q := range c.do {
						var args []any
						if strings.Contains(q, "$1") {
							args = []any{[]byte("something else")}
						}
						if err := tx.Exec(ctx, q, args...); err != nil {
							return err
						}
					}
					r, err := verify.Verify(audit.Source(ctx, within{db, tx}, nil), tr.checkpoints(), tr.ring.Verifier())
					if err != nil {
						return err
					}
					wantFinding(t, r, c.what, c.seq)
					return undone
				})
				if !errors.Is(err, undone) {
					t.Fatal(err)
				}
			})
		}
		wantWhole(t, tr.verify())
	})
}

// within is a database seen from inside a transaction.
type within struct {
	store.DB
	tx store.Tx
}

func (w within) Snapshot(_ context.Context, f func(store.Reader) error) error { return f(w.tx) }

func TestARolledBackDatabaseIsFoundByTheFileOutside(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "live.db")
	db := testkit.Open(t, "sqlite:"+path)
	tr := newTrail(t, db)
	tr.recordMany(300)
	tr.tick()
	backup := filepath.Join(folder, "backup.db")
	if err := exec(db, "SELECT 1"); err != nil { // nothing open
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	wal, err2 := os.ReadFile(path + "-wal")
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	for name, content := range map[string][]byte{backup: text, backup + "-wal": wal} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tr.recordMany(50)
	tr.tick()
	old := testkit.Open(t, "sqlite:"+backup)
	wantFinding(t, verifyLive(t, old, tr.folder), verify.CutOff, 301)

	restored := &trail{t: t, db: old, ring: tr.ring, folder: tr.folder, last: 300}
	restored.restart()
	wantCode(t, restored.keeper.Tick(context.Background()), "audit_rolled_back")
	restored.recordMany(60) // other entries in the place of those lost
	wantCode(t, restored.keeper.Tick(context.Background()), "audit_rolled_back")
	wantFinding(t, verifyLive(t, old, tr.folder), verify.Altered, 301)
}

func TestNothingTypedByAPersonIsReadableInTheAuditTables(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		audit.Shrink(t, 2, 2)
		tr := newTrail(t, db)
		typed := []string{"canary-actor-17", "canary-reason-18", "canary-ticket-19", "canary-value-20", "canary-old-21", "canary-fact-22", "canary-id-23", "canary-table-24", "canary-field-25"}
		ev := &audit.Event{
			Actor: typed[0], Reason: typed[1], Ticket: typed[2], Action: typed[7], Detail: typed[1], Record: audit.Record{Table: typed[7], ID: typed[6]},
			Rows:  []audit.Row{{Table: typed[7], ID: typed[6], Op: "update", After: []byte(`{"` + typed[8] + `":"` + typed[3] + `"}`), Was: []byte(`{"` + typed[8] + `":"` + typed[4] + `"}`)}},
			Facts: []audit.Fact{{Name: typed[8], Value: typed[5]}},
		}
		for range 7*256 + 9 { // a volume, a segment and a block
			tr.record(ev)
		}
		tr.settle()
		for _, table := range []string{"audit_volume", "audit_segment", "audit_block"} {
			if len(tr.indexRows(table)) == 0 {
				t.Errorf("%s is empty", table)
			}
		}
		dumped := 0
		for table, columns := range map[string][]string{
			"audit_entry": {"seq", "header", "sealed"}, "audit_tile": {"level", "number", "hashes"}, "audit_checkpoint": {"size", "note", "leaves"},
			"audit_block": {"place", "tokens"}, "audit_segment": {"place", "tokens"}, "audit_volume": {"place", "tokens"}, "audit_index": {"one", "blocks", "volumes", "gathered"}, "audit_archive": {"first_seq", "last_seq", "seq", "file", "size", "note"},
			"audit_restored": {"first_seq", "until"}, "audit_cosignature": {"size", "witness", "line"},
		} {
			real, err := store.Columns(context.Background(), db, table)
			if err != nil || len(real) != len(columns) {
				t.Fatalf("%s has columns %v, %v", table, real, err)
			}
			for _, column := range columns {
				dumped += dump(t, db, table, column, typed)
			}
		}
		if dumped < 600 {
			t.Errorf("only %d values were looked at", dumped)
		}
	})
}

func dump(t *testing.T, db store.DB, table, column string, typed []string) (n int) {
	t.Helper()
	err := db.Query(context.Background(), func(scan store.Scan) error {
		var value any
		if err := scan(&value); err != nil {
			return err
		}
		n++
		for _, canary := range typed {
			if bytes.Contains(fmt.Append(nil, value), []byte(canary)) || containsBytes(value, canary) {
				t.Errorf("%s.%s shows %q", table, column, canary)
			}
		}
		return nil
	}, "SELECT "+column+" FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func containsBytes(value any, canary string) bool {
	b, ok := value.([]byte)
	return ok && bytes.Contains(b, []byte(canary))
}
