package tree

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// cosignatureV1 is the signature type of C2SP tlog-cosignature's Ed25519 form.
const cosignatureV1 = 4

// Witness verifies cosignature/v1 of one witness: an 8-byte time (seconds since
// 1970, big endian) and an Ed25519 signature over a header line, the time and the
// checkpoint's text. It is a note.Verifier.
type Witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

// ParseWitness reads a verifier key of signature type 4,
// "<name>+<8 hexadecimal digits>+<base64 of the type and the 32-byte key>".
func ParseWitness(vkey string) (Witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 || parts[0] == "" {
		return Witness{}, errors.New("a witness is named as <name>+<hash>+<key>")
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	key, err2 := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || err2 != nil || len(parts[1]) != 8 || len(key) != 1+ed25519.PublicKeySize {
		return Witness{}, fmt.Errorf("the key of the witness %s is not well written", parts[0])
	}
	if key[0] != cosignatureV1 {
		return Witness{}, fmt.Errorf("the key of the witness %s is of type %d; cosignature/v1, type %d, is understood", parts[0], key[0], cosignatureV1)
	}
	w := Witness{parts[0], keyHash(parts[0], key), ed25519.PublicKey(key[1:])}
	if uint64(w.hash) != hash {
		return Witness{}, fmt.Errorf("the hash in the key of the witness %s is not that of its name and key", parts[0])
	}
	return w, nil
}

func keyHash(name string, key []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	return binary.BigEndian.Uint32(sum[:])
}

// Name is the witness's name.
func (w Witness) Name() string { return w.name }

// KeyHash is the id that its signature lines begin with.
func (w Witness) KeyHash() uint32 { return w.hash }

// Verify reports whether sig is its cosignature of the checkpoint's text.
func (w Witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(sig)
	return at != 0 && at < 1<<63 && ed25519.Verify(w.key, cosignedText(at, msg), sig[8:])
}

func cosignedText(at uint64, msg []byte) []byte {
	return append(fmt.Appendf(nil, "cosignature/v1\ntime %d\n", at), msg...)
}

var _ note.Verifier = Witness{}
