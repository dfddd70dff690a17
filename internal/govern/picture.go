package govern

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/store"
)

// Picture is what decisions are made from, as of one committed state: for the
// questions that reason about who may do what and who else must agree together.
// It never changes.
type Picture struct {
	Access *access.Snapshot
	Rules  *approval.Set
	Terms  Terms
	Duties *duty.Set
	// Tables are all that are declared.
	tables map[string]*def
	view   *view
}

// Picture is the present one, as this node knows it: a second old at most.
func (e *Engine) Picture() Picture {
	v := e.view.Load()
	return Picture{v.access, v.rules, v.terms.Terms, v.duties, e.byName, v}
}

// ReadPicture reads the present one without an Engine, for tools that only look.
func ReadPicture(ctx context.Context, r store.Reader, tables []Any) (Picture, error) {
	e := &Engine{schema: approval.Schema{}, byName: map[string]*def{}}
	for _, t := range tables {
		d := t.erased()
		e.tables, e.byName[d.name] = append(e.tables, d), d
		for i := range d.columns {
			c := &d.columns[i]
			e.schema[d.name] = append(e.schema[d.name], approval.Field{Name: c.name, Kind: c.approvalKind()})
		}
	}
	v, err := e.load(ctx, r)
	if err != nil {
		return Picture{}, err
	}
	return Picture{v.access, v.rules, v.terms.Terms, v.duties, e.byName, v}, nil
}

// Lent are the deputyships that are in force between users who may act, sorted.
func (p Picture) Lent(now Time) (list []Deputyship) {
	for _, x := range p.view.deputies {
		if now >= x.From && now < x.Until && p.Standing(x.User, now) == nil && p.Standing(x.Deputy, now) == nil {
			list = append(list, x)
		}
	}
	slices.SortFunc(list, func(a, b Deputyship) int { return cmp.Or(cmp.Compare(a.User, b.User), cmp.Compare(a.Deputy, b.Deputy)) })
	return list
}

// Turns are when deputyships begin and end.
func (p Picture) Turns() (times []Time) {
	for _, x := range p.view.deputies {
		times = append(times, x.From, x.Until)
	}
	return times
}

// Standing is nil while the user may act at all: a service as long as its keeper
// may too.
func (p Picture) Standing(user string, now Time) error { return p.view.standing(user, now) }

// Seen is a row as conditions of four-eyes rules see it: values by column.
func (p Picture) Seen(table string, row any) (map[string]any, error) {
	d := p.tables[table]
	if d == nil {
		return nil, fmt.Errorf("govern: there is no table %s", table)
	}
	return d.seen(row), nil
}

// Target is what a permission for a record is asked on. Faults: unknown_table,
// not_found.
func (p Picture) Target(ctx context.Context, r store.Reader, table string, id ID) (access.Target, error) {
	return targetIn(ctx, r, p.tables[table], table, id)
}
