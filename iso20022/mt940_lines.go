package iso20022

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// lineReader gives the lines of a file in UTF-8 or in ISO 8859-1, which it
// tells apart by the first line that is not plain ASCII.
type lineReader struct {
	from    *bufio.Reader
	number  int
	charset string // "" as long as all was ASCII
	cut     bool   // the last line has no end
}

func newLineReader(from io.Reader, limits Limits) (*lineReader, *Error) {
	r := &lineReader{from: bufio.NewReader(&boundedReader{from: from, limits: limits, breaks: [2]byte{'\n', '\n'}})}
	head, _ := r.from.Peek(3)
	if isWide(head) {
		return nil, refuse("", "bad_encoding", "The file is in UTF-16 or UTF-32; UTF-8 and ISO 8859-1 are read.")
	}
	if string(head) == "\ufeff" {
		_, _ = r.from.Discard(3)
	}
	return r, nil
}

// next is the next line without its end, false behind the last one.
func (r *lineReader) next() (string, bool, *Error) {
	raw, err := r.from.ReadString('\n')
	var limit *Error
	switch {
	case errors.As(err, &limit):
		return "", false, &Error{Code: limit.Code, Line: r.number + 1, Detail: limit.Detail}
	case errors.Is(err, io.EOF):
		if raw == "" {
			return "", false, nil
		}
		r.cut = true
	case err != nil:
		return "", false, &Error{Code: "unreadable", Line: r.number + 1, Detail: "The file could not be read: " + err.Error() + "."}
	}
	r.number++
	line, refusal := r.decode(strings.TrimRight(raw, "\r\n"))
	if refusal != nil {
		refusal.Line = r.number
	}
	return line, true, refusal
}

func (r *lineReader) decode(raw string) (string, *Error) {
	ascii := true
	for i := range len(raw) {
		if c := raw[i]; c < ' ' && c != '\t' || c == 0x7f {
			return "", refuse("", "bad_character", "The line holds the control character %#02x; the file is damaged or of another kind.", c)
		}
		ascii = ascii && raw[i] < utf8.RuneSelf
	}
	if ascii {
		return raw, nil
	}
	charset, line := "UTF-8", raw
	if !utf8.ValidString(raw) {
		charset, line = "ISO 8859-1", fromLatin1(raw)
	}
	if r.charset == "" {
		r.charset = charset
	}
	if r.charset != charset {
		return "", refuse("", "bad_encoding", "The line is in %s, earlier ones are in %s; the file mixes encodings.", charset, r.charset)
	}
	for _, c := range line {
		if c >= 0x80 && c < 0xa0 {
			return "", refuse("", "bad_encoding", "The line is neither in UTF-8 nor in ISO 8859-1; convert the file to UTF-8.")
		}
	}
	return line, nil
}

func fromLatin1(raw string) string {
	var b strings.Builder
	b.Grow(2 * len(raw))
	for i := range len(raw) {
		b.WriteRune(rune(raw[i]))
	}
	return b.String()
}
