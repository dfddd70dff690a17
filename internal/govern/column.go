package govern

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// kind is how one field of a row is kept, compared and shown.
type kind uint8

const (
	text     kind = iota // string, or a named string
	integer              // int64
	boolean              // bool, 0 or 1 in SQL
	moment               // Time
	decimal              // a type that marshals itself as text
	document             // anything else: canonical JSON in a text column
	amount               // money.Money: two columns, minor units and currency
)

// Audit says how a column appears in the log.
type Audit string

// The ways. Every column must name one.
const (
	Show    Audit = "show"    // the value
	Amounts Audit = "amount"  // the value, to who may read amounts in the log; of money.Money always
	Mask    Audit = "mask"    // that it changed, never the value: secrets
	Derived Audit = "derived" // not repeated: computed from other columns
)

// column is one field of a row type, read once from its tags.
type column struct {
	name  string // the JSON name
	key   string // `"name":`
	sql   []string
	index []int
	kind  kind
	audit Audit
	typ   reflect.Type

	constraint constraint
}

var (
	moneyType  = reflect.TypeFor[money.Money]()
	timeType   = reflect.TypeFor[Time]()
	marshaler  = reflect.TypeFor[encoding.TextMarshaler]()
	auditModes = map[Audit]bool{Show: true, Amounts: true, Mask: true, Derived: true}
)

// columnsOf reads the fields of a row type. The panics name the field: a
// wrong declaration must not live to serve a request.
func columnsOf(table string, row reflect.Type) []column {
	var cols []column
	for _, f := range reflect.VisibleFields(row) {
		db, ok := f.Tag.Lookup("db")
		if f.Anonymous || !ok {
			if !f.Anonymous {
				panic(fmt.Sprintf("govern: %s.%s has no db tag", table, f.Name))
			}
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if db == "id" || db == "version" || db == "children_version" {
			continue
		}
		c := column{name: name, key: strconv.Quote(name) + ":", sql: strings.Split(db, ","), index: f.Index, typ: f.Type, audit: Audit(f.Tag.Get("audit"))}
		if name == "" || name == "-" {
			panic(fmt.Sprintf("govern: %s.%s has no json name", table, f.Name))
		}
		if !auditModes[c.audit] {
			panic(fmt.Sprintf("govern: %s.%s must say audit:\"show\", \"amount\", \"mask\" or \"derived\"", table, f.Name))
		}
		c.kind, c.constraint = kindOf(f.Type), constraintOf(table, f)
		if c.kind == amount && c.audit == Show {
			c.audit = Amounts
		}
		if want := 1 + b2i(c.kind == amount); len(c.sql) != want {
			panic(fmt.Sprintf("govern: %s.%s needs %d SQL columns, its db tag has %d", table, f.Name, want, len(c.sql)))
		}
		cols = append(cols, c)
	}
	if len(cols) == 0 {
		panic("govern: " + table + " has no columns")
	}
	sort.Slice(cols, func(i, j int) bool { return cols[i].name < cols[j].name })
	return cols
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func kindOf(t reflect.Type) kind {
	switch {
	case t == moneyType:
		return amount
	case t == timeType:
		return moment
	case t.Implements(marshaler):
		return decimal
	}
	switch t.Kind() {
	case reflect.String:
		return text
	case reflect.Int64, reflect.Int:
		return integer
	case reflect.Bool:
		return boolean
	case reflect.Slice, reflect.Struct, reflect.Map:
		return document
	}
	panic(fmt.Sprintf("govern: a column cannot be a %s", t))
}

// classes are the SQL classes of the column's columns.
func (c *column) classes() []store.Class {
	switch c.kind {
	case integer, boolean, moment:
		return []store.Class{store.ClassInt}
	case amount:
		return []store.Class{store.ClassInt, store.ClassText}
	}
	return []store.Class{store.ClassText}
}

// approvalKind is what conditions of four-eyes rules see of the column.
func (c *column) approvalKind() approval.Kind {
	switch c.kind {
	case integer:
		return approval.Int
	case boolean:
		return approval.Bool
	case moment:
		return approval.Time
	case decimal:
		return approval.Decimal
	case amount:
		return approval.Money
	case document:
		if c.typ.Kind() == reflect.Slice && c.typ.Elem().Kind() == reflect.String {
			return approval.List
		}
	}
	return approval.Text
}

// appendJSON writes the value in its one canonical form.
func (c *column) appendJSON(b []byte, v reflect.Value) ([]byte, error) {
	switch c.kind {
	case text:
		return appendText(b, c.name, v.String())
	case integer:
		return strconv.AppendInt(b, v.Int(), 10), nil
	case boolean:
		return strconv.AppendBool(b, v.Bool()), nil
	case moment:
		b = append(b, '"')
		b = append(b, Time(v.Int()).String()...)
		return append(b, '"'), nil
	case amount:
		m := v.Interface().(money.Money)
		b = append(b, `{"currency":"`...)
		b = append(b, string(m.Currency)...)
		b = append(b, `","value":"`...)
		b = append(b, m.String()...)
		return append(b, `"}`...), nil
	case decimal:
		t, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return nil, fault.Bad(c.name, "bad_value", "%v", err)
		}
		return appendText(b, c.name, string(t))
	}
	doc, err := canonical(v)
	if err != nil {
		return nil, fault.Bad(c.name, "bad_value", "This value cannot be kept: %v", err)
	}
	return append(b, doc...), nil
}

// canonical is encoding/json's form without HTML escaping; maps come sorted,
// structs in field order, and no field of a row type is a float.
func canonical(v reflect.Value) ([]byte, error) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return []byte("[]"), nil
	}
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v.Interface()); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(out.String(), "\n")), nil
}

const hexDigits = "0123456789abcdef"

// appendText writes a JSON string, escaping only what must be. NUL and broken
// UTF-8 are refused: neither database would give them back unchanged.
func appendText(b []byte, field, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return nil, fault.Bad(field, "not_utf8", "This text is not valid UTF-8.")
	}
	b = append(b, '"')
	for i := range len(s) {
		switch ch := s[i]; {
		case ch == 0:
			return nil, fault.Bad(field, "nul", "A text must not hold a NUL character.")
		case ch == '"' || ch == '\\':
			b = append(b, '\\', ch)
		case ch == '\n':
			b = append(b, '\\', 'n')
		case ch < 0x20:
			b = append(b, '\\', 'u', '0', '0', hexDigits[ch>>4], hexDigits[ch&15])
		default:
			b = append(b, ch)
		}
	}
	return append(b, '"'), nil
}

// values are what is written into the column's SQL columns.
func (c *column) values(dst []any, v reflect.Value) ([]any, error) {
	switch c.kind {
	case text:
		return append(dst, v.String()), nil
	case integer, moment:
		return append(dst, v.Int()), nil
	case boolean:
		return append(dst, int64(b2i(v.Bool()))), nil
	case amount:
		m := v.Interface().(money.Money)
		return append(dst, m.Minor, string(m.Currency)), nil
	case decimal:
		t, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		return append(dst, string(t)), err
	}
	doc, err := canonical(v)
	return append(dst, string(doc)), err
}

// holders are where a scan puts the column, and set moves it into the row.
func (c *column) holders(dst []any) []any {
	switch c.kind {
	case integer, boolean, moment:
		return append(dst, new(int64))
	case amount:
		return append(dst, new(int64), new(string))
	}
	return append(dst, new(string))
}

func (c *column) set(v reflect.Value, from []any) error {
	switch c.kind {
	case text:
		v.SetString(*from[0].(*string))
	case integer, moment:
		v.SetInt(*from[0].(*int64))
	case boolean:
		v.SetBool(*from[0].(*int64) != 0)
	case amount:
		v.Set(reflect.ValueOf(money.Money{Minor: *from[0].(*int64), Currency: money.Currency(*from[1].(*string))}))
	case decimal:
		return v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(*from[0].(*string)))
	case document:
		return json.Unmarshal([]byte(*from[0].(*string)), v.Addr().Interface())
	}
	return nil
}

// seen is the value as conditions of four-eyes rules see it.
func (c *column) seen(v reflect.Value) any {
	switch c.kind {
	case text:
		return v.String()
	case integer, moment:
		return v.Int()
	case boolean:
		return v.Bool()
	case amount:
		m := v.Interface().(money.Money)
		return approval.Amount{Minor: m.Minor, Currency: string(m.Currency)}
	case decimal:
		t, _ := v.Interface().(encoding.TextMarshaler).MarshalText()
		return string(t)
	}
	if list, ok := v.Interface().([]string); ok {
		return list
	}
	doc, _ := canonical(v)
	return string(doc)
}
