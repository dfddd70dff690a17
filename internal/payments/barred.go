package payments

import (
	"context"
	"fmt"
	"slices"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/signing"
)

// Barred is a signatory whose signature does not count, or would not be taken.
type Barred struct {
	User   signing.User `json:"user"`
	Signed bool         `json:"signed" doc:"Whether they have signed, which counts for nothing."`
	Code   string       `json:"code" enum:"not_active,entered_it,already_signed,duty_rule,audit_archived,may_not_sign"`
	Why    string       `json:"why"`
}

// done is what a person did of a package, as which user: having entered it or
// signed it they add nothing more to it.
type done struct{ code, as string }

// sift leaves the signers who count, before their jobs and points are looked at:
// people sign, not users, so whoever no longer stands, is found to have entered
// the package, signed before as another user, or is kept from signing by a duty
// rule is out, also when they signed before the rule was made.
func (j *jury) sift(ctx context.Context, r store.Reader, people govern.People, p *Package) error {
	j.done, j.barred = map[string]done{}, []Barred{}
	for _, by := range j.entered {
		j.done[people.Person(by)] = done{"entered_it", by}
	}
	var left []signing.User
	for _, u := range j.Signers {
		b, err := j.bar(ctx, r, people, p, u)
		if err != nil {
			return err
		}
		if b != nil {
			b.Signed = true
			j.barred = append(j.barred, *b)
			continue
		}
		j.done[people.Person(string(u))] = done{"already_signed", string(u)}
		left = append(left, u)
	}
	j.Signers = left
	return nil
}

// bar is why a signature of the user would add nothing, whatever their job and
// points; nil when it would.
func (j *jury) bar(ctx context.Context, r store.Reader, people govern.People, p *Package, u signing.User) (*Barred, error) {
	if !people.Stands(string(u)) {
		return &Barred{User: u, Code: "not_active", Why: "They are not active any more."}, nil
	}
	if d, is := j.done[people.Person(string(u))]; is {
		b := &Barred{User: u, Code: d.code, Why: "They entered the package or an order of it."}
		if d.code == "already_signed" {
			b.Why = fmt.Sprintf("The same person has signed as %s.", d.as)
		}
		return b, nil
	}
	if p.ID == "" { // of no package yet
		return nil, nil
	}
	refusal, err := people.KeptApart(ctx, r, string(u), SignVerb, p.signedBy(string(u)))
	if refusal == nil {
		return nil, err
	}
	f := fault.From(refusal)
	return &Barred{User: u, Code: f.Code, Why: f.Detail}, nil
}

// signedBy is what a signature of the user comes to, as duty rules see it.
func (p *Package) signedBy(user string) govern.Plan {
	s := &Signature{OfCustomer: p.OfCustomer, Package: p.ID, Submission: p.Submission, User: govern.ID(user), Digest: p.Digest}
	return govern.Plan{Rows: []govern.RowChange{Signatures.Insert(s)}, Record: govern.Ref{Table: "package", ID: p.ID}}
}

// candidates are the signatories who have signed or still could; those who could
// but for a job are named beside them, and the others join the barred.
func (j *jury) candidates(ctx context.Context, r store.Reader, people govern.People, p *Package) (may, withoutJob []signing.User, err error) {
	may, withoutJob = []signing.User{}, []signing.User{} // nobody; nil would mean everybody
	for _, u := range j.signatories() {
		if slices.Contains(j.Signers, u) {
			may = append(may, u)
			continue
		}
		if slices.ContainsFunc(j.barred, func(b Barred) bool { return b.User == u }) {
			continue
		}
		b, err := j.bar(ctx, r, people, p, u)
		if err != nil {
			return nil, nil, err
		}
		if b == nil && !people.May(string(u), SignVerb, p.target()) {
			b = &Barred{User: u, Code: "may_not_sign", Why: "They have points here, and no role that lets them sign."}
		}
		switch {
		case b != nil:
			j.barred = append(j.barred, *b)
		case j.lacksJob(u):
			withoutJob = append(withoutJob, u)
		default:
			may = append(may, u)
		}
	}
	return may, withoutJob, nil
}
