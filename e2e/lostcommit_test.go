package e2e

import (
	"fmt"
	"sync"
	"testing"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit"
)

// TestAnAnswerLostAtCommitIsFoundOutAndGivenOnce drops the connection around
// the COMMIT. Whatever became of it, every command is answered as applied and
// stands once, in one entry of the sequence that was answered.
func TestAnAnswerLostAtCommitIsFoundOutAndGivenOnce(t *testing.T) {
	database := testkit.PostgresURL(t, "durable") // a commit that takes a while: the moment is hit
	p, through := startProxy(t, database)
	w := settle(t, place{through, t.TempDir()}, 1)
	start := w.must(t, "founder", unit("start", "start")).Seq
	rounds := count(t, "COUNTERSIGN_E2E_LOST_COMMITS", 50, 50)
	kinds := []struct {
		name string
		cut  cut
	}{{"the answer is lost", afterCommit}, {"the commit comes late", lateCommit}, {"the commit is lost", beforeCommit}, {"a statement is lost", beforeStatement}}
	asked := 0
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			for i := range rounds {
				before := p.cuts.Load()
				p.arm(k.cut)
				askTogether(t, w, fmt.Sprintf("%d-%d", k.cut, i), 3)
				asked += 3
				if p.cuts.Load() != before+1 {
					t.Fatalf("round %d: the connection was dropped %d times", i, p.cuts.Load()-before)
				}
			}
		})
	}
	wantOnce(t, w, start, asked)
}

// askTogether founds so many units at once and wants each applied.
func askTogether(t *testing.T, w *town, name string, n int) {
	t.Helper()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			out, err := w.ask(clerk(0), unit(govern.ID(fmt.Sprintf("%s-%d", name, i)), name))
			if err != nil || out.State != govern.Applied || out.Seq == 0 {
				t.Errorf("%s: %+v, %v; want applied", name, out, err)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

func wantOnce(t *testing.T, w *town, after int64, n int) {
	t.Helper()
	events, err := w.events(after)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, ev := range events {
		if ev.Outcome != audit.Applied {
			t.Errorf("entry %d tells of %s", ev.seq, ev.Outcome)
		}
		seen[ev.Record.ID]++
	}
	for id, times := range seen {
		if times != 1 {
			t.Errorf("%s was applied %d times", id, times)
		}
	}
	if len(seen) != n {
		t.Errorf("%d records were applied, want %d", len(seen), n)
	}
}
