package matching

import (
	"io"
)

// Source is one side's rows: a CSV or a Table.
type Source interface {
	open(delimiter byte) (feed, error)
}

// feed hands out a side in batches. One caller at a time.
type feed interface {
	name() string
	header() []string
	next(buffer []byte) (batch, error) // io.EOF after the last
	size() int64                       // 0 when not known
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

func (t Table) open(byte) (feed, error) { return &tableFeed{table: t}, nil }

type tableFeed struct {
	table Table
	given int
}

const tableBatch = 1 << 14

func (f *tableFeed) name() string     { return f.table.Name }
func (f *tableFeed) header() []string { return f.table.Columns }
func (f *tableFeed) size() int64      { return int64(len(f.table.Rows)) }

func (f *tableFeed) next([]byte) (batch, error) {
	if f.given == len(f.table.Rows) {
		return batch{}, io.EOF
	}
	end := min(f.given+tableBatch, len(f.table.Rows))
	b := batch{rows: f.table.Rows[f.given:end], at: int64(f.given), done: int64(end)}
	f.given = end
	return b, nil
}

// CSV is a side that is read once from r. name is how errors call it, size the
// number of bytes where it is known, else 0; it serves progress only.
func CSV(name string, r io.Reader, size int64) Source { return csvSource{name, r, size} }

type csvSource struct {
	name string
	r    io.Reader
	size int64
}

func (s csvSource) open(delimiter byte) (feed, error) {
	return newSplitter(s.name, s.r, s.size, delimiter)
}
