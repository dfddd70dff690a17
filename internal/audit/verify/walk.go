package verify

import (
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit/tree"
)

// errFound ends the reading: the report has its finding.
var errFound = errors.New("found")

// walk is the state between two items.
type walk struct {
	rep    Report
	points points
	next   int // of points.list
	sorted bool

	last   int64     // the last entry the source says it holds; 0 when open
	edge   tree.Edge // over the bytes
	hasher tree.Hasher
	gap    *gap
	ended  bool

	moved []tree.Archived // by signed notes

	leaves      []tlog.Hash // stored hashes of the entries from leavesFirst on
	leavesFirst int64
	suspect     int64     // the first entry whose bytes and stored hash disagree
	stored      tree.Edge // once there is a suspect: over the stored hashes
}

func (w *walk) found(f Finding) error {
	// A stored hash that disagreed earlier was waiting for its checkpoint.
	if w.suspect != 0 && (f.Seq == 0 || w.suspect < f.Seq) {
		f = Finding{What: Altered, Seq: w.suspect, Detail: "its bytes do not give its stored hash"}
	}
	w.rep.First = &f
	return errFound
}

func (w *walk) item(it Item) error {
	switch it.Kind {
	case Start:
		return w.start(it)
	case Note:
		w.points.add(it.Note, it.Seq, "those stored with the log")
		return nil
	case Moved:
		return w.archive(it.Note)
	case Leaves:
		w.leaves, w.leavesFirst = it.Hashes, it.First
		return nil
	case Entry:
		return w.entry(it)
	case Archived:
		return w.archived(it)
	case Lost:
		w.points.fail(Finding{What: ProofAltered, Seq: it.First, Detail: "the stored hashes from it on are missing or damaged"})
		return nil
	}
	return w.end(it)
}

func (w *walk) start(it Item) error {
	if name := w.points.keys.Name(); it.Origin != "" && it.Origin != name {
		return w.found(Finding{What: MalformedData, Detail: fmt.Sprintf("it is of the log %q, the key is of %q", it.Origin, name)})
	}
	edge, ok := tree.EdgeOf(it.First-1, it.Hashes)
	if !ok {
		return &Malformed{Place: "the beginning", Detail: fmt.Sprintf("%d hashes cannot stand for the %d entries before entry %d", len(it.Hashes), it.First-1, it.First)}
	}
	w.last, w.edge = it.Last, edge
	w.rep.From, w.rep.To = it.First, it.First-1
	return nil
}

func (w *walk) entry(it Item) error {
	h, err := tree.ParseHeader(it.Header)
	expected := w.edge.Size() + 1
	if w.gap != nil {
		w.gap.see(h.Seq)
		return nil
	}
	if err := w.meet(); err != nil {
		return err
	}
	seq := h.Seq
	if it.Seq != 0 && it.Seq != expected {
		seq = it.Seq
	}
	switch {
	case seq == expected && w.last != 0 && seq > w.last:
		return w.found(Finding{What: Inserted, Seq: seq, Detail: fmt.Sprintf("the export should end with entry %d", w.last)})
	case seq != 0 && seq != expected:
		w.gap = &gap{expected: expected, got: seq, last: w.last}
		return nil
	case err != nil:
		return w.found(Finding{What: Altered, Seq: expected, Detail: err.Error()})
	}
	w.rep.Entries++
	w.add(w.hasher.Leaf(it.Header, it.Sealed))
	return nil
}

// archive takes a record of an archive, without which no entry may be away.
func (w *walk) archive(msg []byte) error {
	a, err := w.points.keys.OpenArchived(msg)
	if err != nil {
		w.points.fail(Finding{What: Forged, Detail: fmt.Sprintf("the record of an archive: %v", err)})
		return nil
	}
	w.moved = append(w.moved, a)
	return nil
}

func (w *walk) isMoved(seq int64) bool {
	return slices.ContainsFunc(w.moved, func(a tree.Archived) bool { return a.First <= seq && seq <= a.Last })
}

func (w *walk) archived(it Item) error {
	expected := w.edge.Size() + 1
	if w.gap != nil {
		w.gap.see(it.Seq)
		return nil
	}
	if err := w.meet(); err != nil {
		return err
	}
	if it.Seq != expected {
		w.gap = &gap{expected: expected, got: it.Seq, last: w.last}
		return nil
	}
	if !w.isMoved(it.Seq) {
		return w.found(Finding{What: Removed, Seq: it.Seq, Detail: "it is said to be archived, and the log's key has signed no such archive"})
	}
	w.rep.Archived++
	w.add(it.Hashes[0])
	return nil
}

// add takes the leaf of the next entry, and keeps a second tree over the stored
// hashes from the first entry on where the two disagree.
func (w *walk) add(leaf tlog.Hash) {
	seq := w.edge.Size() + 1
	stored := leaf
	if i := seq - w.leavesFirst; i >= 0 && i < int64(len(w.leaves)) {
		stored = w.leaves[i]
	}
	if stored != leaf && w.suspect == 0 {
		w.suspect, w.stored = seq, w.edge.Clone()
	}
	if w.suspect != 0 {
		w.stored.Append(stored)
	}
	w.edge.Append(leaf)
	w.rep.To = seq
}

// meet compares the tree with every checkpoint of its present size.
func (w *walk) meet() error {
	if !w.sorted {
		w.points.sort()
		w.sorted = true
	}
	size := w.edge.Size()
	for ; w.next < len(w.points.list) && w.points.list[w.next].Size <= size; w.next++ {
		p := w.points.list[w.next]
		if p.Size < size {
			w.rep.Unchecked++ // of a part that is not here
			continue
		}
		if w.edge.Root() != p.Root {
			return w.mismatch(p)
		}
		if w.suspect != 0 {
			seq := w.suspect
			w.suspect = 0
			return w.found(Finding{What: ProofAltered, Seq: seq, Detail: "its bytes are those that were signed, its stored hash is not"})
		}
		w.rep.Checkpoints++
		w.rep.Signed = size
	}
	return nil
}

// mismatch names the entry because of which the tree is not the one signed.
func (w *walk) mismatch(p point) error {
	first := max(w.rep.Signed+1, w.rep.From)
	seq := w.suspect
	w.suspect = 0
	if seq != 0 && w.stored.Root() == p.Root {
		return w.found(Finding{What: Altered, Seq: seq, Detail: "its bytes are not those signed by " + p.where})
	}
	if first > p.Size {
		return w.found(Finding{What: MalformedData, Detail: "the hashes of what comes before the first entry are not those signed by " + p.where})
	}
	return w.found(Finding{What: Altered, Seq: first, Until: min(p.Size, w.rep.To), Detail: "the bytes, and the stored hashes too, are not those signed by " + p.where})
}

func (w *walk) end(it Item) error {
	w.ended = true
	if w.gap != nil {
		return w.found(w.gap.finding())
	}
	if err := w.meet(); err != nil {
		return err
	}
	size := w.edge.Size()
	if w.last == 0 {
		return w.open(size)
	}
	if size != w.last {
		return w.found(Finding{What: CutOff, Seq: size + 1, Detail: fmt.Sprintf("it should reach to entry %d", w.last)})
	}
	spans := tree.Spans(size, it.Last)
	if it.Last < size || len(spans) != len(it.Hashes) {
		return &Malformed{Place: "the end", Detail: fmt.Sprintf("%d hashes cannot complete %d entries to %d", len(it.Hashes), size, it.Last)}
	}
	for i, s := range spans {
		w.edge.AppendNode(tree.Node{Level: s.Level, Hash: it.Hashes[i]})
		w.stored.AppendNode(tree.Node{Level: s.Level, Hash: it.Hashes[i]})
	}
	if err := w.meet(); err != nil {
		return err
	}
	if w.rep.Signed < size && w.points.bad == nil {
		return w.found(Finding{What: Uncovered, Seq: max(w.rep.Signed+1, w.rep.From), Until: size, Detail: "no checkpoint covers it"})
	}
	w.rep.Unchecked += len(w.points.list) - w.next
	return nil
}

// open is the end of a log that may grow: newer entries may lack a checkpoint,
// but no checkpoint may know of more entries.
func (w *walk) open(size int64) error {
	if n := len(w.points.list); w.next < n {
		p := w.points.list[n-1]
		return w.found(Finding{What: CutOff, Seq: size + 1, Detail: fmt.Sprintf("%s says that there were %d", p.where, p.Size)})
	}
	if gone := w.points.missing(); gone != nil && w.suspect == 0 && w.points.bad == nil {
		return w.found(*gone)
	}
	w.rep.Unsigned = size - w.rep.Signed
	return nil
}

func (w *walk) finish() error {
	if w.gap != nil {
		return w.found(w.gap.finding())
	}
	if !w.ended {
		return w.found(Finding{What: CutOff, Seq: w.edge.Size() + 1, Detail: "the source ends too early"})
	}
	if w.suspect != 0 {
		return w.found(Finding{What: Altered, Seq: w.suspect, Detail: "its bytes do not give its stored hash"})
	}
	return nil
}

// malformed names the entry that was expected where the form is broken.
func (w *walk) malformed(bad *Malformed) error {
	if w.gap != nil {
		return w.found(w.gap.finding())
	}
	seq := w.edge.Size() + 1
	if w.rep.From == 0 || w.ended || bad.What == MalformedData || w.last != 0 && seq > w.last {
		return w.found(Finding{What: MalformedData, Detail: bad.Error()})
	}
	what := bad.What
	if what == "" {
		what = Altered
	}
	return w.found(Finding{What: what, Seq: seq, Detail: bad.Error()})
}
