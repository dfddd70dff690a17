package ascode

import (
	"encoding"
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
)

// readEntry reads one record: its id, and fields that are named like columns.
func (s *sheet) readEntry(file string, n *yaml.Node) (*entry, error) {
	e := &entry{sheet: s, place: place{file, n.Line}, lines: map[string]int{}, values: values{}}
	e.id, e.given = s.Lone(), s.Lone() != "" // the one row there is
	list, err := members(file, n, "A record of "+s.Name()+" is fields with their values")
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		name, at := m.name.Value, place{file, m.name.Line}
		e.lines[name] = at.line
		c, known := s.byName[name]
		switch {
		case name == "id":
			if m.value.Kind != yaml.ScalarNode || !idForm.MatchString(m.value.Value) {
				return nil, at.bad("bad_id", "An id has 1 to 64 letters, digits, dots, hyphens and underscores, and begins with a letter or digit.")
			}
			e.id, e.given = govern.ID(m.value.Value), true
			continue
		case slices.Contains(s.secret, name):
			return nil, at.bad("secret", "%s is a secret: it stands in no file, and stays as it is. Change it through the API.", name)
		case !known:
			return nil, at.bad("unknown_field", "There is no field %s in %s.%s", name, s.Name(), perhaps(nearest(name, s.names()), s.names()))
		}
		if e.values[name], err = jsonOf(file, m.value, c.Type()); err != nil {
			return nil, err
		}
	}
	for _, c := range s.columns {
		if e.values[c.Name] == nil && !c.Optional() {
			return nil, e.place.bad("missing_field", "This %s lacks the field %s.", s.Name(), c.Name)
		}
	}
	return e, nil
}

func (s *sheet) names() []string {
	names := []string{"id"}
	for _, c := range s.columns {
		names = append(names, c.Name)
	}
	return names
}

var (
	timeType  = reflect.TypeFor[govern.Time]()
	moneyType = reflect.TypeFor[money.Money]()
	textual   = reflect.TypeFor[encoding.TextUnmarshaler]()
	wholeForm = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,18})$`)
)

// amountForm is how an amount is written.
type amountForm struct {
	Value    decimalForm `json:"value"`
	Currency string      `json:"currency"`
}

// decimalForm is text in quotes.
type decimalForm string

// UnmarshalText makes it one of the types that are text.
func (*decimalForm) UnmarshalText([]byte) error { return nil }

// jsonOf is a value in JSON, as the type has it.
func jsonOf(file string, n *yaml.Node, t reflect.Type) (json.RawMessage, error) {
	at := place{file, n.Line}
	if err := plain(at, n); err != nil {
		return nil, err
	}
	switch {
	case t == moneyType:
		return jsonOf(file, n, reflect.TypeFor[amountForm]())
	case t == timeType:
		return scalar(at, n, "a time like 2026-11-22T14:00:00Z", "!!str", "!!timestamp")
	case reflect.PointerTo(t).Implements(textual):
		return scalar(at, n, "a decimal in quotes, like \"12.50\": without them it would be a float", "!!str")
	}
	switch t.Kind() {
	case reflect.String:
		return scalar(at, n, "text; put a number in quotes", "!!str", "!!timestamp")
	case reflect.Bool:
		return word(at, n, "true or false", "!!bool", func(s string) bool { return s == "true" || s == "false" })
	case reflect.Int, reflect.Int64:
		return word(at, n, "a whole number", "!!int", wholeForm.MatchString)
	case reflect.Slice:
		return listOf(file, n, t.Elem())
	case reflect.Struct:
		return objectOf(file, n, t)
	}
	return nil, at.bad("bad_value", "This field cannot be written in a file.")
}

// scalar is a text with one of the tags, as it is written.
func scalar(at place, n *yaml.Node, want string, tags ...string) (json.RawMessage, error) {
	if n.Kind != yaml.ScalarNode || !slices.Contains(tags, n.Tag) {
		return nil, at.bad("bad_value", "Here stands %s.", want)
	}
	return quoted(n.Value), nil
}

// word is a value of another type, in its one form.
func word(at place, n *yaml.Node, want, tag string, form func(string) bool) (json.RawMessage, error) {
	if n.Kind != yaml.ScalarNode || n.Tag != tag || !form(n.Value) {
		return nil, at.bad("bad_value", "Here stands %s.", want)
	}
	return json.RawMessage(n.Value), nil
}

func listOf(file string, n *yaml.Node, t reflect.Type) (json.RawMessage, error) {
	if n.Kind != yaml.SequenceNode {
		return nil, place{file, n.Line}.bad("bad_value", "Here stands a list; an empty one is written [].")
	}
	var items []string
	for _, item := range n.Content {
		text, err := jsonOf(file, item, t)
		if err != nil {
			return nil, err
		}
		items = append(items, string(text))
	}
	return json.RawMessage("[" + strings.Join(items, ",") + "]"), nil
}

func objectOf(file string, n *yaml.Node, t reflect.Type) (json.RawMessage, error) {
	fields, names := map[string]reflect.Type{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			fields[name] = f.Type
			names = append(names, name)
		}
	}
	list, err := members(file, n, "Here stand the fields "+strings.Join(names, ", "))
	if err != nil {
		return nil, err
	}
	var parts []string
	for _, m := range list {
		if fields[m.name.Value] == nil {
			return nil, place{file, m.name.Line}.bad("unknown_field", "There is no field %s here.%s", m.name.Value, perhaps(nearest(m.name.Value, names), names))
		}
		text, err := jsonOf(file, m.value, fields[m.name.Value])
		if err != nil {
			return nil, err
		}
		parts = append(parts, string(quoted(m.name.Value))+":"+string(text))
	}
	return json.RawMessage("{" + strings.Join(parts, ",") + "}"), nil
}
