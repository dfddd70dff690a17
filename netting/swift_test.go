package netting

import (
	"testing"

	"pgregory.net/rapid"
)

func TestEightDigitsAtOnceAreReadAsOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.StringMatching(`-?[0-9]{1,10}(\.[0-9]{0,3})?`), rapid.StringMatching(`[0-9:;/ \x00-\xff]{1,9}\.[0-9:/]{2}`), rapid.StringMatching(`(0|[1-9][0-9]{0,7})\.[0-9]{2}`),
		).Draw(t, "text")
		digits := rapid.IntRange(0, 6).Draw(t, "digits")
		file := append([]byte(text), rapid.SliceOfN(rapid.Byte(), scanMargin, scanMargin).Draw(t, "what follows")...)
		minor, ok := swiftMinor(file[:len(text)], digits)
		want, wanted := quickMinor(text, digits)
		if ok != wanted || ok && minor != want {
			t.Fatalf("%d %v, expected %d %v", minor, ok, want, wanted)
		}
	})
}

func TestHashesOfIDsDifferByEveryByteAndTheLength(t *testing.T) {
	s := newHashSeed()
	seen := map[uint64]string{}
	for size := range 60 {
		for i := range size + 1 {
			id := make([]byte, size)
			if i < size {
				id[i] = 'x'
			}
			hash := s.of(id)
			if before, twice := seen[hash]; twice {
				t.Fatalf("%q and %q have one hash", before, id)
			}
			seen[hash] = string(id)
		}
	}
}
