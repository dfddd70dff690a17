package passkey_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/passkey"
	"github.com/countersign/countersign/internal/testkit/device"
)

const (
	user  = "0190-mayor"
	nonce = "bm9uY2U"
)

var (
	digest = strings.Repeat("0123456789abcdef", 4)
	site   = passkey.Site{ID: "pay.example", Origin: "https://pay.example"}
)

// signed is a true signature by a new device.
func signed(t *testing.T, change func(*device.Device)) *passkey.Assertion {
	t.Helper()
	d := device.New(t, site)
	key, err := passkey.Enrol(site, "c29tZSBjaGFsbGVuZ2U", d.Enrol("c29tZSBjaGFsbGVuZ2U"))
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(d)
	}
	return &passkey.Assertion{Answer: d.Sign(passkey.Challenge(digest, user, nonce)), PublicKey: key.Public, Nonce: nonce, Site: site.ID, Origin: site.Origin}
}

func TestASignatureProvesItselfFromWhatIsKept(t *testing.T) {
	count, err := signed(t, nil).Verify(digest, user)
	if err != nil || count != 1 {
		t.Errorf("%d, %v", count, err)
	}
}

func TestASignatureIsForOneDigestOneUserAndOneNonce(t *testing.T) {
	for name, try := range map[string]func(a *passkey.Assertion) error{
		"another digest": func(a *passkey.Assertion) error { _, err := a.Verify("f"+digest[1:], user); return err },
		"another user":   func(a *passkey.Assertion) error { _, err := a.Verify(digest, "0190-notary"); return err },
		"another nonce":  func(a *passkey.Assertion) error { a.Nonce = "b25jZW4"; _, err := a.Verify(digest, user); return err },
		"another site": func(a *passkey.Assertion) error {
			a.Site = "pay.example.com"
			_, err := a.Verify(digest, user)
			return err
		},
		"another page": func(a *passkey.Assertion) error {
			a.Origin = "https://evil.example"
			_, err := a.Verify(digest, user)
			return err
		},
		"another key": func(a *passkey.Assertion) error {
			a.PublicKey = signed(t, nil).PublicKey
			_, err := a.Verify(digest, user)
			return err
		},
	} {
		if err := try(signed(t, nil)); fault.Code(err) != "bad_passkey" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNoByteOfASignatureCanBeChanged(t *testing.T) {
	a := signed(t, nil)
	for name, part := range map[string]*string{"client data": &a.ClientData, "authenticator data": &a.AuthenticatorData, "signature": &a.Signature} {
		whole := *part
		b, err := base64.RawURLEncoding.DecodeString(whole)
		if err != nil {
			t.Fatal(err)
		}
		for i := range b {
			b[i] ^= 1
			*part = base64.RawURLEncoding.EncodeToString(b)
			b[i] ^= 1
			if _, err := a.Verify(digest, user); err == nil {
				t.Errorf("byte %d of the %s was changed and the signature holds", i, name)
			}
		}
		*part = whole
	}
	if _, err := a.Verify(digest, user); err != nil {
		t.Error(err)
	}
}

func TestADeviceMustHaveSeenAndKnownItsPerson(t *testing.T) {
	for name, flags := range map[string]byte{"nobody was there": 4, "nobody was known": 1, "neither": 0} {
		if _, err := signed(t, func(d *device.Device) { d.Flags = flags }).Verify(digest, user); fault.Code(err) != "bad_passkey" {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := device.New(t, site)
	d.Flags = 1
	if _, err := passkey.Enrol(site, "YQ", d.Enrol("YQ")); fault.Code(err) != "bad_passkey" {
		t.Errorf("enrolled by a device that knew nobody: %v", err)
	}
}

func TestAnEnrolmentAnswersItsOwnChallengeOnItsOwnPage(t *testing.T) {
	d := device.New(t, site)
	if _, err := passkey.Enrol(site, "YQ", d.Enrol("Yg")); fault.Code(err) != "bad_passkey" {
		t.Errorf("another challenge: %v", err)
	}
	d.Origin = "https://evil.example"
	if _, err := passkey.Enrol(site, "YQ", d.Enrol("YQ")); fault.Code(err) != "bad_passkey" {
		t.Errorf("another page: %v", err)
	}
	if _, err := passkey.Enrol(site, "YQ", passkey.Enrolment{Credential: "?", ClientData: "YQ", Attestation: "YQ"}); fault.Code(err) != "bad_passkey" {
		t.Errorf("no enrolment at all: %v", err)
	}
}

func TestPasskeysLiveWhereBrowsersKeepThem(t *testing.T) {
	for origin, id := range map[string]string{
		"https://pay.example": "pay.example", "https://pay.example:8443": "pay.example", "http://localhost:8080": "localhost",
		"http://pay.example": "", "https://192.0.2.7": "", "http://127.0.0.1:8080": "", "": "", "null": "", "https://pay.example/path": "",
	} {
		s, err := passkey.SiteOf(origin)
		if s.ID != id || (err == nil) != (id != "") {
			t.Errorf("%q gives %+v, %v", origin, s, err)
		}
	}
}

func TestTheChallengeStaysAsItWasKept(t *testing.T) {
	// Worked out apart: the SHA-256 of the parts, each ended by a zero byte.
	const want = "ld1CJSE07aXDS4FqF1pSQdwkr75O8ssMJM1k8TqRGx8"
	if got := passkey.Challenge(digest, user, nonce); got != want {
		t.Errorf("the challenge is %s", got)
	}
}
