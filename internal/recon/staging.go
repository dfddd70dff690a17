package recon

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// StagingCopy says that a process is a copy of another, to try changes out on. Its
// id is that of the process which is the copy. The copy's runs open no exceptions.
type StagingCopy struct {
	govern.Meta
	Process         govern.ID   `json:"process" db:"process" audit:"show" ref:"process" doc:"The copy, a process like others."`
	Original        govern.ID   `json:"original" db:"original" audit:"show" ref:"process" doc:"The process that it is a copy of."`
	OriginalVersion int64       `json:"original_version" db:"original_version" audit:"show" minimum:"1" doc:"The version of the original that it was made from, or was brought up to since."`
	Number          int64       `json:"number" db:"number" audit:"show" minimum:"1" doc:"Counts the copies of the original from 1."`
	Unit            govern.ID   `json:"unit" db:"unit" audit:"show" required:"false"`
	MadeBy          govern.ID   `json:"made_by" db:"made_by" audit:"show" ref:"user"`
	MadeAt          govern.Time `json:"made_at" db:"made_at" audit:"show"`
}

// StagingCopies are the copies that stand; a closed one is gone. Grants on the
// original reach them as well as those on the copy.
var StagingCopies = govern.Declare(govern.Table[StagingCopy]{
	Name:      "staging_copy",
	Doc:       "Which process is a copy of which, to try changes out on.",
	Unique:    [][]string{{"original", "number"}},
	Key:       []string{"process"},
	Target:    copyTarget,
	ByCommand: true,
	Check:     checkCopy,
})

func copyTarget(c *StagingCopy) access.Target {
	return beneath(c.Unit, c.Process, access.Record{Table: "process", ID: string(c.Original)})
}

// checkCopy asks for the process role on the original besides the permission of
// the command, for whatever takes from it or gives to it. A copy ends together with
// its process, whose table asks for the role there.
func checkCopy(ctx context.Context, q govern.Reader, before, after *StagingCopy) error {
	if after == nil {
		return nil
	}
	if before != nil && (before.Process != after.Process || before.Original != after.Original || before.Number != after.Number) {
		return fault.New(fault.Internal, "bad_plan", "A copy stays the copy of its original.")
	}
	unit, err := q.UnitOf(ctx, govern.Ref{Table: "process", ID: after.Original})
	if err != nil {
		return err
	}
	if !q.May(q.Asker(), configuring, beneath(unit, after.Original)) {
		return fault.New(fault.Denied, "process_role_missing", "A staging copy takes the right to agree to changes of the original as well, such as the role config-admin on it.")
	}
	return nil
}

// copyOf is what the process is a copy of, nil for one that is no copy. That it was
// asked is no ground of a plan.
func copyOf(ctx context.Context, r store.Reader, process govern.ID) (*StagingCopy, error) {
	found, err := StagingCopies.Find(ctx, r, "id = $1", string(process))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// checkDeletion keeps a process that has staging copies, and ends a copy only by
// closing it, which takes its runs along.
func checkDeletion(ctx context.Context, q govern.Reader, p *Process) error {
	if q.Touches(StagingCopies.Name, p.ID) {
		return nil
	}
	is, err := copyOf(ctx, q, p.ID)
	if err != nil {
		return err
	}
	if is != nil {
		return fault.New(fault.Conflict, "is_copy", "%s is a staging copy. Close it instead: its runs go with it, and what they were stays in the log.", p.Code)
	}
	has, err := StagingCopies.Find(ctx, q, "original = $1 ORDER BY number", string(p.ID))
	if err != nil {
		return err
	}
	if len(has) > 0 {
		return fault.New(fault.Conflict, "has_copies", "This process has staging copies (%d). Close them first.", len(has))
	}
	if p.ChildrenVersion > 0 {
		return fault.New(fault.Conflict, "process_has_runs", "This process has runs; what they proved stays, so it stays too.")
	}
	return nil
}

// endsWithCopy reports whether the plan closes the staging copy that something
// belongs to.
func endsWithCopy(q govern.Reader, process govern.ID) bool {
	return q.Touches(StagingCopies.Name, process)
}

// copies are the processes that are staging copies.
func copies(ctx context.Context, r store.Reader) ([]govern.ID, error) {
	all, err := StagingCopies.Find(ctx, r, "1 = 1 ORDER BY id")
	ids := make([]govern.ID, len(all))
	for i, c := range all {
		ids[i] = c.ID
	}
	return ids, err
}
