package netting

import "bytes"

// cutter cuts one record at a time into its fields (RFC 4180, with LF or CR LF).
type cutter struct {
	fields   [][]byte // valid until the next record
	blank    bool     // the record was an empty line
	unquoted []byte   // where doubled quotes are resolved
}

// record cuts the record that text starts with and returns its length, line end
// included. text ends with a line end. A flaw's column is that of the file.
func (c *cutter) record(text []byte) (int, *flaw) {
	c.fields, c.unquoted = c.fields[:0], c.unquoted[:0]
	for at := 0; ; {
		read := bare
		if text[at] == '"' {
			read = c.quoted
		}
		value, end, f := read(text, at)
		if f != nil {
			f.column = len(c.fields)
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

// bare reads a field without quotes and returns where the comma or line feed
// after it stands.
func bare(text []byte, at int) (value []byte, end int, f *flaw) {
	end = at
	for text[end] != ',' && text[end] != '\n' {
		if text[end] == '"' {
			return nil, 0, flawed(BareQuote, 0, "a quote stands inside a field that does not begin with one; quote the whole field and double the quotes in it")
		}
		end++
	}
	value = text[at:end]
	if text[end] == '\n' {
		value = bytes.TrimSuffix(value, []byte{'\r'})
	}
	return value, end, nil
}

func (c *cutter) quoted(text []byte, at int) (value []byte, end int, f *flaw) {
	start := len(c.unquoted)
	for at++; ; at = end + 1 {
		quote := bytes.IndexByte(text[at:], '"')
		if quote < 0 {
			return nil, 0, flawed(OpenQuote, 0, "the quote that begins this field is never closed; the file may be cut off")
		}
		end = at + quote + 1
		if end < len(text) && text[end] == '"' {
			c.unquoted = append(c.unquoted, text[at:end]...) // one of the two
			continue
		}
		value = text[at : end-1]
		break
	}
	if len(c.unquoted) > start {
		c.unquoted = append(c.unquoted, value...)
		value = c.unquoted[start:len(c.unquoted):len(c.unquoted)]
	}
	if end+1 < len(text) && text[end] == '\r' && text[end+1] == '\n' {
		end++
	}
	if end == len(text) || text[end] != ',' && text[end] != '\n' {
		return nil, 0, flawed(BareQuote, 0, "text follows the closing quote; double the quotes that belong to the field")
	}
	return value, end, nil
}
