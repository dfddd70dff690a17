package matching

import "encoding/binary"

// set is a Set as it is found and kept.
type set struct {
	diff        Amount
	differ      uint64 // a bit for each shown text
	rows        []uint32
	left, right int // how many of the rows, the left ones first
	days        int32
	pass        int
	fate        Fate
	amountFails bool
	dateFails   bool
}

// setNumber orders sets by their first left rows, behind them those without one
// by their first right rows. A row is in one set at most.
func setNumber(s *set) uint64 {
	if s.left == 0 {
		return 1<<32 | uint64(s.rows[0])
	}
	return uint64(s.rows[0])
}

const (
	hasDiff = 1 << iota
	amountFailed
	dateFailed
)

// appendTo writes a set as the text of a slip; its fate is that of the pile.
func (s *set) appendTo(text []byte) []byte {
	flags := byte(0)
	for i, is := range []bool{!s.diff.IsZero(), s.amountFails, s.dateFails} {
		if is {
			flags |= 1 << i
		}
	}
	text = binary.AppendUvarint(append(text, flags), uint64(s.pass)) //nolint:gosec // not negative
	if flags&hasDiff != 0 {
		text = appendAmount(text, s.diff)
	}
	text = binary.AppendVarint(text, int64(s.days))
	text = binary.AppendUvarint(text, s.differ)
	text = binary.AppendUvarint(text, uint64(s.left))  //nolint:gosec // not negative
	text = binary.AppendUvarint(text, uint64(s.right)) //nolint:gosec // not negative
	for _, row := range s.rows {
		text = binary.LittleEndian.AppendUint32(text, row)
	}
	return text
}

// read is the other way; the rows are valid until it is called again.
func (s *set) read(f Fate, text []byte) {
	flags := text[0]
	text = text[1:]
	next := func() uint64 {
		n, size := binary.Uvarint(text)
		text = text[size:]
		return n
	}
	*s = set{fate: f, pass: int(next()), amountFails: flags&amountFailed != 0, dateFails: flags&dateFailed != 0, rows: s.rows[:0]} //nolint:gosec // as written
	if flags&hasDiff != 0 {
		s.diff, text = readAmount(text)
	}
	days, size := binary.Varint(text)
	s.days, text = int32(days), text[size:] //nolint:gosec // as written
	s.differ = next()
	s.left, s.right = int(next()), int(next()) //nolint:gosec // as written
	for ; len(text) > 0; text = text[4:] {
		s.rows = append(s.rows, binary.LittleEndian.Uint32(text))
	}
}

func appendAmount(text []byte, a Amount) []byte {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(text, uint64(a.hi)), a.lo) //nolint:gosec // read back in the same way
}

func readAmount(text []byte) (a Amount, rest []byte) {
	return Amount{int64(binary.LittleEndian.Uint64(text)), binary.LittleEndian.Uint64(text[8:])}, text[16:] //nolint:gosec // as written
}

// appendPairTo writes a pair that is not exact as the text of a slip, whose
// number is the left row.
func appendPairTo(text []byte, p Pair) []byte {
	text = binary.AppendUvarint(text, uint64(p.Right)) //nolint:gosec // not negative
	text = binary.AppendVarint(appendAmount(text, p.AmountDiff), int64(p.DateDiff))
	flags := byte(0)
	if p.AmountFails {
		flags |= amountFailed
	}
	if p.DateFails {
		flags |= dateFailed
	}
	return append(text, flags)
}

func readPair(left uint64, text []byte) Pair {
	p := Pair{Left: int(left)} //nolint:gosec // a row
	right, size := binary.Uvarint(text)
	p.Right = int(right) //nolint:gosec // a row
	p.AmountDiff, text = readAmount(text[size:])
	days, size := binary.Varint(text)
	p.DateDiff = int(days)
	p.AmountFails, p.DateFails = text[size]&amountFailed != 0, text[size]&dateFailed != 0
	return p
}
