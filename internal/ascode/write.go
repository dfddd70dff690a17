package ascode

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Export writes the configuration, one file for each table that has any: what
// may says of each record whether it may be seen. The same state gives the same
// bytes; r must be one snapshot.
func (b *Book) Export(ctx context.Context, r store.Reader, may func(permission string, on access.Target) bool) ([]File, error) {
	w := b.world(ctx, r)
	w.hiding = true
	files := []File{}
	for _, s := range b.sheets {
		sh, err := w.shelf(s.Name())
		if err != nil {
			return nil, err
		}
		for id, rec := range sh.rows {
			if ofProgram(rec) || !may(s.Name()+".view", s.Target(rec)) {
				delete(sh.rows, id) // from here on it is not there
			}
		}
		sh.order = slices.DeleteFunc(sh.order, func(id govern.ID) bool { return sh.rows[id] == nil })
	}
	for _, s := range b.sheets {
		if len(w.shelfs[s.Name()].order) == 0 {
			continue
		}
		text, err := w.file(w.shelfs[s.Name()])
		if err != nil {
			return nil, err
		}
		files = append(files, File{Name: s.Name() + ".yaml", Content: text})
	}
	return files, nil
}

// file writes one table, by key, then by id.
func (w *world) file(sh *shelf) (string, error) {
	type line struct {
		key string
		id  govern.ID
	}
	var lines []line
	for _, id := range sh.order {
		key, err := w.keyOf(sh.s.Name(), id)
		if err != nil {
			return "", err
		}
		lines = append(lines, line{key, id})
	}
	slices.SortFunc(lines, func(a, b line) int {
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return strings.Compare(string(a.id), string(b.id))
	})
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, l := range lines {
		n, err := w.node(sh.s, sh.rows[l.id])
		if err != nil {
			return "", err
		}
		list.Content = append(list.Content, n)
	}
	root := mapping(name(sh.s.Name()), list)
	var out bytes.Buffer
	fmt.Fprintf(&out, "# %s\n", sh.s.Doc())
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		return "", err
	}
	return out.String(), enc.Close()
}

// node writes one record: its id, then its columns as they are declared.
func (w *world) node(s *sheet, rec *govern.Record) (*yaml.Node, error) {
	n := mapping(name("id"), text(string(rec.ID)))
	v := values(rec.Values)
	for _, c := range s.columns {
		if c.Optional() && empty(v[c.Name]) {
			continue
		}
		value, err := w.value(s, c, v)
		if err != nil {
			return nil, err
		}
		n.Content = append(n.Content, name(c.Name), value)
	}
	return n, nil
}

// value writes one column; records that it refers to by their keys.
func (w *world) value(s *sheet, c govern.Column, v values) (*yaml.Node, error) {
	table := s.refers(c, v)
	if table == "" {
		return fromJSON(v[c.Name])
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, id := range v.texts(c.Name) {
		ref, err := w.reference(table, govern.ID(id))
		if err != nil {
			return nil, err
		}
		list.Content = append(list.Content, text(ref))
	}
	if bytes.HasPrefix(v[c.Name], []byte("[")) {
		return list, nil
	}
	if len(list.Content) == 0 {
		return text(""), nil
	}
	return list.Content[0], nil
}

func mapping(content ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Content: content}
}

func name(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

// text is a text; one of several lines is written so that it can be read, where
// nothing in it would be lost by that.
func text(s string) *yaml.Node {
	n := name(s)
	switch {
	case strings.ContainsFunc(s, unwritable):
		n.Style = yaml.DoubleQuotedStyle
	case strings.Contains(s, "\n") && !strings.HasPrefix(s, "\n") && !strings.HasPrefix(s, " ") && !strings.Contains(s, " \n"):
		n.Style = yaml.LiteralStyle
	case strings.Contains(s, "\n"):
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// unwritable reports whether YAML would read the character as another one when
// it is not in quotes.
func unwritable(r rune) bool {
	return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff'
}

// fromJSON writes a value that is no reference.
func fromJSON(raw json.RawMessage) (*yaml.Node, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return nodeOf(d)
}

// nodeOf takes the next value, its members in the order in which they stand.
func nodeOf(d *json.Decoder) (*yaml.Node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case string:
		return text(t), nil
	case json.Number:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: t.String()}, nil
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: fmt.Sprint(t)}, nil
	}
	n := &yaml.Node{Kind: yaml.SequenceNode}
	if token == json.Delim('{') {
		n.Kind = yaml.MappingNode
	}
	for d.More() {
		item, err := nodeOf(d)
		if err != nil {
			return nil, err
		}
		n.Content = append(n.Content, item)
	}
	_, err = d.Token() // the end of it
	return n, err
}
