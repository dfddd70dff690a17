package matching

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

var (
	benchRows   = flag.Int("rows", 1_000_000, "rows of each file that benchmarks match")
	benchMemory = flag.String("within", "", "memory that benchmarks of whole runs keep within, like 2GiB")
)

// million writes two files of n rows in different order: nine of ten keys
// occur on both sides, one pair in twenty differs by a cent and one in fifty
// by a day.
func million(b *testing.B, n int) (left, right string) {
	b.Helper()
	dir := b.TempDir()
	left, right = filepath.Join(dir, "left.csv"), filepath.Join(dir, "right.csv")
	write := func(path string, row func(i int) string) {
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		w := bufio.NewWriterSize(f, 1<<20)
		_, _ = fmt.Fprintln(w, "id,reference,amount,booked,text")
		for i := range n {
			_, _ = fmt.Fprintln(w, row(i))
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
	line := func(i, key, cents, day int) string {
		return fmt.Sprintf("%d,REF%09d,%d.%02d,2025-%02d-%02d,invoice", i, key, cents/100, cents%100, 1+key%12, day)
	}
	write(left, func(i int) string { return line(i, i, 100+i*7%9_999_999, 1+i%27) })
	const step = 1_000_003 // prime, so that it visits every row once
	write(right, func(k int) string {
		i := k * step % n
		cents, day, key := 100+i*7%9_999_999, 1+i%27, i
		switch {
		case i%10 == 0:
			key += n
		case i%20 == 1:
			cents++
		case i%50 == 2:
			day++
		}
		return line(k, key, cents, day)
	})
	return left, right
}

func benchConfig() Config {
	return Config{
		Keys: []Sides{Both("reference")}, Amount: Both("amount"), AmountTolerance: "0.05",
		Date: Both("booked"), DateToleranceDays: 1,
	}
}

func openCSV(b *testing.B, path string) (Source, *os.File) {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	return CSV(path, f, 0), f
}

func BenchmarkCountMillions(b *testing.B) {
	left, right := million(b, *benchRows)
	measured(b, func() {
		l, lf := openCSV(b, left)
		r, rf := openCSV(b, right)
		s, err := Count(context.Background(), benchConfig(), l, r)
		if err != nil || s.Matched != *benchRows/10*9 {
			b.Fatal(s, err)
		}
		_, _ = lf.Close(), rf.Close()
	})
}

func BenchmarkRunMillions(b *testing.B) {
	left, right := million(b, *benchRows)
	out := filepath.Join(b.TempDir(), "out")
	measured(b, func() {
		s, err := RunWith(context.Background(), benchConfig(), left, right, out, bounded(b))
		if err != nil || s.Matched != *benchRows/10*9 {
			b.Fatal(s, err)
		}
	})
}

// The same by one pass, which keeps more of each pair.
func BenchmarkRunMillionsByPass(b *testing.B) {
	left, right := million(b, *benchRows)
	out := filepath.Join(b.TempDir(), "out")
	c := benchConfig()
	c = Config{Passes: []Pass{{
		Keys: []Field{{Sides: c.Keys[0]}}, Amount: Field{Sides: c.Amount}, AmountTolerance: Tolerance{Amount: c.AmountTolerance},
		Date: Field{Sides: c.Date}, DateTolerance: c.DateToleranceDays,
	}}}
	measured(b, func() {
		s, err := RunWith(context.Background(), c, left, right, out, bounded(b))
		if err != nil || s.Matched != *benchRows/10*9 {
			b.Fatal(s, err)
		}
	})
}

// bounded is the memory that the command would be told.
func bounded(b *testing.B) Option {
	if *benchMemory == "" {
		return Memory(0)
	}
	memory, err := ParseMemory(*benchMemory)
	if err != nil {
		b.Fatal(err)
	}
	before := debug.SetMemoryLimit(memory - memory/10)
	b.Cleanup(func() { debug.SetMemoryLimit(before) })
	return Memory(memory)
}

// measured adds processor time and the high-water mark of memory to the time
// that a benchmark prints; on a busy machine they tell more.
func measured(b *testing.B, work func()) {
	resetPeak()
	before := processorTime(b)
	for b.Loop() {
		work()
	}
	b.ReportMetric((processorTime(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
	reportPeak(b)
}

func processorTime(b testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resetPeak sets the process's high-water mark of memory back to what it uses.
func resetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// reportPeak adds the high-water mark of resident memory since then, which
// counts everything that the process holds.
func reportPeak(b *testing.B) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return // only Linux tells
	}
	for line := range bytes.Lines(status) {
		if rest, ok := strings.CutPrefix(string(line), "VmHWM:"); ok {
			kib, _ := strconv.Atoi(strings.Fields(rest)[0])
			b.ReportMetric(float64(kib)/1024, "peak-MiB")
		}
	}
}
