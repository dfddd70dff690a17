// Package webhook is what messages to other programs have in common: their
// signature (Standard Webhooks), the secret that it is made with, and addresses
// over which nobody reads along.
package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/countersign/countersign/internal/fault"
)

// leastKey is how many bytes a key has at least, as Standard Webhooks asks.
const leastKey = 24

// Key is the key of a secret: its base64 after whsec_ (Standard Webhooks), or its
// own bytes. Fault weak_secret of the field secret.
func Key(text string) ([]byte, error) {
	key := []byte(text)
	if coded, ok := strings.CutPrefix(text, "whsec_"); ok {
		var err error
		if key, err = base64.StdEncoding.DecodeString(coded); err != nil {
			return nil, fault.Bad("secret", "weak_secret", "After whsec_ the secret is base64.")
		}
	}
	if len(key) < leastKey {
		return nil, fault.Bad("secret", "weak_secret", "Give a secret of %d bytes or more, drawn by chance.", leastKey)
	}
	return key, nil
}

// Sign is the signature of Standard Webhooks: HMAC-SHA-256 over id, time in
// seconds and body, joined by points, in base64 after the version.
func Sign(key []byte, id string, at int64, content []byte) string {
	m := hmac.New(sha256.New, key)
	m.Write(fmt.Appendf(nil, "%s.%d.", id, at))
	m.Write(content)
	return "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// CheckURL wants https, or http to this machine. Faults bad_url and not_https of
// the field url.
func CheckURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return fault.Bad("url", "bad_url", "Give an address like https://chat.example/hooks/treasury, without user and password.")
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme != "https" && (u.Scheme != "http" || u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback())) {
		return fault.Bad("url", "not_https", "Notices and files are sent over https, or over http to this machine alone.")
	}
	return nil
}
