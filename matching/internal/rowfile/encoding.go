package rowfile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Encodings are the names that Form.Encoding may have.
var Encodings = []string{"utf-8", "utf-16", "latin-1", "windows-1252"}

// UTF16 reports whether text begins with the byte order mark of UTF-16.
func UTF16(text []byte) bool {
	return bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff})
}

// text reads a file of any encoding as UTF-8, a byte at a time. UTF-8 itself is
// not checked here.
type text struct {
	from    *bufio.Reader
	read    int64
	decode  func(*text) error // appends one character to ready; nil for UTF-8
	ready   []byte
	given   int  // of ready
	big     bool // UTF-16's bytes in that order
	table   *[256]rune
	name    string
	stopped error
}

func newText(encoding string, in io.Reader) (*text, error) {
	t := &text{from: bufio.NewReaderSize(in, 1<<16), name: encoding}
	mark, err := t.from.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, unreadable(err)
	}
	wide := UTF16(mark)
	switch {
	case encoding == "utf-16" && !wide:
		return nil, wrong(BadEncoding, "it does not begin with the byte order mark of UTF-16; is the encoding another?")
	case encoding == "utf-8" && wide:
		return nil, wrong(NotUTF8, "it is UTF-16; leave encoding out, or set it to utf-16")
	case wide && (encoding == "" || encoding == "utf-16"):
		t.big, t.decode, t.name = mark[0] == 0xfe, decodeUTF16, "utf-16"
		t.skip(2)
	case encoding == "latin-1":
		t.decode, t.table = decodeByte, tableOf(charmap.ISO8859_1)
	case encoding == "windows-1252":
		t.decode, t.table = decodeByte, tableOf(charmap.Windows1252)
	case bytes.Equal(mark, []byte("\xef\xbb\xbf")):
		t.skip(3)
	}
	if t.table != nil && bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		return nil, wrong(BadEncoding, "it begins with the byte order mark of UTF-8; leave encoding out")
	}
	return t, nil
}

func (t *text) skip(n int) {
	_, _ = t.from.Discard(n) // they were peeked at
	t.read += int64(n)
}

func unreadable(err error) error {
	return &Error{Code: Unreadable, Whole: true, Detail: "cannot be read", Err: err}
}

// next gives a byte of the UTF-8, io.EOF at the end.
func (t *text) next() (byte, error) {
	if t.decode == nil {
		return t.raw()
	}
	if t.given == len(t.ready) {
		t.ready, t.given = t.ready[:0], 0
		if t.stopped == nil {
			t.stopped = t.decode(t)
		}
		if len(t.ready) == 0 {
			return 0, t.stopped
		}
	}
	t.given++
	return t.ready[t.given-1], nil
}

func (t *text) raw() (byte, error) {
	b, err := t.from.ReadByte()
	if err == nil {
		t.read++
		return b, nil
	}
	if !errors.Is(err, io.EOF) {
		err = unreadable(err)
	}
	return 0, err
}

// peek looks at the n bytes that next gives next, fewer at the end.
func (t *text) peek(n int) []byte {
	if t.decode == nil {
		ahead, _ := t.from.Peek(n)
		return ahead
	}
	for len(t.ready)-t.given < n && t.stopped == nil {
		t.stopped = t.decode(t)
	}
	return t.ready[t.given:min(t.given+n, len(t.ready))]
}

func decodeByte(t *text) error {
	b, err := t.raw()
	if err != nil {
		return err
	}
	r := t.table[b]
	if r == utf8.RuneError {
		hint := ""
		if t.name == "latin-1" {
			hint = "; is the encoding windows-1252?"
		}
		return refuse(BadEncoding, "the byte %#02x is no character of %s%s", b, t.name, hint)
	}
	t.ready = utf8.AppendRune(t.ready, r)
	return nil
}

// tableOf leaves out the control characters from 0x80 to 0x9f: they stand in no
// text, but the bytes do in files that are called by the wrong name.
func tableOf(c *charmap.Charmap) *[256]rune {
	var table [256]rune
	for i := range table {
		table[i] = c.DecodeByte(byte(i))
		if 0x80 <= table[i] && table[i] <= 0x9f {
			table[i] = utf8.RuneError
		}
	}
	return &table
}

func decodeUTF16(t *text) error {
	unit, err := t.unit()
	if err != nil {
		return err
	}
	r := rune(unit)
	if utf16.IsSurrogate(r) {
		second, err := t.unit()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if r = utf16.DecodeRune(r, rune(second)); r == utf8.RuneError {
			return refuse(BadEncoding, "half of a UTF-16 pair stands alone; the file is damaged")
		}
	}
	t.ready = utf8.AppendRune(t.ready, r)
	return nil
}

func (t *text) unit() (uint16, error) {
	first, err := t.raw()
	if err != nil {
		return 0, err
	}
	second, err := t.raw()
	if errors.Is(err, io.EOF) {
		return 0, refuse(Truncated, "the file ends within a UTF-16 character; fetch it again")
	} else if err != nil {
		return 0, err
	}
	if t.big {
		return uint16(first)<<8 | uint16(second), nil
	}
	return uint16(second)<<8 | uint16(first), nil
}
