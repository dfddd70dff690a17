package walk_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/server"
)

// fillsIn are the columns, besides those that name a parent, by which rows say beneath
// which record they stand.
var fillsIn = map[string]string{"member": "group", "expected_file": "process", "grant": "scope_record", "deputy": "user", "duty_exception": "user", "account": "customer"}

// standing is the column of the table that names the record beneath which its rows
// stand, "" where they stand by themselves.
func standing(table string) string {
	for _, t := range server.Tables {
		sheet := govern.SheetOf(t)
		if sheet.Name() != table || sheet.Parent() == "" {
			continue
		}
		for _, c := range sheet.Columns() {
			if c.Ref() == sheet.Parent() {
				return c.Name
			}
		}
	}
	return fillsIn[table]
}

// beneath reports whether what is asked is a new row beneath a record of another unit
// than the outsider's.
func beneath(s *step, a *asked) bool {
	row, is := a.body.(fields)
	if !is || s.op != "insert" || s.asks != s.subject+".insert" {
		return false
	}
	column := standing(s.subject)
	return column != "" && row[column] != nil && row[column] != "" && row["scope"] != "unit" && row["scope"] != "everything"
}

// blind: what is refused beneath a record that one does not see is answered, to a
// byte, like what is refused beneath one that is not there, whoever asks and
// whatever unit they name.
func (w *walk) blind() {
	tested := map[string]bool{}
	for _, r := range tables {
		column := standing(r.name)
		if column == "" {
			continue
		}
		tested[r.name] = true
		row := r.row(w)
		if r.name == "grant" {
			row["scope"], row["scope_table"], row["scope_record"] = "record", "customer", "house"
		}
		bodies := []fields{row}
		if _, has := row["unit"]; has {
			own := maps.Clone(row)
			own["unit"] = elsewhere
			bodies = append(bodies, own)
		}
		for _, body := range bodies {
			for _, user := range []string{outsider, approver} {
				for _, query := range []string{"", "?dry_run=true"} {
					w.same(user, r.name+query, body, column)
				}
			}
		}
	}
	for _, t := range server.Tables {
		if sheet := govern.SheetOf(t); sheet.Parent() != "" && !sheet.ByCommand() && !tested[sheet.Name()] {
			w.t.Errorf("no row of the walk stands beneath a record in %s", sheet.Name())
		}
	}
}

func (w *walk) same(user, path string, body fields, column string) {
	w.t.Helper()
	none := maps.Clone(body)
	none[column] = "nothing"
	told := func(body fields) string {
		a := w.ask(user, "POST", "/api/v1/"+path, body)
		problem := a.row()
		delete(problem, "request")
		if want := map[string]int{outsider: http.StatusUnprocessableEntity, approver: http.StatusForbidden}[user]; a.status != want {
			w.t.Errorf("%s of the %s is answered %d, want %d: %s", path, user, a.status, want, a.body)
		}
		return strings.ReplaceAll(text(w, problem), body[column].(string), "nothing")
	}
	there := told(body)
	if diff := cmp.Diff(told(none), there); diff != "" {
		w.t.Errorf("%s tells the %s that there is a record, and of it: %s", path, user, diff)
	}
	if slices.ContainsFunc([]string{"treasury", "House"}, func(s string) bool { return strings.Contains(there, s) }) {
		w.t.Errorf("%s tells the %s where the record belongs: %s", path, user, there)
	}
}

func text(w *walk, v any) string {
	w.t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(b)
}
