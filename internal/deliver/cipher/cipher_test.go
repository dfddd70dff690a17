package cipher_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/deliver/cipher"
	"github.com/countersign/countersign/internal/fault"
)

// gpg is the bank's GnuPG, with keys of its own.
type gpg struct {
	t    *testing.T
	home string
}

func bank(t *testing.T) *gpg {
	t.Helper()
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Fatal("there is no gpg to be the bank; run make setup")
	}
	home, err := os.MkdirTemp("", "gpg") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	g := &gpg{t, home}
	t.Cleanup(func() {
		_ = exec.Command("gpgconf", "--homedir", home, "--kill", "all").Run()
		_ = os.RemoveAll(home)
	})
	return g
}

func (g *gpg) run(args ...string) []byte {
	g.t.Helper()
	cmd := exec.Command("gpg", append([]string{"--homedir", g.home, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""}, args...)...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		g.t.Fatalf("gpg %v: %v\n%s", args, err, said.String())
	}
	return out
}

// key makes a key and gives its public half.
func (g *gpg) key(name string, encrypts bool) string {
	g.t.Helper()
	g.run("--quick-generate-key", name, "rsa2048", "sign", "1y")
	if encrypts {
		_, fingerprint, _ := strings.Cut(string(g.run("--with-colons", "--list-keys", name)), "\nfpr:::::::::")
		fingerprint, _, _ = strings.Cut(fingerprint, ":")
		g.run("--quick-add-key", fingerprint, "rsa2048", "encr", "1y")
	}
	return string(g.run("--armor", "--export", name))
}

var content = []byte(strings.Repeat("<pain.001/>\n", 5000))

func TestTheBankReadsWhatWasEncryptedForIt(t *testing.T) {
	g := bank(t)
	recipient := g.key("bank@example.com", true)
	now := time.Now()
	if err := cipher.OpenPGP.Check(recipient, now); err != nil {
		t.Fatal(err)
	}
	sealed, err := cipher.OpenPGP.Encrypt(recipient, "P-1.xml", content, now)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("<pain.001/>")) {
		t.Fatal("the cipher text shows the plain one")
	}
	path := filepath.Join(t.TempDir(), "P-1.xml.pgp")
	if err := os.WriteFile(path, sealed, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := g.run("--decrypt", path); !bytes.Equal(got, content) {
		t.Errorf("the bank reads %d bytes, sent were %d", len(got), len(content))
	}
}

func TestAKeyThatCannotServeIsRefused(t *testing.T) {
	g := bank(t)
	good := g.key("bank@example.com", true)
	for name, recipient := range map[string]string{
		"nothing":      "",
		"no key":       "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n",
		"cut off":      good[:len(good)/2],
		"a secret key": string(g.run("--armor", "--export-secret-keys", "bank@example.com")),
		"signs only":   g.key("signer@example.com", false),
	} {
		if err := cipher.OpenPGP.Check(recipient, time.Now()); fault.Code(err) != "bad_recipient" || fault.From(err).Field != "recipient" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := cipher.OpenPGP.Check(good, time.Now().AddDate(2, 0, 0)); fault.Code(err) != "bad_recipient" {
		t.Errorf("expired: %v", err)
	}
	if _, err := cipher.OpenPGP.Encrypt(good, "x", content, time.Now().AddDate(2, 0, 0)); fault.Code(err) != "bad_recipient" {
		t.Errorf("encrypted for a key that has expired: %v", err)
	}
}
