package recon

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// States of a run.
const (
	Running = "running" // started; a worker compares
	Done    = "done"
	Failed  = "failed"  // a check stopped it, or it was marked failed
	Stopped = "stopped" // somebody stopped it before it came to a result
)

// Run is one comparison and what came of it. Its digests name files of the
// files store; the one of the result names a list of result files. What it was
// started with never changes, so that it can be repeated by its row alone.
type Run struct {
	govern.Root
	Process govern.ID `json:"process" db:"process" audit:"show" ref:"process"`
	Unit    govern.ID `json:"unit" db:"unit" audit:"show" required:"false"`
	Number  int64     `json:"number" db:"number" audit:"show" minimum:"1" doc:"Counts the runs of the process from 1."`
	State   string    `json:"state" db:"state" audit:"show" enum:"running,done,failed,stopped" doc:"running: it is being compared; failed: a check stopped it, detail says which; stopped: somebody stopped it, detail says why."`

	ProcessVersion  int64     `json:"process_version" db:"process_version" audit:"show" required:"false" minimum:"0" doc:"The version of the process that it was started with; 0 for runs of older programs."`
	Kind            string    `json:"kind" db:"kind" audit:"show" required:"false" enum:"cash,data" doc:"That of the process when it was started."`
	AccountNumber   string    `json:"account_number" db:"account_number" audit:"show" required:"false" maxLength:"34" doc:"That of the process when it was started."`
	OnInconsistency string    `json:"on_inconsistency" db:"on_inconsistency" audit:"show" required:"false" enum:"warn,stop" doc:"That of the process when it was started."`
	AskedBy         govern.ID `json:"asked_by" db:"asked_by" audit:"show" required:"false" ref:"user" doc:"Who started it; empty for runs of older programs."`

	LeftName            string `json:"left_name" db:"left_name" audit:"show" minLength:"1" maxLength:"255"`
	LeftFormat          string `json:"left_format" db:"left_format" audit:"show" enum:"csv,camt.053"`
	LeftDigest          string `json:"left_digest" db:"left_digest" audit:"show" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of the left file."`
	RightName           string `json:"right_name" db:"right_name" audit:"show" minLength:"1" maxLength:"255"`
	RightFormat         string `json:"right_format" db:"right_format" audit:"show" enum:"csv,camt.053"`
	RightDigest         string `json:"right_digest" db:"right_digest" audit:"show" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of the right file."`
	ConfigurationDigest string `json:"configuration_digest" db:"configuration_digest" audit:"show" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of the configuration that was used."`
	ResultDigest        string `json:"result_digest" db:"result_digest" audit:"show" pattern:"^[0-9a-f]{64}$" required:"false" doc:"SHA-256 of the list of result files, a JSON object from name to SHA-256; empty when nothing was compared."`

	LeftRows       int64 `json:"left_rows" db:"left_rows" audit:"show" minimum:"0"`
	RightRows      int64 `json:"right_rows" db:"right_rows" audit:"show" minimum:"0"`
	Matched        int64 `json:"matched" db:"matched" audit:"show" minimum:"0" doc:"Pairs within tolerance."`
	Exact          int64 `json:"exact" db:"exact" audit:"show" minimum:"0" doc:"Those of them without any difference."`
	Partial        int64 `json:"partial" db:"partial" audit:"show" minimum:"0" doc:"Pairs that share a key but fail a tolerance."`
	UnmatchedLeft  int64 `json:"unmatched_left" db:"unmatched_left" audit:"show" minimum:"0"`
	UnmatchedRight int64 `json:"unmatched_right" db:"unmatched_right" audit:"show" minimum:"0"`
	BadLeft        int64 `json:"bad_left" db:"bad_left" audit:"show" minimum:"0" doc:"Rows that could not be compared."`
	BadRight       int64 `json:"bad_right" db:"bad_right" audit:"show" minimum:"0"`

	Consistency string      `json:"consistency" db:"consistency" audit:"show" enum:"not_checked,consistent,inconsistent" doc:"Whether opening balance and movements of the statements give their closing balances."`
	Notes       []string    `json:"notes" db:"notes" audit:"show" doc:"What was left out of the comparison, and why."`
	Detail      string      `json:"detail" db:"detail" audit:"show" required:"false" doc:"Why it failed or was stopped, or how a statement contradicts itself."`
	RanAt       govern.Time `json:"ran_at" db:"ran_at" audit:"show" doc:"When it was started."`
	EndedAt     govern.Time `json:"ended_at" db:"ended_at" audit:"show" required:"false" doc:"When its result was recorded, or it was stopped; empty for runs of older programs."`
	StoppedBy   govern.ID   `json:"stopped_by" db:"stopped_by" audit:"show" required:"false" ref:"user" doc:"Who stopped it."`
}

// Runs are all comparisons made; none is ever deleted, but those of a staging copy
// with it.
var Runs = govern.Declare(govern.Table[Run]{
	Name:      "run",
	Doc:       "One comparison of two files, and what came of it.",
	Unique:    [][]string{{"process", "number"}},
	Target:    func(r *Run) access.Target { return beneath(r.Unit, r.Process) },
	Parent:    &govern.Parent[Run]{Table: "process", ID: func(r *Run) govern.ID { return r.Process }},
	ByCommand: true,
	Check:     checkRun,
})

// checkRun: what a run was started with stays, what has ended stays ended, and no
// row may be lost or taken twice.
func checkRun(_ context.Context, q govern.Reader, before, after *Run) error {
	if after == nil && endsWithCopy(q, before.Process) {
		return nil
	}
	if after == nil {
		return fault.New(fault.Conflict, "run_stays", "A run is never deleted.")
	}
	if before != nil && (!before.sameAsked(after) || before.State != Running && before.State != after.State && (before.State != Done || after.State != Failed)) {
		return fault.New(fault.Internal, "bad_plan", "A run keeps what it was started with, and what has ended stays ended.")
	}
	if before != nil && before.State == Done && after.State == Failed && !q.May(q.Asker(), operating, beneath(before.Unit, before.Process)) {
		return fault.New(fault.Denied, "process_role_missing", "To mark a run failed takes the right to review its exceptions as well, such as the role operator on the process.")
	}
	left := after.Matched + after.Partial + after.UnmatchedLeft + after.BadLeft
	right := after.Matched + after.Partial + after.UnmatchedRight + after.BadRight
	if left != after.LeftRows || right != after.RightRows || after.Exact > after.Matched {
		return fault.New(fault.Internal, "count_mismatch", "The counts of the run do not add up.")
	}
	return nil
}

// sameAsked reports whether both were started with the same.
func (r *Run) sameAsked(o *Run) bool {
	return r.Process == o.Process && r.Number == o.Number && r.AskedBy == o.AskedBy && r.RanAt == o.RanAt && r.ProcessVersion == o.ProcessVersion &&
		r.Kind == o.Kind && r.AccountNumber == o.AccountNumber && r.OnInconsistency == o.OnInconsistency &&
		r.LeftDigest == o.LeftDigest && r.RightDigest == o.RightDigest && r.ConfigurationDigest == o.ConfigurationDigest &&
		r.LeftFormat == o.LeftFormat && r.RightFormat == o.RightFormat
}
