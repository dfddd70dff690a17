package secret

import (
	"encoding/base64"
	"log/slog"
	"strconv"
	"strings"

	"github.com/countersign/countersign/internal/fault"
)

// Seal encrypts plain under the newest key and binds it to ad, which is not
// encrypted and must be given again to Unseal. keyID must be kept beside it.
func (r *Ring) Seal(plain, ad []byte) (keyID uint32, sealed []byte, err error) {
	k := r.state.Load()
	sealed, err = k.seal(k.primary, plain, ad)
	return k.primary, sealed, err
}

// SealWith is Seal under the named key, for callers whose ad must already hold
// the key's id. It refuses a key the ring does not have: key_unknown.
func (r *Ring) SealWith(keyID uint32, plain, ad []byte) ([]byte, error) {
	return r.state.Load().seal(keyID, plain, ad)
}

func (k *keys) seal(keyID uint32, plain, ad []byte) ([]byte, error) {
	aead, ok := k.aeads[keyID]
	if !ok {
		return nil, unknownKey(keyID)
	}
	sealed, err := aead.Encrypt(plain, ad)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "seal_failed", "The value could not be sealed.")
	}
	return sealed, nil
}

// Unseal opens what Seal made. Faults: key_unknown when the ring lacks the key,
// seal_broken when the bytes, ad or key are not the ones that were sealed.
func (r *Ring) Unseal(keyID uint32, sealed, ad []byte) ([]byte, error) {
	aead, ok := r.state.Load().aeads[keyID]
	if !ok {
		// Another process may have rotated the file since this one read it.
		if err := r.Reload(); err != nil {
			return nil, unknownKey(keyID)
		}
		if aead, ok = r.state.Load().aeads[keyID]; !ok {
			return nil, unknownKey(keyID)
		}
	}
	plain, err := aead.Decrypt(sealed, ad)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "seal_broken", "A sealed value does not open: it was altered, moved, or sealed by another key ring.")
	}
	return plain, nil
}

func unknownKey(id uint32) error {
	return fault.New(fault.Internal, "key_unknown", "The key ring holds no key %d. Give the ring that was in use when the value was sealed.", id)
}

const sealedPrefix = "sealed:"

// Sealed is the text form of a sealed value, "sealed:<key id>:<base64>", as
// secret columns hold it. Its text may be stored and shown; it prints redacted
// all the same, so that logs stay free of material to work on.
type Sealed string

// SealText seals plain for a text column. ad should name table, record and
// column, so that a value copied to another record does not open.
func (r *Ring) SealText(plain, ad string) (Sealed, error) {
	id, sealed, err := r.Seal([]byte(plain), []byte(ad))
	if err != nil {
		return "", err
	}
	return Sealed(sealedPrefix + strconv.FormatUint(uint64(id), 10) + ":" + base64.StdEncoding.EncodeToString(sealed)), nil
}

// UnsealText opens what SealText made; faults as Unseal, and seal_form when s
// is not of that form.
func (r *Ring) UnsealText(s Sealed, ad string) (string, error) {
	rest, ok := strings.CutPrefix(string(s), sealedPrefix)
	idText, body, ok2 := strings.Cut(rest, ":")
	id, err := strconv.ParseUint(idText, 10, 32)
	sealed, err2 := base64.StdEncoding.Strict().DecodeString(body)
	if !ok || !ok2 || err != nil || err2 != nil {
		return "", fault.New(fault.Internal, "seal_form", "A sealed value is not of the form sealed:<key>:<base64>.")
	}
	plain, err := r.Unseal(uint32(id), sealed, []byte(ad))
	return string(plain), err
}

// String hides the ciphertext.
func (s Sealed) String() string {
	if s == "" {
		return ""
	}
	return sealedPrefix + "…"
}

// GoString is String.
func (s Sealed) GoString() string { return s.String() }

// LogValue is String.
func (s Sealed) LogValue() slog.Value { return slog.StringValue(s.String()) }
