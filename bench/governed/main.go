// Command governed measures what a governed change costs: authorised, planned,
// written and recorded in a sealed log, by 64 clients, on a database that holds
// a million entries already, with fsync on. It is compared, in the same run and
// on the same database, with plain one-row insert transactions, and with the
// same statements grouped as the Engine groups them but ungoverned.
//
//	go run ./governed [-entries 1000000] [-seconds 3] [-repeat 5] [-out ../docs/benchmarks.md]
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/pprof"
	"slices"
	"strings"
	"time"
)

var (
	ctx = context.Background()

	databases = flag.String("databases", "sqlite,postgres", "which databases to measure")
	entries   = flag.Int("entries", 1_000_000, "audit entries present before anything is measured")
	seconds   = flag.Float64("seconds", 3, "length of one measurement")
	repeat    = flag.Int("repeat", 5, "measurements of each row; medians count")
	clients   = flag.Int("clients", 64, "concurrent clients, on both sides of a comparison")
	out       = flag.String("out", "", "file whose section of these figures is replaced; empty: none")
	only      = flag.String("only", "", "measure these rows alone, by name, and write no table")
	profile   = flag.String("profile", "", "CPU profile of the governed rows, to this file prefix")
	folder    = flag.String("folder", "", "where the SQLite file goes; empty: a temporary folder")
)

func main() {
	flag.Parse()
	log.SetFlags(0)
	var all []report
	for _, kind := range strings.Split(*databases, ",") {
		r, err := measure(kind)
		if err != nil {
			log.Fatalf("%s: %v", kind, err)
		}
		all = append(all, r)
	}
	if *only != "" {
		return
	}
	text := render(all)
	fmt.Println(text)
	if *out != "" {
		if err := replaceSection(*out, text); err != nil {
			log.Fatal(err)
		}
	}
}

// report is what was measured on one database.
type report struct {
	kind, version string
	rows          []*row
}

// row is one line of the table: rates and latencies of every repetition.
type row struct {
	name   string
	rates  []float64 // per second
	p50s   []time.Duration
	p99s   []time.Duration
	behind []int64 // entries not yet indexed when the measurement ended
}

func measure(kind string) (report, error) {
	b, err := openBase(kind)
	if err != nil {
		return report{}, err
	}
	defer b.close()
	r := report{kind: kind, version: b.version}
	log.Printf("%s: filling with %d entries", kind, *entries)
	if err := b.fill(*entries); err != nil {
		return r, err
	}
	contests := []contest{b.plain(), b.grouped(), b.governedInsert(b.engines[:1], "governed insert"), b.governedUpdate(), b.approve()}
	if kind == "postgres" {
		contests = append(contests, b.governedInsert(b.engines[:2], "governed insert, 2 nodes"), b.governedInsert(b.engines[:4], "governed insert, 4 nodes"))
	}
	contests = slices.DeleteFunc(contests, func(c contest) bool { return *only != "" && !strings.Contains(","+*only+",", ","+c.name+",") })
	for range contests {
		r.rows = append(r.rows, &row{})
	}
	for n := range *repeat {
		for i, c := range contests {
			r.rows[i].name = c.name
			if err := b.once(n, c, r.rows[i]); err != nil {
				return r, fmt.Errorf("%s: %w", c.name, err)
			}
		}
	}
	return r, nil
}

// once measures one row once, with the log signed and indexed up to its start.
func (b *base) once(n int, c contest, r *row) error {
	if err := b.settle(); err != nil {
		return err
	}
	if c.prepare != nil {
		if err := c.prepare(); err != nil {
			return err
		}
		if err := b.settle(); err != nil {
			return err
		}
	}
	if *profile != "" && n == 0 && c.governed {
		f, err := os.Create(*profile + "-" + b.kind + "-" + strings.ReplaceAll(c.name, " ", "-") + ".pprof")
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	keep := func() {}
	if c.governed {
		keep = b.keep()
	}
	rate, lat, err := crowd(c.do)
	keep()
	if err != nil {
		return err
	}
	behind, err := b.behind()
	if err != nil {
		return err
	}
	r.rates, r.behind = append(r.rates, rate), append(r.behind, behind)
	r.p50s, r.p99s = append(r.p50s, lat[len(lat)/2]), append(r.p99s, lat[len(lat)*99/100])
	log.Printf("%s: %-28s %8.0f/s  p50 %6.2f ms  p99 %6.2f ms  %d not indexed", b.kind, c.name, rate, ms(r.p50s[len(r.p50s)-1]), ms(r.p99s[len(r.p99s)-1]), behind)
	return nil
}
