package matching

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/testkit/soak"
)

// plainDerivations are derived columns beside what they mean.
var plainDerivations = []struct {
	Derived
	value func(side int, row map[string]string) (text string, ok bool)
}{
	{Derived{"amount", Both(`row.amount == "x" ? "0" : row.amount`)}, func(_ int, row map[string]string) (string, bool) {
		return strings.Replace(row["amount"], "x", "0", 1), true
	}},
	{Derived{"amount", Sides{Right: `decimal("0.5") - -decimal(row.amount) + abs(decimal("-1.5"))`}}, func(side int, row map[string]string) (string, bool) {
		if side == 0 {
			return row["amount"], true
		}
		n, ok := new(big.Rat).SetString(row["amount"])
		if !ok {
			return "", false
		}
		return plainDecimal(n.Add(n, big.NewRat(2, 1))), true
	}},
	{Derived{"k1", Both(`(row.k1 + row["k2"]).upperAscii().trim()`)}, func(_ int, row map[string]string) (string, bool) {
		return strings.TrimSpace(strings.ToUpper(row["k1"] + row["k2"])), true
	}},
	{Derived{"k2", Both(`row.k2.split("-")[1]`)}, func(_ int, row map[string]string) (string, bool) {
		_, second, ok := strings.Cut(row["k2"], "-")
		return second, ok
	}},
}

var plainFilters = map[string]func(row map[string]string) (wanted, ok bool){
	`row.note == "n"`:                     func(row map[string]string) (bool, bool) { return row["note"] == "n", true },
	`row["date"] < "2024-03-03"`:          func(row map[string]string) (bool, bool) { return row["date"] < "2024-03-03", true },
	`!(row.k1 in ["b"]) || row.k2 != "x"`: func(row map[string]string) (bool, bool) { return row["k1"] != "b" || row["k2"] != "x", true },
	`decimal(row.amount) >= decimal("01")`: func(row map[string]string) (bool, bool) {
		n, ok := new(big.Rat).SetString(row["amount"])
		return ok && n.Cmp(big.NewRat(1, 1)) >= 0, ok
	},
}

func TestExpressionsMeanWhatTheySay(t *testing.T) {
	t.Parallel()
	var texts []string
	for text := range plainFilters {
		texts = append(texts, text)
	}
	texts = append(texts, "", "")
	bad := 0
	for range soak.Count(1, 1, 100) {
		rapid.Check(t, func(t *rapid.T) {
			c := drawPasses(t)
			for i := range c.Passes {
				c.Passes[i].Filter = Sides{rapid.SampledFrom(texts).Draw(t, "left"), rapid.SampledFrom(texts).Draw(t, "right")}
			}
			w := &plainWork{filters: plainFilters}
			for side := range w.in {
				w.in[side], w.bad[side] = drawPassTable(t, "table", 9), map[int]string{}
			}
			drawn := w.in
			names := map[string]bool{}
			for _, d := range plainDerivations {
				if names[d.Name] || !rapid.Bool().Draw(t, "derive") {
					continue
				}
				names[d.Name] = true
				c.Derive = append(c.Derive, d.Derived)
				for side := range w.in {
					w.add(side, d.Name, d.value)
				}
			}
			for side := range w.bad {
				bad += len(w.bad[side])
			}
			w.c = c
			w.run()
			if d := cmp.Diff(w.lines(), passLines(t, c, drawn[0], drawn[1])); d != "" {
				t.Fatal(d)
			}
		})
	}
	if bad == 0 {
		t.Fatal("no case had a row that cannot be reckoned")
	}
}

// add puts a derived column into the place of the one of its name.
func (w *plainWork) add(side int, name string, value func(int, map[string]string) (string, bool)) {
	in := &w.in[side]
	next := Table{in.Name, in.Columns, nil}
	for row := range in.Rows {
		cells := append([]string(nil), in.Rows[row]...)
		text, ok := value(side, in.cells(row))
		if !ok && w.bad[side][row] == "" {
			w.bad[side][row] = BadExpression
		}
		for i := range cells {
			if in.Columns[i] == name {
				cells[i] = text
			}
		}
		next.Rows = append(next.Rows, cells)
	}
	*in = next
}

func TestWrongExpressionsAreRefusedWithTheirPlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"passes: [{keys: a, filter: row.b ==}]", `m, "passes[0].filter.left": 1:9: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}`},
		{"passes: [{keys: a, filter: row.b}]", `m, "passes[0].filter.left": it gives a string, but is to give a bool`},
		{"passes: [{keys: a, filter: {right: rwo.b == ''}}]", `m, "passes[0].filter.right": 1:1: undeclared reference to 'rwo' (did you mean 'row'?)`},
		{"passes: [{keys: a, filter: 'row.b > 1'}]", `m, "passes[0].filter.left": 1:7: found no matching overload for '_>_' applied to '(string, int)'`},
		{"passes: [{keys: a, filter: size(row) > 1}]", `m, "passes[0].filter.left": row stands only before the name of a column, as in row.amount or row["Value date"]`},
		{"passes: [{keys: a, filter: \"row[row.b] == ''\"}]", `m, "passes[0].filter.left": row stands only before the name of a column, as in row.amount or row["Value date"]`},
		{"derive: [{name: x, left: '1'}]\npasses: [{keys: a}]", `m, "derive.x": it gives a int, but is to give a string or a decimal`},
		{"derive: [{name: x}]\npasses: [{keys: a}]", `m, "derive.x": write an expression under left, right or both`},
		{"derive: [{left: x}]\npasses: [{keys: a}]", `m, "derive": a derived column has no name`},
		{"derive: [{name: x, left: row.a}, {name: x, left: row.b}]\npasses: [{keys: a}]", `m, "derive.x": two derived columns have this name`},
		{"derive: [{name: x, left: row.a}]\nkeys: a", `m, "passes": derive, tables, lookups, holidays and weekend serve passes, of which there are none`},
	} {
		_, err := ReadConfig("m", []byte(c.text))
		var ours *Error
		if !errors.As(err, &ours) {
			t.Fatalf("%q: not an Error: %v", c.text, err)
		}
		if d := cmp.Diff(c.want, err.Error()); d != "" {
			t.Errorf("%q: %s", c.text, d)
		}
	}
}

func TestAColumnThatAnExpressionMisspellsIsNamed(t *testing.T) {
	c := Config{Passes: []Pass{{Keys: []Field{{Sides: Both("ref")}}, Filter: Sides{Left: `row.amuont != ""`}}}}
	_, err := matchText(c, "ref,amount\n", "ref\n")
	if err == nil || err.Error() != `left.csv, header, "amuont": the header has no such column; the nearest is amount` {
		t.Fatal(err)
	}
}

func TestAnExpressionThatCostsTooMuchMakesItsRowBad(t *testing.T) {
	deep := `row.text.split("").all(a, row.text.split("").all(b, a == b))`
	c := Config{Passes: []Pass{{Keys: []Field{{Sides: Both("ref")}}, Filter: Sides{Left: deep}}}}
	r, err := matchText(c, "ref,text\nA,"+strings.Repeat("x", 3000)+"\nB,xx\n", "ref\nB\n")
	if err != nil || len(r.BadLeft) != 1 || r.Summary.Matched != 1 {
		t.Fatal(err, r)
	}
	if d := cmp.Diff(`filter of pass "1": operation cancelled: actual cost limit exceeded`, r.BadLeft[0].Detail); d != "" {
		t.Fatal(d)
	}
}

func TestSumsTooLargeToHoldMakeTheirRowBad(t *testing.T) {
	nines := strings.Repeat("9", 24)
	sum := strings.TrimSuffix(strings.Repeat("decimal(row.a) + ", 45), " + ")
	c := Config{Derive: []Derived{{"a", Sides{Left: sum}}}, Passes: []Pass{{Keys: []Field{{Sides: Both("ref")}}, Amount: Field{Sides: Both("a")}}}}
	r, err := matchText(c, "ref,a\nA,"+nines+"\nB,1.01\n", "ref,a\nB,45.45\n")
	if err != nil || r.Summary.Exact != 1 || len(r.BadLeft) != 1 {
		t.Fatal(err, r)
	}
	if d := cmp.Diff(`derived column "a": a sum has more than 25 digits before the point`, r.BadLeft[0].Detail); d != "" {
		t.Fatal(d)
	}
}
