// Command list measures lists of a table of a million rows, as the API asks for
// them: the first page and deep ones, sorted by each kind of column, filtered
// and counted, by somebody who may view all rows and by somebody who may view
// those of one company among fifty. fsync is on while the rows are written
// through the Engine.
//
//	go run ./list [-rows 1000000] [-repeat 21] [-out ../docs/benchmarks.md]
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/countersign/countersign/bench/internal/database"
	"github.com/countersign/countersign/bench/internal/report"

	"github.com/countersign/countersign/internal/govern"
)

var (
	ctx = context.Background()

	flags  = database.NewFlags()
	rows   = flag.Int("rows", 1_000_000, "invoices that are there")
	repeat = flag.Int("repeat", 21, "measurements of each question; medians count")
)

// goal is what a page may take.
const goal = 100 * time.Millisecond

// question is one list that is asked for.
type question struct {
	name string
	user string
	l    govern.Listing
	deep bool // the page after half of the rows
}

// answer is how long it took.
type answer struct{ median, worst time.Duration }

func main() {
	flag.Parse()
	log.SetFlags(0)
	flags.Run(&report.Section{Title: "Lists of a million rows", Command: "list"}, measure,
		fmt.Sprintf("pages of 100 of %d invoices of 50 companies, rows as JSON, each question %d times; median and worst. The goal is %v for the median; fsync was on while the rows were written", *rows, *repeat, goal))
}

// questions are those of people at the page: whole, deep, sorted, filtered,
// counted.
func questions() []question {
	one := []govern.Filter{{Column: "payer", Op: "=", Value: "company-07"}}
	var list []question
	for _, who := range []struct{ name, user string }{{"all rows", all}, {"one company's", some}} {
		add := func(name string, l govern.Listing, deep bool) {
			l.Limit = 100
			list = append(list, question{name: who.name + ": " + name, user: who.user, l: l, deep: deep})
		}
		add("first page", govern.Listing{}, false)
		add("deep page", govern.Listing{}, true)
		add("first page, counted", govern.Listing{Count: true}, false)
		for _, column := range []string{"reference", "-due_date", "amount", "payee"} {
			add("by "+column, govern.Listing{Sort: column}, false)
			add("by "+column+", deep", govern.Listing{Sort: column}, true)
			add("by "+column+", of one payer, counted", govern.Listing{Sort: column, Filters: one, Count: true}, false)
		}
		add("amounts from EUR 900,000.00, newest due first", govern.Listing{Sort: "-due_date", Filters: []govern.Filter{{Column: "amount", Op: ">=", Value: "EUR 900000.00"}}}, false)
		add("due in a week, counted", govern.Listing{Filters: []govern.Filter{{Column: "due_date", Op: ">=", Value: "2026-11-10"}, {Column: "due_date", Op: "<", Value: "2026-11-17"}}, Count: true}, false)
		add("a reference that contains 77777", govern.Listing{Filters: []govern.Filter{{Column: "reference", Op: "~", Value: "77777"}}}, false)
	}
	return list
}

func measure(s *report.Section, kind string) error {
	b, err := openBase(kind)
	if err != nil {
		return err
	}
	defer b.close()
	s.Printf("**%s.** Written through the Engine in %s.\n\n| list | median ms | worst ms | ≤ %d ms |\n| --- | ---: | ---: | --- |\n", b.Version, b.took.Round(time.Second), goal.Milliseconds())
	for _, q := range questions() {
		a, err := b.ask(q)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		log.Printf("%s: %-60s %7.1f %7.1f", kind, q.name, report.Ms(a.median), report.Ms(a.worst))
		s.Printf("| %s | %.1f | %.1f | %s |\n", q.name, report.Ms(a.median), report.Ms(a.worst), report.Met(a.median <= goal))
	}
	s.Printf("\n")
	return nil
}

// ask measures one question; its first answer, which warms what caches there
// are, does not count.
func (b *base) ask(q question) (a answer, err error) {
	if q.deep {
		if q.l.After, err = b.middle(q); err != nil {
			return a, err
		}
	}
	var took []time.Duration
	for i := range *repeat + 1 {
		began := time.Now()
		found, err := b.engine.List(ctx, q.user, "invoice", q.l)
		if err != nil {
			return a, err
		}
		if len(found.Items) == 0 {
			return a, fmt.Errorf("nothing is found")
		}
		if i > 0 {
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	return answer{took[len(took)/2], took[len(took)-1]}, nil
}
