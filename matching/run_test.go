package matching

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

func runCase(t *testing.T, name, out string) error {
	t.Helper()
	in := filepath.Join("testdata", name)
	text, err := os.ReadFile(filepath.Join(in, "match.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := ReadConfig("match.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Run(context.Background(), c, filepath.Join(in, "left.csv"), filepath.Join(in, "right.csv"), out, nil)
	return err
}

func TestResultFilesStayByteForByteAsTheyAre(t *testing.T) {
	for _, name := range []string{"bank", "keysonly"} {
		t.Run(name, func(t *testing.T) {
			out, want := filepath.Join(t.TempDir(), "new", "out"), filepath.Join("testdata", name, "out")
			if *update {
				out = want
			}
			if err := runCase(t, name, out); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(golden(t, want), golden(t, out)); d != "" {
				t.Fatal(d)
			}
		})
	}
}

func TestAnEarlierResultIsReplacedAndAnythingElseIsNot(t *testing.T) {
	parent := t.TempDir()
	out := filepath.Join(parent, "out")
	for range 2 {
		if err := runCase(t, "bank", out); err != nil {
			t.Fatal(err)
		}
	}
	if entries, _ := os.ReadDir(parent); len(entries) != 1 {
		t.Fatal("something is left beside the result:", entries)
	}
	mine := filepath.Join(out, "thesis.txt")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	var ours *Error
	if err := runCase(t, "bank", out); !errors.As(err, &ours) || ours.Code != OutputInUse {
		t.Fatal(err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Fatal(err)
	}
}

// largeFiles writes a pair of files large enough to be interrupted in every stage.
func largeFiles(t *testing.T) (left, right string) {
	t.Helper()
	dir := t.TempDir()
	for i, path := range []*string{&left, &right} {
		*path = filepath.Join(dir, []string{"l.csv", "r.csv"}[i])
		var b bytes.Buffer
		b.WriteString("ref,amount,date\n")
		for n := range 100_000 {
			b.WriteString(words(n*(i+1)) + ",1.5,2024-01-01\n")
		}
		if err := os.WriteFile(*path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return left, right
}

func TestInterruptedWorkLeavesNothingBehind(t *testing.T) {
	left, right := largeFiles(t)
	for _, stage := range []string{"read left", "read right", "match", "write"} {
		parent := t.TempDir()
		ctx, cancel := context.WithCancel(context.Background())
		_, err := Run(ctx, simple, left, right, filepath.Join(parent, "out"), func(p Progress) {
			// The last file may be complete already; then nothing is left to interrupt.
			if p.Stage == stage && p.Done < p.Total {
				cancel()
			}
		})
		cancel()
		if stage == "write" && err == nil {
			continue
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(stage, err)
		}
		if entries, _ := os.ReadDir(parent); len(entries) != 0 {
			t.Fatal(stage, entries)
		}
	}
}

func TestARefusedFileLeavesNothingBehind(t *testing.T) {
	parent := t.TempDir()
	broken := filepath.Join(parent, "broken.csv")
	if err := os.WriteFile(broken, []byte("ref,amount,date\nA,1\n\"B"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Run(context.Background(), simple, broken, broken, filepath.Join(parent, "out"), nil)
	if err == nil || !strings.Contains(err.Error(), `broken.csv, row 1, "ref": the quote`) {
		t.Fatal(err)
	}
	_, err = Run(context.Background(), simple, filepath.Join(parent, "none.csv"), broken, filepath.Join(parent, "out"), nil)
	if !errors.Is(err, fs.ErrNotExist) || !strings.HasSuffix(err.Error(), "none.csv: cannot be read: no such file or directory") {
		t.Fatal(err)
	}
	if entries, _ := os.ReadDir(parent); len(entries) != 1 {
		t.Fatal(entries)
	}
}

func TestAFileWrittenToDuringTheWorkIsRefused(t *testing.T) {
	left, right := largeFiles(t)
	parent, once := t.TempDir(), false
	_, err := Run(context.Background(), simple, left, right, filepath.Join(parent, "out"), func(p Progress) {
		if p.Stage != "match" || once {
			return
		}
		once = true
		f, err := os.OpenFile(left, os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteString("late,1,2024-01-01\n")
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			t.Error(err)
		}
	})
	var ours *Error
	if !errors.As(err, &ours) || ours.Code != FileChanged || ours.File != left {
		t.Fatal(err)
	}
}

func TestPipesAreReadLikeFiles(t *testing.T) {
	dir := t.TempDir()
	pipe, file := filepath.Join(dir, "pipe"), filepath.Join(dir, "file")
	text := []byte("ref,amount,date\nA,1,2024-01-01\nB,1,2024-01-01\n")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), os.WriteFile(file, text[:31], 0o600)); err != nil {
		t.Skip("this system has no named pipes:", err)
	}
	go func() { _ = os.WriteFile(pipe, text, 0) }()
	out := filepath.Join(dir, "out")
	if _, err := Run(context.Background(), simple, pipe, file, out, nil); err != nil {
		t.Fatal(err)
	}
	if got := golden(t, out)[UnmatchedLeftFile]; got != "l,ref,amount,date\n1,B,1,2024-01-01\n" {
		t.Fatal(got)
	}
}
