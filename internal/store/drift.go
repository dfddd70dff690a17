package store

import (
	"context"
	"fmt"
	"sort"
	"strings"
)

// Class is what a column can hold: whole numbers, text or bytes.
type Class string

// The classes.
const (
	ClassInt  Class = "int"
	ClassText Class = "text"
	ClassBlob Class = "blob"
)

// Columns reads the real columns of a table, by name.
func Columns(ctx context.Context, db DB, table string) (map[string]Class, error) {
	q := `SELECT name, lower(type) FROM pragma_table_info($1)`
	if db.Dialect() == Postgres {
		q = `SELECT column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1`
	}
	classes := map[string]Class{"integer": ClassInt, "bigint": ClassInt, "text": ClassText, "blob": ClassBlob, "bytea": ClassBlob}
	cols := map[string]Class{}
	err := db.Query(ctx, func(scan Scan) error {
		var name, typ string
		if err := scan(&name, &typ); err != nil {
			return err
		}
		cols[name] = classes[typ]
		return nil
	}, q, table)
	return cols, err
}

// CheckColumns compares what a table was declared to have with what it has;
// nil when they agree, else an error that names every difference.
func CheckColumns(ctx context.Context, db DB, table string, want map[string]Class) error {
	have, err := Columns(ctx, db, table)
	if err != nil {
		return err
	}
	var diff []string
	for name, class := range want {
		if found, ok := have[name]; !ok {
			diff = append(diff, fmt.Sprintf("%s.%s is declared and not in the database", table, name))
		} else if found != class {
			diff = append(diff, fmt.Sprintf("%s.%s is declared %s and is %q in the database", table, name, class, found))
		}
	}
	for name := range have {
		if _, ok := want[name]; !ok {
			diff = append(diff, fmt.Sprintf("%s.%s is in the database and not declared", table, name))
		}
	}
	if len(diff) == 0 {
		return nil
	}
	sort.Strings(diff)
	return fmt.Errorf("schema drift: %s", strings.Join(diff, "; "))
}
