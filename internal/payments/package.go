package payments

import (
	"context"
	"errors"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/signing"
)

// State is where a package stands.
type State string

// The states of a package.
const (
	Drafted   State = "draft"
	Awaiting  State = "awaiting_signatures"
	Accepted  State = "accepted"
	Declined  State = "declined"
	Withdrawn State = "withdrawn"
	Stale     State = "stale" // its day or cut-off passed while it waited
	Released  State = "released"
	Sent      State = "sent"
	// What the bank says of what was sent.
	Acknowledged State = "acknowledged"
	Rejected     State = "rejected"
	Booked       State = "booked"
)

// frozen are the states of a package whose verdict is frozen.
var frozen = []State{Accepted, Released, Sent, Acknowledged, Rejected, Booked}

// Left reports whether the package's file is at the bank.
func (s State) Left() bool { return slices.Contains(frozen[2:], s) }

// Package is the set of orders that is signed together and leaves as one file.
type Package struct {
	govern.Root
	OfCustomer
	// Payment blocks in the file are named code-1, code-2 …, at most 35
	// characters: hence 30.
	Code       string   `json:"code" db:"code" audit:"show" maxLength:"30" pattern:"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$" doc:"Names the package and its file for ever."`
	Kind       string   `json:"kind" db:"kind" audit:"show" enum:"intercompany,third_party,tax,salary,mixed" doc:"The kind of all its orders, or mixed."`
	State      State    `json:"state" db:"state" audit:"show" enum:"draft,awaiting_signatures,accepted,declined,withdrawn,stale,released,sent,acknowledged,rejected,booked"`
	CreatedBy  string   `json:"created_by" db:"created_by" audit:"show" ref:"user"`
	EnteredBy  []string `json:"entered_by" db:"entered_by" audit:"show" ref:"user" doc:"Everybody who created it, or entered, changed or removed an order of it, sorted; none of them signs it."`
	Submission int64    `json:"submission" db:"submission" audit:"show" doc:"Grows by one whenever it is submitted; signatures are of one submission."`

	SubmittedAt govern.Time `json:"submitted_at" db:"submitted_at" audit:"show" required:"false"`
	Debtor      string      `json:"debtor" db:"debtor" audit:"show" required:"false" doc:"The customer's name as the file has it, frozen when submitted."`
	Digest      string      `json:"digest" db:"digest" audit:"show" required:"false" doc:"SHA-256 of the file's bytes, hexadecimal: what is signed. Empty in a draft."`

	FileVersion     string      `json:"file_version" db:"file_version" audit:"show" required:"false" enum:"pain.001.001.03,pain.001.001.09" doc:"Of the bank file, frozen when submitted; empty: pain.001.001.09."`
	DualDisposition bool        `json:"dual_disposition" db:"dual_disposition" audit:"show" required:"false" doc:"It leaves only when a second party released it; frozen when submitted."`
	ReleasedBy      string      `json:"released_by" db:"released_by" audit:"show" required:"false" ref:"user"`
	ReleasedAt      govern.Time `json:"released_at" db:"released_at" audit:"show" required:"false"`
	Held            bool        `json:"held" db:"held" audit:"show" required:"false" doc:"It is neither signed nor released nor sent until two people resume it."`
	HeldBy          string      `json:"held_by" db:"held_by" audit:"show" required:"false" ref:"user" doc:"Who held it; empty: the program, for the reason given."`
	HeldAt          govern.Time `json:"held_at" db:"held_at" audit:"show" required:"false"`
	HeldWhy         string      `json:"held_why" db:"held_why" audit:"show" required:"false" maxLength:"500"`
	Gone            []string    `json:"gone" db:"gone" audit:"show" required:"false" ref:"user" doc:"Signatories who were suspended after they signed, and for whom it has been held."`

	EndedBy string          `json:"ended_by" db:"ended_by" audit:"show" required:"false" ref:"user" doc:"Who declined or withdrew it."`
	Why     string          `json:"why" db:"why" audit:"show" required:"false" maxLength:"500"`
	Verdict signing.Verdict `json:"verdict" db:"verdict" audit:"show" doc:"The verdict that accepted it, frozen."`
}

// Packages are all packages of orders.
var Packages = govern.Declare(govern.Table[Package]{
	Name:      "package",
	Doc:       "A set of orders that is signed together and leaves as one file.",
	Unique:    [][]string{{"code"}},
	ByCommand: true,
	Target:    func(p *Package) access.Target { return p.target() },
	Check: func(ctx context.Context, q govern.Reader, before, after *Package) error {
		if after == nil {
			return fault.New(fault.Conflict, "package_stays", "A package is never deleted; withdraw it.")
		}
		if before != nil {
			if before.Code != after.Code {
				return fixed("code", "The code of a package")
			}
			if err := after.stillSigned(ctx, q, before); err != nil {
				return err
			}
			if err := after.stillEnough(ctx, q, before); err != nil {
				return err
			}
			return after.check(ctx, q, &before.OfCustomer)
		}
		if used, err := taken(ctx, q, `SELECT id FROM package WHERE code = $1`, after.Code); err != nil || used {
			return orUsed(err, "code", after.Code)
		}
		return after.check(ctx, q, nil)
	},
})

// stillSigned refuses an acceptance that rests on somebody who stands no longer, or
// whom a duty rule keeps from signing by now.
// It is asked of the planned row, and so again when a held signature, made
// while all of them stood, is executed.
func (p *Package) stillSigned(ctx context.Context, q govern.Reader, before *Package) error {
	if p.State != Accepted || before.State == Accepted {
		return nil
	}
	for _, u := range p.Verdict.Counted {
		if !q.Stands(string(u)) {
			return fault.New(fault.Conflict, "signer_gone", "%s signed and is not active any more; the package needs another signature.", u)
		}
		refusal, err := q.KeptApart(ctx, q, string(u), SignVerb, p.signedBy(string(u)))
		if err != nil {
			return err
		}
		if refusal != nil {
			return fault.New(fault.Conflict, "signer_barred", "%s signed and may not any more; the package needs another signature. %s", u, fault.From(refusal).Detail)
		}
	}
	return nil
}

// stillEnough refuses an acceptance, made while less was required, when an
// account requires more meanwhile: another package may have been accepted that
// pays the same beneficiary on the same day.
func (p *Package) stillEnough(ctx context.Context, q govern.Reader, before *Package) error {
	if p.State != Accepted || before.State == Accepted {
		return nil
	}
	orders, err := summed(ctx, q, p.ID)
	if err != nil {
		return err
	}
	for _, v := range p.Verdict.Accounts {
		a, err := Accounts.Get(ctx, q, govern.ID(v.Account))
		if err != nil {
			return err
		}
		required, err := a.required(ctx, q, p.ID, orders)
		if err != nil {
			return err
		}
		if int64(v.Points) < required {
			return fault.New(fault.Conflict, "more_required", "The account %s requires %d points by now, and the signatures have %d.", a.Name, required, v.Points)
		}
	}
	return nil
}

// enter adds the user to those who do not sign the package; false when they are
// among them already.
func (p *Package) enter(user string) bool {
	at, known := slices.BinarySearch(p.EnteredBy, user)
	if known {
		return false
	}
	p.EnteredBy = slices.Insert(slices.Clone(p.EnteredBy), at, user)
	return true
}

// in refuses what cannot be done to the package in its state.
func (p *Package) in(todo string, states ...State) error {
	if slices.Contains(states, p.State) {
		return nil
	}
	return fault.New(fault.Conflict, "wrong_state", "The package %s is %s: it cannot be %s. %s", p.Code, stateWords[p.State], todo, stateAdvice[p.State])
}

var stateWords = map[State]string{
	Drafted: "a draft", Awaiting: "waiting for signatures", Accepted: "accepted", Declined: "declined",
	Withdrawn: "withdrawn", Stale: "stale", Released: "released", Sent: "sent",
	Acknowledged: "acknowledged by the bank", Rejected: "rejected by the bank", Booked: "booked",
}

var stateAdvice = map[State]string{
	Drafted:   "Submit it first.",
	Awaiting:  "Reopen it as a draft to change it.",
	Accepted:  "What was accepted stays; it leaves as it is.",
	Declined:  "Reopen it as a draft, or withdraw it.",
	Withdrawn: "Enter a new package.",
	Stale:     "Reopen it as a draft and give later days, or withdraw it.",
	Released:  "What was released leaves as it is.",
	Sent:      "Enter a new package.",

	Acknowledged: "Enter a new package.",
	Rejected:     "Enter a new package; its orders can name those that they repair.",
	Booked:       "Enter a new package.",
}

// taken reports whether a query finds an id.
func taken(ctx context.Context, r store.Reader, q string, args ...any) (bool, error) {
	var id string
	err := r.QueryRow(ctx, []any{&id}, q, args...)
	if errors.Is(err, store.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func orUsed(err error, field, value string) error {
	if err != nil {
		return err
	}
	return fault.Bad(field, "already_used", "%q has been used before; it names one thing for ever.", value)
}
