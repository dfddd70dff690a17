package audit

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Archive is a part of the log that was moved, still sealed, to a file of the
// blob store: a gzip-compressed export with its checkpoints and proofs. Note is
// what the log's key signed about it; Seq the entry that records it.
type Archive struct {
	First int64  `json:"from"`
	Last  int64  `json:"to"`
	Seq   int64  `json:"recorded_by"`
	File  string `json:"sha256"` // of the file, by which it is found
	Size  int64  `json:"size"`   // of the file, in bytes
	Note  string `json:"note"`
	Away  bool   `json:"away"` // its entries are not in the database
}

// ArchiveMost is how many entries one archive holds at most. Archives begin and end with blocks of 256 entries, whose hashes stay.
const ArchiveMost = 64 * tree.Run

// maxArchive bounds an archive file, in bytes.
const maxArchive = 8 << 30

const archiveColumns = `SELECT a.first_seq, a.last_seq, a.seq, a.file, a.size, a.note, CASE WHEN EXISTS (SELECT 1 FROM audit_entry e WHERE e.seq >= a.first_seq AND e.seq <= a.last_seq) THEN 0 ELSE 1 END FROM audit_archive a`

// Archives lists all archives, oldest entries first.
func Archives(ctx context.Context, q store.Reader) (list []Archive, err error) {
	err = q.Query(ctx, func(scan store.Scan) error {
		a, err := scanArchive(scan)
		list = append(list, a)
		return err
	}, archiveColumns+` ORDER BY a.first_seq`)
	return list, err
}

// Holding lists the archives that hold any of the entries [first, last], oldest
// entries first.
func Holding(ctx context.Context, q store.Reader, first, last int64) (list []Archive, err error) {
	err = q.Query(ctx, func(scan store.Scan) error {
		a, err := scanArchive(scan)
		list = append(list, a)
		return err
	}, archiveColumns+` WHERE a.first_seq <= $2 AND a.last_seq >= $1 ORDER BY a.first_seq`, first, last)
	return list, err
}

// Elsewhere lists the archives whose entries are not in the database and lie in
// [first, last]: where a search that found nothing there has to look.
func Elsewhere(ctx context.Context, q store.Reader, first, last int64) ([]Archive, error) {
	list, err := Holding(ctx, q, first, last)
	return slices.DeleteFunc(list, func(a Archive) bool { return !a.Away }), err
}

// away is asked about [first, last] of which the database has nothing.
func (s *search) away(first, last int64) error {
	list, err := Elsewhere(s.ctx, s.r, first, last)
	if err != nil || len(list) == 0 {
		return err
	}
	a := list[0]
	if !s.exact {
		s.gone = append(s.gone, a) // Elsewhere tells the asker where it is
		return nil
	}
	if len(s.since) > 0 {
		there := false
		of := &search{ctx: s.ctx, r: s.r, wanted: [][]uint64{s.since}, indexed: s.indexed, volumes: s.volumes}
		err := of.candidates(0, a.Last, func([]int64) (bool, error) {
			there = true
			return false, nil
		})
		if err != nil || !there {
			s.done = true // nor can anything older tell
			return err
		}
	}
	return fault.New(fault.Conflict, "audit_archived", "The entries %d to %d of the log, which this has to look at, were moved to the archive %s; have the operator run: countersign audit restore --from %d --to %d.", a.First, a.Last, a.File, a.First, a.Last)
}

// passed reports whether an entry lies in an archive that was found to be away.
func (s *search) passed(seq int64) bool {
	for _, a := range s.gone {
		if a.First <= seq && seq <= a.Last {
			return true
		}
	}
	return false
}

// archiveOf is the archive that holds an entry, nil when none does.
func archiveOf(ctx context.Context, q store.Reader, seq int64) (*Archive, error) {
	var found *Archive
	err := q.Query(ctx, func(scan store.Scan) error {
		a, err := scanArchive(scan)
		found = &a
		return err
	}, archiveColumns+` WHERE a.first_seq <= $1 AND a.last_seq >= $1`, seq)
	return found, err
}

func scanArchive(scan store.Scan) (a Archive, err error) {
	var away int64
	err = scan(&a.First, &a.Last, &a.Seq, &a.File, &a.Size, &a.Note, &away)
	a.Away = away == 1
	return a, err
}

// Shelve writes the entries of [first, last] to the blob store, reads the file
// back and verifies it against the signed checkpoints in it. It removes nothing
// and changes nothing of the database. The caller has the log record file and
// range and then calls Keep. Both ends must be those of blocks: audit_range.
func Shelve(ctx context.Context, db store.DB, ring *secret.Ring, kept files.Store, first, last int64) (*Archive, error) {
	if (first-1)%tree.Run != 0 || last%tree.Run != 0 || first > last || last-first >= ArchiveMost {
		return nil, fault.Bad("range", "audit_range", "An archive holds whole blocks of %d entries, at most %d entries; %d to %d are not that.", tree.Run, ArchiveMost, first, last)
	}
	read, write := io.Pipe()
	done := make(chan error, 1)
	go func() {
		zip, _ := gzip.NewWriterLevel(write, gzip.BestSpeed) // the level is one there is
		err := Export(ctx, db, zip, Range{First: first, Last: last})
		err = errors.Join(err, zip.Close())
		_ = write.CloseWithError(err)
		done <- err
	}()
	digest, size, err := kept.Put(ctx, read, maxArchive)
	_ = read.CloseWithError(errors.New("the archive could not be kept"))
	if wrote := <-done; wrote != nil {
		err = wrote
	}
	if err != nil {
		return nil, err
	}
	a := &Archive{First: first, Last: last, File: digest, Size: size}
	return a, a.Check(ctx, ring.Keys(), kept)
}

// Check reads the archive file and verifies it against the log's keys. Fault
// archive_broken when it is not exactly the whole range.
func (a *Archive) Check(ctx context.Context, keys string, kept files.Store) error {
	file, err := a.open(ctx, kept)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	r, err := verify.Verify(verify.Export(file), nil, keys)
	if err != nil {
		return err
	}
	if !r.Whole() || r.From != a.First || r.To != a.Last || r.Entries != a.Last-a.First+1 {
		return fault.New(fault.Internal, "archive_broken", "The archive %s of the entries %d to %d is not whole: %v. Restore the file from a backup; nothing is removed from the database.", a.File, a.First, a.Last, r.First)
	}
	return nil
}

// Keep records the archive, as the entry a.Seq says it, with a note that the
// log's key signed: without it no row could leave audit_entry unseen.
func (a *Archive) Keep(ctx context.Context, db store.DB, ring *secret.Ring) error {
	msg, err := tree.Archived{First: a.First, Last: a.Last, Seq: a.Seq, File: a.File}.Sign(ring.Signer())
	if err != nil {
		return err
	}
	a.Note = string(msg)
	return db.Write(ctx, func(tx store.Tx) error {
		var last int64
		if err := tx.QueryRow(ctx, []any{&last}, `SELECT coalesce(max(last_seq), 0) FROM audit_archive`); err != nil {
			return err
		}
		if last+1 != a.First {
			return fault.New(fault.Conflict, "audit_range", "The archives end with entry %d; another node archived meanwhile.", last)
		}
		return tx.Exec(ctx, `INSERT INTO audit_archive (first_seq, last_seq, seq, file, size, note) VALUES ($1, $2, $3, $4, $5, $6)`, a.First, a.Last, a.Seq, a.File, a.Size, a.Note)
	})
}

// removeAtOnce is how many entries leave in one transaction: writers wait so long.
const removeAtOnce = 4 * tree.Run

// Remove takes the entries of the archive out of the database, after its file was
// read and verified once more. The triggers let it only when a signed checkpoint
// covers the entry that records the archive. It can be repeated.
func (a *Archive) Remove(ctx context.Context, db store.DB, ring *secret.Ring, kept files.Store) error {
	if err := a.Check(ctx, ring.Keys(), kept); err != nil {
		return err
	}
	for first := a.First; first <= a.Last; first += removeAtOnce {
		last := min(first+removeAtOnce-1, a.Last)
		err := db.Write(ctx, func(tx store.Tx) error {
			return tx.Exec(ctx, `DELETE FROM audit_entry WHERE seq >= $1 AND seq <= $2`, first, last)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Restore brings the entries of the archive back into the database until a time
// (µs UTC), after which it may be removed again. The file is verified first, and
// entries that are there already stay.
func (a *Archive) Restore(ctx context.Context, db store.DB, ring *secret.Ring, kept files.Store, until time.Time) error {
	if err := a.Check(ctx, ring.Keys(), kept); err != nil {
		return err
	}
	err := db.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `INSERT INTO audit_restored (first_seq, until) VALUES ($1, $2) ON CONFLICT (first_seq) DO UPDATE SET until = $2`, a.First, until.UnixMicro())
	})
	if err != nil {
		return err
	}
	var block []Entry
	put := func() error {
		defer func() { block = block[:0] }()
		return db.Write(ctx, func(tx store.Tx) error {
			var here int64
			first, last := block[0].Seq, block[len(block)-1].Seq
			if err := tx.QueryRow(ctx, []any{&here}, `SELECT count(*) FROM audit_entry WHERE seq >= $1 AND seq <= $2`, first, last); err != nil || here > 0 {
				return err
			}
			return Append(ctx, tx, block)
		})
	}
	return a.read(ctx, kept, a.First, a.Last, func(seq int64, header, sealed []byte) error {
		block = append(block, Entry{Seq: seq, Header: append([]byte(nil), header...), Sealed: append([]byte(nil), sealed...)})
		if seq%tree.Run == 0 {
			return put()
		}
		return nil
	})
}
