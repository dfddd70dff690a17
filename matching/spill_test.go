package matching

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// manyRows are tables of several batches in which most keys occur on both sides.
func manyRows(rows int) (tables [2]Table) {
	for i := range tables {
		r := rand.New(rand.NewPCG(8, uint64(i)))
		tables[i] = Table{Name: sideName(i), Columns: []string{"k1", "k2", "amount", "date", "note"}}
		for range rows {
			tables[i].Rows = append(tables[i].Rows, []string{
				fmt.Sprint("key-", r.IntN(rows/2)), "x", fmt.Sprint(r.IntN(9)-3, ".5"), fmt.Sprintf("2024-03-%02d", 1+r.IntN(32)), fmt.Sprint(r.IntN(2)),
			})
		}
	}
	return tables
}

func TestWhatIsWrittenToDiskNeverShows(t *testing.T) {
	t.Parallel()
	tables := manyRows(20_000)
	c := Config{Keys: []Sides{Both("k1"), Both("k2")}, Amount: Both("amount"), AmountTolerance: "1", Date: Both("date"), DateToleranceDays: 3}
	want := matchTables(t, c, tables[0], tables[1])
	if want.Summary.Matched == 0 || want.Summary.Partial == 0 || want.Summary.BadLeft == 0 {
		t.Fatal("the data shows too little:", want.Summary)
	}
	for _, workers := range []int{1, 3} {
		for _, memory := range []int64{1, 4 << 20} {
			if d := cmp.Diff(want, matchTables(t, c, tables[0], tables[1], Workers(workers), Memory(memory), inFolder(t.TempDir()))); d != "" {
				t.Fatal(workers, memory, d)
			}
		}
	}
}

func TestWhatPassesWriteToDiskNeverShows(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		c, l, r := drawPasses(t), drawPassTable(t, "left", 30), drawPassTable(t, "right", 30)
		want := passLines(t, c, l, r)
		if d := cmp.Diff(want, passLines(t, c, l, r, Workers(2), Memory(1), inFolder(folder))); d != "" {
			t.Fatal(d)
		}
	})
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Fatal("files are left:", left)
	}
}

func TestRecordsInMemoryStayBelowAQuarterOfTheLimit(t *testing.T) {
	tables := manyRows(100_000)
	c := Config{Keys: []Sides{Both("k1")}, Amount: Both("amount")}
	const limit, batch = 8 << 20, tableBatch * (recordSize + len("key-99999"))
	folder := t.TempDir()
	w, err := perform(context.Background(), c, tables[0], tables[1], nothing, []Option{Workers(1), Memory(limit), inFolder(folder)})
	if err != nil {
		t.Fatal(err)
	}
	if peak := w.spill.peak.Load(); peak > limit/4+int64(batch) {
		t.Fatal("records took", peak, "bytes")
	}
	if rows := int64(w.result.Summary.Left + w.result.Summary.Right); w.spill.written.Load() < (rows*recordSize)/2 {
		t.Fatal("only", w.spill.written.Load(), "bytes were written")
	}
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Fatal("files are left:", left)
	}
}

func TestNothingIsLeftOnDiskWhenWorkStops(t *testing.T) {
	tables := manyRows(40_000)
	folder := t.TempDir()
	for _, stage := range []string{"read right", "match"} {
		ctx, cancel := context.WithCancel(context.Background())
		seen := 0
		_, err := Match(ctx, Config{Keys: []Sides{Both("k1")}}, tables[0], tables[1], Memory(1), inFolder(folder), OnProgress(func(p Progress) {
			if files, _ := os.ReadDir(folder); p.Stage == stage {
				seen = len(files)
				cancel()
			}
		}))
		cancel()
		if !errors.Is(err, context.Canceled) || seen == 0 {
			t.Fatal(stage, err, seen)
		}
		if left, _ := os.ReadDir(folder); len(left) > 0 {
			t.Fatal(stage, left)
		}
	}
}

func TestAFolderThatCannotBeWrittenToIsNamed(t *testing.T) {
	tables := manyRows(100)
	var ours *Error
	_, err := Match(context.Background(), Config{Keys: []Sides{Both("k1")}}, tables[0], tables[1], Memory(1), inFolder(filepath.Join(t.TempDir(), "none")))
	if !errors.As(err, &ours) || ours.Code != Unwritable || !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

func TestFilesAreTheSameWithLittleMemory(t *testing.T) {
	parent := t.TempDir()
	for _, name := range []string{"bank", "passes"} {
		in, out := filepath.Join("testdata", name), filepath.Join(parent, "out")
		text, err := os.ReadFile(filepath.Join(in, "match.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		c, err := ReadConfig("match.yaml", text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := RunWith(context.Background(), c, filepath.Join(in, "left.csv"), filepath.Join(in, "right.csv"), out, Memory(1)); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(golden(t, filepath.Join(in, "out")), golden(t, out)); d != "" {
			t.Fatal(d)
		}
	}
	if entries, _ := os.ReadDir(parent); len(entries) != 1 {
		t.Fatal("something is left beside the result:", entries)
	}
}

func TestMemoryIsReadWithItsUnit(t *testing.T) {
	for text, want := range map[string]int64{"1KiB": 1 << 10, "512MiB": 512 << 20, "2 GiB": 2 << 30} {
		if got, err := ParseMemory(text); err != nil || got != want {
			t.Error(text, got, err)
		}
	}
	for _, text := range []string{"", "2", "2GB", "-1MiB", "0GiB", "1.5GiB", "99999999999GiB"} {
		if _, err := ParseMemory(text); err == nil {
			t.Error(text, "was taken")
		}
	}
}
