package audit

import (
	"slices"

	"github.com/countersign/countersign/internal/audit/tree"
)

// recent holds the tokens of entries that follow one another, by block, as keys
// (see keyOf): those that were just signed need not be read again for the index.
type recent struct {
	first int64      // the block that begins the list
	list  [][]uint64 // in the order of the entries, until asked for
	last  int64      // the newest entry
	ready int        // blocks of the list that are sorted
	size  int        // tokens in the list
	sorts sorter
}

// maxRecent bounds the tokens that are remembered, at the beginning of a block:
// an index further behind reads. Four segments of ordinary entries.
const maxRecent = 1 << 20

// add takes the tokens of the next entry. Whatever does not follow begins anew,
// with the first whole block.
func (r *recent) add(seq int64, tokens tree.Tokens) {
	begins := (seq-1)%tree.Run == 0
	if seq != r.last+1 || begins && r.size > maxRecent {
		*r = recent{}
	}
	if r.last = seq; begins {
		if len(r.list) == 0 {
			r.first = blockOf(seq)
		}
		r.list = append(r.list, make([]uint64, 0, tree.Run*(tokens.Len()+1)))
	}
	if len(r.list) == 0 {
		return
	}
	block := r.list[len(r.list)-1]
	for i := range tokens.Len() {
		block = append(block, keyOf(tokens.At(i), seq))
	}
	r.list[len(r.list)-1] = block
	r.size += tokens.Len()
}

// blocks are the keys of the whole blocks [low, high), of each ascending; nil when one of them is not here.
func (r *recent) blocks(low, high int64) [][]uint64 {
	if low < r.first || high > r.first+int64(len(r.list)) || r.last < high*tree.Run {
		return nil
	}
	upTo := int(high - r.first)
	for ; r.ready < upTo; r.ready++ {
		r.sorts.sort(r.list[r.ready], 64)
	}
	return r.list[low-r.first : upTo]
}

// drop forgets the blocks before low.
func (r *recent) drop(low int64) {
	n := int(min(max(low-r.first, 0), int64(len(r.list))))
	for _, block := range r.list[:n] {
		r.size -= len(block)
	}
	r.first, r.list, r.ready = r.first+int64(n), slices.Delete(r.list, 0, n), max(r.ready-n, 0)
}
