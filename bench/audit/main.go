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
	"time"

	"github.com/countersign/countersign/bench/internal/database"
	"github.com/countersign/countersign/bench/internal/report"
	"github.com/countersign/countersign/bench/internal/turns"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

var (
	ctx = context.Background()

	flags   = database.NewFlags()
	entries = flag.Int("entries", 10_000_000, "entries that are there")
	repeat  = flag.Int("repeat", 200, "questions of each kind, each about another person, record or word; the 95th percentile counts")
	rounds  = flag.Int("rounds", 3, "how often the log is verified and hashed, in turns")
	folder  = flag.String("dir", "", "where SQLite's database is made; empty: the system's folder of temporary files")
	keep    = flag.String("keep", "", "folder in which the databases stay, and stand for the next run, which adds the entries that are missing; empty: they are made anew and removed")
	fill    = flag.Bool("fill", false, "write the entries that are missing, and measure nothing; needs -keep")
)

const day = int64(24 * 3600 * 1_000_000)

// question is one kind of search; ask is about its n-th subject.
type question struct {
	name   string
	goal   time.Duration // 0: none
	answer func(*base, audit.Query) (found []int64, n int, err error)
	ask    func(n int) audit.Query
}

var questions = []question{
	{"one person, 90 days, one field", 20 * time.Millisecond, search, personAndField},
	{"the same, counted", 0, count, personAndField},
	{"history of one record", 5 * time.Millisecond, search, func(n int) audit.Query {
		r := mix(n*97 + 1)
		return audit.Query{Table: tables[r%5], Record: recordOf(int(r >> 16 % records)), Limit: 20}
	}},
	{"a rare word", 500 * time.Millisecond, search, func(int) audit.Query { return audit.Query{Words: rareWord, Limit: 50} }},
	{"two common words", 500 * time.Millisecond, search, commonWords},
	{"the same, counted as far as 10,000", 0, count, commonWords},
	{"a word that is nowhere", 500 * time.Millisecond, search, func(n int) audit.Query { return audit.Query{Words: fmt.Sprint("nowhere", n), Limit: 50} }},
}

func personAndField(n int) audit.Query {
	to := lastTime - int64(mix(n)%700)*day
	return audit.Query{Actor: personOf(n % people), Table: tables[n%5], Field: fields[n%5], From: to - 90*day, To: to, Limit: 50}
}

func commonWords(n int) audit.Query {
	return audit.Query{Words: words[n%len(words)] + " " + words[(n+3)%len(words)], Limit: 50}
}

func main() {
	flag.Parse()
	log.SetFlags(0)
	flags.Run(&report.Section{Title: "The log", Command: "audit"}, measure,
		fmt.Sprintf("%d entries of %d people on %d records over %d years, each question %d times about other subjects, one after the other, after as many that do not count; log and index were read once before, so that they lay in the system's memory; fsync was on while it was written", *entries, people, len(tables)*records, years, *repeat))
}

func measure(s *report.Section, kind string) error {
	log.Printf("%s: %d entries", kind, *entries)
	b, err := openBase(kind)
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }()
	if *fill {
		return nil
	}
	s.Printf("**%s.** ", b.Version)
	if err := b.verify(s); err != nil {
		return err
	}
	if err := b.warm(); err != nil {
		return err
	}
	s.Printf("| question | p50 ms | p95 ms | worst ms | processor ms | found | goal for p95 | met |\n| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |\n")
	for _, q := range questions {
		if err := b.ask(s, &q); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	s.Printf("\n*processor*: what a question takes of the processors at the median, a PostgreSQL server not. *found*: entries, on average; one answer in %d was compared with what all entries were made of.\n\n", checkEach)
	return nil
}

// warm reads the log and its index once, so that what is measured is not how fast
// a disk finds what nobody asked for in a while.
func (b *base) warm() error {
	for _, table := range []string{"audit_volume", "audit_segment", "audit_block"} {
		err := b.DB.Query(ctx, func(scan store.Scan) error {
			var place int64
			var tokens []byte
			return scan(&place, &tokens)
		}, `SELECT place, tokens FROM `+table)
		if err != nil {
			return err
		}
	}
	_, err := b.hash()
	return err
}

// ask asks the question about one subject after the other.
func (b *base) ask(s *report.Section, q *question) error {
	var took, processors []time.Duration
	found := 0
	for n := range 2 * *repeat {
		began, used := time.Now(), turns.Processors()
		list, some, err := q.answer(b, q.ask(n+1))
		if err != nil {
			return err
		}
		if n < *repeat {
			continue
		}
		took, processors = append(took, time.Since(began)), append(processors, time.Duration(turns.Processors()-used))
		found += some
		if n%checkEach == 0 {
			if err := check(q.ask(n+1), list, some); err != nil {
				return err
			}
		}
	}
	slices.Sort(took)
	slices.Sort(processors)
	p95, half := took[len(took)*95/100], len(took)/2
	log.Printf("%-40s p95 %s", q.name, p95)
	goal, met := "–", "–"
	if q.goal > 0 {
		goal, met = fmt.Sprintf("≤ %d ms", q.goal.Milliseconds()), report.Met(p95 <= q.goal)
	}
	s.Printf("| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %s | %s |\n", q.name, report.Ms(took[half]), report.Ms(p95), report.Ms(took[len(took)-1]), report.Ms(processors[half]), float64(found)/float64(len(took)), goal, met)
	return nil
}

// search finds the first page.
func search(b *base, q audit.Query) (found []int64, n int, err error) {
	list, err := audit.Search(ctx, b.DB, b.Ring, q)
	for _, f := range list {
		found = append(found, f.Seq)
	}
	return found, len(list), err
}

// count counts as far as the program does.
func count(b *base, q audit.Query) (_ []int64, found int, err error) {
	n, _, err := audit.Count(ctx, b.DB, b.Ring, q, govern.Counted)
	return nil, int(n), err
}

// verify compares verifying with reading and hashing the same rows, in turns.
func (b *base) verify(s *report.Section) error {
	notes, err := os.ReadFile(b.checkpoints())
	if err != nil {
		return err
	}
	var ratios []float64
	var hashing, verifying time.Duration
	for range *rounds {
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
	s.Printf("Verifying took %.1f s, reading the same bytes out of the database and hashing them %.1f s: %.2f × (median of %d turns; the goal is ≤ 2 ×, met: %s).\n\n", verifying.Seconds(), hashing.Seconds(), ratios[len(ratios)/2], len(ratios), report.Met(ratios[len(ratios)/2] <= 2))
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
