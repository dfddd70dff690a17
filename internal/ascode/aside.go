package ascode

import (
	"slices"

	"github.com/countersign/countersign/internal/govern"
)

// withoutAside passes over the rows that are for trying out, such as staging copies,
// and over those that refer to one, such as grants on it: here they are not there.
func (w *world) withoutAside(s *sheet, rows []*govern.Record) ([]*govern.Record, error) {
	own, err := w.aside(s.Name())
	if err != nil {
		return nil, err
	}
	var failed error
	rows = slices.DeleteFunc(rows, func(rec *govern.Record) bool {
		if own[rec.ID] {
			return true
		}
		v := values(rec.Values)
		for _, c := range s.columns {
			table := s.refers(c, v)
			if table == "" {
				continue
			}
			others, err := w.aside(table)
			if err != nil {
				failed = err
			}
			if len(others) > 0 && slices.ContainsFunc(v.texts(c.Name), func(id string) bool { return others[govern.ID(id)] }) {
				return true
			}
		}
		return false
	})
	return rows, failed
}

// aside are the rows of a table that are for trying out.
func (w *world) aside(table string) (map[govern.ID]bool, error) {
	if known, read := w.asides[table]; read {
		return known, nil
	}
	var found map[govern.ID]bool
	if s := w.book.byName[table]; s != nil {
		ids, err := s.Aside(w.ctx, w.r)
		if err != nil {
			return nil, err
		}
		found = make(map[govern.ID]bool, len(ids))
		for _, id := range ids {
			found[id] = true
		}
	}
	w.asides[table] = found
	return found, nil
}
