package ascode

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// entry is one record as a file has it.
type entry struct {
	sheet *sheet
	place place
	lines map[string]int // of its fields
	// id is the one that the file gives, or the record that was found; drawn is
	// taken when it turns out to be new.
	id, drawn govern.ID
	given     bool
	// values are its columns; where they refer to records, as they are written.
	values values
	key    string
}

// place is where something stands.
type place struct {
	file string
	line int
}

func (p place) bad(code, detail string, args ...any) error {
	return fault.Bad(p.file, code, "%s, line %d: %s", p.file, p.line, fmt.Sprintf(detail, args...))
}

// at is the place of one of the entry's fields.
func (e *entry) at(field string) place {
	field, _, _ = strings.Cut(field, "[") // a place within a list is told by the field that holds it
	if line := e.lines[field]; line > 0 {
		return place{e.place.file, line}
	}
	return e.place
}

// idForm is what ids that somebody chooses look like.
var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// list is one table's records as a file has them.
type list struct {
	file string
	member
}

// read takes the records out of the files, and says which tables they name; the
// book comes back with the tables that the files declare.
func (b *Book) read(files []File) (book *Book, entries []*entry, named map[string]bool, err error) {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	var lists, others []list
	for i, f := range files {
		if i > 0 && f.Name == files[i-1].Name {
			return nil, nil, nil, fault.Bad(f.Name, "repeated_file", "There are two files of the name %s.", f.Name)
		}
		more, err := readFile(f)
		if err != nil {
			return nil, nil, nil, err
		}
		for _, l := range more {
			// What columns another application's table has can stand in these files.
			if s := b.byName[l.name.Value]; s == nil || s.foreign {
				others = append(others, l)
				continue
			}
			lists = append(lists, l)
		}
	}
	named = map[string]bool{}
	if entries, err = b.readLists(lists, named); err != nil {
		return nil, nil, nil, err
	}
	if book, err = b.declaring(entries); err != nil {
		return nil, nil, nil, err
	}
	more, err := book.readLists(others, named)
	return book, append(entries, more...), named, err
}

// readFile finds the lists of a file.
func readFile(f File) (lists []list, err error) {
	root, err := document(f)
	if err != nil || root == nil {
		return nil, err
	}
	members, err := members(f.Name, root, "A file holds lists of records under their tables' names")
	for _, m := range members {
		lists = append(lists, list{f.Name, m})
	}
	return lists, err
}

func (b *Book) readLists(lists []list, named map[string]bool) ([]*entry, error) {
	var entries []*entry
	for _, l := range lists {
		at := place{l.file, l.name.Line}
		s := b.byName[l.name.Value]
		if s == nil {
			return nil, at.bad("unknown_table", "There is no configuration named %q.%s", l.name.Value, perhaps(nearest(l.name.Value, b.Tables()), b.Tables()))
		}
		if l.value.Kind != yaml.SequenceNode {
			return nil, at.bad("bad_value", "Under %s stands a list of records; an empty one is written [].", s.Name())
		}
		named[s.Name()] = true
		for _, n := range l.value.Content {
			e, err := s.readEntry(l.file, n)
			if err != nil {
				return nil, err
			}
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// document reads a file that holds one YAML document, nil when it is empty.
func document(f File) (*yaml.Node, error) {
	if !utf8.ValidString(f.Content) || strings.ContainsRune(f.Content, 0) {
		return nil, fault.Bad(f.Name, "not_utf8", "%s is not text in UTF-8.", f.Name)
	}
	d := yaml.NewDecoder(bytes.NewReader([]byte(f.Content)))
	var doc, more yaml.Node
	switch err := d.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, fault.Bad(f.Name, "bad_yaml", "%s is not YAML: %s.", f.Name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, fault.Bad(f.Name, "several_documents", "%s holds more than one YAML document; make one file of each.", f.Name)
	}
	root := doc.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		return nil, nil
	}
	return root, nil
}

// member is one name of a mapping with its value.
type member struct{ name, value *yaml.Node }

// members are the names of a mapping, each once.
func members(file string, n *yaml.Node, what string) ([]member, error) {
	at := place{file, n.Line}
	if err := plain(at, n); err != nil {
		return nil, err
	}
	if n.Kind != yaml.MappingNode {
		return nil, at.bad("bad_value", "%s.", what)
	}
	lines := map[string]int{}
	var list []member
	for i := 0; i < len(n.Content); i += 2 {
		m := member{n.Content[i], n.Content[i+1]}
		at.line = m.name.Line
		for _, n := range []*yaml.Node{m.name, m.value} {
			if err := plain(place{file, n.Line}, n); err != nil {
				return nil, err
			}
		}
		if m.name.Kind != yaml.ScalarNode || m.name.Tag != "!!str" {
			return nil, at.bad("bad_name", "A name is plain text.")
		}
		if first := lines[m.name.Value]; first > 0 {
			return nil, at.bad("repeated_field", "%s is given twice, first on line %d.", m.name.Value, first)
		}
		lines[m.name.Value] = m.name.Line
		list = append(list, m)
	}
	return list, nil
}

// plain refuses what YAML can do and a configuration must not: what stands here
// is what is meant here.
func plain(at place, n *yaml.Node) error {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return at.bad("alias", "Anchors and aliases (& and *) are not taken; write the value out.")
	case n.Tag == "!!merge":
		return at.bad("alias", "Merging (<<) is not taken; write the fields out.")
	case n.Style&yaml.TaggedStyle != 0:
		return at.bad("tagged", "The tag %s is not taken; write the value without it.", n.Tag)
	case n.Tag == "!!null":
		return at.bad("null", "Leave the field out instead of giving it no value.")
	}
	return nil
}

// perhaps says what was probably meant.
func perhaps(near string, names []string) string {
	if near != "" {
		return fmt.Sprintf(" Is %s meant?", near)
	}
	return " There are " + strings.Join(slices.Sorted(slices.Values(names)), ", ") + "."
}
