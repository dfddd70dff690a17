// Package passkey enrols passkeys and checks what they sign (W3C Web
// Authentication Level 2): the keys by which somebody signs a package.
//
// It guarantees that a signature is over one digest, by one user, for one fresh
// nonce, given on this installation's own page, with the person present and
// known to the device; and that all of it can be checked again years later from
// what is kept, without a server.
package passkey

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net"
	"net/url"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"github.com/countersign/countersign/internal/fault"
)

// Site is where a passkey belongs: the relying party's id, which is a host name,
// and the origin of its pages.
type Site struct{ ID, Origin string }

// SiteOf is the site of pages with that origin. Fault no_site where browsers
// keep no passkeys: without HTTPS except on localhost, and at bare addresses.
func SiteOf(origin string) (Site, error) {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Path != "" {
		return Site{}, fault.Bad("Origin", "no_site", "Passkeys are used from a browser, on a page of this installation.")
	}
	host := u.Hostname()
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	if u.Scheme != "https" && (u.Scheme != "http" || !local) || net.ParseIP(host) != nil {
		return Site{}, fault.Bad("Origin", "no_site", "Browsers keep passkeys for a name reached over HTTPS, or for localhost; %s is neither.", origin)
	}
	return Site{ID: host, Origin: u.Scheme + "://" + u.Host}, nil
}

// Key is an enrolled passkey: what is needed to check its signatures. Both are
// base64url without padding.
type Key struct {
	ID     string // the credential's id
	Public string // COSE_Key
	Count  int64  // signatures that the device counted so far; 0 when it counts none
}

// Enrolment is what the browser answers to a request for a new passkey; all are
// base64url without padding.
type Enrolment struct {
	Credential  string `json:"credential" maxLength:"1400" doc:"The credential's id."`
	ClientData  string `json:"client_data" maxLength:"8000" doc:"clientDataJSON."`
	Attestation string `json:"attestation" maxLength:"64000" doc:"attestationObject."`
}

// Answer is what the browser answers to a request for a signature; all are
// base64url without padding.
type Answer struct {
	Credential        string `json:"credential" maxLength:"1400" doc:"The credential's id."`
	ClientData        string `json:"client_data" maxLength:"8000" doc:"clientDataJSON."`
	AuthenticatorData string `json:"authenticator_data" maxLength:"8000"`
	Signature         string `json:"signature" maxLength:"8000"`
}

// Assertion is a signature with all that it takes to check it again.
type Assertion struct {
	Answer
	PublicKey string `json:"public_key" doc:"COSE_Key, base64url, as it was when the signature was given."`
	Nonce     string `json:"nonce" doc:"32 random bytes, base64url; part of the challenge."`
	Site      string `json:"site" doc:"The host that the passkey belongs to."`
	Origin    string `json:"origin" doc:"Of the page on which it was given."`
}

// domain keeps a challenge from being taken for one of anything else.
const domain = "countersign package signature v1"

// Challenge is what the device signs: SHA-256 over the domain, the digest that is
// agreed to (64 hexadecimal digits), the user's id and the nonce, each ended by a
// zero byte.
func Challenge(digest, user, nonce string) string {
	sum := sha256.Sum256([]byte(domain + "\x00" + digest + "\x00" + user + "\x00" + nonce + "\x00"))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// Enrol checks an answer to a challenge and gives the key. What made the device
// is not asked: any that knows its person will do. Fault bad_passkey.
func Enrol(site Site, challenge string, e Enrolment) (Key, error) {
	raw := protocol.CredentialCreationResponse{PublicKeyCredential: credential(e.Credential)}
	if err := read(part{e.ClientData, &raw.AttestationResponse.ClientDataJSON}, part{e.Attestation, &raw.AttestationResponse.AttestationObject}); err != nil {
		return Key{}, err
	}
	parsed, err := raw.Parse()
	if err != nil {
		return Key{}, bad(err)
	}
	_, err = parsed.Verify(challenge, site.ID, []string{site.Origin}, nil, nil, protocol.TopOriginExplicitVerificationMode, false, true, true,
		nil, parameters, protocol.AttestationPolicy{}, protocol.SignaturePolicy{})
	if err != nil {
		return Key{}, bad(err)
	}
	data := parsed.Response.AttestationObject.AuthData
	return Key{
		ID: e.Credential, Public: base64.RawURLEncoding.EncodeToString(data.AttData.CredentialPublicKey), Count: int64(data.Counter),
	}, nil
}

// parameters are the kinds of keys that are taken, the best liked first.
var parameters = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// Verify checks that the assertion is the user's agreement to the digest, and
// gives how many signatures the device has counted. Fault bad_passkey.
func (a *Assertion) Verify(digest, user string) (count int64, err error) {
	if sum, err := hex.DecodeString(digest); err != nil || len(sum) != sha256.Size {
		return 0, fault.Bad("digest", "bad_digest", "%q is not a SHA-256 of 64 hexadecimal digits.", digest)
	}
	raw := protocol.CredentialAssertionResponse{PublicKeyCredential: credential(a.Credential)}
	var key protocol.URLEncodedBase64
	err = read(part{a.ClientData, &raw.AssertionResponse.ClientDataJSON}, part{a.AuthenticatorData, &raw.AssertionResponse.AuthenticatorData},
		part{a.Signature, &raw.AssertionResponse.Signature}, part{a.PublicKey, &key})
	if err != nil {
		return 0, err
	}
	parsed, err := raw.Parse()
	if err != nil {
		return 0, bad(err)
	}
	err = parsed.Verify(Challenge(digest, user, a.Nonce), a.Site, "", []string{a.Origin}, nil, nil, protocol.TopOriginExplicitVerificationMode, false, true, true, key, protocol.SignaturePolicy{})
	if err != nil {
		return 0, bad(err)
	}
	return int64(parsed.Response.AuthenticatorData.Counter), nil
}

// ChallengeOf is the challenge that a browser says it answers, "" when it says
// none: by it the server finds what it asked for.
func ChallengeOf(clientData string) string {
	var said struct {
		Challenge string `json:"challenge"`
	}
	text, err := base64.RawURLEncoding.DecodeString(clientData)
	if err != nil || json.Unmarshal(text, &said) != nil {
		return ""
	}
	return said.Challenge
}

func credential(id string) protocol.PublicKeyCredential {
	raw, _ := base64.RawURLEncoding.DecodeString(id) // a wrong one does not parse
	return protocol.PublicKeyCredential{Credential: protocol.Credential{ID: id, Type: string(protocol.PublicKeyCredentialType)}, RawID: raw}
}

// part is base64url text, and where its bytes go.
type part struct {
	text string
	into *protocol.URLEncodedBase64
}

func read(parts ...part) error {
	for _, p := range parts {
		b, err := base64.RawURLEncoding.DecodeString(p.text)
		if err != nil || len(b) == 0 {
			return bad(err)
		}
		*p.into = b
	}
	return nil
}

func bad(err error) error {
	return fault.Wrap(err, fault.Denied, "bad_passkey", "What the passkey answered does not prove that you agreed to this. Try again; if it stays so, remove the passkey and add it anew.")
}
