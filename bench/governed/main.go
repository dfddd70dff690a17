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

	"github.com/countersign/countersign/bench/internal/turns"
	"github.com/countersign/countersign/internal/heap"
)

var (
	ctx = context.Background()

	databases = flag.String("databases", "sqlite,postgres", "which databases to measure")
	entries   = flag.Int("entries", 1_000_000, "audit entries present before anything is measured")
	seconds   = flag.Float64("seconds", 3, "length of one measurement, in turns of a second")
	repeat    = flag.Int("repeat", 5, "measurements of each row; medians count")
	clients   = flag.Int("clients", 64, "concurrent clients, on both sides of a comparison")
	out       = flag.String("out", "", "file whose section of these figures is replaced; empty: none")
	only      = flag.String("only", "", "measure these rows alone, by name, and write no table")
	profile   = flag.String("profile", "", "CPU profile of the governed rows, to this file prefix; each row is then one long turn")
	folder    = flag.String("folder", "", "where the SQLite file goes; empty: a temporary folder")
)

func main() {
	flag.Parse()
	heap.Set()
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
	behind []int64 // entries not yet indexed when the clients stopped, at worst
	// processor is what one operation took of the processors, the clients' part
	// included: others who use the machine lengthen it least.
	processor []time.Duration
}

func measure(kind string) (report, error) {
	b, err := openBase(kind)
	if err != nil {
		return report{}, err
	}
	defer b.close()
	r := report{kind: kind, version: b.Version}
	log.Printf("%s: filling with %d entries", kind, *entries)
	if err := b.fill(*entries); err != nil {
		return r, err
	}
	contests := []contest{b.plain(), b.grouped(), b.governedInsert(b.engines[:1], "governed insert"), b.governedUpdate(), b.approve()}
	if kind == "postgres" {
		contests = append(contests, b.governedInsert(b.engines[:2], "governed insert, 2 nodes"), b.governedInsert(b.engines[:4], "governed insert, 4 nodes"))
	}
	contests = slices.DeleteFunc(contests, func(c contest) bool { return *only != "" && !strings.Contains(","+*only+",", ","+c.name+",") })
	for _, c := range contests {
		r.rows = append(r.rows, &row{name: c.name})
	}
	for range *repeat {
		if err := b.repetition(contests, r.rows); err != nil {
			return r, err
		}
	}
	return r, nil
}

// repetition measures every row once: in short turns, one row after the other
// and again, so that a slow moment of the machine falls on all of them.
func (b *base) repetition(contests []contest, rows []*row) error {
	for _, c := range contests {
		if c.prepare == nil {
			continue
		}
		if err := c.prepare(); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	if err := b.settle(); err != nil {
		return err
	}
	n := max(1, int(*seconds))
	if *profile != "" {
		n = 1
	}
	length := time.Duration(*seconds / float64(n) * float64(time.Second))
	tallies := make([]tally, len(contests))
	for range n {
		for i, c := range contests {
			if err := b.turn(c, length, &tallies[i]); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
	}
	for i, r := range rows {
		r.take(&tallies[i])
		log.Printf("%s: %-28s %8.0f/s  p50 %6.2f ms  p99 %6.2f ms  processor %5.1f µs  %d not indexed", b.Kind, r.name, last(r.rates), ms(last(r.p50s)), ms(last(r.p99s)), us(last(r.processor)), last(r.behind))
	}
	return nil
}

// turn lets the clients work for a while. Of a governed row the keeper's work
// counts in full: what it has not signed and indexed when the clients stop it
// finishes within the time that counts.
func (b *base) turn(c contest, length time.Duration, t *tally) error {
	before := turns.Processors()
	defer func() { t.processor += time.Duration(turns.Processors() - before) }()
	if !c.governed {
		return t.add(crowd(c.do, length))
	}
	stop, err := profiled(b.Kind + "-" + strings.ReplaceAll(c.name, " ", "-"))
	if err != nil {
		return err
	}
	defer stop()
	rest := b.keep()
	err = t.add(crowd(c.do, length))
	began := time.Now()
	rest()
	if err != nil {
		return err
	}
	behind, err := b.behind()
	if err != nil {
		return err
	}
	t.behind = max(t.behind, behind)
	err = b.index()
	t.took += time.Since(began)
	return err
}

func profiled(name string) (stop func(), err error) {
	if *profile == "" {
		return func() {}, nil
	}
	f, err := os.Create(*profile + "-" + name + ".pprof")
	if err != nil {
		return nil, err
	}
	return func() { pprof.StopCPUProfile(); _ = f.Close() }, pprof.StartCPUProfile(f)
}
