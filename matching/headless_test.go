package matching

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFileWithoutHeaderRowIsReadByTheNamesGiven(t *testing.T) {
	c, err := ReadConfig("m", []byte("keys: ref\namount: amount\nheader: {left: [ref, amount, note]}"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	left, right := filepath.Join(dir, "left.csv"), filepath.Join(dir, "right.csv")
	for path, text := range map[string]string{left: "\ufeffA,1,\"first, and\"\n\nB,2,b\nC,x,c\nD,4\n", right: "amount,ref\n1,A\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out")
	if _, err := Run(context.Background(), c, left, right, out, nil); err != nil {
		t.Fatal(err)
	}
	got := golden(t, out)
	for name, want := range map[string]string{
		MatchedFile:       "l,r,amount_diff,date_diff,exact\n0,0,0,,true\n",
		UnmatchedLeftFile: "l,ref,amount,note\n1,B,2,b\n",
		BadFile:           "side,row,code,detail\nleft,2,BAD_AMOUNT,\"column \"\"amount\"\" holds \"\"x\"\"\"\nleft,3,RAGGED_ROW,\"the row has 2 fields, the header 3\"\n",
	} {
		if d := cmp.Diff(want, got[name]); d != "" {
			t.Error(name, d)
		}
	}
}

func TestAHeaderThatContradictsTheFileIsRefused(t *testing.T) {
	table := Table{"", []string{"ref", "amount"}, [][]string{{"A", "1"}}}
	csv := func(text string) []byte { return []byte(text) }
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"f.csv", csv("ref,amount\nA,1\n"), `f.csv, row 0: the first row holds the names that header gives; the file has a header row, so leave header out`},
		{"f.csv", csv("\ufeff\n\"ref\",amount\r\nA,1\n"), `f.csv, row 0: the first row holds the names that header gives; the file has a header row, so leave header out`},
		{"f.tsv", csv("ref\tamount\nA\t1\n"), `f.tsv, row 0: the first row holds the names that header gives; the file has a header row, so leave header out`},
		{"utf-16.csv", csv("\xff\xfer\x00e\x00f\x00,\x00a\x00m\x00o\x00u\x00n\x00t\x00\n\x00"), `utf-16.csv, row 0: the first row holds the names that header gives; the file has a header row, so leave header out`},
		{"f.xlsx", xlsxOf(t, table), `f.xlsx, row 0: the first row holds the names that header gives; the file has a header row, so leave header out`},
		{"f.parquet", csv("PAR1"), `"header": parquet names its columns itself`},
		{"f.xml", csv("<Document/>"), `"header": camt.053 names its columns itself`},
		{"f.csv", csv("\"A,1\n"), `f.csv, row 0, "ref": the quote that begins this field is never closed`},
		{"f.csv", csv("A,\x001\n"), `f.csv, row 0, "amount": it holds a NUL byte`},
	} {
		config, err := ReadConfig("m", []byte("keys: ref\nheader: {left: [ref, amount]}"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = Match(context.Background(), config, File(c.name, bytes.NewReader(c.file), int64(len(c.file))), table)
		var ours *Error
		if !errors.As(err, &ours) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v\nexpected %s", c.name, err, c.want)
		}
	}
}

func TestAnEmptyFileWithoutHeaderRowHasNoRows(t *testing.T) {
	for _, delimiter := range []string{",", ";"} {
		for _, text := range []string{"", "\ufeff", "\n\n"} {
			c := Config{Keys: []Sides{Both("a")}, Delimiter: Both(delimiter), Header: [2][]string{{"a", "b"}, {"a", "b"}}}
			s, err := Count(context.Background(), c, CSV("l", strings.NewReader(text), 0), CSV("r", strings.NewReader("1"+delimiter+"2"), 0))
			if err != nil || s != (Summary{Right: 1, UnmatchedRight: 1}) {
				t.Errorf("%q: %v %v", text, s, err)
			}
		}
	}
}

func TestAColumnThatTheHeaderGivenLacksIsNamed(t *testing.T) {
	c := Config{Keys: []Sides{Both("reference")}, Header: [2][]string{{"referenz", "b"}}}
	_, err := matchText(c, "1,2\n", "reference\n1\n")
	if err == nil || !strings.Contains(err.Error(), `left.csv, header, "reference": the header has no such column; the nearest is referenz`) {
		t.Fatal(err)
	}
}
