package audit

import (
	"context"
	"encoding/binary"
	"slices"
	"sort"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// A row of audit_block holds the tokens of one block that begin with the same 4
// bits, one after the other, ascending: 8 bytes each, big endian. Its place is
// the block's number and those bits.
//
// A row of audit_segment holds the postings of one segment whose tokens begin
// with the same 10 bits, ascending: of each the next 40 bits of the token and a
// byte, the number of the block within its segment. Its place is the segment's
// number and those 10 bits. The 14 bits left out cost a needless look into a
// block once in a billion questions.
const (
	blockBits   = 4
	segmentBits = 10

	tokenLen   = 8
	keptLen    = 5
	postingLen = keptLen + 1
)

// placeIn is where the token stands among the rows of a block or segment.
func placeIn(number int64, bits int, token uint64) int64 {
	return number<<bits | int64(token>>(64-bits))
}

// kept are the bits of a token that its posting in a segment keeps.
func kept(token uint64) uint64 { return token << segmentBits >> (64 - 8*keptLen) }

// packBlocks makes the rows of audit_block of the tokens of blocks, low and those
// that follow.
func packBlocks(blocks [][]uint64, low int64) (rows [][]any) {
	for i, tokens := range blocks {
		for len(tokens) > 0 {
			at := placeIn(low+int64(i), blockBits, tokens[0])
			row := make([]byte, 0, 2*tokenLen*(len(tokens)>>blockBits))
			for len(tokens) > 0 && placeIn(low+int64(i), blockBits, tokens[0]) == at {
				row, tokens = binary.BigEndian.AppendUint64(row, tokens[0]), tokens[1:]
			}
			rows = append(rows, []any{at, row})
		}
	}
	return rows
}

// packSegment makes the rows of audit_segment of the tokens of its blocks.
func packSegment(blocks [][]uint64, segment int64) (rows [][]any) {
	var keys []uint64 // of one row: kept bits and block
	left := slices.Clone(blocks)
	for prefix := range uint64(1) << segmentBits {
		keys = keys[:0]
		for n, tokens := range left {
			i := 0
			for i < len(tokens) && tokens[i]>>(64-segmentBits) == prefix {
				keys = append(keys, kept(tokens[i])<<8|uint64(n))
				i++
			}
			left[n] = tokens[i:]
		}
		if len(keys) == 0 {
			continue
		}
		slices.Sort(keys)
		row := make([]byte, 0, len(keys)*postingLen)
		for _, k := range keys {
			row = append(row, byte(k>>40), byte(k>>32), byte(k>>24), byte(k>>16), byte(k>>8), byte(k))
		}
		rows = append(rows, []any{segment<<segmentBits | int64(prefix), row})
	}
	return rows
}

// packedBlocks are the tokens that audit_block holds of the blocks [low, high).
func packedBlocks(ctx context.Context, q store.Reader, low, high int64) ([][]uint64, error) {
	blocks := make([][]uint64, high-low)
	err := q.Query(ctx, func(scan store.Scan) error {
		var (
			place  int64
			tokens []byte
		)
		if err := scan(&place, &tokens); err != nil {
			return err
		}
		if len(tokens)%tokenLen != 0 {
			return indexBroken("audit_block", place)
		}
		block := &blocks[place>>blockBits-low]
		for ; len(tokens) > 0; tokens = tokens[tokenLen:] {
			*block = append(*block, binary.BigEndian.Uint64(tokens))
		}
		return nil
	}, `SELECT place, tokens FROM audit_block WHERE place >= $1 AND place < $2 ORDER BY place`, low<<blockBits, high<<blockBits)
	return blocks, err
}

// blocksOf are the blocks of a segment that hold the token, by a row of
// audit_segment: bit n stands for the segment's block n.
func blocksOf(tokens []byte, token uint64) (blocks uint64) {
	want := kept(token)
	at := func(i int) uint64 {
		p := tokens[i*postingLen:]
		return uint64(p[0])<<32 | uint64(p[1])<<24 | uint64(p[2])<<16 | uint64(p[3])<<8 | uint64(p[4])
	}
	n := len(tokens) / postingLen
	for i := sort.Search(n, func(i int) bool { return at(i) >= want }); i < n && at(i) == want; i++ {
		blocks |= 1 << (tokens[i*postingLen+keptLen] % segmentBlocks)
	}
	return blocks
}

func indexBroken(table string, place int64) error {
	return fault.New(fault.Internal, "audit_index_broken", "The row at place %d of %s is damaged; the index of the audit log has to be made anew.", place, table)
}
