package matching

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/countersign/countersign/spelling"
)

const maxConfig = 1 << 20

// settingNames in the order in which help shows them.
var settingNames = []string{
	"keys", "amount", "amount_tolerance", "date", "date_tolerance_days",
	"opposite_sign", "date_format", "format", "delimiter", "encoding", "quote", "escape", "sheet", "header", "columns", "passes", "derive", "tables", "lookups", "holidays", "weekend",
}

// ReadConfig reads a config in YAML or JSON and checks it. name is how errors
// call the file. A setting is a text, or {left: …, right: …} where it differs
// between the sides; keys is one such or a list of them. Numbers are taken as
// they are written, never through floating point. A setting that does not
// exist, one given twice and a YAML alias are refused.
func ReadConfig(name string, text []byte) (Config, error) {
	c, err := decodeConfig(text)
	if err == nil {
		err = c.Check()
	}
	var e *Error
	if errors.As(err, &e) {
		e.File = name
	}
	return c, err
}

func decodeConfig(text []byte) (c Config, err error) {
	root, err := parseConfig(text)
	if err != nil {
		return c, err
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i].Value, root.Content[i+1]
		if root.Content[i].Kind != yaml.ScalarNode {
			return c, syntax("line %d: a setting's name is a text", root.Content[i].Line)
		}
		if seen[key] {
			return c, badValue(key, "line %d: it is given twice", root.Content[i].Line)
		}
		seen[key] = true
		if err := c.set(key, value); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (c *Config) set(key string, value *yaml.Node) (err error) {
	switch key {
	case "keys":
		c.Keys, err = list(key, value)
	case "amount":
		c.Amount, err = sides(key, value)
	case "amount_tolerance":
		c.AmountTolerance, err = scalar(key, value)
	case "date":
		c.Date, err = sides(key, value)
	case "date_tolerance_days":
		c.DateToleranceDays, err = whole(key, value)
	case "opposite_sign":
		c.OppositeSign, err = truth(key, value)
	case "date_format":
		c.DateFormat, err = sides(key, value)
	case "format":
		c.Format, err = sides(key, value)
	case "delimiter":
		c.Delimiter, err = sides(key, value)
	case "encoding":
		c.Encoding, err = sides(key, value)
	case "quote":
		c.Quote, err = sides(key, value)
	case "escape":
		c.Escape, err = sides(key, value)
	case "sheet":
		c.Sheet, err = sides(key, value)
	case "header":
		c.Header, err = decodeHeader(value)
	case "columns":
		c.Columns, err = decodeColumns(value)
	case "passes":
		c.Passes, err = decodePasses(value)
	case "derive":
		c.Derive, err = decodeDerived(value)
	case "tables":
		c.Tables, err = decodeTables(value)
	case "lookups":
		c.Lookups, err = decodeLookups(value)
	case "holidays":
		c.Holidays, err = texts(key, value)
	case "weekend":
		c.Weekend, err = texts(key, value)
	default:
		err = failure(UnknownKey, "config", NoRow, key, "line %d: there is no such setting; the nearest is %s", value.Line, nearest(key, settingNames))
	}
	return err
}

// parseConfig gives the one mapping that the text holds.
func parseConfig(text []byte) (*yaml.Node, error) {
	if len(text) > maxConfig {
		return nil, syntax("it is larger than 1 MiB")
	}
	if json.Valid(text) {
		// YAML reads most JSON, but not all of its escapes.
		return mapping(jsonNode(json.NewDecoder(bytes.NewReader(text))))
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, further yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, syntax("it is empty; keys at least is needed")
	} else if err != nil {
		return nil, syntax("%s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := decoder.Decode(&further); !errors.Is(err, io.EOF) {
		return nil, syntax("it holds more than one document")
	}
	if len(document.Content) != 1 {
		return nil, syntax("it is empty; keys at least is needed")
	}
	return mapping(document.Content[0])
}

func mapping(n *yaml.Node) (*yaml.Node, error) {
	if n.Kind != yaml.MappingNode {
		return nil, syntax("settings are written as name: value")
	}
	return n, nil
}

func list(key string, n *yaml.Node) ([]Sides, error) {
	if n.Kind != yaml.SequenceNode {
		one, err := sides(key, n)
		if err != nil || one == (Sides{}) {
			return nil, err
		}
		return []Sides{one}, nil
	}
	var all []Sides
	for _, item := range n.Content {
		s, err := sides(key, item)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func sides(key string, n *yaml.Node) (s Sides, err error) {
	if n.Kind != yaml.MappingNode {
		text, err := scalar(key, n)
		return Both(text), err
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		if seen[name] {
			return s, badValue(key, "line %d: %q is given twice", n.Content[i].Line, name)
		}
		seen[name] = true
		switch name {
		case "left":
			s.Left, err = scalar(key, n.Content[i+1])
		case "right":
			s.Right, err = scalar(key, n.Content[i+1])
		default:
			err = failure(UnknownKey, "config", NoRow, key+"."+name, "line %d: there is no such side; the nearest is %s",
				n.Content[i].Line, nearest(name, []string{"left", "right"}))
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func scalar(key string, n *yaml.Node) (string, error) {
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		return "", nil
	case n.Kind == yaml.ScalarNode:
		return n.Value, nil
	case n.Kind == yaml.AliasNode:
		return "", badValue(key, "line %d: write the value out; aliases are not read", n.Line)
	}
	return "", badValue(key, "line %d: a single value is expected", n.Line)
}

func whole(key string, n *yaml.Node) (int, error) {
	text, err := scalar(key, n)
	if err != nil || text == "" {
		return 0, err
	}
	days, err := strconv.Atoi(text)
	if err != nil {
		return 0, badValue(key, "line %d: %q is not a whole number", n.Line, text)
	}
	return days, nil
}

func truth(key string, n *yaml.Node) (bool, error) {
	text, err := scalar(key, n)
	if err != nil || text == "" {
		return false, err
	}
	if text != "true" && text != "false" {
		return false, badValue(key, "line %d: %q is neither true nor false", n.Line, text)
	}
	return text == "true", nil
}

func syntax(detail string, args ...any) *Error {
	return failure(ConfigSyntax, "config", NoRow, "", detail, args...)
}

// nearest is the name that takes the fewest edits to reach from s, the first
// of several.
func nearest(s string, names []string) string {
	name, _ := spelling.Nearest(s, names)
	return name
}
