package govern

import (
	"errors"
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/store"
)

// endTaken ends a change whose rows the database refused, because another record
// has their id or values by now.
func (g *batch) endTaken(j *job, d *decision) (Outcome, error) {
	why := "Another record has the id or values of one of its rows by now."
	for i := range d.body.Rows {
		text, err := g.taken(&d.body.Rows[i])
		if err != nil {
			return Outcome{}, err
		}
		if text != "" {
			why = text
			break
		}
	}
	return g.end(j, d, "change.approve", Stale, why)
}

// taken says which id or values that a held row wants for itself another record
// has by now, "" when they are free.
func (g *batch) taken(rc *RowChange) (string, error) {
	if rc.after == nil {
		return "", nil
	}
	values, err := rc.def.values(rc.after)
	if err != nil {
		return "", err
	}
	if rc.Op == Insert {
		other, err := g.holder(rc.def, []string{"id"}, values[:1], "")
		if err != nil {
			return "", err
		}
		if other != "" {
			return fmt.Sprintf("There is a %s %s by now.", words(rc.Table), rc.ID), nil
		}
	}
	for _, set := range rc.def.unique {
		want := make([]any, len(set))
		for i, column := range set {
			for j, c := range rc.def.sql {
				if c == column {
					want[i] = values[j+1]
				}
			}
		}
		other, err := g.holder(rc.def, set, want, string(rc.ID))
		if err != nil {
			return "", err
		}
		if other != "" {
			return fmt.Sprintf("The %s %s has the same %s by now.", words(rc.Table), other, strings.Join(set, " and ")), nil
		}
	}
	return "", nil
}

// holder is a record other than not that has these values, "" when there is none.
func (g *batch) holder(d *def, columns []string, values []any, not string) (id string, err error) {
	q := "SELECT id FROM " + d.from() + " WHERE id <> $1"
	for i, c := range columns {
		q += fmt.Sprintf(" AND %s = $%d", store.Quote(c), i+2)
	}
	err = g.tx.QueryRow(g.ctx, []any{&id}, q, append([]any{not}, values...)...)
	if errors.Is(err, store.ErrNoRows) {
		return "", nil
	}
	return id, err
}
