package matching

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPassesAreReadFromYAMLAndJSONAlike(t *testing.T) {
	cut := []Step{{Plain: "trim"}, {Find: "-.*", Replace: ""}, {Lookup: "names", Otherwise: "", Strict: true}}
	want := Config{
		Passes: []Pass{
			{
				Name: "one", Keys: []Field{{Sides: Sides{"ref", "text"}, Transform: [2][]Step{cut, {{Plain: "lower"}}}}, {Sides: Both("currency")}},
				Amount: Field{Sides: Both("amount")}, AmountTolerance: Tolerance{Percent: "0.50", Of: "right"}, OppositeSign: true,
				Date: Field{Sides: Both("date")}, DateTolerance: 2, BusinessDays: true, Compare: []Field{{Sides: Both("note")}},
				Cardinality: "1:N", Most: 3, Search: 9, Propose: true, Hold: true, Whole: true,
			},
			{Keys: []Field{{Sides: Both("ref")}}, Amount: Field{Sides: Both("amount")}, AmountTolerance: Tolerance{Amount: "0.05"}, Within: "right"},
		},
		Tables: map[string]map[string]string{"names": {"a": "b"}}, Holidays: []string{"2025-12-25"}, Weekend: []string{"friday", "saturday"},
	}
	for _, text := range []string{`
tables: {names: {a: b}}
holidays: [2025-12-25]
weekend: [friday, saturday]
passes:
  - name: one
    keys: [{left: ref, right: text, transform: {left: [trim, {find: -.*, replace: ""}, {lookup: names, otherwise: ""}], right: lower}}, currency]
    amount: amount
    amount_tolerance: {percent: 0.50, of: right}
    opposite_sign: true
    date: date
    date_tolerance_days: 2
    days: business
    compare: note
    cardinality: 1:N
    most: 3
    search: 9
    gives: propose
    ambiguous: hold
    partial: false
  - {keys: ref, amount: amount, amount_tolerance: 0.05, within: right}
`, `{"tables":{"names":{"a":"b"}},"holidays":"2025-12-25","weekend":["friday","saturday"],"passes":[{"name":"one","keys":[
{"left":"ref","right":"text","transform":{"left":["trim",{"find":"-.*","replace":""},{"lookup":"names","otherwise":""}],"right":["lower"]}},"currency"],
"amount":"amount","amount_tolerance":{"percent":0.50,"of":"right"},"opposite_sign":true,"date":"date","date_tolerance_days":2,"days":"business",
"compare":["note"],"cardinality":"1:N","most":3,"search":9,"gives":"propose","ambiguous":"hold","partial":false},
{"keys":["ref"],"amount":"amount","amount_tolerance":0.05,"within":"right"}]}`} {
		got, err := ReadConfig("m", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	}
}

func TestWrongPassesAreRefusedWithTheirPlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"keys: a\npasses: [{keys: a}]", `m, "passes": keys, amount, date, their tolerances and opposite_sign stand within each pass where there are passes`},
		{"keys: a\nholidays: [2025-01-01]", `m, "passes": derive, tables, lookups, holidays and weekend serve passes, of which there are none`},
		{"passes: [{key: a}]", `m, "passes[0].key": line 1: there is no such setting; the nearest is keys`},
		{"passes: [a]", `m, "passes[0]": line 1: name: value is expected`},
		{"passes: [&a {keys: a}, *a]", `m, "passes[1]": line 1: write the value out; aliases are not read`},
		{"passes: [{}]", `m, "passes[0].keys": name at least one column whose values must be equal`},
		{"passes: [{keys: a, keys: b}]", `m, "passes[0].keys": line 1: it is given twice`},
		{"passes: [{keys: {left: a}}]", `m, "passes[0].keys": a column has no name`},
		{"passes: [{keys: {left: a, middle: b}}]", `m, "passes[0].keys.middle": line 1: there is no such setting; the nearest is right`},
		{"passes: [{keys: a, name: x}, {keys: b, name: x}]", `m, "passes[1].name": passes[0] is called "x" too`},
		{"passes: [{keys: {left: a, right: a, transform: shout}}]", `m, "passes[0].keys.transform": "shout" is neither trim, upper nor lower; a regular expression is written {find: …, replace: …}, a look-up {lookup: …}`},
		{"passes: [{keys: {left: a, right: a, transform: {find: '('}}}]", "m, \"passes[0].keys.transform\": the regular expression \"(\" cannot be read: error parsing regexp: missing closing ): `(`"},
		{"passes: [{keys: {left: a, right: a, transform: {lookup: x}}}]", `m, "passes[0].keys.transform": there is no table "x" under tables or lookups`},
		{"passes: [{keys: a, cardinality: 2:1}]", `m, "passes[0].cardinality": "2:1" is none of 1:1, 1:N, N:1, N:M`},
		{"passes: [{keys: a, cardinality: 1:N}]", `m, "passes[0].amount": name the column that is summed`},
		{"passes: [{keys: a, within: both}]", `m, "passes[0].within": "both" is neither left nor right`},
		{"passes: [{keys: a, amount: b, within: left, cardinality: 1:N}]", `m, "passes[0].within": rows of one side are paired one to one; leave cardinality out`},
		{"passes: [{keys: a, most: 3}]", `m, "passes[0].most": most and search are for 1:N, N:1 and N:M, search for part_payments too`},
		{"passes: [{keys: a, part_payments: left}]", `m, "passes[0].amount": name the column that is paid in parts`},
		{"passes: [{keys: a, amount: b, part_payments: both}]", `m, "passes[0].part_payments": "both" is neither left nor right`},
		{"passes: [{keys: a, amount: b, part_payments: left, ambiguous: hold}]", `m, "passes[0].part_payments": cardinality, within and ambiguous: hold do not go with it; a row is paid by as many as fit, the nearest first`},
		{"passes: [{keys: a, amount: b, part_payments: left, search: 1001}]", `m, "passes[0].search": 1001 is not a whole number from 1 to 1000`},
		{"passes: [{keys: a, amount: b, cardinality: 1:N, search: 33}]", `m, "passes[0].search": 33 is not a whole number from 1 to 32`},
		{"passes: [{keys: a, amount: b, cardinality: N:M, search: 30}]", `m, "passes[0].search": sums of 4 among 30 rows take more than a million comparisons for one group; lower most or search`},
		{"passes: [{keys: a, amount: b, amount_tolerance: {percent: 101, of: left}}]", `m, "passes[0].amount_tolerance": "101" is not a decimal from 0 to 100`},
		{"passes: [{keys: a, amount: b, amount_tolerance: {percent: 1}}]", `m, "passes[0].amount_tolerance": a percentage is written {percent: 0.5, of: left} or of: right`},
		{"passes: [{keys: a, amount_tolerance: 1}]", `m, "passes[0].amount_tolerance": it needs amount, the column that it is for`},
		{"passes: [{keys: a, days: business}]", `m, "passes[0].date_tolerance_days": it needs date, the column that it is for`},
		{"passes: [{keys: a, days: banking}]", `m, "passes[0].days": line 1: "banking" is neither calendar nor business`},
		{"passes: [{keys: a, gives: maybe}]", `m, "passes[0].gives": line 1: "maybe" is neither match nor propose`},
		{"passes: [{keys: a}]\nweekend: [sun]", `m, "weekend": "sun" is not a day of the week; the nearest is sunday`},
		{"passes: [{keys: a}]\nholidays: [2025-02-29]", `m, "holidays": "2025-02-29" is not a date that exists, written YYYY-MM-DD`},
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

func TestBusinessDaysAreCountedLikeOneByOne(t *testing.T) {
	c, err := newCalendar([]string{"friday", "saturday"}, []string{"0001-01-03", "0001-01-06", "0001-02-01", "0001-01-03"})
	if err != nil {
		t.Fatal(err)
	}
	counted := int32(0)
	for day := range int32(3000) {
		if got := c.before(day); got != counted {
			t.Fatal(day, got, counted)
		}
		// Day 0 is a Monday; days 2, 5 and 31 are the holidays, 5 a Saturday too.
		if weekday := day % 7; weekday != 4 && weekday != 5 && day != 2 && day != 31 {
			counted++
		}
	}
}

func FuzzPasses(f *testing.F) {
	f.Add("passes: [{keys: [{left: a, right: b, transform: [trim, {find: x, replace: y}, {lookup: t, otherwise: z}]}], amount: c, cardinality: N:M, most: 2}]\ntables: {t: {a: b}}")
	f.Add("derive: [{name: d, left: row.a + row[\"b\"], right: string(1)}]\npasses: [{keys: d, date: e, days: business, filter: {left: 'decimal(row.a) > decimal(\"1\")'}, amount: f, amount_tolerance: {percent: 1, of: left}}]")
	f.Add(`{"passes":[{"keys":["a"],"within":"left","amount":"b","gives":"propose","ambiguous":"hold","compare":["c"],"partial":false}],"weekend":["sunday"],"holidays":["2025-01-01"]}`)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ReadConfig("m", []byte(text))
		var ours *Error
		if err != nil && (!errors.As(err, &ours) || ours.Detail == "" || ours.File != "m") {
			t.Fatalf("%#v", err)
		}
		if err != nil || len(c.Passes) == 0 {
			return
		}
		columns := Table{Name: "t", Columns: []string{"a", "b", "c", "d", "e", "f"}, Rows: [][]string{{"a", "1", "-2", "x", "2024-02-29", "3"}, {"a", "1", "2", "x", "2024-02-28", "-3"}}}
		r, err := Match(t.Context(), c, columns, columns)
		if err != nil && (!errors.As(err, &ours) || ours.Code == CountMismatch) || err == nil && r.Summary.Left != 2 {
			t.Fatal(err, r)
		}
	})
}
