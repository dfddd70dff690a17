package netting

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// The codes of a refused file, beside those of a refused cycle.
const (
	EmptyFile       Code = "EMPTY_FILE"       // not even a header
	MissingColumn   Code = "MISSING_COLUMN"   // the header lacks a column
	DuplicateColumn Code = "DUPLICATE_COLUMN" // the header has it twice
	RaggedRow       Code = "RAGGED_ROW"       // more or fewer fields than the header
	BareQuote       Code = "BARE_QUOTE"       // a quote within a field, or text after the closing one
	OpenQuote       Code = "OPEN_QUOTE"       // a quoted field that the file never closes
	RowTooLong      Code = "ROW_TOO_LONG"     // beyond 1 MiB; up to 2 may pass
	NULByte         Code = "NUL_BYTE"         // text never holds U+0000
	NotUTF8         Code = "NOT_UTF8"         // another encoding, or damage
	BadParquet      Code = "BAD_PARQUET"      // damaged, or of a kind that is not read
	BadParticipant  Code = "BAD_PARTICIPANT"  // one without id
	FileChanged     Code = "FILE_CHANGED"     // it was written to while it was read
	Unreadable      Code = "UNREADABLE"       // the operating system refused to read
	Unwritable      Code = "UNWRITABLE"       // the operating system refused to write
	OutputInUse     Code = "OUTPUT_IN_USE"    // the output folder holds what is not a result
)

// FileError says what is wrong with which file, where, and what to do. Behind it
// stands the *Error of a refused cycle or the system's reason, where there is one.
type FileError struct {
	Code   Code
	File   string
	Row    int64  // counted from 0, header and empty lines not counted; HeaderRow or NoRow
	Column string // "" when it is none
	Detail string
	Err    error
}

// Row values of a FileError that is in no data row.
const (
	NoRow     = -1
	HeaderRow = -2
)

func (e *FileError) Error() string {
	place := []string{e.File}
	switch {
	case e.Row >= 0:
		place = append(place, "row "+strconv.FormatInt(e.Row, 10))
	case e.Row == HeaderRow:
		place = append(place, "header")
	}
	if e.Column != "" {
		place = append(place, "column "+strconv.Quote(e.Column))
	}
	return fmt.Sprintf("%s in %s: %s", e.Code, strings.Join(place, ", "), e.Detail)
}

func (e *FileError) Unwrap() error { return e.Err }

// flaw is what is wrong with a row: in which of the wanted columns, -1 for the
// row as a whole.
type flaw struct {
	code   Code
	column int
	detail string
	err    error
}

func flawed(code Code, column int, detail string, args ...any) *flaw {
	return &flaw{code, column, fmt.Sprintf(detail, args...), nil}
}

func refuseFile(code Code, file string, row int64, column, detail string, args ...any) *FileError {
	return &FileError{Code: code, File: file, Row: row, Column: column, Detail: fmt.Sprintf(detail, args...)}
}

// system keeps the operating system's reason behind ours.
func system(code Code, file string, err error) *FileError {
	var path *fs.PathError
	var link *os.LinkError
	if errors.As(err, &path) {
		err = path.Err
	} else if errors.As(err, &link) {
		err = link.Err
	}
	what := "it cannot be read: "
	if code == Unwritable {
		what = "it cannot be written: "
	}
	return &FileError{Code: code, File: file, Row: NoRow, Detail: what + err.Error(), Err: err}
}
