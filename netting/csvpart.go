package netting

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// csvPart is text of whole records that ends with a line end.
type csvPart struct {
	table   *csvTable
	scratch *scratch
	clerk   *clerk // of invoices, else nil
	text    []byte
	broken  bool  // the last line end was added
	endless *flaw // the text is the beginning of one record without end
}

func (p *csvPart) rows(take func([][]byte) *flaw) (int, *flaw) {
	if p.endless != nil {
		return 0, p.endless
	}
	if bytes.IndexByte(p.text, '"') >= 0 || bytes.IndexByte(p.text, 0) >= 0 {
		return p.careful(p.text, take)
	}
	ends, ascii := index(p.scratch.ends, p.text)
	if p.scratch.ends = ends; !ascii && !utf8.Valid(p.text) {
		return p.careful(p.text, take)
	}
	switch {
	case !even(p.text, ends, len(p.table.names)):
		return p.uneven(ends, take)
	case p.clerk != nil:
		return p.book(ends)
	}
	return p.plain(ends, take)
}

// plain reads text without quotes all of whose lines have as many fields as the
// header: it counts off the commas and line ends that were found.
func (p *csvPart) plain(ends []uint32, take func([][]byte) *flaw) (rows int, f *flaw) {
	text, columns, places := p.text, len(p.table.names), p.table.places
	cells, last, start := make([][]byte, len(places)), p.wanted(columns-1), 0
	for ; len(ends) >= columns; rows++ {
		line := ends[:columns]
		for i, place := range places {
			from := start
			if place > 0 {
				from = int(line[place-1]) + 1
			}
			cells[i] = text[from:line[place]]
		}
		end := int(line[columns-1])
		if last >= 0 && text[end-1] == '\r' {
			cells[last] = bytes.TrimSuffix(cells[last], []byte{'\r'})
		}
		if f := take(cells); f != nil {
			return rows, f
		}
		start, ends = end+1, ends[columns:]
	}
	return rows, nil
}

// book is plain for invoices, and makes no list of the cells of a line.
func (p *csvPart) book(ends []uint32) (rows int, f *flaw) {
	text, columns, k := p.text, len(p.table.names), p.clerk
	at, last, start := (*[5]int)(p.table.places), p.wanted(columns-1), 0
	for ; len(ends) >= columns; rows++ {
		line := ends[:columns]
		cell := func(column int) []byte {
			from, place := start, at[column]
			if place > 0 {
				from = int(line[place-1]) + 1
			}
			return text[from:line[place]]
		}
		end := int(line[columns-1])
		if last >= 0 && text[end-1] == '\r' {
			line[columns-1]--
		}
		f := k.invoice(cell(idColumn), cell(payerColumn), cell(payeeColumn), cell(currencyColumn), cell(amountColumn))
		if f != nil {
			return rows, f
		}
		start, ends = end+1, ends[columns:]
	}
	return rows, nil
}

// uneven is plain for text in which a line is empty or ragged: that goes the
// careful way.
func (p *csvPart) uneven(ends []uint32, take func([][]byte) *flaw) (rows int, f *flaw) {
	text := p.text
	for start := 0; len(ends) > 0; {
		count := 0
		for text[ends[count]] != '\n' {
			count++
		}
		end := int(ends[count]) + 1
		line := csvPart{table: p.table, text: text[start:end], broken: p.broken && end == len(text)}
		n, f := line.careful(line.text, take)
		if rows += n; f != nil {
			return rows, f
		}
		start, ends = end, ends[count+1:]
	}
	return rows, nil
}

// even tells whether every line has as many fields as there are columns: as many
// line ends as lines of so many marks, and one at the end of each of these.
func even(text []byte, ends []uint32, columns int) bool {
	if columns < 2 || len(ends) != columns*bytes.Count(text, []byte{'\n'}) {
		return false // a single column may have empty lines
	}
	for i := columns - 1; i < len(ends); i += columns {
		if text[ends[i]] != '\n' {
			return false
		}
	}
	return true
}

// index lists where commas and line ends stand, 64 bytes at a step, in the memory
// of ends if there is enough, and tells whether the text is ASCII.
func index(ends []uint32, text []byte) (found []uint32, ascii bool) {
	padded := text[:len(text)+scanMargin]
	clear(padded[len(text):])
	if ends = ends[:cap(ends)]; len(ends) < len(text) {
		ends = make([]uint32, len(text))
	}
	count, all := 0, uint64(0)
	for at := 0; at < len(text); at += 64 {
		block := (*[64]byte)(padded[at:])
		a, b, c, d := word(block[0:8]), word(block[8:16]), word(block[16:24]), word(block[24:32])
		e, f, g, h := word(block[32:40]), word(block[40:48]), word(block[48:56]), word(block[56:64])
		all |= a | b | c | d | e | f | g | h
		hits := marks(a) | marks(b)<<8 | marks(c)<<16 | marks(d)<<24 | marks(e)<<32 | marks(f)<<40 | marks(g)<<48 | marks(h)<<56
		for ; hits != 0; hits &= hits - 1 {
			ends[count] = uint32(at + bits.TrailingZeros64(hits))
			count++
		}
	}
	return ends[:count], all&(0x80*ones) == 0
}

const (
	ones   = 0x0101010101010101
	sevens = 0x7f7f7f7f7f7f7f7f
	gather = 0x0102040810204080 // brings the lowest bits of eight bytes into the uppermost byte, the first lowest
)

func word(text []byte) uint64 { return binary.LittleEndian.Uint64(text) }

// marks tells which of eight bytes are commas or line ends, the first lowest. A
// byte's uppermost bit is set by the sum unless its lower bits are all zero.
func marks(word uint64) uint64 {
	comma, line := word^(','*ones), word^('\n'*ones)
	others := (comma&sevens + sevens | comma) & (line&sevens + sevens | line)
	return ^(others | sevens) >> 7 * gather >> 56
}

// careful reads any text, a record at a time.
func (p *csvPart) careful(text []byte, take func([][]byte) *flaw) (int, *flaw) {
	var cut cutter
	cells := make([][]byte, len(p.table.places))
	for rows, at := 0, 0; ; rows++ {
		for cut.blank = true; cut.blank; {
			if at == len(text) {
				return rows, nil
			}
			n, f := cut.record(text[at:])
			if f != nil {
				f.column = p.wanted(f.column)
				return rows, f
			}
			at += n
		}
		for i, field := range cut.fields {
			if f := damage(field, p.wanted(i)); f != nil {
				return rows, f
			}
		}
		if got, want := len(cut.fields), len(p.table.names); got != want {
			if p.broken && got < want && at == len(text) {
				return rows, flawed(RaggedRow, -1, "the file breaks off in this row, its last; fetch it again")
			}
			return rows, flawed(RaggedRow, -1, "the row has %d fields, the header %d", got, want)
		}
		for i, place := range p.table.places {
			cells[i] = cut.fields[place]
		}
		if f := take(cells); f != nil {
			return rows, f
		}
	}
}

// wanted is the number among the wanted columns of one among all, -1 if it is
// none of them.
func (p *csvPart) wanted(column int) int {
	for i, place := range p.table.places {
		if place == column {
			return i
		}
	}
	return -1
}
