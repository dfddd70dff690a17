package audit_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// blobs is a store of files in the trail's folder.
func (tr *trail) blobs() *files.Folder {
	tr.t.Helper()
	f, err := files.NewFolder(filepath.Join(tr.folder, "files"))
	if err != nil {
		tr.t.Fatal(err)
	}
	return f
}

// archive moves [first, last] away as the server does: shelved, recorded in the
// log, kept, and removed once a checkpoint covers the record.
func (tr *trail) archive(first, last int64) *audit.Archive {
	tr.t.Helper()
	a, err := audit.Shelve(tr.t.Context(), tr.db, tr.ring, tr.blobs(), first, last)
	if err != nil {
		tr.t.Fatal(err)
	}
	tr.record(&audit.Event{Action: "audit.archive", Outcome: audit.Noted, Facts: []audit.Fact{{Name: "file", Value: a.File}}})
	a.Seq = tr.last
	if err := a.Keep(tr.t.Context(), tr.db, tr.ring); err != nil {
		tr.t.Fatal(err)
	}
	if err := a.Remove(tr.t.Context(), tr.db, tr.ring, tr.blobs()); err == nil {
		tr.t.Error("entries were removed before a checkpoint covered the record of their archive")
	}
	tr.tick()
	if err := a.Remove(tr.t.Context(), tr.db, tr.ring, tr.blobs()); err != nil {
		tr.t.Fatal(err)
	}
	return a
}

func (tr *trail) verifyWith(kept files.Store) verify.Report {
	tr.t.Helper()
	r, err := verify.Verify(audit.Source(context.Background(), tr.db, kept), tr.checkpoints(), tr.ring.Keys())
	if err != nil {
		tr.t.Fatal(err)
	}
	return r
}

func (tr *trail) entriesHere() (n int64) {
	tr.t.Helper()
	if err := tr.db.QueryRow(context.Background(), []any{&n}, `SELECT count(*) FROM audit_entry`); err != nil {
		tr.t.Fatal(err)
	}
	return n
}

func TestAnArchivedPartOfTheLogStaysProvenAndComesBack(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(900)
		tr.tick()
		before := tr.export(audit.Range{First: 1, Last: 900})
		tr.archive(1, 256)
		a := tr.archive(257, 768)
		if n := tr.entriesHere(); n != 902-768 {
			t.Fatalf("%d entries are left", n)
		}
		r := tr.verify()
		wantWhole(t, r)
		if r.Archived != 768 || r.Entries != 902-768 {
			t.Errorf("%+v without the archives", r)
		}
		r = tr.verifyWith(tr.blobs())
		wantWhole(t, r)
		if r.Archived != 0 || r.Entries != 902 {
			t.Errorf("%+v with the archives", r)
		}
		tr.restart()
		tr.recordMany(20)
		tr.tick() // the tree grows on without the old entries

		q := audit.Query{Actor: "user3"}
		found, err := audit.Search(t.Context(), db, tr.ring, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Seq <= 768 {
				t.Errorf("entry %d was found, which is archived", f.Seq)
			}
		}
		where, err := audit.Elsewhere(t.Context(), db, 1, 922)
		if err != nil || len(where) != 2 || where[0].First != 1 || where[1].Last != 768 {
			t.Errorf("the older part lies in %+v, %v", where, err)
		}
		trail := audit.Trail{Records: []audit.Record{{Table: "bank_instruction", ID: "BI3"}}}
		err = trail.Follow(t.Context(), db, tr.ring, func(audit.Found) bool { return true })
		wantCode(t, err, "audit_archived")
		trail.Since = []audit.Record{{Table: "bank_instruction", ID: "BI999"}}
		if err := trail.Follow(t.Context(), db, tr.ring, func(audit.Found) bool { return true }); err != nil {
			t.Errorf("what cannot have happened in the archived part: %v", err)
		}
		bundle, err := audit.Bundle(t.Context(), db, tr.blobs(), 1, 256)
		if err != nil || len(bundle) == 0 {
			t.Errorf("the bundle of an archived block: %v", err)
		}

		for range 2 { // again: what is there stays
			if err := a.Restore(t.Context(), db, tr.ring, tr.blobs(), time.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		if n := tr.entriesHere(); n != 922-256 {
			t.Errorf("%d entries after restoring", n)
		}
		wantWhole(t, tr.verify())
		first := audit.Archive{}
		list, err := audit.Archives(t.Context(), db)
		if err == nil {
			first = list[0]
			err = first.Restore(t.Context(), db, tr.ring, tr.blobs(), time.Now().Add(time.Hour))
		}
		if err != nil {
			t.Fatal(err)
		}
		if after := tr.export(audit.Range{First: 1, Last: 900}); !bytes.Equal(before, after) {
			t.Error("the restored log exports other bytes than before")
		}
	})
}

func TestNothingLeavesTheLogWithoutAnArchiveThatItsKeySigned(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(600)
		tr.tick()
		tr.exec(`INSERT INTO audit_archive VALUES (1, 256, 300, '` + digest64 + `', 9, 'signed by nobody')`)
		tr.exec(`DELETE FROM audit_entry WHERE seq <= 256`)
		wantFinding(t, tr.verify(), verify.Removed, 1)
		wantFinding(t, tr.verifyWith(tr.blobs()), verify.Removed, 1)
	})
}

const digest64 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func TestADamagedOrMissingArchiveIsFoundAndNeverTrusted(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(600)
		tr.tick()
		a := tr.archive(1, 512)
		path := filepath.Join(tr.folder, "files", a.File[:2], a.File)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []int{1000, len(text) / 4, len(text) / 2, len(text) - 1} {
			bad := bytes.Clone(text)
			bad[at] ^= 4
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			if tr.verifyWith(tr.blobs()).Whole() {
				t.Errorf("byte %d of the archive was altered, and verify found nothing", at)
			}
			if err := a.Restore(t.Context(), db, tr.ring, tr.blobs(), time.Now()); err == nil {
				t.Errorf("byte %d of the archive was altered, and it was restored", at)
			}
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		wantFinding(t, tr.verifyWith(tr.blobs()), verify.Removed, 1)
		wantCode(t, a.Restore(t.Context(), db, tr.ring, tr.blobs(), time.Now()), "no_file")

		// An archive that is damaged before anything was removed removes nothing.
		b, err := audit.Shelve(t.Context(), db, tr.ring, tr.blobs(), 513, 512+256)
		wantCode(t, err, "audit_unsigned")
		if b != nil {
			t.Error("a part that is not signed was archived")
		}
	})
}
