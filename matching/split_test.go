package matching

import (
	"testing"

	"pgregory.net/rapid"
)

func TestTextIsOnlyEverCutBetweenRecords(t *testing.T) {
	field := rapid.StringOfN(rapid.RuneFrom([]rune("a,\"\n\r")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		var text []byte
		ends := []int{0}
		for _, fields := range rapid.SliceOfN(rapid.SliceOfN(field, 1, 3), 1, 6).Draw(t, "rows") {
			for i, f := range fields {
				if i > 0 {
					text = append(text, ',')
				}
				text = appendField(text, []byte(f))
			}
			text = append(text, '\n')
			ends = append(ends, len(text))
		}
		for n := range len(text) + 1 {
			want := 0
			for _, end := range ends {
				if end <= n {
					want = end
				}
			}
			if got := lastRecordEnd(text[:n]); got != want {
				t.Fatalf("%q is cut at %d, not at %d", text[:n], got, want)
			}
		}
	})
}
