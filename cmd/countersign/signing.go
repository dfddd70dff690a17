package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/signing"
)

type signingVerb struct {
	Check  signingCheckVerb  `cmd:"" help:"Evaluate one case a line from standard input, and answer each with a line."`
	Verify signingVerifyVerb `cmd:"" help:"Prove a package's signatures again, from the installation or from a file of its proof. Exit status 1 when one does not hold."`
}

type signingCheckVerb struct {
	Explain bool `help:"Add the reasons: who was ignored because of whom, what every account misses, and the smallest sets of further people who would complete it."`
	JSON    bool `name:"json" help:"Accepted for uniformity: the answer is JSON lines in any case."`
}

// Run answers malformed lines too, with their error; only reading and writing
// can fail.
func (v *signingCheckVerb) Run(t *tool) error {
	if v.Explain {
		return signing.Explain(t.in, t.out)
	}
	return signing.Run(t.in, t.out)
}

type signingVerifyVerb struct {
	place
	Package string `arg:"" optional:"" help:"The id or the code of the package."`
	Proof   string `help:"Instead of an installation: a file of GET /api/v1/package/{id}/proof. Passkeys are checked without any key; seals only the installation can open." type:"existingfile" placeholder:"FILE"`
	JSON    bool   `name:"json" help:"Print the answer as JSON."`
}

// verified is what was found of one package.
type verified struct {
	Package    govern.ID         `json:"package"`
	Code       string            `json:"code"`
	State      payments.State    `json:"state"`
	Digest     string            `json:"digest"`
	File       string            `json:"file"` // equal, other, or not looked at
	Signatures []payments.Proven `json:"signatures"`
}

// Run checks every signature of the package's present file; those that were taken
// back too.
func (v *signingVerifyVerb) Run(t *tool) error {
	if (v.Package == "") == (v.Proof == "") {
		return usage{errors.New("name a package, or a file of its proof with --proof FILE")}
	}
	result, err := v.installation(t)
	if v.Proof != "" {
		result, err = offline(v.Proof)
	}
	if err != nil {
		return err
	}
	if v.JSON {
		err = t.show(result)
	} else {
		err = result.describe(t)
	}
	if err == nil && !result.whole() {
		err = errSilent
	}
	return err
}

func offline(path string) (*verified, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var p payments.Proof
	if err := json.Unmarshal(text, &p); err != nil || p.Digest == "" {
		return nil, fault.Bad("proof", "bad_proof", "%s is not the proof of a package; GET /api/v1/package/{id}/proof answers one.", path)
	}
	return &verified{p.Package, p.Code, p.State, p.Digest, "not looked at", p.Check(nil)}, nil
}

// installation looks at the rows as they are; nothing is written.
func (v *signingVerifyVerb) installation(t *tool) (result *verified, err error) {
	if v.Proof != "" {
		return nil, nil
	}
	c, err := v.load(nil)
	if err != nil {
		return nil, err
	}
	db, err := look(t, c.DatabaseURL(), c.SQLite())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ring, err := secret.Open(c.Keys())
	if err != nil {
		return nil, err
	}
	err = db.Snapshot(t.ctx, func(r store.Reader) error {
		pkg, err := payments.Packages.One(t.ctx, r, `id = $1 OR code = $1`, v.Package)
		if err != nil {
			return err
		}
		if pkg == nil {
			return fault.New(fault.NotFound, "not_found", "There is no package %s.", v.Package)
		}
		proof, err := payments.ProofOf(t.ctx, r, pkg.ID)
		if err != nil {
			return err
		}
		result = &verified{proof.Package, proof.Code, proof.State, proof.Digest, "equal", proof.Check(ring)}
		return result.look(t, r)
	})
	return result, err
}

// look makes the bank file again: what was signed must be what its rows say.
func (v *verified) look(t *tool, r store.Reader) error {
	_, _, _, err := payments.Preview(t.ctx, r, v.Package)
	switch fault.Code(err) {
	case "wrong_state": // declined, withdrawn or stale: its file is asked for by nobody, its signatures stay
		v.File, err = "not looked at", nil
	case "other_file":
		v.File, err = "other", nil
	}
	return err
}

func (v *verified) whole() bool {
	for _, s := range v.Signatures {
		if !s.Holds && s.Checked {
			return false
		}
	}
	return v.File != "other"
}

func (v *verified) describe(t *tool) error {
	if err := t.say("%s (%s), %s, SHA-256 %s", v.Code, v.Package, v.State, v.Digest); err != nil {
		return err
	}
	if v.File == "other" {
		if err := t.say("NOT WHOLE: the bank file that its rows give now is another one"); err != nil {
			return err
		}
	}
	for _, s := range v.Signatures {
		line := fmt.Sprintf("%s signed at %s", s.User, s.SignedAt)
		if s.Withdrawn {
			line += ", taken back"
		}
		switch {
		case !s.Checked:
			line += ": NOT CHECKED: " + s.Why
		case !s.Holds:
			line += ": DOES NOT HOLD: " + s.Why
		case s.Kind == "passkey":
			line += ": passkey, holds"
		default:
			line += fmt.Sprintf(": sealed by the server in session %s (%s, proven at %s), holds", s.Session, s.Method, s.ProofAt)
		}
		if err := t.say("%s", line); err != nil {
			return err
		}
	}
	if len(v.Signatures) == 0 {
		return t.say("no signatures")
	}
	return nil
}
