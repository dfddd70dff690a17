package audit

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A row is drawn as lists of places by token; common tokens become bits.
func TestARowOfTheIndexGivesBackTheListsItWasMadeOf(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		entries := int64(1) << rapid.IntRange(8, 14).Draw(rt, "entries")
		kept := rapid.SampledFrom([]int{5, 7}).Draw(rt, "kept")
		if 8*kept+placeBits(entries) > 64 {
			entries = 256
		}
		want := map[uint64][]int64{}
		var keys []uint64
		for range rapid.IntRange(0, 8).Draw(rt, "tokens") {
			token := rapid.Uint64Range(0, 1<<(8*kept)-1).Draw(rt, "token")
			step := rapid.Int64Range(1, entries).Draw(rt, "step")
			if want[token] != nil {
				continue
			}
			for place := rapid.Int64Range(0, entries-1).Draw(rt, "first"); place < entries; place += step {
				want[token] = append(want[token], place)
				keys = append(keys, token<<placeBits(entries)|uint64(place))
			}
		}
		slices.Sort(keys)
		row := appendLists(nil, keys, kept, entries)
		last := int64(-1)
		whole := eachList(row, kept, entries, func(token uint64, l list) bool {
			if int64(token) <= last {
				rt.Fatalf("token %x does not follow %x", token, last)
			}
			last = int64(token)
			if got := slices.Collect(l.places()); !slices.Equal(got, want[token]) {
				rt.Fatalf("token %x has %v, want %v", token, got, want[token])
			}
			checkMarks(rt, l, want[token])
			delete(want, token)
			return true
		})
		if !whole || len(want) > 0 {
			rt.Fatalf("whole: %v, not found: %v", whole, want)
		}
		if len(row) > 0 {
			cut := row[:rapid.IntRange(1, len(row)).Draw(rt, "cut")]
			eachList(cut, kept, entries, func(_ uint64, l list) bool { // whatever it is, it ends
				_ = slices.Collect(l.places())
				return true
			})
		}
	})
}

func checkMarks(rt *rapid.T, l list, has []int64) {
	const base = 1000
	var seqs []int64
	for place := rapid.Int64Range(0, 3).Draw(rt, "from"); place < l.entries; place += rapid.Int64Range(1, l.entries/4).Draw(rt, "gap") {
		seqs = append(seqs, base+1+place)
	}
	marks := make([]bool, len(seqs))
	l.mark(base, seqs, marks)
	for i, seq := range seqs {
		if _, want := slices.BinarySearch(has, seq-base-1); marks[i] != want {
			rt.Fatalf("place %d is marked %v, want %v of %v", seq-base-1, marks[i], want, has)
		}
	}
}

func TestADamagedRowOfTheIndexIsNotTakenForWhole(t *testing.T) {
	row := appendLists(nil, []uint64{7<<8 | 1, 7<<8 | 200, 9 << 8}, 7, 256)
	all := func(uint64, list) bool { return true }
	if !eachList(row, 7, 256, all) {
		t.Fatal("the row is not whole")
	}
	for n := 1; n < len(row); n++ {
		if n != 11 && eachList(row[:n], 7, 256, all) { // 11: after the first list
			t.Errorf("cut after %d bytes it is taken for whole", n)
		}
	}
	if eachList(append(slices.Clone(row[:7]), 200, 1), 7, 256, all) {
		t.Error("a list longer than the unit's bits is taken")
	}
}
