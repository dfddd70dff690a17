package audit

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/store"
)

// The log as C2SP tlog-tiles has it: a checkpoint, tiles of hashes, and bundles
// of entries. An entry is the bytes that tree.AppendLeaf gives: sealed, and so
// readable by nobody without the key ring.

// Tile is the Merkle tile of a level and number, cut to width hashes (256: the
// full tile). Fault no_tile when no checkpoint needs it.
func Tile(ctx context.Context, q store.Reader, level int, number int64, width int) ([]byte, error) {
	s, err := openShelf(ctx, q)
	if err != nil {
		return nil, err
	}
	if err := s.within(level, number, width); err != nil {
		return nil, err
	}
	hashes, err := s.hashes(ctx, level, number)
	if err != nil {
		return nil, err
	}
	return tree.PackHashes(hashes[:width]), nil
}

// within faults for a tile that the newest tree does not have.
func (s *shelf) within(level int, number int64, width int) error {
	const deepest = 7 // 256^8 leaves are more than a sequence can count
	if level >= 0 && level <= deepest && number >= 0 && width >= 1 && width <= tree.Run {
		if have := s.size >> (tileBits * level); number <= have/tree.Run && number*tree.Run+int64(width) <= have {
			return nil
		}
	}
	return fault.New(fault.NotFound, "no_tile", "The tree of %d entries has no tile %d of width %d on level %d.", s.size, number, width, level)
}

// Bundle is the bundle of the entries number*256+1 and those that follow, width
// of them: each the length of its leaf in two bytes, big endian, and the leaf.
// What was archived is read from its archive. Faults: no_tile as for Tile;
// leaf_too_long for an entry of before such leaves were kept short.
func Bundle(ctx context.Context, q store.Reader, kept files.Store, number int64, width int) ([]byte, error) {
	s, err := openShelf(ctx, q)
	if err != nil {
		return nil, err
	}
	if err := s.within(0, number, width); err != nil {
		return nil, err
	}
	first, last := number*tree.Run+1, number*tree.Run+int64(width)
	var out []byte
	next := first
	add := func(seq int64, header, sealed []byte) error {
		if seq != next {
			return notHere(next)
		}
		next++
		at := len(out)
		out = tree.AppendLeaf(append(out, 0, 0), header, sealed)
		long := len(out) - at - 2
		if long > tree.MaxLeaf {
			return fault.New(fault.Conflict, "leaf_too_long", "Entry %d has a leaf of %d bytes, and a bundle carries at most %d; export the range instead.", seq, long, tree.MaxLeaf)
		}
		binary.BigEndian.PutUint16(out[at:], uint16(long))
		return nil
	}
	if err := entries(ctx, q, kept, first, last, add); err != nil {
		return nil, err
	}
	if next != last+1 {
		return nil, notHere(next)
	}
	return out, nil
}

// Leaf is the bytes of an entry that are hashed into the tree. Fault
// audit_archived when they are neither in the database nor in an archive of kept.
func Leaf(ctx context.Context, q store.Reader, kept files.Store, seq int64) (leaf []byte, err error) {
	err = entries(ctx, q, kept, seq, seq, func(_ int64, header, sealed []byte) error {
		leaf = tree.AppendLeaf(nil, header, sealed)
		return nil
	})
	if err == nil && leaf == nil {
		err = notHere(seq)
	}
	return leaf, err
}

// entries gives the stored bytes of [first, last], which are of one block, from
// the database or, when they are not there, from their archive.
func entries(ctx context.Context, q store.Reader, kept files.Store, first, last int64, each func(seq int64, header, sealed []byte) error) error {
	found := false
	err := q.Query(ctx, func(scan store.Scan) error {
		var (
			seq            int64
			header, sealed []byte
		)
		found = true
		if err := scan(&seq, &header, &sealed); err != nil {
			return err
		}
		return each(seq, header, sealed)
	}, `SELECT seq, header, sealed FROM audit_entry WHERE seq >= $1 AND seq <= $2 ORDER BY seq`, first, last)
	if err != nil || found || kept == nil {
		return err
	}
	a, err := archiveOf(ctx, q, first)
	if err != nil || a == nil {
		return err
	}
	return a.read(ctx, kept, first, last, each)
}

// hashReader gives stored hashes by their index in the tree.
func (s *shelf) hashReader(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for i, index := range at {
			level, number := tlog.SplitStoredHashIndex(index)
			var err error
			if out[i], err = s.node(ctx, tree.Span{Level: level, Number: number}); err != nil {
				return nil, err
			}
		}
		return out, nil
	})
}

// noteOf is the checkpoint over exactly size entries.
func noteOf(ctx context.Context, q store.Reader, size int64) (string, error) {
	var note string
	err := q.QueryRow(ctx, []any{&note}, `SELECT note FROM audit_checkpoint WHERE size = $1`, size)
	if errors.Is(err, store.ErrNoRows) {
		var near int64
		if err := q.QueryRow(ctx, []any{&near}, `SELECT coalesce(min(size), 0) FROM audit_checkpoint WHERE size > $1`, size); err != nil {
			return "", err
		}
		hint := ""
		if near > 0 {
			hint = fmt.Sprintf(" The next larger is of %d.", near)
		}
		return "", fault.Bad("to", "audit_unsigned", "There is no checkpoint over %d entries.%s", size, hint)
	}
	return note, err
}
