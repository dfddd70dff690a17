package audit

import (
	"context"
	"errors"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Full tiles (C2SP tlog-tiles: 256 hashes, level 0 the leaves, level n+1 the
// roots of full tiles of level n) stand in audit_tile and never change. The
// right edge is not written twice: each row of audit_checkpoint carries the
// leaf hashes since the one before it that no full tile holds, and the upper
// levels' edge follows from the full tiles below.

const tileBits = 8

// shelf reads stored hashes of one committed state.
type shelf struct {
	q    store.Reader
	size int64 // of the newest checkpoint
	note string
	tile map[int]tileAt // the last one read of each level
	seen string         // note with its witnesses' lines, once asked for
}

type tileAt struct {
	number int64
	hashes []tlog.Hash
}

// openShelf reads the newest checkpoint; size 0 when there is none.
func openShelf(ctx context.Context, q store.Reader) (*shelf, error) {
	s := &shelf{q: q, tile: map[int]tileAt{}}
	err := q.QueryRow(ctx, []any{&s.size, &s.note}, `SELECT size, note FROM audit_checkpoint ORDER BY size DESC LIMIT 1`)
	if errors.Is(err, store.ErrNoRows) {
		err = nil
	}
	return s, err
}

func treeBroken(what string, args ...any) error {
	return fault.New(fault.Internal, "audit_tree_broken", "The stored hashes of the audit log are damaged: "+what+". Run countersign audit verify with the checkpoint file.", args...)
}

// hashes is the tile of that level and number, cut at the newest checkpoint.
func (s *shelf) hashes(ctx context.Context, level int, number int64) ([]tlog.Hash, error) {
	if t, ok := s.tile[level]; ok && t.number == number {
		return t.hashes, nil
	}
	width := s.size>>(tileBits*level) - number*tree.Run
	var (
		hashes []tlog.Hash
		err    error
	)
	switch {
	case width >= tree.Run:
		hashes, err = s.full(ctx, level, number)
	case level == 0:
		hashes, err = s.rightLeaves(ctx, number*tree.Run)
	default:
		for i := range max(width, 0) {
			below, err := s.full(ctx, level-1, number*tree.Run+i)
			if err != nil {
				return nil, err
			}
			hashes = append(hashes, rootOf(below))
		}
	}
	if err == nil && width < tree.Run && int64(len(hashes)) != max(width, 0) {
		err = treeBroken("%d hashes instead of %d on level %d", len(hashes), width, level)
	}
	s.tile[level] = tileAt{number, hashes}
	return hashes, err
}

func (s *shelf) full(ctx context.Context, level int, number int64) ([]tlog.Hash, error) {
	var blob []byte
	err := s.q.QueryRow(ctx, []any{&blob}, `SELECT hashes FROM audit_tile WHERE level = $1 AND number = $2`, int64(level), number)
	if errors.Is(err, store.ErrNoRows) {
		return nil, treeBroken("tile %d of level %d is missing", number, level)
	}
	if err != nil {
		return nil, err
	}
	hashes, ok := tree.UnpackHashes(blob)
	if !ok || len(hashes) != tree.Run {
		return nil, treeBroken("tile %d of level %d is %d bytes long", number, level, len(blob))
	}
	return hashes, nil
}

// rightLeaves are the leaf hashes after the last full tile, which ends at from.
func (s *shelf) rightLeaves(ctx context.Context, from int64) ([]tlog.Hash, error) {
	var packed []byte
	err := s.q.Query(ctx, func(scan store.Scan) error {
		var leaves []byte
		err := scan(&leaves)
		packed = append(packed, leaves...)
		return err
	}, `SELECT leaves FROM audit_checkpoint WHERE size > $1 AND size <= $2 ORDER BY size`, from, s.size)
	if err != nil {
		return nil, err
	}
	hashes, ok := tree.UnpackHashes(packed)
	if !ok {
		return nil, treeBroken("the newest leaf hashes are %d bytes long", len(packed))
	}
	return hashes, nil
}

// node is the root of a perfect subtree below the newest checkpoint.
func (s *shelf) node(ctx context.Context, span tree.Span) (tlog.Hash, error) {
	level, up := span.Level/tileBits, span.Level%tileBits
	first := span.Number << up
	hashes, err := s.hashes(ctx, level, first/tree.Run)
	if err != nil {
		return tlog.Hash{}, err
	}
	first %= tree.Run
	if first+1<<up > int64(len(hashes)) {
		return tlog.Hash{}, treeBroken("level %d ends at %d", level, len(hashes))
	}
	return rootOf(hashes[first : first+1<<up]), nil
}

func (s *shelf) nodes(ctx context.Context, low, high int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, span := range tree.Spans(low, high) {
		h, err := s.node(ctx, span)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// rootOf is the root over 2^n hashes of equal height.
func rootOf(hashes []tlog.Hash) tlog.Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	half := len(hashes) / 2
	return tlog.NodeHash(rootOf(hashes[:half]), rootOf(hashes[half:]))
}
