package payments

import (
	"context"
	"slices"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/signing"
)

// Decline refuses to sign a package, with a reason; it can return as a draft.
type Decline struct {
	onPackage
	Why string `json:"why" minLength:"1" maxLength:"500" doc:"The reason, for those who entered it."`
}

// Name is the command's name.
func (*Decline) Name() string { return "package.decline" }

// Plan ends the waiting. Faults: wrong_state, reason_missing, not_a_signatory.
func (c *Decline) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, j, err := readAwaiting(ctx, q, c.id, "declined")
	if err != nil {
		return govern.Plan{}, err
	}
	if c.Why == "" {
		return govern.Plan{}, fault.Bad("why", "reason_missing", "Say why, so that the package can return better.")
	}
	if !slices.Contains(j.signatories(), signing.User(who.User)) {
		return govern.Plan{}, fault.New(fault.Denied, "not_a_signatory", "You are no signatory of an account that this package debits.")
	}
	next := *p
	next.State, next.EndedBy, next.Why = Declined, who.User, c.Why
	return govern.Plan{Rows: []govern.RowChange{Packages.Update(p, &next)}}, nil
}

// Withdraw ends a package that is not accepted, for good.
type Withdraw struct {
	onPackage
	Why string `json:"why" required:"false" maxLength:"500"`
}

// Name is the command's name.
func (*Withdraw) Name() string { return "package.withdraw" }

// Plan ends the package. Fault: wrong_state.
func (c *Withdraw) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, err := Packages.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.in("withdrawn", Drafted, Awaiting, Declined, Stale); err != nil {
		return govern.Plan{}, err
	}
	next := *p
	next.State, next.EndedBy, next.Why = Withdrawn, who.User, c.Why
	return govern.Plan{Rows: []govern.RowChange{Packages.Update(p, &next)}}, nil
}

// MarkSent records that the file left; it is asked by what delivers.
type MarkSent struct {
	onPackage
	SHA256 string `json:"sha256" doc:"Of the bytes that left, hexadecimal."`
}

// Name is the command's name.
func (*MarkSent) Name() string { return "package.sent" }

// Plan moves the package on. Faults: wrong_state, other_file.
func (c *MarkSent) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	p, err := Packages.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.in("marked as sent", Accepted, Released); err != nil {
		return govern.Plan{}, err
	}
	if c.SHA256 != p.Digest {
		return govern.Plan{}, fault.Bad("sha256", "other_file", "What left is not what was signed: the digest of the package %s is %s.", p.Code, p.Digest)
	}
	next := *p
	next.State = Sent
	return govern.Plan{Rows: []govern.RowChange{Packages.Update(p, &next)}, Facts: []audit.Fact{{Name: "digest", Value: p.Digest}}}, nil
}
