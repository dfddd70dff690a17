package recon

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/matching"
)

// MatchedPair is two rows that a run matched. Rows count from 0, the header not
// counted; amounts and differences are decimal text, differences left − right.
type MatchedPair struct {
	Left        int64    `json:"left"`
	Right       int64    `json:"right"`
	Exact       bool     `json:"exact" doc:"Whether nothing that was compared differs."`
	Key         []string `json:"key" doc:"The values that the sides are compared by."`
	LeftAmount  string   `json:"left_amount"`
	RightAmount string   `json:"right_amount"`
	AmountDiff  string   `json:"amount_diff" doc:"Empty where amounts are not compared."`
	LeftDate    string   `json:"left_date" doc:"As it stands in the file."`
	RightDate   string   `json:"right_date" doc:"As it stands in the file."`
	DateDiff    string   `json:"date_diff" doc:"In days; empty where dates are not compared."`
	LeftFields  []Field  `json:"left_fields" doc:"The left row, long values cut."`
	RightFields []Field  `json:"right_fields" doc:"The right row, long values cut."`
	Broken      *Broken  `json:"broken,omitempty" doc:"That it was broken apart since; told to who may view broken_match."`

	rightKey []string
}

// Broken says who broke a match apart, and what came of it.
type Broken struct {
	ID         govern.ID   `json:"id" doc:"The broken_match."`
	By         govern.ID   `json:"by"`
	At         govern.Time `json:"at"`
	Reason     string      `json:"reason"`
	Exceptions []string    `json:"exceptions" doc:"What its rows are since, the left one first."`
}

// MatchedPairs is one page of what a run matched, in the order of the left rows.
type MatchedPairs struct {
	Items  []MatchedPair `json:"items"`
	Next   *int64        `json:"next,omitempty" doc:"The left row after which the next page begins; absent on the last."`
	Broken *int64        `json:"broken,omitempty" doc:"How many of all matches of the run were broken apart; told to who may view broken_match."`
}

// WhichPairs says which matches of a run are wanted.
type WhichPairs struct {
	After   int64  // the left row after which to begin; -1 for the first
	Limit   int    // how many, at least one
	Unlike  bool   // only those whose rows differ within the tolerance
	Find    string // only those of which a value holds this text, capitals or not
	Largest int64  // bytes of each compared file at most
	Broken  bool   // also what was broken apart
}

// Matched is a page of a run's matches, read from its result files and from the
// files that it compared. However large these are, no more than a page of rows is
// held. A run without a result has none. Faults: too_large, and those of the files.
func Matched(ctx context.Context, r store.Reader, keep files.Store, run *Run, which WhichPairs) (*MatchedPairs, error) {
	page := &MatchedPairs{Items: []MatchedPair{}}
	if which.Broken {
		page.Broken = new(int64)
		if err := r.QueryRow(ctx, []any{page.Broken}, `SELECT count(*) FROM broken_match WHERE run = $1`, string(run.ID)); err != nil {
			return nil, err
		}
	}
	if run.ResultDigest == "" {
		return page, nil
	}
	m, err := openMatches(ctx, r, keep, run, which.Largest)
	if err != nil {
		return nil, err
	}
	holds, err := m.holding(which.Find)
	if err != nil {
		return nil, err
	}
	err = m.each(func(p *MatchedPair) (bool, error) {
		if p.Left <= which.After || which.Unlike && p.Exact || !holds(p) {
			return true, nil
		}
		if len(page.Items) == which.Limit {
			page.Next = &page.Items[len(page.Items)-1].Left
			return false, nil
		}
		page.Items = append(page.Items, *p)
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	if err := m.fill(page.Items); err != nil || !which.Broken {
		return page, err
	}
	return page, tellBroken(ctx, r, run.ID, page.Items)
}

// tellBroken notes which of the matches were broken apart.
func tellBroken(ctx context.Context, r store.Reader, run govern.ID, pairs []MatchedPair) error {
	if len(pairs) == 0 {
		return nil
	}
	// By their rows: those of a search may stand far apart, with any number between them.
	places, args := make([]string, len(pairs)), []any{string(run)}
	for i := range pairs {
		args = append(args, pairs[i].Left)
		places[i] = fmt.Sprintf("$%d", len(args))
	}
	found, err := BrokenMatches.Find(ctx, r, `run = $1 AND left_row IN (`+strings.Join(places, ", ")+`)`, args...)
	if err != nil {
		return err
	}
	by := map[int64]*BrokenMatch{}
	for _, b := range found {
		by[b.LeftRow] = b
	}
	for i := range pairs {
		if b := by[pairs[i].Left]; b != nil {
			pairs[i].Broken = &Broken{b.ID, b.BrokenBy, b.BrokenAt, b.Reason, b.Exceptions}
		}
	}
	return nil
}

// matches are those of a run that has a result, on their way out of its files.
type matches struct {
	*work
	matched func() (io.ReadCloser, error)
}

// openMatches makes ready to read; a file that is CSV is read as it is needed.
func openMatches(ctx context.Context, r store.Reader, keep files.Store, run *Run, limit int64) (*matches, error) {
	w, err := reopen(ctx, r, keep, run, limit)
	if err != nil {
		return nil, err
	}
	list, err := resultList(ctx, keep, run)
	if err != nil {
		return nil, err
	}
	return &matches{w, func() (io.ReadCloser, error) { return keep.Open(ctx, list[matching.MatchedFile]) }}, nil
}

// each calls f with every match, in the order of the left rows, until it wants no
// more. The file is read to its end all the same: only then is its digest proven.
func (m *matches) each(f func(*MatchedPair) (more bool, err error)) error {
	file, err := m.matched()
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	in := csv.NewReader(file)
	in.FieldsPerRecord, in.ReuseRecord = 5, true
	if _, err := in.Read(); err != nil {
		return fault.From(err)
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.From(err)
		}
		left, errLeft := strconv.ParseInt(cells[0], 10, 64)
		right, errRight := strconv.ParseInt(cells[1], 10, 64)
		if err := errors.Join(errLeft, errRight); err != nil {
			return fault.From(fmt.Errorf("%s: %w", matching.MatchedFile, err))
		}
		more, err := f(&MatchedPair{Left: left, Right: right, AmountDiff: cells[2], DateDiff: cells[3], Exact: cells[4] == "true"})
		if err != nil {
			return err
		}
		if !more {
			_, err := io.Copy(io.Discard, file)
			return err
		}
	}
}

// holding tells of a match whether a value of either row holds the text, capitals
// or not. It keeps one bit for every row.
func (m *matches) holding(text string) (func(*MatchedPair) bool, error) {
	if text == "" {
		return func(*MatchedPair) bool { return true }, nil
	}
	text = strings.ToLower(text)
	var held [2][]uint64
	for side := range held {
		err := m.eachRow(side, func(row int64, _, cells []string) (bool, error) {
			for int64(len(held[side])) <= row/64 {
				held[side] = append(held[side], 0)
			}
			for _, cell := range cells {
				if strings.Contains(strings.ToLower(cell), text) {
					held[side][row/64] |= 1 << (row % 64)
					break
				}
			}
			return true, nil
		})
		if err != nil {
			return nil, err
		}
	}
	has := func(side int, row int64) bool {
		return row/64 < int64(len(held[side])) && held[side][row/64]&(1<<(row%64)) != 0
	}
	return func(p *MatchedPair) bool { return has(0, p.Left) || has(1, p.Right) }, nil
}

// fill adds what stands in the rows of both sides.
func (m *matches) fill(pairs []MatchedPair) error {
	for side := range sideNames {
		of := map[int64]*MatchedPair{}
		for i := range pairs {
			of[[2]int64{pairs[i].Left, pairs[i].Right}[side]] = &pairs[i]
		}
		err := eachOf(m.work, side, of, func(p *MatchedPair, header, cells []string) {
			s := m.look(side, header, cells)
			if side == 0 {
				p.LeftFields, p.LeftAmount, p.LeftDate, p.Key = s.fields, s.amount, s.date, s.key
			} else {
				p.RightFields, p.RightAmount, p.RightDate, p.rightKey = s.fields, s.amount, s.date, s.key
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}
