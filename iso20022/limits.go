package iso20022

import "io"

// Limits bound what one file may cost. A zero field means the default.
type Limits struct {
	Bytes   int64 // of the file, default 32 MiB; an eighth of it is the limit of XML elements
	Text    int   // bytes of one text, tag, line or field, default 64 KiB
	Depth   int   // of nested elements, default 64
	Entries int   // entries, transactions and what else repeats, together, default 100,000
}

func (l Limits) orDefault() Limits {
	if l.Bytes == 0 {
		l.Bytes = 32 << 20
	}
	if l.Text == 0 {
		l.Text = 64 << 10
	}
	if l.Depth == 0 {
		l.Depth = 64
	}
	if l.Entries == 0 {
		l.Entries = 100_000
	}
	return l
}

// boundedReader stops before a decoder that buffers all between two breaks (the
// brackets around a text or tag, the ends of a line) is fed more than the limits
// allow. Once it has stopped it stays so.
type boundedReader struct {
	from    io.Reader
	limits  Limits
	breaks  [2]byte
	read    int64
	run     int
	stopped *Error
}

func (r *boundedReader) Read(p []byte) (int, error) {
	if r.stopped != nil {
		return 0, r.stopped
	}
	n, err := r.from.Read(p)
	for i, c := range p[:n] {
		if r.stopped = r.count(c); r.stopped != nil {
			return i, r.stopped
		}
	}
	return n, err
}

func (r *boundedReader) count(c byte) *Error {
	if r.read++; r.read > r.limits.Bytes {
		return refuse("", "file_too_large", "The file is larger than the limit of %d bytes.", r.limits.Bytes)
	}
	if r.run++; c == r.breaks[0] || c == r.breaks[1] {
		r.run = 0
	} else if r.run > r.limits.Text {
		return refuse("", "text_too_long", "A text, tag or line is longer than the limit of %d bytes.", r.limits.Text)
	}
	return nil
}
