package tree

import (
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Node is the root of a perfect subtree over 2^Level leaves.
type Node struct {
	Level int
	Hash  tlog.Hash
}

// Edge is a tree of which only the right edge is kept: the perfect subtrees
// that its size is made of, largest first. It is all that is needed to append
// and to tell the root. The zero Edge is the empty tree.
type Edge struct {
	size  int64
	nodes []Node
}

// EdgeOf is the edge of a tree of size leaves, given the roots of its perfect
// subtrees, largest first; false when their number does not fit the size.
func EdgeOf(size int64, roots []tlog.Hash) (Edge, bool) {
	e := Edge{size: size}
	if size < 0 || bits.OnesCount64(uint64(size)) != len(roots) {
		return Edge{}, false
	}
	for level := 62; level >= 0; level-- {
		if size>>level&1 == 1 {
			e.nodes = append(e.nodes, Node{level, roots[len(e.nodes)]})
		}
	}
	return e, true
}

// Size is the number of leaves.
func (e *Edge) Size() int64 { return e.size }

// Roots are the roots of the perfect subtrees, largest first, as EdgeOf takes
// them.
func (e *Edge) Roots() []tlog.Hash {
	roots := make([]tlog.Hash, len(e.nodes))
	for i, n := range e.nodes {
		roots[i] = n.Hash
	}
	return roots
}

// Clone is an edge that grows on its own.
func (e *Edge) Clone() Edge {
	return Edge{e.size, append([]Node(nil), e.nodes...)}
}

// Append adds one leaf.
func (e *Edge) Append(leaf tlog.Hash) { e.AppendNode(Node{0, leaf}) }

// AppendNode adds a perfect subtree. It reports false, and adds nothing, when
// the size is no multiple of the subtree's or another would not fit.
func (e *Edge) AppendNode(n Node) bool {
	if n.Level < 0 || n.Level > 61 || e.size&(1<<n.Level-1) != 0 || e.size > 1<<62-1<<n.Level {
		return false
	}
	e.size += 1 << n.Level
	for len(e.nodes) > 0 && e.nodes[len(e.nodes)-1].Level == n.Level {
		left := e.nodes[len(e.nodes)-1]
		e.nodes = e.nodes[:len(e.nodes)-1]
		n = Node{n.Level + 1, tlog.NodeHash(left.Hash, n.Hash)}
	}
	e.nodes = append(e.nodes, n)
	return true
}

// emptyRoot is SHA-256 of nothing (RFC 6962, section 2.1).
var emptyRoot = func() (h tlog.Hash) {
	h, _ = tlog.TreeHash(0, nil)
	return h
}()

// Root is the RFC 6962 tree hash.
func (e *Edge) Root() tlog.Hash {
	if len(e.nodes) == 0 {
		return emptyRoot
	}
	h := e.nodes[len(e.nodes)-1].Hash
	for i := len(e.nodes) - 2; i >= 0; i-- {
		h = tlog.NodeHash(e.nodes[i].Hash, h)
	}
	return h
}

// Span is one perfect subtree: leaves [Number<<Level, (Number+1)<<Level).
type Span struct {
	Level  int
	Number int64
}

// Spans cuts the leaves [low, high) into the fewest perfect subtrees, left to
// right. From 0 it gives the subtrees of an edge; from an edge's size, what
// completes it to a tree of high leaves.
func Spans(low, high int64) []Span {
	var out []Span
	for low < high {
		level := bits.Len64(uint64(high-low)) - 1
		if low != 0 {
			level = min(level, bits.TrailingZeros64(uint64(low)))
		}
		out = append(out, Span{level, low >> level})
		low += 1 << level
	}
	return out
}
