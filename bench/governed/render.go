package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	begins = "<!-- governed changes: written by bench/governed -->"
	ends   = "<!-- end of governed changes -->"
)

func median[T cmp.Ordered](list []T) T {
	s := slices.Clone(list)
	slices.Sort(s)
	return s[len(s)/2]
}

// against is the median of the ratios within each repetition, so that a slower
// moment of the machine weighs on both sides.
func (r *row) against(base *row) float64 {
	ratios := make([]float64, len(r.rates))
	for i := range ratios {
		ratios[i] = r.rates[i] / base.rates[i]
	}
	return median(ratios)
}

func (r report) row(name string) *row {
	for _, x := range r.rows {
		if x.name == name {
			return x
		}
	}
	return nil
}

func render(all []report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n## Governed changes\n\n", begins)
	fmt.Fprintf(&b, "Measured on %s with `cd bench && go run ./governed %s`: %d clients on both sides, %d entries present, fsync on, the keeper signing and indexing during the governed rows; "+
		"each row %d times for %.0f s, in turns of a second, one row after the other; medians, ratios taken within each repetition. %s.\n\n", time.Now().UTC().Format(time.DateOnly), strings.Join(os.Args[1:], " "), *clients, *entries, *repeat, *seconds, machine())
	for _, r := range all {
		plain, grouped := r.row("plain insert"), r.row("grouped insert")
		fmt.Fprintf(&b, "%s\n\n| work | per second | p50 ms | p99 ms | processor µs | × plain | × grouped | not indexed |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n", r.version)
		for _, x := range r.rows {
			fmt.Fprintf(&b, "| %s | %.0f | %.1f | %.1f | %.1f | %.2f | %.2f | %d |\n", x.name, median(x.rates), ms(median(x.p50s)), ms(median(x.p99s)), us(median(x.processor)), x.against(plain), x.against(grouped), median(x.behind))
		}
		if one := r.row("governed insert"); r.row("governed insert, 2 nodes") != nil {
			fmt.Fprintf(&b, "\nTwo nodes reach %.2f × of one, four %.2f ×: nodes give availability and reads, not write speed.\n", r.row("governed insert, 2 nodes").against(one), r.row("governed insert, 4 nodes").against(one))
		}
		b.WriteString("\n")
	}
	b.WriteString("*plain insert*: one row, one transaction. *grouped insert*: the statements that the Engine sends, 60 rows a transaction, without asking, planning or sealing. " +
		"*governed*: authorised, planned, written and recorded in the sealed log. *approve*: a waiting insert is checked again, applied and recorded; its comparison is the same insert. *processor*: what one operation takes of the processors, clients and keeper included, a PostgreSQL server not. What was *not indexed* when the clients of a turn stopped (the most of all turns is shown) was signed and indexed within the time that counts: these rates can be kept up for hours.\n" + ends + "\n")
	return b.String()
}

func machine() string {
	cpu := "unknown processor"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`model name\s*: (.*)`).FindSubmatch(text); m != nil {
			cpu = strings.Join(strings.Fields(string(m[1])), " ")
		}
	}
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	return fmt.Sprintf("%d × %s, %s %s, %s", runtime.NumCPU(), cpu, runtime.GOOS, strings.TrimSpace(string(kernel)), runtime.Version())
}

// replaceSection puts text where the section stands in the file, or at its end.
func replaceSection(path, text string) error {
	old, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		old = []byte("# Benchmarks\n\nEach figure stands beside its peer or its limit, measured in the same run; ratios count, not absolute times.\n\n")
	} else if err != nil {
		return err
	}
	s := string(old)
	if from, to := strings.Index(s, begins), strings.Index(s, ends+"\n"); from >= 0 && to > from {
		s = s[:from] + text + s[to+len(ends)+1:]
	} else {
		s += text
	}
	return os.WriteFile(path, []byte(s), 0o644)
}
