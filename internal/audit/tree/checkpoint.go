package tree

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is what a C2SP tlog-checkpoint says: the tree of Origin had Size
// leaves and this root.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   tlog.Hash
}

// Text is the body that is signed: origin, size and root, a line each.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + base64.StdEncoding.EncodeToString(c.Root[:]) + "\n"
}

// Sign makes the signed note of c. The signer's name must be c.Origin.
func (c Checkpoint) Sign(signer note.Signer) ([]byte, error) {
	if signer.Name() != c.Origin {
		return nil, fmt.Errorf("signer %q cannot sign for %q", signer.Name(), c.Origin)
	}
	return note.Sign(&note.Note{Text: c.Text()}, signer)
}

// OpenCheckpoint reads a signed checkpoint. It demands a good signature by
// verifier, whose name must be the origin, and the one spelling that Sign
// gives; other signatures (witnesses) may follow. Extension lines are refused.
func OpenCheckpoint(msg []byte, verifier note.Verifier) (Checkpoint, error) {
	n, err := note.Open(msg, note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("no signature by %s: %w", verifier.Name(), err)
	}
	if !spelledOnce(msg, n) {
		return Checkpoint{}, errors.New("a signature line is not spelled as it was signed")
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 {
		return Checkpoint{}, errors.New("it does not consist of origin, size and root")
	}
	c := Checkpoint{Origin: lines[0]}
	c.Size, err = strconv.ParseInt(lines[1], 10, 64)
	root, err2 := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || err2 != nil || c.Size < 0 || copy(c.Root[:], root) != tlog.HashSize || c.Text() != n.Text {
		return Checkpoint{}, errors.New("its size or root is not well written")
	}
	if c.Origin != verifier.Name() {
		return Checkpoint{}, fmt.Errorf("it is of the log %q, not of %q", c.Origin, verifier.Name())
	}
	return c, nil
}

// spelledOnce reports whether msg is byte for byte the text and its signature
// lines, each in strict base64: note.Open overlooks the unused bits at the end
// of a signature, and drops a signature line that repeats.
func spelledOnce(msg []byte, n *note.Note) bool {
	text, ok := bytes.CutPrefix(msg, []byte(n.Text+"\n"))
	if !ok {
		return false
	}
	lines := strings.SplitAfter(string(text), "\n")
	for _, line := range lines[:len(lines)-1] {
		i := strings.LastIndexByte(line, ' ')
		if _, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSuffix(line[i+1:], "\n")); err != nil {
			return false
		}
	}
	return len(lines)-1 == len(n.Sigs)+len(n.UnverifiedSigs)
}

// OriginOf is the first line of a note, unchecked.
func OriginOf(msg string) string {
	origin, _, _ := strings.Cut(msg, "\n")
	return origin
}

const signatureMark = "— "

// SplitNotes cuts a checkpoint file into its notes. Each note is followed by an
// empty line. rest is what follows the last whole note: not empty only when the
// file's end was torn off or written by somebody else.
func SplitNotes(file []byte) (notes [][]byte, rest []byte) {
	for len(file) > 0 {
		n := noteEnd(file)
		if n == 0 {
			return notes, file
		}
		notes = append(notes, file[:n])
		file = file[n+1:]
	}
	return notes, nil
}

// noteEnd is the length of the note that file begins with, when an empty line
// follows it; else 0.
func noteEnd(file []byte) int {
	body := bytes.Index(file, []byte("\n\n"+signatureMark))
	if body < 0 {
		return 0
	}
	end := bytes.Index(file[body+2:], []byte("\n\n"))
	if end < 0 {
		return 0
	}
	return body + 2 + end + 1
}
