package matching

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var simple = Config{Keys: []Sides{Both("ref")}, Amount: Both("amount"), Date: Both("date")}

func matchText(c Config, left, right string) (*Result, error) {
	return Match(context.Background(), c, CSV("left.csv", strings.NewReader(left), 0), CSV("right.csv", strings.NewReader(right), 0))
}

func TestBrokenFilesAreRefusedWithTheirPlace(t *testing.T) {
	const good = "ref,amount,date\nA,1,2024-01-01\n"
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", `left.csv: it holds no header row`},
		{"only empty lines", "\n\r\n", `left.csv: it holds no header row`},
		{"no such column", "ref,amnt,date\n", `left.csv, header, "amount": the header has no such column; the nearest is amnt`},
		{"other delimiter", "ref;amount;date\n", `left.csv, header, "ref": the header is a single column; is the delimiter ;? Set delimiter in the config`},
		{"column twice", "ref,amount,date,amount\n", `left.csv, header, "amount": the header names this column twice; rename one of them`},
		{"open quote", good + "B,\"1,2024-01-01\nC,1,2024-01-01\n", `left.csv, row 1, "amount": the quote that begins this field is never closed; the file may be cut off`},
		{"open quote in the header", "\"ref,amount,date\n", `left.csv, header: the quote that begins this field is never closed; the file may be cut off`},
		{"quote in a field", good + "\nB,1\"2,2024-01-01\n", `left.csv, row 1, "amount": a quote stands inside a field that does not begin with one; quote the whole field and double the quotes in it`},
		{"text after a quote", good + "\"B\"b,1,2024-01-01\n", `left.csv, row 1, "ref": text follows the closing quote; double the quotes that belong to the field`},
		{"cut off", good + "B,1", `left.csv, row 1, "amount": the file breaks off in this row, its last; fetch it again`},
		{"NUL", good + "B,1\x00,2024-01-01\n", `left.csv, row 1, "amount": it holds a NUL byte; the file is damaged or not text`},
		{"Latin-1", good + "B,1,2024-01-01\nM\xfcller,1,2024-01-01\n", `left.csv, row 2, "ref": it holds bytes that are not UTF-8; set encoding in the config, or save the file as UTF-8`},
		{"UTF-16 cut off", "\xff\xfer\x00e\x00f", `left.csv, header: the file ends within a UTF-16 character; fetch it again`},
		{"a row of a megabyte", good + "B," + strings.Repeat("1", 1<<20) + ",2024-01-01\n" + good, `left.csv, row 1: the row is longer than 512 KiB; is the file a CSV?`},
		{"a row a little too long", good + "B," + strings.Repeat("1", 512<<10) + ",2024-01-01\n", `left.csv, row 1: the row is longer than 512 KiB; is the file a CSV?`},
		{"a quoted row a little too long", good + "\"B\"," + strings.Repeat("1", 512<<10) + ",2024-01-01\n", `left.csv, row 1: the row is longer than 512 KiB; is the file a CSV?`},
		{"a row without end", good + strings.Repeat("x", 17<<20), `left.csv, row 1: the row is longer than 512 KiB; is the file a CSV?`},
		{"a quote left open in a large file", good + "B,\"" + strings.Repeat("1,2\n", 5<<20), `left.csv, row 1, "amount": the row is longer than 512 KiB; is the quote that begins this field left open?`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := matchText(simple, c.text, good)
			var ours *Error
			if !errors.As(err, &ours) {
				t.Fatalf("not an Error: %v", err)
			}
			if d := cmp.Diff(c.want, err.Error()); d != "" {
				t.Fatal(d)
			}
		})
	}
}

func TestTheFirstFlawIsReportedFarIntoAFile(t *testing.T) {
	text := "ref,amount,date\n" + strings.Repeat("A,1,2024-01-01\n", 200_000) + "B,\"x\"y,\n" + strings.Repeat("A,1\x00,2024-01-01\n", 200_000)
	for range 5 {
		_, err := matchText(simple, text, text)
		if err == nil || !strings.HasPrefix(err.Error(), `left.csv, row 200000, "amount": text follows`) {
			t.Fatal(err)
		}
	}
}

func TestBadRowsAreListedAndTheRestGoesOn(t *testing.T) {
	left := strings.Join([]string{
		"\xef\xbb\xbfref,amount,date",
		",x,x", "A,1.,2024-01-01", "A,+1,2024-01-01", "A,1,2023-02-29", "A", "A,1,2024-01-01,", "", `"A",-0.00,"2024-02-29"`,
		"A,1234567890123456789012345,2024-01-01", "A,0.1234567890123,2024-01-01", "A,1,0000-01-01", "A,,2024-01-01", `"A ""x""",` + strings.Repeat("ü", 50) + ",",
	}, "\r\n")
	r, err := matchText(simple, left, "date,amount,ref\n2024-02-29,0,A\n")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range r.BadLeft {
		got = append(got, words(b.Row, b.Code, b.Detail))
	}
	want := []string{
		`0 EMPTY_KEY column "ref" is empty`,
		`1 BAD_AMOUNT column "amount" holds "1."`,
		`2 BAD_AMOUNT column "amount" holds "+1"`,
		`3 BAD_DATE column "date" holds "2023-02-29"`,
		`4 RAGGED_ROW the row has 1 fields, the header 3`,
		`5 RAGGED_ROW the row has 4 fields, the header 3`,
		`7 BAD_AMOUNT column "amount" holds "1234567890123456789012345"`,
		`8 BAD_AMOUNT column "amount" holds "0.1234567890123"`,
		`9 BAD_DATE column "date" holds "0000-01-01"`,
		`10 BAD_AMOUNT column "amount" is empty`,
		`11 BAD_AMOUNT column "amount" holds "` + strings.Repeat("ü", 30) + `…"`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}
	if r.Summary.Exact != 1 || r.Summary.Left != 12 {
		t.Fatal(r.Summary)
	}
}

// readAll gives what our reader makes of a text: the rows, joined, and the
// code of the flaw.
func readAll(text string, chunk int) (rows [][]string, code string) {
	s, err := newSplitter("f", &dripping{strings.NewReader(text), chunk}, 0, ',', nil)
	var ours *Error
	if errors.As(err, &ours) {
		return nil, ours.Code
	}
	cut := cutter{delimiter: ','}
	for {
		b, err := s.next(nil)
		if err != nil {
			return rows, ""
		}
		if f := textFlaw(b.text); f != nil {
			return rows, f.code
		}
		for at := 0; at < len(b.text); {
			n, f := cut.record(b.text[at:])
			if f != nil {
				return rows, f.code
			}
			if at += n; !cut.blank {
				var row []string
				for _, f := range cut.fields {
					row = append(row, string(f))
				}
				rows = append(rows, row)
			}
		}
	}
}

// dripping reads a few bytes at a time.
type dripping struct {
	r    *strings.Reader
	most int
}

func (d *dripping) Read(p []byte) (int, error) { return d.r.Read(p[:min(len(p), max(1, d.most))]) }

// FuzzCSV compares with encoding/csv wherever that accepts the text, but for
// two things it does that we do not: it turns CRLF within quotes into LF, and
// drops a carriage return before the end of the file.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a,b\r\n\"1\"\"\",\"\n\"\r\n\n3", "\"", "a\n\"b", "\xef\xbb\xbfa,a\n\"\"\n", "a\n1\"\n", "a,b\n\xff,1", "a\n\x00"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, text string, chunk int) {
		rows, code := readAll(text, chunk)
		if again, sameCode := readAll(text, 1<<20); !cmp.Equal(rows, again) || code != sameCode {
			t.Fatalf("pieces of %d bytes change what is read: %v %v", chunk, rows, again)
		}
		for _, header := range [][2][]string{{}, {{"a", "b"}}} {
			if _, err := matchText(Config{Keys: []Sides{Both("a")}, Header: header}, text, "a\n"); err != nil {
				var ours *Error
				if !errors.As(err, &ours) || ours.Code == CountMismatch {
					t.Fatal(err)
				}
			}
		}
		plain := strings.TrimPrefix(text, "\xef\xbb\xbf")
		if code != "" || strings.Contains(plain, "\r") {
			return
		}
		r := csv.NewReader(strings.NewReader(plain))
		r.FieldsPerRecord = -1
		theirs, err := r.ReadAll()
		if err != nil {
			t.Fatalf("read what encoding/csv refuses: %v", err)
		}
		if d := cmp.Diff(theirs[1:], append([][]string{}, rows...)); d != "" {
			t.Fatal(d)
		}
	})
}

func TestTheQuickScannerReadsWhatTheCarefulOneReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.StringOfN(rapid.RuneFrom([]rune("a,;\n\r\x80\u0081é-\x0b\x2d")), 0, 400, -1)
		text := "ref,amount,date\n" + field.Draw(t, "text") + "\n"
		quick, err1 := matchText(simple, text, "ref,amount,date\n")
		// One quoted row more sends the whole text to the careful reader.
		careful, err2 := matchText(simple, text+"\"\",,\n", "ref,amount,date\n")
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		show := func(r *Result, n int) string { return fmt.Sprint(r.BadLeft[:n], r.Summary.Left) }
		n := len(quick.BadLeft)
		careful.Summary.Left--
		if len(careful.BadLeft) != n+1 || show(quick, n) != show(careful, n) {
			t.Fatalf("%v\n%v", quick.BadLeft, careful.BadLeft)
		}
	})
}

func TestFieldsSurviveWritingAndReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.StringOf(rapid.RuneFrom([]rune("ab,;\"\n\r ü")))
		fields := rapid.SliceOfN(field, 2, 5).Draw(t, "fields")
		var raw [][]byte
		for _, f := range fields {
			raw = append(raw, []byte(f))
		}
		line := append(appendRow([]byte("0"), raw), '\n')
		cut := cutter{delimiter: ','}
		if n, f := cut.record(line); f != nil || n != len(line) {
			t.Fatal(n, f)
		}
		if d := cmp.Diff(raw, cut.fields[1:], cmp.Comparer(bytes.Equal)); d != "" {
			t.Fatal(d)
		}
	})
}
