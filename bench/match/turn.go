package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/countersign/countersign/bench/internal/turns"
)

// contestant is a command that prints what it found.
type contestant struct {
	name    string
	command []string
	written string // the folder of its results, if it writes any

	figures turns.Figures
	cpu     []float64 // seconds
	peaks   []float64 // MiB of the largest of its processes
	found   found
}

// hold gives each its turns; all have to find the same every time.
func hold(list []*contestant, rounds int) error {
	for round := range rounds {
		for k := range list {
			c := list[(round+k)%len(list)]
			if err := c.turn(); err != nil {
				return err
			}
			if c.found != list[round%len(list)].found {
				return fmt.Errorf("%s found %+v, %s %+v", c.name, c.found, list[round%len(list)].name, list[round%len(list)].found)
			}
		}
	}
	return nil
}

func (c *contestant) turn() error {
	var printed bytes.Buffer
	p := exec.Command(c.command[0], c.command[1:]...)
	p.Stdout, p.Stderr = &printed, os.Stderr
	start := time.Now()
	if err := p.Run(); err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	took := time.Since(start)
	if err := json.Unmarshal(printed.Bytes(), &c.found); err != nil {
		return fmt.Errorf("%s printed %.100q: %w", c.name, printed.String(), err)
	}
	c.figures.Times = append(c.figures.Times, float64(took.Nanoseconds()))
	c.cpu = append(c.cpu, (p.ProcessState.UserTime() + p.ProcessState.SystemTime()).Seconds())
	usage, ok := p.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok || runtime.GOOS != "linux" {
		return fmt.Errorf("peaks of memory are read on Linux only")
	}
	c.peaks = append(c.peaks, float64(usage.Maxrss)/1024)
	log.Printf("%-26s %6.2f s, %6.2f s of processors, %5.0f MiB", c.name, took.Seconds(), c.cpu[len(c.cpu)-1], c.peaks[len(c.peaks)-1])
	return nil
}

// samePairs makes sure that the matched rows of two folders are the same, with
// the same differences. DuckDB writes them in no order and with all decimals.
func samePairs(ours, theirs string) error {
	for _, name := range []string{"matched.csv", "partial.csv"} {
		a, err := pairs(filepath.Join(ours, name))
		if err != nil {
			return err
		}
		b, err := pairs(filepath.Join(theirs, name))
		if err != nil {
			return err
		}
		if !slices.Equal(a, b) {
			return fmt.Errorf("%s of DuckDB holds other pairs (%d) than ours (%d)", name, len(b), len(a))
		}
	}
	return nil
}

type pair struct{ left, right, cents, days int64 }

func pairs(path string) ([]pair, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	list := make([]pair, 0, len(records))
	for _, r := range records[1:] {
		var p pair
		whole, fraction, _ := strings.Cut(strings.TrimPrefix(r[2], "-"), ".")
		for _, field := range []struct {
			to   *int64
			text string
		}{{&p.left, r[0]}, {&p.right, r[1]}, {&p.cents, whole + (fraction + "00")[:2]}, {&p.days, r[3]}} {
			if *field.to, err = strconv.ParseInt(field.text, 10, 64); err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
		}
		if strings.HasPrefix(r[2], "-") {
			p.cents = -p.cents
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(x, y pair) int { return int(x.left - y.left) })
	return list, nil
}
