package recon

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// BrokenMatch says that two rows which a run matched do not belong together: both
// are exceptions since. The run keeps its counts and its result files, which prove
// what it found; this stands beside them. Rows count from 0, the header not
// counted. It is never altered: rows that belong together after all are matched by
// hand.
type BrokenMatch struct {
	govern.Meta
	Run         govern.ID   `json:"run" db:"run" audit:"show" ref:"run"`
	Process     govern.ID   `json:"process" db:"process" audit:"show"`
	Unit        govern.ID   `json:"unit" db:"unit" audit:"show" required:"false"`
	LeftRow     int64       `json:"left_row" db:"left_row" audit:"show" minimum:"0"`
	RightRow    int64       `json:"right_row" db:"right_row" audit:"show" minimum:"0"`
	Key         []string    `json:"key" db:"match_key" audit:"show" doc:"The values that the sides are compared by."`
	LeftAmount  string      `json:"left_amount" db:"left_amount" audit:"amount" required:"false"`
	RightAmount string      `json:"right_amount" db:"right_amount" audit:"amount" required:"false"`
	AmountDiff  string      `json:"amount_diff" db:"amount_diff" audit:"amount" required:"false" doc:"What the amounts differ by, left − right; empty where amounts are not compared."`
	LeftDate    string      `json:"left_date" db:"left_date" audit:"show" required:"false" doc:"As it stands in the file."`
	RightDate   string      `json:"right_date" db:"right_date" audit:"show" required:"false" doc:"As it stands in the file."`
	DateDiff    string      `json:"date_diff" db:"date_diff" audit:"show" required:"false" doc:"In days."`
	Exceptions  []string    `json:"exceptions" db:"exceptions" audit:"show" ref:"exception" doc:"What its rows are since: the left one, then the right one."`
	Reason      string      `json:"reason" db:"reason" audit:"show" minLength:"1" maxLength:"4000"`
	BrokenBy    govern.ID   `json:"broken_by" db:"broken_by" audit:"show" ref:"user"`
	BrokenAt    govern.Time `json:"broken_at" db:"broken_at" audit:"show"`
}

// BrokenMatches are all that were broken apart. A row of a run is in one at most.
var BrokenMatches = govern.Declare(govern.Table[BrokenMatch]{
	Name:      "broken_match",
	Doc:       "Rows that a run matched and somebody broke apart.",
	Unique:    [][]string{{"run", "left_row"}, {"run", "right_row"}},
	Key:       []string{"reason"},
	Target:    func(b *BrokenMatch) access.Target { return beneath(b.Unit, b.Process, runRecord(b.Run)) },
	Parent:    &govern.Parent[BrokenMatch]{Table: "run", ID: func(b *BrokenMatch) govern.ID { return b.Run }},
	ByCommand: true,
	Check:     checkBroken,
})

// checkBroken is asked of the planned row, and so again when a held change is
// executed.
func checkBroken(ctx context.Context, q govern.Reader, before, after *BrokenMatch) error {
	if before != nil || after == nil {
		return fault.New(fault.Conflict, "break_stays", "That a match was broken apart is neither altered nor deleted; match its rows by hand.")
	}
	run, err := Runs.Get(ctx, q, after.Run)
	if err != nil {
		return err
	}
	if err := breakable(ctx, q, run); err != nil {
		return err
	}
	var n int64
	if err := q.QueryRow(ctx, []any{&n}, `SELECT count(*) FROM broken_match WHERE run = $1 AND left_row = $2 AND id <> $3`, string(run.ID), after.LeftRow, string(after.ID)); err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Conflict, "already_broken", "The match of row %d of the left side with row %d of the right side is broken apart already.", after.LeftRow+1, after.RightRow+1)
	}
	return nil
}

// breakable refuses a run whose matches are not broken apart. Faults: wrong_state,
// run_failed, copy_run, later_run.
func breakable(ctx context.Context, q store.Reader, run *Run) error {
	switch run.State {
	case Done:
	case Running:
		return fault.New(fault.Conflict, "wrong_state", "Run %d is under way. Wait for its end.", run.Number)
	case Failed:
		return fault.New(fault.Conflict, "run_failed", "Run %d failed or was marked failed and does not count; run the process again.", run.Number)
	default:
		return fault.New(fault.Conflict, "wrong_state", "Run %d is %s and has no result.", run.Number, run.State)
	}
	of, err := copyOf(ctx, q, run.Process)
	if err != nil {
		return err
	}
	if of != nil {
		return fault.New(fault.Conflict, "copy_run", "A staging copy's run is for comparison, and opens no exceptions. Break the match in a run of the original.")
	}
	later, err := Runs.Find(ctx, q, `process = $1 AND number > $2 AND state = 'done' AND left_digest = $3 AND right_digest = $4 ORDER BY number DESC LIMIT 1`,
		string(run.Process), run.Number, run.LeftDigest, run.RightDigest)
	if err != nil {
		return err
	}
	if len(later) > 0 {
		return fault.New(fault.Conflict, "later_run", "Run %d compared the same files again and took over from run %d. Break the match there.", later[0].Number, run.Number)
	}
	return nil
}
