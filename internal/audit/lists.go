package audit

import (
	"encoding/binary"
	"iter"
	"math/bits"
)

// A row of the index holds lists, one for each token that falls to it,
// ascending by token. A list is: the bits of the token that are kept, big
// endian; the length of what follows in bytes (uvarint); and the places of the
// entries within the unit, ascending: how many entries lie between each and the
// one before it (uvarints). Where that would be as long as a bit for each entry
// of the unit, these bits stand instead, the lowest first; the length tells.

// list is what a row has of one token: the places of entries among so many.
type list struct {
	body    []byte
	entries int64
}

// appendLists appends the lists of keys, ascending: of each the bits of the
// token, kept bytes of them, and below these the place within the unit.
func appendLists(row []byte, keys []uint64, kept int, entries int64) []byte {
	width := placeBits(entries)
	var body []byte
	for len(keys) > 0 {
		token, n := keys[0]>>width, 1
		for n < len(keys) && keys[n]>>width == token {
			n++
		}
		body = appendPlaces(body[:0], keys[:n], entries)
		for shift := 8 * kept; shift > 0; shift -= 8 {
			row = append(row, byte(token>>(shift-8)))
		}
		row = append(binary.AppendUvarint(row, uint64(len(body))), body...)
		keys = keys[n:]
	}
	return row
}

// placeBits is how many bits a place among so many entries takes.
func placeBits(entries int64) int { return bits.Len64(uint64(entries - 1)) }

func appendPlaces(body []byte, keys []uint64, entries int64) []byte {
	mask, dense := uint64(entries-1), int(entries/8)
	next := uint64(0)
	for _, k := range keys {
		place := k & mask
		body = binary.AppendUvarint(body, place-next)
		next = place + 1
		if len(body) >= dense {
			return appendBits(body[:0], keys, mask, dense)
		}
	}
	return body
}

func appendBits(body []byte, keys []uint64, mask uint64, dense int) []byte {
	body = append(body, make([]byte, dense)...)
	for _, k := range keys {
		body[k&mask/8] |= 1 << (k & 7)
	}
	return body
}

// eachList yields the lists of a row with the bits of their tokens. It ends at
// what is damaged, and then tells so.
func eachList(row []byte, kept int, entries int64, yield func(token uint64, l list) bool) (whole bool) {
	for len(row) > 0 {
		if len(row) < kept {
			return false
		}
		token := uint64(0)
		for _, b := range row[:kept] {
			token = token<<8 | uint64(b)
		}
		n, used := binary.Uvarint(row[kept:])
		if used <= 0 || n > uint64(len(row)-kept-used) || n > uint64(entries/8) {
			return false
		}
		body := row[kept+used:]
		if !yield(token, list{body[:n], entries}) {
			return true
		}
		row = body[n:]
	}
	return true
}

func (l list) dense() bool { return int64(len(l.body)) == l.entries/8 }

// places yields them ascending.
func (l list) places() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		if l.dense() {
			for i, b := range l.body {
				for ; b != 0; b &= b - 1 {
					if !yield(int64(8*i + bits.TrailingZeros8(b))) {
						return
					}
				}
			}
			return
		}
		next := int64(0)
		for body := l.body; len(body) > 0; {
			gap, used := binary.Uvarint(body)
			place := next + int64(gap)
			if used <= 0 || place < next || place >= l.entries {
				return // damaged: what the row cannot tell, verify need not miss
			}
			if !yield(place) {
				return
			}
			next, body = place+1, body[used:]
		}
	}
}

// mark sets the marks of those seqs, ascending and all of the unit whose
// entries follow base, that the list has.
func (l list) mark(base int64, seqs []int64, marks []bool) {
	if l.dense() {
		for i, seq := range seqs {
			at := seq - base - 1
			marks[i] = marks[i] || l.body[at/8]>>(at%8)&1 == 1
		}
		return
	}
	i := 0
	for place := range l.places() {
		for i < len(seqs) && seqs[i] <= base+place {
			i++
		}
		if i == len(seqs) {
			return
		}
		marks[i] = marks[i] || seqs[i] == base+place+1
	}
}
