package tree

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Keys are the keys that sign a log, oldest first: all of one name, each
// appointed by the one before it.
type Keys []note.Verifier

const successionMark = "countersign key v1\n"

// Appoint is the note by which the key of old hands the log over to another of
// the same name, given as a C2SP verifier key. Both sign it.
func Appoint(old, next note.Signer, verifier string) ([]byte, error) {
	if old.Name() != next.Name() {
		return nil, fmt.Errorf("the key of %q cannot sign for %q", next.Name(), old.Name())
	}
	return note.Sign(&note.Note{Text: successionMark + old.Name() + "\n" + verifier + "\n"}, old, next)
}

// ParseKeys reads what audit.pub holds: the first verifier key on one line and,
// for each key that followed, an empty line and the note by which the one before
// appointed it.
func ParseKeys(text string) (Keys, error) {
	first, rest, _ := strings.Cut(strings.TrimSpace(text)+"\n\n", "\n")
	v, err := note.NewVerifier(strings.TrimSpace(first))
	if err != nil {
		return nil, fmt.Errorf("the public key is not of the form <name>+<hash>+<key>: %w", err)
	}
	keys := Keys{v}
	notes, tail := SplitNotes([]byte(strings.TrimLeft(rest, "\n")))
	for i, msg := range notes {
		next, err := keys.appointed(msg)
		if err != nil {
			return nil, fmt.Errorf("key %d is not appointed by the one before it: %w", i+2, err)
		}
		keys = append(keys, next)
	}
	if strings.TrimSpace(string(tail)) != "" {
		return nil, errors.New("what follows the public key is not the note that appoints another")
	}
	return keys, nil
}

// NewestKey is the verifier key that signs now, out of what ParseKeys reads.
func NewestKey(text string) (string, error) {
	if _, err := ParseKeys(text); err != nil {
		return "", err
	}
	first, rest, _ := strings.Cut(strings.TrimSpace(text)+"\n\n", "\n")
	notes, _ := SplitNotes([]byte(strings.TrimLeft(rest, "\n")))
	if len(notes) == 0 {
		return first, nil
	}
	return strings.Split(string(notes[len(notes)-1]), "\n")[2], nil
}

// appointed is the key that a note makes the next.
func (k Keys) appointed(msg []byte) (note.Verifier, error) {
	n, err := note.Open(msg, note.VerifierList(k.Newest()))
	if err != nil {
		return nil, err
	}
	body, ok := strings.CutPrefix(n.Text, successionMark+k.Name()+"\n")
	if !ok {
		return nil, errors.New("it is another kind of note, or of another log")
	}
	next, err := note.NewVerifier(strings.TrimSuffix(body, "\n"))
	if err != nil {
		return nil, err
	}
	if next.Name() != k.Name() {
		return nil, fmt.Errorf("it appoints a key of %q", next.Name())
	}
	for _, former := range k {
		if former.KeyHash() == next.KeyHash() {
			return nil, errors.New("it appoints a key that signed before")
		}
	}
	_, err = note.Open(msg, note.VerifierList(next))
	return next, err
}

// Name is the origin of the log.
func (k Keys) Name() string { return k[0].Name() }

// Newest is the key that signs now.
func (k Keys) Newest() note.Verifier { return k[len(k)-1] }

// OpenCheckpoint is the function of that name with whichever key signed; by tells
// which, counted from 0.
func (k Keys) OpenCheckpoint(msg []byte) (c Checkpoint, by int, err error) {
	for by = len(k) - 1; by >= 0; by-- {
		var failed error
		if c, failed = OpenCheckpoint(msg, k[by]); failed == nil {
			return c, by, nil
		}
		if err == nil {
			err = failed
		}
	}
	return c, 0, err
}

// Archived says that the entries First to Last were moved to the archive file of
// that SHA-256, as entry Seq records.
type Archived struct {
	First, Last, Seq int64
	File             string
}

const archiveMark = "countersign archive v1\n"

func (a Archived) text(origin string) string {
	return fmt.Sprintf("%s%s\n%d %d %d\n%s\n", archiveMark, origin, a.First, a.Last, a.Seq, a.File)
}

// Sign makes the signed note of a.
func (a Archived) Sign(signer note.Signer) ([]byte, error) {
	return note.Sign(&note.Note{Text: a.text(signer.Name())}, signer)
}

// OpenArchived reads what Sign made with any of the keys.
func (k Keys) OpenArchived(msg []byte) (a Archived, err error) {
	n, err := note.Open(msg, note.VerifierList(k...))
	if err != nil {
		return a, err
	}
	body, ok := strings.CutPrefix(n.Text, archiveMark+k.Name()+"\n")
	if !ok {
		return a, errors.New("it is another kind of note, or of another log")
	}
	_, err = fmt.Sscanf(body, "%d %d %d\n%s\n", &a.First, &a.Last, &a.Seq, &a.File)
	if err == nil && a.text(k.Name()) != n.Text {
		err = errors.New("it is not spelled as it was signed")
	}
	return a, err
}
