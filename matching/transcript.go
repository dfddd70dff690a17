package matching

import (
	"bufio"
	"errors"
	"io"

	"github.com/countersign/countersign/matching/internal/rowfile"
)

// transcript hands out the rows of any other format as the CSV that the scanner
// reads. A row that is too short or too long stays so, for the scanner to list.
type transcript struct {
	file  string
	rows  rowfile.Reader
	bytes int64
	given int64 // rows
	at    int64 // bytes of the transcript
	copy  *bufio.Writer
	ended error
}

// newTranscript takes over what opening gave; copy may be nil.
func newTranscript(file string, rows rowfile.Reader, err error, size int64, copy io.Writer) (feed, error) {
	t := &transcript{file: file, rows: rows, bytes: size}
	if err != nil {
		return nil, t.fault(err)
	}
	if copy != nil {
		t.copy = bufio.NewWriterSize(copy, 1<<18)
	}
	return t, nil
}

func (t *transcript) name() string     { return t.file }
func (t *transcript) header() []string { return t.rows.Header() }
func (t *transcript) delimiter() byte  { return ',' }
func (t *transcript) size() int64      { return t.bytes }
func (t *transcript) close()           { t.rows.Close() }

// transcriptChunk leaves room for the row that goes beyond it.
const transcriptChunk = chunkSize / 2

// What rows may come to for the size of their file. One text that a million rows
// share takes no room in some formats.
const (
	freely   = 256 << 20
	maxRatio = 200
)

func (t *transcript) next(buffer []byte) (batch, error) {
	text := buffer[:0]
	for t.ended == nil && len(text) < transcriptChunk {
		fields, err := t.rows.Next()
		if err != nil {
			t.ended = t.fault(err)
			break
		}
		text = appendRecord(text, fields)
		t.given++
	}
	if all := t.at + int64(len(text)); t.bytes > 0 && all > freely && all/maxRatio > t.bytes {
		return batch{}, failure(TooLarge, t.file, t.given, "", "its rows come to more than %d times its size; is it damaged, or made to fill the disk? Save it as CSV", maxRatio)
	}
	if len(text) == 0 {
		return batch{}, t.ended
	}
	b := batch{text: append(text, make([]byte, scanMargin)...)[:len(text)], at: t.at, done: t.rows.Done()}
	t.at += int64(len(text))
	if t.copy == nil {
		return b, nil
	}
	_, err := t.copy.Write(b.text)
	if err == nil && t.ended != nil {
		err = t.copy.Flush()
	}
	if err != nil {
		return batch{}, unwritable("the copy of "+t.file, reason(err))
	}
	return b, nil
}

// appendRecord writes a record, never as an empty line, which would be none.
func appendRecord(text []byte, fields [][]byte) []byte {
	if len(fields) == 1 && len(fields[0]) == 0 {
		return append(text, "\"\"\n"...)
	}
	for i, f := range fields {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendField(text, f)
	}
	return append(text, '\n')
}

// fault places what went wrong.
func (t *transcript) fault(err error) error {
	var e *rowfile.Error
	if !errors.As(err, &e) {
		return err // io.EOF
	}
	placed := failure(e.Code, t.file, t.given, e.Column, "%s", e.Detail)
	placed.Err = e.Err
	switch {
	case e.Header:
		placed.Row = HeaderRow
	case e.Whole:
		placed.Row = NoRow
	}
	return placed
}
