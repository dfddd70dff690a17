package cycles

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/fault"
)

// The columns of an invoice file, in any order under a header of these names.
var (
	columns  = []string{"reference", "payer", "payee", "currency", "amount"}
	optional = []string{"due_date"}
)

// maxRows is how many invoices one file may hold: they are one change.
const maxRows = 10000

// line is one row of a file, by column. at is the number of the line that it
// begins on, counted as editors do: the header stands on line 1.
type line struct {
	at   int
	cell map[string]string
}

// readCSV reads RFC 4180 with commas and a header. What is wrong with the file
// as a whole is the error; rows of another width are returned as faults.
// Blank lines are no rows.
func readCSV(text string) ([]line, RowFaults, error) {
	if at := notText(text); at >= 0 {
		return nil, nil, badFile("not_text", "Line %d holds bytes that are no UTF-8 text. Save the file as CSV in UTF-8.", 1+strings.Count(text[:at], "\n"))
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	header, err := r.Read()
	if err == io.EOF {
		return nil, nil, badFile("empty_file", "The file is empty. Its first line names the columns: %s.", strings.Join(columns, ","))
	}
	if err != nil {
		return nil, nil, quoteFault(err, r, text)
	}
	names := slices.Clone(header)
	if err := checkHeader(names); err != nil {
		return nil, nil, err
	}
	return readRows(r, names, text)
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

func readRows(r *csv.Reader, names []string, text string) ([]line, RowFaults, error) {
	var lines []line
	var faults RowFaults
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return lines, faults, nil
		}
		if err != nil {
			return nil, nil, quoteFault(err, r, text)
		}
		at, _ := r.FieldPos(0)
		l := line{at: at, cell: map[string]string{}}
		if len(lines) == maxRows {
			return nil, nil, badFile("too_many_rows", "The file has more than %d rows. Split it.", maxRows)
		}
		switch {
		case len(cells) != len(names) && atEnd(r, text):
			return nil, nil, badFile("truncated_file", "Line %d, the last, has %d columns and the header %d: the file seems to be cut off. Fetch it again.", at, len(cells), len(names))
		case len(cells) != len(names):
			l.cell = nil
			faults = append(faults, RowFault{at, "", "wrong_width", "it has " + plural(len(cells), "column") + ", the header " + plural(len(names), "column")})
		default:
			for i, name := range names {
				l.cell[name] = cells[i]
			}
		}
		lines = append(lines, l)
	}
}

func checkHeader(names []string) error {
	for i, name := range names {
		switch {
		case !slices.Contains(columns, name) && !slices.Contains(optional, name):
			return badFile("unknown_column", "Line 1 names the column %q. The columns are %s and, if you like, %s, with commas between them.", name, strings.Join(columns, ","), strings.Join(optional, ","))
		case slices.Contains(names[:i], name):
			return badFile("column_twice", "Line 1 names the column %q twice.", name)
		}
	}
	for _, name := range columns {
		if !slices.Contains(names, name) {
			return badFile("missing_column", "Line 1 names no column %q. The columns are %s.", name, strings.Join(columns, ","))
		}
	}
	return nil
}

// quoteFault tells a file that ends inside quotes from quotes in a wrong place.
func quoteFault(err error, r *csv.Reader, text string) error {
	var bad *csv.ParseError
	if !errors.As(err, &bad) {
		return err
	}
	if errors.Is(err, csv.ErrQuote) && atEnd(r, text) {
		return badFile("truncated_file", "The quotes that open in the row of line %d never close: the file seems to be cut off. Fetch it again.", bad.StartLine)
	}
	return badFile("bad_quotes", "Line %d, character %d: a quotation mark stands where none can. Put the whole cell in quotes and double those inside.", bad.Line, bad.Column)
}

func atEnd(r *csv.Reader, text string) bool {
	return r.InputOffset() >= int64(len(strings.TrimPrefix(text, "\ufeff")))
}

func badFile(code, detail string, args ...any) error {
	return fault.Bad("csv", code, detail, args...)
}
