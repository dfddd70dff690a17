package audit

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/store"
)

// growth is the tree as far as it is signed, kept in memory to be appended to:
// its edge, and the partial tile of each level.
type growth struct {
	edge  tree.Edge
	right [][]tlog.Hash // by level
	fresh [][]any       // full tiles not written yet: level, number, hashes
}

var tileColumns = []string{"level", "number", "hashes"}

// loadGrowth rebuilds the state from the stored hashes alone, never from the
// entries: an entry altered since would otherwise be signed anew.
func loadGrowth(ctx context.Context, s *shelf) (*growth, error) {
	g := &growth{}
	roots, err := s.nodes(ctx, 0, s.size)
	if err != nil {
		return nil, err
	}
	g.edge, _ = tree.EdgeOf(s.size, roots)
	for level := 0; s.size>>(tileBits*level) > 0; level++ {
		number := s.size >> (tileBits * (level + 1))
		hashes, err := s.hashes(ctx, level, number)
		if err != nil {
			return nil, err
		}
		g.right = append(g.right, append(make([]tlog.Hash, 0, tree.Run), hashes...))
	}
	return g, nil
}

func (g *growth) add(leaf tlog.Hash) {
	g.edge.Append(leaf)
	g.push(0, leaf)
}

// push adds a hash to the partial tile of a level; a tile that is full by it is
// set aside and its root pushed one level up.
func (g *growth) push(level int, h tlog.Hash) {
	if level == len(g.right) {
		g.right = append(g.right, make([]tlog.Hash, 0, tree.Run))
	}
	g.right[level] = append(g.right[level], h)
	if len(g.right[level]) < tree.Run {
		return
	}
	full := g.right[level]
	number := g.edge.Size()>>(tileBits*(level+1)) - 1
	g.fresh = append(g.fresh, []any{int64(level), number, tree.PackHashes(full)})
	g.right[level] = full[:0]
	g.push(level+1, rootOf(full))
}

// leaves are the leaf hashes that a checkpoint must carry which follows one of
// size before: those that no full tile holds.
func (g *growth) leaves(before int64) []byte {
	if len(g.right) == 0 {
		return []byte{}
	}
	edge := g.right[0]
	fresh := min(g.edge.Size()-before, int64(len(edge)))
	return tree.PackHashes(edge[int64(len(edge))-fresh:])
}

// write stores the new tiles and the signed checkpoint. Another keeper that did
// the same meanwhile makes it fail: sizes and tiles are unique.
func (g *growth) write(ctx context.Context, tx store.Tx, before int64, note []byte) error {
	if err := tx.InsertMany(ctx, "audit_tile", tileColumns, g.fresh); err != nil {
		return err
	}
	return tx.Exec(ctx, `INSERT INTO audit_checkpoint (size, note, leaves) VALUES ($1, $2, $3)`, g.edge.Size(), string(note), g.leaves(before))
}
