package cipher_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/countersign/countersign/internal/deliver/cipher"
	"github.com/countersign/countersign/internal/fault"
)

func ageKey(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestEveryKeyOfAnAgeRecipientReadsTheFileAndNobodyElse(t *testing.T) {
	bank, second, stranger := ageKey(t), ageKey(t), ageKey(t)
	recipient := "# the bank's keys\n" + bank.Recipient().String() + "\n\n" + second.Recipient().String() + "\n"
	if err := cipher.Age.Check(recipient, time.Now()); err != nil {
		t.Fatal(err)
	}
	sealed, err := cipher.Age.Encrypt(recipient, "P-1.xml", content, time.Now())
	if err != nil || cipher.Suffix(sealed) != ".age" || bytes.Contains(sealed, []byte("<pain.001/>")) {
		t.Fatalf("%d bytes named %s, %v", len(sealed), cipher.Suffix(sealed), err)
	}
	for _, key := range []*age.X25519Identity{bank, second} {
		r, err := age.Decrypt(bytes.NewReader(sealed), key)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, content) {
			t.Errorf("the bank reads %d bytes of %d, %v", len(got), len(content), err)
		}
	}
	if _, err := age.Decrypt(bytes.NewReader(sealed), stranger); err == nil {
		t.Error("a stranger reads the file")
	}
}

// The command of the standard's authors is another reader than the library here.
func TestTheAgeCommandReadsTheFile(t *testing.T) {
	command, err := exec.LookPath("age")
	if err != nil {
		t.Fatal("there is no age command to be the bank; run make setup")
	}
	key, dir := ageKey(t), t.TempDir()
	sealed, err := cipher.Age.Encrypt(key.Recipient().String(), "P-1.xml", content, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"key": []byte(key.String() + "\n"), "file.age": sealed} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := exec.Command(command, "--decrypt", "-i", filepath.Join(dir, "key"), filepath.Join(dir, "file.age")).Output()
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("it reads %d bytes of %d, %v", len(got), len(content), err)
	}
}

func TestAnAgeRecipientThatCannotServeIsRefused(t *testing.T) {
	key := ageKey(t)
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	if err := cipher.Age.Check(hybrid.Recipient().String(), time.Now()); err != nil {
		t.Errorf("a key that withstands a quantum computer: %v", err)
	}
	good := key.Recipient().String()
	for name, recipient := range map[string]string{
		"nothing":       "",
		"comments only": "# none\n",
		"cut off":       good[:len(good)-3],
		"a secret key":  key.String(),
		"a secret too":  good + "\n" + strings.ToLower(key.String()),
		"OpenPGP":       "-----BEGIN PGP PUBLIC KEY BLOCK-----",
		"mixed":         good + "\n" + hybrid.Recipient().String(),
		"too many":      strings.Repeat(good+"\n", 21),
	} {
		err := cipher.Age.Check(recipient, time.Now())
		if fault.Code(err) != "bad_recipient" || fault.From(err).Field != "recipient" || strings.Contains(err.Error(), "AGE-SECRET") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
