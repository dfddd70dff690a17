package payments

import (
	"context"
	"encoding/json"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Witnessed is what the server saw of a signature without a passkey.
type Witnessed struct {
	Package string `json:"package"`
	Digest  string `json:"digest"`
	User    string `json:"user"`
	Session string `json:"session"` // or the id of an API token
	Method  string `json:"method"`  // how the user had signed in
	// ProofAt is when the user last gave a second factor, 0 for a service.
	ProofAt govern.Time `json:"proof_at"`
	At      govern.Time `json:"at"`
}

// sealPlace binds a seal to one user's signature of one file of one package.
func sealPlace(pkg, user, digest string) string {
	return "signature/" + pkg + "/" + user + "/" + digest
}

// Witness seals what was seen. The way in calls it when no passkey signed.
func Witness(ring *secret.Ring, w Witnessed) (secret.Sealed, error) {
	text, err := json.Marshal(w)
	if err != nil {
		return "", err
	}
	return ring.SealText(string(text), sealPlace(w.Package, w.User, w.Digest))
}

// Proven is what a check of one signature's proof came to.
type Proven struct {
	User      govern.ID   `json:"user"`
	SignedAt  govern.Time `json:"signed_at"`
	Withdrawn bool        `json:"withdrawn"`
	Kind      string      `json:"kind" doc:"passkey, or seal."`
	Holds     bool        `json:"holds"`
	Checked   bool        `json:"checked" doc:"False for a seal without the installation that made it."`
	Why       string      `json:"why,omitempty" doc:"Why it does not hold; or that it was not checked."`
	// Of a seal that holds.
	Session string      `json:"session,omitempty"`
	Method  string      `json:"method,omitempty"`
	ProofAt govern.Time `json:"proof_at,omitempty"`
}

// Proof is a package with the signatures of its present file, as they can be
// checked anywhere: what GET package/{id}/proof answers.
type Proof struct {
	Package    govern.ID    `json:"package"`
	Code       string       `json:"code"`
	State      State        `json:"state"`
	Digest     string       `json:"digest" doc:"SHA-256 of the bank file's bytes."`
	Submission int64        `json:"submission"`
	Signatures []*Signature `json:"signatures" doc:"In the order in which they were given; also those that were taken back."`
}

// ProofOf reads a package's proof. Faults: not_found, and wrong_state for a draft,
// which has nothing to be signed.
func ProofOf(ctx context.Context, r store.Reader, pkg govern.ID) (*Proof, error) {
	p, err := Packages.Get(ctx, r, pkg)
	if err != nil {
		return nil, err
	}
	if p.Digest == "" {
		return nil, p.in("proven", Awaiting, Accepted, Declined, Sent)
	}
	proof := &Proof{Package: p.ID, Code: p.Code, State: p.State, Digest: p.Digest, Submission: p.Submission, Signatures: []*Signature{}}
	list, err := p.signatures(ctx, r)
	proof.Signatures = append(proof.Signatures, list...)
	return proof, err
}

// Check checks every signature. Without a ring seals cannot be opened, and are
// said not to have been checked.
func (p *Proof) Check(ring *secret.Ring) []Proven {
	list := []Proven{}
	for _, s := range p.Signatures {
		list = append(list, p.check(ring, s))
	}
	return list
}

func (p *Proof) check(ring *secret.Ring, s *Signature) Proven {
	v := Proven{User: s.User, SignedAt: s.SignedAt, Withdrawn: s.Withdrawn, Kind: "seal"}
	var err error
	switch {
	case s.Digest != p.Digest || s.Package != p.Package:
		err = fault.New(fault.Conflict, "other_digest", "It was given for another file.")
	case s.Passkey.Credential != "":
		v.Kind = "passkey"
		_, err = s.Passkey.Verify(p.Digest, string(s.User))
	case ring == nil:
		err = fault.New(fault.Unavailable, "seal_closed", "Only the installation can open its seals.")
	default:
		var w Witnessed
		if w, err = opened(ring, s); err == nil {
			v.Session, v.Method, v.ProofAt = w.Session, w.Method, w.ProofAt
		}
	}
	v.Checked = fault.Code(err) != "seal_closed"
	if v.Holds = err == nil; err != nil {
		v.Why = fault.From(err).Detail
	}
	return v
}

func opened(ring *secret.Ring, s *Signature) (w Witnessed, err error) {
	text, err := ring.UnsealText(s.Seal, sealPlace(string(s.Package), string(s.User), s.Digest))
	if err != nil {
		return w, fault.Wrap(err, fault.Conflict, "bad_seal", "This installation has never sealed that signature.")
	}
	if err := json.Unmarshal([]byte(text), &w); err != nil {
		return w, err
	}
	if w.Digest != s.Digest || w.User != string(s.User) || w.Package != string(s.Package) {
		return w, fault.New(fault.Conflict, "bad_seal", "The seal is of another signature.")
	}
	return w, nil
}
