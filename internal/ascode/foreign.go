package ascode

import (
	"maps"
	"slices"

	"github.com/countersign/countersign/internal/govern"
)

// With is the book with the tables that other applications have declared here.
func (b *Book) With(declared []govern.Sheet) *Book {
	next := &Book{sheets: slices.Clone(b.sheets), byName: maps.Clone(b.byName)}
	for _, s := range declared {
		next.lend(s)
	}
	return next
}

// lend adds the table, or takes it in place of the one of its name.
func (b *Book) lend(s govern.Sheet) {
	name := s.Name()
	if had := b.byName[name]; had != nil {
		delete(b.byName, name)
		b.sheets = slices.DeleteFunc(b.sheets, func(s *sheet) bool { return s == had })
	}
	b.take(map[string]govern.Sheet{name: s}, name)
	if t := b.byName[name]; t != nil {
		t.foreign = true
	}
}

// declaring is the book with the tables that the entries declare, which need not
// be in force yet. One that is in force as it is declared stays that one.
func (b *Book) declaring(entries []*entry) (*Book, error) {
	next := b.With(nil)
	for _, e := range entries {
		rec, err := e.sheet.Make(e.id, nil, e.values)
		if err != nil {
			continue // said with all else that is wrong with the entry
		}
		s, err := e.sheet.Declares(rec)
		if err != nil {
			return nil, e.fault(err)
		}
		if s == nil {
			continue
		}
		if had := next.byName[s.Name()]; had == nil || had.foreign && !had.Alike(*s) {
			next.lend(*s)
			if t := next.byName[s.Name()]; t != nil {
				t.draft = true
			}
		}
	}
	return next, nil
}

// Later are rows that the files hold for a table which the same change declares,
// or declares otherwise: they can be written once it is in force.
type Later struct {
	Table string `json:"table"`
	Rows  int    `json:"rows" doc:"How many would be added, changed or deleted."`
}

// Later are the rows that were left for another change when the command was last
// planned.
func (c *Apply) Later() []Later { return c.later }

// Left are rows that the files hold and that are not written, since their time is
// over, or the change that they were to last until does not wait here.
type Left struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
}

// Over are the rows that were left for that when the command was last planned.
func (c *Apply) Over() []Left { return c.over }

// declares finds the tables of which the entries change the declaration.
func (w *world) declares() {
	w.later = map[string]bool{}
	for _, s := range w.book.sheets {
		sh := w.shelfs[s.Name()]
		if sh == nil || s.foreign {
			continue
		}
		for _, e := range sh.entries {
			was := sh.rows[e.id]
			is, err := s.Make(e.id, was, e.values)
			if err != nil || was != nil && was.Same(is) {
				continue
			}
			if t, err := s.Declares(is); err == nil && t != nil {
				w.later[t.Name()] = true
			}
		}
	}
}
