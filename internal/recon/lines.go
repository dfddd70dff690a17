package recon

import "strings"

// Line is one line of two texts laid side by side. Before and After count from 1;
// 0 where the text has no such line.
type Line struct {
	Op     string `json:"op" enum:"same,removed,added,left_out" doc:"left_out: lines that are the same in both stand here, as many as count says."`
	Before int64  `json:"before,omitempty" doc:"The line in the original, from 1."`
	After  int64  `json:"after,omitempty" doc:"The line in the copy, from 1."`
	Text   string `json:"text"`
	Count  int64  `json:"count,omitempty"`
}

// Bounds of a line by line comparison: beyond mostCells what lies between the
// common beginning and end is shown as replaced whole; around shows how many same
// lines are kept beside a difference.
const (
	mostCells = 4 << 20
	around    = 3
)

// compareLines lays two texts side by side by a longest common subsequence of
// their lines. Of several it always takes the same one: a line is removed before
// another is added.
func compareLines(before, after string) []Line {
	if strings.HasSuffix(before, "\n") && strings.HasSuffix(after, "\n") { // what ends both is no line of its own
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	l := lining{a: a, b: b}
	l.same(head)
	l.between(len(a)-tail, len(b)-tail)
	l.same(tail)
	return folded(l.out)
}

// lining is a comparison on its way; i and j are how far it has come.
type lining struct {
	a, b []string
	i, j int
	out  []Line
}

func (l *lining) same(n int) {
	for range n {
		l.out = append(l.out, Line{Op: "same", Before: int64(l.i + 1), After: int64(l.j + 1), Text: l.a[l.i]})
		l.i, l.j = l.i+1, l.j+1
	}
}

func (l *lining) remove() {
	l.out = append(l.out, Line{Op: "removed", Before: int64(l.i + 1), Text: l.a[l.i]})
	l.i++
}

func (l *lining) add() {
	l.out = append(l.out, Line{Op: "added", After: int64(l.j + 1), Text: l.b[l.j]})
	l.j++
}

// between compares up to the lines where the common end begins.
func (l *lining) between(endA, endB int) {
	n, m := endA-l.i, endB-l.j
	var longest []int32 // of what is left from each pair of lines on
	width := m + 1
	if n*m <= mostCells {
		longest = make([]int32, (n+1)*width)
		for i := n - 1; i >= 0; i-- {
			for j := m - 1; j >= 0; j-- {
				if l.a[l.i+i] == l.b[l.j+j] {
					longest[i*width+j] = longest[(i+1)*width+j+1] + 1
				} else {
					longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
				}
			}
		}
	}
	fromA, fromB := l.i, l.j
	for l.i < endA || l.j < endB {
		i, j := l.i-fromA, l.j-fromB
		switch {
		case l.i < endA && l.j < endB && longest != nil && l.a[l.i] == l.b[l.j]:
			l.same(1)
		case l.j == endB, l.i < endA && (longest == nil || longest[(i+1)*width+j] >= longest[i*width+j+1]):
			l.remove()
		default:
			l.add()
		}
	}
}

// folded keeps a few same lines around every difference and counts the others,
// unless there is but one.
func folded(all []Line) []Line {
	near := make([]bool, len(all))
	for i, line := range all {
		if line.Op == "same" {
			continue
		}
		for k := max(0, i-around); k <= min(len(all)-1, i+around); k++ {
			near[k] = true
		}
	}
	var out []Line
	for i := 0; i < len(all); i++ {
		end := i
		for end < len(all) && !near[end] {
			end++
		}
		if end-i > 1 {
			out = append(out, Line{Op: "left_out", Count: int64(end - i)})
			i = end
		}
		if i < len(all) {
			out = append(out, all[i])
		}
	}
	return out
}
