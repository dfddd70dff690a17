// Package cipher encrypts files for a bank by OpenPGP (RFC 4880), which is what
// banks take, or by age (age-encryption.org/v1). Nothing is signed by it: what
// proves a file is its digest, over the plain text, and that of the cipher text
// beside it.
package cipher

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"time"

	// The library is frozen but for its security. Encrypting for an RSA key is all
	// that is asked of it; nothing that a stranger sent is ever read by it.
	"golang.org/x/crypto/openpgp"        //nolint:staticcheck // see above
	"golang.org/x/crypto/openpgp/armor"  //nolint:staticcheck // see above
	"golang.org/x/crypto/openpgp/packet" //nolint:staticcheck // see above

	"github.com/countersign/countersign/internal/fault"
)

// Kind is how a file is encrypted.
type Kind string

// The kinds. The recipient of OpenPGP is one armoured public key, those of Age
// are public keys, one a line.
const (
	OpenPGP Kind = "openpgp"
	Age     Kind = "age"
)

// Suffix is added to the name of an encrypted file. It is told from the cipher
// text itself, for a channel may encrypt otherwise by the time that one is sent.
func Suffix(sealed []byte) string {
	if bytes.HasPrefix(sealed, []byte(ageIntro)) {
		return ".age"
	}
	return ".pgp"
}

// Check refuses what Encrypt could not encrypt for at that time. Fault
// bad_recipient of the field recipient.
func (k Kind) Check(recipient string, at time.Time) error {
	if k == Age {
		_, err := sealAge(recipient, nil)
		return err
	}
	_, err := read(recipient, at)
	return err
}

// Encrypt encrypts content for the recipient. Each call gives another cipher
// text: keep it, and its digest.
func (k Kind) Encrypt(recipient, name string, content []byte, at time.Time) ([]byte, error) {
	if k == Age {
		return sealAge(recipient, content)
	}
	return sealPGP(recipient, name, content, at)
}

func sealPGP(recipient, name string, content []byte, at time.Time) ([]byte, error) {
	to, err := read(recipient, at)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	config := &packet.Config{DefaultCipher: packet.CipherAES256, Time: func() time.Time { return at }}
	plain, err := openpgp.Encrypt(&out, openpgp.EntityList{to}, nil, &openpgp.FileHints{IsBinary: true, FileName: name, ModTime: at}, config)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "bad_recipient", "The file could not be encrypted for the channel's key; ask the bank for another.")
	}
	if _, err := io.Copy(plain, bytes.NewReader(content)); err != nil {
		return nil, err
	}
	if err := plain.Close(); err != nil { // writes what is left
		return nil, err
	}
	return out.Bytes(), nil
}

func read(recipient string, at time.Time) (*openpgp.Entity, error) {
	block, err := armor.Decode(strings.NewReader(recipient))
	if err != nil || block.Type != openpgp.PublicKeyType {
		return nil, refused("it is no armoured OpenPGP public key (-----BEGIN PGP PUBLIC KEY BLOCK-----)")
	}
	keys, err := openpgp.ReadKeyRing(block.Body)
	switch {
	case err != nil:
		return nil, refused("it cannot be read; RSA keys are taken")
	case len(keys) != 1:
		return nil, refused("it holds several keys, give the one")
	case keys[0].PrivateKey != nil:
		return nil, refused("it holds a private key, which nobody should have but the bank")
	}
	if !serves(keys[0], at) {
		return nil, refused("it has expired, was revoked, or cannot encrypt")
	}
	prefer(keys[0])
	return keys[0], nil
}

// Algorithms of RFC 4880, 9.2 and 9.4.
const (
	aes256 = 9
	sha256 = 8
)

// prefer has AES-256 taken by who takes it or says nothing; the library would fall
// back on what was common in 1998.
func prefer(e *openpgp.Entity) {
	for _, id := range e.Identities {
		s := id.SelfSignature
		if len(s.PreferredSymmetric) == 0 || slices.Contains(s.PreferredSymmetric, aes256) {
			s.PreferredSymmetric = []uint8{aes256}
		}
		s.PreferredHash = []uint8{sha256} // of signatures, which we make none
	}
}

// serves reports whether the key, or one of its subkeys, is there to encrypt with
// at that time.
func serves(e *openpgp.Entity, at time.Time) bool {
	if len(e.Revocations) > 0 {
		return false
	}
	valid := func(s *packet.Signature, alg packet.PublicKeyAlgorithm) bool {
		return s != nil && !s.KeyExpired(at) && alg.CanEncrypt() && (!s.FlagsValid || s.FlagEncryptCommunications || s.FlagEncryptStorage)
	}
	for _, k := range e.Subkeys {
		if valid(k.Sig, k.PublicKey.PubKeyAlgo) && k.Sig.SigType == packet.SigTypeSubkeyBinding {
			return primary(e, at)
		}
	}
	for _, id := range e.Identities {
		if valid(id.SelfSignature, e.PrimaryKey.PubKeyAlgo) {
			return true
		}
	}
	return false
}

func primary(e *openpgp.Entity, at time.Time) bool {
	for _, id := range e.Identities {
		if id.SelfSignature != nil && !id.SelfSignature.KeyExpired(at) {
			return true
		}
	}
	return false
}

func refused(why string) error {
	return fault.Bad("recipient", "bad_recipient", "This key cannot be encrypted for: %s.", why)
}
