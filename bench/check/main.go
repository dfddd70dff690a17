// Command check measures what a decision of access costs: Check and Explain by
// string ids, the time and the memory of the snapshot, and one changed grant,
// beside a hand-written reference with maps and bitsets, cedar-go, OPA as a
// library, and casbin without and with its cache. Before anything is measured,
// all have to give the same answers to the same questions.
//
//	go run ./check [-users 1000,10000,100000] [-rounds 9] [-turn 150ms] [-out ../docs/benchmarks.md]
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"strconv"
	"strings"
	"time"

	"github.com/countersign/countersign/bench/internal/report"
)

var (
	ctx = context.Background()

	sizes  = flag.String("users", "1000,10000,100000", "how many users, each a run of its own")
	rounds = flag.Int("rounds", 9, "turns of each contestant; medians count")
	turn   = flag.Duration("turn", 150*time.Millisecond, "about how long a turn is")
	out    = flag.String("out", "", "file whose section of these figures is replaced; empty: none")
)

func main() {
	flag.Parse()
	log.SetFlags(0)
	section := &report.Section{Title: "Access", Command: "check"}
	var towns []*town
	for _, text := range strings.Split(*sizes, ",") {
		users, err := strconv.Atoi(text)
		if err != nil {
			log.Fatal(err)
		}
		t, err := measure(users)
		if err != nil {
			log.Fatalf("%d users: %v", users, err)
		}
		towns = append(towns, t)
	}
	for _, t := range towns {
		t.render(section)
	}
	section.Printf("All give the same answers to the same questions, casbin without its cache to those that it is asked; its warm cache holds all answers. " +
		"*reference*: maps from ids to numbers and bitsets, written by hand for facts that never change, without reasons. Peers are told the facts worked out in their favour: roles closed, grants that do not hold at the time left out, the scopes of each order listed; Countersign and the reference look at these themselves. *heap* is what each keeps once the facts are gone.\n")
	how := fmt.Sprintf("contestants in turns of about %v, %d rounds, medians, ratios taken within each round; a decision's time is that of the processor, which others who use the machine at the same time do not lengthen as much", *turn, *rounds)
	text := section.Text(how, "github.com/cedar-policy/cedar-go", "github.com/open-policy-agent/opa", "github.com/casbin/casbin/v2")
	fmt.Println(text)
	if *out != "" {
		if err := section.Write(*out, text); err != nil {
			log.Fatal(err)
		}
	}
}
