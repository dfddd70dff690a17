package matching

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestUnmatchedRowsComeBackAsTheyWereAcrossPieces uses files of several pieces:
// the left with quotes, line ends and delimiters inside its fields, the right
// plain with CRLF.
func TestUnmatchedRowsComeBackAsTheyWereAcrossPieces(t *testing.T) {
	dir := t.TempDir()
	paths := [2]string{filepath.Join(dir, "left.csv"), filepath.Join(dir, "right.csv")}
	notes := [2][]string{{"plain", "two\nlines\n\"quoted\",\n", `""`, "a,b", "\n\n", "ü"}, {"plain", "", "ü; "}}
	var want [2][][]string
	for side, path := range paths {
		r := rand.New(rand.NewPCG(9, uint64(side)))
		header := []string{"ref", "note", "filling"}
		want[side] = [][]string{append([]string{[]string{"l", "r"}[side]}, header...)}
		rows := [][]string{header}
		for i := range 40_000 {
			row := []string{fmt.Sprint("k", i), notes[side][r.IntN(len(notes[side]))], strings.Repeat("x", r.IntN(90))}
			if i%7 == 0 {
				row[0] += fmt.Sprint("-", side)
				want[side] = append(want[side], append([]string{strconv.Itoa(i)}, row...))
			}
			rows = append(rows, row)
		}
		var b strings.Builder
		w := csv.NewWriter(&b)
		w.UseCRLF = side == 1
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		if b.Len() < 2*chunkSize {
			t.Fatal("the file is a single piece")
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out")
	s, err := Run(context.Background(), Config{Keys: []Sides{Both("ref")}}, paths[0], paths[1], out, nil)
	if err != nil {
		t.Fatal(err)
	}
	for side, name := range []string{UnmatchedLeftFile, UnmatchedRightFile} {
		text := golden(t, out)[name]
		if strings.Contains(text, "\r") {
			t.Fatal(name, "has line ends of two kinds")
		}
		got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(want[side], got, slices.Equal) {
			t.Fatal(name, cmp.Diff(want[side], got))
		}
	}
	if s.Matched != 40_001-len(want[0]) {
		t.Fatal(s)
	}
}
