package recon

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// MakeCopy makes a staging copy of a process: NAME – COPY1, NAME – COPY2 and so on,
// the code in the same way. It takes the right to agree to changes of the original as well, and
// whoever makes a copy may configure it.
type MakeCopy struct {
	id, copy govern.ID `json:"-"`
}

// Name is the command's name.
func (*MakeCopy) Name() string { return "process.copy" }

// On sets the original.
func (c *MakeCopy) On(id govern.ID) { c.id = id }

// Draw draws the copy's id.
func (c *MakeCopy) Draw(newID func() govern.ID) { c.copy = newID() }

// Targets is the original.
func (c *MakeCopy) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Processes.Targets(ctx, q, c.id)
}

// Plan inserts the copy. Faults: copy_of_copy, and process_role_missing of the
// table.
func (c *MakeCopy) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, err := Processes.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	of, err := copyOf(ctx, q, p.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	if of != nil {
		return govern.Plan{}, fault.New(fault.Conflict, "copy_of_copy", "This is a staging copy itself, and a copy is not copied again. Copy its original.")
	}
	n, err := nextCopy(ctx, q, p)
	if err != nil {
		return govern.Plan{}, err
	}
	next := *p
	next.Root = govern.Root{Meta: govern.Meta{ID: c.copy}}
	next.Code, next.Name = copyCode(p.Code, n), copyName(p.Name, n)
	row := &StagingCopy{
		Meta: govern.Meta{ID: c.copy}, Process: c.copy, Original: p.ID, OriginalVersion: p.Version, Number: n,
		Unit: p.Unit, MadeBy: govern.ID(who.User), MadeAt: q.Now(),
	}
	return govern.Plan{
		Rows:  []govern.RowChange{Processes.Insert(&next), StagingCopies.Insert(row)},
		Facts: []audit.Fact{{Name: "copy_of", Value: string(p.ID)}, {Name: "original_version", Value: fmt.Sprint(p.Version)}},
	}, nil
}

// nextCopy is the number after the last copy that stands, whose code is free.
func nextCopy(ctx context.Context, q govern.Reader, p *Process) (n int64, err error) {
	if err = q.QueryRow(ctx, []any{&n}, `SELECT COALESCE(max(number), 0) FROM staging_copy WHERE original = $1`, string(p.ID)); err != nil {
		return 0, err
	}
	for {
		n++
		var taken int64
		if err := q.QueryRow(ctx, []any{&taken}, `SELECT count(*) FROM process WHERE code = $1`, copyCode(p.Code, n)); err != nil {
			return 0, err
		}
		if taken == 0 {
			return n, nil
		}
	}
}

// What a process's columns take at most.
const (
	longestCode = 32
	longestName = 140
)

// copyCode is CODE-COPY1; a code that leaves no room for it loses its end.
func copyCode(code string, n int64) string {
	tail := fmt.Sprintf("-COPY%d", n)
	return code[:min(len(code), longestCode-len(tail))] + tail
}

// copyName is NAME – COPY1; a name that leaves no room for it loses its end.
func copyName(name string, n int64) string {
	tail := fmt.Sprintf(" – COPY%d", n)
	if over := utf8.RuneCountInString(name) + utf8.RuneCountInString(tail) - longestName; over > 0 {
		runes := []rune(name)
		name = string(runes[:len(runes)-over-1]) + "…"
	}
	return name + tail
}

// CloseCopy ends a staging copy: the process that it is goes, and its runs with it.
// What they were stays in the log, their files in the files store. It takes the
// right to agree to changes of the copy as well.
type CloseCopy struct{ onCopy }

// Name is the command's name.
func (*CloseCopy) Name() string { return "staging_copy.close" }

// Plan deletes the copy with what stands under it. Fault run_under_way.
func (c *CloseCopy) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	s, p, err := c.both(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	plan := govern.Plan{Record: govern.Ref{Table: StagingCopies.Name, ID: s.ID}, Facts: []audit.Fact{{Name: "copy_of", Value: string(s.Original)}}}
	under, err := Processes.Children(ctx, q, p.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	plan.Reads = []govern.Read{under}
	var worked int64 // by a worker that has it still
	if err := q.QueryRow(ctx, []any{&worked}, `SELECT count(*) FROM run r LEFT JOIN run_work w ON w.run = r.id WHERE r.process = $1 AND (r.state = 'running' OR w.run IS NOT NULL)`, string(p.ID)); err != nil {
		return govern.Plan{}, err
	}
	if worked > 0 {
		return govern.Plan{}, fault.New(fault.Conflict, "run_under_way", "A run of this copy is under way. Stop it or let it end first.")
	}
	runs, err := Runs.Find(ctx, q, `process = $1 ORDER BY number`, string(p.ID))
	if err != nil {
		return govern.Plan{}, err
	}
	comments, err := Comments.Find(ctx, q, `process = $1 ORDER BY id`, string(p.ID))
	if err != nil {
		return govern.Plan{}, err
	}
	for _, m := range comments {
		plan.Rows = append(plan.Rows, Comments.Delete(m))
	}
	for _, r := range runs {
		plan.Rows = append(plan.Rows, Runs.Delete(r))
	}
	plan.Rows = append(plan.Rows, StagingCopies.Delete(s), Processes.Delete(p))
	return plan, nil
}

// onCopy is what the commands on a staging copy share.
type onCopy struct {
	id govern.ID `json:"-"`
}

// On sets the copy.
func (c *onCopy) On(id govern.ID) { c.id = id }

// Targets is the copy with its original.
func (c *onCopy) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return StagingCopies.Targets(ctx, q, c.id)
}

// both are the copy's record and the process that the copy is.
func (c *onCopy) both(ctx context.Context, q govern.Reader) (*StagingCopy, *Process, error) {
	s, err := StagingCopies.Get(ctx, q, c.id)
	if err != nil {
		return nil, nil, err
	}
	p, err := Processes.Get(ctx, q, s.Process)
	return s, p, err
}
