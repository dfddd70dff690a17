package ascode

import (
	"context"
	"slices"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// world is the configuration as it is, and as the files would have it.
type world struct {
	book   *Book
	ctx    context.Context
	r      store.Reader
	shelfs map[string]*shelf
	asides map[string]map[govern.ID]bool
	// hiding: what cannot be named in full is not named by its key at all.
	hiding bool
	// sees says which rows are there for who asks; nil: all of them.
	sees func(s *sheet, rec *govern.Record) bool
	// later are the tables whose declaration the entries change: none of their rows
	// is written with it.
	later map[string]bool
}

// shelf is one table of it.
type shelf struct {
	s       *sheet
	rows    map[govern.ID]*govern.Record // as they are
	order   []govern.ID
	entries []*entry
	claimed map[govern.ID]*entry   // records that an entry is
	keys    map[govern.ID]string   // as they will be; made when asked for
	byKey   map[string][]govern.ID // of entries, and of rows that none of them is
}

func (b *Book) world(ctx context.Context, r store.Reader) *world {
	return &world{book: b, ctx: ctx, r: r, shelfs: map[string]*shelf{}, asides: map[string]map[govern.ID]bool{}}
}

// shelf reads a table; nil for one that is no configuration.
func (w *world) shelf(table string) (*shelf, error) {
	if sh := w.shelfs[table]; sh != nil {
		return sh, nil
	}
	s := w.book.byName[table]
	if s == nil {
		return nil, nil
	}
	sh := &shelf{s: s, rows: map[govern.ID]*govern.Record{}, claimed: map[govern.ID]*entry{}, keys: map[govern.ID]string{}}
	rows, err := s.All(w.ctx, w.r)
	if err != nil {
		return nil, err
	}
	if rows, err = w.withoutAside(s, rows); err != nil {
		return nil, err
	}
	there := w.there(s, rows)
	for _, rec := range rows {
		if there == nil || there[rec.ID] {
			sh.rows[rec.ID] = rec
			sh.order = append(sh.order, rec.ID)
		}
	}
	w.shelfs[table] = sh
	return sh, nil
}

// keyOf is what people know the record by; "" when it has none or is not there.
func (w *world) keyOf(table string, id govern.ID) (string, error) {
	sh, err := w.shelf(table)
	if err != nil || sh == nil || sh.s.key == nil {
		return "", err
	}
	if key, made := sh.keys[id]; made {
		return key, nil
	}
	sh.keys[id] = "" // what is beneath itself has no path
	var key string
	if e := sh.claimed[id]; e != nil {
		key, err = w.entryKey(e)
	} else if rec := sh.rows[id]; rec != nil {
		key, err = w.rowKey(sh.s, rec.Values)
	}
	sh.keys[id] = key
	return key, err
}

// rowKey makes the key of columns that refer by id.
func (w *world) rowKey(s *sheet, v values) (string, error) {
	var parts []string
	for _, column := range s.key {
		text := v.said(column)
		if table := s.refers(s.byName[column], v); table != "" {
			key, err := w.above(table, govern.ID(text))
			if err != nil || key == "" && w.hiding && text != "" {
				return "", err
			}
			parts = append(parts, key)
			continue
		}
		parts = append(parts, part(text))
	}
	return join(parts, s.tree()), nil
}

// above is the part of a key that is another record.
func (w *world) above(table string, id govern.ID) (string, error) {
	key, err := w.keyOf(table, id)
	if key == "" && id != "" && !w.hiding {
		key = byID + string(id)
	}
	return key, err
}

// entryKey makes the key of an entry, whose columns refer by keys. A path is
// taken as it is written; that it leads somewhere is looked at afterwards.
func (w *world) entryKey(e *entry) (string, error) {
	var parts []string
	for _, column := range e.sheet.key {
		text := e.values.said(column)
		table := e.sheet.refers(e.sheet.byName[column], e.values)
		switch {
		case table == "":
			text = part(text)
		case table != e.sheet.Name() || text != "" && text[:1] == byID:
			id, err := w.resolve(e, column, table, text)
			if err == nil {
				text, err = w.above(table, id)
			}
			if err != nil {
				return "", err
			}
		}
		parts = append(parts, text)
	}
	return join(parts, e.sheet.tree()), nil
}

// resolve finds the record that a text refers to.
func (w *world) resolve(e *entry, column, table, text string) (govern.ID, error) {
	if text == "" {
		return "", nil
	}
	if text[:1] == byID {
		return govern.ID(text[1:]), nil
	}
	sh, err := w.shelf(table)
	if err != nil {
		return "", err
	}
	if sh == nil || sh.s.key == nil {
		return "", e.at(column).bad("unknown_reference", "A %s is referred to by its id: write %q.", table, byID+text)
	}
	ids, err := w.called(sh, text)
	if err != nil {
		return "", err
	}
	switch len(ids) {
	case 1:
		if other := sh.claimed[ids[0]]; w.later[table] && other != nil && !other.given && sh.rows[ids[0]] == nil {
			return "", e.at(column).bad("unknown_reference", "The %s %q is written after the table is declared; give it an id of its own to be referred to before.", table, text)
		}
		return ids[0], nil
	case 0:
		var names []string
		for _, other := range sh.entries {
			names = append(names, other.key)
		}
		hint := "."
		if near := nearest(text, names); near != "" {
			hint = "; is " + near + " meant?"
		}
		return "", e.at(column).bad("unknown_reference", "There is no %s %q that you may see here, nor one in these files%s", table, text, hint)
	}
	return "", e.at(column).bad("ambiguous_reference", "Several records of %s are called %q; write %s and the id of the one that is meant.", table, text, byID)
}

// called are the records of a key.
func (w *world) called(sh *shelf, key string) ([]govern.ID, error) {
	if sh.byKey == nil {
		if err := w.index(sh); err != nil {
			return nil, err
		}
	}
	return sh.byKey[key], nil
}

// reference is how a file refers to the record: by its key where that is its
// alone, else by its id.
func (w *world) reference(table string, id govern.ID) (string, error) {
	key, err := w.keyOf(table, id)
	if err != nil || id == "" {
		return "", err
	}
	if key != "" {
		ids, err := w.called(w.shelfs[table], key)
		if err != nil || len(ids) == 1 {
			return key, err
		}
	}
	return byID + string(id), nil
}

// place finds out which record each entry is, by id or key, table by table.
func (w *world) place(entries []*entry) error {
	for _, s := range w.book.sheets {
		var own []*entry
		for _, e := range entries {
			if e.sheet == s {
				own = append(own, e)
			}
		}
		if own == nil {
			continue
		}
		sh, err := w.shelf(s.Name())
		if err != nil {
			return err
		}
		sh.entries = own
		if err := w.claim(sh); err != nil {
			return err
		}
		if err := w.index(sh); err != nil {
			return err
		}
	}
	return nil
}

// claim gives every entry its record: the one of its id, the only one of its
// key, or a new one.
func (w *world) claim(sh *shelf) error {
	for _, e := range sh.entries {
		if !e.given {
			e.id = ""
			continue
		}
		if first := sh.claimed[e.id]; first != nil {
			return e.place.bad("repeated_record", "The %s %s stands in %s, line %d already.", sh.s.Name(), e.id, first.place.file, first.place.line)
		}
		sh.claimed[e.id] = e
	}
	if sh.s.key == nil {
		for _, e := range sh.entries {
			sh.fresh(e)
		}
		return nil
	}
	free, err := w.free(sh)
	if err != nil {
		return err
	}
	seen := map[string]*entry{}
	for _, e := range sh.entries {
		if e.key, err = w.entryKey(e); err != nil {
			return err
		}
		if first := seen[e.key]; first != nil && (!first.given || !e.given) {
			return e.place.bad("repeated_record", "The %s %q stands in %s, line %d already.", sh.s.Name(), e.key, first.place.file, first.place.line)
		}
		seen[e.key] = e
		ids := free[e.key]
		switch {
		case e.given && sh.rows[e.id] == nil && len(ids) > 0:
			return e.place.bad("other_id", "The %s %q has the id %s, and an id never changes; leave it out or name another record.", sh.s.Name(), e.key, ids[0])
		case e.given:
		case len(ids) > 1:
			return e.place.bad("ambiguous_record", "Several records of %s are called %q; give the id of the one that is meant.", sh.s.Name(), e.key)
		case len(ids) == 1:
			e.id = ids[0]
			sh.claimed[e.id] = e
		default:
			sh.fresh(e)
		}
	}
	return nil
}

// fresh gives an entry without a record the id that was drawn for it.
func (sh *shelf) fresh(e *entry) {
	if !e.given {
		e.id = e.drawn
		sh.claimed[e.id] = e
	}
}

// free are the keys of the rows that no entry names by id.
func (w *world) free(sh *shelf) (map[string][]govern.ID, error) {
	free := map[string][]govern.ID{}
	for _, id := range sh.order {
		if sh.claimed[id] != nil {
			continue
		}
		key, err := w.rowKey(sh.s, sh.rows[id].Values)
		if err != nil {
			return nil, err
		}
		free[key] = append(free[key], id)
	}
	return free, nil
}

// index makes the keys by which entries may refer to the table's records.
func (w *world) index(sh *shelf) error {
	sh.keys, sh.byKey = map[govern.ID]string{}, map[string][]govern.ID{}
	ids := slices.Clone(sh.order)
	for _, e := range sh.entries {
		if sh.rows[e.id] == nil {
			ids = append(ids, e.id)
		}
	}
	for _, id := range ids {
		key, err := w.keyOf(sh.s.Name(), id)
		if err != nil {
			return err
		}
		if key != "" {
			sh.byKey[key] = append(sh.byKey[key], id)
		}
	}
	return nil
}
