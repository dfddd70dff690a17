package matching

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/countersign/countersign/matching/internal/rowfile"
)

const (
	chunkSize  = 1 << 20
	maxRecord  = rowfile.MaxRow
	scanMargin = 8 // bytes after a text that the scanner may look at
)

// splitter cuts a CSV into texts of whole records. A line end is the end of a
// record if the number of quotes before it is even; that holds until a record
// breaks the quoting rules, and the first that does is reported by whoever
// parses the text it stands in.
type splitter struct {
	file    string
	r       io.Reader
	length  int64
	between byte // fields
	columns []string
	rest    []byte // read, not yet handed out
	at      int64  // offset of rest in the file
	ended   bool
}

// newSplitter begins behind the header row, if the columns are not given.
func newSplitter(name string, r io.Reader, length int64, delimiter byte, columns []string) (*splitter, error) {
	s := &splitter{file: name, r: r, length: length, between: delimiter}
	first, err := s.next(nil)
	if errors.Is(err, io.EOF) {
		if s.columns = columns; columns != nil {
			return s, nil
		}
		return nil, s.empty()
	} else if err != nil {
		return nil, err
	}
	mark := 0
	if bytes.HasPrefix(first.text, []byte("\xef\xbb\xbf")) {
		mark = 3 // UTF-8's byte order mark
	}
	used, err := s.readHeader(first, mark, delimiter)
	if columns != nil {
		if err == nil && slices.Equal(s.columns, columns) {
			return nil, secondHeader(name)
		}
		s.columns, used, err = columns, mark, nil // what is wrong with the row is found when it is read
	}
	if err != nil {
		return nil, err
	}
	s.rest = append(first.text[used:], s.rest...)
	if first.broken && used < len(first.text) {
		s.rest = s.rest[:len(s.rest)-1] // next puts the missing line end back
	}
	s.at = int64(used)
	return s, nil
}

func (s *splitter) empty() error {
	return failure(EmptyFile, s.file, NoRow, "", "it holds no header row")
}

// readHeader takes the first record that is not an empty line.
func (s *splitter) readHeader(b batch, from int, delimiter byte) (used int, err error) {
	cut := cutter{delimiter: delimiter}
	for from < len(b.text) {
		length, flaw := cut.record(b.text[from:])
		if flaw == nil {
			// Nothing after the header was looked at: its own text is.
			flaw = textFlaw(b.text[from : from+length])
		}
		if b.overrun {
			flaw = overrunFlaw(flaw)
		}
		if flaw != nil {
			return 0, failure(flaw.code, s.file, HeaderRow, "", "%s", flaw.detail)
		}
		from += length
		if !cut.blank {
			for _, f := range cut.fields {
				s.columns = append(s.columns, string(f))
			}
			return from, nil
		}
	}
	return 0, s.empty()
}

func secondHeader(file string) *Error {
	return failure(SecondHeader, file, 0, "", "%s", rowfile.SecondHeaderRow().Detail)
}

func (s *splitter) name() string     { return s.file }
func (s *splitter) header() []string { return s.columns }
func (s *splitter) delimiter() byte  { return s.between }
func (s *splitter) size() int64      { return s.length }
func (s *splitter) close()           {}

func (s *splitter) next(buffer []byte) (batch, error) {
	b := append(buffer[:0], s.rest...)
	b, err := s.fill(b, chunkSize)
	if err != nil {
		return batch{}, err
	}
	end := len(b)
	if !s.ended {
		end = lastRecordEnd(b)
	}
	if len(b) == 0 {
		return batch{}, io.EOF
	}
	return s.hand(b, end), nil
}

// fill reads until b holds want bytes or the input ends.
func (s *splitter) fill(b []byte, want int) ([]byte, error) {
	have := len(b)
	if s.ended || have >= want {
		return b, nil
	}
	b = slices.Grow(b, want-have+1+scanMargin) // a line end may be added
	n, err := io.ReadFull(s.r, b[have:want])
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		s.ended, err = true, nil
	}
	if err != nil {
		return nil, unreadable(s.file, err)
	}
	return b[:have+n], nil
}

func (s *splitter) hand(b []byte, end int) batch {
	out := batch{at: s.at, overrun: end == 0}
	if out.overrun {
		end = len(b)
	}
	s.rest = append(s.rest[:0], b[end:]...)
	s.at += int64(end)
	out.done = s.at
	if out.text = b[:end]; out.text[end-1] != '\n' {
		out.text, out.broken = append(out.text, '\n'), true
	}
	return out
}

// lastRecordEnd is the offset after the last line end outside quotes, 0 if
// there is none.
func lastRecordEnd(b []byte) int {
	end, from := 0, 0
	for {
		quote := bytes.IndexByte(b[from:], '"')
		if quote < 0 {
			break
		}
		if n := bytes.LastIndexByte(b[from:from+quote], '\n'); n >= 0 {
			end = from + n + 1
		}
		closing := bytes.IndexByte(b[from+quote+1:], '"')
		if closing < 0 {
			return end
		}
		from += quote + 1 + closing + 1
	}
	if n := bytes.LastIndexByte(b[from:], '\n'); n >= 0 {
		end = from + n + 1
	}
	return end
}

// columnPlaces finds each wanted column in the header.
func columnPlaces(file string, header, wanted []string, delimiter byte) ([]int, error) {
	places := make([]int, len(wanted))
	for i, name := range wanted {
		places[i] = slices.Index(header, name)
		if places[i] < 0 {
			return nil, failure(MissingColumn, file, HeaderRow, name, "%s", missing(name, header, delimiter))
		}
		if slices.Contains(header[places[i]+1:], name) {
			return nil, failure(DuplicateColumn, file, HeaderRow, name, "the header names this column twice; rename one of them")
		}
	}
	return places, nil
}

func missing(name string, header []string, delimiter byte) string {
	if len(header) == 1 {
		for _, other := range []string{";", "\t", "|", ","} {
			if other[0] != delimiter && strings.Contains(header[0], other) {
				return "the header is a single column; is the delimiter " + describeDelimiter(other) + "? Set delimiter in the config"
			}
		}
	}
	if len(header) == 0 {
		return "the header has no columns"
	}
	return "the header has no such column; the nearest is " + nearest(name, header)
}

func describeDelimiter(d string) string {
	if d == "\t" {
		return "a tab"
	}
	return d
}
