package directory

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
)

// ReplaceFactor puts another second factor in the place of the actor's own. The
// way in has had the old one prove them, and has seen a code of the new one.
type ReplaceFactor struct{ Seed, Recovery secret.Sealed }

// Name is the command's name.
func (*ReplaceFactor) Name() string { return "me.replace_factor" }

// Targets is nothing: it is about the actor.
func (*ReplaceFactor) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan keeps the new factor and its recovery codes; sessions from before are
// over. Fault no_factor when there is none to replace.
func (c *ReplaceFactor) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	have, err := factorOf(ctx, q, who)
	if err != nil {
		return govern.Plan{}, err
	}
	next := *have
	next.Seed, next.Recovery, next.FactorAt, next.EndedAt = c.Seed, c.Recovery, q.Now(), q.Now()
	return govern.Plan{Rows: []govern.RowChange{Credentials.Update(have, &next)}}, nil
}

// RenewRecovery takes other recovery codes for the actor's own factor.
type RenewRecovery struct{ Recovery secret.Sealed }

// Name is the command's name.
func (*RenewRecovery) Name() string { return "me.renew_recovery" }

// Targets is nothing: it is about the actor.
func (*RenewRecovery) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan keeps the new codes alone. Fault no_factor when there is none that they
// could stand for.
func (c *RenewRecovery) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	have, err := factorOf(ctx, q, who)
	if err != nil {
		return govern.Plan{}, err
	}
	next := *have
	next.Recovery = c.Recovery
	return govern.Plan{Rows: []govern.RowChange{Credentials.Update(have, &next)}}, nil
}

func factorOf(ctx context.Context, q govern.Reader, who govern.Actor) (*Credential, error) {
	have, err := Credentials.One(ctx, q, `id = $1`, who.User)
	if err == nil && (have == nil || have.Seed == "") {
		err = fault.New(fault.Conflict, "no_own_factor", "You have no second factor enrolled; enrol one first.")
	}
	return have, err
}
