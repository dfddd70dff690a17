// Package rowfile reads files of rows in the formats that treasuries meet: text
// with delimiters in several encodings, text of fixed width, XLSX, Parquet,
// camt.053 and MT940. Every reader streams, within limits that hold for
// damaged and hostile files too, and gives each value as text, exactly as the
// file has it; nothing goes through floating point.
package rowfile

import (
	"errors"
	"fmt"
	"io"
)

// The formats.
const (
	CSV     = "csv"
	Fixed   = "fixed"
	XLSX    = "xlsx"
	Parquet = "parquet"
	Camt053 = "camt.053"
	MT940   = "mt940"
)

// MaxRow is the longest row in bytes. A row that is longer is no row: a quote
// was left open, or the file is something else.
const MaxRow = 512 << 10

// Form says how a file is to be read.
type Form struct {
	Format    string   // one of the formats
	Delimiter string   // of CSV, not empty
	Quote     byte     // of CSV; 0 and there is none
	Escape    byte     // of CSV: takes the special meaning of the character after it; 0 and quotes are doubled
	Encoding  string   // of CSV and fixed width: one of Encodings, "" for UTF-8, or UTF-16 that says so
	Sheet     string   // of XLSX; "" is the first
	Header    []string // of CSV and XLSX: the columns of a file without a header row; nil and it has one
	Columns   []Column

	// Named are the columns whose values matter: those of Parquet that hold
	// floating point are refused among them.
	Named []string

	// Date writes the days of XLSX and Parquet, which have a type for them.
	Date func(year, month, day int) string
}

// Column is a column of fixed width: characters From to To, the first is 1. To
// is 0 in the last one if it goes to the end of the line.
type Column struct {
	Name     string
	From, To int
}

// Reader gives a file's rows in their order.
type Reader interface {
	Header() []string
	Next() ([][]byte, error) // valid until called again; io.EOF after the last row
	Done() int64             // bytes of the file that were read, near enough to show progress
	Close()
}

// Open reads a file's header. Faults are *Error.
func Open(f Form, in io.ReaderAt, size int64) (Reader, error) {
	switch f.Format {
	case XLSX:
		return f.headed(openSheet(f, in, size))
	case Parquet:
		return openParquet(f, in, size)
	case Camt053, MT940:
		return openStatements(f, io.NewSectionReader(in, 0, size), size)
	}
	return OpenText(f, io.NewSectionReader(in, 0, size))
}

// OpenText is Open for CSV and fixed width, which need no more than a stream.
func OpenText(f Form, in io.Reader) (Reader, error) {
	if f.Format == Fixed {
		return openFixed(f, in)
	}
	return f.headed(openDelimited(f, in))
}

// Codes of Error beside those of a row's text.
const (
	Empty         = "empty_file"
	BareQuote     = "bare_quote"
	OpenQuote     = "open_quote"
	Truncated     = "truncated"
	RowTooLong    = "row_too_long"
	NotUTF8       = "not_utf8"
	BadEncoding   = "bad_encoding"
	BadXLSX       = "bad_xlsx"
	BadParquet    = "bad_parquet"
	BadStatement  = "bad_statement"
	ColumnType    = "column_type"
	SecondHeader  = "second_header"
	MissingColumn = "missing_column"
	MissingSheet  = "missing_sheet"
	TooLarge      = "too_large"
	Unreadable    = "unreadable"
)

// Error is a refusal of what cannot be read on: it stands in the row that
// follows the last one given, or where Header says.
type Error struct {
	Code   string
	Header bool
	Whole  bool // it concerns the file, not a row
	Column string
	Detail string
	Err    error
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Detail + ": " + e.Err.Error()
	}
	return e.Detail
}

func (e *Error) Unwrap() error { return e.Err }

func refuse(code, detail string, args ...any) *Error {
	return &Error{Code: code, Detail: fmt.Sprintf(detail, args...)}
}

// wrong is a refusal of the whole file.
func wrong(code, detail string, args ...any) *Error {
	e := refuse(code, detail, args...)
	e.Whole = true
	return e
}

// inHeader places an error in the header.
func inHeader(err error) error {
	var e *Error
	if errors.As(err, &e) {
		e.Header = !e.Whole
	}
	return err
}
