package matching

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestYAMLAndJSONSayTheSame(t *testing.T) {
	want := Config{
		Keys: []Sides{{"ref", "payment_ref"}, Both("currency")}, Amount: Sides{"amount", "sum"}, AmountTolerance: "0.050",
		Date: Both("date"), DateToleranceDays: 2, OppositeSign: true, DateFormat: Sides{"DD.MM.YYYY", "YYYYMMDD"}, Delimiter: Sides{";", "\t"},
	}
	for _, text := range []string{`
keys:
  - {left: ref, right: payment_ref}
  - currency
amount: {left: amount, right: sum}
amount_tolerance: 0.050
date: date
date_tolerance_days: 2
opposite_sign: true
date_format: {left: DD.MM.YYYY, right: YYYYMMDD}
delimiter: {left: ;, right: "\t"}
`, `{"keys":[{"left":"ref","right":"payment_ref"},"currency"],"amount":{"left":"amount","right":"sum"},"amount_tolerance":0.050,
"date":"\u0064ate","date_tolerance_days":2,"opposite_sign":true,"date_format":{"left":"DD.MM.YYYY","right":"YYYYMMDD"},"delimiter":{"left":";","right":"\t"}}`} {
		got, err := ReadConfig("match.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	}
}

func TestBlankSettingsMeanZeroOrNone(t *testing.T) {
	got, err := ReadConfig("m", []byte("keys: [ref]\namount:\namount_tolerance: ''\ndate_tolerance_days:\nopposite_sign:\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(Config{Keys: []Sides{Both("ref")}}, got); d != "" {
		t.Fatal(d)
	}
}

func TestWrongConfigsAreRefusedWithTheirPlace(t *testing.T) {
	const keys = "keys: [ref]\namount: a\ndate: d\n"
	for _, c := range []struct{ text, want string }{
		{keys + "amount_tolerence: 1", `m, "amount_tolerence": line 4: there is no such setting; the nearest is amount_tolerance`},
		{`{"keys":"a","Date":"b"}`, `m, "Date": line 1: there is no such setting; the nearest is date`},
		{"keys: {left: a, rigth: b}", `m, "keys.rigth": line 1: there is no such side; the nearest is right`},
		{"keys: {left: a}", `m, "keys": a column has no name`},
		{"amount: a", `m, "keys": name at least one column whose values must be equal`},
		{"", `m: it is empty; keys at least is needed`},
		{"- a", `m: settings are written as name: value`},
		{"keys: a\n---\nkeys: b", `m: it holds more than one document`},
		{"keys: [a", `m: line 1: did not find expected ',' or ']'`},
		{keys + "keys: b", `m, "keys": line 4: it is given twice`},
		{`{"keys":"a","keys":"b"}`, `m, "keys": line 1: it is given twice`},
		{"keys: &x a\namount: *x", `m, "amount": line 2: write the value out; aliases are not read`},
		{keys + "amount_tolerance: 1e-2", `m, "amount_tolerance": "1e-2" is not a decimal of zero or more, such as 0.05`},
		{keys + "amount_tolerance: -1", `m, "amount_tolerance": "-1" is not a decimal of zero or more, such as 0.05`},
		{keys + "amount_tolerance: [1]", `m, "amount_tolerance": line 4: a single value is expected`},
		{keys + "date_tolerance_days: 1.5", `m, "date_tolerance_days": line 4: "1.5" is not a whole number`},
		{keys + "date_tolerance_days: -1", `m, "date_tolerance_days": -1 is not a whole number of days from 0 to 3659634`},
		{keys + "opposite_sign: yes", `m, "opposite_sign": line 4: "yes" is neither true nor false`},
		{keys + "date_format: D.M.YYYY", `m, "date_format": "D.M.YYYY" is not made of YYYY, MM, DD, each once, and separators, such as DD.MM.YYYY`},
		{keys + `delimiter: "a\n"`, `m, "delimiter": "a\n" holds a line end, or is longer than 16 bytes`},
		{keys + `delimiter: "'\""`, `m, "delimiter": "'\"" holds "\"", which quotes or escapes`},
		{keys + `quote: "''"`, `m, "quote": "''" is neither one character such as ' nor none`},
		{keys + `escape: '"'`, `m, "escape": "\"" is not one character such as \; without it quotes within quotes are doubled`},
		{keys + "encoding: latin1", `m, "encoding": "latin1" is none of utf-8, utf-16, latin-1, windows-1252; the nearest is latin-1`},
		{keys + "format: xslx", `m, "format": "xslx" is none of csv, fixed, xlsx, parquet, camt.053, mt940; the nearest is xlsx`},
		{keys + "format: fixed", `m, "columns": fixed width needs columns: [{name: …, from: 1, to: 10}, …]`},
		{keys + "columns: [{name: a, from: 1}]", `m, "columns": columns are for format: fixed`},
		{keys + "format: fixed\ncolumns: [{name: a, from: 1, to: 5}, {name: b, from: 5, to: 6}]", `m, "columns": "b" stands from 5 to 6; columns stand in their order, from and to are numbers of characters from 1, and only the last may leave out to`},
		{keys + "format: fixed\ncolumns: {left: [{name: a, from: 1, upto: 5}]}", `m, "columns.left.upto": line 5: there is no such setting; the nearest is to`},
		{keys + "format: mt940\ndate_format: DD.MM.YYYY", `m, "date_format": the dates of mt940 are always YYYY-MM-DD; write date_format: {left: …} or {right: …} for the other side alone`},
		{keys + "header: [ref, a, ref]", `m, "header": two columns are called "ref"`},
		{keys + "header: {left: [ref, '']}", `m, "header": the 2. column has no name; name every column, in the order of the file`},
		{keys + "header: {lift: [ref]}", `m, "header.lift": line 4: there is no such setting; the nearest is left`},
		{keys + "header: [[ref]]", `m, "header": line 4: a single value is expected`},
		{keys + "header: ref\nformat: fixed\ncolumns: [{name: ref, from: 1}]", `m, "header": the columns of fixed width are named under columns; leave header out`},
		{keys + "header: {right: [ref]}\nformat: {right: camt.053}", `m, "header": camt.053 names its columns itself; leave header out, or write {left: […]} or {right: […]} for the other side alone`},
		{"keys: a\nopposite_sign: true", `m, "opposite_sign": it needs amount, the column that it is for`},
		{"keys: a\namount_tolerance: 1", `m, "amount_tolerance": it needs amount, the column that it is for`},
		{"keys: a\ndate_tolerance_days: 1", `m, "date_tolerance_days": it needs date, the column that it is for`},
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

func FuzzConfig(f *testing.F) {
	f.Add("keys: [ref]\namount: a\namount_tolerance: 0.05\ndate: {left: a, right: b}\n")
	f.Add(`{"keys":["a",{"left":"b","right":"c"}],"delimiter":";"}`)
	f.Add("a: &a [*a]\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ReadConfig("m", []byte(text))
		var ours *Error
		if err != nil && (!errors.As(err, &ours) || ours.Detail == "" || ours.File != "m") {
			t.Fatalf("%#v", err)
		}
		if err == nil && (len(c.Keys)+len(c.Passes) == 0 || strings.ContainsAny(c.AmountTolerance, "eE+-")) {
			t.Fatalf("accepted %+v", c)
		}
	})
}
