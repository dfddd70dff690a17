package matching

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// written writes files into a new folder and gives the path of the first.
func written(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, files[0])
}

func TestTablesInFilesAreLookedUpByTransformationsAndExpressions(t *testing.T) {
	path := written(t, "match.yaml", `
lookups:
  banks: {file: banks.txt, key: code, value: name, encoding: latin-1, delimiter: ";"}
derive:
  - {name: country, left: 'lookup("countries", row.iso)', right: 'lookup("countries", row.land, row.land)'}
tables: {countries: {DE: Germany, FR: France}}
passes:
  - {keys: [country, {left: bank, right: bank, transform: {left: {lookup: banks, missing: bad}}}]}
`, "banks.txt", "code;note;name\n1;;M\xfcller\n2;;Meier\n1;again;M\xfcller\n")
	c, err := ReadConfigFile(path)
	if err != nil {
		t.Fatal(err)
	}
	left := Table{"left", []string{"iso", "bank"}, [][]string{{"DE", "1"}, {"FR", "2"}, {"FR", "3"}, {"IT", "1"}}}
	right := Table{"right", []string{"land", "bank"}, [][]string{{"DE", "Müller"}, {"France", "Meier"}, {"IT", "x"}}}
	r, err := Match(context.Background(), c, left, right)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for s := range r.Sets(Matched) {
		got = append(got, words(s.Left, s.Right, s.Reasons))
	}
	for _, b := range r.BadLeft {
		got = append(got, words(b.Row, b.Code, b.Detail))
	}
	want := []string{
		"[0] [0] [bank is equal only after its transformations]", "[1] [1] [bank is equal only after its transformations]",
		`2 BAD_LOOKUP column "bank" holds "3"; its look-up table lacks "3"`,
		`3 BAD_EXPRESSION derived column "country": table "countries" lacks "IT"`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}
}

func TestTablesInFilesAreRefusedWithTheirPlace(t *testing.T) {
	const passes = "\npasses: [{keys: {left: a, right: a, transform: {lookup: t}}}]"
	for _, c := range []struct{ settings, file, want string }{
		{"{file: t.csv, key: a, value: b}", "a,b\n1,2\n1,3\n", `t.csv, row 1, "a": "1" has two values, "2" and "3"`},
		{"{file: t.csv, key: a, value: b}", "a,b\n1,2\n1\n", `t.csv, row 1: the row has 1 fields, the header 2`},
		{"{file: t.csv, key: a, value: c}", "a,b\n1,2\n", `t.csv, header, "c": the header has no such column; the nearest is a`},
		{"{file: t.csv, key: a, value: b}", "a,b\n1,\xff\n", `t.csv, row 0: it holds bytes that are not UTF-8; set encoding in the config, or save the file as UTF-8`},
		{"{file: t.csv, key: a, value: b}", "a,b\n1,\"2\n", `t.csv, row 0, "b": the quote that begins this field is never closed; the file may be cut off`},
		{"{file: t.csv, key: a, value: b}", "a,b\n" + strings.Repeat("x", 1<<20), `t.csv, row 0, "a": the row is longer than 512 KiB; is a quote left open, or the file no CSV?`},
		{"{file: none.csv, key: a, value: b}", "", `none.csv: cannot be read: no such file or directory`},
		{"{file: t.csv, key: a}", "", `match.yaml, "lookups.t": name its file, its key column and its value column`},
		{"{file: t.csv, keys: a}", "", `match.yaml, "lookups.t.keys": line 1: there is no such setting; the nearest is key`},
	} {
		path := written(t, "match.yaml", "lookups: {t: "+c.settings+"}"+passes, "t.csv", c.file)
		_, err := ReadConfigFile(path)
		var ours *Error
		if !errors.As(err, &ours) {
			t.Fatal(c.settings, err)
		}
		if got := strings.ReplaceAll(err.Error(), filepath.Dir(path)+"/", ""); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	// A config that is no file, such as one that a server keeps, opens none.
	_, err := ReadConfig("m", []byte("lookups: {t: {file: /etc/hostname, key: a, value: b}}"+passes))
	if err == nil || err.Error() != `m, "lookups": tables in files are read only for a config that is a file itself; write them under tables` {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		`lookup("t", row.a)`:   `m, "derive.d": lookup is to begin with the name of a table under tables or lookups, in quotes, not "t"`,
		`lookup(row.a, row.a)`: `m, "derive.d": lookup is to begin with the name of a table under tables or lookups, in quotes, not an expression`,
	} {
		if _, err := ReadConfig("m", []byte("derive: [{name: d, left: '"+text+"'}]\npasses: [{keys: {left: d, right: a}}]")); err == nil || err.Error() != want {
			t.Error(text, err)
		}
	}
}
