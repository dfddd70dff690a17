// Package sheets writes and reads tables for spreadsheets, row by row and in
// bounded memory.
//
// It guarantees that no cell that it writes is taken for a formula, and that
// Plain gives back exactly the text that was written.
package sheets

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/countersign/countersign/internal/fault"
)

// Sheet takes a table, the line of its column names first. Close ends it; without
// it the file is not whole.
type Sheet interface {
	Row(cells ...string) error
	Close() error
}

// formulas are the signs by which programs take a cell for a formula, by OWASP's
// list of CSV injection, and the apostrophe, so that every cell has one meaning.
const formulas = "=+-@\t\r\n'"

// Neutral is the text as a cell: one that begins with =, +, -, @, a tab, a
// carriage return or an apostrophe has an apostrophe before it.
func Neutral(text string) string {
	if text != "" && strings.IndexByte(formulas, text[0]) >= 0 {
		return "'" + text
	}
	return text
}

// Plain is the text of a cell that Neutral made. Of other cells too: an apostrophe
// before one of those signs is taken away, and nothing else.
func Plain(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte(formulas, cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

// CSV writes RFC 4180, in UTF-8 with the mark by which spreadsheets know it.
func CSV(w io.Writer) Sheet { return &csvSheet{out: bufio.NewWriterSize(w, 1<<16)} }

type csvSheet struct {
	out   *bufio.Writer
	begun bool
}

// Row writes what a cell holds as it is: encoding/csv would drop a carriage
// return. Semicolons are quoted too, so that none is taken for the separator. A write that fails is told by the last of the line.
func (s *csvSheet) Row(cells ...string) error {
	if !s.begun {
		s.begun = true
		_, _ = s.out.WriteString(mark)
	}
	for i, text := range cells {
		if i > 0 {
			_ = s.out.WriteByte(',')
		}
		if text = Neutral(text); strings.ContainsAny(text, ",;\"\r\n") || text != strings.TrimSpace(text) || len(cells) == 1 && text == "" {
			text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		}
		_, _ = s.out.WriteString(text)
	}
	_, err := s.out.WriteString("\r\n")
	return err
}

func (s *csvSheet) Close() error { return s.out.Flush() }

const mark = "\ufeff"

// ReadCSV reads a file like those that CSV writes, or that a spreadsheet saved:
// separated by commas or semicolons, with or without the mark. Every row has as
// many cells as the first. Fault bad_csv with the line.
func ReadCSV(text []byte) ([][]string, error) {
	text = bytes.TrimPrefix(text, []byte(mark))
	c := csv.NewReader(bytes.NewReader(text))
	c.Comma = comma(text)
	rows, err := c.ReadAll()
	var at *csv.ParseError
	if errors.As(err, &at) {
		return nil, fault.Bad("file", "bad_csv", "Line %d of the file is not CSV: %v.", at.Line, at.Err)
	}
	for _, row := range rows {
		for i := range row {
			row[i] = Plain(row[i])
		}
	}
	return rows, err
}

// comma is the separator of the first row: the semicolon where more of it stand
// outside quotes than commas.
func comma(text []byte) rune {
	quoted, more := false, 0
	for _, b := range text {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == ';':
			more++
		case b == ',':
			more--
		}
		if b == '\n' && !quoted {
			break
		}
	}
	if more > 0 {
		return ';'
	}
	return ','
}
