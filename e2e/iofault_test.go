package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/soak"
)

// keepsLog is a child that does everything by which the log reaches the disk:
// entries, tiles, checkpoints, the index, an archive, a restoration and a rotation of
// the keys. Every step can be repeated after the process ended anywhere.
func keepsLog() error {
	p := placeOfChild()
	db, err := store.Open(ctx, p.url)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	ring, err := secret.Open(p.ring())
	if err != nil {
		return err
	}
	kept, err := files.NewFolder(filepath.Join(p.dir, "files"))
	if err != nil {
		return err
	}
	keeper := audit.NewKeeper(db, ring, p.checkpoints())
	for _, step := range []func() error{
		func() error { return grow(db, ring, 280) }, func() error { return keeper.Tick(ctx) },
		func() error { return archiveNext(db, ring, kept, keeper) },
		ring.Rotate, ring.RotateSigner,
		func() error { return grow(db, ring, 20) }, func() error { return keeper.Tick(ctx) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// grow appends entries after the last one.
func grow(db store.DB, ring *secret.Ring, n int) error {
	return db.Write(ctx, func(tx store.Tx) error {
		var last int64
		if err := tx.QueryRow(ctx, []any{&last}, `SELECT coalesce(max(seq), 0) FROM audit_entry`); err != nil {
			return err
		}
		sealer := audit.NewSealer(ring)
		var list []audit.Entry
		for i := range n {
			e, err := sealer.Seal(last+int64(i)+1, last+int64(i)+1, &audit.Event{Actor: "anna", Action: "unit.update", Outcome: audit.Applied, Reason: "a reason of some words"})
			if err != nil {
				return err
			}
			list = append(list, e)
		}
		return audit.Append(ctx, tx, list)
	})
}

// archiveNext moves the next whole block away and brings it back.
func archiveNext(db store.DB, ring *secret.Ring, kept files.Store, keeper *audit.Keeper) error {
	list, err := audit.Archives(ctx, db)
	if err != nil {
		return err
	}
	first := int64(1)
	if len(list) > 0 {
		first = list[len(list)-1].Last + 1
	}
	a, err := audit.Shelve(ctx, db, ring, kept, first, first+255)
	if err != nil {
		return err
	}
	if err := grow(db, ring, 1); err != nil { // stands for the entry that records it
		return err
	}
	if err := db.QueryRow(ctx, []any{&a.Seq}, `SELECT max(seq) FROM audit_entry`); err != nil {
		return err
	}
	if err := a.Keep(ctx, db, ring); err != nil {
		return err
	}
	if err := keeper.Tick(ctx); err != nil {
		return err
	}
	if err := a.Remove(ctx, db, ring, kept); err != nil {
		return err
	}
	return a.Restore(ctx, db, ring, kept, time.Now().Add(time.Hour))
}

// TestAnIOErrorAnywhereLeavesALogThatVerifies has the kernel fail one system call
// after the other while a process keeps the log; whatever became of that process,
// the log is whole, and the next one goes on.
func TestAnIOErrorAnywhereLeavesALogThatVerifies(t *testing.T) {
	if testing.Short() {
		t.Skip("a process under strace for each fault takes a second and more")
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Fatal("strace is not installed: run 'make setup', or apt-get install strace")
	}
	p := place{testkit.DurableSQLiteURL(t), t.TempDir()}
	db := testkit.Open(t, p.url)
	ring, err := secret.Create(p.ring())
	if err != nil {
		t.Fatal(err)
	}
	if err := audit.NewKeeper(db, ring, p.checkpoints()).Tick(ctx); err != nil {
		t.Fatal(err)
	}
	faults, failed := soak.Count(0, 2, 40), 0
	for _, call := range []string{"pwrite64", "write", "fsync", "fdatasync", "renameat", "openat", "ftruncate"} {
		for n := 1; n <= faults; n++ {
			what := fmt.Sprintf("%s:error=%s:when=%d", call, []string{"EIO", "ENOSPC"}[n%2], n*n)
			cmd := p.child("keeps_log", strace, "-f", "-qq", "-o", os.DevNull, "-e", "inject="+what)
			cmd.Stderr = nil
			if cmd.Run() != nil {
				failed++
			}
			p.stillWhole(t, db, what)
		}
	}
	if failed == 0 {
		t.Error("no fault made any process fail: nothing was tried")
	}
	cmd := p.child("keeps_log")
	if out, err := cmd.Output(); err != nil {
		t.Fatalf("after all faults a process without any fails: %v %s", err, out)
	}
	p.stillWhole(t, db, "nothing")
	t.Logf("%d processes failed of %d faults", failed, 7*faults)
}

// stillWhole verifies with the checkpoints and archives outside the database.
func (p place) stillWhole(t *testing.T, db store.DB, after string) {
	t.Helper()
	notes, err := os.ReadFile(p.checkpoints())
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	keys, err := os.ReadFile(p.publicKey())
	if err != nil {
		t.Fatalf("after %s: %v", after, err)
	}
	ring, err := secret.Open(p.ring())
	if err != nil {
		t.Fatalf("after %s the keys: %v", after, err)
	}
	kept, err := files.NewFolder(filepath.Join(p.dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	for _, public := range []string{ring.Keys(), string(keys)} {
		r, err := verify.Verify(audit.Source(ctx, db, kept), notes, public)
		if err != nil || !r.Whole() {
			t.Fatalf("after %s: %v, %v", after, r.First, err)
		}
	}
}
