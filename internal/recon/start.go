package recon

import (
	"context"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Start starts a run: it pins the files, the configuration and who asked. A worker
// compares, and records the outcome as a second change. It rests on the version of
// the process that it was prepared with.
type Start struct {
	base  int64
	run   *Run
	files []audit.Fact
}

// Side is one of the two files that are compared. A camt.053 file is compared
// by the columns id, amount, currency, date (booked), value_date, counterparty,
// counterparty_account, text, bank_reference, statement and line, one row for
// each booked entry, negative amounts for what left the account.
type Side struct {
	Name    string // as it was submitted
	Format  string // CSV or Camt053
	Content []byte
}

// Kept is a side whose file the files' store holds already.
type Kept struct{ Name, Format, Digest string }

// Prepare reads both files as the comparison will, outside the writer, keeps them
// and the configuration, and returns the command that starts the run. room is the
// folder in which it works, "" for the system's, and where it leaves nothing.
// Whoever calls it has asked for the permission process.run before; the command is
// asked for it again.
//
// A file that is malformed faults with its place, field left or right, and then
// no file is kept.
func Prepare(ctx context.Context, r store.Reader, keep files.Store, room string, process govern.ID, left, right Side) (*Start, error) {
	p, err := Processes.Get(ctx, r, process)
	if err != nil {
		return nil, err
	}
	s := newStart(p, Kept{left.Name, left.Format, ""}, Kept{right.Name, right.Format, ""})
	w, err := newWork(room, s.run, []byte(p.Configuration))
	if err != nil {
		return nil, err
	}
	if err := w.check(ctx, left.Content, right.Content); err != nil {
		return nil, err
	}
	s.files = SideFacts(left, right)
	for digest, content := range map[*string][]byte{&s.run.LeftDigest: left.Content, &s.run.RightDigest: right.Content, &s.run.ConfigurationDigest: []byte(p.Configuration)} {
		if *digest, err = files.PutBytes(ctx, keep, content); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Repeat returns the command that starts a run on files that are kept already, such
// as those of an earlier run. They are read when they are compared.
func Repeat(ctx context.Context, r store.Reader, keep files.Store, process govern.ID, left, right Kept) (*Start, error) {
	p, err := Processes.Get(ctx, r, process)
	if err != nil {
		return nil, err
	}
	s := newStart(p, left, right)
	for i, side := range []Kept{left, right} {
		s.files = append(s.files, audit.Fact{Name: sideNames[i] + "_file", Value: side.Name}, audit.Fact{Name: sideNames[i] + "_sha256", Value: side.Digest})
	}
	s.run.ConfigurationDigest, err = files.PutBytes(ctx, keep, []byte(p.Configuration))
	return s, err
}

func newStart(p *Process, left, right Kept) *Start {
	return &Start{base: p.Version, run: &Run{
		Process: p.ID, Unit: p.Unit, Number: 1, State: Running, Consistency: "not_checked", Notes: []string{},
		ProcessVersion: p.Version, Kind: p.Kind, AccountNumber: p.AccountNumber, OnInconsistency: p.OnInconsistency,
		LeftName: left.Name, LeftFormat: left.Format, LeftDigest: left.Digest,
		RightName: right.Name, RightFormat: right.Format, RightDigest: right.Digest,
	}}
}

// Name is the permission asked for: to run the process.
func (*Start) Name() string { return "process.run" }

// RunID is the id of the run, once the Engine has the command.
func (c *Start) RunID() govern.ID { return c.run.ID }

// Draw draws the id of the run.
func (c *Start) Draw(newID func() govern.ID) { c.run.ID = newID() }

// Targets is the process.
func (c *Start) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Processes.Targets(ctx, q, c.run.Process)
}

// Plan inserts the run with the next number. Faults: stale when the process
// changed since the files were read, run_under_way while another run of the process
// is, already_run when these files were compared under this configuration before.
func (c *Start) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, err := Processes.Get(ctx, q, c.run.Process)
	if err != nil {
		return govern.Plan{}, err
	}
	if p.Version != c.base {
		return govern.Plan{}, fault.New(fault.Stale, "stale", "The process changed while the files were read. Run it again.")
	}
	// A held run must not be given a number that another took meanwhile.
	others, err := Processes.Children(ctx, q, p.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	run := *c.run
	run.RanAt, run.AskedBy = q.Now(), govern.ID(who.User)
	if run.Number, err = c.number(ctx, q); err != nil {
		return govern.Plan{}, err
	}
	facts := append(slices.Clone(c.files), audit.Fact{Name: "configuration", Value: run.ConfigurationDigest})
	return govern.Plan{Rows: []govern.RowChange{Runs.Insert(&run)}, Reads: []govern.Read{others}, Facts: facts}, nil
}

// number is the next one, unless a run is under way, or the same comparison stands
// there already: doing it again would open every exception a second time.
func (c *Start) number(ctx context.Context, q govern.Reader) (int64, error) {
	r := c.run
	under, err := Runs.One(ctx, q, `process = $1 AND state = 'running'`, string(r.Process))
	if err != nil {
		return 0, err
	}
	if under != nil {
		return 0, fault.New(fault.Conflict, "run_under_way", "Run %d of this process is under way. Wait for its end, or have it stopped, and start again.", under.Number)
	}
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

// Brought names both files for the log when the run was refused.
func (c *Start) Brought(error) []audit.Fact { return c.files }

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
