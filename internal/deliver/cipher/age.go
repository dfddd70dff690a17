package cipher

import (
	"bytes"
	"strings"

	"filippo.io/age"

	"github.com/countersign/countersign/internal/fault"
)

// ageIntro begins every age file that is not armoured.
const ageIntro = "age-encryption.org/v1\n"

// mostRecipients is how many keys one channel encrypts for.
const mostRecipients = 20

// sealAge encrypts for the public keys in recipient, one a line (age1…); empty
// lines and comments (#) are skipped.
func sealAge(recipient string, content []byte) ([]byte, error) {
	for line := range strings.Lines(recipient) {
		if strings.HasPrefix(strings.ToUpper(strings.TrimSpace(line)), "AGE-SECRET-KEY-") {
			return nil, refused("it holds a private key, which nobody should have but the bank")
		}
	}
	to, err := age.ParseRecipients(strings.NewReader(recipient))
	switch {
	case err != nil:
		return nil, refused("it is no list of age public keys (age1…), one a line")
	case len(to) > mostRecipients:
		return nil, fault.Bad("recipient", "bad_recipient", "These are %d keys; %d are allowed.", len(to), mostRecipients)
	}
	var out bytes.Buffer
	plain, err := age.Encrypt(&out, to...)
	if err != nil {
		return nil, refused("keys that withstand a quantum computer and keys that do not cannot be mixed")
	}
	if _, err := plain.Write(content); err != nil {
		return nil, err
	}
	if err := plain.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
