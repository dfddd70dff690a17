package payments

import (
	"context"
	"fmt"
	"slices"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// running refuses what is not done to a package that is held.
func (p *Package) running(todo string) error {
	if !p.Held {
		return nil
	}
	return fault.New(fault.Conflict, "held", "The package %s is held and cannot be %s: %s Have it resumed first.", p.Code, todo, p.HeldWhy)
}

// inTime refuses a package whose day or cut-off has passed.
func (j *jury) inTime(now govern.Time, p *Package) error {
	for _, o := range j.orders {
		if err := j.accounts[o.Account].over(o.ExecutionDate, now); err != nil {
			return fault.New(fault.Conflict, "too_late", "The package %s is too late for %s. %s", p.Code, o.EndToEndID, stateAdvice[Stale])
		}
	}
	return nil
}

// Hold stops a package that has not left; one person may.
type Hold struct {
	onPackage
	Why string `json:"why" minLength:"1" maxLength:"500" doc:"What is to be found out before it goes on."`
	// Gone are signatories who were suspended: the program holds the package for
	// each of them once.
	Gone []string `json:"-"`
}

// Name is the command's name.
func (*Hold) Name() string { return "package.hold" }

// Plan holds the package. Faults: wrong_state, reason_missing, already_held.
func (c *Hold) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, err := Packages.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.in("held", Drafted, Awaiting, Accepted, Released); err != nil {
		return govern.Plan{}, err
	}
	if c.Why == "" {
		return govern.Plan{}, fault.Bad("why", "reason_missing", "Say what is to be found out before it goes on.")
	}
	if p.Held {
		return govern.Plan{}, fault.New(fault.Conflict, "already_held", "The package %s is held already: %s", p.Code, p.HeldWhy)
	}
	next := *p
	next.Held, next.HeldBy, next.HeldAt, next.HeldWhy = true, who.User, q.Now(), c.Why
	next.Gone = slices.Clone(p.Gone)
	for _, u := range c.Gone {
		if at, known := slices.BinarySearch(next.Gone, u); !known {
			next.Gone = slices.Insert(next.Gone, at, u)
		}
	}
	return govern.Plan{Rows: []govern.RowChange{Packages.Update(p, &next)}}, nil
}

// Resume lets a held package go on from where it was held. Nobody does it alone.
type Resume struct{ onPackage }

// Name is the command's name.
func (*Resume) Name() string { return "package.resume" }

// Plan ends the holding; what waited for nothing else leaves. Fault: not_held.
func (c *Resume) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	p, err := Packages.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if !p.Held {
		return govern.Plan{}, fault.New(fault.Conflict, "not_held", "The package %s is not held.", p.Code)
	}
	next := *p
	next.Held, next.HeldBy, next.HeldAt, next.HeldWhy = false, "", 0, ""
	return govern.Plan{Rows: []govern.RowChange{Packages.Update(p, &next)}, Outbox: next.leaves()}, nil
}

// Release lets an accepted package of an account under dual disposition leave.
// Nobody does it alone, and nobody who entered or signed it.
type Release struct {
	onPackage
	Digest string `json:"digest" doc:"SHA-256 of the file that was looked at."`
}

// Name is the command's name.
func (*Release) Name() string { return "package.release" }

// Plan releases the package. Faults: wrong_state, no_release_needed, held,
// other_digest, not_second_party, too_late.
func (c *Release) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, err := Packages.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.in("released", Accepted); err != nil {
		return govern.Plan{}, err
	}
	if !p.DualDisposition {
		return govern.Plan{}, fault.New(fault.Conflict, "no_release_needed", "The package %s needs no release: it leaves by itself.", p.Code)
	}
	if err := p.running("released"); err != nil {
		return govern.Plan{}, err
	}
	if c.Digest != p.Digest {
		return govern.Plan{}, fault.Bad("digest", "other_digest", "This is not the file that was accepted: its digest is %s. Look at it again.", p.Digest)
	}
	j, err := p.jury(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := j.inTime(q.Now(), p); err != nil {
		return govern.Plan{}, err
	}
	for _, u := range append(users(p.EnteredBy), p.Verdict.Counted...) {
		if q.Person(string(u)) == q.Person(who.User) {
			return govern.Plan{}, fault.New(fault.Denied, "not_second_party", "You entered or signed this package; a second party has to release it.")
		}
	}
	next := *p
	next.State, next.ReleasedBy, next.ReleasedAt = Released, who.User, q.Now()
	return govern.Plan{Rows: []govern.RowChange{Packages.Update(p, &next)}, Outbox: next.leaves()}, nil
}

// Lapse makes a package stale whose day or cut-off passed while it waited.
type Lapse struct{ onPackage }

// Name is the command's name.
func (*Lapse) Name() string { return "package.lapse" }

// Plan ends the waiting. Faults: wrong_state, in_time.
func (c *Lapse) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	p, err := Packages.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.in("stale", Awaiting, Accepted, Released); err != nil {
		return govern.Plan{}, err
	}
	late, why, err := p.late(ctx, q, q.Now())
	if err != nil {
		return govern.Plan{}, err
	}
	if !late {
		return govern.Plan{}, fault.New(fault.Conflict, "in_time", "The package %s is in time, or is on its way already.", p.Code)
	}
	next := *p
	next.State, next.Why = Stale, why
	return govern.Plan{Rows: []govern.RowChange{Packages.Update(p, &next)}}, nil
}

// waits reports whether the package waits for people. What waits for nobody is
// on its way, and a courier decides what becomes of it.
func (p *Package) waits() bool {
	return p.State == Awaiting || p.Held || p.State == Accepted && p.DualDisposition
}

// late reports whether a day or cut-off has passed of a package that waits.
func (p *Package) late(ctx context.Context, r store.Reader, now govern.Time) (bool, string, error) {
	if !p.waits() {
		return false, "", nil
	}
	orders, err := OrdersOf(ctx, r, p.ID)
	if err != nil {
		return false, "", err
	}
	for _, o := range orders {
		a, err := Accounts.Get(ctx, r, o.Account)
		if err != nil {
			return false, "", err
		}
		if err := a.over(o.ExecutionDate, now); err != nil {
			return true, fmt.Sprintf("%s: %s", o.EndToEndID, fault.From(err).Detail), nil
		}
	}
	return false, "", nil
}
