package matching

import (
	"fmt"
	"strconv"
	"strings"
)

// Codes of Error. They are stable; programs may rely on them.
const (
	ConfigSyntax    = "config_syntax"    // neither YAML nor JSON, or not a mapping
	UnknownKey      = "unknown_key"      // a setting that does not exist
	ConfigValue     = "config_value"     // a setting whose value has no meaning
	EmptyFile       = "empty_file"       // not even a header row
	MissingColumn   = "missing_column"   // the config names a column that the header lacks
	DuplicateColumn = "duplicate_column" // the config names a column that the header has twice
	SecondHeader    = "second_header"    // the config names the columns of a file that has a header row
	BareQuote       = "bare_quote"       // a quote within a field, or text after the closing one
	OpenQuote       = "open_quote"       // a quoted field that the file never closes
	Truncated       = "truncated"        // the last row breaks off
	RowTooLong      = "row_too_long"     // a row beyond 512 KiB
	NULByte         = "nul_byte"         // text never holds U+0000
	NotUTF8         = "not_utf8"         // another encoding, or damage
	BadEncoding     = "bad_encoding"     // not what the encoding named has
	BadXLSX         = "bad_xlsx"         // damaged, or no XLSX
	BadParquet      = "bad_parquet"      // damaged, or no Parquet that is read here
	BadStatement    = "bad_statement"    // no camt.053 or MT940 that can be read
	BadTable        = "bad_table"        // a look-up table with a row that does not fit
	ColumnType      = "column_type"      // a column whose type holds no exact text
	MissingSheet    = "missing_sheet"    // the config names a sheet that the file lacks
	TooLarge        = "too_large"        // more rows than can be numbered, or a file beyond its limits
	FileChanged     = "file_changed"     // an input was written to during the work
	OutputInUse     = "output_in_use"    // the output folder holds files that are not results
	Unreadable      = "unreadable"       // the operating system refused to read
	Unwritable      = "unwritable"       // the operating system refused to write
	CountMismatch   = "count_mismatch"   // a defect of ours: a row was lost or taken twice
)

// Error says what is wrong, where, and what to do.
type Error struct {
	Code   string // one of the codes above
	File   string // the path, or the name of the source
	Row    int64  // 0-based, header not counted; HeaderRow or NoRow
	Column string // name of the column or setting, "" when it is none
	Detail string // a sentence for the person who started the work
	Err    error  // the cause, where another program gave one
}

// Row values of an Error that is not in a data row.
const (
	NoRow     = -1
	HeaderRow = -2
)

func (e *Error) Error() string {
	var place []string
	if e.File != "" {
		place = append(place, e.File)
	}
	switch {
	case e.Row >= 0:
		place = append(place, "row "+strconv.FormatInt(e.Row, 10))
	case e.Row == HeaderRow:
		place = append(place, "header")
	}
	if e.Column != "" {
		place = append(place, strconv.Quote(e.Column))
	}
	s := e.Detail
	if len(place) > 0 {
		s = strings.Join(place, ", ") + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

func failure(code, file string, row int64, column, detail string, args ...any) *Error {
	return &Error{Code: code, File: file, Row: row, Column: column, Detail: fmt.Sprintf(detail, args...)}
}

// unreadable and unwritable keep the system's reason behind ours.
func unreadable(file string, err error) *Error {
	return &Error{Code: Unreadable, File: file, Row: NoRow, Detail: "cannot be read", Err: err}
}

func unwritable(file string, err error) *Error {
	return &Error{Code: Unwritable, File: file, Row: NoRow, Detail: "cannot be written", Err: err}
}
