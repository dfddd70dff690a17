package matching

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/testkit/soak"
)

// numbered writes a file of rows that text makes of their numbers, in an order
// that differs between the sides.
func numbered(t *testing.T, name string, rows, step int, text func(i int) string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	b := bufio.NewWriter(f)
	fmt.Fprintln(b, "key,amount")
	for i := range rows {
		fmt.Fprintln(b, text(i*step%rows))
	}
	if err := errors.Join(b.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// costly are configs and right rows under which something is to be kept of every
// row; left rows are key and number.
var costly = []struct {
	name, config string
	right        func(i int) string
	all          func(s Summary) int
}{
	{"sets of passes", "passes: [{keys: key, amount: amount, amount_tolerance: 1}, {keys: key, amount: amount, partial: false}]", func(i int) string { return fmt.Sprintf("%09d,%d.5", i, i) }, func(s Summary) int { return s.Matched }},
	{"partial pairs of a pass", "passes: [{keys: key, amount: amount}]", func(i int) string { return fmt.Sprintf("%09d,%d.5", i, i) }, func(s Summary) int { return s.Partial }},
	{"pairs that differ", "keys: key\namount: amount\namount_tolerance: 1", func(i int) string { return fmt.Sprintf("%09d,%d.5", i, i) }, func(s Summary) int { return s.Matched }},
	{"proposals of several rows", "passes: [{keys: key, amount: amount, amount_tolerance: 1, cardinality: 1:N, gives: propose}]", func(i int) string { return fmt.Sprintf("%09d,%d.5", i, i) }, func(s Summary) int { return s.ProposedLeft }},
	{"bad rows", "keys: key\namount: amount", func(i int) string { return fmt.Sprintf("%09d,no amount at all", i) }, func(s Summary) int { return s.BadRight }},
	{"bad rows of a pass", "passes: [{keys: key, amount: amount}]", func(i int) string { return fmt.Sprintf("%09d,no amount at all", i) }, func(s Summary) int { return s.BadRight }},
}

func TestWhatIsKeptOfMillionsStaysWithinTheMemoryAllowed(t *testing.T) {
	if slowness > 1 {
		t.Skip("the race detector takes memory of its own")
	}
	allowed := int64(soak.Count(32, 32, 128)) << 20
	rows := soak.Count(700_000, 700_000, 5_000_000)
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(allowed - allowed/10)) // as the command does
	left := numbered(t, "left.csv", rows, 1, func(i int) string { return fmt.Sprintf("%09d,%d", i, i) })
	for i, c := range costly {
		if testing.Short() && i > 0 || i%2 == 1 && !soak.Running() {
			continue // each kind once
		}
		right := numbered(t, "right.csv", rows, 1_000_003, c.right)
		config, err := ReadConfig("m", []byte(c.config))
		if err != nil {
			t.Fatal(err)
		}
		var s Summary
		_, grown, err := costs(t, func() (err error) {
			s, err = RunWith(context.Background(), config, left, right, filepath.Join(t.TempDir(), "out"), Memory(allowed), Workers(2))
			return err
		})
		if err != nil || c.all(s) != rows {
			t.Fatal(c.name, err, s)
		}
		if t.Logf("%s: %d MiB", c.name, grown>>20); grown > uint64(allowed) {
			t.Errorf("%s: %d MiB more were taken, %d are allowed", c.name, grown>>20, allowed>>20)
		}
	}
}

func TestWhatIsKeptOnDiskNeverShowsInFiles(t *testing.T) {
	rows := 5_000
	left := numbered(t, "left.csv", rows, 1, func(i int) string { return fmt.Sprintf("%09d,%d", i, i) })
	for _, c := range costly {
		r := rand.New(rand.NewPCG(1, 1))
		right := numbered(t, "right.csv", rows, 1_003, func(i int) string {
			if r.IntN(5) == 0 {
				return fmt.Sprintf("%09d,%d", i+r.IntN(2), i)
			}
			return c.right(i)
		})
		config, err := ReadConfig("m", []byte(c.config))
		if err != nil {
			t.Fatal(err)
		}
		var outs [2]string
		for i := range outs {
			outs[i] = filepath.Join(t.TempDir(), "out")
			if _, err := RunWith(context.Background(), config, left, right, outs[i], Memory(int64(i)), Workers(1+i)); err != nil {
				t.Fatal(err)
			}
		}
		if d := cmp.Diff(golden(t, outs[0]), golden(t, outs[1])); d != "" {
			t.Fatal(c.name, d)
		}
	}
}

// Rows of one key are looked at together; what can never fit is said to be so,
// before it is tried.
func TestMoreRowsOfOneKeyThanMemoryIsAllowedForAreRefused(t *testing.T) {
	left := numbered(t, "left.csv", 200_000, 1, func(i int) string { return fmt.Sprint("same,", i) })
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	for _, text := range []string{"keys: key\namount: amount", "passes: [{keys: key, amount: amount}]"} {
		config, err := ReadConfig("m", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		_, grown, err := costs(t, func() error {
			_, err := RunWith(context.Background(), config, left, left, filepath.Join(t.TempDir(), "out"), Memory(32<<20))
			return err
		})
		var ours *Error
		if !errors.As(err, &ours) || ours.Code != TooLarge {
			t.Fatal(err)
		}
		if slowness == 1 && grown > 32<<20 {
			t.Error(grown>>20, "MiB were taken first")
		}
		_, told, _ := strings.Cut(ours.Detail, "allow at least ")
		told, _, _ = strings.Cut(told, ",")
		enough, err := ParseMemory(strings.ReplaceAll(told, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		debug.SetMemoryLimit(enough - enough/10)
		_, grown, err = costs(t, func() error {
			_, err := RunWith(context.Background(), config, left, left, filepath.Join(t.TempDir(), "out"), Memory(enough))
			return err
		})
		if err != nil || slowness == 1 && grown > uint64(enough) {
			t.Error("what was told does not do:", err, grown>>20, enough>>20)
		}
		t.Logf("%d MiB of %d", grown>>20, enough>>20)
	}
}

func TestMoreRowsThanMemoryIsAllowedForAreRefused(t *testing.T) {
	w := &work{plan: &plan{}, keep: toWrite, set: settings{memory: 64 << 20}}
	if err := w.columnsFit(3<<20, 4<<20); err != nil {
		t.Error("16 MiB of 64 do not fit:", err)
	}
	var ours *Error
	if err := w.columnsFit(3<<20, 5<<20); !errors.As(err, &ours) || ours.Code != TooLarge || !strings.Contains(ours.Detail, "allow at least 69 MiB") {
		t.Error(err)
	}
	w.plan.steps = []*passPlan{{}} // which keep less of each row
	if err := w.columnsFit(8<<20, 8<<20); err != nil {
		t.Error("16 MiB of 64 do not fit:", err)
	}
}
