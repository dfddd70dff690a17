package recon

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/matching"
)

// SideBySide is what an original and its copy made of the same two files.
type SideBySide struct {
	Original Tally  `json:"original"`
	Copy     Tally  `json:"copy"`
	Unlike   string `json:"unlike" enum:",original_without_result,copy_without_result,rows_differ" doc:"Why their rows cannot be compared, rows_differ where the configurations read the files into different numbers of rows; empty when they were."`

	Moves      []Moves    `json:"moves" doc:"How many rows of each side are what in both."`
	LostRows   int64      `json:"lost_rows" doc:"Rows that the original matches and the copy does not."`
	GainedRows int64      `json:"gained_rows" doc:"Rows that the copy matches and the original does not."`
	OtherRows  int64      `json:"other_rows" doc:"Rows about which they differ otherwise: unmatched in one and partly matched in the other, or paired with another row."`
	Lost       []MovedRow `json:"lost" doc:"The first of those rows, left before right, in the order of the files."`
	Gained     []MovedRow `json:"gained"`
	Other      []MovedRow `json:"other"`
	Most       int64      `json:"most" doc:"How many rows each of the three lists has at most."`
	Shown      bool       `json:"shown" doc:"Whether the rows' contents are shown: to those who may view the original's exceptions."`
}

// Tally is what one run found, in numbers.
type Tally struct {
	Run            govern.ID   `json:"run"`
	Number         int64       `json:"number"`
	State          string      `json:"state"`
	Detail         string      `json:"detail,omitempty"`
	RanAt          govern.Time `json:"ran_at"`
	LeftRows       int64       `json:"left_rows"`
	RightRows      int64       `json:"right_rows"`
	Matched        int64       `json:"matched"`
	Exact          int64       `json:"exact"`
	Partial        int64       `json:"partial"`
	UnmatchedLeft  int64       `json:"unmatched_left"`
	UnmatchedRight int64       `json:"unmatched_right"`
	BadLeft        int64       `json:"bad_left"`
	BadRight       int64       `json:"bad_right"`
}

// Moves is how many rows of a side are Before in the original and After in the copy.
type Moves struct {
	Side   string `json:"side" enum:"left,right"`
	Before string `json:"before" enum:"matched,partial,unmatched,bad"`
	After  string `json:"after" enum:"matched,partial,unmatched,bad"`
	Rows   int64  `json:"rows"`
}

// MovedRow is one row about which original and copy differ. Rows count from 0, the
// header not counted; -1 is no row.
type MovedRow struct {
	Side       string   `json:"side" enum:"left,right"`
	Row        int64    `json:"row"`
	Before     string   `json:"before" enum:"matched,partial,unmatched,bad"`
	BeforeWith int64    `json:"before_with" doc:"The row of the other side that it is paired with in the original."`
	After      string   `json:"after" enum:"matched,partial,unmatched,bad"`
	AfterWith  int64    `json:"after_with" doc:"The row of the other side that it is paired with in the copy."`
	Key        []string `json:"key" doc:"By the original's configuration."`
	Amount     string   `json:"amount"`
	Fields     []Field  `json:"fields"`
}

// mostMoved bounds each list of rows: whoever reads further than that looks for a
// pattern, which the counts tell better.
const mostMoved = 100

// mostResult bounds a result file that is read, in bytes.
const mostResult = 1 << 30

// Beside lays what the copy's run found beside what the original's run found. An
// empty id is the copy's latest run, and the original's latest of the same files.
// shown adds the contents of the rows that are listed. limit bounds each file that a
// run compared. Faults: no_run, other_files, other_process.
func Beside(ctx context.Context, r store.Reader, keep files.Store, staged, run, with govern.ID, shown bool, limit int64) (*SideBySide, error) {
	s, err := StagingCopies.Get(ctx, r, staged)
	if err != nil {
		return nil, err
	}
	copied, err := runOf(ctx, r, s.Process, run, "run", `state IN ('done', 'failed')`)
	if err != nil {
		return nil, err
	}
	original, err := runOf(ctx, r, s.Original, with, "with", `state IN ('done', 'failed') AND left_digest = $2 AND right_digest = $3`, copied.LeftDigest, copied.RightDigest)
	if err != nil {
		return nil, err
	}
	if original.LeftDigest != copied.LeftDigest || original.RightDigest != copied.RightDigest {
		return nil, fault.New(fault.Conflict, "other_files", "Run %d of the original and run %d of the copy compared other files. Try the copy on that run first.", original.Number, copied.Number)
	}
	b := &SideBySide{Original: tally(original), Copy: tally(copied), Moves: []Moves{}, Lost: []MovedRow{}, Gained: []MovedRow{}, Other: []MovedRow{}, Most: mostMoved}
	if err := b.compare(ctx, keep, original, copied); err != nil || !shown || b.Unlike != "" {
		return b, err
	}
	return b, b.show(ctx, r, keep, original, limit)
}

// runOf is a process's run: that of the id, or the latest that fits.
func runOf(ctx context.Context, r store.Reader, process, id govern.ID, field, fits string, args ...any) (*Run, error) {
	if id != "" {
		run, err := Runs.Get(ctx, r, id)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if err != nil || run.Process != process {
			return nil, fault.Bad(field, "other_process", "This process has no run %s.", id)
		}
		return run, nil
	}
	runs, err := Runs.Find(ctx, r, `process = $1 AND `+fits+` ORDER BY number DESC LIMIT 1`, append([]any{string(process)}, args...)...)
	if err != nil {
		return nil, err
	}
	if len(runs) == 0 && field == "run" {
		return nil, fault.New(fault.Conflict, "no_run", "The copy has no run yet. Try it on the original's files first.")
	}
	if len(runs) == 0 {
		return nil, fault.New(fault.Conflict, "other_files", "The original has no run of the files that the copy compared.")
	}
	return runs[0], nil
}

// Tried reports whether the process has a run that could be laid beside another.
func Tried(ctx context.Context, r store.Reader, process govern.ID) (bool, error) {
	var n int64
	err := r.QueryRow(ctx, []any{&n}, `SELECT count(*) FROM run WHERE process = $1 AND state IN ('done', 'failed')`, string(process))
	return n > 0, err
}

func tally(r *Run) Tally {
	return Tally{
		Run: r.ID, Number: r.Number, State: r.State, Detail: r.Detail, RanAt: r.RanAt, LeftRows: r.LeftRows, RightRows: r.RightRows, Matched: r.Matched, Exact: r.Exact,
		Partial: r.Partial, UnmatchedLeft: r.UnmatchedLeft, UnmatchedRight: r.UnmatchedRight, BadLeft: r.BadLeft, BadRight: r.BadRight,
	}
}

// compare reads both results and counts what differs.
func (b *SideBySide) compare(ctx context.Context, keep files.Store, original, copied *Run) error {
	var results [2]map[string][]byte
	for i, run := range []*Run{original, copied} {
		if run.ResultDigest == "" {
			b.Unlike = [2]string{"original", "copy"}[i] + "_without_result"
			return nil
		}
		var err error
		if results[i], err = resultOf(ctx, keep, run); err != nil {
			return err
		}
	}
	c, err := matching.Compare(results[0], results[1], mostMoved)
	var e *matching.Error
	if errors.As(err, &e) && e.Code == matching.RowsDiffer {
		b.Unlike = e.Code
		return nil
	}
	if err != nil {
		return fault.From(err)
	}
	for side := range c.Moves {
		for before := range c.Moves[side] {
			for after, n := range c.Moves[side][before] {
				if n > 0 {
					b.Moves = append(b.Moves, Moves{sideNames[side], matching.Kind(before).String(), matching.Kind(after).String(), int64(n)})
				}
			}
		}
	}
	b.LostRows, b.GainedRows, b.OtherRows = int64(c.LostRows), int64(c.GainedRows), int64(c.OtherRows)
	b.Lost, b.Gained, b.Other = movedRows(c.Lost), movedRows(c.Gained), movedRows(c.Other)
	return nil
}

func movedRows(moved []matching.Moved) []MovedRow {
	list := make([]MovedRow, len(moved))
	for i, m := range moved {
		list[i] = MovedRow{
			Side: sideNames[m.Side], Row: int64(m.Row), Before: m.Before.Kind.String(), BeforeWith: int64(m.Before.With), After: m.After.Kind.String(), AfterWith: int64(m.After.With),
			Key: []string{}, Fields: []Field{},
		}
	}
	return list
}

// resultOf reads the result files of a run by name.
func resultOf(ctx context.Context, keep files.Store, run *Run) (map[string][]byte, error) {
	list, err := resultList(ctx, keep, run)
	if err != nil {
		return nil, err
	}
	result := map[string][]byte{}
	for _, name := range resultNames {
		if result[name], err = files.ReadAll(ctx, keep, list[name], mostResult); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// resultList is the digest of each result file of a run by its name.
func resultList(ctx context.Context, keep files.Store, run *Run) (map[string]string, error) {
	text, err := files.ReadAll(ctx, keep, run.ResultDigest, mostResult)
	if err != nil {
		return nil, err
	}
	list := map[string]string{}
	return list, json.Unmarshal(text, &list)
}

// show adds what stands in the rows that are listed, as the original reads them.
func (b *SideBySide) show(ctx context.Context, r store.Reader, keep files.Store, original *Run, limit int64) error {
	w, err := reopen(ctx, r, keep, original, limit)
	if err != nil {
		return err
	}
	b.Shown = true
	return b.pick(w)
}

// pick has the rows read as those of exceptions are.
func (b *SideBySide) pick(w *work) error {
	var rows []*MovedRow
	for _, list := range [][]MovedRow{b.Lost, b.Gained, b.Other} {
		for i := range list {
			rows = append(rows, &list[i])
			x := &Exception{LeftRow: list[i].Row, RightRow: -1}
			if list[i].Side == sideNames[1] {
				x.LeftRow, x.RightRow = -1, list[i].Row
			}
			w.exceptions = append(w.exceptions, x)
		}
	}
	if err := w.describe(); err != nil {
		return err
	}
	for i, x := range w.exceptions {
		m := rows[i]
		m.Key, m.Amount, m.Fields = x.Key, x.LeftAmount+x.RightAmount, append(append([]Field{}, x.LeftFields...), x.RightFields...)
	}
	return nil
}
