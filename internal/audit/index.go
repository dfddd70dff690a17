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

// posting says that a token occurs in a block.
type posting struct {
	token uint64
	block int64
}

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
		if err := indexBlocks(ctx, k.db, done, upTo); err != nil {
			return err
		}
		done = upTo
	}
	return nil
}

// indexBlocks adds the blocks [low, high), which are all of one segment. Those
// that complete it take the segment's others along into its packed form.
func indexBlocks(ctx context.Context, db store.DB, low, high int64) error {
	list, err := postings(ctx, db, low, high)
	if err != nil {
		return err
	}
	table, rows := "audit_block", packBlocks(list)
	begin := low - low%segmentBlocks
	complete := high == begin+segmentBlocks
	if complete {
		if list, err = packedBlocks(ctx, db, list, begin, low); err != nil {
			return err
		}
		table, rows = "audit_segment", packSegment(list, begin/segmentBlocks)
	}
	return db.Write(ctx, func(tx store.Tx) error {
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

// postings are the tokens in the headers of the blocks [low, high), by block and
// token, each once a block.
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
	}, `SELECT seq, header FROM audit_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq`, low*tree.Run, high*tree.Run)
	for i := 0; i < len(list); { // the blocks are in order already
		n := i
		for n < len(list) && list[n].block == list[i].block {
			n++
		}
		slices.SortFunc(list[i:n], byToken)
		i = n
	}
	return slices.Compact(list), err
}

func byToken(a, b posting) int {
	if a.token == b.token {
		return cmp.Compare(a.block, b.block)
	}
	return cmp.Compare(a.token, b.token)
}

func blockOf(seq int64) int64 { return (seq - 1) / tree.Run }
