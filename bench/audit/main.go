// Command audit measures the log at its full size: searches as people ask them,
// the history of a record, and verifying, beside the cost of hashing alone. The
// entries are sealed and written through audit.Append, the keeper signing and
// indexing beside it; fsync is on.
//
//	go run ./audit [-entries 10000000] [-repeat 200] [-keep folder] [-out ../docs/benchmarks.md]
package main

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/countersign/countersign/bench/internal/report"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/store"
)

var (
	ctx = context.Background()

	databases = flag.String("databases", "sqlite,postgres", "which databases to measure")
	entries   = flag.Int("entries", 10_000_000, "entries that are there")
	repeat    = flag.Int("repeat", 200, "questions of each kind, each about another person, record or word; the 95th percentile counts")
	folder    = flag.String("dir", "", "where SQLite's database is made; empty: the system's folder of temporary files")
	keep      = flag.String("keep", "", "folder in which the databases stay, and stand for the next run, which adds the entries that are missing; empty: they are made anew and removed")
	fill      = flag.Bool("fill", false, "write the entries that are missing, and measure nothing; needs -keep")
	out       = flag.String("out", "", "file whose section of these figures is replaced; empty: none")
)

const day = int64(24 * 3600 * 1_000_000)

// question is one kind of search; ask is about its n-th subject.
type question struct {
	name string
	goal time.Duration
	ask  func(n int) audit.Query
}

var questions = []question{
	{"one person, 90 days, one field", 20 * time.Millisecond, func(n int) audit.Query {
		to := lastTime - int64(mix(n)%700)*day
		return audit.Query{Actor: personOf(n % people), Table: tables[n%5], Field: fields[n%5], From: to - 90*day, To: to, Limit: 50}
	}},
	{"history of one record", 5 * time.Millisecond, func(n int) audit.Query {
		r := mix(n*97 + 1)
		return audit.Query{Table: tables[r%5], Record: recordOf(int(r >> 16 % records)), Limit: 20}
	}},
	{"a rare word", 500 * time.Millisecond, func(int) audit.Query { return audit.Query{Words: rareWord, Limit: 50} }},
	{"two common words", 500 * time.Millisecond, func(n int) audit.Query {
		return audit.Query{Words: words[n%len(words)] + " " + words[(n+3)%len(words)], Limit: 50}
	}},
	{"a word that is nowhere", 500 * time.Millisecond, func(n int) audit.Query { return audit.Query{Words: fmt.Sprint("nowhere", n), Limit: 50} }},
}

func main() {
	flag.Parse()
	log.SetFlags(0)
	s := &report.Section{Title: "The log", Command: "audit"}
	for _, kind := range strings.Split(*databases, ",") {
		if err := measure(s, kind); err != nil {
			log.Fatalf("%s: %v", kind, err)
		}
	}
	if *fill {
		return
	}
	text := s.Text(fmt.Sprintf("%d entries of %d people on %d records over %d years, each question %d times about other subjects, one after the other, after as many to warm what caches there are; fsync was on while they were written", *entries, people, len(tables)*records, years, *repeat))
	fmt.Println(text)
	if *out != "" {
		if err := s.Write(*out, text); err != nil {
			log.Fatal(err)
		}
	}
}

func measure(s *report.Section, kind string) error {
	log.Printf("%s: writing %d entries", kind, *entries)
	b, err := openBase(kind)
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }()
	if *fill {
		return nil
	}
	s.Printf("**%s.**\n\n", b.Version)
	s.Printf("| question | p50 ms | p95 ms | worst ms | found | goal for p95 | met |\n| --- | ---: | ---: | ---: | ---: | --- | --- |\n")
	for _, q := range questions {
		if err := b.search(s, &q); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	return b.verify(s)
}

func (b *base) search(s *report.Section, q *question) error {
	var took []time.Duration
	found := 0
	for n := range 2 * *repeat {
		began := time.Now()
		list, err := audit.Search(ctx, b.DB, b.Ring, q.ask(n+1))
		if err != nil {
			return err
		}
		if n >= *repeat {
			took = append(took, time.Since(began))
			found += len(list)
		}
	}
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	log.Printf("%-40s p95 %s", q.name, p95)
	s.Printf("| %s | %.1f | %.1f | %.1f | %.1f | ≤ %d ms | %s |\n", q.name, ms(took[len(took)/2]), ms(p95), ms(took[len(took)-1]), float64(found)/float64(len(took)), q.goal.Milliseconds(), met(p95 <= q.goal))
	return nil
}

// verify compares verifying with reading and hashing the same rows, in turns.
func (b *base) verify(s *report.Section) error {
	notes, err := os.ReadFile(b.checkpoints())
	if err != nil {
		return err
	}
	var ratios []float64
	var hashing, verifying time.Duration
	for range 3 {
		h, err := b.hash()
		if err != nil {
			return err
		}
		began := time.Now()
		r, err := verify.Verify(audit.Source(ctx, b.DB, nil), notes, b.Ring.Keys())
		if err != nil {
			return err
		}
		if !r.Whole() || r.Signed != int64(*entries) {
			return fmt.Errorf("the log is not whole: %+v", r)
		}
		hashing, verifying = h, time.Since(began)
		ratios = append(ratios, verifying.Seconds()/hashing.Seconds())
	}
	slices.Sort(ratios)
	s.Printf("\nVerifying took %.1f s, reading the same bytes out of the database and hashing them %.1f s: %.2f × (median of %d turns; the goal is ≤ 2 ×, met: %s).\n\n", verifying.Seconds(), hashing.Seconds(), ratios[1], len(ratios), met(ratios[1] <= 2))
	return nil
}

// hash reads every entry in order and hashes its bytes, and nothing else.
func (b *base) hash() (time.Duration, error) {
	began := time.Now()
	var sum [32]byte
	var buf []byte
	const many = 256
	for low := 0; low < *entries; low += many {
		err := b.DB.Query(ctx, func(scan store.Scan) error {
			var seq int64
			var header, sealed []byte
			if err := scan(&seq, &header, &sealed); err != nil {
				return err
			}
			buf = append(append(append(buf[:0], 0), header...), sealed...)
			sum = sha256.Sum256(buf)
			return nil
		}, `SELECT seq, header, sealed FROM audit_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq`, int64(low), int64(low+many))
		if err != nil {
			return 0, err
		}
	}
	_ = sum
	return time.Since(began), nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func met(yes bool) string {
	if yes {
		return "yes"
	}
	return "**no**"
}
