package foreign

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/money"
)

// Table is a table of another application, whose rows are governed here like our
// own.
type Table struct {
	govern.Meta
	Name    string   `json:"name" db:"name" audit:"show" pattern:"^[a-z]+(_[a-z]+)*$" minLength:"3" maxLength:"40" doc:"Small letters and underscores, singular: supplier. It is part of addresses and permissions."`
	Doc     string   `json:"doc" db:"doc" audit:"show" minLength:"1" maxLength:"1000" doc:"One sentence for the people who use it."`
	Columns []Column `json:"columns" db:"columns" audit:"show"`
	Unique  []Set    `json:"unique" db:"unique_sets" audit:"show" required:"false" doc:"Sets of columns that no two rows share, at most three; people know a row by the first."`
	Unit    string   `json:"unit_column" db:"unit_column" audit:"show" required:"false" maxLength:"40" doc:"The column that says which unit a row belongs to: grants there reach it."`
}

// Set is a set of columns.
type Set struct {
	Columns []string `json:"columns,omitempty"`
}

// Column is one column of a Table. What may be left out is empty.
type Column struct {
	Name      string   `json:"name"`
	Kind      string   `json:"kind" enum:"text,date,currency,integer,boolean,time,decimal,money,list"`
	Audit     string   `json:"audit" enum:"show,mask" doc:"How it appears in the log; mask: a secret text, sealed, never shown again."`
	Doc       string   `json:"doc,omitempty"`
	Optional  bool     `json:"optional,omitempty" doc:"May be empty."`
	Enum      []string `json:"enum,omitempty" doc:"The texts that it may be."`
	Ref       string   `json:"ref,omitempty" doc:"One of our own tables, whose ids it holds: unit, user."`
	MinLength int64    `json:"min_length,omitempty"`
	MaxLength int64    `json:"max_length,omitempty"`
	Minimum   string   `json:"minimum,omitempty" doc:"Of an integer: the least that it may be."`
	Pattern   string   `json:"pattern,omitempty" doc:"A regular expression (RE2) of texts."`
}

const most40 = 40 // columns, and characters of their names

// columnTypes are the Go types of the kinds.
var columnTypes = map[string]reflect.Type{
	"text": reflect.TypeFor[string](), "date": reflect.TypeFor[string](), "currency": reflect.TypeFor[money.Currency](),
	"integer": reflect.TypeFor[int64](), "boolean": reflect.TypeFor[bool](), "time": reflect.TypeFor[govern.Time](),
	"decimal": reflect.TypeFor[money.Decimal](), "money": reflect.TypeFor[money.Money](), "list": reflect.TypeFor[[]string](),
}

const (
	datePattern     = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
	currencyPattern = "^[A-Z]{3}$"
)

var columnForm = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)

// Declared are the tables of other applications.
var Declared = govern.Declare(govern.Table[Table]{
	Name:   "foreign_table",
	Doc:    "A table of another application, whose rows are governed here.",
	Unique: [][]string{{"name"}},
	Check:  checkTable,
	Extends: func(t *Table) (govern.Extension, error) {
		s, err := t.sheet()
		return govern.Extension{Table: &s}, err
	},
})

func checkTable(ctx context.Context, q govern.Reader, before, after *Table) error {
	if after == nil {
		return before.empty(ctx, q)
	}
	s, err := after.sheet()
	if err != nil {
		return err
	}
	if slices.Contains(ownWords, after.Name) {
		return fault.Bad("name", "name_taken", "%s is served by the program itself; take another name.", after.Name)
	}
	if before == nil {
		return nil
	}
	if before.Name != after.Name {
		return fault.Bad("name", "name_fixed", "Roles, addresses and the log know the table as %s; declare another one.", before.Name)
	}
	n, err := s.Rows(ctx, q)
	if err != nil || n == 0 {
		return err
	}
	if err := before.keeps(after); err != nil {
		return err
	}
	return s.Fit(ctx, q)
}

// ownWords begin addresses of the program that are no tables.
var ownWords = []string{
	"access", "audit", "change", "configuration", "dashboard", "event", "export", "find", "foreign_row", "history", "import", "inbox",
	"me", "report", "search", "setting", "table",
}

// empty refuses to let a table go that has rows.
func (t *Table) empty(ctx context.Context, q govern.Reader) error {
	s, err := t.sheet()
	if err != nil {
		return err
	}
	n, err := s.Rows(ctx, q)
	if err == nil && n > 0 {
		err = fault.New(fault.Conflict, "table_has_rows", "The table %s has %d rows. Delete them first.", t.Name, n)
	}
	return err
}

// keeps refuses what would give rows that are there another meaning. Columns may
// be added, and told otherwise what they take.
func (t *Table) keeps(next *Table) error {
	if !reflect.DeepEqual(t.Unique, next.Unique) || t.Unit != next.Unit {
		return fault.New(fault.Conflict, "table_has_rows", "The table %s has rows: what is unique and the unit's column stay as they are.", t.Name)
	}
	for _, c := range t.Columns {
		i := slices.IndexFunc(next.Columns, func(n Column) bool { return n.Name == c.Name })
		switch {
		case i < 0:
			return fault.New(fault.Conflict, "table_has_rows", "The table %s has rows, which would lose their %s. Leave the column; it may become optional.", t.Name, c.Name)
		case next.Columns[i].Kind != c.Kind || next.Columns[i].Audit != c.Audit || next.Columns[i].Ref != c.Ref:
			return fault.New(fault.Conflict, "table_has_rows", "The table %s has rows: kind, audit and ref of %s stay as they are.", t.Name, c.Name)
		}
	}
	return nil
}

// sheet is the table that the row declares.
func (t *Table) sheet() (govern.Sheet, error) {
	if len(t.Columns) == 0 || len(t.Columns) > most40 {
		return govern.Sheet{}, fault.Bad("columns", "bad_number", "A table has 1 to %d columns.", most40)
	}
	c := govern.Composition{Name: t.Name, Doc: t.Doc, Unit: t.Unit}
	by := map[string]*Column{}
	for i := range t.Columns {
		col := &t.Columns[i]
		if err := col.check(fmt.Sprintf("columns[%d]", i)); err != nil {
			return govern.Sheet{}, err
		}
		if by[col.Name] != nil {
			return govern.Sheet{}, fault.Bad(fmt.Sprintf("columns[%d].name", i), "repeated", "The column %s is declared twice.", col.Name)
		}
		by[col.Name] = col
		c.Fields = append(c.Fields, col.field())
	}
	if unit := by[t.Unit]; t.Unit != "" && (unit == nil || unit.Ref != "unit" || unit.Kind != "text") {
		return govern.Sheet{}, fault.Bad("unit_column", "no_unit", "%q is no column of kind text with ref: unit.", t.Unit)
	}
	if len(t.Unique) > govern.MostUnique {
		return govern.Sheet{}, fault.Bad("unique", "too_many", "A table has at most %d unique sets.", govern.MostUnique)
	}
	for i, set := range t.Unique {
		for _, name := range set.Columns {
			if by[name] == nil || by[name].Audit == "mask" {
				return govern.Sheet{}, fault.Bad(fmt.Sprintf("unique[%d]", i), "unknown_column", "There is no column %s that could be unique.", name)
			}
		}
		if len(set.Columns) == 0 {
			return govern.Sheet{}, fault.Bad(fmt.Sprintf("unique[%d]", i), "missing_field", "Name the columns of this set.")
		}
		c.Unique = append(c.Unique, set.Columns)
	}
	return govern.Compose(c)
}

// check is what one column may not say.
func (c *Column) check(place string) error {
	text := c.Kind == "text"
	if c.Pattern != "" {
		if _, err := regexp.Compile(c.Pattern); err != nil {
			return fault.Bad(place+".pattern", "bad_pattern", "This is no regular expression: %v.", err)
		}
	}
	if c.Minimum != "" {
		if _, err := strconv.ParseInt(c.Minimum, 10, 32); err != nil {
			return fault.Bad(place+".minimum", "bad_value", "%q is no whole number.", c.Minimum)
		}
	}
	switch {
	case !columnForm.MatchString(c.Name) || len(c.Name) > most40 || c.Name == "id" || c.Name == "version" || c.Name == "pending_change":
		return fault.Bad(place+".name", "bad_form", "%q cannot be a column: small letters and underscores, and not id, version or pending_change.", c.Name)
	case columnTypes[c.Kind] == nil:
		return fault.Bad(place+".kind", "unknown_value", "%q is none of text, date, currency, integer, boolean, time, decimal, money, list.", c.Kind)
	case c.Audit != "show" && c.Audit != "mask":
		return fault.Bad(place+".audit", "unknown_value", "Say audit: show, or mask for a secret.")
	case c.Audit == "mask" && (!text || c.Enum != nil || c.Ref != "" || c.MinLength > 0 || c.Pattern != ""):
		return fault.Bad(place+".audit", "not_here", "A secret is a text of which nothing else is said.")
	case !text && (c.Enum != nil || c.MinLength != 0 || c.MaxLength != 0 || c.Pattern != ""):
		return fault.Bad(place, "not_here", "enum, min_length, max_length and pattern are for texts.")
	case c.Ref != "" && !text && c.Kind != "list":
		return fault.Bad(place+".ref", "not_here", "A text holds one id, a list several.")
	case c.Minimum != "" && c.Kind != "integer":
		return fault.Bad(place+".minimum", "not_here", "A minimum is for integers.")
	case c.MinLength < 0 || c.MaxLength < 0 || c.MaxLength > 100_000:
		return fault.Bad(place+".max_length", "bad_value", "Lengths are 0 to 100000.")
	}
	for _, e := range c.Enum {
		if e == "" || strings.ContainsAny(e, ",\x00") {
			return fault.Bad(place+".enum", "bad_value", "%q cannot be a value: neither empty nor with a comma.", e)
		}
	}
	return nil
}

// field is the column with the tags that a declared row type has.
func (c *Column) field() govern.Field {
	f := govern.Field{Name: c.Name, Type: columnTypes[c.Kind], Tags: map[string]string{}}
	if c.Audit == "mask" {
		f.Type, f.Secret = reflect.TypeFor[secret.Sealed](), true
	}
	say := func(tag, value string) {
		if value != "" && value != "0" {
			f.Tags[tag] = value
		}
	}
	say("doc", c.Doc)
	say("enum", strings.Join(c.Enum, ","))
	say("ref", c.Ref)
	say("minLength", strconv.FormatInt(c.MinLength, 10))
	say("maxLength", strconv.FormatInt(c.MaxLength, 10))
	if c.Minimum != "" {
		f.Tags["minimum"] = c.Minimum
	}
	say("pattern", c.Pattern)
	switch c.Kind {
	case "date":
		f.Tags["pattern"] = datePattern
	case "currency":
		f.Tags["pattern"] = currencyPattern
	}
	if c.Optional {
		f.Tags["required"] = "false"
	} else if c.Kind == "text" && c.MinLength == 0 && c.Audit != "mask" {
		f.Tags["minLength"] = "1"
	}
	return f
}
