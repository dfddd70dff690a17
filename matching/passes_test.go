package matching

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/testkit/soak"
)

func drawPassTable(t *rapid.T, name string, most int) Table {
	row := rapid.Custom(func(t *rapid.T) []string {
		pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
		row := []string{
			pick("k1", "a", "a", "a", "A", " a", "b", "GmbH"), pick("k2", "x", "x", "x-1"),
			pick("amount", "1", "2", "3", "-1", "-2", "1.01", "0.99", "5", "0", "-3", "100", "101", "0.01"),
			pick("date", "2024-03-01", "2024-03-01", "2024-03-02", "2024-03-04", "2024-02-28", "2024-03-11"), pick("note", "n", "n", "m"),
		}
		if flaw := rapid.IntRange(0, 60).Draw(t, "flaw"); flaw < 4 {
			row[flaw] = []string{"", "", "x", "?"}[flaw]
		}
		return row
	})
	return Table{name, []string{"k1", "k2", "amount", "date", "note"}, rapid.SliceOfN(row, min(3, most), most).Draw(t, name)}
}

func drawPass(t *rapid.T, i int) Pass {
	flip := func(name string) bool { return rapid.Bool().Draw(t, name) }
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
	steps := rapid.SampledFrom([][]Step{
		nil, nil, {{Plain: "trim"}, {Plain: "upper"}}, {{Plain: "lower"}}, {{Find: `[-0-9]+$`, Replace: ""}}, {{Lookup: "names", Otherwise: "a", Strict: true}}, {{Lookup: "names"}}, {{Lookup: "names", Missing: true}},
	})
	p := Pass{Name: fmt.Sprint(i + 1), Keys: []Field{{Sides: Both("k1"), Transform: [2][]Step{steps.Draw(t, "left"), steps.Draw(t, "right")}}}}
	if flip("second key") {
		same := steps.Draw(t, "both")
		p.Keys = append(p.Keys, Field{Sides: Both("k2"), Transform: [2][]Step{same, same}})
	}
	p.Cardinality = pick("cardinality", "", "1:1", "1:N", "N:1", "N:M")
	plain := p.Cardinality == "" || p.Cardinality == "1:1"
	if plain {
		p.Within = pick("within", "", "", "", "left", "right")
		if p.Within == "" {
			p.Parts = pick("parts", "", "", "left", "right")
		}
	} else {
		p.Most, p.Search = rapid.IntRange(1, 3).Draw(t, "most"), rapid.IntRange(1, 7).Draw(t, "search")
	}
	if !plain || p.Within != "" || p.Parts != "" || flip("amount") {
		p.Amount = Field{Sides: Both("amount")}
		p.AmountTolerance = rapid.SampledFrom([]Tolerance{{}, {Amount: "0.01"}, {Amount: "1"}, {Percent: "1", Of: "left"}, {Percent: "50", Of: "right"}, {Percent: "100", Of: "right"}}).Draw(t, "tolerance")
		p.OppositeSign = p.Within == "" && flip("opposite")
	}
	if flip("date") {
		p.Date = Field{Sides: Both("date")}
		p.DateTolerance, p.BusinessDays = rapid.SampledFrom([]int{0, 1, 2, 5}).Draw(t, "days"), flip("business")
	}
	if flip("compare") {
		p.Compare = []Field{{Sides: Both("note")}}
	}
	p.Propose, p.Hold, p.Whole = flip("propose"), flip("hold") && p.Parts == "", flip("whole")
	return p
}

func drawPasses(t *rapid.T) Config {
	c := Config{Holidays: []string{"2024-03-01", "2024-03-02"}, Tables: map[string]map[string]string{"names": {"GmbH": "a", "x-1": "x", "b": ""}}}
	for i := range rapid.IntRange(1, 3).Draw(t, "passes") {
		c.Passes = append(c.Passes, drawPass(t, i))
	}
	return c
}

func passLines(t rapid.TB, c Config, left, right Source, options ...Option) (all []string) {
	t.Helper()
	r, err := Match(context.Background(), c, left, right, options...)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []Fate{Matched, Partial, Proposed, Ambiguous, PartPaid} {
		for s := range r.Sets(f) {
			all = append(all, words(s.Pass, s.Fate, [2][]int{s.Left, s.Right}, s.AmountDiff, s.DateDiff, s.Equal, s.Fields, s.AmountFails, s.DateFails))
		}
	}
	for i, bad := range [][]BadRow{r.BadLeft, r.BadRight} {
		for _, b := range bad {
			all = append(all, words("bad", i, b.Row, b.Code))
		}
	}
	slices.Sort(all)
	return all
}

func TestPassesAgreeWithTheirDefinition(t *testing.T) {
	t.Parallel()
	kinds := []string{" 1:1 1", " 1:1 2", " 1:1 3", " 1:2 4", " 2:1 4", " 2:2 4"}
	if soak.Running() {
		kinds = append(kinds, " 1:1 5", " 1:2 5", " 2:1 5", " 1:2 1", " 2:1 1")
	}
	if testing.Short() {
		kinds = nil // too few cases for every kind
	}
	seen := map[string]int{}
	missing := func() (none []string) {
		for _, kind := range kinds {
			if seen[kind] == 0 {
				none = append(none, kind)
			}
		}
		return none
	}
	// Chance decides which kinds come: after the usual cases more are drawn until
	// each came, and only their number is bounded.
	usual := soak.Count(1, 3, 300)
	for round := 0; round < usual || len(missing()) > 0 && round < usual+200; round++ {
		rapid.Check(t, func(t *rapid.T) {
			c, l, r := drawPasses(t), drawPassTable(t, "left", 9), drawPassTable(t, "right", 9)
			w := slowPasses(c, l, r)
			if d := cmp.Diff(w.lines(), passLines(t, c, l, r)); d != "" {
				t.Fatal(d)
			}
			for _, s := range w.sets {
				seen[fmt.Sprint(c.Passes[s.pass].Within, " ", min(2, len(s.l)), ":", min(2, len(s.r)), " ", s.fate)]++
			}
		})
	}
	if none := missing(); len(none) > 0 {
		t.Errorf("no case had a set of %q; all there were: %v", none, seen)
	}
}

// Large groups go by the shelf, with one key and amounts that often tie.
func TestPassesOverLargeGroupsAgreeWithTheirDefinition(t *testing.T) {
	t.Parallel()
	for range soak.Count(1, 1, 30) {
		rapid.Check(t, func(t *rapid.T) {
			c := drawPasses(t)
			c.Passes = slices.DeleteFunc(c.Passes, func(p Pass) bool { return strings.Contains(p.Cardinality, "N") })
			for i := range c.Passes {
				c.Passes[i].Name = fmt.Sprint(i + 1)
			}
			if len(c.Passes) == 0 {
				return
			}
			var tables [2]Table
			for i := range tables {
				tables[i] = drawPassTable(t, fmt.Sprint(i), 25)
				for _, row := range tables[i].Rows {
					row[0], row[1] = "a", "x"
				}
			}
			if d := cmp.Diff(slowPasses(c, tables[0], tables[1]).lines(), passLines(t, c, tables[0], tables[1])); d != "" {
				t.Fatal(d)
			}
		})
	}
}

func TestOnePlainPassIsTheSimpleConfig(t *testing.T) {
	t.Parallel()
	for range soak.Count(1, 1, 100) {
		rapid.Check(t, func(t *rapid.T) {
			many := rapid.Bool().Draw(t, "many")
			c, l, r := drawConfig(t), drawTable(t, "left", many), drawTable(t, "right", many)
			p := Config{Passes: []Pass{{
				Keys: []Field{{Sides: c.Keys[0]}, {Sides: c.Keys[1]}}, Amount: Field{Sides: c.Amount}, Date: Field{Sides: c.Date},
				AmountTolerance: Tolerance{Amount: c.AmountTolerance}, DateTolerance: c.DateToleranceDays, OppositeSign: c.OppositeSign,
			}}}
			result, err := Match(context.Background(), p, l, r)
			if err != nil {
				t.Fatal(err)
			}
			got := outcomeOf(result)
			for s := range result.Sets(Matched) {
				got.Matched = append(got.Matched, words(s.Left[0], s.Right[0], s.AmountDiff, s.DateDiff, s.Exact()))
			}
			for s := range result.Sets(Partial) {
				fails := Pair{AmountFails: s.AmountFails, DateFails: s.DateFails}.Fails()
				got.Partial = append(got.Partial, words(s.Left[0], s.Right[0], s.AmountDiff, s.DateDiff, strings.Join(fails, ";")))
			}
			want := matchTables(t, c, l, r)
			want.Summary.MatchedLeft, want.Summary.MatchedRight = want.Summary.Matched, want.Summary.Matched
			if d := cmp.Diff(want, got); d != "" {
				t.Fatal(d)
			}
		})
	}
}

func TestTheOrderOfWorkNeverShowsInPasses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, l, r := drawPasses(t), drawPassTable(t, "left", 40), drawPassTable(t, "right", 40)
		want := passLines(t, c, l, r, Workers(1))
		for _, workers := range []int{1, 3} {
			if d := cmp.Diff(want, passLines(t, c, l, r, Workers(workers))); d != "" {
				t.Fatal(workers, d)
			}
		}
	})
}

func TestSumsAndReversalsAreFoundAsByHand(t *testing.T) {
	table := func(amounts ...string) (t Table) {
		t.Columns = []string{"k", "amount"}
		for _, a := range amounts {
			t.Rows = append(t.Rows, []string{"k", a})
		}
		return t
	}
	pass := Pass{Keys: []Field{{Sides: Both("k")}}, Amount: Field{Sides: Both("amount")}}
	for _, c := range []struct {
		name        string
		change      func(*Pass)
		left, right Table
		want        []string
	}{
		{"one of many", func(p *Pass) { p.Cardinality = "1:N" }, table("10", "7"), table("1", "4", "6", "2"), []string{"1 1 [[0] [1 2]] 0 0 2 2 false false"}},
		{"all of many", func(p *Pass) { p.Cardinality, p.Most = "1:N", 2 }, table("13"), table("1", "4", "6", "2"), []string{"1 1 [[0] [0 1 2 3]] 0 0 2 2 false false"}},
		{"more than are searched", func(p *Pass) { p.Cardinality, p.Search = "N:1", 3 }, table("1", "4", "6", "2"), table("10", "14"), []string{"1 1 [[0 1 2 3] [1]] -1 0 1 2 false false"}},
		{"many of many", func(p *Pass) { p.Cardinality = "N:M" }, table("10", "5", "100"), table("8", "7", "1000"), []string{"1 1 [[0 1] [0 1]] 0 0 2 2 false false"}},
		{"many of many, two ways", func(p *Pass) { p.Cardinality, p.Hold = "N:M", true }, table("10", "10", "5"), table("8", "7"), []string{"1 4 [[0 1 2] [0 1]] 0 0 2 2 false false"}},
		{"reversals", func(p *Pass) { p.Within = "left" }, table("5", "-5", "5", "0", "0", "-3", "4"), table("5"), []string{"1 1 [[0 1] []] 0 0 2 2 false false", "1 1 [[5 6] []] 1 0 1 2 false false"}},
		{"reversals, two ways", func(p *Pass) { p.Within, p.Hold, p.AmountTolerance = "right", true, Tolerance{} }, table("5"), table("5", "-5", "5", "3", "-3"), []string{"1 1 [[] [3 4]] 0 0 2 2 false false", "1 4 [[] [0 1 2]] 0 0 2 2 false false"}},
	} {
		p := pass
		p.AmountTolerance = Tolerance{Amount: "1"}
		if c.name == "one of many" || c.name == "all of many" {
			p.AmountTolerance = Tolerance{}
		}
		c.change(&p)
		if d := cmp.Diff(c.want, passLines(t, Config{Passes: []Pass{p}}, c.left, c.right)); d != "" {
			t.Error(c.name, d)
		}
	}
}

func TestPassFilesStayByteForByteAsTheyAre(t *testing.T) {
	for _, name := range []string{"passes", "expressions"} {
		out, want := filepath.Join(t.TempDir(), "out"), filepath.Join("testdata", name, "out")
		if *update {
			out = want
		}
		for range 2 { // the second replaces the first
			if err := runCase(t, name, out); err != nil {
				t.Fatal(err)
			}
		}
		if d := cmp.Diff(golden(t, want), golden(t, out)); d != "" {
			t.Fatal(d)
		}
	}
}

func TestWhatIsPaidInPartsStaysOpenWithItsResidual(t *testing.T) {
	owed := Table{"invoices", []string{"ref", "amount"}, [][]string{{"A", "100"}, {"B", "50"}, {"C", "30"}, {"A", "20"}}}
	paid := Table{"payments", []string{"ref", "amount"}, [][]string{{"A", "-30"}, {"B", "-20"}, {"A", "-25.5"}, {"B", "-30"}, {"C", "-40"}, {"A", "-20"}}}
	c, err := ReadConfig("m", []byte("passes: [{keys: ref, amount: amount, opposite_sign: true, part_payments: left}]"))
	if err != nil {
		t.Fatal(err)
	}
	for swapped, want := range [][]string{
		{"[0] [0 2] 1 44.5 44.5 [44.5 stays open] 1/2", "[1] [1 3] 1 0 0 [] 2/2", "[3] [5] 1 0 0 [] 2/2"},
		{"[0 2] [0] 1 44.5 44.5 [44.5 stays open] 1/2", "[1 3] [1] 1 0 0 [] 2/2", "[5] [3] 1 0 0 [] 2/2"},
	} {
		sides := [2]Source{owed, paid}
		if swapped == 1 {
			sides[0], sides[1] = sides[1], sides[0]
			c.Passes[0].Parts = "right"
		}
		r, err := Match(context.Background(), c, sides[0], sides[1])
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range []Fate{PartPaid, Matched} {
			for s := range r.Sets(f) {
				got = append(got, words(s.Left, s.Right, s.Pass, s.AmountDiff.String(), s.Residual.String(), s.Reasons, s.Score()))
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		s := r.Summary
		if swapped == 1 {
			s.MatchedLeft, s.MatchedRight, s.UnmatchedLeft, s.PartPaidLeft = s.MatchedRight, s.MatchedLeft, s.UnmatchedRight, s.PartPaidRight
		}
		if s.MatchedLeft != 2 || s.MatchedRight != 5 || s.UnmatchedLeft != 2 || s.PartPaidLeft != 1 {
			t.Error(s)
		}
	}
}
