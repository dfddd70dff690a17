package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
)

// found is what every contestant has to come to.
type found struct {
	Left           int `json:"left"`
	Right          int `json:"right"`
	Matched        int `json:"matched"`
	Exact          int `json:"exact"`
	Partial        int `json:"partial"`
	UnmatchedLeft  int `json:"unmatched_left"`
	UnmatchedRight int `json:"unmatched_right"`
}

// The question, in the words of every contestant: rows of equal reference match
// when their amounts differ by no more than five cents and their dates by no
// more than a day; else they match in part. References occur once on each side,
// which the hand-written contestants and those in SQL rely on.
const (
	mostCents = 5
	mostDays  = 1
)

// writeFiles writes n rows a side in different order: nine of ten references
// occur on both sides, of these pairs one in twenty differs by a cent, one in
// fifty by a day, and one in a thousand by an amount that is too much.
func writeFiles(dir string, n int) error {
	line := func(i, key, cents, day int) string {
		return fmt.Sprintf("%d,REF%09d,%d.%02d,2025-%02d-%02d,invoice", i, key, cents/100, cents%100, 1+key%12, day)
	}
	amount := func(i int) int { return 100 + i*7%9_999_999 }
	if err := writeFile(filepath.Join(dir, "left.csv"), n, func(i int) string { return line(i, i, amount(i), 1+i%27) }); err != nil {
		return err
	}
	const step = 1_000_003 // prime, so that it visits every row once
	return writeFile(filepath.Join(dir, "right.csv"), n, func(k int) string {
		i := k * step % n
		cents, day, key := amount(i), 1+i%27, i
		switch {
		case i%10 == 0:
			key += n
		case i%1000 == 3:
			cents += 100
		case i%20 == 1:
			cents++
		case i%50 == 2:
			day++
		}
		return line(k, key, cents, day)
	})
}

func writeFile(path string, n int, row func(i int) string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	w := bufio.NewWriterSize(f, 1<<20)
	if _, err := fmt.Fprintln(w, "id,reference,amount,booked,text"); err != nil {
		return err
	}
	for i := range n {
		if _, err := fmt.Fprintln(w, row(i)); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func megabytes(dir string) float64 {
	info, err := os.Stat(filepath.Join(dir, "left.csv"))
	if err != nil {
		return 0
	}
	return float64(info.Size()) / 1e6
}
