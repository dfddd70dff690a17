package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"

	"github.com/countersign/countersign/bench/internal/turns"
	"github.com/countersign/countersign/netting"
)

func (f *files) contest() ([]*turns.Figures, error) {
	many := runtime.GOMAXPROCS(0)
	return turns.Hold(*rounds, *turn, []turns.Contestant{
		turns.Again("parse", f.parse),
		turns.Again("Files, one worker", func() error { return f.compute(1) }),
		turns.Again(fmt.Sprintf("Files, %d workers", many), func() error { return f.compute(many) }),
	})
}

func (f *files) compute(workers int) error {
	_, err := netting.Files(context.Background(), f.invoices, f.participants, f.rates, netting.Options{Base: "EUR", Workers: workers})
	return err
}

// parse reads the bytes, cuts them into the five columns, and reads the amounts:
// what anybody has to do, by one hand and without a check of anything.
func (f *files) parse() error {
	text, err := os.ReadFile(f.invoices)
	if err != nil {
		return err
	}
	text = text[bytes.IndexByte(text, '\n')+1:]
	total, width := int64(0), 0
	for len(text) > 0 {
		var cells [5][]byte
		for i := range cells {
			end := 0
			for text[end] != ',' && text[end] != '\n' {
				end++
			}
			cells[i], text = text[:end], text[end+1:]
		}
		minor := int64(0)
		for _, c := range cells[4] {
			if c != '.' {
				minor = minor*10 + int64(c-'0')
			}
		}
		total += minor
		width += len(cells[0]) + len(cells[1]) + len(cells[2]) + len(cells[3])
	}
	if total != f.total || width == 0 {
		return fmt.Errorf("the amounts come to %d, expected %d", total, f.total)
	}
	return nil
}
