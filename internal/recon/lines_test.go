package recon_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/recon"
)

func told(lines []recon.Line) string {
	var b strings.Builder
	for _, l := range lines {
		switch l.Op {
		case "left_out":
			fmt.Fprintf(&b, "…%d\n", l.Count)
		default:
			fmt.Fprintf(&b, "%s%d/%d %s\n", map[string]string{"same": " ", "removed": "-", "added": "+"}[l.Op], l.Before, l.After, l.Text)
		}
	}
	return b.String()
}

func TestTheLinesThatDifferAreShownWithThoseAroundThem(t *testing.T) {
	before := "a\nb\nc\nd\nkeys: ref\namount: x\ntolerance: 1\ne\nf"
	after := "a\nb\nc\nd\nkeys: ref\namount: y\ntolerance: 1\nopposite: true\ne\nf"
	want := "…2\n 3/3 c\n 4/4 d\n 5/5 keys: ref\n-6/0 amount: x\n+0/6 amount: y\n 7/7 tolerance: 1\n+0/8 opposite: true\n 8/9 e\n 9/10 f\n"
	for _, end := range []string{"", "\n"} {
		if diff := cmp.Diff(want, told(recon.CompareLines(before+end, after+end))); diff != "" {
			t.Error(diff)
		}
	}
	if lines := recon.CompareLines("a\nb", "a\nb\n"); len(lines) != 3 || lines[2].Op != "added" {
		t.Errorf("a line's end more is %+v", lines)
	}
}

func TestTextsTooLongToLayBesideEachOtherAreReplacedWhole(t *testing.T) {
	var a, b strings.Builder
	for n := range 3000 {
		fmt.Fprintf(&a, "a%d\n", n)
		fmt.Fprintf(&b, "b%d\n", n)
	}
	lines := recon.CompareLines("same\n"+a.String()+"end", "same\n"+b.String()+"end")
	if len(lines) != 6002 || lines[1].Op != "removed" || lines[3001].Op != "added" {
		t.Errorf("%d lines, %+v, %+v", len(lines), lines[1], lines[3001])
	}
}

// TestEveryLineOfBothTextsIsThereOnce, in its place, and no fewer lines are the
// same than in any order of taking them that is tried.
func TestEveryLineOfBothTextsIsThereOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", ""}), 1, 14)
		a, b := text.Draw(t, "before"), text.Draw(t, "after")
		var left, right []string
		same, hidden := 0, int64(0)
		for _, l := range recon.CompareLines(strings.Join(a, "\n"), strings.Join(b, "\n")) {
			switch l.Op {
			case "left_out":
				if l.Count < 2 {
					t.Fatal("one line alone was left out")
				}
				for range l.Count {
					left, right = append(left, a[len(left)]), append(right, b[len(right)])
				}
				hidden += l.Count
			case "same":
				same++
				fallthrough
			case "removed", "added":
				if l.Op != "added" {
					left = append(left, l.Text)
				}
				if l.Op != "removed" {
					right = append(right, l.Text)
				}
			}
		}
		if a[len(a)-1] == "" && b[len(b)-1] == "" && len(a) > 1 && len(b) > 1 { // the end of both is no line
			left, right, same = append(left, ""), append(right, ""), same+1
		}
		if strings.Join(left, "\n") != strings.Join(a, "\n") || strings.Join(right, "\n") != strings.Join(b, "\n") {
			t.Fatalf("%q and %q came back as %q and %q", a, b, left, right)
		}
		if got, want := int64(same)+hidden, longestCommon(a, b); got != want {
			t.Fatalf("%d lines are the same, want %d", got, want)
		}
	})
}

// longestCommon is the definition, by recursion.
func longestCommon(a, b []string) int64 {
	known := map[[2]int]int64{}
	var of func(i, j int) int64
	of = func(i, j int) int64 {
		if i == len(a) || j == len(b) {
			return 0
		}
		n, ok := known[[2]int{i, j}]
		if !ok {
			n = max(of(i+1, j), of(i, j+1))
			if a[i] == b[j] {
				n = max(n, 1+of(i+1, j+1))
			}
			known[[2]int{i, j}] = n
		}
		return n
	}
	return of(0, 0)
}
