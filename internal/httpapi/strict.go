package httpapi

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/countersign/countersign/internal/fault"
)

// decode reads a body in the one way that it can be read: names once and
// exactly as declared, valid UTF-8, nothing after the end. It returns the
// members that are there. full also holds it against everything the schema
// says; otherwise only what is missing is looked at, and the Engine demands the
// rest with codes of its own.
func (a *API) decode(body []byte, schema *huma.Schema, full bool, into any) (map[string]bool, error) {
	if len(strings.TrimSpace(string(body))) == 0 {
		body = []byte("{}")
	}
	var loose any
	if err := json.Unmarshal(body, &loose); err != nil {
		return nil, a.bodyFault(err, schema)
	}
	object, ok := loose.(map[string]any)
	if !ok {
		return nil, fault.Bad("body", "not_an_object", "The body is one JSON object.")
	}
	if at := nul("", object); at != "" {
		return nil, fault.Bad(at, "nul", "A text must not hold a NUL character.")
	}
	present := map[string]bool{}
	for _, name := range sorted(object) {
		if name == "id" || name == "version" {
			return nil, fault.Bad(name, "not_in_body", "The %s stands in the address and in If-Match, not in the body.", name)
		}
		if object[name] == nil {
			return nil, fault.Bad(name, "null", "Leave the field out instead of sending null.")
		}
		present[name] = true
	}
	if err := json.Unmarshal(body, into, json.RejectUnknownMembers(true)); err != nil {
		return nil, a.bodyFault(err, schema)
	}
	return present, a.valid(schema, object, full)
}

// nul is the place of the first text with a NUL, which no database takes; "" when
// there is none. A text of several lines is a file's, whose reader names the line.
func nul(place string, v any) string {
	switch v := v.(type) {
	case string:
		if strings.ContainsRune(v, 0) && !strings.Contains(v, "\n") {
			return place
		}
	case []any:
		for i, item := range v {
			if at := nul(fmt.Sprintf("%s[%d]", place, i), item); at != "" {
				return at
			}
		}
	case map[string]any:
		for _, name := range sorted(v) {
			if at := nul(strings.TrimPrefix(place+"."+name, "."), v[name]); at != "" {
				return at
			}
		}
	}
	return ""
}

func sorted(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// bodyFault names the place in a body that cannot be read.
func (a *API) bodyFault(err error, schema *huma.Schema) error {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		field := place(syntax.JSONPointer)
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return fault.Bad(field, "repeated_field", "The field %s is given twice.", field)
		}
		if field == "" {
			field = "body"
		}
		if why := syntax.Err.Error(); strings.Contains(why, "UTF-8") || strings.Contains(why, "surrogate") { // the library has no error values for them
			return fault.Bad(field, "not_utf8", "The body is not valid Unicode text, at byte %d.", syntax.ByteOffset)
		}
		return fault.Bad(field, "bad_json", "The body is not JSON, at byte %d: %s.", syntax.ByteOffset, strings.TrimPrefix(syntax.Err.Error(), "jsontext: "))
	}
	var meaning *json.SemanticError
	if !errors.As(err, &meaning) {
		return fault.Bad("body", "bad_json", "The body cannot be read: %v.", err)
	}
	field := place(meaning.JSONPointer)
	if errors.Is(err, json.ErrUnknownName) {
		return fault.Bad(field, "unknown_field", "There is no field %s here.%s", field, likely(schema, field))
	}
	if meaning.Err != nil {
		return fault.Bad(field, "bad_value", "%v", meaning.Err)
	}
	return fault.Bad(field, "bad_value", "A JSON %s cannot stand here.", meaning.JSONKind)
}

// likely names the field that was probably meant.
func likely(schema *huma.Schema, field string) string {
	var names []string
	for name := range schema.Properties {
		if strings.EqualFold(name, field) {
			return fmt.Sprintf(" Write it %s.", name)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return " This takes none."
	}
	sort.Strings(names)
	return " There are " + strings.Join(names, ", ") + "."
}

// deepest is how much of a place is told.
const deepest = 16

// place turns a JSON pointer into a path like factors[0].people.
func place(p jsontext.Pointer) string {
	var b strings.Builder
	n := 0
	for token := range p.Tokens() {
		if n++; n > deepest {
			b.WriteString("…")
			break
		}
		if token != "" && strings.Trim(token, "0123456789") == "" && b.Len() > 0 {
			fmt.Fprintf(&b, "[%s]", token)
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(strings.ToValidUTF8(token, string(utf8.RuneError)))
	}
	return b.String()
}

// valid holds a body against its schema.
func (a *API) valid(schema *huma.Schema, object map[string]any, full bool) error {
	res := &huma.ValidateResult{}
	huma.Validate(a.schemas, schema, huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, object, res)
	for _, err := range res.Errors {
		var d *huma.ErrorDetail
		if !errors.As(err, &d) {
			return fault.Bad("body", "bad_value", "%v", err)
		}
		field := d.Location
		if name, ok := strings.CutPrefix(d.Message, "expected required property "); ok {
			name = strings.TrimSuffix(name, " to be present")
			field = strings.TrimPrefix(field+"."+name, ".")
			return fault.Bad(field, "missing_field", "The field %s is missing.", field)
		}
		if full {
			return fault.Bad(field, "bad_value", "%s.", strings.ToUpper(d.Message[:1])+d.Message[1:])
		}
	}
	return nil
}
