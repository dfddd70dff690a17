package matching

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func resultFilesOf(matched, partial, left, right, bad string, rows ...int) map[string][]byte {
	lines := func(header, text string) []byte {
		return []byte(header + "\n" + strings.ReplaceAll(text, " ", "\n") + "\n")
	}
	return map[string][]byte{
		SummaryFile: fmt.Appendf(nil, `{"left":%d,"right":%d}`, rows[0], rows[1]), MatchedFile: lines("l,r,amount_diff,date_diff,exact", matched), PartialFile: lines("l,r,amount_diff,date_diff,fails", partial),
		UnmatchedLeftFile: lines("l,ref", left), UnmatchedRightFile: lines("r,ref", right), BadFile: lines("side,row,code,detail", bad),
	}
}

func TestWhatOneResultMatchesAndTheOtherDoesNotIsListedByRow(t *testing.T) {
	before := resultFilesOf("0,0,0,,true 1,1,0,,true", "3,3,5,,amount", "2,C", "2,X", "left,4,BAD_AMOUNT,x", 5, 4)
	after := resultFilesOf("0,1,0,,true 3,3,5,,false", "", "1,B 2,C 4,E", "0,A 2,X", "", 5, 4)
	got, err := Compare(before, after, 10)
	if err != nil {
		t.Fatal(err)
	}
	want := &Contrast{
		Repaired: [2]int{1, 1},
		Lost:     []Moved{{0, 1, Standing{IsMatched, 1}, Standing{IsUnmatched, -1}}, {1, 0, Standing{IsMatched, 0}, Standing{IsUnmatched, -1}}},
		Gained:   []Moved{{0, 3, Standing{IsPartial, 3}, Standing{IsMatched, 3}}, {1, 3, Standing{IsPartial, 3}, Standing{IsMatched, 3}}},
		Other:    []Moved{{0, 0, Standing{IsMatched, 0}, Standing{IsMatched, 1}}, {0, 4, Standing{IsBad, -1}, Standing{IsUnmatched, -1}}, {1, 1, Standing{IsMatched, 1}, Standing{IsMatched, 0}}},
		LostRows: 2, GainedRows: 2, OtherRows: 3,
	}
	want.Moves[0][IsMatched][IsMatched], want.Moves[0][IsMatched][IsUnmatched], want.Moves[0][IsUnmatched][IsUnmatched] = 1, 1, 1
	want.Moves[0][IsPartial][IsMatched], want.Moves[0][IsBad][IsUnmatched] = 1, 1
	want.Moves[1][IsMatched][IsMatched], want.Moves[1][IsMatched][IsUnmatched], want.Moves[1][IsUnmatched][IsUnmatched], want.Moves[1][IsPartial][IsMatched] = 1, 1, 1, 1
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	few, err := Compare(before, after, 1)
	if err != nil || len(few.Other) != 1 || few.OtherRows != 3 || len(few.Lost) != 1 || few.LostRows != 2 {
		t.Errorf("at most one of each: %+v, %v", few, err)
	}
}

func TestResultsThatAreNotOfTheSameRowsAreRefused(t *testing.T) {
	good := resultFilesOf("0,0,0,,true", "", "1,B", "", "", 2, 1)
	for name, c := range map[string]struct {
		other map[string][]byte
		code  string
	}{
		"more rows":      {resultFilesOf("0,0,0,,true", "", "1,B 2,C", "", "", 3, 1), RowsDiffer},
		"a row twice":    {resultFilesOf("0,0,0,,true", "", "0,A", "", "", 2, 1), CountMismatch},
		"a row lost":     {resultFilesOf("0,0,0,,true", "", "", "", "", 2, 1), CountMismatch},
		"a row beyond":   {resultFilesOf("0,0,0,,true", "", "7,B", "", "", 2, 1), CountMismatch},
		"sets of passes": {resultFilesOf("0;1,0,0,,true", "", "", "", "", 2, 1), CountMismatch},
		"a wrong count":  {resultFilesOf("0,0,0,,true", "", "1,B", "", "", 2_000_000_000, 1), CountMismatch},
		"no summary":     {map[string][]byte{}, Unreadable},
	} {
		for _, pair := range [][2]map[string][]byte{{good, c.other}, {c.other, good}} {
			_, err := Compare(pair[0], pair[1], 5)
			if e, ok := err.(*Error); !ok || e.Code != c.code { //nolint:errorlint // it is one, unwrapped
				t.Errorf("%s: got %v, want %s", name, err, c.code)
			}
		}
	}
}

// TestTwoRealResultsAreComparedBothWays holds the comparison to what it means, on
// results that Run wrote.
func TestTwoRealResultsAreComparedBothWays(t *testing.T) {
	folder := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		var paths [2]string
		for side := range paths {
			var text strings.Builder
			text.WriteString("ref,amount\n")
			for range rapid.IntRange(1, 12).Draw(t, "rows") {
				fmt.Fprintf(&text, "%s,%s\n", rapid.SampledFrom([]string{"A", "B", "C", ""}).Draw(t, "ref"), rapid.SampledFrom([]string{"1", "2", "3", "x"}).Draw(t, "amount"))
			}
			paths[side] = filepath.Join(folder, fmt.Sprintf("%d-%d.csv", n, side))
			if err := os.WriteFile(paths[side], []byte(text.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var results [2]map[string][]byte
		for i, tolerance := range []string{"0", "1"} {
			results[i] = map[string][]byte{}
			out := filepath.Join(folder, fmt.Sprintf("%d-out-%d", n, i))
			if _, err := Run(context.Background(), Config{Keys: []Sides{Both("ref")}, Amount: Both("amount"), AmountTolerance: tolerance}, paths[0], paths[1], out, nil); err != nil {
				t.Fatal(err)
			}
			for _, name := range resultFiles[:6] {
				content, err := os.ReadFile(filepath.Join(out, name))
				if err != nil {
					t.Fatal(err)
				}
				results[i][name] = content
			}
		}
		there, err := Compare(results[0], results[1], 1000)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Compare(results[1], results[0], 1000)
		if err != nil {
			t.Fatal(err)
		}
		same, err := Compare(results[0], results[0], 1000)
		if err != nil || same.LostRows+same.GainedRows+same.OtherRows != 0 {
			t.Fatalf("a result differs from itself: %+v, %v", same, err)
		}
		if there.LostRows != back.GainedRows || there.GainedRows != back.LostRows || there.OtherRows != back.OtherRows || there.LostRows != len(there.Lost) {
			t.Fatalf("there %+v, back %+v", there, back)
		}
		for side := range there.Moves {
			for a := range kinds {
				for b := range kinds {
					if there.Moves[side][a][b] != back.Moves[side][b][a] {
						t.Fatalf("side %d: %v there, %v back", side, there.Moves[side], back.Moves[side])
					}
				}
			}
		}
	})
}
