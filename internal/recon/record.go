package recon

import (
	"context"
	"slices"
	"strconv"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// RecordRun records a run that Compute made. It rests on the version of the
// process that the comparison was made with.
type RecordRun struct {
	base       int64
	run        *Run
	exceptions []*Exception
	files      []audit.Fact
}

// Name is the permission asked for: to run the process.
func (*RecordRun) Name() string { return "process.run" }

// RunID is the id of the run, once the Engine has the command.
func (c *RecordRun) RunID() govern.ID { return c.run.ID }

// Counts is what the run found; id and number are given when it is recorded.
func (c *RecordRun) Counts() Run { return *c.run }

// Draw draws the ids of the run and its exceptions.
func (c *RecordRun) Draw(newID func() govern.ID) {
	c.run.ID = newID()
	for _, x := range c.exceptions {
		x.ID, x.Run = newID(), c.run.ID
	}
}

// Targets is the process.
func (c *RecordRun) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Processes.Targets(ctx, q, c.run.Process)
}

// Plan inserts the run with the next number, and its exceptions. Faults: stale
// when the process changed since the comparison, already_run when these files
// were compared under this configuration before.
func (c *RecordRun) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	p, err := Processes.Get(ctx, q, c.run.Process)
	if err != nil {
		return govern.Plan{}, err
	}
	if p.Version != c.base {
		return govern.Plan{}, fault.New(fault.Stale, "stale", "The process changed while the files were compared. Run it again.")
	}
	// A held run must not be given a number that another took meanwhile.
	others, err := Processes.Children(ctx, q, p.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	run := *c.run
	run.RanAt = q.Now()
	if run.Number, err = c.number(ctx, q); err != nil {
		return govern.Plan{}, err
	}
	plan := govern.Plan{Rows: []govern.RowChange{Runs.Insert(&run)}, Reads: []govern.Read{others}, Facts: c.facts()}
	for _, x := range c.exceptions {
		row := *x
		plan.Rows = append(plan.Rows, Exceptions.Insert(&row))
	}
	return plan, nil
}

// number is the next one, unless the same comparison stands there already:
// doing it again would open every exception a second time.
func (c *RecordRun) number(ctx context.Context, q govern.Reader) (int64, error) {
	r := c.run
	same, err := Runs.Find(ctx, q, `process = $1 AND state = 'done' AND left_digest = $2 AND right_digest = $3 AND configuration_digest = $4 ORDER BY number`,
		string(r.Process), r.LeftDigest, r.RightDigest, r.ConfigurationDigest)
	if err != nil {
		return 0, err
	}
	if len(same) > 0 {
		return 0, fault.New(fault.Conflict, "already_run", "Run %d compared these two files under this configuration already.", same[0].Number)
	}
	var last int64
	err = q.QueryRow(ctx, []any{&last}, `SELECT COALESCE(max(number), 0) FROM run WHERE process = $1`, string(r.Process))
	return last + 1, err
}

func (c *RecordRun) facts() []audit.Fact {
	r := c.run
	return append(c.files, []audit.Fact{
		{Name: "left_rows", Value: strconv.FormatInt(r.LeftRows, 10)},
		{Name: "left_refused_rows", Value: strconv.FormatInt(r.BadLeft, 10)},
		{Name: "right_rows", Value: strconv.FormatInt(r.RightRows, 10)},
		{Name: "right_refused_rows", Value: strconv.FormatInt(r.BadRight, 10)},
		{Name: "configuration", Value: r.ConfigurationDigest},
		{Name: "result", Value: r.ResultDigest},
		{Name: "exceptions", Value: strconv.Itoa(len(c.exceptions))},
	}...)
}

// Brought names both files for the log when the run was refused.
func (c *RecordRun) Brought(error) []audit.Fact { return c.files }

// SideFacts name the two files of a comparison, left_… and right_…; one without a
// name did not come.
func SideFacts(left, right Side) []audit.Fact {
	var facts []audit.Fact
	for i, side := range []Side{left, right} {
		if side.Name == "" {
			continue
		}
		for _, f := range audit.FileFacts(side.Name, side.Content) {
			facts = append(facts, audit.Fact{Name: sideNames[i] + "_" + f.Name, Value: f.Value})
		}
	}
	return slices.Clip(facts)
}
