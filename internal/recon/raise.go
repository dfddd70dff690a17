package recon

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Raise asks that the original becomes as its copy is: a change of the original, to
// which the four-eyes rules on changing a process apply. It takes the right to
// agree to changes of the original as well. Code, name and unit stay the original's.
type Raise struct{ onCopy }

// Name is the command's name.
func (*Raise) Name() string { return "staging_copy.raise" }

// Targets is the original: who agrees is asked for there.
func (c *Raise) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	s, err := StagingCopies.Get(ctx, q, c.id)
	if err != nil {
		return nil, err
	}
	return Processes.Targets(ctx, q, s.Original)
}

// Plan gives the original its next version. Faults: original_moved when it changed
// since the copy was made or brought up to it, nothing_differs.
func (c *Raise) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	s, p, err := c.both(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	o, err := Processes.Get(ctx, q, s.Original)
	if err != nil {
		return govern.Plan{}, err
	}
	if o.Version != s.OriginalVersion {
		return govern.Plan{}, fault.New(fault.Conflict, "original_moved", "The original is at version %d by now, and this copy is of version %d. Nothing is merged: see what changed since, and bring the copy up to it, which overwrites what was tried here, or close the copy.", o.Version, s.OriginalVersion)
	}
	next := *o
	next.configureAs(p)
	if next == *o {
		return govern.Plan{}, fault.New(fault.Conflict, "nothing_differs", "The copy compares exactly as its original does; there is nothing to ask for.")
	}
	level := *s
	level.OriginalVersion = o.Version + 1
	return govern.Plan{
		Rows:  []govern.RowChange{Processes.Update(o, &next), StagingCopies.Update(s, &level)},
		Facts: []audit.Fact{{Name: "from_copy", Value: string(s.ID)}, {Name: "copy_code", Value: p.Code}},
	}, nil
}

// Renew overwrites a copy with its original as that stands now. What was tried in
// the copy is in its history.
type Renew struct{ onCopy }

// Name is the command's name.
func (*Renew) Name() string { return "staging_copy.renew" }

// Plan updates the copy. Faults: nothing_to_do when it is level with its original
// already; process_role_missing without the right to agree to changes of the copy.
func (c *Renew) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	s, p, err := c.both(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	if !q.May(q.Asker(), configuring, beneath(p.Unit, p.ID)) {
		return govern.Plan{}, fault.New(fault.Denied, "process_role_missing", "To overwrite a copy takes the right to agree to its changes as well, such as the role config-admin on the process %s.", p.Code)
	}
	o, err := Processes.Get(ctx, q, s.Original)
	if err != nil {
		return govern.Plan{}, err
	}
	plan := govern.Plan{Record: govern.Ref{Table: Processes.Name, ID: p.ID}, Facts: []audit.Fact{{Name: "copy_of", Value: string(o.ID)}}}
	next, level := *p, *s
	next.configureAs(o)
	level.OriginalVersion = o.Version
	if next != *p {
		plan.Rows = append(plan.Rows, Processes.Update(p, &next))
	}
	if level != *s {
		plan.Rows = append(plan.Rows, StagingCopies.Update(s, &level))
	}
	if plan.Rows == nil {
		return govern.Plan{}, fault.New(fault.Conflict, "nothing_to_do", "The copy is as its original is.")
	}
	return plan, nil
}

// configureAs takes over how the other process compares.
func (p *Process) configureAs(other *Process) {
	p.Kind, p.AccountNumber, p.Configuration = other.Kind, other.AccountNumber, other.Configuration
	p.HandTolerance, p.OnInconsistency = other.HandTolerance, other.OnInconsistency
}
