package audit_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

func TestACheckpointCoversACommitWithinASecond(t *testing.T) {
	limit := time.Second
	if raced {
		limit *= 30 // then only that it comes
	}
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		ctx, stop := context.WithCancel(context.Background())
		var done sync.WaitGroup
		done.Go(func() {
			tr.keeper.Run(ctx, func(err error) { t.Error(err) })
		})
		defer done.Wait()
		defer stop()
		for range 3 {
			tr.recordMany(40)
			committed := time.Now()
			for {
				var size int64
				if err := db.QueryRow(ctx, []any{&size}, `SELECT coalesce(max(size), 0) FROM audit_checkpoint`); err != nil {
					t.Fatal(err)
				}
				if size == tr.last {
					break
				}
				if time.Since(committed) > limit {
					t.Fatalf("after %v the checkpoint covers %d of %d", limit, size, tr.last)
				}
				time.Sleep(5 * time.Millisecond)
			}
		}
	})
}

func TestNothingIsSignedWhenNothingHappened(t *testing.T) {
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	tr.tick()
	if _, err := os.Stat(tr.path()); err == nil {
		t.Error("an empty log was signed")
	}
	tr.recordMany(3)
	tr.tick()
	before := tr.checkpoints()
	tr.tick()
	tr.restart()
	tr.tick()
	if !bytes.Equal(before, tr.checkpoints()) {
		t.Error("the same tree was signed again")
	}
}

func TestAForeignEntryIsNotSigned(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(3)
		tr.tick()
		header := tree.AppendHeader(nil, 4, 1, tr.ring.KeyID(), nil)
		tr.exec(`INSERT INTO audit_entry (seq, header, sealed) VALUES (4, $1, $2)`, header, bytes.Repeat([]byte{7}, 100))
		wantCode(t, tr.keeper.Tick(context.Background()), "audit_foreign_entry")
		wantCode(t, tr.keeper.Tick(context.Background()), "audit_foreign_entry")
		if r := tr.verify(); r.Signed != 3 || r.Unsigned != 1 {
			t.Errorf("%+v", r)
		}
	})
}

func TestAnEntryMissingBeforeItWasSignedIsAFault(t *testing.T) {
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	tr.recordMany(3)
	tr.last++
	tr.recordMany(1)
	wantCode(t, tr.keeper.Tick(context.Background()), "audit_gap")
}

func TestAnEntryAlteredAfterItWasSignedIsNeverSignedAnew(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(300)
		tr.tick()
		tr.disarm()
		tr.exec(`UPDATE audit_entry SET sealed = $1 WHERE seq = 290`, []byte("something else"))
		tr.restart()
		tr.recordMany(300)
		tr.tick()
		wantFinding(t, tr.verify(), "altered", 290)
	})
}

func TestDamagedHashesStopTheSigning(t *testing.T) {
	for _, damage := range []string{
		`UPDATE audit_tile SET hashes = zeroblob(8192)`,
		`DELETE FROM audit_tile`,
		`UPDATE audit_checkpoint SET leaves = zeroblob(length(leaves))`,
		`UPDATE audit_checkpoint SET leaves = zeroblob(31)`,
	} {
		tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
		tr.recordMany(300)
		tr.tick()
		tr.disarm()
		tr.exec(damage)
		tr.restart()
		wantCode(t, tr.keeper.Tick(context.Background()), "audit_tree_broken")
	}
}

func TestTheCheckpointFileIsMadeWholeAgainAfterACrash(t *testing.T) {
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	for range 3 {
		tr.recordMany(5)
		tr.tick()
	}
	whole := tr.checkpoints()
	for cut := 0; cut < len(whole); cut += 7 {
		if err := os.WriteFile(tr.path(), whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		tr.restart()
		tr.tick()
		if !bytes.Equal(whole, tr.checkpoints()) {
			t.Fatalf("cut at %d it became\n%s", cut, tr.checkpoints())
		}
	}
	if err := os.Remove(tr.path()); err != nil {
		t.Fatal(err)
	}
	tr.restart()
	tr.tick()
	if !bytes.Equal(whole, tr.checkpoints()) {
		t.Error("a lost file was not written again")
	}
}

func TestTwoKeepersSignOneTree(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		other := audit.NewKeeper(db, tr.ring, filepath.Join(t.TempDir(), "checkpoints"))
		for range 10 {
			tr.recordMany(100)
			var both sync.WaitGroup
			for _, k := range []*audit.Keeper{tr.keeper, other} {
				both.Go(func() {
					err := k.Tick(context.Background())
					if err != nil && fault.Code(err) != "audit_two_keepers" && !store.IsUnique(err) && !store.IsForeignKey(err) && !strings.Contains(err.Error(), "exactly one row") {
						t.Error(err)
					}
				})
			}
			both.Wait()
		}
		tr.tick()
		tr.tick()
		r := tr.verify()
		wantWhole(t, r)
		if r.Signed != tr.last {
			t.Errorf("%+v", r)
		}
	})
}

func TestAnotherKeyRingMayNotContinueALog(t *testing.T) {
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	tr.recordMany(3)
	tr.tick()
	ring, err := secret.Create(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, audit.NewKeeper(tr.db, ring, tr.path()).Tick(context.Background()), "audit_key_changed")
	elsewhere := filepath.Join(t.TempDir(), "checkpoints")
	wantCode(t, audit.NewKeeper(tr.db, ring, elsewhere).Tick(context.Background()), "audit_key_changed")
}
