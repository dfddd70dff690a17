package netting

import (
	"hash/maphash"
	"maps"
	"math/bits"
	"sync"
)

// idHashes keeps eight bytes of each id, in buckets small enough that looking
// for equal ones stays in the processor's cache. Equal ids have equal hashes;
// whether equal hashes are equal ids is for a second look at the file to say, so
// that nothing depends on the seed.
type idHashes struct {
	seed     *hashSeed
	expected int // in a bucket
	buckets  [1 << bucketBits][]uint64
	counts   [1 << bucketBits]int // of a bucket, what is filled
}

const (
	bucketBits = 6
	shortRow   = 32 // bytes of a row, to guess how many there are
)

func (h *idHashes) add(id []byte) {
	hash := h.seed.of(id)
	n := hash >> (64 - bucketBits)
	b, count := h.buckets[n], h.counts[n]
	if count == len(b) {
		b = h.grow(n)
	}
	b[count] = hash
	h.counts[n]++
}

func (h *idHashes) grow(n uint64) []uint64 {
	wider := make([]uint64, max(2*len(h.buckets[n]), h.expected+h.expected/8+8))
	copy(wider, h.buckets[n])
	h.buckets[n] = wider
	return wider
}

// repeated are the hashes that the lists hold more than once. As many workers as
// there are lists look at a share of the buckets each.
func repeated(lists []*idHashes) map[uint64]struct{} {
	found := make([]map[uint64]struct{}, len(lists))
	var group sync.WaitGroup
	for w := range lists {
		group.Go(func() { found[w] = repeatedOf(lists, w) })
	}
	group.Wait()
	for _, more := range found[1:] {
		maps.Copy(found[0], more)
	}
	return found[0]
}

func repeatedOf(lists []*idHashes, share int) map[uint64]struct{} {
	twice := map[uint64]struct{}{}
	var slots []uint64
	for bucket := share; bucket < 1<<bucketBits; bucket += len(lists) {
		size := 0
		for _, l := range lists {
			size += l.counts[bucket]
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
			for _, hash := range l.buckets[bucket][:l.counts[bucket]] {
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
	_, ok := among[h.seed.of(id)|1]
	return ok
}

// hashSeed is what ids are hashed with; it differs from run to run.
type hashSeed struct {
	long          maphash.Seed
	first, second uint64
}

func newHashSeed() *hashSeed {
	s := hashSeed{long: maphash.MakeSeed()}
	s.first, s.second = maphash.String(s.long, "first"), maphash.String(s.long, "second")
	return &s
}

// of hashes short ids whole by multiplications: their length and their words,
// which overlap, are no other id's.
func (s *hashSeed) of(id []byte) uint64 {
	size := len(id)
	if size == 0 || size > 2*shortName {
		return maphash.Bytes(s.long, id)
	}
	if size <= shortName {
		first, last := words(id)
		high, low := bits.Mul64(first^s.first, last^s.second)
		high, low = bits.Mul64(high^s.second, low^s.first^uint64(size)*ones)
		return high ^ low
	}
	high, low := bits.Mul64(word(id)^s.first, word(id[8:])^s.second)
	high, low = bits.Mul64(word(id[size-16:])^high, word(id[size-8:])^low)
	high, low = bits.Mul64(high^s.second, low^s.first^uint64(size)*ones)
	return high ^ low
}
