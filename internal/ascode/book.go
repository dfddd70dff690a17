// Package ascode is governance as code: the configuration of an installation
// written to YAML files and taken back from them as one change.
//
// It guarantees that the same state is written as the same bytes, that applying
// what was written changes nothing, that a file is read in one way only (what it
// cannot mean is refused with its file and line), that secrets stand in no file
// and stay as they are, and that nothing is deleted that was not asked to be.
// Who may do it, and who else must agree, the Engine decides row by row.
package ascode

import (
	"slices"

	"github.com/countersign/countersign/internal/govern"
)

// File is one file of a configuration.
type File struct {
	Name    string `json:"name" minLength:"1" maxLength:"255" doc:"For messages: organisation.yaml."`
	Content string `json:"content" doc:"YAML: lists of records under their tables' names."`
}

// Book knows the tables that are configuration.
type Book struct {
	sheets []*sheet // a table comes after those that it refers to
	byName map[string]*sheet
}

// sheet is one of them.
type sheet struct {
	govern.Sheet
	columns []govern.Column // as declared, without secrets
	secret  []string
	byName  map[string]govern.Column
	key     []string
	foreign bool // another application's
	draft   bool // as files declare it, other than it is in force
}

// New picks the tables that are configuration: those whose rows are edited as
// records, and those of one row, which a command sets. Left out are other tables that change only by commands, what stands beneath
// a record of such a table (an invoice of a cycle), and what is told apart by a
// secret (a token).
func New(tables []govern.Any) *Book {
	all := map[string]govern.Sheet{}
	for _, t := range tables {
		s := govern.SheetOf(t)
		all[s.Name()] = s
	}
	b := &Book{byName: map[string]*sheet{}}
	for _, t := range tables {
		b.take(all, govern.SheetOf(t).Name())
	}
	return b
}

// take adds the table after those that it refers to.
func (b *Book) take(all map[string]govern.Sheet, name string) {
	s, declared := all[name]
	if !declared || b.byName[name] != nil || s.Lone() == "" && byCommand(all, s) {
		return
	}
	t := &sheet{Sheet: s, byName: map[string]govern.Column{}, key: s.Key()}
	for _, c := range s.Columns() {
		if c.Masked {
			if slices.Contains(t.key, c.Name) {
				return
			}
			t.secret = append(t.secret, c.Name)
			continue
		}
		t.columns = append(t.columns, c)
		t.byName[c.Name] = c
	}
	if slices.ContainsFunc(t.key, func(column string) bool { _, has := t.byName[column]; return !has }) {
		t.key = nil // an amount is two columns there, and no name for anything
	}
	b.byName[name] = t
	for _, c := range t.columns {
		b.take(all, c.Ref())
	}
	b.sheets = append(b.sheets, t)
}

// byCommand reports whether the rows, or what they stand beneath, change only by
// commands.
func byCommand(all map[string]govern.Sheet, s govern.Sheet) bool {
	for {
		if s.ByCommand() {
			return true
		}
		parent, has := all[s.Parent()]
		if !has {
			return false
		}
		s = parent
	}
}

// Tables are the names of the tables that are configuration, each after those
// that it refers to.
func (b *Book) Tables() []string {
	var names []string
	for _, s := range b.sheets {
		names = append(names, s.Name())
	}
	return names
}

// pointers are columns that hold an id whose table the row itself names, where
// no tag can say it.
var pointers = map[string]map[string]func(values) string{
	"grant": {"scope_record": func(v values) string {
		switch v.text("scope") {
		case "unit", "table":
			return "unit"
		case "record":
			return v.text("scope_table")
		}
		return ""
	}},
}

// refers is the table whose records the column of a row names, "" when none.
func (s *sheet) refers(c govern.Column, v values) string {
	if of := pointers[s.Name()][c.Name]; of != nil {
		return of(v)
	}
	return c.Ref()
}

// own reports whether the column refers to the table itself.
func (s *sheet) own(column string) bool { return s.byName[column].Ref() == s.Name() }
