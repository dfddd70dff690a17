package matching

import (
	"encoding/json"

	"go.yaml.in/yaml/v3"
)

// jsonNode reads one value of text that is known to be valid JSON into the
// same tree that YAML gives, so that one decoder serves both. Numbers keep the
// digits they were written with. Line counts are not known; the setting's name
// tells the place.
func jsonNode(d *json.Decoder) *yaml.Node {
	d.UseNumber()
	token, err := d.Token()
	if err != nil {
		// Valid JSON nests up to 10,000 deep; nothing else can fail here.
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: 1}
	}
	scalar := func(tag, value string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value, Line: 1}
	}
	switch t := token.(type) {
	case json.Delim:
		n := &yaml.Node{Kind: yaml.SequenceNode, Line: 1}
		if t == '{' {
			n.Kind = yaml.MappingNode
		}
		for d.More() {
			n.Content = append(n.Content, jsonNode(d))
		}
		_, _ = d.Token() // the closing bracket, which validity guarantees
		return n
	case string:
		return scalar("!!str", t)
	case json.Number:
		return scalar("!!float", t.String())
	case bool:
		if t {
			return scalar("!!bool", "true")
		}
		return scalar("!!bool", "false")
	}
	return scalar("!!null", "")
}
