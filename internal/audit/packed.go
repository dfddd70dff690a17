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

	keptLen    = 5
	postingLen = keptLen + 1
)

// placeIn is where the token stands among the rows of a block or segment.
func placeIn(number int64, bits int, token uint64) int64 {
	return number<<bits | int64(token>>(64-bits))
}

// kept are the bits of a token that its posting in a segment keeps.
func kept(token uint64) uint64 { return token << segmentBits >> (64 - 8*keptLen) }

// packBlocks makes the rows of audit_block of postings by block and token.
func packBlocks(list []posting) [][]any {
	return pack(list, func(p posting) int64 { return placeIn(p.block, blockBits, p.token) }, func(b []byte, p posting) []byte {
		return binary.BigEndian.AppendUint64(b, p.token)
	})
}

// packSegment makes the rows of audit_segment; it sorts list by token.
func packSegment(list []posting, segment int64) [][]any {
	slices.SortFunc(list, byToken)
	return pack(list, func(p posting) int64 { return placeIn(segment, segmentBits, p.token) }, func(b []byte, p posting) []byte {
		bits := kept(p.token)
		return append(b, byte(bits>>32), byte(bits>>24), byte(bits>>16), byte(bits>>8), byte(bits), byte(p.block%segmentBlocks))
	})
}

// pack makes one row of every run of postings with the same place.
func pack(list []posting, place func(posting) int64, add func([]byte, posting) []byte) (rows [][]any) {
	for len(list) > 0 {
		at := place(list[0])
		n := 1
		for n < len(list) && place(list[n]) == at {
			n++
		}
		tokens := make([]byte, 0, n*8)
		for _, p := range list[:n] {
			tokens = add(tokens, p)
		}
		rows, list = append(rows, []any{at, tokens}), list[n:]
	}
	return rows
}

// packedBlocks appends to list what audit_block holds of the blocks [low, high).
func packedBlocks(ctx context.Context, q store.Reader, list []posting, low, high int64) ([]posting, error) {
	err := q.Query(ctx, func(scan store.Scan) error {
		var (
			place  int64
			tokens []byte
		)
		if err := scan(&place, &tokens); err != nil {
			return err
		}
		if len(tokens)%8 != 0 {
			return indexBroken("audit_block", place)
		}
		for ; len(tokens) > 0; tokens = tokens[8:] {
			list = append(list, posting{binary.BigEndian.Uint64(tokens), place >> blockBits})
		}
		return nil
	}, `SELECT place, tokens FROM audit_block WHERE place >= $1 AND place < $2`, low<<blockBits, high<<blockBits)
	return list, err
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
