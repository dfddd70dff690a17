// Command net measures netting: entries posted in memory beside the loop over
// int64 that nothing can be faster than, and the computation on files beside
// reading the bytes and parsing the columns. Both have to come to the same sums.
//
//	go run ./net [-invoices 1000000] [-rounds 9] [-out ../docs/benchmarks.md]
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/pprof"
	"time"

	"github.com/countersign/countersign/bench/internal/report"
	"github.com/countersign/countersign/bench/internal/turns"
)

var (
	invoices = flag.Int("invoices", 1_000_000, "invoices of the cycle")
	rounds   = flag.Int("rounds", 9, "turns of each contestant; medians count")
	turn     = flag.Duration("turn", 300*time.Millisecond, "about how long a turn is")
	out      = flag.String("out", "", "file whose section of these figures is replaced; empty: none")
	profile  = flag.String("profile", "", "write a CPU profile of the computation on files to this file, and measure nothing")
)

func main() {
	flag.Parse()
	log.SetFlags(0)
	if err := measure(); err != nil {
		log.Fatal(err)
	}
}

func measure() error {
	dir, err := os.MkdirTemp("", "net-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	c := newCycle(*invoices)
	files, err := c.write(dir)
	if err != nil {
		return err
	}
	if err := c.agree(files); err != nil {
		return err
	}
	if *profile != "" {
		return profiled(files)
	}
	memory, err := c.post()
	if err != nil {
		return err
	}
	disk, err := files.contest()
	if err != nil {
		return err
	}
	section := &report.Section{Title: "Netting", Command: "net"}
	section.Printf("%d invoices among %d participants in %d currencies; all sums are the same.\n\n", *invoices, participants, currencies)
	section.Printf("| work | ms | processor ms | × its limit, time | × its limit, processors | goal | met |\n| --- | ---: | ---: | ---: | ---: | --- | --- |\n")
	for _, pair := range []struct {
		figures []*turns.Figures
		most    float64
	}{{memory, 2}, {disk, 1.5}} {
		for i, f := range pair.figures {
			goal, met, ratio := "–", "–", f.AgainstCPU(pair.figures[0])
			if i > 0 {
				goal, met = fmt.Sprintf("≤ %.1f ×", pair.most), report.Met(ratio <= pair.most)
			}
			section.Printf("| %s | %.2f | %.2f | %.2f | %.2f | %s | %s |\n", f.Name, f.Median()/1e6, f.Processors()/1e6, f.Against(pair.figures[0]), ratio, goal, met)
		}
	}
	section.Printf("\n*loop*: two sums a payment and a look at overflow. *Post*: the same, checked, with gross sums and what has traffic. *parse*: reading the file's bytes, finding the fields and reading the amounts, by one hand and without a check of anything. *Files*: `netting.Files`, what `netting compute` runs on CSV: names looked up, ids told apart, positions and settlements computed.\n")
	text := section.Text(fmt.Sprintf("contestants in turns of about %v, %d rounds, medians, ratios taken within each round; the file in the system's cache", *turn, *rounds))
	fmt.Println(text)
	if *out != "" {
		return section.Write(*out, text)
	}
	return nil
}

func profiled(f *files) error {
	to, err := os.Create(*profile)
	if err != nil {
		return err
	}
	defer func() { _ = to.Close() }()
	if err := pprof.StartCPUProfile(to); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	for range 50 {
		if err := f.compute(1); err != nil {
			return err
		}
	}
	return nil
}
