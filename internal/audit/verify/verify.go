// Package verify checks that an audit log is whole. It needs the stored bytes,
// the checkpoints and the public key that signed them; no key that opens an
// entry, no database, nothing of the server.
//
// The tree is computed anew from the bytes and compared with every checkpoint
// at the checkpoint's size, so that each is also known to be consistent with
// the next. Checkpoints kept outside find a log that was rolled back or cut.
package verify

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
)

// Source gives a log, or a part of it, in the order of Kind: one Start, the
// Notes, Moved for each archive, then Leaves, Entries and Archived as stored, one End. It stops at the
// first error of each and returns it. Bytes are each's only during the call.
// What is not in the source's form is a *Malformed.
type Source interface {
	Read(each func(Item) error) error
}

// Kind tells what an Item is.
type Kind uint8

// The kinds of items.
const (
	Start    Kind = iota // Origin, "" when nothing says; First; Last, 0 when the log is open; Hashes: the edge of the tree before First
	Note                 // Note: a checkpoint stored with the log; Seq: the size it is stored under, 0 if none
	Moved                // Note: what the log's key signed about an archive
	Leaves               // First, Hashes: stored leaf hashes of entries that follow
	Entry                // Seq as stored (0 if only the header tells), Header, Sealed
	Archived             // Seq, Hashes: leaf hash of an entry that was moved to an archive, which is not read
	Lost                 // First: the stored hashes from there on are missing or damaged
	End                  // Last, Hashes: perfect subtrees that complete the tree to Last leaves
)

// Item is one thing a Source gives; the fields used are named at each Kind.
type Item struct {
	Kind           Kind
	Origin         string
	First, Last    int64
	Hashes         []tlog.Hash
	Note           []byte
	Seq            int64
	Header, Sealed []byte
}

// Malformed says that a place of a source is not in its form. What tells, where
// the form shows it, what happened to the entry expected there; else it counts
// as Altered.
type Malformed struct{ Place, Detail, What string }

func (m *Malformed) Error() string { return m.Place + ": " + m.Detail }

// Verify checks src against the checkpoints it brings and those of
// checkpointFile (notes one after the other, each followed by an empty line;
// may be empty), all signed by a key of keys: a C2SP verifier key, and the notes
// that appoint later ones, as tree.ParseKeys reads them. On a running log read
// the file before src is: what it proves is then in src already. The report
// names the first thing wrong; the error is for a source that cannot be read or a key
// that is none.
func Verify(src Source, checkpointFile []byte, keys string) (Report, error) {
	return Against(src, [][]byte{checkpointFile}, keys)
}

// Against is Verify with several checkpoint files, each ascending by itself.
func Against(src Source, checkpointFiles [][]byte, keys string) (Report, error) {
	list, err := tree.ParseKeys(keys)
	if err != nil {
		return Report{}, err
	}
	w := &walk{points: points{keys: list}}
	w.rep.Origin = list.Name()
	for i, file := range checkpointFiles {
		place := "the checkpoint file"
		if len(checkpointFiles) > 1 {
			place = fmt.Sprintf("checkpoint file %d", i+1)
		}
		w.rep.Torn = w.points.outside(file, place) || w.rep.Torn
	}
	err = src.Read(w.item)
	var bad *Malformed
	switch {
	case err == nil:
		err = w.finish()
	case errors.As(err, &bad):
		err = w.malformed(bad)
	}
	if err != nil && !errors.Is(err, errFound) {
		return Report{}, err
	}
	if w.rep.First == nil {
		w.rep.First = w.points.bad
	}
	return w.rep, nil
}
