package audit

import (
	"context"
	"time"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Keeper signs the log as it grows and indexes it behind. One node at a time
// does it (a lease); should two, the second fails without harm. It never signs
// a tree that is not an extension of the last one signed, nor an entry that the
// key ring does not open, which somebody else must have put there.
type Keeper struct {
	db     store.DB
	ring   *secret.Ring
	file   *noteFile
	grown  *growth // nil before the first Tick and after a failure
	hasher tree.Hasher
	recent recent
	keys   string    // the ring's when the tree was loaded
	signed int64     // entries since Pause was asked
	asked  time.Time // the last time
	behind bool      // the index is so far behind that one tick does not bring it up
}

// signAtOnce is how many entries one checkpoint covers at most when the keeper
// is behind.
const signAtOnce = 8192

// NewKeeper keeps the checkpoint file at path, and the public key beside it in
// "audit.pub".
func NewKeeper(db store.DB, ring *secret.Ring, path string) *Keeper {
	return &Keeper{db: db, ring: ring, file: &noteFile{path: path}}
}

// Run ticks until ctx ends, with Pause between. report, which may be nil, is told
// every tick's fault; the keeper goes on, because most pass.
func (k *Keeper) Run(ctx context.Context, report func(error)) {
	for {
		if err := k.Tick(ctx); err != nil && ctx.Err() == nil && report != nil {
			report(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(k.Pause()):
		}
	}
}

// How long the keeper pauses, so that a commit is covered within a second; and
// how many entries it would rather find at once than more.
const (
	longestPause  = 500 * time.Millisecond
	shortestPause = longestPause / 10
	rather        = blocksAtOnce * tree.Run
)

// Pause is how long to wait before the next Tick. It goes by what was signed
// since it was last asked, and is short while the index is made anew.
func (k *Keeper) Pause() time.Duration {
	now := time.Now()
	took, signed := now.Sub(k.asked), k.signed
	k.asked, k.signed = now, 0
	if k.behind {
		return shortestPause
	}
	return pause(took, signed)
}

// pause is as long as so many entries take as the keeper would rather find, when
// so many were signed in the time that it took: the keeper works beside the
// writers, and never has much to catch up with.
func pause(took time.Duration, signed int64) time.Duration {
	if signed == 0 || took >= time.Minute {
		return longestPause
	}
	return min(max(took*rather/time.Duration(signed), shortestPause), longestPause)
}

// Tick covers what was committed since the last checkpoint, brings the
// checkpoint file up to the database, and indexes some blocks. Faults that need
// a person: audit_rolled_back (the file knows more than the database),
// audit_tree_broken, audit_gap, audit_foreign_entry, audit_key_changed.
func (k *Keeper) Tick(ctx context.Context) error {
	if err := k.sign(ctx); err != nil {
		k.grown = nil // reread what is stored before signing anything more
		return err
	}
	return k.index(ctx)
}

func (k *Keeper) sign(ctx context.Context) error {
	if k.grown == nil || k.keys != k.ring.Keys() {
		if err := k.load(ctx); err != nil {
			return err
		}
	}
	if err := k.file.follow(ctx, k.db); err != nil {
		return err
	}
	for {
		before := k.grown.edge.Size()
		if err := k.read(ctx); err != nil {
			return err
		}
		if k.grown.edge.Size() == before {
			return nil
		}
		if err := k.write(ctx, before); err != nil {
			return err
		}
		k.signed += k.grown.edge.Size() - before
		if err := k.file.follow(ctx, k.db); err != nil {
			return err
		}
		if k.grown.edge.Size()-before < signAtOnce {
			return nil // what came meanwhile is the next tick's: the index waits for its turn
		}
	}
}

// load rebuilds the tree from the database and makes sure that it is the one
// last signed, here and in the file.
func (k *Keeper) load(ctx context.Context) error {
	var grown *growth
	err := k.db.Snapshot(ctx, func(q store.Reader) error {
		s, err := openShelf(ctx, q)
		if err != nil {
			return err
		}
		if grown, err = loadGrowth(ctx, s); err != nil || s.size == 0 {
			return err
		}
		c, err := openNote(k.ring, s.note)
		if err != nil {
			return err
		}
		if c.Size != s.size || c.Root != grown.edge.Root() {
			return treeBroken("they do not give the root of the checkpoint over %d entries", s.size)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := k.file.open(ctx, k.db, k.ring); err != nil {
		return err
	}
	k.grown, k.keys = grown, k.ring.Keys()
	return nil
}

// read appends the leaves of the committed entries not signed yet. Entries
// commit in the order of their sequence, so that no gap can be filled later.
func (k *Keeper) read(ctx context.Context) error {
	return k.db.Query(ctx, func(scan store.Scan) error {
		var (
			seq            int64
			header, sealed []byte
		)
		if err := scan(&seq, &header, &sealed); err != nil {
			return err
		}
		if want := k.grown.edge.Size() + 1; seq != want {
			return fault.New(fault.Internal, "audit_gap", "Audit entry %d is missing before it was signed; entry %d follows.", want, seq)
		}
		h, err := tree.ParseHeader(header)
		if err == nil && h.Seq == seq {
			_, err = k.ring.Unseal(h.Key, sealed, header)
		}
		if err != nil || h.Seq != seq {
			return fault.Wrap(err, fault.Internal, "audit_foreign_entry", "Audit entry %d was not sealed by this installation; nothing from it on is signed.", seq)
		}
		k.grown.add(k.hasher.Leaf(header, sealed))
		k.recent.add(seq, h.Tokens)
		return nil
	}, `SELECT seq, header, sealed FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT $2`, k.grown.edge.Size(), int64(signAtOnce))
}

func (k *Keeper) write(ctx context.Context, before int64) error {
	c := tree.Checkpoint{Origin: k.ring.Origin(), Size: k.grown.edge.Size(), Root: k.grown.edge.Root()}
	note, err := c.Sign(k.ring.Signer())
	if err != nil {
		return err
	}
	err = k.db.Write(ctx, func(tx store.Tx) error {
		var size int64
		if err := tx.QueryRow(ctx, []any{&size}, `SELECT coalesce(max(size), 0) FROM audit_checkpoint`); err != nil {
			return err
		}
		if size != before {
			return fault.New(fault.Conflict, "audit_two_keepers", "Another node signed the audit log meanwhile.")
		}
		return k.grown.write(ctx, tx, before, note)
	})
	k.grown.fresh = nil
	return err
}
