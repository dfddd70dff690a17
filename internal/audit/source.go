package audit

import (
	"context"
	"errors"
	"iter"
	"sort"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/store"
)

// Source gives the log of a live database to verify.Verify, from one consistent
// state. It needs no key. What was archived is read from the files of kept; when
// that is nil, the stored hashes stand for it.
func Source(ctx context.Context, db store.DB, kept files.Store) verify.Source {
	return &liveSource{ctx: ctx, db: db, kept: kept}
}

type liveSource struct {
	ctx      context.Context
	db       store.DB
	kept     files.Store
	archives []Archive
	open     *shelved // the archive that was read last
}

func (l *liveSource) Read(each func(verify.Item) error) error {
	defer l.close()
	return l.db.Snapshot(l.ctx, func(q store.Reader) error {
		if err := each(verify.Item{Kind: verify.Start, First: 1}); err != nil {
			return err
		}
		if err := l.notes(q, each); err != nil {
			return err
		}
		var err error
		if l.archives, err = Archives(l.ctx, q); err != nil {
			return err
		}
		for _, a := range l.archives {
			if err := each(verify.Item{Kind: verify.Moved, Note: []byte(a.Note)}); err != nil {
				return err
			}
		}
		s, err := openShelf(l.ctx, q)
		if err != nil {
			return err
		}
		var last int64
		if err := q.QueryRow(l.ctx, []any{&last}, `SELECT coalesce(max(seq), 0) FROM audit_entry`); err != nil {
			return err
		}
		last = max(last, s.size) // the newest may be archived, or gone
		for low := int64(0); low < last; low += tree.Run {
			if err := l.block(q, s, low, each); err != nil {
				return err
			}
		}
		if err := l.finish(); err != nil {
			return err
		}
		return each(verify.Item{Kind: verify.End})
	})
}

func (l *liveSource) notes(q store.Reader, each func(verify.Item) error) error {
	return q.Query(l.ctx, func(scan store.Scan) error {
		var (
			size int64
			note string
		)
		if err := scan(&size, &note); err != nil {
			return err
		}
		return each(verify.Item{Kind: verify.Note, Note: []byte(note), Seq: size})
	}, `SELECT size, note FROM audit_checkpoint ORDER BY size`)
}

// block gives the entries low+1 to low+256 after their stored hashes.
func (l *liveSource) block(q store.Reader, s *shelf, low int64, each func(verify.Item) error) error {
	var hashes []tlog.Hash
	if low < s.size {
		var err error
		if hashes, err = s.hashes(l.ctx, 0, low/tree.Run); fault.Code(err) == "audit_tree_broken" {
			hashes, s.tile = nil, map[int]tileAt{} // verify goes on without, and says so
			if err := each(verify.Item{Kind: verify.Lost, First: low + 1}); err != nil {
				return err
			}
		} else if err != nil {
			return err
		}
	}
	if err := each(verify.Item{Kind: verify.Leaves, First: low + 1, Hashes: hashes}); err != nil {
		return err
	}
	next := low + 1
	err := q.Query(l.ctx, func(scan store.Scan) error {
		it := verify.Item{Kind: verify.Entry}
		if err := scan(&it.Seq, &it.Header, &it.Sealed); err != nil {
			return err
		}
		if err := l.moved(next, it.Seq, low, hashes, each); err != nil {
			return err
		}
		next = it.Seq + 1
		return each(it)
	}, `SELECT seq, header, sealed FROM audit_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq`, low, low+tree.Run)
	if err != nil {
		return err
	}
	return l.moved(next, low+1+int64(len(hashes)), low, hashes, each)
}

// moved gives the archived entries of [from, to): from their archive, or else the
// stored hash of each.
func (l *liveSource) moved(from, to, low int64, hashes []tlog.Hash, each func(verify.Item) error) error {
	for seq := from; seq < to; seq++ {
		a := l.archiveOf(seq)
		if a == nil {
			return nil // it is missing, which shows at what follows
		}
		if l.kept != nil {
			if err := l.shelved(a, seq, each); err != nil {
				return err
			}
			continue
		}
		i := seq - low - 1
		if i >= int64(len(hashes)) {
			return nil
		}
		if err := each(verify.Item{Kind: verify.Archived, Seq: seq, Hashes: hashes[i : i+1]}); err != nil {
			return err
		}
	}
	return nil
}

func (l *liveSource) archiveOf(seq int64) *Archive {
	i := sort.Search(len(l.archives), func(i int) bool { return l.archives[i].Last >= seq })
	if i == len(l.archives) || l.archives[i].First > seq {
		return nil
	}
	return &l.archives[i]
}

// shelved is an archive that is read entry by entry.
type shelved struct {
	of   *Archive
	next func() (verify.Item, error, bool)
	stop func()
}

// shelved gives one entry out of its archive; they are asked for in ascending
// order, so that each file is read once.
func (l *liveSource) shelved(a *Archive, seq int64, each func(verify.Item) error) error {
	if l.open == nil || l.open.of != a {
		if err := l.finish(); err != nil {
			return err
		}
		next, stop := iter.Pull2(func(yield func(verify.Item, error) bool) {
			err := a.read(l.ctx, l.kept, seq, a.Last, func(seq int64, header, sealed []byte) error {
				if !yield(verify.Item{Kind: verify.Entry, Seq: seq, Header: header, Sealed: sealed}, nil) {
					return errEnough
				}
				return nil
			})
			if err != nil && !errors.Is(err, errEnough) {
				yield(verify.Item{}, err)
			}
		})
		l.open = &shelved{a, next, stop}
	}
	for {
		it, err, ok := l.open.next()
		switch {
		case err != nil:
			return archiveLost(a, err)
		case !ok:
			return archiveLost(a, errors.New("the archive ends before the entry"))
		case it.Seq >= seq:
			if err := each(it); err != nil || seq < a.Last {
				return err
			}
			return l.finish()
		}
	}
}

// finish reads the open archive to its end, where the file's own digest is
// checked: what proves its entries may be damaged though they are not.
func (l *liveSource) finish() error {
	if l.open == nil {
		return nil
	}
	defer l.close()
	for {
		_, err, more := l.open.next()
		if err != nil {
			return &verify.Malformed{Place: "the archive " + l.open.of.File, Detail: err.Error(), What: verify.MalformedData}
		}
		if !more {
			return nil
		}
	}
}

func (l *liveSource) close() {
	if l.open != nil {
		l.open.stop()
		l.open = nil
	}
}
