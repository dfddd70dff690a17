package secret

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
	"golang.org/x/mod/sumdb/note"

	"github.com/countersign/countersign/internal/audit/tree"
)

// ringForm is the ring as its file holds it. AEAD is a Tink keyset in Tink's
// own JSON form, so that Tink's tools can read and wrap it.
type ringForm struct {
	Format   int             `json:"format"`
	Origin   string          `json:"origin"`
	AEAD     json.RawMessage `json:"aead"`
	Tokens   []tokenForm     `json:"tokens"`
	Signing  string          `json:"signing"`  // C2SP note signer, PRIVATE+KEY+…
	Verifier string          `json:"verifier"` // its public half
	// First is the verifier of the first signing key, and Successors the notes by
	// which each key appointed the next; absent while the first still signs.
	First      string   `json:"first,omitempty"`
	Successors []string `json:"successors,omitempty"`
}

type tokenForm struct {
	ID  uint32 `json:"id"`
	Key []byte `json:"key"`
}

const (
	ringFormat   = 1
	originPrefix = "countersign.local/"
)

// newForm makes a ring with one key of each sort and a fresh origin.
func newForm() (*ringForm, error) {
	f := &ringForm{Format: ringFormat, Origin: originPrefix + hex.EncodeToString(randomBytes(8))}
	if err := f.addKeys(keyset.NewManager()); err != nil {
		return nil, err
	}
	var err error
	f.Signing, f.Verifier, err = note.GenerateKey(rand.Reader, f.Origin)
	return f, err
}

// addKeys adds a sealing key to m and a token key, both the newest from now on.
func (f *ringForm) addKeys(m *keyset.Manager) error {
	id, err := m.Add(aead.XAES256GCM192BitNonceNoPrefixKeyTemplate())
	if err != nil {
		return err
	}
	if err := m.SetPrimary(id); err != nil {
		return err
	}
	handle, err := m.Handle()
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&buf)); err != nil {
		return err
	}
	f.AEAD = bytes.TrimSpace(buf.Bytes())
	f.Tokens = append(f.Tokens, tokenForm{ID: uint32(len(f.Tokens) + 1), Key: randomBytes(32)})
	return nil
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}

// parseForm reads a ring's JSON; its errors name no key.
func parseForm(text []byte) (*ringForm, *keys, error) {
	f := &ringForm{}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(f); err != nil {
		return nil, nil, errors.New("it is not the JSON of a key ring")
	}
	if f.Format != ringFormat {
		return nil, nil, fmt.Errorf("its format is %d, this program reads format %d", f.Format, ringFormat)
	}
	k, err := f.open()
	return f, k, err
}

func (f *ringForm) open() (*keys, error) {
	k := &keys{origin: f.Origin, verifier: f.Verifier, aeads: map[uint32]tink.AEAD{}}
	handle, err := f.handle()
	if err != nil {
		return nil, err
	}
	for i := range handle.Len() {
		entry, err := handle.Entry(i)
		if err != nil {
			return nil, err
		}
		if entry.IsPrimary() {
			k.primary = entry.KeyID()
		}
		if k.aeads[entry.KeyID()], err = single(entry); err != nil {
			return nil, err
		}
	}
	for _, t := range f.Tokens {
		if len(t.Key) != 32 {
			return nil, fmt.Errorf("token key %d is not 32 bytes long", t.ID)
		}
		k.tokens = append(k.tokens, newTokenKey(t.ID, t.Key))
	}
	if len(k.tokens) == 0 {
		return nil, errors.New("it has no token key")
	}
	return k, f.openSigner(k)
}

func (f *ringForm) handle() (*keyset.Handle, error) {
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(f.AEAD)))
	if err != nil {
		return nil, errors.New("its sealing keys are not a Tink keyset")
	}
	return handle, nil
}

// single makes the primitive of one key alone: a keyset's own primitive would
// try every key, where ours is named by the entry's header.
func single(entry *keyset.Entry) (tink.AEAD, error) {
	m := keyset.NewManager()
	id, err := m.AddKey(entry.Key())
	if err != nil {
		return nil, err
	}
	if err := m.SetPrimary(id); err != nil {
		return nil, err
	}
	h, err := m.Handle()
	if err != nil {
		return nil, err
	}
	return aead.New(h)
}

func (f *ringForm) openSigner(k *keys) (err error) {
	if k.signer, err = note.NewSigner(f.Signing); err != nil {
		return errors.New("its signing key is malformed")
	}
	v, err := note.NewVerifier(f.Verifier)
	if err != nil {
		return errors.New("its verifier key is malformed")
	}
	probe, err := k.signer.Sign([]byte("probe"))
	if err != nil || !v.Verify([]byte("probe"), probe) {
		return errors.New("its signing and verifier keys are no pair")
	}
	if k.signer.Name() != f.Origin || v.Name() != f.Origin || strings.TrimSpace(f.Origin) == "" {
		return errors.New("its signing key is named otherwise than its origin")
	}
	k.history = f.history()
	keys, err := tree.ParseKeys(k.history)
	if err != nil {
		return fmt.Errorf("the history of its signing keys is malformed: %w", err)
	}
	if keys.Newest().KeyHash() != v.KeyHash() {
		return errors.New("the history of its signing keys ends with another key")
	}
	return nil
}

// history is what tree.ParseKeys reads.
func (f *ringForm) history() string {
	first := f.First
	if first == "" {
		first = f.Verifier
	}
	text := first + "\n"
	for _, n := range f.Successors {
		text += "\n" + n
	}
	return text
}

// rotateSigner has the signing key appoint a new one, and forgets its private
// half.
func (f *ringForm) rotateSigner(old note.Signer) error {
	signing, verifier, err := note.GenerateKey(rand.Reader, f.Origin)
	if err != nil {
		return err
	}
	next, err := note.NewSigner(signing)
	if err != nil {
		return err
	}
	msg, err := tree.Appoint(old, next, verifier)
	if err != nil {
		return err
	}
	if f.First == "" {
		f.First = f.Verifier
	}
	f.Signing, f.Verifier, f.Successors = signing, verifier, append(f.Successors, string(msg))
	return nil
}

func (f *ringForm) rotate() error {
	handle, err := f.handle()
	if err != nil {
		return err
	}
	return f.addKeys(keyset.NewManagerFromHandle(handle))
}
