package strictjson

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth bounds nesting, so that a line of brackets cannot exhaust the stack.
const maxDepth = 64

// Parse checks that text is one JSON value and nothing more: valid UTF-8, no
// unpaired surrogates, every name once in its object, at most 64 levels deep.
// When the only fault is a repeated name, the value is returned beside the
// error, so that the refusal can say which record it concerns.
func Parse(text []byte) (Value, *Error) {
	s := scanner{text: text}
	if !utf8.Valid(text) {
		return Value{}, &Error{Offset: invalidUTF8(text), Detail: "the text is not UTF-8"}
	}
	start := space(text, 0)
	end, err := s.value(start, 0)
	if err == nil && space(text, end) != len(text) {
		err = s.fail(space(text, end), "more follows after the value")
	}
	if err != nil {
		return Value{}, err
	}
	return Value{text[start:end]}, s.repeated
}

type scanner struct {
	text     []byte
	names    [][]byte // of the objects being read, innermost last
	repeated *Error   // the first name that stands twice
}

func (s *scanner) fail(pos int, detail string) *Error { return &Error{Offset: pos, Detail: detail} }

func (s *scanner) at(pos int) byte {
	if pos < len(s.text) {
		return s.text[pos]
	}
	return 0
}

// value checks the value that starts at pos and returns where it ends.
func (s *scanner) value(pos, depth int) (int, *Error) {
	if depth > maxDepth {
		return 0, s.fail(pos, "nested deeper than "+strconv.Itoa(maxDepth)+" levels")
	}
	switch c := s.at(pos); {
	case c == '{':
		return s.object(pos, depth)
	case c == '[':
		return s.array(pos, depth)
	case c == '"':
		return s.string(pos)
	case c == '-' || c >= '0' && c <= '9':
		return s.number(pos)
	}
	for _, word := range [...]string{"null", "true", "false"} {
		if end := pos + len(word); end <= len(s.text) && string(s.text[pos:end]) == word {
			return end, nil
		}
	}
	return 0, s.fail(pos, "a value was expected")
}

func (s *scanner) object(pos, depth int) (int, *Error) {
	mark := len(s.names)
	pos = space(s.text, pos+1)
	if s.at(pos) == '}' {
		return pos + 1, nil
	}
	for {
		end, err := s.name(pos)
		if err != nil {
			return 0, err
		}
		if end, err = s.value(end, depth+1); err != nil {
			return 0, err
		}
		pos = space(s.text, end)
		switch s.at(pos) {
		case ',':
			pos = space(s.text, pos+1)
		case '}':
			s.checkNames(mark, pos)
			return pos + 1, nil
		default:
			return 0, s.fail(pos, "a comma or } was expected")
		}
	}
}

// name reads a member's name and its colon, and returns where the value starts.
func (s *scanner) name(pos int) (int, *Error) {
	if s.at(pos) != '"' {
		return 0, s.fail(pos, "a name in quotes was expected")
	}
	end, err := s.string(pos)
	if err != nil {
		return 0, err
	}
	s.names = append(s.names, unquote(s.text[pos:end]))
	if end = space(s.text, end); s.at(end) != ':' {
		return 0, s.fail(end, "a colon was expected")
	}
	return space(s.text, end+1), nil
}

func (s *scanner) array(pos, depth int) (int, *Error) {
	pos = space(s.text, pos+1)
	if s.at(pos) == ']' {
		return pos + 1, nil
	}
	for {
		end, err := s.value(pos, depth+1)
		if err != nil {
			return 0, err
		}
		pos = space(s.text, end)
		switch s.at(pos) {
		case ',':
			pos = space(s.text, pos+1)
		case ']':
			return pos + 1, nil
		default:
			return 0, s.fail(pos, "a comma or ] was expected")
		}
	}
}

// checkNames notes a repeated name among those since mark, and forgets them.
func (s *scanner) checkNames(mark, pos int) {
	names := s.names[mark:]
	s.names = s.names[:mark]
	if s.repeated != nil {
		return
	}
	note := func(name []byte) {
		s.repeated = &Error{Offset: pos, Name: string(name), Detail: fmt.Sprintf("the member %q is there twice", name)}
	}
	if len(names) <= 8 {
		for i, name := range names {
			for _, earlier := range names[:i] {
				if string(name) == string(earlier) {
					note(name)
					return
				}
			}
		}
		return
	}
	seen := make(map[string]struct{}, len(names))
	for i, name := range names {
		if seen[string(name)] = struct{}{}; len(seen) <= i {
			note(name)
			return
		}
	}
}

func (s *scanner) string(pos int) (int, *Error) {
	for i := pos + 1; i < len(s.text); {
		switch c := s.text[i]; {
		case c == '"':
			return i + 1, nil
		case c < 0x20:
			return 0, s.fail(i, "a control character in a string must be escaped")
		case c == '\\':
			_, size := escape(s.text[i:])
			if size == 0 {
				return 0, s.fail(i, "an escape that JSON does not know, or half a surrogate pair")
			}
			i += size
		default:
			i++
		}
	}
	return 0, s.fail(len(s.text), "a string has no end")
}

func (s *scanner) number(pos int) (int, *Error) {
	digits := func(i int) int {
		for s.at(i) >= '0' && s.at(i) <= '9' {
			i++
		}
		return i
	}
	i := pos
	if s.at(i) == '-' {
		i++
	}
	end := digits(i)
	if end == i || s.at(i) == '0' && end > i+1 {
		return 0, s.fail(pos, "a number needs digits, and no zero before them")
	}
	if s.at(end) == '.' {
		if i, end = end+1, digits(end+1); end == i {
			return 0, s.fail(pos, "a number needs digits after its point")
		}
	}
	if c := s.at(end); c == 'e' || c == 'E' {
		i = end + 1
		if c = s.at(i); c == '+' || c == '-' {
			i++
		}
		if end = digits(i); end == i {
			return 0, s.fail(pos, "an exponent needs digits")
		}
	}
	return end, nil
}

// escape reads the escape at the start of text; size is 0 when it is none.
func escape(text []byte) (r rune, size int) {
	if len(text) < 2 {
		return 0, 0
	}
	switch c := text[1]; c {
	case '"', '\\', '/':
		return rune(c), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r = hex(text)
		if r < 0 || !utf16.IsSurrogate(r) {
			return r, sizeIf(r >= 0, 6)
		}
		r = utf16.DecodeRune(r, hex(text[6:]))
		return r, sizeIf(r != utf8.RuneError, 12)
	}
	return 0, 0
}

func sizeIf(ok bool, size int) int {
	if ok {
		return size
	}
	return 0
}

// hex reads \uXXXX; -1 when text does not start with one.
func hex(text []byte) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}

func space(text []byte, pos int) int {
	for pos < len(text) && (text[pos] == ' ' || text[pos] == '\t' || text[pos] == '\n' || text[pos] == '\r') {
		pos++
	}
	return pos
}

// next goes from the end of an element of a checked text to the next element or
// the closing bracket.
func next(text []byte, pos int) int {
	if pos = space(text, pos); text[pos] == ',' {
		pos = space(text, pos+1)
	}
	return pos
}

// skip returns the end of the value at pos of a checked text.
func skip(text []byte, pos int) int {
	depth := 0
	for pos < len(text) {
		switch text[pos] {
		case '"':
			for pos++; text[pos] != '"'; pos++ {
				if text[pos] == '\\' {
					pos++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		default:
			if depth > 0 {
				pos++
				continue
			}
			for pos < len(text) && !isEnd(text[pos]) {
				pos++
			}
			return pos
		}
		pos++
		if depth == 0 {
			return pos
		}
	}
	return pos
}

func isEnd(c byte) bool {
	return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\t' || c == '\n' || c == '\r'
}

func invalidUTF8(text []byte) int {
	pos := 0
	for pos < len(text) {
		r, size := utf8.DecodeRune(text[pos:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		pos += size
	}
	return pos
}
