package audit

import (
	"context"
	"slices"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// level is one of the index's tables. Each row is that of one unit of the log,
// a stretch of so many entries, and of the tokens that begin with the same bits;
// its place is the unit's number and these bits.
type level struct {
	table   string
	bits    int // of the token, that choose the row
	skip    int // bits of the token before those that are kept
	kept    int // bytes of the token that a row keeps
	entries func() int64
	first   int64 // units that a search asks at first
}

// How many blocks of 256 entries make a segment, and how many segments a volume;
// powers of two. Tests make them smaller.
var (
	segmentBlocks  int64 = 64
	volumeSegments int64 = 64
)

// The bits of a token that a segment or volume leaves out cost a needless look at
// an entry once in a quadrillion questions; the lowest eight, which the newest
// leave out too, not even that.
var (
	blockLevel   = &level{"audit_block", 4, 0, 7, func() int64 { return blockEntries }, 64}
	segmentLevel = &level{"audit_segment", 10, 10, 5, func() int64 { return segmentBlocks * blockEntries }, 16}
	volumeLevel  = &level{"audit_volume", 16, 10, 5, func() int64 { return volumeSegments * segmentBlocks * blockEntries }, 2}
)

// place is where the token stands among the rows of a unit.
func (l *level) place(unit int64, token uint64) int64 {
	return unit<<l.bits | int64(token>>(64-l.bits))
}

// keeps are the bits of a token that its list keeps.
func (l *level) keeps(token uint64) uint64 { return token << l.skip >> (64 - 8*l.kept) }

// The tokens of a block are remembered as keys: what a row of audit_block keeps
// of the token, its upper 56 bits, and the place of the entry within the block.
func keyOf(token uint64, seq int64) uint64 {
	return token&^(blockEntries-1) | uint64(seq-1)%blockEntries
}

// packBlocks makes the rows of audit_block of the keys of blocks, low and those
// that follow.
func packBlocks(blocks [][]uint64, low int64) (rows [][]any) {
	for i, keys := range blocks {
		for len(keys) > 0 {
			at, n := blockLevel.place(low+int64(i), keys[0]), 1
			for n < len(keys) && blockLevel.place(low+int64(i), keys[n]) == at {
				n++
			}
			rows = append(rows, []any{at, appendLists(nil, keys[:n], blockLevel.kept, blockEntries)})
			keys = keys[n:]
		}
	}
	return rows
}

// packSegment makes the rows of audit_segment of the keys of its blocks.
func packSegment(blocks [][]uint64, segment int64) (rows [][]any) {
	l := segmentLevel
	width := placeBits(l.entries())
	var sorter sorter
	var keys []uint64 // of one row: bits of the token, block, entry
	left := slices.Clone(blocks)
	for prefix := range uint64(1) << l.bits {
		keys = keys[:0]
		for n, block := range left {
			i := 0
			for i < len(block) && block[i]>>(64-l.bits) == prefix {
				keys = append(keys, l.keeps(block[i])<<width|uint64(n)*blockEntries|block[i]%blockEntries)
				i++
			}
			left[n] = block[i:]
		}
		if len(keys) == 0 {
			continue
		}
		sorter.sort(keys, 8*l.kept+width)
		rows = append(rows, []any{segment<<l.bits | int64(prefix), appendLists(nil, keys, l.kept, l.entries())})
	}
	return rows
}

// packVolume makes the rows of audit_volume of what the segments of a volume
// have of the tokens that begin with prefix, as their rows begin.
func packVolume(segments map[int64][]byte, volume, prefix int64, sorter *sorter) (rows [][]any, err error) {
	from, to := segmentLevel, volumeLevel
	width, more := placeBits(to.entries()), to.bits-from.bits
	var keys []uint64
	for segment, row := range segments {
		base := uint64(segment%volumeSegments) * uint64(from.entries())
		whole := eachList(row, from.kept, from.entries(), func(token uint64, l list) bool {
			for place := range l.places() {
				keys = append(keys, token<<width|base|uint64(place))
			}
			return true
		})
		if !whole {
			return nil, indexBroken(from.table, segment<<from.bits|prefix)
		}
	}
	sorter.sort(keys, 8*from.kept+width)
	bucket := func(key uint64) int64 { return int64(key >> (8*from.kept - more + width)) }
	for len(keys) > 0 {
		at, n := bucket(keys[0]), 1
		for n < len(keys) && bucket(keys[n]) == at {
			n++
		}
		rows = append(rows, []any{volume<<to.bits | prefix<<more | at, appendLists(nil, keys[:n], to.kept, to.entries())})
		keys = keys[n:]
	}
	return rows, nil
}

// packedBlocks are the keys that audit_block holds of the blocks [low, high).
func packedBlocks(ctx context.Context, q store.Reader, low, high int64) ([][]uint64, error) {
	blocks := make([][]uint64, high-low)
	err := q.Query(ctx, func(scan store.Scan) error {
		var (
			place int64
			row   []byte
		)
		if err := scan(&place, &row); err != nil {
			return err
		}
		block := &blocks[place>>blockLevel.bits-low]
		begin := len(*block)
		whole := eachList(row, blockLevel.kept, blockEntries, func(token uint64, l list) bool {
			for at := range l.places() {
				*block = append(*block, token*blockEntries|uint64(at))
			}
			return true
		})
		if !whole || len(*block) == begin {
			return indexBroken("audit_block", place)
		}
		return nil
	}, `SELECT place, tokens FROM audit_block WHERE place >= $1 AND place < $2 ORDER BY place`, low<<blockLevel.bits, high<<blockLevel.bits)
	return blocks, err
}

func indexBroken(table string, place int64) error {
	return fault.New(fault.Internal, "audit_index_broken", "The row at place %d of %s is damaged; the index of the audit log has to be made anew.", place, table)
}
