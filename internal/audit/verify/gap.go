package verify

import "fmt"

// gap is a place where the next entry was not the one expected. What follows
// tells whether that one was removed, moved, altered, or another put before it.
type gap struct {
	expected, got int64
	last          int64 // the last entry there should be, 0 when unknown
	next          int64 // what followed got, 0 when nothing did
	later         bool  // the expected one came later
}

func (g *gap) see(seq int64) {
	if g.next == 0 {
		g.next = seq
	}
	g.later = g.later || seq == g.expected
}

func (g *gap) finding() Finding {
	inPlace := g.next == g.expected+1 || g.next == 0 && g.last == g.expected
	switch {
	case g.got < g.expected && !inPlace:
		return Finding{What: Inserted, Seq: g.got, Detail: fmt.Sprintf("a second entry %d stands where %d was expected", g.got, g.expected)}
	case g.later:
		return Finding{What: Reordered, Seq: g.expected, Detail: fmt.Sprintf("entry %d stands in its place, and it comes later", g.got)}
	case inPlace:
		return Finding{What: Altered, Seq: g.expected, Detail: fmt.Sprintf("what stands in its place calls itself entry %d", g.got)}
	}
	return Finding{What: Removed, Seq: g.expected, Detail: fmt.Sprintf("the next one there is %d", g.got)}
}
