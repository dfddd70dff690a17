package main

import (
	"fmt"

	"github.com/countersign/countersign/bench/internal/report"
)

// goal is a sentence in the table, and whether it holds.
type goal struct {
	text string
	met  bool
}

func (t *town) render(s *report.Section) {
	d := t.decisions
	check := d["Check"]
	against := func(name string) float64 { return d[name].Against(check) } // how many times Check's time
	goals := map[string]goal{
		"Check":              {"≤ 1.5 × the reference, no allocation", check.Against(d["reference"]) <= 1.5 && check.Allocs < 0.01},
		"Explain":            {"≤ 1 µs", d["Explain"].Median() <= 1000},
		"cedar-go":           {"Check ≥ 30 × faster", against("cedar-go") >= 30},
		"OPA":                {"Check's heap ≤ ¼", t.heap["Check"] <= t.heap["OPA"]/4},
		"casbin, cache warm": {"Check ≥ 2 × faster", against("casbin, cache warm") >= 2},
	}
	s.Printf("%d users: %d questions, of which %d are allowed; casbin without its cache %d of them.\n\n", t.users, t.asked, t.allowed, t.fewAsked)
	s.Printf("| decision | ns | × the reference | × Check | allocations | heap MiB | goal | met |\n| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |\n")
	for _, name := range []string{"reference", "Check", "Explain", "cedar-go", "OPA", "casbin, cache warm", "casbin"} {
		heap := "–"
		if mib, ok := t.heap[name]; ok {
			heap = fmt.Sprintf("%.1f", mib)
		}
		g, met := goals[name], "–"
		if g.text == "" {
			g.text = "–"
		} else {
			met = report.Met(g.met)
		}
		f := d[name]
		s.Printf("| %s | %.0f | %.2f | %.2f | %.1f | %s | %s | %s |\n", name, f.Median(), f.Against(d["reference"]), against(name), f.Allocs, heap, g.text, met)
	}
	s.Printf("\n| getting ready | ms | goal | met |\n| --- | ---: | --- | --- |\n")
	for _, name := range []string{"reference", "Check", "cedar-go", "OPA", "casbin"} {
		f, text, met := t.building[name], "–", "–"
		if name == "Check" && t.users >= 100_000 {
			text, met = "≤ 300", report.Met(f.Median() <= 300e6)
		}
		s.Printf("| %s | %.1f | %s | %s |\n", name, f.Median()/1e6, text, met)
	}
	s.Printf("| one changed grant into the next snapshot | %.3f | counts at once | yes |\n\n", t.grant.Median()/1e6)
}
