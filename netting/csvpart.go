package netting

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// csvPart is text of whole records that ends with a line end.
type csvPart struct {
	table   *csvTable
	scratch *scratch
	text    []byte
	broken  bool  // the last line end was added
	endless *flaw // the text is the beginning of one record without end
}

func (p *csvPart) rows(take func([][]byte) *flaw) (int, *flaw) {
	if p.endless != nil {
		return 0, p.endless
	}
	if bytes.IndexByte(p.text, '"') >= 0 || damage(p.text, -1) != nil {
		return p.careful(p.text, take)
	}
	return p.plain(take)
}

// plain reads text without quotes: first it finds all commas and line ends, then
// it counts them off. Lines that are empty or ragged go the careful way.
func (p *csvPart) plain(take func([][]byte) *flaw) (int, *flaw) {
	text, columns := p.text, len(p.table.names)
	p.scratch.ends = index(p.scratch.ends, text)
	ends, rows, start := p.scratch.ends, 0, 0
	cells, last := make([][]byte, len(p.table.places)), p.wanted(columns-1)
	for len(ends) > 0 {
		if columns > len(ends) || !regular(text, start, ends[:columns]) {
			n, f := p.careful(text[start:bytes.IndexByte(text[start:], '\n')+start+1], take)
			rows += n
			if f != nil {
				return rows, f
			}
			for text[ends[0]] != '\n' {
				ends = ends[1:]
			}
			start, ends = int(ends[0])+1, ends[1:]
			continue
		}
		for i, place := range p.table.places {
			from := start
			if place > 0 {
				from = int(ends[place-1]) + 1
			}
			cells[i] = text[from:ends[place]]
		}
		end := int(ends[columns-1])
		if last >= 0 && text[end-1] == '\r' {
			cells[last] = bytes.TrimSuffix(cells[last], []byte{'\r'})
		}
		if f := take(cells); f != nil {
			return rows, f
		}
		rows++
		start, ends = end+1, ends[columns:]
	}
	return rows, nil
}

// regular tells whether a line has as many fields as ends, and is not empty.
func regular(text []byte, start int, ends []uint32) bool {
	last := len(ends) - 1
	for _, end := range ends[:last] {
		if text[end] == '\n' {
			return false
		}
	}
	end := int(ends[last])
	return text[end] == '\n' && (last > 0 || end > start+1 || end > start && text[start] != '\r')
}

// index lists where commas and line ends stand, 64 bytes at a step, in the memory
// of ends if there is enough.
func index(ends []uint32, text []byte) []uint32 {
	padded := text[:len(text)+scanMargin]
	clear(padded[len(text):])
	if ends = ends[:cap(ends)]; len(ends) < len(text) {
		ends = make([]uint32, len(text))
	}
	count := 0
	for at := 0; at < len(text); at += 64 {
		block := (*[64]byte)(padded[at:])
		hits := marks(block[0:8]) | marks(block[8:16])<<8 | marks(block[16:24])<<16 | marks(block[24:32])<<24 |
			marks(block[32:40])<<32 | marks(block[40:48])<<40 | marks(block[48:56])<<48 | marks(block[56:64])<<56
		for ; hits != 0; hits &= hits - 1 {
			ends[count] = uint32(at + bits.TrailingZeros64(hits))
			count++
		}
	}
	return ends[:count]
}

const (
	ones   = 0x0101010101010101
	sevens = 0x7f7f7f7f7f7f7f7f
	gather = 0x0102040810204080 // brings the lowest bits of eight bytes into the uppermost byte, the first lowest
)

// marks tells which of eight bytes are commas or line ends, the first lowest. A
// byte's uppermost bit is set by the sum unless its lower bits are all zero.
func marks(text []byte) uint64 {
	word := binary.LittleEndian.Uint64(text)
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
