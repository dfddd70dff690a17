package audit

import (
	"context"
	"errors"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Source gives the log of a live database to verify.Verify, from one consistent
// state. It needs no key.
func Source(ctx context.Context, db store.DB) verify.Source { return &liveSource{ctx, db} }

type liveSource struct {
	ctx context.Context
	db  store.DB
}

func (l *liveSource) Read(each func(verify.Item) error) error {
	return l.db.Snapshot(l.ctx, func(q store.Reader) error {
		if err := each(verify.Item{Kind: verify.Start, First: 1}); err != nil {
			return err
		}
		if err := l.notes(q, each); err != nil {
			return err
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
	moved, err := l.moved(q, low, hashes)
	if err != nil {
		return err
	}
	next := low + 1
	err = q.Query(l.ctx, func(scan store.Scan) error {
		it := verify.Item{Kind: verify.Entry}
		if err := scan(&it.Seq, &it.Header, &it.Sealed); err != nil {
			return err
		}
		if err := moved(next, it.Seq, each); err != nil {
			return err
		}
		next = it.Seq + 1
		return each(it)
	}, `SELECT seq, header, sealed FROM audit_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq`, low, low+tree.Run)
	if err != nil {
		return err
	}
	return moved(next, low+1+int64(len(hashes)), each)
}

// moved returns what gives the archived entries of [from, to), of which only
// the stored hash is left in the database.
func (l *liveSource) moved(q store.Reader, low int64, hashes []tlog.Hash) (func(from, to int64, each func(verify.Item) error) error, error) {
	var first, last int64
	err := q.QueryRow(l.ctx, []any{&first, &last}, `SELECT first_seq, last_seq FROM audit_archive WHERE first_seq <= $1 AND last_seq > $2 ORDER BY first_seq LIMIT 1`, low+tree.Run, low)
	if err != nil && !errors.Is(err, store.ErrNoRows) {
		return nil, err
	}
	return func(from, to int64, each func(verify.Item) error) error {
		for seq := max(from, first); seq < to && seq <= last; seq++ {
			i := seq - low - 1
			if i >= int64(len(hashes)) {
				return nil
			}
			if err := each(verify.Item{Kind: verify.Archived, Seq: seq, Hashes: hashes[i : i+1]}); err != nil {
				return err
			}
		}
		return nil
	}, nil
}
