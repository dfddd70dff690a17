package govern

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/store"
)

// reach says by which columns grants reach a table's rows, so that the database
// itself can be asked for those that somebody may view. It is found out from
// the table's Target: a row whose columns hold marks is shown to it, and the
// marks tell what it copies from where. Rows are checked once more when they
// have been read; a Target that does more than copy is unknown here, and its
// rows are looked at one by one.
type reach struct {
	when  *column // the column that a Target looks at before it copies; nil: none
	cases []reachCase
}

// reachCase is what Target copies while when has the value is.
type reachCase struct {
	is      string
	unit    string // SQL column, quoted; "" when rows belong to no unit
	records []recordSource
}

// recordSource is one record that a row names: of a fixed table, or of the table
// that another column names.
type recordSource struct{ table, tableColumn, column string }

const mark = "\x00"

// reachOf is nil when the Target cannot be told by columns.
func reachOf(d *def) (found *reach) {
	defer func() {
		if recover() != nil { // a Target that does not take marks is one that cannot be told
			found = nil
		}
	}()
	base, ok := d.probe(nil, "")
	if !ok {
		return nil
	}
	found = &reach{cases: []reachCase{base}}
	for i := range d.columns {
		c := &d.columns[i]
		if c.kind != text || c.constraint.enum == nil {
			continue
		}
		var cases []reachCase
		differs := false
		for _, value := range append([]string{""}, c.constraint.enum...) {
			is, ok := d.probe(c, value)
			if !ok {
				return nil
			}
			differs = differs || is.unit != base.unit || !slices.Equal(is.records, base.records)
			cases = append(cases, is)
		}
		if !differs {
			continue
		}
		if found.when != nil {
			return nil
		}
		found = &reach{when: c, cases: cases}
	}
	return found
}

// probe asks Target of a row of marks, with one column set to a value.
func (d *def) probe(set *column, value string) (reachCase, bool) {
	row := d.new()
	metaOf(row).ID = mark + "id"
	v := reflect.ValueOf(row).Elem()
	columns := map[string]string{mark + "id": `"id"`}
	for i := range d.columns {
		c := &d.columns[i]
		at := v.FieldByIndex(c.index)
		switch {
		case c == set:
			at.SetString(value)
		case c.kind == text:
			at.SetString(mark + c.name)
			columns[mark+c.name] = store.Quote(c.sql[0])
		case c.kind == document && c.typ == reflect.TypeFor[[]string]():
			at.Set(reflect.ValueOf([]string{mark + "list " + c.name})) // copied, it is unknown below
		}
	}
	t := d.targetOf(row)
	is := reachCase{is: value, unit: columns[t.Unit]}
	if t.Unit != "" && is.unit == "" {
		return is, false
	}
	for _, r := range t.Records {
		from := recordSource{table: r.Table, column: columns[r.ID]}
		if strings.HasPrefix(r.Table, mark) {
			from = recordSource{tableColumn: columns[r.Table], column: columns[r.ID]}
		}
		if from.column == "" || from.table == "" && from.tableColumn == "" {
			return is, false
		}
		if !slices.Contains(is.records, from) {
			is.records = append(is.records, from)
		}
	}
	return is, true
}

// reach says where the user holds a permission of a table.
func (v *view) reach(d *def, user, permission string, now Time) access.Reach {
	r := v.access.Reach(user, permission, int64(now))
	if d.open && permission == d.name+".view" && !r.Nowhere() {
		return access.Reach{Everything: true, Barred: r.Barred}
	}
	return r
}

// where is the condition on the rows that r reaches: those of the grants, without
// what walls keep.
func (x *reach) where(r *access.Reach, q *query) string {
	text := "1 = 1"
	if !r.Everything {
		text = x.in(&access.Place{Units: r.Units, Records: r.Records}, r.Tables, q)
	}
	for i := range r.Barred {
		text += " AND NOT (" + x.in(&r.Barred[i].Behind, nil, q) + " AND NOT " + x.in(&r.Barred[i].Own, nil, q) + ")"
	}
	return "(" + text + ")"
}

// in is the condition on the rows of a place and of parts of tables.
func (x *reach) in(r *access.Place, parts []access.Part, q *query) string {
	var cases []string
	for _, is := range x.cases {
		named := is.where(r, parts, q)
		if named == "" {
			continue
		}
		if x.when != nil {
			named = fmt.Sprintf("(%s = %s AND (%s))", store.Quote(x.when.sql[0]), q.arg(is.is), named)
		}
		cases = append(cases, named)
	}
	if cases == nil {
		return "(1 = 0)"
	}
	return "(" + strings.Join(cases, " OR ") + ")"
}

func (is *reachCase) where(r *access.Place, tables []access.Part, q *query) string {
	var parts []string
	if is.unit != "" && len(r.Units) > 0 {
		parts = append(parts, q.in(is.unit, r.Units))
	}
	for i := range tables {
		parts = append(parts, is.ofTable(&tables[i], q)...)
	}
	for _, from := range is.records {
		if from.table != "" {
			if ids := r.Of(from.table); ids != nil {
				parts = append(parts, q.in(from.column, ids))
			}
			continue
		}
		last := ""
		for _, rec := range r.Records {
			if rec.Table != last {
				last = rec.Table
				parts = append(parts, fmt.Sprintf("(%s = %s AND %s)", from.tableColumn, q.arg(last), q.in(from.column, r.Of(last))))
			}
		}
	}
	return strings.Join(parts, " OR ")
}

// ofTable are the conditions on the rows that name a record of a part of a table.
func (is *reachCase) ofTable(p *access.Part, q *query) (list []string) {
	if !p.All && (is.unit == "" || len(p.Units) == 0) {
		return nil
	}
	for _, from := range is.records {
		names := from.column + " <> ''"
		switch {
		case from.table == "":
			names = fmt.Sprintf("%s = %s AND %s", from.tableColumn, q.arg(p.Table), names)
		case from.table != p.Table:
			continue
		}
		if !p.All {
			names += " AND " + q.in(is.unit, p.Units)
		}
		list = append(list, "("+names+")")
	}
	return list
}

// query collects the arguments of one statement.
type query struct {
	dialect store.Dialect
	args    []any
}

func (q *query) arg(v any) string {
	q.args = append(q.args, v)
	return fmt.Sprintf("$%d", len(q.args))
}

// in is the condition that a text column holds one of the values. Their number
// is rounded up, so that few statements are ever prepared; very many go as one
// JSON text.
func (q *query) in(column string, values []string) string {
	const most = 128
	if len(values) > most {
		from := "SELECT value FROM json_each(%s)"
		if q.dialect == store.Postgres {
			from = "SELECT jsonb_array_elements_text(CAST(%s AS jsonb))"
		}
		list, _ := marshal(values) // texts always marshal
		return column + " IN (" + fmt.Sprintf(from, q.arg(string(list))) + ")"
	}
	marks := make([]string, 0, len(values))
	for i := 0; i < len(values) || i&(i-1) != 0; i++ {
		marks = append(marks, q.arg(values[min(i, len(values)-1)]))
	}
	return column + " IN (" + strings.Join(marks, ", ") + ")"
}
