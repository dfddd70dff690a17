package ascode

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Bundle is a configuration on its way to another installation. Seal is a C2SP
// signed-note: its text is bundleTitle and the Stamp as one line of JSON, its
// signature the exporting installation's (Ed25519).
type Bundle struct {
	Seal  string `json:"seal" doc:"What is signed, with its signature: a C2SP signed-note."`
	Files []File `json:"files" minItems:"1" maxItems:"1000"`
}

// bundleTitle keeps what is signed here apart from all else that the key signs: a
// checkpoint's first line is the name of an installation.
const bundleTitle = "countersign configuration bundle 1"

// Stamp is what a bundle says of itself.
type Stamp struct {
	From  string      `json:"from"` // the exporting installation, by the name in its key
	For   string      `json:"for"`  // the one that may import it
	By    string      `json:"by"`   // who exported it: e-mail
	At    govern.Time `json:"at"`
	Files []Digest    `json:"files"`
}

// Digest is a file's name and SHA-256, hexadecimal.
type Digest struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Seal signs the files for another installation.
func Seal(signer note.Signer, to, by string, at govern.Time, files []File) (*Bundle, error) {
	text, err := Stamp{signer.Name(), to, by, at, digests(files)}.text()
	if err != nil {
		return nil, err
	}
	seal, err := note.Sign(&note.Note{Text: text}, signer)
	return &Bundle{Seal: string(seal), Files: files}, err
}

func digests(files []File) []Digest {
	list := make([]Digest, len(files))
	for i, f := range files {
		list[i] = Digest{f.Name, sum(f.Content)}
	}
	return list
}

func sum(text string) string {
	d := sha256.Sum256([]byte(text))
	return hex.EncodeToString(d[:])
}

// text is the stamp as it is signed.
func (s Stamp) text() (string, error) {
	line, err := json.Marshal(s)
	return bundleTitle + "\n" + string(line) + "\n", err
}

// claimed is what a bundle says of itself, unchecked: whose key it takes to check
// it. Fault bad_bundle.
func (b *Bundle) claimed() (s Stamp, err error) {
	title, rest, _ := strings.Cut(b.Seal, "\n")
	line, _, _ := strings.Cut(rest, "\n")
	if title != bundleTitle {
		return s, badBundle("it does not begin with %q", bundleTitle)
	}
	if err := json.Unmarshal([]byte(line), &s); err != nil {
		return s, badBundle("its second line cannot be read")
	}
	return s, nil
}

// Open is what a bundle says of itself, once its signature is that of the key and
// its files are those that were signed. Faults: bad_bundle, bad_key,
// bad_signature, files_changed.
func (b *Bundle) Open(key string) (s Stamp, err error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return s, fault.New(fault.Conflict, "bad_key", "The key of this exporter cannot be used: %v.", err)
	}
	n, err := note.Open([]byte(b.Seal), note.VerifierList(verifier))
	if err != nil || !spelled(b.Seal, n) {
		return s, fault.New(fault.Denied, "bad_signature", "The bundle is not as %s signed it: it was changed on its way, or another key signed it.", verifier.Name())
	}
	if s, err = b.claimed(); err != nil {
		return s, err
	}
	if again, err := s.text(); err != nil || again != n.Text || s.From != verifier.Name() {
		return s, badBundle("what was signed is not written as an installation writes it")
	}
	if len(s.Files) != len(b.Files) {
		return s, filesChanged("it holds %d files, %d were signed", len(b.Files), len(s.Files))
	}
	for i, d := range digests(b.Files) {
		if d != s.Files[i] {
			return s, filesChanged("%s is not the file that was signed", d.Name)
		}
	}
	return s, nil
}

// spelled reports whether the note is one signature in its one spelling: what
// note.Open overlooks would be other bytes of the same bundle.
func spelled(seal string, n *note.Note) bool {
	if len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return false
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64)
	return err == nil && len(raw) > 0 && seal == n.Text+"\n— "+n.Sigs[0].Name+" "+n.Sigs[0].Base64+"\n"
}

func badBundle(why string, args ...any) error {
	return fault.Wrap(errors.New("bundle"), fault.Invalid, "bad_bundle", "This is no bundle of an installation: "+why+".", args...)
}

func filesChanged(why string, args ...any) error {
	return fault.New(fault.Denied, "files_changed", "The bundle was changed after it was signed: "+why+".", args...)
}

// Digest is the SHA-256 of the seal, hexadecimal: what tells one bundle from another.
func (b *Bundle) Digest() string { return sum(b.Seal) }

// clockApart is how far the clocks of two installations may differ.
const clockApart = 10 * time.Minute

// weekOfHours is how old a bundle may be where its exporter says nothing else.
const weekOfHours = 168

// fresh refuses a bundle whose time is not now. Faults: bundle_expired,
// bundle_from_the_future.
func (x *Exporter) fresh(s Stamp, now govern.Time) error {
	hours := x.MaxAgeHours
	if hours == 0 {
		hours = weekOfHours
	}
	if s.At > now+govern.Time(clockApart.Microseconds()) {
		return fault.New(fault.Conflict, "bundle_from_the_future", "The bundle says that it was exported at %s, which is still to come; look at the clocks.", s.At)
	}
	if now-s.At > govern.Time(hours)*govern.Time(time.Hour.Microseconds()) {
		return fault.New(fault.Conflict, "bundle_expired", "The bundle was exported at %s, and from %s they may be %d hours old; export it anew.", s.At, x.Name, hours)
	}
	return nil
}
