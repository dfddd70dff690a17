package audit

import (
	"cmp"
	"context"
	"slices"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// The index tells in which blocks of 256 entries a token occurs: block n holds
// the entries 256n+1 to 256n+256. Only whole blocks are indexed; the at most
// 255 newest entries, and what the keeper has not come to, search reads itself.
// Common tokens so cost one row for 256 entries.
//
// Tokens are as good as random. So that a block's rows do not fall on as many
// pages of a tree that grows for ever, 64 blocks make a segment, which comes
// first in the key: what is written at one time lies together.

// Blocks per transaction, so that the index never holds up the writers long,
// and per tick.
const (
	blocksAtOnce  = 1
	blocksPerTick = 32
	segmentBlocks = 64
)

type posting struct {
	token uint64
	block int64
}

func (p posting) segment() int64 { return p.block / segmentBlocks }

// index adds whole blocks of signed entries to the index.
func (k *Keeper) index(ctx context.Context) error {
	var done int64
	if err := k.db.QueryRow(ctx, []any{&done}, `SELECT blocks FROM audit_index`); err != nil {
		return err
	}
	whole := min(k.grown.edge.Size()/tree.Run, done+blocksPerTick)
	for done < whole {
		upTo := min(done+blocksAtOnce, whole)
		if err := indexBlocks(ctx, k.db, done, upTo); err != nil {
			return err
		}
		done = upTo
	}
	return nil
}

func indexBlocks(ctx context.Context, db store.DB, low, high int64) error {
	list, err := postings(ctx, db, low, high)
	if err != nil {
		return err
	}
	rows := make([][]any, len(list))
	for i, p := range list {
		rows[i] = []any{p.segment(), int64(p.token), p.block}
	}
	return db.Write(ctx, func(tx store.Tx) error {
		if err := tx.ExecOne(ctx, `UPDATE audit_index SET blocks = $1 WHERE blocks = $2`, high, low); err != nil {
			return err
		}
		return tx.InsertMany(ctx, "audit_token", []string{"segment", "token", "block"}, rows)
	})
}

// postings are the tokens of the blocks [low, high), each once a block, in the
// order of the table.
func postings(ctx context.Context, q store.Reader, low, high int64) ([]posting, error) {
	var list []posting
	err := q.Query(ctx, func(scan store.Scan) error {
		var (
			seq    int64
			header []byte
		)
		if err := scan(&seq, &header); err != nil {
			return err
		}
		h, err := tree.ParseHeader(header)
		if err != nil {
			return fault.Wrap(err, fault.Internal, "entry_malformed", "Audit entry %d has a damaged header; run countersign audit verify.", seq)
		}
		for i := range h.Tokens.Len() {
			list = append(list, posting{h.Tokens.At(i), blockOf(seq)})
		}
		return nil
	}, `SELECT seq, header FROM audit_entry WHERE seq > $1 AND seq <= $2`, low*tree.Run, high*tree.Run)
	slices.SortFunc(list, func(a, b posting) int {
		return cmp.Or(cmp.Compare(a.segment(), b.segment()), cmp.Compare(int64(a.token), int64(b.token)), cmp.Compare(a.block, b.block))
	})
	return slices.Compact(list), err
}

func blockOf(seq int64) int64 { return (seq - 1) / tree.Run }
