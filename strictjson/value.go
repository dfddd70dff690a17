// Package strictjson reads JSON where a mistake must not pass unseen: a name
// given twice, a name in other letter case, text that is not Unicode, a number
// where the format has text. The standard decoder lets each of these through
// and takes one of the readings; a decision about money may not depend on
// which. It reads values of RFC 8259 in place, keeps the order of members and
// needs no Go type to decode into.
package strictjson

import (
	"bytes"
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// Error says why a text was refused.
type Error struct {
	Offset int    // in bytes from the start of the text
	Name   string // the member that is there twice or in other letter case, else ""
	Detail string
}

func (e *Error) Error() string {
	return fmt.Sprintf("not strict JSON at byte %d: %s", e.Offset, e.Detail)
}

// Place is the offending name, or the byte where reading stopped.
func (e *Error) Place() string {
	if e.Name != "" {
		return e.Name
	}
	return "byte " + strconv.Itoa(e.Offset)
}

// Value is one JSON value inside a checked text. The zero Value is 'missing'.
type Value struct{ raw []byte }

// Kind is '{', '[', '"', '0' for any number, 't', 'f', 'n' for null, and 0 when
// the value is missing.
func (v Value) Kind() byte {
	if len(v.raw) == 0 {
		return 0
	}
	if c := v.raw[0]; c != '-' && (c < '0' || c > '9') {
		return c
	}
	return '0'
}

// Absent reports whether the value is missing or null.
func (v Value) Absent() bool { k := v.Kind(); return k == 0 || k == 'n' }

// Raw is the value as it stands in the text; the caller must not change it.
func (v Value) Raw() []byte { return v.raw }

// Text is the string that the value holds, false when it holds none.
func (v Value) Text() (string, bool) {
	if v.Kind() != '"' {
		return "", false
	}
	return string(unquote(v.raw)), true
}

// Int is the integer that the value holds. A fraction, an exponent (even 1.0 or
// 1e1) and what does not fit 64 bits are none.
func (v Value) Int() (int64, bool) {
	if v.Kind() != '0' {
		return 0, false
	}
	n, err := strconv.ParseInt(string(v.raw), 10, 64)
	return n, err == nil
}

// Members are the members of an object in the order of the text; a value that
// is no object has none. Names are valid until the text changes.
func (v Value) Members() iter.Seq2[[]byte, Value] {
	return func(yield func([]byte, Value) bool) {
		if v.Kind() != '{' {
			return
		}
		for pos := space(v.raw, 1); v.raw[pos] != '}'; pos = next(v.raw, pos) {
			end := skip(v.raw, pos)
			name := unquote(v.raw[pos:end])
			pos = space(v.raw, space(v.raw, end)+1)
			end = skip(v.raw, pos)
			if !yield(name, Value{v.raw[pos:end]}) {
				return
			}
			pos = end
		}
	}
}

// Items are the elements of an array in order; a value that is no array has none.
func (v Value) Items() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.Kind() != '[' {
			return
		}
		for pos := space(v.raw, 1); v.raw[pos] != ']'; pos = next(v.raw, pos) {
			end := skip(v.raw, pos)
			if !yield(Value{v.raw[pos:end]}) {
				return
			}
			pos = end
		}
	}
}

// Fields picks the members of those names, in their order, into out, which has
// one place for each. Members of other names are passed over; one that differs
// from a wanted name in letter case alone is refused, for it is a misspelling.
func (v Value) Fields(out []Value, names ...string) *Error {
	for name, member := range v.Members() {
		for i, wanted := range names {
			if string(name) == wanted {
				out[i] = member
				break
			}
			if len(name) == len(wanted) && bytes.EqualFold(name, []byte(wanted)) {
				return &Error{Name: string(name), Detail: fmt.Sprintf("the member %q must be written %q", name, wanted)}
			}
		}
	}
	return nil
}

// AppendText appends s as a JSON string. Only what JSON demands is escaped.
func AppendText(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < 0x20:
			dst = fmt.Appendf(dst, `\u%04x`, r)
		default:
			dst = append(dst, string(r)...)
		}
	}
	return append(dst, '"')
}

// unquote turns a checked string token into its bytes; without an escape they
// are part of the text itself.
func unquote(token []byte) []byte {
	inner := token[1 : len(token)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner
	}
	var text strings.Builder
	for i := 0; i < len(inner); {
		if inner[i] != '\\' {
			text.WriteByte(inner[i])
			i++
			continue
		}
		r, size := escape(inner[i:])
		text.WriteRune(r)
		i += size
	}
	return []byte(text.String())
}
