// Package rowio holds the only SQL that writes governed rows. Nobody but govern
// imports it; what it writes has been planned, authorised and recorded there.
package rowio

import (
	"context"
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/store"
)

// Table writes the rows of one table; its statements are made once.
type Table struct {
	name    string
	columns []string // without id and version

	insert         []string
	update, remove string
	// where is what tells these rows from others of the same SQL table, and within
	// the value that says so; "" when there are no others.
	where  string
	within []any
}

// New prepares the statements of a table with those columns besides id and version.
func New(name string, columns []string) *Table {
	t := &Table{name: name, columns: columns, insert: append([]string{"id", "version"}, columns...)}
	sets := []string{"version = version + 1"}
	for i, c := range columns {
		sets = append(sets, fmt.Sprintf("%s = $%d", store.Quote(c), i+3))
	}
	t.update = fmt.Sprintf("UPDATE %s SET %s WHERE id = $1 AND version = $2", store.Quote(name), strings.Join(sets, ", "))
	t.remove = fmt.Sprintf("DELETE FROM %s WHERE id = $1 AND version = $2", store.Quote(name))
	return t
}

// Within is New for rows that share a SQL table with others: column has value in
// all of these. The value is a name of small letters and underscores.
func Within(name string, columns []string, column, value string) *Table {
	t := New(name, columns)
	t.where, t.within = " AND "+store.Quote(column)+" = '"+value+"'", []any{value}
	t.insert = append(t.insert, column)
	t.update += t.where
	t.remove += t.where
	return t
}

// Insert writes new rows at version 1; each holds the id and then the columns.
func (t *Table) Insert(ctx context.Context, tx store.Tx, rows [][]any) error {
	full := make([][]any, len(rows))
	for i, r := range rows {
		full[i] = append(append(make([]any, 0, len(r)+1), r[0], int64(1)), append(r[1:len(r):len(r)], t.within...)...)
	}
	return tx.InsertMany(ctx, t.name, t.insert, full)
}

// Update writes one row at the version after base, and fails the transaction
// with store.ErrRowCount when the row is no longer at base.
func (t *Table) Update(ctx context.Context, tx store.Tx, base int64, row []any) error {
	args := append(append(make([]any, 0, len(row)+1), row[0], base), row[1:]...)
	return tx.ExecOne(ctx, t.update, args...)
}

// Delete removes one row, under the same condition as Update.
func (t *Table) Delete(ctx context.Context, tx store.Tx, base int64, id string) error {
	return tx.ExecOne(ctx, t.remove, id, base)
}

// Touch gives a parent the next version without changing a column, because one
// of its parts changed.
func (t *Table) Touch(ctx context.Context, tx store.Tx, base int64, id string) error {
	return tx.ExecOne(ctx, "UPDATE "+store.Quote(t.name)+" SET version = version + 1 WHERE id = $1 AND version = $2"+t.where, id, base)
}

// Stir counts that something under a record changed, without a new version of
// the record itself.
func (t *Table) Stir(ctx context.Context, tx store.Tx, id string) error {
	return tx.ExecOne(ctx, "UPDATE "+store.Quote(t.name)+" SET children_version = children_version + 1 WHERE id = $1"+t.where, id)
}
