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
	Sent      State = "sent"
)

// Package is the set of orders that is signed together and leaves as one file.
type Package struct {
	govern.Root
	OfCustomer
	// Payment blocks in the file are named code-1, code-2 …, at most 35
	// characters: hence 30.
	Code       string   `json:"code" db:"code" audit:"show" maxLength:"30" pattern:"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$" doc:"Names the package and its file for ever."`
	Kind       string   `json:"kind" db:"kind" audit:"show" enum:"intercompany,third_party,tax,salary,mixed" doc:"The kind of all its orders, or mixed."`
	State      State    `json:"state" db:"state" audit:"show" enum:"draft,awaiting_signatures,accepted,declined,withdrawn,sent"`
	CreatedBy  string   `json:"created_by" db:"created_by" audit:"show" ref:"user"`
	EnteredBy  []string `json:"entered_by" db:"entered_by" audit:"show" ref:"user" doc:"Everybody who created it, or entered, changed or removed an order of it, sorted; none of them signs it."`
	Submission int64    `json:"submission" db:"submission" audit:"show" doc:"Grows by one whenever it is submitted; signatures are of one submission."`

	SubmittedAt govern.Time `json:"submitted_at" db:"submitted_at" audit:"show" required:"false"`
	Debtor      string      `json:"debtor" db:"debtor" audit:"show" required:"false" doc:"The customer's name as the file has it, frozen when submitted."`
	Digest      string      `json:"digest" db:"digest" audit:"show" required:"false" doc:"SHA-256 of the file's bytes, hexadecimal: what is signed. Empty in a draft."`

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
			if err := after.stillSigned(q, before); err != nil {
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

// stillSigned refuses an acceptance that rests on somebody who stands no longer.
// It is asked of the planned row, and so again when a held signature, made
// while all of them stood, is executed.
func (p *Package) stillSigned(q govern.Reader, before *Package) error {
	if p.State != Accepted || before.State == Accepted {
		return nil
	}
	for _, u := range p.Verdict.Counted {
		if !q.Stands(string(u)) {
			return fault.New(fault.Conflict, "signer_gone", "%s signed and is not active any more; the package needs another signature.", u)
		}
	}
	return nil
}

func (p *Package) enteredBy(user string) bool { return slices.Contains(p.EnteredBy, user) }

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
	Withdrawn: "withdrawn", Sent: "sent",
}

var stateAdvice = map[State]string{
	Drafted:   "Submit it first.",
	Awaiting:  "Reopen it as a draft to change it.",
	Accepted:  "What was accepted stays; it leaves as it is.",
	Declined:  "Reopen it as a draft, or withdraw it.",
	Withdrawn: "Enter a new package.",
	Sent:      "Enter a new package.",
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
