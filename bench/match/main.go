// Command match measures the reconciliation of two large CSV files, counting and
// with results written, beside a hash join written by hand in Go, DuckDB,
// sort+join+awk, and encoding/csv with a map. Each runs in a process of its own,
// whose peak of resident memory is noted; all have to find the same.
//
//	go run ./match [-rows 1000000] [-rounds 5] [-large] [-out ../docs/benchmarks.md]
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/countersign/countersign/bench/internal/report"
)

var (
	rows   = flag.Int("rows", 1_000_000, "rows of each side")
	rounds = flag.Int("rounds", 5, "turns of each contestant; medians count")
	large  = flag.Bool("large", false, "also reconcile ten times as many rows, once, under a limit of 2 GiB")
	out    = flag.String("out", "", "file whose section of these figures is replaced; empty: none")
	work   = flag.String("work", "", "do this contestant's work here and print what it found")
	folder = flag.String("folder", "", "where the files lie; empty: a temporary folder")
)

func main() {
	flag.Parse()
	log.SetFlags(0)
	if *work != "" {
		found, err := works[*work](*folder)
		if err != nil {
			log.Fatal(err)
		}
		if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := measure(); err != nil {
		log.Fatal(err)
	}
}

func measure() error {
	dir, err := os.MkdirTemp(*folder, "match-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	duck := filepath.Join(dir, "duckdb-peer")
	build := exec.Command("go", "build", "-o", duck, "./match/duck")
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("DuckDB, which needs a C compiler: %w", err)
	}
	if err := writeFiles(dir, *rows); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	list := []*contestant{
		{name: "reference", command: []string{self, "-work", "reference", "-folder", dir}},
		{name: "count", command: []string{self, "-work", "count", "-folder", dir}},
		{name: "DuckDB", command: []string{duck, "count", dir}},
		{name: "sort+join+awk", command: []string{"sh", "-c", joinScript, "sh", dir}},
		{name: "encoding/csv and a map", command: []string{self, "-work", "map", "-folder", dir}},
		{name: "results written", command: []string{self, "-work", "run", "-folder", dir}, written: "ours"},
		{name: "DuckDB, results written", command: []string{duck, "run", dir}, written: "duck"},
	}
	if err := hold(list, *rounds); err != nil {
		return err
	}
	if err := samePairs(filepath.Join(dir, "ours"), filepath.Join(dir, "duck")); err != nil {
		return err
	}
	size := megabytes(dir)
	var ten *contestant
	if *large {
		if ten, err = tenfold(self, dir); err != nil {
			return err
		}
	}
	version, err := exec.Command(duck, "version").Output()
	if err != nil {
		return err
	}
	section := &report.Section{Title: "Matching", Command: "match"}
	render(section, list, ten, string(version))
	text := section.Text(fmt.Sprintf("two files of %d rows and %.0f MB each, in the system's cache; contestants in turns, each in a process of its own, %d rounds, medians, ratios taken within each round", *rows, size, *rounds))
	fmt.Println(text)
	if *out != "" {
		return section.Write(*out, text)
	}
	return nil
}

// tenfold reconciles ten times as many rows once, under a limit of memory.
func tenfold(self, dir string) (*contestant, error) {
	if err := writeFiles(dir, 10**rows); err != nil {
		return nil, err
	}
	c := &contestant{name: "results written, ten times the rows, 2 GiB allowed", command: []string{self, "-work", "run-2GiB", "-folder", dir}}
	return c, c.turn()
}
