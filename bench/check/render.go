package main

import (
	"fmt"

	"github.com/countersign/countersign/bench/internal/report"
	"github.com/countersign/countersign/bench/internal/turns"
)

// goal is a sentence in the table, and whether it holds of a list of questions.
type goal struct {
	text string
	met  func(of map[string]*turns.Figures) bool
}

func (t *town) goals() map[string]goal {
	faster := func(name string, times float64) func(of map[string]*turns.Figures) bool {
		return func(of map[string]*turns.Figures) bool { return of[name].AgainstCPU(of["Check"]) >= times }
	}
	return map[string]goal{
		"Check": {"≤ 1.5 × the reference, no allocation", func(of map[string]*turns.Figures) bool {
			return of["Check"].AgainstCPU(of["reference"]) <= 1.5 && of["Check"].Allocs < 0.01
		}},
		"Explain":            {"≤ 1 µs", func(of map[string]*turns.Figures) bool { return of["Explain"].Processors() <= 1000 }},
		"cedar-go":           {"Check ≥ 30 × faster", faster("cedar-go", 30)},
		"OPA":                {"Check's heap ≤ ¼", func(map[string]*turns.Figures) bool { return t.heap["Check"] <= t.heap["OPA"]/4 }},
		"casbin, cache warm": {"Check ≥ 2 × faster", faster("casbin, cache warm", 2)},
	}
}

func (t *town) render(s *report.Section) {
	goals := t.goals()
	s.Printf("%d users: %d questions one after another, of which %d are allowed, and beneath *again* the first %d of them over and over; casbin without its cache %d.\n\n", t.users, t.asked, t.allowed, again, t.fewAsked)
	s.Printf("| decision | ns | × the reference | × Check | ns, again | × the reference | × Check | allocations | heap MiB | goal | met | met, again |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |\n")
	for _, name := range []string{"reference", "Check", "Explain", "cedar-go", "OPA", "casbin, cache warm", "casbin"} {
		line := "| " + name
		for _, of := range []map[string]*turns.Figures{t.decisions, t.repeated} {
			if f := of[name]; f != nil {
				line += fmt.Sprintf(" | %.0f | %.2f | %.2f", f.Processors(), f.AgainstCPU(of["reference"]), f.AgainstCPU(of["Check"]))
			} else {
				line += " | – | – | –"
			}
		}
		heap, text, met, metAgain := "–", "–", "–", "–"
		if mib, ok := t.heap[name]; ok {
			heap = fmt.Sprintf("%.1f", mib)
		}
		if g, ok := goals[name]; ok {
			text, met, metAgain = g.text, report.Met(g.met(t.decisions)), report.Met(g.met(t.repeated))
		}
		s.Printf("%s | %.1f | %s | %s | %s | %s |\n", line, t.decisions[name].Allocs, heap, text, met, metAgain)
	}
	s.Printf("\n| getting ready | ms | processor ms | goal | met |\n| --- | ---: | ---: | --- | --- |\n")
	for _, name := range []string{"reference", "Check", "cedar-go", "OPA", "casbin"} {
		f, text, met := t.building[name], "–", "–"
		if name == "Check" && t.users >= 100_000 {
			text, met = "≤ 300 of a processor", report.Met(f.Processors() <= 300e6)
		}
		s.Printf("| %s | %.1f | %.1f | %s | %s |\n", name, f.Median()/1e6, f.Processors()/1e6, text, met)
	}
	s.Printf("| one changed grant into the next snapshot | %.3f | %.3f | counts at once | yes |\n\n", t.grant.Median()/1e6, t.grant.Processors()/1e6)
}
