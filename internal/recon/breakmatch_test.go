package recon_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

// breaks is the command for the only match of ledgerCSV and bankCSV, or for others.
func breaks(pairs ...recon.RowPair) *recon.BreakMatch {
	if pairs == nil {
		pairs = []recon.RowPair{{Left: 0, Right: 0}}
	}
	return &recon.BreakMatch{Pairs: pairs, Reason: "Two payments of the same customer."}
}

// breakUp reads the rows, as the way in does, and asks for the command.
func (o *office) breakUp(user string, run govern.ID, c *recon.BreakMatch) (govern.Outcome, error) {
	c.On(run)
	if err := c.Read(o.t.Context(), o.DB, o.keep, 1<<20); err != nil {
		return govern.Outcome{}, err
	}
	return o.Submit(user, c)
}

func (o *office) page(run govern.ID, which recon.WhichPairs) *recon.MatchedPairs {
	o.t.Helper()
	r, err := recon.Runs.Get(o.t.Context(), o.DB, run)
	if err != nil {
		o.t.Fatal(err)
	}
	which.Largest, which.Broken = 1<<20, true
	page, err := recon.Matched(o.t.Context(), o.DB, o.keep, r, which)
	if err != nil {
		o.t.Fatal(err)
	}
	return page
}

// opened are the exceptions that breaks opened.
func (o *office) opened(run govern.ID) []*recon.Exception {
	o.t.Helper()
	list, err := recon.Exceptions.Find(o.t.Context(), o.DB, `run = $1 AND broken_match <> '' ORDER BY left_row DESC`, string(run))
	if err != nil {
		o.t.Fatal(err)
	}
	return list
}

func TestBreakingAMatchOfARunOpensItsRowsAndLeavesTheRunAsItWas(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference, HandTolerance: "0.01"})
		run, _ := o.found(p)
		kept := o.kept()
		out := o.Must(o.breakUp(house.Founder, run.ID, breaks()))
		b, err := recon.BrokenMatches.Get(t.Context(), o.DB, out.Records[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		list := o.opened(run.ID)
		if len(list) != 2 {
			t.Fatalf("%d exceptions were opened, want 2", len(list))
		}
		want := recon.BrokenMatch{
			Meta: b.Meta, Run: run.ID, Process: p, LeftRow: 0, RightRow: 0, Key: []string{"A"}, LeftAmount: "10.00", RightAmount: "10.01", AmountDiff: "-0.01",
			LeftDate: "2026-03-01", RightDate: "2026-03-01", DateDiff: "0", Exceptions: []string{string(list[0].ID), string(list[1].ID)},
			Reason: "Two payments of the same customer.", BrokenBy: house.Founder, BrokenAt: b.BrokenAt,
		}
		if diff := cmp.Diff(want, *b); diff != "" || b.BrokenAt == 0 {
			t.Error(diff)
		}
		for i, x := range list {
			told := fmt.Sprintf("%s %s %d %d %v %s %s %d %d %s", x.Kind, x.State, x.LeftRow, x.RightRow, x.Key, x.LeftAmount, x.RightAmount, len(x.LeftFields), len(x.RightFields), x.Group)
			if want := [...]string{"unmatched_left unreviewed 0 -1 [A] 10.00  4 0 ", "unmatched_right unreviewed -1 0 [A]  10.01 0 3 "}[i]; told != want || x.BrokenMatch != b.ID {
				t.Errorf("the exception is %q of %s, want %q", told, x.BrokenMatch, want)
			}
		}
		now, _ := o.read(run.ID)
		now.Root, run.Root = govern.Root{}, govern.Root{}
		if diff := cmp.Diff(run, now); diff != "" || o.kept() != kept {
			t.Errorf("the run or its files changed (%d files, were %d): %s", o.kept(), kept, diff)
		}
		page := o.page(b.Run, recon.WhichPairs{After: -1, Limit: 10})
		if len(page.Items) != 1 || *page.Broken != 1 || page.Items[0].Broken == nil || page.Items[0].Broken.ID != b.ID || page.Items[0].Broken.By != house.Founder {
			t.Errorf("the page says %+v", page)
		}
		r, err := recon.Runs.Get(t.Context(), o.DB, b.Run)
		if err != nil {
			t.Fatal(err)
		}
		without, err := recon.Matched(t.Context(), o.DB, o.keep, r, recon.WhichPairs{After: -1, Limit: 10, Largest: 1 << 20})
		if err != nil || len(without.Items) != 1 || without.Broken != nil || without.Items[0].Broken != nil {
			t.Errorf("who may not view broken matches is told %+v, %v", without, err)
		}

		_, err = o.breakUp(house.Founder, b.Run, breaks())
		wantFault(t, err, "already_broken", "broken_match[0]", "row 1 of the left side")
		match := &recon.Match{With: []string{string(list[1].ID)}, Reason: "One payment after all."}
		m := o.Must(o.on(house.Founder, list[0].ID, match)).Records[0].ID
		o.Must(o.on(house.Founder, m, &recon.Break{Reason: "Two, the bank says."}))
		_, err = o.breakUp(house.Founder, b.Run, breaks())
		wantFault(t, err, "already_broken", "broken_match[0]", "")
	})
}

func TestWhatIsNoMatchOfAFinishedRunIsNotBrokenApart(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		left, right := sides(ledgerCSV, bankCSV)
		id := o.start(house.Founder, p, left, right)
		_, err := o.breakUp(house.Founder, id, breaks())
		wantFault(t, err, "wrong_state", "", "under way")
		o.work()
		for code, pairs := range map[string][]recon.RowPair{
			"no_such_match": {{Left: 0, Right: 1}},
			"repeated":      {{Left: 0, Right: 0}, {Left: 0, Right: 0}},
			"too_many":      {},
		} {
			_, err := o.breakUp(house.Founder, id, breaks(pairs...))
			wantFault(t, err, code, "pairs", "")
		}
		_, err = o.breakUp(house.Founder, id, breaks(recon.RowPair{Left: 1, Right: 1})) // matched in part: an exception as it is
		wantFault(t, err, "no_such_match", "pairs", "row 2 of the left side with row 2")
		silent := breaks()
		silent.Reason = " "
		_, err = o.breakUp(house.Founder, id, silent)
		wantFault(t, err, "reason_missing", "reason", "")
		unread := breaks()
		unread.On(id)
		_, err = o.Submit(house.Founder, unread)
		wantFault(t, err, "not_read", "", "run 1")

		row, err := recon.Processes.Get(t.Context(), o.DB, p)
		if err != nil {
			t.Fatal(err)
		}
		row.Configuration += "opposite_sign: false\n"
		o.Must(o.Submit(house.Founder, govern.Put(recon.Processes, p, row.Version, row)))
		again, _ := o.run(house.Founder, p, left, right)
		_, err = o.breakUp(house.Founder, id, breaks())
		wantFault(t, err, "later_run", "", "Run 2")
		o.Must(o.on(house.Founder, again.ID, &recon.MarkFailed{Reason: "The wrong tolerance was used."}))
		_, err = o.breakUp(house.Founder, again.ID, breaks())
		wantFault(t, err, "run_failed", "", "Run 2")
		o.Must(o.breakUp(house.Founder, id, breaks()))

		copied := o.Must(o.on(house.Founder, p, &recon.MakeCopy{})).Records[0].ID
		trial, err := recon.StartTrial(t.Context(), o.DB, o.keep, copied, id)
		if err != nil {
			t.Fatal(err)
		}
		o.Must(o.Submit(house.Founder, trial))
		o.work()
		_, err = o.breakUp(house.Founder, trial.RunID(), breaks())
		wantFault(t, err, "copy_run", "", "original")
	})
}

func TestABreakWaitsUnderARuleAndIsStaleWhenTheMatchIsBrokenOrTheRunFailsMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		run, _ := o.found(p)
		o.User("viewer", "run.view", "exception.view", "hand_match.break")
		o.User("breaker", "run.view", "exception.view", recon.BreakVerb)
		if _, err := o.breakUp("viewer", run.ID, breaks()); fault.Code(err) != "denied" {
			t.Errorf("without the permission: %v", err)
		}
		o.rule(recon.BreakVerb)
		first := o.MustHold(o.breakUp("breaker", run.ID, breaks()))
		second := o.MustHold(o.breakUp(house.Founder, run.ID, breaks()))
		if n := len(o.opened(run.ID)); n != 0 {
			t.Errorf("%d exceptions stand before anybody agreed", n)
		}
		if _, err := o.Engine.Approve(t.Context(), govern.Actor{User: "breaker"}, govern.Note{}, first.Change, first.Digest); err == nil {
			t.Error("its maker agreed to it")
		}
		o.approve(house.Second, first)
		if n := len(o.opened(run.ID)); n != 2 {
			t.Errorf("%d exceptions stand after somebody agreed, want 2", n)
		}
		o.wantStale(second, "broken apart already")

		other := o.process("Q", recon.Process{Configuration: byReference})
		run, _ = o.found(other)
		held := o.MustHold(o.breakUp("breaker", run.ID, breaks()))
		o.Must(o.on(house.Founder, run.ID, &recon.MarkFailed{Reason: "The wrong file was taken."}))
		o.wantStale(held, "changed since")
	})
}

func (o *office) wantStale(held govern.Outcome, why string) {
	o.t.Helper()
	out, err := o.Engine.Approve(o.t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest)
	if err != nil || out.State != govern.Stale || !strings.Contains(out.Detail, why) {
		o.t.Errorf("it ended %+v, %v; want stale because of %q", out, err, why)
	}
}

func TestTwoWhoBreakTheSameMatchAtOnceBreakItOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		run, _ := o.found(o.process("P", recon.Process{Configuration: byReference}))
		const people = 8
		var faults [people]error
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() { _, faults[i] = o.breakUp([]string{house.Founder, house.Second}[i%2], run.ID, breaks()) })
		}
		all.Wait()
		done := 0
		for _, err := range faults {
			if err == nil {
				done++
			} else if code := fault.Code(err); code != "already_broken" {
				t.Errorf("refused with %v, want already_broken", err)
			}
		}
		if broken := o.Count(`SELECT count(*) FROM broken_match`); done != 1 || broken != 1 || len(o.opened(run.ID)) != 2 {
			t.Errorf("%d of %d were applied, %d matches are broken, %d exceptions opened; want 1, 1, 2", done, people, broken, len(o.opened(run.ID)))
		}
	})
}

func TestTheMatchesOfARunAreReadInPagesAndFoundByWhatStandsInTheirRows(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		var ledger, bank strings.Builder
		ledger.WriteString("\xef\xbb\xbfref,amount,date,text\n")
		bank.WriteString("ref,amount,date,payer\n")
		const rows = 200
		for i := range rows {
			fmt.Fprintf(&ledger, "R%03d,%d.00,2026-03-01,\"invoice, %d\"\n", i, i, i)
			fmt.Fprintf(&bank, "R%03d,%d.0%d,2026-03-01,Payer %d\n", rows-1-i, rows-1-i, i%2, i)
		}
		run, _ := o.found(o.process("P", recon.Process{Configuration: byReference}))
		left, right := sides(ledger.String(), bank.String())
		run, _ = o.run(house.Founder, run.Process, left, right)

		var seen []int64
		which := recon.WhichPairs{After: -1, Limit: 60}
		for pages := 1; ; pages++ {
			page := o.page(run.ID, which)
			for _, m := range page.Items {
				seen = append(seen, m.Left)
				amount, unlike := fmt.Sprintf("%d.0%d", m.Left, m.Right%2), m.Right%2 == 1
				if m.Right != rows-1-m.Left || m.RightAmount != amount || m.Exact == unlike || m.LeftFields[3].Value != fmt.Sprintf("invoice, %d", m.Left) || m.RightFields[3].Value != fmt.Sprintf("Payer %d", m.Right) {
					t.Fatalf("the match is %+v", m)
				}
			}
			if page.Next == nil {
				if pages != 4 {
					t.Errorf("%d pages, want 4", pages)
				}
				break
			}
			which.After = *page.Next
		}
		for i, row := range seen {
			if int64(i) != row {
				t.Fatalf("match %d is of row %d", i, row)
			}
		}
		if len(seen) != rows || run.Matched != rows {
			t.Errorf("%d matches in the pages, %d counted; want %d", len(seen), run.Matched, rows)
		}
		for find, want := range map[string]int{"r01": 10, "PAYER 3": 11, "nobody": 0, "invoice, 199": 1} {
			if got := len(o.page(run.ID, recon.WhichPairs{After: -1, Limit: rows, Find: find}).Items); got != want {
				t.Errorf("%q is in %d matches, want %d", find, got, want)
			}
		}
		if got := len(o.page(run.ID, recon.WhichPairs{After: -1, Limit: rows, Unlike: true}).Items); got != rows/2 {
			t.Errorf("%d matches differ within the tolerance, want %d", got, rows/2)
		}
		out := o.Must(o.breakUp(house.Founder, run.ID, breaks(recon.RowPair{Left: 198, Right: 1}, recon.RowPair{Left: 3, Right: 196})))
		if len(out.Records) != 6 || len(o.opened(run.ID)) != 4 {
			t.Errorf("two matches broken at once gave %d records and %d exceptions", len(out.Records), len(o.opened(run.ID)))
		}
		if page := o.page(run.ID, recon.WhichPairs{After: 196, Limit: 10}); *page.Broken != 2 || len(page.Items) != 3 || page.Items[0].Broken != nil || page.Items[1].Broken == nil {
			t.Errorf("the last page says %+v", page)
		}
	})
}

func TestNoMatchIsBrokenApartByAResultThatWasAlteredBehindIt(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		run, _ := o.found(o.process("P", recon.Process{Configuration: byReference}))
		left, right := sides("ref,amount,date\nA,1.00,2026-03-01\nB,2.00,2026-03-01\n", "ref,amount,date\nA,1.00,2026-03-01\nB,2.00,2026-03-01\n")
		run, _ = o.run(house.Founder, run.Process, left, right)
		altered := 0
		err := filepath.WalkDir(o.folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if before, found := strings.CutSuffix(string(text), "\n1,1,0,0,true\n"); err == nil && found {
				altered++
				return os.WriteFile(path, []byte(before+"\n1,0,0,0,true\n"), 0o600)
			}
			return err
		})
		if err != nil || altered != 1 {
			t.Fatalf("%d files altered, %v", altered, err)
		}
		if _, err := o.breakUp(house.Founder, run.ID, breaks()); fault.Code(err) != "file_altered" {
			t.Errorf("the first match is broken apart: %v", err)
		}
	})
}

func TestTheMatchesOfAStatementAreReadFromItsEntries(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: "keys: [{left: ref, right: id}]\namount: amount\n"})
		left, right := sides("ref,amount\n", statement(t))
		right.Format = recon.Camt053
		_, list := o.run(house.Founder, p, left, right)
		x := list[0]
		left.Content = fmt.Appendf(nil, "ref,amount\n%s,%s\n", x.Key[0], x.RightAmount)
		run, _ := o.run(house.Founder, p, left, right)
		page := o.page(run.ID, recon.WhichPairs{After: -1, Limit: 10})
		if len(page.Items) != 1 || page.Items[0].RightAmount != x.RightAmount || !cmp.Equal(page.Items[0].RightFields, x.RightFields) {
			t.Errorf("the page says %+v; the exception was %+v", page, x)
		}
	})
}
