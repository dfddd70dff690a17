package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/countersign/countersign/matching"
)

// works are what this program does itself, each in a process of its own.
var works = map[string]func(dir string) (found, error){
	"reference": reference,
	"count":     count,
	"run":       func(dir string) (found, error) { return run(dir) },
	"run-2GiB":  func(dir string) (found, error) { return run(dir, matching.Memory(2<<30)) },
	"map":       withMap,
}

func config() matching.Config {
	return matching.Config{
		Keys: []matching.Sides{matching.Both("reference")}, Amount: matching.Both("amount"), AmountTolerance: "0.05",
		Date: matching.Both("booked"), DateToleranceDays: mostDays,
	}
}

func summary(s matching.Summary, err error) (found, error) {
	return found{s.Left, s.Right, s.Matched, s.Exact, s.Partial, s.UnmatchedLeft, s.UnmatchedRight}, err
}

func count(dir string) (found, error) {
	var sources [2]matching.Source
	for i, name := range [...]string{"left.csv", "right.csv"} {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			return found{}, err
		}
		defer func() { _ = f.Close() }()
		sources[i] = matching.CSV(name, f, 0)
	}
	return summary(matching.Count(context.Background(), config(), sources[0], sources[1]))
}

func run(dir string, options ...matching.Option) (found, error) {
	return summary(matching.RunWith(context.Background(), config(), filepath.Join(dir, "left.csv"), filepath.Join(dir, "right.csv"), filepath.Join(dir, "ours"), options...))
}

type row struct {
	cents int64
	days  int32
}

// judge counts a pair of rows of one reference.
func (f *found) judge(l, r row) {
	cents, days := l.cents-r.cents, l.days-r.days
	switch {
	case cents == 0 && days == 0:
		f.Matched++
		f.Exact++
	case cents >= -mostCents && cents <= mostCents && days >= -mostDays && days <= mostDays:
		f.Matched++
	default:
		f.Partial++
	}
}

// add puts together what two workers found.
func (f *found) add(g found) {
	f.Left, f.Right, f.Matched, f.Exact, f.Partial = f.Left+g.Left, f.Right+g.Right, f.Matched+g.Matched, f.Exact+g.Exact, f.Partial+g.Partial
	f.UnmatchedLeft, f.UnmatchedRight = f.UnmatchedLeft+g.UnmatchedLeft, f.UnmatchedRight+g.UnmatchedRight
}

// withMap is what one writes in an afternoon: encoding/csv and a map.
func withMap(dir string) (found, error) {
	var f found
	open := map[string]row{}
	if err := eachRecord(filepath.Join(dir, "left.csv"), func(record []string) {
		f.Left++
		open[record[1]] = row{cents([]byte(record[2])), days([]byte(record[3]))}
	}); err != nil {
		return f, err
	}
	err := eachRecord(filepath.Join(dir, "right.csv"), func(record []string) {
		f.Right++
		l, ok := open[record[1]]
		if !ok {
			f.UnmatchedRight++
			return
		}
		delete(open, record[1])
		f.judge(l, row{cents([]byte(record[2])), days([]byte(record[3]))})
	})
	f.UnmatchedLeft = len(open)
	return f, err
}

func eachRecord(path string, take func(record []string)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	r := csv.NewReader(bufio.NewReaderSize(file, 1<<20))
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		return err
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		take(record)
	}
}

// cents reads digits and passes over the point: these amounts have two decimals.
func cents(text []byte) (n int64) {
	for _, c := range text {
		if c != '.' {
			n = n*10 + int64(c-'0')
		}
	}
	return n
}

// days counts the days of the Gregorian calendar to a date like 2025-03-31.
func days(text []byte) int32 {
	two := func(at int) int32 { return int32(text[at]-'0')*10 + int32(text[at+1]-'0') }
	y, m, d := two(0)*100+two(2), two(5), two(8)
	if m <= 2 {
		y, m = y-1, m+12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d
}
