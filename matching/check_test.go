package matching_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign/countersign/matching"
)

func TestCheckRefusesWhatRunRefusesAndLeavesNothing(t *testing.T) {
	const good = "ref,amount\nA,1.00\nB,2.00\n"
	for name, right := range map[string]string{
		"good": good, "bad amount": "ref,amount\nA,x\n", "empty": "", "open quote": good + "C,\"1", "no column": "reference,amount\nA,1\n", "ragged": good + "C\n",
	} {
		dir, scratch := t.TempDir(), t.TempDir()
		l, r := filepath.Join(dir, "l.csv"), filepath.Join(dir, "r.csv")
		for path, text := range map[string]string{l: good, r: right} {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c := matching.Config{Keys: []matching.Sides{{Left: "ref", Right: "ref"}}, Amount: matching.Sides{Left: "amount", Right: "amount"}}
		_, ran := matching.Run(context.Background(), c, l, r, filepath.Join(dir, "out"), nil)
		checked := matching.Check(context.Background(), c, l, r, scratch)
		if (ran == nil) != (checked == nil) || ran != nil && ran.Error() != checked.Error() {
			t.Errorf("%s: Run says %v, Check says %v", name, ran, checked)
		}
		if left, err := os.ReadDir(scratch); err != nil || len(left) > 0 {
			t.Errorf("%s: Check left %v, %v", name, left, err)
		}
	}
}

func TestProgressTellsTheRowsReadAndCompared(t *testing.T) {
	text := "ref\n" + strings.Repeat("A\nB\nC\n", 50_000)
	c := matching.Config{Keys: []matching.Sides{{Left: "ref", Right: "ref"}}}
	last := map[string]int64{}
	_, err := matching.Count(context.Background(), c, matching.CSV("l", strings.NewReader(text), 0), matching.CSV("r", strings.NewReader("ref\nB\n"), 0), matching.OnProgress(func(p matching.Progress) {
		if p.Rows < last[p.Stage] {
			t.Errorf("%s: %d rows after %d", p.Stage, p.Rows, last[p.Stage])
		}
		last[p.Stage] = p.Rows
	}))
	if err != nil || last["read right"] != 150_001 || last["match"] != 150_001 {
		t.Errorf("%v, %v", last, err)
	}
}
