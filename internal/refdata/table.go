// Package refdata holds reference tables: lists that people define and keep, such
// as the limits of each currency or the accounts of each branch, with typed
// columns and a key.
//
// It guarantees that every row satisfies its table's columns, that values stand in
// one canonical form, and that no two rows of a table share a key.
package refdata

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Table is a reference table. Rows stand under it; a grant on it reaches them.
type Table struct {
	govern.Root
	Name    string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140" doc:"What people call it."`
	Unit    govern.ID `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"Who it belongs to; it stays while there are rows."`
	Doc     string    `json:"doc" db:"doc" audit:"show" required:"false" maxLength:"1000" doc:"What it is for, for the people who use it."`
	Columns []Column  `json:"columns" db:"columns" audit:"show" doc:"What each row says; at least one is the key."`
}

// Column is one column of a Table.
type Column struct {
	Name     string `json:"name" doc:"Small letters, digits and underscores: credit_limit."`
	Kind     string `json:"kind" enum:"text,integer,decimal,date,boolean"`
	Key      bool   `json:"key,omitempty" doc:"Rows are told apart by it, together with the other key columns."`
	Optional bool   `json:"optional,omitempty" doc:"May be empty; a key column may not."`
	Doc      string `json:"doc,omitempty"`
}

const mostColumns = 40

var columnForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Defined are all reference tables.
var Defined = govern.Declare(govern.Table[Table]{
	Name:   "reference_table",
	Doc:    "A list that people define and keep, with typed columns and a key.",
	Unique: [][]string{{"name"}},
	Target: func(t *Table) access.Target { return access.Target{Unit: string(t.Unit)} },
	Check:  checkTable,

	MakerRole: "table-admin",
})

func checkTable(ctx context.Context, q govern.Reader, before, after *Table) error {
	if after != nil {
		if err := after.checkColumns(); err != nil {
			return err
		}
	}
	if before == nil {
		return nil
	}
	var rows int64
	if err := q.QueryRow(ctx, []any{&rows}, `SELECT count(*) FROM reference_row WHERE reference_table = $1`, string(before.ID)); err != nil || rows == 0 {
		return err
	}
	if after == nil {
		return fault.New(fault.Conflict, "table_has_rows", "The table %s has %d rows. Delete them first.", before.Name, rows)
	}
	return before.keeps(after)
}

func (t *Table) checkColumns() error {
	if len(t.Columns) == 0 || len(t.Columns) > mostColumns {
		return fault.Bad("columns", "bad_number", "A table has 1 to %d columns.", mostColumns)
	}
	keys := 0
	for i, c := range t.Columns {
		place := fmt.Sprintf("columns[%d]", i)
		switch {
		case !columnForm.MatchString(c.Name):
			return fault.Bad(place+".name", "bad_form", "%q cannot be a column: at most 40 small letters, digits and underscores, beginning with a letter.", c.Name)
		case slices.ContainsFunc(t.Columns[:i], func(other Column) bool { return other.Name == c.Name }):
			return fault.Bad(place+".name", "repeated", "The column %s is declared twice.", c.Name)
		case kinds[c.Kind] == nil:
			return fault.Bad(place+".kind", "unknown_value", "%q is none of text, integer, decimal, date, boolean.", c.Kind)
		case c.Key && c.Optional:
			return fault.Bad(place+".optional", "key_optional", "%s is a key column, which no row may leave empty.", c.Name)
		case len(c.Doc) > 1000:
			return fault.Bad(place+".doc", "too_long", "These are %d characters, 1000 are allowed.", len(c.Doc))
		}
		if c.Key {
			keys++
		}
	}
	if keys == 0 {
		return fault.Bad("columns", "key_missing", "Say by which column rows are told apart: at least one is the key.")
	}
	return nil
}

// keeps refuses what would give rows that are there another meaning. Optional
// columns may be added, and columns may become optional.
func (t *Table) keeps(next *Table) error {
	if t.Unit != next.Unit {
		return fault.Bad("unit", "table_has_rows", "The table %s has rows, which would move with it: its unit stays.", t.Name)
	}
	for _, c := range t.Columns {
		now, is := next.column(c.Name)
		switch {
		case !is:
			return fault.Bad("columns", "table_has_rows", "The table %s has rows, which would lose their %s. Leave the column; it may become optional.", t.Name, c.Name)
		case now.Kind != c.Kind || now.Key != c.Key:
			return fault.Bad("columns", "table_has_rows", "The table %s has rows: the kind of %s, and whether it is a key, stay.", t.Name, c.Name)
		case c.Optional && !now.Optional:
			return fault.Bad("columns", "table_has_rows", "The table %s has rows, in which %s may be empty: it stays optional.", t.Name, c.Name)
		}
	}
	for _, c := range next.Columns {
		if _, was := t.column(c.Name); !was && !c.Optional {
			return fault.Bad("columns", "table_has_rows", "The table %s has rows, which say nothing about %s: a new column is optional.", t.Name, c.Name)
		}
	}
	return nil
}

func (t *Table) column(name string) (Column, bool) {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return t.Columns[i], true
}
