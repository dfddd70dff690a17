// Package csvrows reads the CSV files that people bring, RFC 4180 with commas and
// a header, and tells what is wrong with them by line.
//
// It guarantees that a file that was cut off inside a row is refused, that no row
// goes missing untold, and that what it gives is text without NUL.
package csvrows

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/fault"
)

// Form is what a file must look like: the columns that its header names, in any
// order.
type Form struct {
	Field            string // the input that faults name
	Needed, Optional []string
	Most             int // rows that one file may hold
}

// Line is one row of a file, by column. At is the number of the line that it
// begins on, counted as editors do: the header stands on line 1. Cell is nil for
// a row of another width, whose fault is told.
type Line struct {
	At   int
	Cell map[string]string
}

// Read reads a file. What is wrong with it as a whole is the error: not_text,
// empty_file, unknown_column, column_twice, missing_column, bad_quotes,
// truncated_file, too_many_rows; rows of another width are returned as faults.
// Blank lines are no rows.
func (f Form) Read(text string) ([]Line, Faults, error) {
	if at := notText(text); at >= 0 {
		return nil, nil, f.bad("not_text", "Line %d holds bytes that are no UTF-8 text. Save the file as CSV in UTF-8.", 1+strings.Count(text[:at], "\n"))
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	header, err := r.Read()
	if err == io.EOF {
		return nil, nil, f.bad("empty_file", "The file is empty. Its first line names the columns: %s.", strings.Join(f.Needed, ","))
	}
	if err != nil {
		return nil, nil, f.quoteFault(err, r, text)
	}
	names := slices.Clone(header)
	if err := f.checkHeader(names); err != nil {
		return nil, nil, err
	}
	return f.rows(r, names, text)
}

// Whole refuses a file whose last line has no end: it may have been cut off
// inside its last value. Fault truncated_file.
func (f Form) Whole(text string, lines []Line) error {
	if len(lines) == 0 || strings.HasSuffix(text, "\n") {
		return nil
	}
	return f.bad("truncated_file", "Line %d, the last, has no line end: the file may be cut off. Fetch it again.", lines[len(lines)-1].At)
}

// notText is where the first byte stands that is no text, -1 when there is none.
func notText(text string) int {
	for at, r := range text {
		if r == 0 || r == utf8.RuneError && !strings.HasPrefix(text[at:], "\ufffd") {
			return at
		}
	}
	return -1
}

func (f Form) rows(r *csv.Reader, names []string, text string) ([]Line, Faults, error) {
	var lines []Line
	var faults Faults
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return lines, faults, nil
		}
		if err != nil {
			return nil, nil, f.quoteFault(err, r, text)
		}
		at, _ := r.FieldPos(0)
		l := Line{At: at, Cell: map[string]string{}}
		if len(lines) == f.Most {
			return nil, nil, f.bad("too_many_rows", "The file has more than %d rows. Split it.", f.Most)
		}
		switch {
		case len(cells) != len(names) && atEnd(r, text):
			return nil, nil, f.bad("truncated_file", "Line %d, the last, has %d columns and the header %d: the file seems to be cut off. Fetch it again.", at, len(cells), len(names))
		case len(cells) != len(names):
			l.Cell = nil
			faults = append(faults, Fault{Line: at, Code: "wrong_width", Detail: "it has " + Plural(len(cells), "column") + ", the header " + Plural(len(names), "column")})
		default:
			for i, name := range names {
				l.Cell[name] = cells[i]
			}
		}
		lines = append(lines, l)
	}
}

func (f Form) checkHeader(names []string) error {
	all := strings.Join(f.Needed, ",")
	if len(f.Optional) > 0 {
		all += " and, if you like, " + strings.Join(f.Optional, ",")
	}
	for i, name := range names {
		switch {
		case !slices.Contains(f.Needed, name) && !slices.Contains(f.Optional, name):
			return f.bad("unknown_column", "Line 1 names the column %q. The columns are %s, with commas between them.", name, all)
		case slices.Contains(names[:i], name):
			return f.bad("column_twice", "Line 1 names the column %q twice.", name)
		}
	}
	for _, name := range f.Needed {
		if !slices.Contains(names, name) {
			return f.bad("missing_column", "Line 1 names no column %q. The columns are %s.", name, strings.Join(f.Needed, ","))
		}
	}
	return nil
}

// quoteFault tells a file that ends inside quotes from quotes in a wrong place.
func (f Form) quoteFault(err error, r *csv.Reader, text string) error {
	var bad *csv.ParseError
	if !errors.As(err, &bad) {
		return err
	}
	if errors.Is(err, csv.ErrQuote) && atEnd(r, text) {
		return f.bad("truncated_file", "The quotes that open in the row of line %d never close: the file seems to be cut off. Fetch it again.", bad.StartLine)
	}
	return f.bad("bad_quotes", "Line %d, character %d: a quotation mark stands where none can. Put the whole cell in quotes and double those inside.", bad.Line, bad.Column)
}

func atEnd(r *csv.Reader, text string) bool {
	return r.InputOffset() >= int64(len(strings.TrimPrefix(text, "\ufeff")))
}

func (f Form) bad(code, detail string, args ...any) error {
	return fault.Bad(f.Field, code, detail, args...)
}
