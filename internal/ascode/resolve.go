package ascode

import (
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// step is what becomes of one record: was is nil for a new one, is for one that
// goes, and both are the same when nothing changes.
type step struct {
	s       *sheet
	entry   *entry // nil for a deletion
	was, is *govern.Record
}

func (st *step) same() bool { return st.was != nil && st.is != nil && st.was.Same(st.is) }

// raw compares the entries of a table with its rows as they are written.
func (w *world) raw(sh *shelf) ([]step, error) {
	var list []step
	for _, e := range sh.entries {
		st := step{s: sh.s, entry: e, was: sh.rows[e.id]}
		v, err := w.resolved(e)
		if err != nil {
			return nil, err
		}
		if st.is, err = sh.s.Make(e.id, st.was, v); err != nil {
			return nil, e.fault(err)
		}
		list = append(list, st)
	}
	return list, nil
}

// settle puts the steps into the form that their table gives to rows. What is in
// that form can turn out to be a row that stands there.
func (w *world) settle(q govern.Reader, sh *shelf, list []step) error {
	left := map[govern.ID]*govern.Record{}
	for id, rec := range sh.rows {
		if sh.claimed[id] == nil {
			left[id] = rec
		}
	}
	for i := range list {
		st := &list[i]
		if st.same() {
			continue
		}
		var err error
		if st.is, err = sh.s.Normal(w.ctx, q, st.was, st.is); err != nil {
			return err
		}
		if st.was == nil && !st.entry.given && len(left) > 0 {
			if err := w.adopt(sh, st, left); err != nil {
				return err
			}
		}
	}
	return nil
}

// adopt finds the row among those left that a new record turns out to be.
func (w *world) adopt(sh *shelf, st *step, left map[govern.ID]*govern.Record) (err error) {
	for _, id := range sh.order {
		rec, e := left[id], st.entry
		if rec == nil || !sh.s.alike(rec.Values, st.is.Values) {
			continue
		}
		delete(left, id)
		delete(sh.claimed, e.id)
		e.id, st.was = id, rec
		sh.claimed[id] = e
		if st.is, err = sh.s.Make(id, rec, st.is.Values); err != nil {
			return err
		}
		return w.index(sh)
	}
	return nil
}

// alike reports whether two rows of one form are one record: the same key, or
// the same altogether where there is none.
func (s *sheet) alike(a, b values) bool {
	columns := s.key
	if columns == nil {
		for name := range a {
			columns = append(columns, name)
		}
	}
	for _, name := range columns {
		if string(a[name]) != string(b[name]) {
			return false
		}
	}
	return true
}

// resolved are the entry's values with ids in place of references.
func (w *world) resolved(e *entry) (values, error) {
	v := values{}
	for name, text := range e.values {
		c := e.sheet.byName[name]
		table := e.sheet.refers(c, e.values)
		if table == "" {
			v[name] = text
			continue
		}
		one := e.values.text(name) != ""
		var ids []string
		for _, ref := range e.values.texts(name) {
			id, err := w.resolve(e, name, table, ref)
			if err != nil {
				return nil, err
			}
			ids = append(ids, string(id))
		}
		switch {
		case one:
			v[name] = quoted(ids[0])
		case string(text) == `""`:
			v[name] = text
		default:
			v[name] = quotedList(ids)
		}
	}
	return v, nil
}

// fault puts a place to what a table says of a value.
func (e *entry) fault(err error) error {
	f := fault.From(err)
	if f.Kind == fault.Internal {
		return err
	}
	named := *f
	place := e.at(f.Field)
	named.Field = place.file
	located := fault.From(place.bad(f.Code, "%s", detail(e, f)))
	named.Detail = located.Detail
	return &named
}

// detail is a fault's sentence, led by the field that it is about.
func detail(e *entry, f *fault.Error) string {
	if f.Field == "" {
		return f.Detail
	}
	return e.sheet.Name() + "." + f.Field + ": " + f.Detail
}
