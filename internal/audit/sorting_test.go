package audit

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestKeysAreSortedWhateverTheirUppermostBits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var s sorter
	for round := range 300 {
		width := 8 + random.IntN(57)
		keys := make([]uint64, random.IntN(5000))
		for i := range keys {
			keys[i] = random.Uint64() >> (64 - width)
			if round%3 == 0 { // many alike
				keys[i] &= 3<<(width-2) | 15
			}
		}
		want := slices.Clone(keys)
		slices.Sort(want)
		if s.sort(keys, width); !slices.Equal(keys, want) {
			t.Fatalf("%d keys of %d bits are not sorted", len(keys), width)
		}
	}
}

func BenchmarkKeysOfABlock(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	all := make([]uint64, 0, 4096)
	for entry := range uint64(256) {
		for n := range uint64(15) {
			token := random.Uint64()
			if n < 10 { // common ones
				token = mixed(n*1000 + random.Uint64N(1<<(2*n)))
			}
			all = append(all, token&^255|entry)
		}
	}
	keys := make([]uint64, len(all))
	b.Run("sorter", func(b *testing.B) {
		var s sorter
		for b.Loop() {
			copy(keys, all)
			s.sort(keys, 64)
		}
	})
	b.Run("slices.Sort", func(b *testing.B) {
		for b.Loop() {
			copy(keys, all)
			slices.Sort(keys)
		}
	})
}

func mixed(n uint64) uint64 { return rand.NewPCG(n, n).Uint64() }
