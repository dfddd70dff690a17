package rowfile

import (
	"bytes"
	"errors"
	"io"
)

// delimited reads CSV of any dialect. Empty lines are no rows.
type delimited struct {
	form   Form
	text   *text
	names  []string
	cells  []byte
	ends   []int // of the cells
	fields [][]byte
	closed bool // the record ended with a line end
	blank  bool // it was an empty line
}

func openDelimited(f Form, in io.Reader) (Reader, error) {
	t, err := newText(f.Encoding, in)
	if err != nil {
		return nil, err
	}
	d := &delimited{form: f, text: t, names: f.Header}
	if f.Header != nil {
		return d, nil
	}
	for first := true; first || d.blank; first = false {
		if err := d.record(); errors.Is(err, io.EOF) {
			return nil, wrong(Empty, "it holds no header row")
		} else if err != nil {
			return nil, inHeader(err)
		}
	}
	for _, name := range d.split() {
		d.names = append(d.names, string(name))
	}
	return d, nil
}

func (d *delimited) Header() []string { return d.names }
func (d *delimited) Done() int64      { return d.text.read }
func (d *delimited) Close()           {}

func (d *delimited) Next() ([][]byte, error) {
	for {
		if err := d.record(); err != nil {
			if e := (*Error)(nil); errors.As(err, &e) && !e.Whole && len(d.ends) < len(d.names) {
				e.Column = d.names[len(d.ends)]
			}
			return nil, err
		}
		if d.blank {
			continue
		}
		if !d.closed && len(d.ends) < len(d.names) {
			e := refuse(Truncated, "the file breaks off in this row, its last; fetch it again")
			e.Column = d.names[len(d.ends)-1]
			return nil, e
		}
		return d.split(), nil
	}
}

func (d *delimited) split() [][]byte {
	d.fields = d.fields[:0]
	from := 0
	for _, end := range d.ends {
		d.fields = append(d.fields, d.cells[from:end])
		from = end
	}
	return d.fields
}

// record reads one record into cells and ends; io.EOF if there is none.
func (d *delimited) record() error {
	d.cells, d.ends, d.closed, d.blank = d.cells[:0], d.ends[:0], false, false
	quoted := false
	for first := true; ; first = false {
		last, was, err := d.field(first)
		quoted = quoted || was
		if err != nil {
			return err
		}
		if len(d.ends) == MaxRow {
			return rowTooLong()
		}
		d.ends = append(d.ends, len(d.cells))
		if last {
			d.blank = len(d.ends) == 1 && len(d.cells) == 0 && !quoted
			return nil
		}
	}
}

// field reads one value and what follows it.
func (d *delimited) field(first bool) (last, quoted bool, err error) {
	start := len(d.cells)
	b, err := d.text.next()
	if errors.Is(err, io.EOF) {
		if first {
			return false, false, io.EOF
		}
		return true, false, nil
	}
	if err == nil && d.form.Quote != 0 && b == d.form.Quote {
		if err := d.within(); err != nil {
			return false, true, err
		}
		last, err = d.behind()
		return last, true, err
	}
	for ; err == nil; b, err = d.text.next() {
		switch {
		case b == '\n':
			d.cells = d.cells[:start+len(bytes.TrimSuffix(d.cells[start:], []byte{'\r'}))]
			d.closed = true
			return true, false, nil
		case d.delimits(b):
			return false, false, nil
		case d.form.Escape != 0 && b == d.form.Escape:
			if b, err = d.text.next(); err != nil {
				return false, false, d.open(err)
			}
		case d.form.Quote != 0 && b == d.form.Quote:
			return false, false, refuse(BareQuote, "a quote stands inside a field that does not begin with one; quote the whole field")
		}
		if err := d.put(b); err != nil {
			return false, false, err
		}
	}
	if errors.Is(err, io.EOF) {
		return true, false, nil
	}
	return false, false, err
}

// within reads what stands between quotes.
func (d *delimited) within() error {
	for {
		b, err := d.text.next()
		if err != nil {
			return d.open(err)
		}
		switch {
		case d.form.Escape != 0 && b == d.form.Escape && d.form.Escape != d.form.Quote:
			if b, err = d.text.next(); err != nil {
				return d.open(err)
			}
		case b == d.form.Quote:
			if ahead := d.text.peek(1); d.form.Escape != 0 || len(ahead) == 0 || ahead[0] != b {
				return nil
			}
			if _, err := d.text.next(); err != nil {
				return err
			}
		}
		if err := d.put(b); err != nil {
			return err
		}
	}
}

func (d *delimited) open(err error) error {
	if errors.Is(err, io.EOF) {
		return refuse(OpenQuote, "the quote that begins this field is never closed; the file may be cut off")
	}
	return err
}

// behind reads what follows a closing quote.
func (d *delimited) behind() (last bool, err error) {
	b, err := d.text.next()
	if err == nil && b == '\r' && bytes.Equal(d.text.peek(1), []byte{'\n'}) {
		b, err = d.text.next()
	}
	switch {
	case errors.Is(err, io.EOF):
		return true, nil
	case err != nil:
		return false, err
	case b == '\n':
		d.closed = true
		return true, nil
	case d.delimits(b):
		return false, nil
	}
	return false, refuse(BareQuote, "text follows the closing quote; double the quotes that belong to the field")
}

// delimits reports whether the delimiter begins with b and goes on, and if so
// reads it.
func (d *delimited) delimits(b byte) bool {
	rest := d.form.Delimiter[1:]
	if b != d.form.Delimiter[0] || rest != "" && string(d.text.peek(len(rest))) != rest {
		return false
	}
	for range rest {
		_, _ = d.text.next() // they were peeked at
	}
	return true
}

func (d *delimited) put(b byte) error {
	if len(d.cells) == MaxRow {
		return rowTooLong()
	}
	d.cells = append(d.cells, b)
	return nil
}

func rowTooLong() error {
	return refuse(RowTooLong, "the row is longer than 512 KiB; is a quote left open, or the file no CSV?")
}
