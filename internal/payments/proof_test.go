package payments_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/passkey"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/testkit/device"
)

var bankSite = passkey.Site{ID: "pay.example", Origin: "https://pay.example"}

// asserted is a signature by a new passkey of the user.
func asserted(t *testing.T, user, digest string) *passkey.Assertion {
	t.Helper()
	d := device.New(t, bankSite)
	key, err := passkey.Enrol(bankSite, "YQ", d.Enrol("YQ"))
	if err != nil {
		t.Fatal(err)
	}
	return &passkey.Assertion{Answer: d.Sign(passkey.Challenge(digest, user, "bg")), PublicKey: key.Public, Nonce: "bg", Site: bankSite.ID, Origin: bankSite.Origin}
}

func (w *town) proof(p *payments.Package) *payments.Proof {
	w.t.Helper()
	proof, err := payments.ProofOf(ctx, w.DB, p.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return proof
}

func TestASignatureWithoutProofIsNotTaken(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		_, err := w.on("mayor", p.ID, &payments.Sign{Digest: p.Digest})
		wantFault(t, err, "no_proof", "")
		both := w.signature("mayor", p)
		both.Assertion = asserted(t, "mayor", p.Digest)
		_, err = w.on("mayor", p.ID, both)
		wantFault(t, err, "no_proof", "")
	})
}

func TestAPasskeysSignatureOfAnotherFileOrPersonIsNotTaken(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		other := strings.Repeat("0", 64)
		for name, a := range map[string]*passkey.Assertion{"another file": asserted(t, "mayor", other), "another person": asserted(t, "notary", p.Digest)} {
			if _, err := w.on("mayor", p.ID, &payments.Sign{Digest: p.Digest, Assertion: a}); fault.Code(err) != "bad_passkey" {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := w.on("mayor", p.ID, &payments.Sign{Digest: other, Assertion: asserted(t, "mayor", other)})
		wantFault(t, err, "other_digest", "digest")
	})
}

func TestEverySignatureCanBeCheckedLater(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.on("mayor", p.ID, &payments.Sign{Digest: p.Digest, Assertion: asserted(t, "mayor", p.Digest)}))
		w.Must(w.sign("treasurer", p))
		proof := w.proof(p)
		list := proof.Check(w.Ring)
		if len(list) != 2 || !list[0].Holds || list[0].Kind != "passkey" || !list[1].Holds || list[1].Kind != "seal" || list[1].Session != "s-treasurer" || list[1].Method != "password+totp" {
			t.Fatalf("the proofs are %+v", list)
		}
		if list := proof.Check(nil); !list[0].Holds || list[1].Holds || list[1].Checked {
			t.Errorf("without the ring they are %+v", list)
		}
		t.Run("also from its file", func(t *testing.T) {
			text, err := json.Marshal(proof)
			if err != nil {
				t.Fatal(err)
			}
			var again payments.Proof
			if err := json.Unmarshal(text, &again); err != nil {
				t.Fatal(err)
			}
			if list := again.Check(nil); !list[0].Holds {
				t.Errorf("from the file: %+v", list[0])
			}
		})
	})
}

func TestAChangedRowIsFoundByItsProof(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.on("mayor", p.ID, &payments.Sign{Digest: p.Digest, Assertion: asserted(t, "mayor", p.Digest)}))
		w.Must(w.sign("notary", p))
		whole := w.proof(p)
		for name, change := range map[string]func(s *payments.Signature){
			"given to another user":    func(s *payments.Signature) { s.User = "treasurer" },
			"given to another package": func(s *payments.Signature) { s.Package = "other" },
			"given to another file":    func(s *payments.Signature) { s.Digest = strings.Repeat("0", 64) },
			"with another nonce":       func(s *payments.Signature) { s.Passkey.Nonce += "A"; s.Seal = "sealed:1:AAAA" },
		} {
			for i := range whole.Signatures {
				proof := *whole
				proof.Signatures = []*payments.Signature{new(*whole.Signatures[i])}
				change(proof.Signatures[0])
				if proof.Check(w.Ring)[0].Holds {
					t.Errorf("signature %d %s: the proof holds", i, name)
				}
			}
		}
		moved := *whole
		moved.Digest = strings.Repeat("1", 64)
		for i, v := range moved.Check(w.Ring) {
			if v.Holds {
				t.Errorf("signature %d holds for another file of the package", i)
			}
		}
	})
}

func TestASealOfAnotherInstallationProvesNothing(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		foreign, err := secret.Create(t.TempDir() + "/keys.json")
		if err != nil {
			t.Fatal(err)
		}
		if v := w.proof(p).Check(foreign)[0]; v.Holds {
			t.Errorf("it holds: %+v", v)
		}
	})
}
