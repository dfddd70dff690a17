package matching

import (
	"bytes"
	"errors"
	"io"

	"github.com/countersign/countersign/matching/internal/rowfile"
)

// Source is one side's rows: a CSV, a File or a Table.
type Source interface {
	open(s *side) (feed, error)
}

// feed hands out a side in batches. One caller at a time.
type feed interface {
	name() string
	header() []string
	delimiter() byte                   // of the texts it hands out
	next(buffer []byte) (batch, error) // io.EOF after the last
	size() int64                       // 0 when not known
	close()
}

// batch is what one worker takes at a time: CSV text that ends with a line
// end, or rows.
type batch struct {
	text    []byte
	rows    [][]string
	at      int64 // where the text starts in the file
	broken  bool  // the file ended without a line end
	overrun bool  // the text is one row that grew past the limit
	done    int64 // progress: bytes or rows handed out so far, this batch included
}

// Table is a side that lies in memory.
type Table struct {
	Name    string // how errors call it
	Columns []string
	Rows    [][]string
}

func (t Table) open(*side) (feed, error) { return &tableFeed{table: t}, nil }

type tableFeed struct {
	table Table
	given int
}

const tableBatch = 1 << 14

func (f *tableFeed) name() string     { return f.table.Name }
func (f *tableFeed) header() []string { return f.table.Columns }
func (f *tableFeed) delimiter() byte  { return ',' }
func (f *tableFeed) size() int64      { return int64(len(f.table.Rows)) }
func (f *tableFeed) close()           {}

func (f *tableFeed) next([]byte) (batch, error) {
	if f.given == len(f.table.Rows) {
		return batch{}, io.EOF
	}
	end := min(f.given+tableBatch, len(f.table.Rows))
	b := batch{rows: f.table.Rows[f.given:end], at: int64(f.given), done: int64(end)}
	f.given = end
	return b, nil
}

// CSV is a side that is read once from r, in the dialect and encoding that the
// config names. name is how errors call it, size the number of bytes where it
// is known, else 0; it serves progress only.
func CSV(name string, r io.Reader, size int64) Source { return csvSource{name, r, size} }

type csvSource struct {
	name string
	r    io.Reader
	size int64
}

func (s csvSource) open(side *side) (feed, error) {
	form := side.form(s.name)
	if form.Format != rowfile.CSV && form.Format != rowfile.Fixed {
		if side.formed {
			return nil, badValue("format", "a stream is read as CSV or fixed width; %s needs a file", form.Format)
		}
		form.Format = rowfile.CSV
	}
	start := make([]byte, 2)
	n, err := io.ReadFull(s.r, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, unreadable(s.name, err)
	}
	from := io.MultiReader(bytes.NewReader(start[:n]), s.r)
	if side.plain(form, start[:n]) {
		return newSplitter(s.name, from, s.size, form.Delimiter[0], form.Header)
	}
	rows, err := rowfile.OpenText(form, from)
	return newTranscript(s.name, rows, err, s.size, nil)
}

// File is a side in any of the formats: the one that the config names, else the
// one that the ending of name tells.
func File(name string, r io.ReaderAt, size int64) Source { return fileSource{name, r, size, nil} }

type fileSource struct {
	name string
	r    io.ReaderAt
	size int64
	copy func() (io.Writer, error) // where rows that are no plain CSV are kept as such; nil and they are not
}

func (s fileSource) open(side *side) (feed, error) {
	form := side.form(s.name)
	if err := headed(form); err != nil { // its ending told the format
		return nil, err
	}
	start := make([]byte, 2)
	n, err := s.r.ReadAt(start, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, unreadable(s.name, reason(err))
	}
	if side.plain(form, start[:n]) {
		return newSplitter(s.name, io.NewSectionReader(s.r, 0, s.size), s.size, form.Delimiter[0], form.Header)
	}
	var to io.Writer
	if s.copy != nil {
		if to, err = s.copy(); err != nil {
			return nil, err
		}
	}
	rows, err := rowfile.Open(form, s.r, s.size)
	return newTranscript(s.name, rows, err, s.size, to)
}
