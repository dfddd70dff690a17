package audit

import (
	"bytes"
	"encoding/json"

	"github.com/countersign/countersign/internal/fault"
)

// sealedText begins the text of a sealed secret column (secret.Sealed); nothing
// of it is worth finding.
const sealedText = "sealed:"

// member is one member of a row's image, both parts as stored.
type member struct{ key, value []byte }

// members appends the members of a JSON object to list. It reads only the
// outermost object and trusts the values to be JSON, as govern's encoder made
// them; what it cannot walk is the fault row_malformed.
func members(list []member, r *Row, object json.RawMessage) ([]member, error) {
	b := bytes.TrimSpace(object)
	if len(b) < 2 || b[0] != '{' || b[len(b)-1] != '}' {
		return nil, rowMalformed(r)
	}
	b = bytes.TrimSpace(b[1 : len(b)-1])
	for len(b) > 0 {
		n := stringEnd(b)
		if n < 2 {
			return nil, rowMalformed(r)
		}
		key := b[1 : n-1]
		b = bytes.TrimSpace(b[n:])
		if len(b) == 0 || b[0] != ':' {
			return nil, rowMalformed(r)
		}
		b = bytes.TrimSpace(b[1:])
		n = valueEnd(b)
		if n <= 0 {
			return nil, rowMalformed(r)
		}
		list = append(list, member{key, bytes.TrimSpace(b[:n])})
		if b = b[n:]; len(b) > 0 {
			if b = bytes.TrimSpace(b[1:]); len(b) == 0 {
				return nil, rowMalformed(r) // a comma at the end
			}
		}
	}
	return list, nil
}

func rowMalformed(r *Row) error {
	return fault.New(fault.Internal, "row_malformed", "An image of %s %s is not a JSON object.", r.Table, r.ID)
}

// optionalMembers is members, or nothing for an image that is absent.
func optionalMembers(list []member, r *Row, object json.RawMessage) ([]member, error) {
	if len(object) == 0 {
		return list, nil
	}
	return members(list, r, object)
}

// stringEnd is the length of the JSON string that b begins with, 0 if none.
func stringEnd(b []byte) int {
	if len(b) == 0 || b[0] != '"' {
		return 0
	}
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

// valueEnd is the offset of the comma after the JSON value that b begins with,
// or of the end; -1 when brackets or quotes do not close.
func valueEnd(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			n := stringEnd(b[i:])
			if n == 0 {
				return -1
			}
			i += n - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return -1
			}
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	if depth != 0 {
		return -1
	}
	return len(b)
}

// valueText is what people would type to find a value: strings without quotes,
// numbers as written; "" for null, booleans and sealed secrets. simple is false
// for objects and lists, which are found by their words alone.
func valueText(raw []byte) (text string, simple bool) {
	if len(raw) == 0 {
		return "", false
	}
	switch raw[0] {
	case 'n', 't', 'f':
		return "", false
	case '"':
		if bytes.HasPrefix(raw[1:], []byte(sealedText)) {
			return "", false
		}
		if bytes.IndexByte(raw, '\\') < 0 && len(raw) >= 2 {
			return string(raw[1 : len(raw)-1]), true
		}
		if json.Unmarshal(raw, &text) != nil {
			return "", false
		}
		return text, true
	case '{', '[':
		return string(raw), false
	}
	return string(raw), true
}

func find(list []member, key []byte) *member {
	for i := range list {
		if bytes.Equal(list[i].key, key) {
			return &list[i]
		}
	}
	return nil
}
