package main

import (
	"bytes"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// reference is the hash join that one writes by hand for these two files and no
// others: no quotes, no errors, references that occur once a side, amounts of two
// decimals. Each worker reads and parses its piece of both files into partitions
// by hash; then they join partitions.
func reference(dir string) (found, error) {
	workers := runtime.GOMAXPROCS(0)
	var texts [2][]byte
	var parsed [2][]*partitions
	for i, name := range [...]string{"left.csv", "right.csv"} {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			return found{}, err
		}
		defer func() { _ = f.Close() }()
		if texts[i], parsed[i], err = parseFile(f, workers); err != nil {
			return found{}, err
		}
	}
	results := make([]found, workers)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			var slots []entry
			for p := w; p < 1<<partitionBits; p += workers {
				slots = results[w].join(texts, parsed, p, slots)
			}
		})
	}
	group.Wait()
	for _, r := range results[1:] {
		results[0].add(r)
	}
	return results[0], nil
}

const partitionBits = 8

// entry is a row: where its reference begins in the text, and what is compared.
type entry struct {
	hash  uint64 // 0 is a free slot
	cents int64
	key   uint32
	days  int32
}

type partitions [1 << partitionBits][]entry

var seed = maphash.MakeSeed()

// parseFile reads a file in as many pieces as there are workers. A worker parses
// the lines that begin in its piece, once all is read.
func parseFile(f *os.File, workers int) ([]byte, []*partitions, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	text, parts, errs := make([]byte, info.Size()), make([]*partitions, workers), make([]error, workers)
	var read, parsed sync.WaitGroup
	read.Add(workers)
	for w := range workers {
		parsed.Go(func() {
			from, to := len(text)/workers*w, len(text)/workers*(w+1)
			if w == workers-1 {
				to = len(text)
			}
			if _, errs[w] = f.ReadAt(text[from:to], int64(from)); errs[w] == io.EOF {
				errs[w] = nil
			}
			read.Done()
			read.Wait()
			parts[w] = parse(text, lineAfter(text, from), lineAfter(text, to))
		})
	}
	parsed.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, nil, err
		}
	}
	return text, parts, nil
}

// lineAfter is where the first line begins that begins after at: the header is no
// line.
func lineAfter(text []byte, at int) int {
	if at >= len(text) {
		return len(text)
	}
	return at + bytes.IndexByte(text[at:], '\n') + 1
}

func parse(text []byte, at, to int) *partitions {
	p := new(partitions)
	expected := (to-at)/40>>partitionBits + 16
	for i := range p {
		p[i] = make([]entry, 0, expected)
	}
	for at < to {
		var starts [6]int
		starts[0] = at
		for i := 1; i <= 5; i++ {
			for text[at] != ',' && text[at] != '\n' {
				at++
			}
			at++
			starts[i] = at
		}
		h := maphash.Bytes(seed, text[starts[1]:starts[2]-1]) | 1
		to := &p[h>>(64-partitionBits)]
		*to = append(*to, entry{h, cents(text[starts[2] : starts[3]-1]), uint32(starts[1]), days(text[starts[3] : starts[4]-1])})
	}
	return p
}

// join looks the right rows of a partition up among its left rows.
func (f *found) join(texts [2][]byte, parsed [2][]*partitions, p int, slots []entry) []entry {
	left := 0
	for _, w := range parsed[0] {
		left += len(w[p])
	}
	power := 1
	for 1<<power < 2*left {
		power++
	}
	if len(slots) < 1<<power {
		slots = make([]entry, 1<<power)
	}
	table := slots[:1<<power]
	clear(table)
	place := func(hash uint64) int { return int(hash << partitionBits >> (64 - power)) }
	for _, w := range parsed[0] {
		for _, e := range w[p] {
			i := place(e.hash)
			for table[i].hash != 0 {
				i = (i + 1) & (len(table) - 1)
			}
			table[i] = e
		}
	}
	paired := 0
	for _, w := range parsed[1] {
		f.Right += len(w[p])
	next:
		for k := range w[p] {
			e := &w[p][k]
			for i := place(e.hash); table[i].hash != 0; i = (i + 1) & (len(table) - 1) {
				if l := &table[i]; l.hash == e.hash && sameKey(texts[0][l.key:], texts[1][e.key:]) {
					f.judge(row{l.cents, l.days}, row{e.cents, e.days})
					paired++
					continue next
				}
			}
			f.UnmatchedRight++
		}
	}
	f.Left += left
	f.UnmatchedLeft += left - paired
	return slots
}

// sameKey compares two fields up to their commas.
func sameKey(a, b []byte) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
		if a[i] == ',' {
			return true
		}
	}
	return false
}
