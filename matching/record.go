package matching

import (
	"bytes"
	"unicode/utf8"
)

// flaw is a breach of the file format: what, and in which field of its record.
type flaw struct {
	code, detail string
	field        int
	record       uint32 // within its batch
}

// cutter cuts one CSV record at a time into its fields.
type cutter struct {
	delimiter byte
	fields    [][]byte // valid until the next record
	blank     bool     // the record was an empty line
	unquoted  []byte   // where doubled quotes are resolved
}

// record cuts the record that text starts with and returns its length, line
// end included. text ends with a line end.
func (c *cutter) record(text []byte) (int, *flaw) {
	c.fields, c.unquoted = c.fields[:0], c.unquoted[:0]
	for at := 0; ; {
		value, end, f := c.field(text, at)
		if f != nil {
			f.field = len(c.fields)
			return 0, f
		}
		c.fields = append(c.fields, value)
		if text[end] == '\n' {
			c.blank = len(c.fields) == 1 && len(value) == 0 && text[0] != '"'
			return end + 1, nil
		}
		at = end + 1
	}
}

// field returns the value that starts at at and the place of the delimiter or
// line feed behind it.
func (c *cutter) field(text []byte, at int) (value []byte, end int, f *flaw) {
	if text[at] == '"' {
		return c.quoted(text, at+1)
	}
	for end = at; text[end] != c.delimiter && text[end] != '\n'; end++ {
		if text[end] == '"' {
			return nil, 0, &flaw{code: BareQuote, detail: `a quote stands inside a field that does not begin with one; quote the whole field and double the quotes in it`}
		}
	}
	value = text[at:end]
	if text[end] == '\n' {
		value = bytes.TrimSuffix(value, []byte{'\r'})
	}
	return value, end, nil
}

func (c *cutter) quoted(text []byte, at int) (value []byte, end int, f *flaw) {
	start, doubled := len(c.unquoted), false
	for {
		quote := bytes.IndexByte(text[at:], '"')
		if quote < 0 {
			return nil, 0, &flaw{code: OpenQuote, detail: "the quote that begins this field is never closed; the file may be cut off"}
		}
		end = at + quote + 1
		if end < len(text) && text[end] == '"' {
			c.unquoted = append(c.unquoted, text[at:end]...)
			at, doubled = end+1, true
			continue
		}
		value = text[at : end-1]
		if doubled {
			c.unquoted = append(c.unquoted, value...)
			value = c.unquoted[start:len(c.unquoted):len(c.unquoted)]
		}
		if end+1 < len(text) && text[end] == '\r' && text[end+1] == '\n' {
			end++
		}
		if end == len(text) {
			// Only the line end added to an unfinished file was inside the quotes.
			return nil, 0, &flaw{code: OpenQuote, detail: "the quote that begins this field is never closed; the file may be cut off"}
		}
		if text[end] != c.delimiter && text[end] != '\n' {
			return nil, 0, &flaw{code: BareQuote, detail: "text follows the closing quote; double the quotes that belong to the field"}
		}
		return value, end, nil
	}
}

// textFlaw finds what no text may hold. It does not say where.
func textFlaw(b []byte) *flaw {
	if bytes.IndexByte(b, 0) >= 0 {
		return &flaw{code: NULByte, detail: "it holds a NUL byte; the file is damaged or not text"}
	}
	if !utf8.Valid(b) {
		return &flaw{code: NotUTF8, detail: "it holds bytes that are not UTF-8; set encoding in the config, or save the file as UTF-8"}
	}
	return nil
}

// overrunFlaw is the flaw of a text that is one record past the limit: the
// broken rule in it if there is one, else its length.
func overrunFlaw(f *flaw) *flaw {
	switch {
	case f == nil:
		return &flaw{code: RowTooLong, field: -1, detail: "the row is longer than 512 KiB; is the file a CSV?"}
	case f.code == OpenQuote:
		return &flaw{code: RowTooLong, field: f.field, detail: "the row is longer than 512 KiB; is the quote that begins this field left open?"}
	}
	return f
}
