package payments

import (
	"context"
	"slices"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/passkey"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/signing"
)

// AcceptedMessage is the kind of the outbox message that an accepted package
// leaves: its subject is the package's id, its body the digest of the file.
const AcceptedMessage = "package_accepted"

// SignVerb is the name of the command that signs.
const SignVerb = "package.sign"

// AnsweredMessage is the kind of the outbox message of a package that a bank's
// report names: its file has arrived there. The subject is the package's id.
const AnsweredMessage = "package_answered"

// Sign gives a signature over the package's file. With the signature that
// completes it the package is accepted. A signature that completes nothing, or
// that excludes somebody, is recorded all the same: Evaluate says why.
type Sign struct {
	onPackage
	Digest  string          `json:"digest" doc:"SHA-256 of the file that was looked at."`
	Passkey *passkey.Answer `json:"passkey,omitempty" required:"false" doc:"What the browser's passkey answered to me/passkey/sign; without it a young proof of the session is asked for."`

	// The way in sets one of them, from what it has seen.
	Assertion *passkey.Assertion `json:"-"`
	Seal      secret.Sealed      `json:"-"`
	signature govern.ID
}

// Name is the command's name.
func (*Sign) Name() string { return SignVerb }

// Draw gives the signature its id.
func (c *Sign) Draw(newID func() govern.ID) { c.signature = newID() }

// Plan records the signature and judges all there are. Faults: wrong_state,
// other_digest, entered_it, not_a_signatory, no_job, already_signed,
// instruction_changed, no_proof, bad_passkey.
func (c *Sign) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, j, err := readAwaiting(ctx, q, c.id, "signed")
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.running("signed"); err != nil {
		return govern.Plan{}, err
	}
	if c.Digest != p.Digest {
		return govern.Plan{}, fault.Bad("digest", "other_digest", "This is not the file that waits for signatures: its digest is %s. Look at it again.", p.Digest)
	}
	before := j.signatureOf(who.User)
	if err := j.samePerson(q, p, who.User); err != nil {
		return govern.Plan{}, err
	}
	if err := j.admit(p, who.User, before); err != nil {
		return govern.Plan{}, err
	}
	if err := j.stillPayable(ctx, q, q.Now(), p); err != nil {
		return govern.Plan{}, err
	}
	s := &Signature{
		OfCustomer: p.OfCustomer, Package: p.ID, Submission: p.Submission, User: govern.ID(who.User), Digest: p.Digest,
		SignedAt: q.Now(), Method: who.Method, Seal: c.Seal,
	}
	if c.Assertion != nil {
		s.Passkey = *c.Assertion
		if _, err := s.Passkey.Verify(p.Digest, who.User); err != nil {
			return govern.Plan{}, err
		}
	}
	s.ID = c.signature
	row := Signatures.Insert
	if before != nil { // given before and taken back
		s.Meta = before.Meta
		row = func(s *Signature) govern.RowChange { return Signatures.Update(before, s) }
	}
	j.Signers = append(j.Signers, signing.User(who.User))
	return j.conclude(ctx, q, p, row(s))
}

// readAwaiting reads a package that waits for signatures, and all that its
// verdict depends on.
func readAwaiting(ctx context.Context, q govern.Reader, id govern.ID, todo string) (*Package, *jury, error) {
	p, err := Packages.Get(ctx, q, id)
	if err != nil {
		return nil, nil, err
	}
	if err := p.in(todo, Awaiting); err != nil {
		return nil, nil, err
	}
	j, err := p.jury(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	return p, j, j.sift(ctx, q, q, p)
}

// signatureOf is the user's signature of this submission, taken back or not.
func (j *jury) signatureOf(user string) *Signature {
	for _, s := range j.signatures {
		if string(s.User) == user {
			return s
		}
	}
	return nil
}

// samePerson refuses who did as another user what this one may not do as well:
// entering, and signing before. People count, not users.
func (j *jury) samePerson(q govern.People, p *Package, user string) error {
	person := q.Person(user)
	for _, by := range j.entered {
		if by != user && q.Person(by) == person {
			return fault.New(fault.Denied, "entered_it", "You entered this package or an order of it, as %s; others have to sign it.", by)
		}
	}
	for _, s := range j.signatures {
		if other := string(s.User); other != user && !s.Withdrawn && q.Person(other) == person {
			return fault.New(fault.Conflict, "already_signed", "You have signed this package already, as %s.", other)
		}
	}
	return nil
}

// admit refuses who does not sign this package.
func (j *jury) admit(p *Package, user string, before *Signature) error {
	switch {
	case slices.Contains(j.entered, user):
		return fault.New(fault.Denied, "entered_it", "You entered this package or an order of it; others have to sign it.")
	case !slices.Contains(j.signatories(), signing.User(user)):
		return fault.New(fault.Denied, "not_a_signatory", "You are no signatory of an account that this package debits.")
	case j.lacksJob(signing.User(user)):
		return fault.New(fault.Denied, "no_job", "This customer signs by jobs, and you have none there yet. Ask the bank administrator.")
	case before != nil && !before.Withdrawn:
		return fault.New(fault.Conflict, "already_signed", "You have signed this package already.")
	}
	return nil
}

// conclude judges the signers whole, and accepts the package when they suffice.
// The plan is bound to every set that the verdict was made from.
func (j *jury) conclude(ctx context.Context, q govern.Reader, p *Package, rows ...govern.RowChange) (govern.Plan, error) {
	v := signing.Evaluate(j.Case)
	plan := govern.Plan{Rows: rows, Record: govern.Ref{Table: "package", ID: p.ID}, Facts: append([]audit.Fact{{Name: "digest", Value: p.Digest}}, facts(v)...)}
	set, err := Packages.Children(ctx, q, p.ID)
	if err != nil {
		return plan, err
	}
	plan.Reads = append(plan.Reads, set)
	if set, err = Customers.Children(ctx, q, p.Customer); err != nil {
		return plan, err
	}
	plan.Reads = append(plan.Reads, set)
	for _, d := range j.Debits {
		if set, err = Accounts.Children(ctx, q, govern.ID(d.Account)); err != nil {
			return plan, err
		}
		plan.Reads = append(plan.Reads, set)
	}
	// Who the signers and those who entered it are, and whether they stand.
	for _, u := range append(slices.Clone(j.Signers), users(p.EnteredBy)...) {
		r := govern.Read{Table: "user", ID: govern.ID(u)}
		if err := q.QueryRow(ctx, []any{&r.Version}, `SELECT version FROM "user" WHERE id = $1`, string(u)); err != nil {
			return plan, err
		}
		plan.Reads = append(plan.Reads, r)
	}
	if v.Accepted && !p.Held {
		next := *p
		next.State, next.Verdict = Accepted, v
		plan.Rows = append(plan.Rows, Packages.Update(p, &next))
		plan.Outbox = next.leaves()
	}
	return plan, nil
}

// leaves is the message that has the package's file sent, if nothing is left to
// wait for.
func (p *Package) leaves() []govern.Message {
	if p.Held || p.State != Released && (p.State != Accepted || p.DualDisposition) {
		return nil
	}
	return []govern.Message{{Kind: AcceptedMessage, Subject: string(p.ID), Body: p.Digest}}
}

// facts are the verdict for the log.
func facts(v signing.Verdict) []audit.Fact {
	list := []audit.Fact{{Name: "accepted", Value: strconv.FormatBool(v.Accepted)}, {Name: "points", Value: strconv.Itoa(v.Points)}}
	for _, u := range v.Counted {
		list = append(list, audit.Fact{Name: "counted", Value: string(u)})
	}
	for _, c := range v.Clashes {
		list = append(list, audit.Fact{Name: "ignored", Value: string(c.First.User) + " (" + string(c.First.Job) + ") and " + string(c.Second.User) + " (" + string(c.Second.Job) + ")"})
	}
	for _, u := range v.NoRight {
		list = append(list, audit.Fact{Name: "no_right", Value: string(u)})
	}
	return list
}

// TakeBack takes the user's own signature back, so that an excluded pair can be
// mended. The signatures that remain are judged at once.
type TakeBack struct{ onPackage }

// Name is the command's name.
func (*TakeBack) Name() string { return "package.take_back" }

// Plan marks the signature. Faults: wrong_state, not_signed.
func (c *TakeBack) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, j, err := readAwaiting(ctx, q, c.id, "unsigned")
	if err != nil {
		return govern.Plan{}, err
	}
	s := j.signatureOf(who.User)
	if s == nil || s.Withdrawn {
		return govern.Plan{}, fault.New(fault.Conflict, "not_signed", "You have not signed this package.")
	}
	next := *s
	next.Withdrawn = true
	row := Signatures.Update(s, &next)
	j.Signers = slices.DeleteFunc(j.Signers, func(u signing.User) bool { return string(u) == who.User })
	err = j.stillPayable(ctx, q, q.Now(), p)
	if fault.Is(err, fault.Conflict) { // never accepted as it stands, and taking back must still be possible
		return govern.Plan{Rows: []govern.RowChange{row}, Record: govern.Ref{Table: "package", ID: p.ID}}, nil
	}
	if err != nil {
		return govern.Plan{}, err
	}
	return j.conclude(ctx, q, p, row)
}

// Judge looks again whether the signatures given suffice, after jobs,
// exclusions or points have changed.
type Judge struct{ onPackage }

// Name is the command's name.
func (*Judge) Name() string { return "package.judge" }

// Plan accepts the package. Faults: wrong_state, not_complete,
// instruction_changed.
func (c *Judge) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	p, j, err := readAwaiting(ctx, q, c.id, "judged")
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.running("accepted"); err != nil {
		return govern.Plan{}, err
	}
	if err := j.stillPayable(ctx, q, q.Now(), p); err != nil {
		return govern.Plan{}, err
	}
	plan, err := j.conclude(ctx, q, p)
	if err == nil && len(plan.Rows) == 0 {
		err = fault.New(fault.Conflict, "not_complete", "The signatures do not suffice yet; the package's standing says what is missing.")
	}
	return plan, err
}

func users(ids []string) []signing.User {
	list := make([]signing.User, len(ids))
	for i, id := range ids {
		list[i] = signing.User(id)
	}
	return list
}
