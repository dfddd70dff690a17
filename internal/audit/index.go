package audit

import (
	"context"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// The index tells in which blocks of 256 entries a token occurs: block n holds
// the entries 256n+1 to 256n+256. Only whole blocks are indexed; the at most
// 255 newest entries, and what the keeper has not come to, search reads itself.
//
// Tokens are as good as random, and most occur once. A row for each would cost
// more than the entry itself, so they are packed: a block's tokens into a few
// rows of audit_block, and when 64 blocks make a segment, the segment's into
// rows of audit_segment, each for the tokens that begin with the same bits.
// A look-up reads one row a segment. How many blocks there are tells which of
// the two tables a block is in.

// Blocks per transaction, so that the index never holds up the writers long,
// and per tick, so that it does not hold up the signing.
const (
	blocksAtOnce  = 16
	blocksPerTick = 2 * segmentBlocks
	segmentBlocks = 64
)

// index adds whole blocks of signed entries to the index.
func (k *Keeper) index(ctx context.Context) error {
	var done int64
	if err := k.db.QueryRow(ctx, []any{&done}, `SELECT blocks FROM audit_index`); err != nil {
		return err
	}
	whole := min(k.grown.edge.Size()/tree.Run, done+blocksPerTick)
	for done < whole {
		begin := done - done%segmentBlocks
		upTo := min(done+blocksAtOnce, whole, begin+segmentBlocks)
		if done == begin && whole-begin >= segmentBlocks {
			upTo = begin + segmentBlocks // far behind: the segment is packed at once
		}
		if err := k.indexBlocks(ctx, done, upTo); err != nil {
			return err
		}
		done = upTo
		k.recent.drop(done - done%segmentBlocks)
	}
	return nil
}

// indexBlocks adds the blocks [low, high), which are all of one segment. Those
// that complete it take the segment's others along into its packed form.
func (k *Keeper) indexBlocks(ctx context.Context, low, high int64) error {
	begin := low - low%segmentBlocks
	complete := high == begin+segmentBlocks
	var table string
	var rows [][]any
	if complete {
		blocks, err := k.segment(ctx, begin, low)
		if err != nil {
			return err
		}
		table, rows = "audit_segment", packSegment(blocks, begin/segmentBlocks)
	} else {
		blocks, err := k.tokens(ctx, low, high)
		if err != nil {
			return err
		}
		table, rows = "audit_block", packBlocks(blocks, low)
	}
	return k.db.Write(ctx, func(tx store.Tx) error {
		if err := tx.ExecOne(ctx, `UPDATE audit_index SET blocks = $1 WHERE blocks = $2`, high, low); err != nil {
			return err
		}
		if complete {
			if err := tx.Exec(ctx, `DELETE FROM audit_block WHERE place < $1`, high<<blockBits); err != nil {
				return err
			}
		}
		return tx.InsertMany(ctx, table, []string{"place", "tokens"}, rows)
	})
}

// segment are the tokens of the blocks of a whole segment, of which those before
// low are in audit_block.
func (k *Keeper) segment(ctx context.Context, begin, low int64) ([][]uint64, error) {
	if blocks := k.recent.blocks(begin, begin+segmentBlocks); blocks != nil {
		return blocks, nil
	}
	blocks, err := packedBlocks(ctx, k.db, begin, low)
	if err != nil {
		return nil, err
	}
	rest, err := k.tokens(ctx, low, begin+segmentBlocks)
	return append(blocks, rest...), err
}

// tokens are those in the headers of the blocks [low, high): of each block
// ascending and once.
func (k *Keeper) tokens(ctx context.Context, low, high int64) ([][]uint64, error) {
	if blocks := k.recent.blocks(low, high); blocks != nil {
		return blocks, nil
	}
	var read recent
	err := k.db.Query(ctx, func(scan store.Scan) error {
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
		read.add(seq, h.Tokens)
		return nil
	}, `SELECT seq, header FROM audit_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq`, low*tree.Run, high*tree.Run)
	if err != nil {
		return nil, err
	}
	blocks := read.blocks(low, high)
	if blocks == nil {
		return nil, fault.New(fault.Internal, "audit_gap", "Entries between %d and %d of the audit log are missing; run countersign audit verify.", low*tree.Run+1, high*tree.Run)
	}
	return blocks, nil
}

func blockOf(seq int64) int64 { return (seq - 1) / tree.Run }
