package govern

import (
	"errors"
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/store"
)

// fewRows is up to how many rows of a held change are looked for one by one; of
// a bulk change the database refuses what is taken, and the change waits on.
const fewRows = 200

// taken says which id or values that a held row wants for itself another record
// has by now, "" when they are free. The database refuses such a row too, but
// could not say so to a change that then waits for nothing.
func (g *batch) taken(rc *RowChange) (string, error) {
	if rc.after == nil {
		return "", nil
	}
	values, err := rc.def.values(rc.after)
	if err != nil {
		return "", err
	}
	if rc.Op == Insert {
		other, err := g.holder(rc.def.name, []string{"id"}, values[:1], "")
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
		other, err := g.holder(rc.def.name, set, want, string(rc.ID))
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
func (g *batch) holder(table string, columns []string, values []any, not string) (id string, err error) {
	q := "SELECT id FROM " + store.Quote(table) + " WHERE id <> $1"
	for i, c := range columns {
		q += fmt.Sprintf(" AND %s = $%d", store.Quote(c), i+2)
	}
	err = g.tx.QueryRow(g.ctx, []any{&id}, q, append([]any{not}, values...)...)
	if errors.Is(err, store.ErrNoRows) {
		return "", nil
	}
	return id, err
}
