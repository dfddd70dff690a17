package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"github.com/countersign/countersign/bench/internal/turns"
	"github.com/countersign/countersign/netting"
)

func (f *files) contest() ([]*turns.Figures, error) {
	return turns.Hold(*rounds, *turn, []turns.Contestant{
		turns.Again("parse", f.parse),
		turns.Again("Files", f.compute),
	})
}

func (f *files) compute() error {
	_, err := netting.Files(context.Background(), f.invoices, f.participants, f.rates, netting.Options{Base: "EUR"})
	return err
}

// parse reads the bytes and parses the columns and does nothing else, in pieces
// that workers take as they come.
func (f *files) parse() error {
	file, err := os.Open(f.invoices)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	const piece, margin = 256 << 10, 256
	var lock sync.Mutex
	var group sync.WaitGroup
	next, total := int64(0), int64(0)
	errs := make([]error, runtime.GOMAXPROCS(0))
	for w := range errs {
		group.Go(func() {
			buffer := make([]byte, piece+margin)
			for {
				lock.Lock()
				from := next
				next += piece
				lock.Unlock()
				if from >= info.Size() {
					return
				}
				n, err := file.ReadAt(buffer, from)
				if err != nil && err != io.EOF {
					errs[w] = err
					return
				}
				sum := parseLines(buffer[:n])
				lock.Lock()
				total += sum
				lock.Unlock()
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	if total != f.total {
		return fmt.Errorf("the amounts come to %d, expected %d", total, f.total)
	}
	return nil
}

// parseLines parses the lines that begin after the first line end, up to the one
// that begins at or after the piece's length: a line belongs to where the line
// end before it stands. It returns the sum of the amounts.
func parseLines(text []byte) (sum int64) {
	const piece = 256 << 10
	at := bytes.IndexByte(text, '\n') + 1
	for at < len(text) && at <= piece {
		var ends [5]int
		for i := range ends {
			for text[at] != ',' && text[at] != '\n' {
				at++
			}
			ends[i] = at
			at++
		}
		minor := int64(0)
		for _, c := range text[ends[3]+1 : ends[4]] {
			if c != '.' {
				minor = minor*10 + int64(c-'0')
			}
		}
		sum += minor
	}
	return sum
}
