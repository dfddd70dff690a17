package audit

import (
	"bufio"
	"context"
	"io"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Range is a part of the log, from First to Last, both included. A zero First
// means 1, a zero Last the newest entry that a checkpoint covers.
type Range struct{ First, Last int64 }

// Export writes the entries of r as JSON lines (tree.FirstLine tells the form)
// with what proves them: stored leaf hashes, the checkpoints within the range
// and one that covers its end, and the hashes that tie the part to the whole.
// It can be verified without database and without keys, by verify.Export.
// Faults: audit_unsigned when no checkpoint covers the range yet; audit_archived
// when part of it is not in the database.
func Export(ctx context.Context, db store.DB, w io.Writer, r Range) error {
	return db.Snapshot(ctx, func(q store.Reader) error {
		s, err := openShelf(ctx, q)
		if err != nil {
			return err
		}
		first, last := max(r.First, 1), r.Last
		if last == 0 {
			last = s.size
		}
		if first > last || last > s.size {
			return fault.Bad("range", "audit_unsigned", "The entries %d to %d cannot be exported: checkpoints cover the entries 1 to %d. Newer ones are covered within a second.", first, last, s.size)
		}
		e := &exporter{ctx: ctx, q: q, shelf: s, out: bufio.NewWriterSize(w, 1<<16), first: first, last: last}
		if err := e.write(); err != nil {
			return err
		}
		return e.out.Flush()
	})
}

type exporter struct {
	ctx         context.Context
	q           store.Reader
	shelf       *shelf
	out         *bufio.Writer
	first, last int64
	cover       int64 // size of the first checkpoint that covers last
	line        []byte
}

func (e *exporter) write() error {
	if err := e.q.QueryRow(e.ctx, []any{&e.cover}, `SELECT min(size) FROM audit_checkpoint WHERE size >= $1`, e.last); err != nil {
		return err
	}
	if err := e.begin(); err != nil {
		return err
	}
	for seq := e.first; seq <= e.last; seq = tree.RunEnd(seq) + 1 {
		if err := e.run(seq, min(tree.RunEnd(seq), e.last)); err != nil {
			return err
		}
	}
	after, err := e.shelf.nodes(e.ctx, e.last, e.cover)
	if err != nil {
		return err
	}
	return e.put(tree.EndLine{Size: e.cover, After: tree.ListHashes(after)})
}

// begin writes the first line and the checkpoints.
func (e *exporter) begin() error {
	before, err := e.shelf.nodes(e.ctx, 0, e.first-1)
	if err != nil {
		return err
	}
	first := tree.FirstLine{Format: tree.Format, Origin: tree.OriginOf(e.shelf.note), First: e.first, Last: e.last, Before: tree.ListHashes(before)}
	const within = ` FROM audit_checkpoint WHERE size >= $1 AND size <= $2`
	if err := e.q.QueryRow(e.ctx, []any{&first.Checkpoints}, `SELECT count(*)`+within, e.first, e.cover); err != nil {
		return err
	}
	if err := e.put(first); err != nil {
		return err
	}
	return e.q.Query(e.ctx, func(scan store.Scan) error {
		var c tree.CheckpointLine
		if err := scan(&c.Checkpoint); err != nil {
			return err
		}
		return e.put(c)
	}, `SELECT note`+within+` ORDER BY size`, e.first, e.cover)
}

// run writes the stored hashes of the entries first to last, then the entries.
func (e *exporter) run(first, last int64) error {
	block := blockOf(first)
	hashes, err := e.shelf.hashes(e.ctx, 0, block)
	if err != nil {
		return err
	}
	hashes = hashes[first-1-block*tree.Run : last-block*tree.Run]
	if err := e.put(tree.LeavesLine{First: first, Hashes: tree.PackHashes(hashes)}); err != nil {
		return err
	}
	next := first
	err = e.q.Query(e.ctx, func(scan store.Scan) error {
		var (
			seq            int64
			header, sealed []byte
		)
		if err := scan(&seq, &header, &sealed); err != nil {
			return err
		}
		if seq != next {
			return notHere(next)
		}
		next++
		e.line = tree.AppendEntryLine(e.line[:0], header, sealed)
		_, err := e.out.Write(e.line)
		return err
	}, `SELECT seq, header, sealed FROM audit_entry WHERE seq >= $1 AND seq <= $2 ORDER BY seq`, first, last)
	if err == nil && next != last+1 {
		err = notHere(next)
	}
	return err
}

func notHere(seq int64) error {
	return fault.New(fault.Conflict, "audit_archived", "Audit entry %d is not in the database: if it was archived, restore it first; if not, run countersign audit verify.", seq)
}

func (e *exporter) put(v any) error {
	line, err := tree.Line(v)
	if err != nil {
		return err
	}
	_, err = e.out.Write(line)
	return err
}
