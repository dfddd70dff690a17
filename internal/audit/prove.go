package audit

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Prove writes the inclusion proof of entry seq in the newest checkpoint, in
// the form of C2SP tlog-proof v1, so that anyone who holds the entry's stored
// bytes and the public key can check it without this program. Its index counts
// from 0: seq-1. Fault audit_unsigned when no checkpoint covers the entry yet.
func Prove(ctx context.Context, db store.DB, seq int64) ([]byte, error) {
	var proof []byte
	err := db.Snapshot(ctx, func(q store.Reader) error {
		s, err := openShelf(ctx, q)
		if err != nil {
			return err
		}
		proof, err = s.proof(ctx, seq)
		return err
	})
	return proof, err
}

// proof is what Prove writes, of the newest checkpoint of the shelf.
func (s *shelf) proof(ctx context.Context, seq int64) ([]byte, error) {
	if seq < 1 || seq > s.size {
		return nil, fault.Bad("seq", "audit_unsigned", "Entry %d has no proof: checkpoints cover the entries 1 to %d.", seq, s.size)
	}
	path, err := tlog.ProveRecord(s.size, seq-1, s.hashReader(ctx))
	if err != nil {
		return nil, err
	}
	note, err := s.witnessed(ctx)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "c2sp.org/tlog-proof@v1\nindex %d\n", seq-1)
	writeHashes(&out, path)
	out.WriteString("\n" + note)
	return out.Bytes(), nil
}

// ProveConsistency writes the proof that the tree of the first `from` entries is
// the beginning of the tree of `to` (0: the newest checkpoint): RFC 6962, section
// 2.1.2, in the form in which C2SP tlog-witness submits a checkpoint, that is
// "old <from>", a hash a line, an empty line, the checkpoint. Faults:
// audit_unsigned when there is no checkpoint of that size.
func ProveConsistency(ctx context.Context, db store.DB, from, to int64) (proof []byte, err error) {
	err = db.Snapshot(ctx, func(q store.Reader) error {
		s, err := openShelf(ctx, q)
		if err != nil {
			return err
		}
		if to == 0 {
			to = s.size
		}
		if from < 0 || from > to || to == 0 {
			return fault.Bad("from", "audit_unsigned", "The first %d entries are not the beginning of %d; checkpoints cover the entries 1 to %d.", from, to, s.size)
		}
		note, err := noteOf(ctx, q, to)
		if err != nil {
			return err
		}
		proof, err = s.consistency(ctx, from, to, note)
		return err
	})
	return proof, err
}

func (s *shelf) consistency(ctx context.Context, from, to int64, note string) ([]byte, error) {
	var path tlog.TreeProof
	if from > 0 {
		var err error
		if path, err = tlog.ProveTree(to, from, s.hashReader(ctx)); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "old %d\n", from)
	writeHashes(&out, path)
	out.WriteString("\n" + note)
	return out.Bytes(), nil
}

func writeHashes(out *bytes.Buffer, hashes []tlog.Hash) {
	for _, h := range hashes {
		out.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
}
