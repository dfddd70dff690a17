package govern

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern/internal/rowio"
	"github.com/countersign/countersign/internal/store"
)

// Composition declares a table while the program runs: what Table and the tags of
// a row type say at its start. Rows are kept in one SQL table for all of them, as
// JSON of their columns, so that no SQL table is ever made by a request.
type Composition struct {
	Name, Doc string
	Fields    []Field
	Unique    [][]string // by column, at most three sets
	Unit      string     // the column that says which unit a row belongs to; "": none
}

// Field is a column; Tags are those of a declared row type but json, db and
// audit, by their keys.
type Field struct {
	Name   string
	Type   reflect.Type
	Secret bool
	Tags   map[string]string
}

// MostUnique is how many sets of columns may be unique.
const MostUnique = 3

// composed is where the rows of such tables are.
const composed = "foreign_row"

// Compose makes the table. Its error says what is wrong with the declaration.
func Compose(c Composition) (s Sheet, err error) {
	defer func() {
		if p := recover(); p != nil { // as a wrong declaration in the program would end it
			err = fault.Bad("columns", "bad_declaration", "The table %s cannot be declared: %v.", c.Name, p)
		}
	}()
	if !nameForm.MatchString(c.Name) {
		return s, fault.Bad("name", "bad_form", "%q is no name of a table: small letters and underscores, singular.", c.Name)
	}
	typ := rowType(c.Fields)
	d := &def{name: c.Name, doc: c.Doc, typ: typ, columns: columnsOf(c.Name, typ), unique: sqlOf(c), plain: true, composed: true}
	for _, col := range d.columns {
		d.sql = append(d.sql, col.sql...)
		d.plain = d.plain && (col.audit == Show || col.audit == Amounts)
	}
	if twice := namedTwice(d.sql); twice != "" {
		return s, fault.Bad("columns", "repeated", "Two columns would be kept as %s; name one of them otherwise.", twice)
	}
	d.writer = rowio.Within(composed, []string{"body", "key_a", "key_b", "key_c"}, "table_name", c.Name)
	d.selects = d.selectSQL()
	d.setDefaults()
	if unit := d.column(c.Unit); unit != nil {
		d.placed, d.target = true, func(row any) access.Target {
			return access.Target{Unit: reflect.ValueOf(row).Elem().FieldByIndex(unit.index).String()}
		}
	}
	d.reach = reachOf(d)
	return Sheet{d}, nil
}

// rowType is a struct like those that are declared in the program.
func rowType(fields []Field) reflect.Type {
	list := []reflect.StructField{{Name: "Meta", Type: reflect.TypeFor[Meta](), Anonymous: true}}
	for i, f := range fields {
		db, audit := f.Name, Show
		if f.Type == moneyType {
			db += "_minor," + f.Name + "_currency"
		}
		if f.Secret {
			audit = Mask
		}
		tag := fmt.Sprintf(`json:%q db:%q audit:%q`, f.Name, db, audit)
		keys := make([]string, 0, len(f.Tags))
		for key := range f.Tags {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			tag += " " + key + ":" + strconv.Quote(f.Tags[key])
		}
		list = append(list, reflect.StructField{Name: "C" + strconv.Itoa(i), Type: f.Type, Tag: reflect.StructTag(tag)})
	}
	return reflect.StructOf(list)
}

// sqlOf are the unique sets by SQL column.
func sqlOf(c Composition) [][]string {
	var sets [][]string
	for _, set := range c.Unique {
		var columns []string
		for _, name := range set {
			columns = append(columns, name)
			for _, f := range c.Fields {
				if f.Name == name && f.Type == moneyType {
					columns = append(columns[:len(columns)-1], name+"_minor", name+"_currency")
				}
			}
		}
		sets = append(sets, columns)
	}
	return sets
}

func namedTwice(names []string) string {
	seen := map[string]bool{"id": true, "version": true}
	for _, n := range names {
		if seen[n] {
			return n
		}
		seen[n] = true
	}
	return ""
}

func (d *def) column(name string) *column {
	for i := range d.columns {
		if d.columns[i].name == name {
			return &d.columns[i]
		}
	}
	return nil
}

// from is what statements read the table's rows from: the table, or a query that
// gives the rows of a composed one the columns that they would have. What a row
// lacks, because it is older than its column, is empty.
func (d *def) from() string {
	if !d.composed {
		return store.Quote(d.name)
	}
	parts := []string{"id", "version"}
	for i := range d.columns {
		c := &d.columns[i]
		empty := "''"
		switch {
		case c.list():
			empty = "'[]'"
		case c.kind == decimal:
			empty = "'0'"
		}
		for j, class := range c.classes() {
			cast := "CAST(doc ->> '" + c.sql[j] + "' AS TEXT), " + empty
			if class == store.ClassInt {
				cast = "CAST(doc ->> '" + c.sql[j] + "' AS BIGINT), 0"
			}
			parts = append(parts, "COALESCE("+cast+") AS "+store.Quote(c.sql[j]))
		}
	}
	return "(SELECT " + strings.Join(parts, ", ") + " FROM " + composed + " WHERE table_name = '" + d.name + "') AS " + store.Quote(d.name)
}

// stored are the row's values as its SQL table has them.
func (d *def) stored(row any) ([]any, error) {
	values, err := d.values(row)
	if err != nil || !d.composed {
		return values, err
	}
	body := map[string]any{}
	for i, name := range d.sql {
		body[name] = values[i+1]
	}
	text, err := marshal(body) // maps come sorted
	if err != nil {
		return nil, err
	}
	keys := [3]string{}
	for i, set := range d.unique {
		key := make([]any, len(set))
		for j, column := range set {
			key[j] = body[column]
		}
		text, err := json.Marshal(key)
		if err != nil {
			return nil, err
		}
		keys[i] = string(text)
	}
	return []any{values[0], string(text), keys[0], keys[1], keys[2]}, nil
}

// Rows counts the rows of a table, of a composed one whether it is in force or not.
func (s Sheet) Rows(ctx context.Context, r store.Reader) (n int64, err error) {
	return n, r.QueryRow(ctx, []any{&n}, "SELECT count(*) FROM "+s.d.from())
}

// Fit checks that every row there is satisfies the columns of s, which is the
// table as it is to be. Fault row_does_not_fit.
func (s Sheet) Fit(ctx context.Context, q Reader) error {
	return q.Query(ctx, func(scan store.Scan) error {
		row, err := s.d.scan(scan)
		if err != nil {
			return err
		}
		v := reflect.ValueOf(row).Elem()
		for i := range s.d.columns {
			c := &s.d.columns[i]
			if err := c.demand(v.FieldByIndex(c.index)); err != nil {
				f := fault.From(err)
				return fault.New(fault.Conflict, "row_does_not_fit", "The %s %s does not fit: %s: %s Change it first.", words(s.d.name), metaOf(row).ID, f.Field, f.Detail)
			}
		}
		return nil
	}, s.d.selects+" ORDER BY id")
}
