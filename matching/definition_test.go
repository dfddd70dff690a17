package matching

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/testkit/soak"
)

// outcome is a result in a form that two implementations can be compared by.
type outcome struct {
	Summary        Summary
	Matched        []string
	Partial        []string
	UnmatchedLeft  []int
	UnmatchedRight []int
	Bad            []string
}

func outcomeOf(r *Result) outcome {
	o := outcome{Summary: r.Summary, UnmatchedLeft: slices.Collect(r.UnmatchedLeft()), UnmatchedRight: slices.Collect(r.UnmatchedRight())}
	for p := range r.Matched() {
		o.Matched = append(o.Matched, words(p.Left, p.Right, p.AmountDiff, p.DateDiff, p.Exact()))
	}
	for p := range r.Partial() {
		o.Partial = append(o.Partial, words(p.Left, p.Right, p.AmountDiff, p.DateDiff, strings.Join(p.Fails(), ";")))
	}
	for i, bad := range [][]BadRow{r.BadLeft, r.BadRight} {
		for _, b := range bad {
			o.Bad = append(o.Bad, words(i, b.Row, b.Code))
		}
	}
	return o
}

func words(a ...any) string { return strings.TrimSpace(fmt.Sprintln(a...)) }

// slowRow and what follows restate the definition with big.Rat, time.Time and
// a sorted list of all candidates. Nothing of the package is used.
type slowRow struct {
	row    int
	key    string
	amount *big.Rat
	date   time.Time
	used   bool
}

func slowRows(t Table, negate bool) (good []*slowRow, bad []string) {
	for i, row := range t.Rows {
		amount, ok := new(big.Rat).SetString(row[2])
		date, err := time.Parse(time.DateOnly, row[3])
		switch {
		case row[0] == "" || row[1] == "":
			bad = append(bad, words(i, EmptyKey))
		case !ok || strings.ContainsAny(row[2], "+e/_ "):
			bad = append(bad, words(i, BadAmount))
		case err != nil:
			bad = append(bad, words(i, BadDate))
		default:
			if negate {
				amount.Neg(amount)
			}
			good = append(good, &slowRow{row: i, key: fmt.Sprintf("%q %q", row[0], row[1]), amount: amount, date: date})
		}
	}
	return good, bad
}

type slowPair struct {
	l, r *slowRow
	diff *big.Rat
	days int
}

func (p slowPair) compare(q slowPair) int {
	if c := new(big.Rat).Abs(p.diff).Cmp(new(big.Rat).Abs(q.diff)); c != 0 {
		return c
	}
	if c := max(p.days, -p.days) - max(q.days, -q.days); c != 0 {
		return c
	}
	if p.l.row != q.l.row {
		return p.l.row - q.l.row
	}
	return p.r.row - q.r.row
}

func slowMatch(c Config, left, right Table) outcome {
	var o outcome
	ls, badL := slowRows(left, false)
	rs, badR := slowRows(right, c.OppositeSign)
	for _, b := range badL {
		o.Bad = append(o.Bad, words("0", b))
	}
	for _, b := range badR {
		o.Bad = append(o.Bad, words("1", b))
	}
	tolerance := new(big.Rat)
	if c.AmountTolerance != "" {
		tolerance.SetString(c.AmountTolerance)
	}
	var all []slowPair
	for _, l := range ls {
		for _, r := range rs {
			if l.key == r.key {
				all = append(all, slowPair{l, r, new(big.Rat).Sub(l.amount, r.amount), int(l.date.Sub(r.date) / (24 * time.Hour))})
			}
		}
	}
	sort.Slice(all, func(i, k int) bool { return all[i].compare(all[k]) < 0 })
	amountFails := func(p slowPair) bool { return new(big.Rat).Abs(p.diff).Cmp(tolerance) > 0 }
	dateFails := func(p slowPair) bool { return max(p.days, -p.days) > c.DateToleranceDays }
	var matched, partial []slowPair
	for _, p := range all {
		if !amountFails(p) && !dateFails(p) && !p.l.used && !p.r.used {
			p.l.used, p.r.used = true, true
			matched = append(matched, p)
		}
	}
	for _, p := range all {
		if !p.l.used && !p.r.used {
			p.l.used, p.r.used = true, true
			partial = append(partial, p)
		}
	}
	byLeft := func(a, b slowPair) int { return a.l.row - b.l.row }
	slices.SortFunc(matched, byLeft)
	slices.SortFunc(partial, byLeft)
	for _, p := range matched {
		exact := p.diff.Sign() == 0 && p.days == 0
		if exact {
			o.Summary.Exact++
		}
		o.Matched = append(o.Matched, words(p.l.row, p.r.row, plainDecimal(p.diff), p.days, exact))
	}
	for _, p := range partial {
		var fails []string
		if amountFails(p) {
			fails = append(fails, "amount")
		}
		if dateFails(p) {
			fails = append(fails, "date")
		}
		o.Partial = append(o.Partial, words(p.l.row, p.r.row, plainDecimal(p.diff), p.days, strings.Join(fails, ";")))
	}
	for _, l := range ls {
		if !l.used {
			o.UnmatchedLeft = append(o.UnmatchedLeft, l.row)
		}
	}
	for _, r := range rs {
		if !r.used {
			o.UnmatchedRight = append(o.UnmatchedRight, r.row)
		}
	}
	s := &o.Summary
	s.Left, s.Right, s.Matched, s.Partial = len(left.Rows), len(right.Rows), len(matched), len(partial)
	s.UnmatchedLeft, s.UnmatchedRight, s.BadLeft, s.BadRight = len(o.UnmatchedLeft), len(o.UnmatchedRight), len(badL), len(badR)
	return o
}

func plainDecimal(r *big.Rat) string {
	s := strings.TrimRight(r.FloatString(12), "0")
	s = strings.TrimSuffix(s, ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// drawTable makes tables in which nearly everything ties. many rows make the
// groups large enough for the shelf.
func drawTable(t *rapid.T, name string, many bool) Table {
	most, keys := 12, []string{"a", "b", "ab", ""}
	if many {
		most, keys = 60, []string{"a"}
	}
	amounts := []string{"0", "-0.00", "0.01", "0.02", "0.03", "1", "1.00", "-1", "0.05", "-0.01", "x", "99999999999999999999999.123456789012"}
	dates := []string{"2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02", "2024-03-07", "2024-02-30"}
	if many {
		amounts, dates = amounts[:10], dates[:5]
	}
	row := rapid.Custom(func(t *rapid.T) []string {
		return []string{
			rapid.SampledFrom(keys).Draw(t, "key"), rapid.SampledFrom([]string{"b", keys[0]}).Draw(t, "second"),
			rapid.SampledFrom(amounts).Draw(t, "amount"), rapid.SampledFrom(dates).Draw(t, "date"),
		}
	})
	return Table{name, []string{"k1", "k2", "amount", "date"}, rapid.SliceOfN(row, 0, most).Draw(t, name)}
}

func drawConfig(t *rapid.T) Config {
	return Config{
		Keys: []Sides{Both("k1"), Both("k2")}, Amount: Both("amount"), Date: Both("date"),
		AmountTolerance:   rapid.SampledFrom([]string{"", "0", "0.01", "0.02", "0.5", "5"}).Draw(t, "tolerance"),
		DateToleranceDays: rapid.SampledFrom([]int{0, 1, 2, 5, 30}).Draw(t, "days"),
		OppositeSign:      rapid.Bool().Draw(t, "opposite"),
	}
}

func matchTables(t rapid.TB, c Config, left, right Table, options ...Option) outcome {
	t.Helper()
	r, err := Match(context.Background(), c, left, right, options...)
	if err != nil {
		t.Fatal(err)
	}
	return outcomeOf(r)
}

func TestMatchAgreesWithTheDefinition(t *testing.T) {
	for _, many := range []bool{false, true} {
		t.Run(fmt.Sprint("largeGroups=", many), func(t *testing.T) {
			for range soak.Count(1, 8, 100) { // each with rapid's hundred cases
				rapid.Check(t, func(t *rapid.T) {
					c, l, r := drawConfig(t), drawTable(t, "left", many), drawTable(t, "right", many)
					if d := cmp.Diff(slowMatch(c, l, r), matchTables(t, c, l, r)); d != "" {
						t.Fatal(d)
					}
				})
			}
		})
	}
}

func TestLargerMatchingsAgreeWithTheDefinition(t *testing.T) {
	t.Parallel()
	for seed := range soak.Count(2, 100, 1000) {
		r := rand.New(rand.NewPCG(uint64(seed), 11))
		var tables [2]Table
		for i := range tables {
			tables[i] = Table{sideName(i), []string{"k1", "k2", "amount", "date"}, nil}
			for range 200 + r.IntN(300) {
				tables[i].Rows = append(tables[i].Rows, []string{
					fmt.Sprint("k", r.IntN(1+seed%40)), "x", fmt.Sprintf("%d.%02d", r.IntN(9)-2, r.IntN(3)), fmt.Sprintf("2024-02-%02d", 1+r.IntN(30)),
				})
			}
		}
		c := Config{
			Keys: []Sides{Both("k1"), Both("k2")}, Amount: Both("amount"), AmountTolerance: []string{"0", "0.01", "1"}[seed%3],
			Date: Both("date"), DateToleranceDays: seed % 5, OppositeSign: seed%2 == 1,
		}
		if d := cmp.Diff(slowMatch(c, tables[0], tables[1]), matchTables(t, c, tables[0], tables[1], Workers(1+seed%3), Memory(int64(seed%2)))); d != "" {
			t.Fatal(seed, d)
		}
	}
}
