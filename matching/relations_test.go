package matching

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/testkit/soak"
)

// settleBySorting is the definition again, on items: every candidate in a
// list, sorted, taken from the front.
func settleBySorting(left, right []item, l limits) (pairs []distance) {
	usedL, usedR := map[uint32]bool{}, map[uint32]bool{}
	var all []distance
	for _, a := range left {
		for _, b := range right {
			all = append(all, apart(a, b))
		}
	}
	slices.SortFunc(all, func(a, b distance) int {
		if a == b {
			return 0
		} else if a.before(b) {
			return -1
		}
		return 1
	})
	for _, allowed := range []limits{l, noLimits} {
		for _, d := range all {
			if d.within(allowed) && !usedL[d.left] && !usedR[d.right] {
				usedL[d.left], usedR[d.right] = true, true
				pairs = append(pairs, d)
			}
		}
	}
	return pairs
}

func randomItems(r *rand.Rand, n, amounts, days int) []item {
	items := make([]item, n)
	for i, row := range r.Perm(n) {
		a, _ := ParseAmount(fmt.Sprint(r.IntN(amounts)))
		items[i] = item{a, int32(r.IntN(days)), uint32(row)}
	}
	return items
}

func TestLargeGroupsAreSettledInTheOrderOfTheDefinition(t *testing.T) {
	for seed := range soak.Count(200, 1500, 30_000) {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		amounts, days := 1+r.IntN(1+r.IntN(60)), 1+r.IntN(1+r.IntN(30))
		left, right := randomItems(r, 1+r.IntN(80), amounts, days), randomItems(r, 1+r.IntN(80), amounts, days)
		tolerance, _ := ParseAmount(fmt.Sprint(r.IntN(1 + amounts/2)))
		l := limits{tolerance, int32(r.IntN(1 + days/2))}
		result := &Result{partner: make([]uint32, len(left)), taken: make([]uint8, len(right))}
		want := map[uint32]uint32{}
		for _, d := range settleBySorting(left, right, l) {
			want[d.left] = d.right
		}
		var s shelf
		g := &group{left: left, right: right}
		for _, allowed := range []limits{l, noLimits} {
			if err := s.take(context.Background(), g, allowed, l, &tally{result: result}); err != nil {
				t.Fatal(err)
			}
		}
		got := map[uint32]uint32{}
		for l, r := range result.partner {
			if r != 0 {
				got[uint32(l)] = r - 1
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("seed %d: %s", seed, d)
		}
	}
}

func TestTenThousandEqualRowsByTenThousandEnd(t *testing.T) {
	rows := make([][]string, 10_000)
	for i := range rows {
		rows[i] = []string{"same", "same", "5", "2024-01-01"}
	}
	table := Table{"t", []string{"k1", "k2", "amount", "date"}, rows}
	o := matchTables(t, Config{Keys: []Sides{Both("k1")}, Amount: Both("amount"), Date: Both("date")}, table, table)
	if o.Summary.Exact != len(rows) || o.Matched[9_999] != "9999 9999 0 0 true" {
		t.Fatal(o.Summary, o.Matched[9_999])
	}
}

func TestOneKeyWithTenThousandDifferentRowsOnEachSideEnds(t *testing.T) {
	var tables [2]Table
	for i := range tables {
		r := rand.New(rand.NewPCG(uint64(i), 1))
		for range 10_000 {
			tables[i].Rows = append(tables[i].Rows, []string{"same", "x", fmt.Sprintf("%d.%02d", r.IntN(1_000_000), r.IntN(100)), fmt.Sprintf("2024-01-%02d", 1+r.IntN(28))})
		}
		tables[i].Columns = []string{"k1", "k2", "amount", "date"}
	}
	c := Config{Keys: []Sides{Both("k1")}, Amount: Both("amount"), Date: Both("date"), AmountTolerance: "10", DateToleranceDays: 3}
	s := matchTables(t, c, tables[0], tables[1]).Summary
	if s.Matched+s.Partial != 10_000 || s.Partial == 0 || s.Matched == 0 {
		t.Fatal(s)
	}
}

// In this group every amount is near every other and no date is, so that each
// row looks at all amounts of the other side in vain: the most work there is.
func TestAGroupWithoutAnyCandidateIsSearchedInLinearMemory(t *testing.T) {
	n := 3_000
	tables := [2]Table{{Name: "left"}, {Name: "right"}}
	for i := range tables {
		for k := range n {
			tables[i].Rows = append(tables[i].Rows, []string{"same", "x", fmt.Sprint(2*k + i), fmt.Sprintf("202%d-01-01", i)})
		}
		tables[i].Columns = []string{"k1", "k2", "amount", "date"}
	}
	c := Config{Keys: []Sides{Both("k1")}, Amount: Both("amount"), AmountTolerance: "1000000", Date: Both("date")}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := Match(context.Background(), c, tables[0], tables[1])
	runtime.ReadMemStats(&after)
	if err != nil || r.Summary.Partial != n {
		t.Fatal(err, r)
	}
	if got := after.TotalAlloc - before.TotalAlloc; got > 64<<20 {
		t.Fatalf("%d × %d rows took %d MiB in all", n, n, got>>20)
	}
}

func TestALargeGroupCanBeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := rand.New(rand.NewPCG(1, 1))
	g := &group{left: randomItems(r, 500, 500, 5), right: randomItems(r, 500, 500, 5)}
	if err := g.settle(ctx, limits{}, &tally{}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// mirrored is an outcome as it would be with the sides swapped.
func mirrored(r *Result) (pairs []string) {
	for _, seq := range []func(func(Pair) bool){r.Matched(), r.Partial()} {
		for p := range seq {
			pairs = append(pairs, words(p.Right, p.Left, p.AmountDiff.Neg(), -p.DateDiff, p.Fails()))
		}
	}
	slices.Sort(pairs)
	return pairs
}

// TestSwappingSidesMirrorsTheResult holds where no two candidates of a group
// tie in amount and date, for ties are broken by the left row first.
func TestSwappingSidesMirrorsTheResult(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tables [2]Table
		for side := range tables {
			n := rapid.IntRange(0, 14).Draw(t, "rows")
			for i := range n {
				// Differences of distinct powers of two never coincide.
				amount := fmt.Sprint(1 << (2*i + side))
				tables[side].Rows = append(tables[side].Rows, []string{"k", "x", amount, "2024-01-01"})
			}
			tables[side].Rows = rapid.Permutation(tables[side].Rows).Draw(t, "order")
			tables[side].Columns = []string{"k1", "k2", "amount", "date"}
		}
		c := Config{Keys: []Sides{Both("k1")}, Amount: Both("amount"), Date: Both("date"), AmountTolerance: rapid.SampledFrom([]string{"0", "3", "100", "100000"}).Draw(t, "tolerance")}
		there, err1 := Match(context.Background(), c, tables[0], tables[1])
		back, err2 := Match(context.Background(), c, tables[1], tables[0])
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		var plain []string
		for _, seq := range []func(func(Pair) bool){there.Matched(), there.Partial()} {
			for p := range seq {
				plain = append(plain, words(p.Left, p.Right, p.AmountDiff, p.DateDiff, p.Fails()))
			}
		}
		slices.Sort(plain)
		if d := cmp.Diff(plain, mirrored(back)); d != "" {
			t.Fatal(d)
		}
	})
}

func TestSwappingSidesKeepsTheCountsWhateverTies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, l, r := drawConfig(t), drawTable(t, "left", false), drawTable(t, "right", false)
		c.AmountTolerance, c.DateToleranceDays = "", 0 // only equal rows match, so order cannot change how many
		a, b := matchTables(t, c, l, r).Summary, matchTables(t, c, r, l).Summary
		b.Left, b.Right, b.UnmatchedLeft, b.UnmatchedRight, b.BadLeft, b.BadRight = b.Right, b.Left, b.UnmatchedRight, b.UnmatchedLeft, b.BadRight, b.BadLeft
		if a != b {
			t.Fatal(a, b)
		}
	})
}

func TestWorkerCountAndFormOfInputNeverShow(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	tables := [2]Table{{Name: "left"}, {Name: "right"}}
	var texts [2]string
	for i := range tables {
		tables[i].Columns = []string{"k1", "k2", "amount", "date"}
		var b strings.Builder
		b.WriteString("k1,k2,amount,date\n")
		for range 60_000 { // several batches of either form
			row := []string{fmt.Sprint("key", r.IntN(20_000)), strings.Repeat("é", 1+r.IntN(20)), fmt.Sprint(r.IntN(20), ".5"), fmt.Sprintf("2024-02-%02d", 1+r.IntN(30))}
			tables[i].Rows = append(tables[i].Rows, row)
			b.WriteString(strings.Join(row, ",") + "\n")
		}
		texts[i] = b.String()
	}
	c := Config{Keys: []Sides{Both("k1")}, Amount: Both("amount"), AmountTolerance: "2", Date: Both("date"), DateToleranceDays: 2}
	want := matchTables(t, c, tables[0], tables[1], Workers(1))
	if want.Summary.Partial == 0 || want.Summary.BadLeft == 0 || want.Summary.UnmatchedRight == 0 {
		t.Fatal("the data shows too little:", want.Summary)
	}
	for _, workers := range []int{1, 2, 7} {
		if d := cmp.Diff(want, matchTables(t, c, tables[0], tables[1], Workers(workers))); d != "" {
			t.Fatalf("%d workers: %s", workers, d)
		}
		result, err := Match(context.Background(), c, CSV("left", strings.NewReader(texts[0]), 0), CSV("right", strings.NewReader(texts[1]), 0), Workers(workers))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, outcomeOf(result)); d != "" {
			t.Fatalf("CSV, %d workers: %s", workers, d)
		}
		count, err := Count(context.Background(), c, CSV("left", strings.NewReader(texts[0]), 0), CSV("right", strings.NewReader(texts[1]), 0), Workers(workers))
		if err != nil || count != want.Summary {
			t.Fatal(count, err)
		}
	}
}

// contents are the pairs of an outcome by what their rows hold, not by where
// they stand.
func contents(r *Result, left, right Table) (pairs []string) {
	for _, seq := range []func(func(Pair) bool){r.Matched(), r.Partial()} {
		for p := range seq {
			pairs = append(pairs, words(left.Rows[p.Left], right.Rows[p.Right], p.AmountDiff, p.DateDiff, p.Fails()))
		}
	}
	slices.Sort(pairs)
	return pairs
}

// Rows that are equal may stand in for each other: in whatever order rows come,
// pairs hold the same. Amounts are chosen so that different rows never tie.
func TestTheOrderOfRowsNeverChangesWhatMatches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tables, shuffled [2]Table
		for side := range tables {
			for i := range rapid.IntRange(0, 10).Draw(t, "rows") {
				row := []string{rapid.SampledFrom([]string{"k", "l"}).Draw(t, "key"), "x", fmt.Sprint(1 << (2*i + side)), "2024-01-01"}
				for range rapid.IntRange(1, 3).Draw(t, "copies") {
					tables[side].Rows = append(tables[side].Rows, row)
				}
			}
			tables[side].Columns = []string{"k1", "k2", "amount", "date"}
			shuffled[side] = Table{Columns: tables[side].Columns, Rows: rapid.Permutation(tables[side].Rows).Draw(t, "order")}
		}
		c := Config{Keys: []Sides{Both("k1")}, Amount: Both("amount"), Date: Both("date"), AmountTolerance: rapid.SampledFrom([]string{"0", "3", "100"}).Draw(t, "tolerance")}
		a, err1 := Match(context.Background(), c, tables[0], tables[1])
		b, err2 := Match(context.Background(), c, shuffled[0], shuffled[1])
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(contents(a, tables[0], tables[1]), contents(b, shuffled[0], shuffled[1])); d != "" {
			t.Fatal(d)
		}
	})
}
