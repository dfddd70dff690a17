package recon

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Trial has a staging copy run on the files of one of its original's runs. It takes
// the right to agree to changes of the copy as well.
type Trial struct {
	started
	copy govern.ID
}

// started is a Start, or a Try of one.
type started interface {
	govern.Command
	govern.Drawer
	RunID() govern.ID
}

// Name is the permission asked for.
func (*Trial) Name() string { return "staging_copy.try" }

// Targets is the copy with its original.
func (c *Trial) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return StagingCopies.Targets(ctx, q, c.copy)
}

// Plan starts the run. Faults: process_role_missing, and those of Start.
func (c *Trial) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, err := Processes.Get(ctx, q, c.copy)
	if err != nil {
		return govern.Plan{}, err
	}
	if !q.May(q.Asker(), configuring, beneath(p.Unit, p.ID)) {
		return govern.Plan{}, fault.New(fault.Denied, "process_role_missing", "To try a copy takes the right to agree to its changes as well, such as the role config-admin on the process %s.", p.Code)
	}
	return c.started.Plan(ctx, q, who)
}

// StartTrial returns the command that runs the copy on the files that a run of the
// original compared; run "" is the original's latest that is done. Whoever calls it
// has asked for staging_copy.try before. Faults: no_run, other_process, wrong_state.
func StartTrial(ctx context.Context, r store.Reader, keep files.Store, staged, run govern.ID) (*Trial, error) {
	s, of, err := toTry(ctx, r, staged, run)
	if err != nil {
		return nil, err
	}
	cmd, err := Repeat(ctx, r, keep, s.Process, Kept{of.LeftName, of.LeftFormat, of.LeftDigest}, Kept{of.RightName, of.RightFormat, of.RightDigest})
	return &Trial{cmd, s.ID}, err
}

// NewTrial is asked in a dry run alone: what the trial would come to. The files are
// read from one store, limit bytes each at most, and what comes of them is kept in
// another, which goes with the request.
func NewTrial(ctx context.Context, r store.Reader, from, keep files.Store, room string, staged, run govern.ID, limit int64) (*Trial, error) {
	s, of, err := toTry(ctx, r, staged, run)
	if err != nil {
		return nil, err
	}
	sides := [2]Side{{Name: of.LeftName, Format: of.LeftFormat}, {Name: of.RightName, Format: of.RightFormat}}
	for i, digest := range []string{of.LeftDigest, of.RightDigest} {
		if sides[i].Content, err = files.ReadAll(ctx, from, digest, limit); err != nil {
			return nil, err
		}
	}
	cmd, err := NewTry(ctx, r, keep, room, s.Process, sides[0], sides[1])
	return &Trial{cmd, s.ID}, err
}

// toTry is the copy, and the run of its original whose files are taken.
func toTry(ctx context.Context, r store.Reader, staged, run govern.ID) (*StagingCopy, *Run, error) {
	s, err := StagingCopies.Get(ctx, r, staged)
	if err != nil {
		return nil, nil, err
	}
	if run == "" {
		done, err := Runs.Find(ctx, r, `process = $1 AND state = 'done' ORDER BY number DESC LIMIT 1`, string(s.Original))
		if err != nil {
			return nil, nil, err
		}
		if len(done) == 0 {
			return nil, nil, fault.New(fault.Conflict, "no_run", "The original has no run that is done, and so no files to try the copy on. Run it first.")
		}
		return s, done[0], nil
	}
	of, err := Runs.Get(ctx, r, run)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, nil, err
	}
	if err != nil || of.Process != s.Original {
		return nil, nil, fault.Bad("run", "other_process", "The original has no run %s.", run)
	}
	return s, of, nil
}

// opens is what was found as the run's process takes it: a staging copy's run is
// for comparison, and opens no exceptions.
func (f *Found) opens(ctx context.Context, r store.Reader) (*Found, error) {
	of, err := copyOf(ctx, r, f.Run.Process)
	if err != nil || of == nil {
		return f, err
	}
	return &Found{Run: f.Run}, nil
}
