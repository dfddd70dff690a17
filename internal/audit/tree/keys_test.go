package tree_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
)

func newKey(t *testing.T, name string) (note.Signer, string) {
	t.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	return signer, vkey
}

func TestKeysFollowOneAnotherOnlyByAppointment(t *testing.T) {
	const name = "example.com/log"
	a, va := newKey(t, name)
	b, vb := newKey(t, name)
	c, vc := newKey(t, name)
	appoint := func(old, next note.Signer, v string) string {
		msg, err := tree.Appoint(old, next, v)
		if err != nil {
			t.Fatal(err)
		}
		return string(msg)
	}
	ab, bc, ac := appoint(a, b, vb), appoint(b, c, vc), appoint(a, c, vc)
	for text, want := range map[string]int{
		va: 1, va + "\n": 1, va + "\n\n" + ab: 2, va + "\n\n" + ab + "\n" + bc: 3, va + "\n\n" + ac: 2,
		va + "\n\n" + bc: 0, va + "\n\n" + ab + "\n" + ac: 0, vb + "\n\n" + ab: 0, "no key": 0, va + "\nmore": 0, va + "\n\n" + ab[:len(ab)-9]: 0,
		va + "\n\n" + strings.Replace(ab, vb, vc, 1): 0,
	} {
		keys, err := tree.ParseKeys(text)
		if len(keys) != want || (err == nil) != (want > 0) {
			t.Errorf("%d keys, %v, want %d of\n%s", len(keys), err, want, text)
		}
	}
	keys, err := tree.ParseKeys(va + "\n\n" + ab)
	if err != nil {
		t.Fatal(err)
	}
	for by, signer := range []note.Signer{a, b} {
		msg, err := tree.Checkpoint{Origin: name, Size: 7, Root: tlog.RecordHash(nil)}.Sign(signer)
		if err != nil {
			t.Fatal(err)
		}
		if _, got, err := keys.OpenCheckpoint(msg); err != nil || got != by {
			t.Errorf("key %d, %v, want %d", got, err, by)
		}
	}
	msg, err := tree.Checkpoint{Origin: name, Size: 7}.Sign(c)
	if _, _, bad := keys.OpenCheckpoint(msg); err != nil || bad == nil {
		t.Error("a checkpoint by a key that nobody appointed was taken")
	}
	other, vo := newKey(t, "example.com/other")
	if _, err := tree.Appoint(a, other, vo); err == nil {
		t.Error("the key of another log was appointed")
	}
	moved := tree.Archived{First: 1, Last: 256, Seq: 300, File: strings.Repeat("ab", 32)}
	msg, err = moved.Sign(b)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := keys.OpenArchived(msg); err != nil || got != moved {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{ab, strings.Replace(string(msg), "256", "512", 1)} {
		if got, err := keys.OpenArchived([]byte(bad)); err == nil {
			t.Errorf("%q was read as %+v", bad, got)
		}
	}
}

func TestAWitnesssCosignatureIsCheckedAsItsStandardLaysDown(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	vkey := func(kind byte) string {
		key := append([]byte{kind}, public...)
		sum := sha256.Sum256(append([]byte("witness.example/w1\n"), key...))
		return fmt.Sprintf("witness.example/w1+%08x+%s", sum[:4], base64.StdEncoding.EncodeToString(key))
	}
	w, err := tree.ParseWitness(vkey(4))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", vkey(1), vkey(4) + "A", strings.Replace(vkey(4), "w1+", "w2+", 1), "a+b+c"} {
		if _, err := tree.ParseWitness(bad); err == nil {
			t.Errorf("%q was taken for a witness", bad)
		}
	}
	text := "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
	sign := func(at uint64) []byte {
		sig := ed25519.Sign(private, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", at, text))
		return append(binary.BigEndian.AppendUint64(nil, at), sig...)
	}
	sig := sign(1679315147)
	if !w.Verify([]byte(text), sig) {
		t.Error("a good cosignature was refused")
	}
	for i := range sig {
		sig[i] ^= 1
		if w.Verify([]byte(text), sig) {
			t.Fatalf("byte %d was altered, and it was taken", i)
		}
		sig[i] ^= 1
	}
	if w.Verify([]byte(text+" "), sig) || w.Verify([]byte(text), sign(0)) || w.Verify([]byte(text), sig[:71]) {
		t.Error("a bad cosignature was taken")
	}
}
