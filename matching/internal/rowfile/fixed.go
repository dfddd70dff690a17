package rowfile

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// fixed reads lines whose columns stand at fixed places. Empty lines are no
// rows; a line that is too short has as many fields as are whole.
type fixed struct {
	text   *text
	form   Form
	names  []string
	line   []byte
	starts []int // of each character of the line, and its end
	fields [][]byte
}

func openFixed(f Form, in io.Reader) (Reader, error) {
	t, err := newText(f.Encoding, in)
	if err != nil {
		return nil, err
	}
	r := &fixed{text: t, form: f}
	for _, c := range f.Columns {
		r.names = append(r.names, c.Name)
	}
	return r, nil
}

func (r *fixed) Header() []string { return r.names }
func (r *fixed) Done() int64      { return r.text.read }
func (r *fixed) Close()           {}

func (r *fixed) Next() ([][]byte, error) {
	for {
		whole, err := r.readLine()
		if err != nil {
			return nil, err
		}
		if len(r.line) == 0 {
			continue
		}
		r.cut()
		if len(r.fields) < len(r.names) {
			if !whole {
				e := refuse(Truncated, "the file breaks off in this row, its last; fetch it again")
				e.Column = r.names[len(r.fields)]
				return nil, e
			}
			if len(r.fields) == 0 {
				r.fields = append(r.fields, nil)
			}
		}
		return r.fields, nil
	}
}

// readLine reports whether the line has an end.
func (r *fixed) readLine() (bool, error) {
	for r.line = r.line[:0]; ; {
		b, err := r.text.next()
		switch {
		case errors.Is(err, io.EOF) && len(r.line) > 0:
			return false, nil
		case err != nil:
			return false, err
		case b == '\n':
			r.line = bytes.TrimSuffix(r.line, []byte{'\r'})
			return true, nil
		case len(r.line) == MaxRow:
			return false, refuse(RowTooLong, "the line is longer than 512 KiB; is the file of fixed width?")
		}
		r.line = append(r.line, b)
	}
}

func (r *fixed) cut() {
	r.starts = r.starts[:0]
	for at := 0; at < len(r.line); {
		r.starts = append(r.starts, at)
		_, size := utf8.DecodeRune(r.line[at:])
		at += size
	}
	r.starts = append(r.starts, len(r.line))
	last := len(r.starts) - 1
	r.fields = r.fields[:0]
	for _, c := range r.form.Columns {
		from, to := c.From-1, c.To
		if to == 0 {
			from, to = min(from, last), last
		}
		if to > last {
			return
		}
		r.fields = append(r.fields, bytes.Trim(r.line[r.starts[from]:r.starts[to]], " "))
	}
}
