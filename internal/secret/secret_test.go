package secret_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
)

func newRing(t *testing.T) (*secret.Ring, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys.json")
	ring, err := secret.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	return ring, path
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if fault.Code(err) != code {
		t.Errorf("got fault %v, want code %s", err, code)
	}
}

func TestWhatWasSealedOpensAgainAlsoAfterRotationAndReopening(t *testing.T) {
	ring, path := newRing(t)
	id, sealed, err := ring.Seal([]byte("plain"), []byte("ad"))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := ring.Rotate(); err != nil {
			t.Fatal(err)
		}
	}
	if ring.KeyID() == id {
		t.Error("rotation did not change the key")
	}
	again, err := secret.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*secret.Ring{ring, again} {
		plain, err := r.Unseal(id, sealed, []byte("ad"))
		if err != nil || string(plain) != "plain" {
			t.Errorf("got %q, %v", plain, err)
		}
	}
}

func TestARingReadBeforeARotationFindsTheNewKey(t *testing.T) {
	rotated, path := newRing(t)
	reader, err := secret.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := rotated.Rotate(); err != nil {
		t.Fatal(err)
	}
	id, sealed, err := rotated.Seal([]byte("plain"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := reader.Unseal(id, sealed, nil); err != nil || string(plain) != "plain" {
		t.Errorf("got %q, %v", plain, err)
	}
}

func TestAlteredMovedOrForeignSealsAreRefused(t *testing.T) {
	ring, _ := newRing(t)
	id, sealed, err := ring.Seal([]byte("plain"), []byte("ad"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range sealed {
		broken := bytes.Clone(sealed)
		broken[i] ^= 1
		_, err := ring.Unseal(id, broken, []byte("ad"))
		wantCode(t, err, "seal_broken")
	}
	_, err = ring.Unseal(id, sealed, []byte("other"))
	wantCode(t, err, "seal_broken")
	other, _ := newRing(t)
	_, err = other.Unseal(id, sealed, []byte("ad"))
	wantCode(t, err, "key_unknown")
	_, err = other.Unseal(other.KeyID(), sealed, []byte("ad"))
	wantCode(t, err, "seal_broken")
}

func TestSealedTextOpensOnlyInItsPlace(t *testing.T) {
	ring, _ := newRing(t)
	s, err := ring.SealText("hunter2", "sftp/7/password")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(s), fmt.Sprintf("sealed:%d:", ring.KeyID())) {
		t.Errorf("form %q", string(s))
	}
	if plain, err := ring.UnsealText(s, "sftp/7/password"); err != nil || plain != "hunter2" {
		t.Errorf("got %q, %v", plain, err)
	}
	_, err = ring.UnsealText(s, "sftp/8/password")
	wantCode(t, err, "seal_broken")
	for _, bad := range []secret.Sealed{"", "sealed:", "sealed:1", "sealed:x:AA==", "sealed:1:A", "hunter2"} {
		_, err := ring.UnsealText(bad, "")
		wantCode(t, err, "seal_form")
	}
}

func TestAFileThatOthersMayReadIsRefused(t *testing.T) {
	_, path := newRing(t)
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660, 0o601} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := secret.Open(path)
		wantCode(t, err, "keys_exposed")
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.Open(path); err != nil {
		t.Error(err)
	}
}

func TestARingIsMadeOnceAndReadableByItsOwnerAlone(t *testing.T) {
	_, path := newRing(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	_, err = secret.Create(path)
	wantCode(t, err, "keys_exist")
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the ring was replaced")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".keys-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAMissingOrDamagedRingIsNamed(t *testing.T) {
	ring, path := newRing(t)
	_, err := secret.Open(path + ".gone")
	wantCode(t, err, "keys_missing")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, damaged := range []string{"", "{}", string(text[:len(text)/2]), strings.Replace(string(text), ring.Origin(), "countersign.local/other", 1), strings.Replace(string(text), `"format": 1`, `"format": 2`, 1)} {
		if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := secret.Open(path)
		wantCode(t, err, "keys_malformed")
		if err != nil && strings.Contains(err.Error(), "PRIVATE+KEY") {
			t.Errorf("the fault shows a key: %v", err)
		}
	}
}

func TestTheEnvironmentGivesTheWholeRing(t *testing.T) {
	ring, path := newRing(t)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(secret.Environment, string(text))
	given, err := secret.Open("/nowhere")
	if err != nil {
		t.Fatal(err)
	}
	if given.Origin() != ring.Origin() || given.Token("a", "b") != ring.Token("a", "b") {
		t.Error("another ring")
	}
	wantCode(t, given.Rotate(), "keys_fixed")
}

func TestNoKeyIsPrintedOrLogged(t *testing.T) {
	ring, path := newRing(t)
	sealed, err := ring.SealText("hunter2", "")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "ring", ring, "sealed", sealed)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "ring", ring, "sealed", sealed)
	fmt.Fprintf(&out, "%v %+v %#v %s %v %+v %#v %s %q", ring, ring, ring, ring, sealed, sealed, sealed, sealed, sealed)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	body := string(sealed)[strings.LastIndex(string(sealed), ":")+1:]
	if strings.Contains(out.String(), body) {
		t.Error("the ciphertext was logged")
	}
	for _, word := range strings.FieldsFunc(string(text), func(r rune) bool { return strings.ContainsRune("\" \n,:{}[]", r) }) {
		if len(word) > 30 && word != ring.Origin() && strings.Contains(out.String(), word) {
			t.Errorf("%q was logged", word)
		}
	}
}

func TestTokensAreKeyedByKindValueAndEveryKey(t *testing.T) {
	ring, _ := newRing(t)
	other, _ := newRing(t)
	token := ring.Token("person", "anna")
	if token != ring.Token("person", "anna") {
		t.Error("not stable")
	}
	if token == ring.Token("word", "anna") || token == ring.Token("person", "otto") || token == other.Token("person", "anna") {
		t.Error("kind, value or key does not matter")
	}
	if err := ring.Rotate(); err != nil {
		t.Fatal(err)
	}
	all := ring.Tokens("person", "anna")
	if len(all) != 2 || all[0] != token || all[1] != ring.Token("person", "anna") || all[1] == token {
		t.Errorf("tokens %x after rotation", all)
	}
}

func TestSignaturesCarryTheOrigin(t *testing.T) {
	ring, _ := newRing(t)
	msg, err := note.Sign(&note.Note{Text: "hello\n"}, ring.Signer())
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(ring.Verifier())
	if err != nil || v.Name() != ring.Origin() {
		t.Fatal(v, err)
	}
	if _, err := note.Open(msg, note.VerifierList(v)); err != nil {
		t.Error(err)
	}
}

func BenchmarkSeal(b *testing.B) {
	ring, err := secret.Create(filepath.Join(b.TempDir(), "keys.json"))
	if err != nil {
		b.Fatal(err)
	}
	plain, ad := make([]byte, 500), make([]byte, 150)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := ring.Seal(plain, ad); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkToken(b *testing.B) {
	ring, err := secret.Create(filepath.Join(b.TempDir(), "keys.json"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		ring.Token("record", "bank_instruction/01JD4R6Z")
	}
}
