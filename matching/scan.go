package matching

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// reader turns the batches of one side into records; each worker has its own.
type reader struct {
	columns columns
	taker   *taker
	cut     cutter
	ends    []int    // of each field of the record being scanned
	wanted  [][]byte // the values that taker takes
	scratch []byte
}

// columns is where a side's wanted values stand: keys, then amount, then date.
type columns struct {
	names     []string // of all columns
	places    []int    // of the wanted ones
	delimiter byte
}

func newReader(c columns, t *taker) *reader {
	return &reader{
		columns: c, taker: t, cut: cutter{delimiter: c.delimiter},
		ends: make([]int, len(c.names)), wanted: make([][]byte, len(c.places)),
	}
}

// read takes all rows of a batch and returns how many there were. On a flaw it
// stops, and the count is that of the rows before.
func (r *reader) read(b batch, first rowID) (rows uint32, f *flaw) {
	if b.rows != nil {
		return r.table(b.rows, first)
	}
	if f := r.damaged(b.text); f != nil {
		return f.record, f
	}
	if bytes.IndexByte(b.text, '"') < 0 {
		rows, f = r.plain(b.text, first)
	} else {
		rows, f = r.quoted(b.text, first)
	}
	if b.overrun {
		f = overrunFlaw(f)
		rows, f.record = 0, 0 // the text is one row
	} else if f == nil && b.broken && rows > 0 {
		f = r.cutShort(b.text, rows)
	}
	return rows, f
}

// plain reads text without quotes, eight bytes at a step.
func (r *reader) plain(text []byte, first rowID) (uint32, *flaw) {
	length, width := len(text), len(r.ends)
	padded := text[:length+scanMargin]
	clear(padded[length:])
	delimiters := uint64(r.columns.delimiter) * ones
	id, start, field := first, 0, 0
	for at := 0; at < length; at += 8 {
		word := binary.LittleEndian.Uint64(padded[at:])
		for hits := zeroBytes(word^delimiters) | zeroBytes(word^('\n'*ones)); hits != 0; hits &= hits - 1 {
			end := at + bits.TrailingZeros64(hits)>>3
			if field < width {
				r.ends[field] = end
			}
			if text[end] != '\n' {
				field++
				continue
			}
			if end-start > maxRecord {
				return uint32(id - first), tooLong(uint32(id - first)) //nolint:gosec // fewer than 2²⁴
			}
			if r.line(text, start, end, field, id) {
				id++
			}
			start, field = end+1, 0
		}
	}
	return uint32(id - first), nil //nolint:gosec // a batch holds fewer than 2²⁴ rows
}

func tooLong(record uint32) *flaw {
	f := overrunFlaw(nil)
	f.record = record
	return f
}

const (
	ones   = 0x0101010101010101
	sevens = 0x7f7f7f7f7f7f7f7f
)

// zeroBytes sets the top bit of each byte of w that is zero, and no other bit.
func zeroBytes(w uint64) uint64 { return ^((w&sevens + sevens) | w | sevens) }

// line takes the record that ends at the line feed at end, in which delimiters
// were seen, and reports whether it was one: an empty line is none.
func (r *reader) line(text []byte, start, end, delimiters int, id rowID) bool {
	if end > start && text[end-1] == '\r' {
		end--
	}
	if delimiters == 0 && end == start {
		return false
	}
	if delimiters+1 != len(r.ends) {
		r.taker.ragged(id, delimiters+1, len(r.ends))
		return true
	}
	r.ends[delimiters] = end
	for i, place := range r.columns.places {
		from := start
		if place > 0 {
			from = r.ends[place-1] + 1
		}
		r.wanted[i] = text[from:r.ends[place]]
	}
	r.taker.take(id, r.wanted)
	return true
}

// quoted reads any text, a record at a time.
func (r *reader) quoted(text []byte, first rowID) (uint32, *flaw) {
	id := first
	for at := 0; at < len(text); {
		length, f := r.cut.record(text[at:])
		if f == nil && length > maxRecord {
			f = tooLong(0)
		}
		if f != nil {
			f.record = uint32(id - first) //nolint:gosec // fewer than 2²⁴
			return f.record, f
		}
		at += length
		if r.cut.blank {
			continue
		}
		if len(r.cut.fields) != len(r.columns.names) {
			r.taker.ragged(id, len(r.cut.fields), len(r.columns.names))
		} else {
			for i, place := range r.columns.places {
				r.wanted[i] = r.cut.fields[place]
			}
			r.taker.take(id, r.wanted)
		}
		id++
	}
	return uint32(id - first), nil //nolint:gosec // fewer than 2²⁴
}

func (r *reader) table(rows [][]string, first rowID) (uint32, *flaw) {
	for i, row := range rows {
		number := uint32(i) //nolint:gosec // fewer than 2²⁴
		id := first + rowID(number)
		if len(row) != len(r.columns.names) {
			r.taker.ragged(id, len(row), len(r.columns.names))
			continue
		}
		r.scratch = r.scratch[:0]
		for _, place := range r.columns.places {
			r.scratch = append(r.scratch, row[place]...)
		}
		if f := textFlaw(r.scratch); f != nil {
			f.record, f.field = number, -1
			return number, f
		}
		at := 0
		for n, place := range r.columns.places {
			r.wanted[n] = r.scratch[at : at+len(row[place])]
			at += len(row[place])
		}
		r.taker.take(id, r.wanted)
	}
	return uint32(len(rows)), nil //nolint:gosec // fewer than 2²⁴
}

// damaged finds the first byte that no text may hold and names its place.
func (r *reader) damaged(text []byte) *flaw {
	if textFlaw(text) == nil {
		return nil
	}
	record := uint32(0)
	for at := 0; at < len(text); {
		length, f := r.cut.record(text[at:])
		if f != nil {
			f.record = record
			return f
		}
		if f := textFlaw(text[at : at+length]); f != nil {
			f.record = record
			for i, value := range r.cut.fields {
				if textFlaw(value) != nil {
					f.field = i
					break
				}
			}
			return f
		}
		at += length
		if !r.cut.blank {
			record++
		}
	}
	return textFlaw(text)
}

// cutShort finds a last record with too few fields in a file that ends without
// a line end: the file was cut off there.
func (r *reader) cutShort(text []byte, rows uint32) *flaw {
	last, at := 0, 0
	for at < len(text) {
		length, f := r.cut.record(text[at:])
		if f != nil {
			return f
		}
		last, at = at, at+length
	}
	if _, f := r.cut.record(text[last:]); f != nil || r.cut.blank || len(r.cut.fields) >= len(r.columns.names) {
		return f
	}
	return &flaw{
		code: Truncated, record: rows - 1, field: len(r.cut.fields) - 1,
		detail: "the file breaks off in this row, its last; fetch it again",
	}
}
