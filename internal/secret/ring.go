// Package secret holds the installation's keys, outside the database: the keys
// that seal audit entries and secret columns, the key of the search tokens, and
// the key that signs checkpoints.
//
// Sealing is XAES-256-GCM through Tink: its 192-bit random nonce needs no
// counter that a restored backup could turn back, and sets no bound worth
// counting on the entries under one key. Key ids are kept beside what was
// sealed, so that every older key stays readable after a rotation.
//
// No type of this package prints or logs a key.
package secret

import (
	"fmt"
	"log/slog"
	"regexp"
	"sync"
	"sync/atomic"

	"github.com/tink-crypto/tink-go/v2/tink"
	"golang.org/x/mod/sumdb/note"
)

// Ring is an open key ring. It may be used by many goroutines at once.
type Ring struct {
	path  string // "" when the ring came from the environment
	lock  sync.Mutex
	state atomic.Pointer[keys]
}

// keys is one immutable state of the ring; a rotation replaces it whole.
type keys struct {
	origin   string
	primary  uint32
	aeads    map[uint32]tink.AEAD
	tokens   []*tokenKey // oldest first; the last one makes new tokens
	signer   note.Signer
	verifier string
	history  string // the verifiers of all signing keys, as tree.ParseKeys reads them
}

// Origin names the installation: the first line of its checkpoints and the name
// of its signing key, such as "countersign.local/3f9a61c07d24be15".
func (r *Ring) Origin() string { return r.state.Load().origin }

// NamesInstallation reports whether the text has the form of an installation's name.
func NamesInstallation(text string) bool { return originForm.MatchString(text) }

var originForm = regexp.MustCompile(`^` + regexp.QuoteMeta(originPrefix) + `[0-9a-f]{16}$`)

// Signer signs checkpoints (C2SP signed-note, Ed25519) under the name Origin.
func (r *Ring) Signer() note.Signer { return r.state.Load().signer }

// Verifier is the public half of Signer as a C2SP verifier key,
// "<origin>+<hash>+<key>". It may be given to anybody.
func (r *Ring) Verifier() string { return r.state.Load().verifier }

// Keys are the public halves of all keys that signed, oldest first, in the form
// of tree.ParseKeys. It begins with the first one's verifier key.
func (r *Ring) Keys() string { return r.state.Load().history }

// KeyID is the key that Seal uses at this moment.
func (r *Ring) KeyID() uint32 { return r.state.Load().primary }

// String names the ring without any key.
func (r *Ring) String() string {
	k := r.state.Load()
	return fmt.Sprintf("key ring of %s (%d sealing keys, newest %d)", k.origin, len(k.aeads), k.primary)
}

// GoString keeps %#v from walking into the keys.
func (r *Ring) GoString() string { return r.String() }

// LogValue is String: a logged ring shows no key.
func (r *Ring) LogValue() slog.Value { return slog.StringValue(r.String()) }
