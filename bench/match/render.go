package main

import (
	"fmt"

	"github.com/countersign/countersign/bench/internal/report"
	"github.com/countersign/countersign/bench/internal/turns"
)

func render(s *report.Section, list []*contestant, ten *contestant, duckdb string) {
	by := map[string]*contestant{}
	for _, c := range list {
		by[c.name] = c
	}
	reference := &by["reference"].figures
	f := by["count"].found
	s.Printf("DuckDB %s. All found %d matched (%d exactly), %d in part, %d left and %d right unmatched; ours and DuckDB's results hold the same pairs.\n\n", duckdb, f.Matched, f.Exact, f.Partial, f.UnmatchedLeft, f.UnmatchedRight)
	s.Printf("| work | s | × the reference | processor s | peak MiB | goal | met |\n| --- | ---: | ---: | ---: | ---: | --- | --- |\n")
	for _, c := range list {
		goal, met := "–", "–"
		switch c.name {
		case "count":
			goal = "≤ 2 × the reference, ≤ 400 MiB"
			met = report.Met(c.figures.Against(reference) <= 2 && turns.Median(c.peaks) <= 400)
		case "results written":
			ratio := c.figures.Against(&by["DuckDB, results written"].figures)
			goal = fmt.Sprintf("faster than DuckDB (%.2f × its time), ≤ 400 MiB", ratio)
			met = report.Met(ratio < 1 && turns.Median(c.peaks) <= 400)
		}
		s.Printf("| %s | %.2f | %.2f | %.2f | %.0f | %s | %s |\n", c.name, c.figures.Median()/1e9, c.figures.Against(reference), turns.Median(c.cpu), turns.Median(c.peaks), goal, met)
	}
	if ten != nil {
		growth := turns.Median(ten.cpu) / turns.Median(by["results written"].cpu)
		s.Printf("| %s | %.2f | – | %.2f | %.0f | ≤ 2 GiB, grows linearly: processor time ≤ 15 × for 10 × the rows (here %.1f) | %s |\n", ten.name, ten.figures.Median()/1e9, turns.Median(ten.cpu), turns.Median(ten.peaks), growth, report.Met(growth <= 15 && turns.Median(ten.peaks) <= 2048))
	}
	s.Printf("\n*reference*: a hash join written by hand for these very files, without a check of anything. *count*: `matching.Count`. *results written*: `matching.Run`, as `countersign match` runs it; DuckDB writes the same four files, in no order. A peak is that of the largest process.\n")
}
