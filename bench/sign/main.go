// Command sign measures what a decision about signatures costs: the verdict on
// five signers, with and without excluded pairs, the smallest sets that would
// complete a package, and the warning before a signature that does harm.
//
//	go run ./sign [-rounds 9] [-out ../docs/benchmarks.md]
package main

import (
	"flag"
	"fmt"
	"log"
	"time"

	"github.com/countersign/countersign/bench/internal/report"
	"github.com/countersign/countersign/bench/internal/turns"
	"github.com/countersign/countersign/signing"
)

var (
	rounds = flag.Int("rounds", 9, "turns of each row; medians count")
	turn   = flag.Duration("turn", 150*time.Millisecond, "about how long a turn is")
	out    = flag.String("out", "", "file whose section of these figures is replaced; empty: none")
)

func main() {
	flag.Parse()
	log.SetFlags(0)
	if err := measure(); err != nil {
		log.Fatal(err)
	}
}

// row is one line of the table: what is done, how often it has to be right, and
// the goal in ns, 0 when there is none.
type row struct {
	name string
	goal float64
	work func() bool
}

func measure() error {
	quiet, clashing, open, company := town("mayor", "clerk1", "treasurer", "guest", "stranger"), town("mayor", "clerk1", "notary", "clerk2", "treasurer"), town("clerk1"), large()
	rows := []row{
		{"Evaluate, five signers who get on, 20 exclusions", 1000, func() bool {
			v := signing.Evaluate(quiet)
			return v.Accepted && v.Points == 15 && len(v.NoRight) == 2
		}},
		{"Evaluate, five signers, four of them in excluded pairs", 1000, func() bool {
			v := signing.Evaluate(clashing)
			return !v.Accepted && v.Points == 5 && len(v.Ignored) == 4
		}},
		{"Lowers, the warning before a fifth signature", 0, func() bool {
			_, lowers := signing.Lowers(clashingBefore, "notary")
			return lowers
		}},
		{"Completions, who else could sign, six signatories", 0, func() bool {
			sets, all := signing.Completions(open, nil, 10)
			return all && len(sets) == 2 && len(sets[0]) == 1
		}},
		{"Completions, 200 signatories of 10 jobs on three accounts", 0, func() bool {
			sets, _ := signing.Completions(company, nil, 10)
			return len(sets) == 10 && len(sets[0]) == 4
		}},
	}
	var list []turns.Contestant
	for _, r := range rows {
		list = append(list, turns.Again(r.name, func() error {
			if !r.work() {
				return fmt.Errorf("%s: not the answer that is right", r.name)
			}
			return nil
		}))
	}
	figures, err := turns.Hold(*rounds, *turn, list)
	if err != nil {
		return err
	}
	section := &report.Section{Title: "Signing", Command: "sign"}
	section.Printf("| work | ns | processor ns | allocations | goal | met |\n| --- | ---: | ---: | ---: | --- | --- |\n")
	for i, f := range figures {
		goal, met := "–", "–"
		if rows[i].goal > 0 {
			goal, met = "≤ 1 µs", report.Met(f.Processors() <= rows[i].goal)
		}
		section.Printf("| %s | %.0f | %.0f | %.1f | %s | %s |\n", f.Name, f.Median(), f.Processors(), f.Allocs, goal, met)
	}
	section.Printf("\nEach answer is looked at every time.\n")
	text := section.Text(fmt.Sprintf("rows in turns of about %v, %d rounds, medians", *turn, *rounds))
	fmt.Println(text)
	if *out != "" {
		return section.Write(*out, text)
	}
	return nil
}
