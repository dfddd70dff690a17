package audit

import (
	"context"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// The index tells which entries have a token. Block n is the entries 256n+1 to
// 256n+256. Only whole blocks are indexed; the at most 255 newest entries, and
// what the keeper has not come to, search reads itself.
//
// Tokens are as good as random, and most occur once. A row for each would cost
// more than the entry itself, so they are packed: a block's into a few rows of
// audit_block; when 64 blocks make a segment, the segment's into rows of
// audit_segment; and when 64 segments make a volume, the volume's into rows of
// audit_volume. A look-up reads one row of each volume, and one of each segment
// and block that is newer. audit_index tells how many blocks are indexed and how
// many volumes are whole, and so in which table an entry's tokens are.

// Blocks per transaction, so that the index never holds up the writers long,
// and per tick, so that it does not hold up the signing.
const (
	blockEntries    = tree.Run
	blocksAtOnce    = 16
	segmentsPerTick = 2
)

var indexColumns = []string{"place", "tokens"}

// index adds whole blocks of signed entries to the index.
func (k *Keeper) index(ctx context.Context) error {
	var done int64
	if err := k.db.QueryRow(ctx, []any{&done}, `SELECT blocks FROM audit_index`); err != nil {
		return err
	}
	whole := k.grown.edge.Size() / tree.Run
	k.behind = whole > done+segmentsPerTick*segmentBlocks
	whole = min(whole, done+segmentsPerTick*segmentBlocks)
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
	return k.gather(ctx)
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
			if err := tx.Exec(ctx, `DELETE FROM audit_block WHERE place < $1`, high<<blockLevel.bits); err != nil {
				return err
			}
		}
		return tx.InsertMany(ctx, table, indexColumns, rows)
	})
}

// segment are the keys of the blocks of a whole segment, of which those before
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

// tokens are the keys of the blocks [low, high), from their headers: of each
// block ascending.
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
