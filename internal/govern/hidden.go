package govern

import (
	"context"
	"slices"

	"github.com/countersign/countersign/internal/store"
)

// Hidden says which rows of a table, by id, nobody is shown under the terms in
// force, whatever they may view: lists and searches leave them out, and who asks
// for one is told Why. The log still tells what became of them.
type Hidden struct {
	IDs func(Terms) []string
	Why func(ID) error
}

// hides lists the rows of the table that nobody is shown now.
func (v *view) hides(d *def) []string {
	if d.hidden == nil {
		return nil
	}
	return d.hidden.IDs(v.terms.Terms)
}

// unhidden is the condition that leaves out what nobody is shown, "" for none.
func (v *view) unhidden(q *query, d *def) string {
	ids := v.hides(d)
	if len(ids) == 0 {
		return ""
	}
	return "NOT (" + q.in(store.Quote("id"), ids) + ")"
}

// Hides is the refusal of a record that nobody is shown under the terms in force;
// nil for all others.
func (e *Engine) Hides(table string, id ID) error {
	d, v := e.def(table), e.view.Load()
	if d == nil || !slices.Contains(v.hides(d), string(id)) {
		return nil
	}
	return d.hidden.Why(id)
}

// Withheld are the roles by id that nobody is given under the terms in force, and
// so are no answer to who lacks something.
func (e *Engine) Withheld() []string { return e.view.Load().terms.Guarded }

// WithheldIn is Withheld for tools that only look.
func WithheldIn(ctx context.Context, r store.Reader, tables []Any) ([]string, error) {
	withheld := DefaultTerms.Guarded
	for _, t := range tables {
		d := t.erased()
		if d.terms == nil {
			continue
		}
		err := r.Query(ctx, func(scan store.Scan) error {
			row, err := d.scan(scan)
			if err == nil {
				withheld = d.terms(row).Guarded
			}
			return err
		}, d.selects)
		if err != nil {
			return nil, err
		}
	}
	return withheld, nil
}
