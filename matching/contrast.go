package matching

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Kind is what became of a row.
type Kind uint8

// The kinds of a Standing.
const (
	IsMatched Kind = iota
	IsPartial
	IsUnmatched
	IsBad
	kinds
)

var kindNames = [kinds]string{"matched", "partial", "unmatched", "bad"}

func (k Kind) String() string { return kindNames[k] }

// RowsDiffer is the code of an Error of Compare: the two results are not of the
// same rows.
const RowsDiffer = "rows_differ"

// Standing is what became of a row in one result; With is the row of the other side
// that it is paired with, -1 for none.
type Standing struct {
	Kind Kind
	With int
}

// Moved is a row that two results do not agree about. Side is 0 for the left.
type Moved struct {
	Side, Row     int
	Before, After Standing
}

// Contrast is how a second result of the same rows differs from a first.
type Contrast struct {
	// Moves counts the rows of each side by what they were and what they are.
	Moves [2][kinds][kinds]int
	// Repaired counts the rows of each side that both results match, or both pair in
	// part, each with another row.
	Repaired [2]int
	// Lost are rows that the first result matches and the second does not, Gained
	// those of which the opposite holds, Other all else that differs: the left side
	// first, by rows, as many as were asked for. The counts are of all of them.
	Lost, Gained, Other             []Moved
	LostRows, GainedRows, OtherRows int
}

// Compare tells what two results of Run make of the same rows. Each maps the names
// of the result's CSV files to their content; most bounds each of the lists. Results
// of configurations with passes, which join sets of rows, are not taken. Same
// inputs give the same answer. Faults: RowsDiffer when the numbers of rows are not
// the same, CountMismatch when a result does not have every row once.
func Compare(before, after map[string][]byte, most int) (*Contrast, error) {
	a, err := standings(before)
	if err != nil {
		return nil, err
	}
	b, err := standings(after)
	if err != nil {
		return nil, err
	}
	c := &Contrast{}
	for side := range a {
		if len(a[side]) != len(b[side]) {
			return nil, failure(RowsDiffer, "", NoRow, "", "of the %s side one result has %d rows and the other %d: the configurations read the file differently", [2]string{"left", "right"}[side], len(a[side]), len(b[side]))
		}
		for row := range a[side] {
			c.take(Moved{side, row, a[side][row], b[side][row]}, most)
		}
	}
	return c, nil
}

func (c *Contrast) take(m Moved, most int) {
	c.Moves[m.Side][m.Before.Kind][m.After.Kind]++
	if m.Before == m.After {
		return
	}
	list, n := &c.Other, &c.OtherRows
	switch {
	case m.Before.Kind == m.After.Kind:
		c.Repaired[m.Side]++
	case m.Before.Kind == IsMatched:
		list, n = &c.Lost, &c.LostRows
	case m.After.Kind == IsMatched:
		list, n = &c.Gained, &c.GainedRows
	}
	if *n++; *n <= most {
		*list = append(*list, m)
	}
}

// standings are what became of every row of both sides.
func standings(result map[string][]byte) (all [2][]Standing, err error) {
	var sum Summary
	if err := json.Unmarshal(result[SummaryFile], &sum); err != nil {
		return all, failure(Unreadable, SummaryFile, NoRow, "", "is no summary of a result")
	}
	size := 0
	for _, content := range result {
		size += len(content)
	}
	if sum.Left < 0 || sum.Right < 0 || sum.Left > size || sum.Right > size {
		return all, failure(CountMismatch, SummaryFile, NoRow, "", "counts more rows than the result has")
	}
	for side, n := range [2]int{sum.Left, sum.Right} {
		all[side] = make([]Standing, n)
		for row := range all[side] {
			all[side][row] = Standing{kinds, -1}
		}
	}
	t := taking{&all}
	for _, f := range []struct {
		name string
		each func(cells []string) error
	}{
		{MatchedFile, t.pair(IsMatched)}, {PartialFile, t.pair(IsPartial)}, {UnmatchedLeftFile, t.single(0)}, {UnmatchedRightFile, t.single(1)}, {BadFile, t.bad},
	} {
		if err := eachRow(f.name, result[f.name], f.each); err != nil {
			return all, err
		}
	}
	for side := range all {
		for row, s := range all[side] {
			if s.Kind == kinds {
				return all, failure(CountMismatch, "", int64(row), "", "is nowhere in the result")
			}
		}
	}
	return all, nil
}

// taking gives rows their standing.
type taking struct{ all *[2][]Standing }

func (t taking) set(side int, text string, s Standing) error {
	row, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return fmt.Errorf("%q is no row", text)
	case row < 0 || row >= len(t.all[side]) || t.all[side][row].Kind != kinds:
		return fmt.Errorf("row %d of the %s side is there twice, or is none", row, [2]string{"left", "right"}[side])
	}
	t.all[side][row] = s
	return nil
}

func (t taking) pair(kind Kind) func([]string) error {
	return func(cells []string) error {
		if len(cells) < 2 {
			return errors.New("is no pair")
		}
		left, errLeft := strconv.Atoi(cells[0])
		right, errRight := strconv.Atoi(cells[1])
		if errLeft != nil || errRight != nil {
			return fmt.Errorf("%q and %q are no pair of rows", cells[0], cells[1])
		}
		return errors.Join(t.set(0, cells[0], Standing{kind, right}), t.set(1, cells[1], Standing{kind, left}))
	}
}

func (t taking) single(side int) func([]string) error {
	return func(cells []string) error { return t.set(side, cells[0], Standing{IsUnmatched, -1}) }
}

func (t taking) bad(cells []string) error {
	if len(cells) < 2 || cells[0] != "left" && cells[0] != "right" {
		return errors.New("is no bad row")
	}
	side := 0
	if cells[0] == "right" {
		side = 1
	}
	return t.set(side, cells[1], Standing{IsBad, -1})
}

// eachRow reads a result file without its header.
func eachRow(name string, content []byte, each func([]string) error) error {
	in := csv.NewReader(bytes.NewReader(content))
	in.FieldsPerRecord, in.ReuseRecord = -1, true
	for n := int64(NoRow); ; n++ { // the header first
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && n > NoRow {
			err = each(cells)
		}
		if err != nil {
			return failure(CountMismatch, name, max(n, 0), "", "%s", err)
		}
	}
}
