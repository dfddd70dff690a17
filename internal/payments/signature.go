package payments

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/passkey"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Signature is one user's agreement to the bytes of a package's file. It is of
// one submission: a package that is reopened leaves its signatures behind.
type Signature struct {
	govern.Meta
	OfCustomer
	Package    govern.ID   `json:"package" db:"package" audit:"show" ref:"package"`
	Submission int64       `json:"submission" db:"submission" audit:"show"`
	User       govern.ID   `json:"user" db:"user" audit:"show" ref:"user"`
	Digest     string      `json:"digest" db:"digest" audit:"show" doc:"SHA-256 of the file that was signed."`
	SignedAt   govern.Time `json:"signed_at" db:"signed_at" audit:"show"`
	Method     string      `json:"method" db:"method" audit:"show" required:"false" doc:"How the user had signed in."`
	// One of the two proves it: what the passkey answered, or this server's seal
	// over who was signed in and how.
	Passkey   passkey.Assertion `json:"passkey" db:"passkey" audit:"show" required:"false" doc:"What the user's passkey signed, with all that it takes to check it again; empty without a passkey."`
	Seal      secret.Sealed     `json:"seal" db:"seal" audit:"mask" required:"false" doc:"The server's sealed record of session, factor and digest; empty with a passkey."`
	Withdrawn bool              `json:"withdrawn" db:"withdrawn" audit:"show" required:"false" doc:"Taken back."`
}

// Signatures are given and taken back by commands on packages.
var Signatures = govern.Declare(govern.Table[Signature]{
	Name:      "signature",
	Doc:       "One user's agreement to the bytes of a package's file.",
	Unique:    [][]string{{"package", "submission", "user"}},
	Parent:    &govern.Parent[Signature]{Table: "package", ID: func(s *Signature) govern.ID { return s.Package }},
	ByCommand: true,
	Target: func(s *Signature) access.Target {
		return s.target(access.Record{Table: "package", ID: string(s.Package)})
	},
	Check: func(ctx context.Context, q govern.Reader, before, after *Signature) error {
		switch {
		case after == nil:
			return nil
		case !after.Withdrawn && (after.Passkey.Credential == "") == (after.Seal == ""):
			return fault.New(fault.Denied, "no_proof", "This signature came without a proof of who gave it. Sign again, from the package's page.")
		case before != nil:
			return nil
		}
		return after.check(ctx, q, nil)
	},
})

// signatures are those of the package's present submission, also the ones that
// were taken back, in the order in which they were given.
func (p *Package) signatures(ctx context.Context, r store.Reader) ([]*Signature, error) {
	return Signatures.Find(ctx, r, `"package" = $1 AND submission = $2 AND digest = $3 ORDER BY signed_at, id`, string(p.ID), p.Submission, p.Digest)
}
