package audit_test

import (
	"bytes"
	"context"
	"crypto/rand"
	mathrand "math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/soak"
)

// copied is a whole log in memory, as a database gives it to verify.
type copied struct {
	entries []verify.Item // Seq, Header, Sealed
	notes   []verify.Item // Seq: the size, Note
	leaves  []tlog.Hash
}

func (c *copied) Read(each func(verify.Item) error) error {
	items := append([]verify.Item{{Kind: verify.Start, First: 1}}, c.notes...)
	next := 0
	for low := 0; low < len(c.leaves) || next < len(c.entries); low += tree.Run {
		high := max(min(low+tree.Run, len(c.leaves)), min(low, len(c.leaves)))
		items = append(items, verify.Item{Kind: verify.Leaves, First: int64(low + 1), Hashes: c.leaves[min(low, len(c.leaves)):high]})
		for ; next < len(c.entries) && (c.entries[next].Seq <= int64(low+tree.Run) || low+tree.Run >= len(c.leaves)); next++ {
			items = append(items, c.entries[next])
		}
	}
	for _, it := range append(items, verify.Item{Kind: verify.End}) {
		if err := each(it); err != nil {
			return err
		}
	}
	return nil
}

func (c *copied) clone() *copied {
	return &copied{slices.Clone(c.entries), slices.Clone(c.notes), slices.Clone(c.leaves)}
}

// copyOf reads a log as verify would be given it.
func copyOf(t *testing.T, tr *trail) *copied {
	t.Helper()
	c := &copied{}
	err := audit.Source(context.Background(), tr.db, nil).Read(func(it verify.Item) error {
		it.Header, it.Sealed, it.Note = bytes.Clone(it.Header), bytes.Clone(it.Sealed), bytes.Clone(it.Note)
		switch it.Kind {
		case verify.Entry:
			c.entries = append(c.entries, it)
		case verify.Note:
			c.notes = append(c.notes, it)
		case verify.Leaves:
			c.leaves = append(c.leaves, it.Hashes...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// resign makes the stored hashes and checkpoints those of the entries, by a key.
func (c *copied) resign(origin string, signer note.Signer) {
	var edge tree.Edge
	var hasher tree.Hasher
	roots := map[int64]tlog.Hash{}
	for i, e := range c.entries {
		leaf := hasher.Leaf(e.Header, e.Sealed)
		edge.Append(leaf)
		if i < len(c.leaves) {
			c.leaves[i] = leaf
		}
		roots[edge.Size()] = edge.Root()
	}
	for i, n := range c.notes {
		msg, err := tree.Checkpoint{Origin: origin, Size: n.Seq, Root: roots[n.Seq]}.Sign(signer)
		if err == nil {
			c.notes[i].Note = msg
		}
	}
}

// forger is who alters: with a key of their own, and with the log's.
type forger struct {
	*mathrand.Rand
	tr    *trail
	alien note.Signer
}

// one is any entry.
func (f *forger) one(c *copied) int { return f.IntN(len(c.entries)) }

// reseal gives an entry another content, sealed as the log's own are.
func (f *forger) reseal(c *copied, i int) {
	seq := c.entries[i].Seq
	e, err := audit.NewSealer(f.tr.ring).Seal(seq, year2025+seq*1e6, &audit.Event{Actor: "mallory", Action: "forged"})
	if err != nil {
		f.tr.t.Fatal(err)
	}
	c.entries[i].Header, c.entries[i].Sealed = e.Header, e.Sealed
}

// cut takes everything from an entry on away, with what proves it.
func (f *forger) cut(c *copied) int64 {
	i := f.one(c)
	c.entries, c.leaves = c.entries[:i], c.leaves[:min(i, len(c.leaves))]
	c.notes = slices.DeleteFunc(c.notes, func(n verify.Item) bool { return n.Seq > int64(i) })
	return int64(i)
}

var alterations = map[string]func(f *forger, c *copied){
	"a bit of a header":      func(f *forger, c *copied) { e := &c.entries[f.one(c)]; e.Header = f.flip(e.Header) },
	"a bit of a ciphertext":  func(f *forger, c *copied) { e := &c.entries[f.one(c)]; e.Sealed = f.flip(e.Sealed) },
	"a bit of a checkpoint":  func(f *forger, c *copied) { n := &c.notes[f.IntN(len(c.notes))]; n.Note = f.flip(n.Note) },
	"a bit of a stored hash": func(f *forger, c *copied) { h := &c.leaves[f.IntN(len(c.leaves))]; h[f.IntN(32)] ^= 1 << f.IntN(8) },
	"deleted":                func(f *forger, c *copied) { i := f.one(c); c.entries = slices.Delete(c.entries, i, i+1) },
	"duplicated":             func(f *forger, c *copied) { c.entries = slices.Insert(c.entries, f.one(c), c.entries[f.one(c)]) },
	"swapped": func(f *forger, c *copied) {
		i := f.one(c)
		j := (i + 1 + f.IntN(len(c.entries)-1)) % len(c.entries)
		c.entries[i], c.entries[j] = c.entries[j], c.entries[i]
	},
	"swapped under each other's numbers": func(f *forger, c *copied) {
		i := f.one(c)
		j := (i + 1 + f.IntN(len(c.entries)-1)) % len(c.entries)
		c.entries[i], c.entries[j] = c.entries[j], c.entries[i]
		c.entries[i].Seq, c.entries[j].Seq = c.entries[j].Seq, c.entries[i].Seq
	},
	"a ciphertext truncated":  func(f *forger, c *copied) { e := &c.entries[f.one(c)]; e.Sealed = e.Sealed[:f.IntN(len(e.Sealed))] },
	"the end cut off":         func(f *forger, c *copied) { c.entries = c.entries[:f.one(c)] },
	"rolled back whole":       func(f *forger, c *copied) { f.cut(c) },
	"checkpoints rolled back": func(f *forger, c *copied) { c.notes = c.notes[:f.IntN(len(c.notes))] },
	"resealed":                func(f *forger, c *copied) { f.reseal(c, f.one(c)) },
	"resealed with its hash": func(f *forger, c *copied) {
		var hasher tree.Hasher
		i := f.one(c)
		f.reseal(c, i)
		c.leaves[i] = hasher.Leaf(c.entries[i].Header, c.entries[i].Sealed)
	},
	"re-signed by another key":       func(f *forger, c *copied) { f.reseal(c, f.one(c)); c.resign(f.alien.Name(), f.alien) },
	"re-signed by the log's own key": func(f *forger, c *copied) { f.reseal(c, f.one(c)); c.resign(f.tr.ring.Origin(), f.tr.ring.Signer()) },
	"rolled back and grown anew by the log's own key": func(f *forger, c *copied) {
		old := c.clone()
		from := f.cut(c)
		c.entries, c.leaves, c.notes = slices.Clone(old.entries), slices.Clone(old.leaves), slices.Clone(old.notes)
		for i := int(from); i < len(c.entries); i++ {
			f.reseal(c, i)
		}
		c.resign(f.tr.ring.Origin(), f.tr.ring.Signer())
	},
}

func (f *forger) flip(b []byte) []byte {
	b = bytes.Clone(b)
	b[f.IntN(len(b))] ^= 1 << f.IntN(8)
	return b
}

// TestEveryAlterationOfALogIsFoundAndNoneWhereThereIsNone verifies against the
// checkpoints that were kept outside.
func TestEveryAlterationOfALogIsFoundAndNoneWhereThereIsNone(t *testing.T) {
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	for _, n := range []int{10, 90, 40, 120, 1, 39} {
		tr.recordMany(n)
		tr.tick()
	}
	skey, _, err := note.GenerateKey(rand.Reader, tr.ring.Origin())
	if err != nil {
		t.Fatal(err)
	}
	alien, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	whole, outside := copyOf(t, tr), tr.checkpoints()
	f := &forger{mathrand.New(mathrand.NewPCG(11, 12)), tr, alien}
	var names []string
	for name := range alterations {
		names = append(names, name)
	}
	slices.Sort(names)
	for n := range soak.Count(len(names)*3, 1000, 100_000) {
		c, name := whole.clone(), names[n%len(names)]
		alterations[name](f, c)
		if r, err := verify.Verify(c, outside, tr.ring.Keys()); err != nil || r.Whole() {
			t.Fatalf("round %d, %s: nothing was found, %v", n, name, err)
		}
		if n%50 == 0 {
			r, err := verify.Verify(whole, outside, tr.ring.Keys())
			if err != nil || !r.Whole() || r.Entries != 300 || r.Checkpoints != 12 {
				t.Fatalf("nothing was altered, yet: %+v, %v", r.First, err)
			}
		}
	}
}
