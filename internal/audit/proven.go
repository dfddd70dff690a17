package audit

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Proven is an entry that a search found, with what proves that it is in the
// log: Leaf is the hash (RFC 6962) of Header and Sealed, as they are stored, and
// Proof shows it in the newest checkpoint, as Prove writes it.
type Proven struct {
	Found
	Leaf           tlog.Hash
	Header, Sealed []byte
	Proof          []byte
}

// Evidence shows the entries that match q to each, newest first, those alone
// that a checkpoint covers: all in one checkpoint and from one committed state.
// It keeps none of them. An entry whose bytes do not give the hash that was
// signed ends it with the fault audit_altered.
func Evidence(ctx context.Context, db store.DB, ring *secret.Ring, q Query, each func(*Proven) error) error {
	return db.Snapshot(ctx, func(r store.Reader) error {
		shelf, err := openShelf(ctx, r)
		if err != nil {
			return err
		}
		if q.Before == 0 || q.Before > shelf.size {
			q.Before = shelf.size + 1
		}
		var hasher tree.Hasher
		s := &search{ctx: ctx, r: r, q: q, sealer: NewSealer(ring), wanted: q.tokens(ring)}
		s.each = func(f Found) error {
			p := &Proven{Found: f, Header: s.entry.Header, Sealed: s.entry.Sealed, Leaf: hasher.Leaf(s.entry.Header, s.entry.Sealed)}
			signed, err := shelf.node(ctx, tree.Span{Number: f.Seq - 1})
			if err != nil {
				return err
			}
			if signed != p.Leaf {
				return fault.New(fault.Internal, "audit_altered", "Audit entry %d is not what was signed; run countersign audit verify.", f.Seq)
			}
			if p.Proof, err = shelf.proof(ctx, f.Seq); err != nil {
				return err
			}
			return each(p)
		}
		if err := q.check(); err != nil {
			return err
		}
		return s.run()
	})
}
