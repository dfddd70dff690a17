package matching

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
)

// rewriter reads the batches of a file again and writes out the rows that
// found no partner, each with its number in front.
type rewriter struct {
	out     *bufio.Writer
	cut     cutter
	raw     bool // a line without quotes is already what we would write
	open    func(row int) bool
	line    []byte
	written int
}

func (w *work) writeUnmatched(ctx context.Context, out *bufio.Writer, side int, in *input) error {
	r := w.result
	c := w.columns[side]
	rw := &rewriter{
		out: out, cut: cutter{delimiter: c.delimiter}, raw: c.delimiter == ',',
		open: r.isOpen(side),
	}
	expected := r.Summary.UnmatchedLeft
	number := "l"
	if side == 1 {
		expected, number = r.Summary.UnmatchedRight, "r"
	}
	names := make([][]byte, len(c.names))
	for i, name := range c.names {
		names[i] = []byte(name)
	}
	if err := rw.write(append(appendRow([]byte(number), names), '\n')); err != nil {
		return err
	}
	if expected == 0 {
		return nil
	}
	if err := w.eachBatch(ctx, side, in, rw); err != nil {
		return err
	}
	if rw.written != expected {
		if err := in.unchanged(); err != nil {
			return err
		}
		return failure(CountMismatch, in.path, NoRow, "", "%d rows were to be written as unmatched, %d were; please report this", expected, rw.written)
	}
	return nil
}

// eachBatch reads the batches in which some row is open.
func (w *work) eachBatch(ctx context.Context, side int, in *input, rw *rewriter) error {
	extents := w.intake.batches[side]
	rows, size, err := in.rows()
	if err != nil {
		return err
	}
	var text []byte
	for i, e := range extents {
		if err := ctx.Err(); err != nil {
			return err
		}
		first := int(w.bases[side][i])
		if !rw.anyOpen(first, first+int(e.rows)) {
			continue
		}
		end := size
		if i+1 < len(extents) {
			end = extents[i+1].at
		}
		text = append(text[:0], make([]byte, end-e.at)...)
		if _, err := rows.ReadAt(text, e.at); err != nil && !errors.Is(err, io.EOF) {
			return unreadable(in.path, reason(err))
		}
		if n := len(text); n > 0 && text[n-1] != '\n' {
			text = append(text, '\n')
		}
		if err := rw.batch(text, first); err != nil {
			return err
		}
	}
	return nil
}

func (rw *rewriter) anyOpen(from, to int) bool {
	for row := from; row < to; row++ {
		if rw.open(row) {
			return true
		}
	}
	return false
}

func (rw *rewriter) batch(text []byte, row int) error {
	if rw.raw && bytes.IndexByte(text, '"') < 0 && bytes.IndexByte(text, '\r') < 0 {
		return rw.plain(text, row)
	}
	for len(text) > 0 {
		length, f := rw.cut.record(text)
		if f != nil {
			return errors.New(f.detail) // parsed once already, so the file has changed; unchanged tells
		}
		if text = text[length:]; rw.cut.blank {
			continue
		}
		if rw.open(row) {
			rw.line = append(appendRow(rw.number(row), rw.cut.fields), '\n')
			if err := rw.write(rw.line); err != nil {
				return err
			}
			rw.written++
		}
		row++
	}
	return nil
}

func (rw *rewriter) plain(text []byte, row int) error {
	for len(text) > 0 {
		end := bytes.IndexByte(text, '\n') + 1
		line := text[:end]
		if text = text[end:]; len(line) == 1 {
			continue
		}
		if rw.open(row) {
			rw.line = append(append(rw.number(row), ','), line...)
			if err := rw.write(rw.line); err != nil {
				return err
			}
			rw.written++
		}
		row++
	}
	return nil
}

func (rw *rewriter) number(row int) []byte { return strconv.AppendInt(rw.line[:0], int64(row), 10) }

func (rw *rewriter) write(line []byte) error {
	_, err := rw.out.Write(line)
	return err
}

func appendRow(line []byte, fields [][]byte) []byte {
	for _, f := range fields {
		line = appendField(append(line, ','), f)
	}
	return line
}

// appendField quotes what would otherwise read as something else.
func appendField(line, field []byte) []byte {
	if !bytes.ContainsAny(field, ",\"\r\n") {
		return append(line, field...)
	}
	line = append(line, '"')
	for {
		quote := bytes.IndexByte(field, '"')
		if quote < 0 {
			break
		}
		line = append(append(line, field[:quote+1]...), '"')
		field = field[quote+1:]
	}
	return append(append(line, field...), '"')
}
