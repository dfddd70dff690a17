package netting

import "hash/maphash"

// idHashes keeps eight bytes of each id, in buckets small enough that looking
// for equal ones stays in the processor's cache. Equal ids have equal hashes;
// whether equal hashes are equal ids is for a second look at the file to say, so
// that nothing depends on the seed.
type idHashes struct {
	seed     maphash.Seed
	expected int // in a bucket
	buckets  [1 << bucketBits][]uint64
}

const (
	bucketBits = 8
	shortRow   = 32 // bytes of a row, to guess how many there are
)

func (h *idHashes) add(id []byte) {
	hash := maphash.Bytes(h.seed, id)
	b := &h.buckets[hash>>(64-bucketBits)]
	if *b == nil {
		*b = make([]uint64, 0, h.expected+h.expected/8+8)
	}
	*b = append(*b, hash)
}

// repeated are the hashes that the lists hold more than once.
func repeated(lists []*idHashes) map[uint64]struct{} {
	twice := map[uint64]struct{}{}
	var slots []uint64
	for bucket := range 1 << bucketBits {
		size := 0
		for _, l := range lists {
			size += len(l.buckets[bucket])
		}
		power := uint(1)
		for 1<<power < 2*size {
			power++
		}
		if len(slots) < 1<<power {
			slots = make([]uint64, 1<<power)
		}
		table := slots[:1<<power]
		clear(table)
		for _, l := range lists {
			for _, hash := range l.buckets[bucket] {
				hash |= 1 // 0 is a free slot
				i := int(hash << bucketBits >> (64 - power))
				for table[i] != 0 && table[i] != hash {
					i = (i + 1) & (len(table) - 1)
				}
				if table[i] == hash {
					twice[hash] = struct{}{}
				}
				table[i] = hash
			}
		}
	}
	return twice
}

// has reports whether an id's hash is among those.
func (h *idHashes) has(id []byte, among map[uint64]struct{}) bool {
	_, ok := among[maphash.Bytes(h.seed, id)|1]
	return ok
}
