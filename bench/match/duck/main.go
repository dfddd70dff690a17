// Command duck does in DuckDB what the others of the comparison do, in a process
// of its own: duck count|run FOLDER, or duck version.
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2" // registers itself
)

const (
	source = `read_csv('%s', header = true, columns = {'id': 'BIGINT', 'reference': 'VARCHAR', 'amount': 'DECIMAL(18,2)', 'booked': 'DATE', 'text': 'VARCHAR'})`

	counting = `
SELECT count(l.id), count(r.id),
	count(*) FILTER (abs(l.amount - r.amount) <= 0.05 AND abs(l.booked - r.booked) <= 1),
	count(*) FILTER (l.amount = r.amount AND l.booked = r.booked),
	count(*) FILTER (abs(l.amount - r.amount) > 0.05 OR abs(l.booked - r.booked) > 1),
	count(*) FILTER (r.id IS NULL), count(*) FILTER (l.id IS NULL)
FROM LEFT_FILE l FULL JOIN RIGHT_FILE r ON l.reference = r.reference`

	joining = `
CREATE TEMP TABLE joined AS SELECT l.id AS l, r.id AS r, l.amount - r.amount AS amount_diff, l.booked - r.booked AS date_diff,
	l.reference AS l_reference, l.amount AS l_amount, l.booked AS l_booked, l.text AS l_text,
	r.reference AS r_reference, r.amount AS r_amount, r.booked AS r_booked, r.text AS r_text
FROM LEFT_FILE l FULL JOIN RIGHT_FILE r ON l.reference = r.reference`
)

var written = []string{
	`COPY (SELECT l, r, amount_diff, date_diff, amount_diff = 0 AND date_diff = 0 AS exact FROM joined WHERE abs(amount_diff) <= 0.05 AND abs(date_diff) <= 1) TO 'OUT/matched.csv'`,
	`COPY (SELECT l, r, amount_diff, date_diff, concat_ws(';', CASE WHEN abs(amount_diff) > 0.05 THEN 'amount' END, CASE WHEN abs(date_diff) > 1 THEN 'date' END) AS fails FROM joined WHERE abs(amount_diff) > 0.05 OR abs(date_diff) > 1) TO 'OUT/partial.csv'`,
	`COPY (SELECT l, l AS id, l_reference AS reference, l_amount AS amount, l_booked AS booked, l_text AS text FROM joined WHERE r IS NULL) TO 'OUT/unmatched_left.csv'`,
	`COPY (SELECT r, r AS id, r_reference AS reference, r_amount AS amount, r_booked AS booked, r_text AS text FROM joined WHERE l IS NULL) TO 'OUT/unmatched_right.csv'`,
}

const counts = `
SELECT count(l), count(r), count(*) FILTER (abs(amount_diff) <= 0.05 AND abs(date_diff) <= 1), count(*) FILTER (amount_diff = 0 AND date_diff = 0),
	count(*) FILTER (abs(amount_diff) > 0.05 OR abs(date_diff) > 1), count(*) FILTER (r IS NULL), count(*) FILTER (l IS NULL)
FROM joined`

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1], os.Args[len(os.Args)-1]); err != nil {
		log.Fatal(err)
	}
}

// driver is the version of the Go module.
func driver() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "of unknown version"
	}
	for _, m := range info.Deps {
		if m.Path == "github.com/duckdb/duckdb-go/v2" {
			return m.Version
		}
	}
	return "of unknown version"
}

func run(what, dir string) error {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1) // a temporary table is its connection's
	defer func() { _ = db.Close() }()
	if what == "version" {
		var version string
		if err := db.QueryRow(`SELECT library_version FROM pragma_version()`).Scan(&version); err != nil {
			return err
		}
		fmt.Print(version, " through duckdb-go ", driver())
		return nil
	}
	files := strings.NewReplacer(
		"LEFT_FILE", fmt.Sprintf(source, filepath.Join(dir, "left.csv")),
		"RIGHT_FILE", fmt.Sprintf(source, filepath.Join(dir, "right.csv")),
		"OUT/", filepath.Join(dir, "duck")+"/",
	)
	query := counting
	if what == "run" {
		query = counts
		if err := os.MkdirAll(filepath.Join(dir, "duck"), 0o755); err != nil {
			return err
		}
		for _, statement := range append([]string{joining}, written...) {
			if _, err := db.Exec(files.Replace(statement)); err != nil {
				return err
			}
		}
	}
	var left, right, matched, exact, partial, unmatchedLeft, unmatchedRight int
	if err := db.QueryRow(files.Replace(query)).Scan(&left, &right, &matched, &exact, &partial, &unmatchedLeft, &unmatchedRight); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]int{
		"left": left, "right": right, "matched": matched, "exact": exact, "partial": partial,
		"unmatched_left": unmatchedLeft, "unmatched_right": unmatchedRight,
	})
}
