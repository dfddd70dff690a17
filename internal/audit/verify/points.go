package verify

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/countersign/countersign/internal/audit/tree"
)

// point is one checkpoint whose signature is good, and where it was read.
type point struct {
	tree.Checkpoint
	by    int  // of the keys
	own   bool // it is stored with the log
	where string
}

// points are the checkpoints to be met on the way, ascending by size.
type points struct {
	keys tree.Keys
	list []point
	last point    // the one read before, of the same place
	n    int      // read from that place
	bad  *Finding // the first that is forged or contradicts another
}

// outside reads a checkpoint file and reports whether its end is torn.
func (p *points) outside(file []byte, place string) (torn bool) {
	notes, rest := tree.SplitNotes(file)
	for _, msg := range notes {
		p.add(msg, 0, place)
	}
	p.last, p.n = point{}, 0
	return len(rest) > 0
}

// add checks one checkpoint against the key and the one before it. size is
// what it is stored under, 0 if nothing says.
func (p *points) add(msg []byte, size int64, place string) {
	p.n++
	where := fmt.Sprintf("checkpoint %d of %s", p.n, place)
	c, by, err := p.keys.OpenCheckpoint(msg)
	switch {
	case err != nil:
		p.fail(Finding{What: Forged, Detail: where + ": " + err.Error()})
		return
	case size != 0 && size != c.Size:
		p.fail(Finding{What: Contradiction, Detail: fmt.Sprintf("%s is stored under size %d and says %d", where, size, c.Size)})
		return
	case p.n > 1 && c.Size <= p.last.Size:
		p.fail(Finding{What: Contradiction, Detail: fmt.Sprintf("%s is of %d entries, the one before it already of %d: the log was turned back", where, c.Size, p.last.Size)})
	}
	p.last = point{c, by, size != 0, where}
	p.list = append(p.list, p.last)
}

func (p *points) fail(f Finding) {
	if p.bad == nil {
		p.bad = &f
	}
}

// sort is called when all are read; equal sizes must have equal roots, and a key
// that was replaced signs no larger ones.
func (p *points) sort() {
	slices.SortStableFunc(p.list, func(a, b point) int { return cmp.Compare(a.Size, b.Size) })
	for i := 1; i < len(p.list); i++ {
		a, b := p.list[i-1], p.list[i]
		if a.Size < b.Size && a.by > b.by {
			p.fail(Finding{What: Forged, Detail: fmt.Sprintf("%s is signed by key %d of the log, which key %d had replaced already at %s", b.where, b.by+1, a.by+1, a.where)})
		}
		if a.Size == b.Size && a.Root != b.Root {
			p.fail(Finding{What: Contradiction, Detail: fmt.Sprintf("%s and %s give different roots for %d entries", a.where, b.where, a.Size)})
		}
	}
}

// missing is the first checkpoint from elsewhere that is not stored with the log,
// as every one is.
func (p *points) missing() *Finding {
	stored := map[int64]bool{}
	for _, at := range p.list {
		stored[at.Size] = stored[at.Size] || at.own
	}
	for _, at := range p.list {
		if !stored[at.Size] {
			return &Finding{What: Removed, Detail: fmt.Sprintf("%s, of %d entries, is not among those stored with the log", at.where, at.Size)}
		}
	}
	return nil
}
