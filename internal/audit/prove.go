package audit

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
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
	path, err := tlog.ProveRecord(s.size, seq-1, tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for i, index := range at {
			level, number := tlog.SplitStoredHashIndex(index)
			var err error
			if out[i], err = s.node(ctx, tree.Span{Level: level, Number: number}); err != nil {
				return nil, err
			}
		}
		return out, nil
	}))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "c2sp.org/tlog-proof@v1\nindex %d\n", seq-1)
	for _, h := range path {
		out.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	out.WriteString("\n" + s.note)
	return out.Bytes(), nil
}
