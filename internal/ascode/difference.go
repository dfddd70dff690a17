package ascode

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Difference is what becomes of one record, as people read it: records that it
// refers to are named by their keys.
type Difference struct {
	Table  string     `json:"table"`
	Op     govern.Op  `json:"op" enum:"insert,update,delete"`
	ID     govern.ID  `json:"id"`
	Key    string     `json:"key" doc:"What people know it by; = and the id where there is nothing else."`
	Fields []FieldDif `json:"fields" doc:"The fields that differ; of a new record those that say something."`
}

// FieldDif is one field of it. Of lists it tells what comes and what goes.
type FieldDif struct {
	Name    string   `json:"name"`
	Before  string   `json:"before,omitempty"`
	After   string   `json:"after,omitempty"`
	Added   []string `json:"added,omitempty"`
	Removed []string `json:"removed,omitempty"`
}

// Differences are what the command came to when it was last planned. The names of
// records that no file tells of are read by r: what it was planned with may have
// ended with its transaction.
func (c *Apply) Differences(r store.Reader) ([]Difference, error) {
	list := []Difference{}
	if c.world != nil {
		c.world.r = r
	}
	for _, st := range c.steps {
		if st.same() {
			continue
		}
		d, err := c.world.difference(&st)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}

func (w *world) difference(st *step) (Difference, error) {
	d := Difference{Table: st.s.Name(), Op: govern.Update, Fields: []FieldDif{}}
	var was, is values
	if st.was != nil {
		d.ID, was = st.was.ID, st.was.Values
	} else {
		d.Op = govern.Insert
	}
	if st.is != nil {
		d.ID, is = st.is.ID, st.is.Values
	} else {
		d.Op = govern.Delete
	}
	var err error
	if d.Key, err = w.reference(d.Table, d.ID); err != nil || d.Op == govern.Delete {
		return d, err
	}
	for _, c := range st.s.columns {
		if string(was[c.Name]) == string(is[c.Name]) || was == nil && empty(is[c.Name]) {
			continue
		}
		f := FieldDif{Name: c.Name}
		before, err := w.shown(st.s, c, was)
		if err != nil {
			return d, err
		}
		after, err := w.shown(st.s, c, is)
		if err != nil {
			return d, err
		}
		if strings.HasPrefix(string(is[c.Name]), "[") {
			f.Added, f.Removed = without(after, before), without(before, after)
		} else {
			f.Before, f.After = strings.Join(before, ""), strings.Join(after, "")
		}
		d.Fields = append(d.Fields, f)
	}
	return d, nil
}

// without are those of a that b has not.
func without(a, b []string) (list []string) {
	for _, s := range a {
		if !slices.Contains(b, s) {
			list = append(list, s)
		}
	}
	return list
}

// shown is a column as people read it, a list item by item.
func (w *world) shown(s *sheet, c govern.Column, v values) ([]string, error) {
	text := v[c.Name]
	if empty(text) {
		return nil, nil
	}
	if table := s.refers(c, v); table != "" {
		var list []string
		for _, id := range v.texts(c.Name) {
			ref, err := w.reference(table, govern.ID(id))
			if err != nil {
				return nil, err
			}
			list = append(list, ref)
		}
		return list, nil
	}
	var items []json.RawMessage
	if json.Unmarshal(text, &items) != nil {
		items = []json.RawMessage{text}
	}
	var list []string
	for _, item := range items {
		var plain string
		if json.Unmarshal(item, &plain) != nil {
			plain = string(item)
		}
		list = append(list, plain)
	}
	return list, nil
}
