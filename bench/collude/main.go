// Command collude measures how long a running server takes to answer, over HTTP,
// who of 10,000 people could bring something about together, for every outcome
// there is. The organisation comes in through the door: the demo group's roles,
// rules, duties and exclusions, and 200 plants with their people, groups, grants
// and bank instructions, forty of them customers with accounts, signatories,
// points, jobs and exclusions of their own.
//
//	go run ./collude [-people 10000] [-repeat 20] [-out ../docs/benchmarks.md]
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/countersign/countersign/bench/internal/database"
	"github.com/countersign/countersign/bench/internal/report"
)

var (
	ctx = context.Background()

	flags  = database.NewFlags()
	people = flag.Int("people", 10_000, "people of the plants")
	only   = flag.String("only", "", "ask only questions whose name contains this")
	cpu    = flag.String("cpuprofile", "", "file for a profile of the processors while questions are asked")
	repeat = flag.Int("repeat", 20, "how often each question is asked, each time about another subject where there is one")
)

// goal is what a question may take.
const goal = 5 * time.Second

func main() {
	flag.Parse()
	if plants = *people / 50; plants < customers {
		log.Fatalf("-people: %d is too few; 2000 at least", *people)
	}
	log.SetFlags(0)
	flags.Run(&report.Section{Title: "Collusion asked of a server", Command: "collude"}, measure,
		fmt.Sprintf("each question %d times over HTTP, one after the other, after one that does not count; the goal of %v is for the 95th percentile; fsync was on", *repeat, goal))
}

func measure(s *report.Section, kind string) error {
	h, err := openHouse(kind)
	if err != nil {
		return err
	}
	defer h.close()
	if err := h.bringIn(); err != nil {
		return err
	}
	size, err := h.size()
	if err != nil {
		return err
	}
	s.Printf("**%s.** %s, brought in by configuration files and requests in %s. Load of the machine when the questions began: %s.\n\n", h.Version, size, h.took.Round(time.Second), load())
	s.Printf("| question | p50 ms | p95 ms | worst ms | processor ms | smallest set | sets | cut off | ≤ %v |\n| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | --- |\n", goal)
	questions, err := h.questions()
	if err != nil {
		return err
	}
	stop, err := profiled()
	if err != nil {
		return err
	}
	defer stop()
	for _, q := range questions {
		if !strings.Contains(q.name, *only) {
			continue
		}
		f, err := h.measure(q)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		log.Printf("%s: %-50s p50 %8.0f p95 %8.0f worst %8.0f processor %8.0f", kind, q.name, report.Ms(f.p50), report.Ms(f.p95), report.Ms(f.worst), report.Ms(f.processor))
		s.Printf("| %s | %.0f | %.0f | %.0f | %.0f | %s | %d | %d | %s |\n", q.name, report.Ms(f.p50), report.Ms(f.p95), report.Ms(f.worst), report.Ms(f.processor), f.smallest, f.sets, f.cut, report.Met(f.p95 <= goal))
	}
	s.Printf("\n*processor*: what a question takes of the processors at the median, server and asker together, a PostgreSQL server not. *smallest set*: how many people it has, from which to which over the questions asked; 0: none of up to four. *sets*: those of the question with most of them, all cases together. *cut off*: cases whose search ended before all sets were counted.\n")
	if err := h.alarm(s); err != nil {
		return err
	}
	s.Printf("\n")
	return nil
}

// profiled writes what the processors did to the file named, until stop.
func profiled() (stop func(), err error) {
	if *cpu == "" {
		return func() {}, nil
	}
	f, err := os.Create(*cpu)
	if err == nil {
		err = pprof.StartCPUProfile(f)
	}
	return func() { pprof.StopCPUProfile(); _ = f.Close() }, err
}

// load is that of the last minute, five and fifteen.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(text))[:3], ", ")
}
