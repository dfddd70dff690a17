// Package device is a passkey device for tests: it keeps real keys and signs as
// a telephone would, by the forms of W3C Web Authentication Level 2.
package device

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"github.com/countersign/countersign/internal/passkey"
)

// Device holds one passkey. What is set differently from New's makes a device
// that is broken, or whose answers somebody changed on the way.
type Device struct {
	Site    string // the host that the key belongs to
	Origin  string // of the page
	Flags   byte   // user present, user verified
	Count   uint32 // signatures counted; 0 and Still: the device counts none
	Still   bool
	id      []byte
	private *ecdsa.PrivateKey
	t       testing.TB
}

const (
	present  = 1
	verified = 4
	attested = 64
)

// New makes a device with a key for a site.
func New(t testing.TB, site passkey.Site) *Device {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 32)
	_, _ = rand.Read(id)
	return &Device{Site: site.ID, Origin: site.Origin, Flags: present | verified, id: id, private: private, t: t}
}

// ID is the credential's id.
func (d *Device) ID() string { return text(d.id) }

// Enrol answers a request for a new passkey.
func (d *Device) Enrol(challenge string) passkey.Enrolment {
	d.t.Helper()
	point, err := d.private.PublicKey.Bytes()
	if err != nil {
		d.t.Fatal(err)
	}
	key := d.cbor(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]}) // EC2, ES256, P-256
	data := d.data(attested)
	data = append(data, make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.id)))
	data = append(append(data, d.id...), key...)
	return passkey.Enrolment{
		Credential: d.ID(), ClientData: text(d.client("webauthn.create", challenge)),
		Attestation: text(d.cbor(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})),
	}
}

// Sign answers a request for a signature.
func (d *Device) Sign(challenge string) passkey.Answer {
	d.t.Helper()
	if !d.Still {
		d.Count++
	}
	data, client := d.data(0), d.client("webauthn.get", challenge)
	sum := sha256.Sum256(client)
	whole := sha256.Sum256(append(append([]byte{}, data...), sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.private, whole[:])
	if err != nil {
		d.t.Fatal(err)
	}
	return passkey.Answer{Credential: d.ID(), ClientData: text(client), AuthenticatorData: text(data), Signature: text(signature)}
}

// data is the authenticator's data before what an enrolment adds.
func (d *Device) data(more byte) []byte {
	site := sha256.Sum256([]byte(d.Site))
	return binary.BigEndian.AppendUint32(append(site[:], d.Flags|more), d.Count)
}

func (d *Device) client(what, challenge string) []byte {
	d.t.Helper()
	b, err := json.Marshal(map[string]any{"type": what, "challenge": challenge, "origin": d.Origin, "crossOrigin": false})
	if err != nil {
		d.t.Fatal(err)
	}
	return b
}

func (d *Device) cbor(v any) []byte {
	d.t.Helper()
	b, err := cbor.Marshal(v)
	if err != nil {
		d.t.Fatal(err)
	}
	return b
}

func text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
