package govern

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Filter is one condition of a list.
type Filter struct{ Column, Op, Value string }

// Operators of filters. Contains is, of a text, some text in it (of the letters
// A to Z in any case) and, of a list, one of its items.
const (
	Equals   = "="
	Contains = "~"
)

var (
	sameOrNot = []string{Equals, "!="}
	ordered   = []string{Equals, "!=", "<", "<=", ">", ">="}
)

// FilterOps are the operators that a list may be filtered with by the column;
// none for secrets and documents.
func (c Column) FilterOps() []string { return c.col.filterOps() }

// Sorts reports whether a list may be sorted by the column.
func (c Column) Sorts() bool { return c.col.sorts() }

func (c *column) filterOps() []string {
	switch {
	case c.audit == Mask:
		return nil
	case c.kind == text && (c.constraint.enum != nil || c.constraint.ref != ""), c.kind == boolean, c.kind == decimal:
		return sameOrNot
	case c.kind == text:
		return append(slices.Clip(ordered), Contains)
	case c.kind == integer, c.kind == moment, c.kind == amount:
		return ordered
	case c.list():
		return []string{Contains}
	}
	return nil
}

func (c *column) list() bool { return c.kind == document && c.typ == reflect.TypeFor[[]string]() }

// sorts: decimals are texts, whose order is not that of numbers.
func (c *column) sorts() bool {
	return c.audit != Mask && c.kind != document && c.kind != decimal
}

// idColumn lets a list be filtered and sorted by id like by any column.
var idColumn = &column{name: "id", sql: []string{"id"}, kind: text, audit: Show, constraint: constraint{ref: "id"}}

// named is the column that a list is filtered or sorted by. One that may not be
// is as unknown as one that is not there.
func (d *def) named(name, place string, may func(*column) bool) (*column, error) {
	names := []string{"id"}
	if name == "id" {
		return idColumn, nil
	}
	for i := range d.columns {
		c := &d.columns[i]
		if !may(c) {
			continue
		}
		if c.name == name {
			return c, nil
		}
		names = append(names, c.name)
	}
	return nil, fault.Bad(place, "unknown_column", "There is no column %q to %s by; there are %s.", name, place, strings.Join(names, ", "))
}

// filter is the SQL condition of f.
func (d *def) filter(q *query, f Filter) (string, error) {
	c, err := d.named(f.Column, "filter", func(c *column) bool { return c.filterOps() != nil })
	if err != nil {
		return "", err
	}
	ops := c.filterOps()
	if !slices.Contains(ops, f.Op) {
		return "", fault.Bad("filter", "bad_operator", "The column %s is not filtered by %s but by %s.", c.name, f.Op, strings.Join(ops, " "))
	}
	name := store.Quote(c.sql[0])
	op := f.Op
	if op == "!=" {
		op = "<>"
	}
	switch {
	case c.kind == amount:
		return c.filterAmount(q, op, f.Value)
	case op == Contains && f.Value == "":
		return "", fault.Bad("filter", "bad_value", "Say after %s~ what it is to contain.", c.name)
	case op == Contains && c.list():
		item, err := appendText(nil, "filter", f.Value)
		return holds(name, q.arg(string(item))), err
	case op == Contains:
		return holds("lower("+name+")", q.arg(small(f.Value))), nil
	}
	v, err := Column{Name: c.name, col: c}.Stored(f.Value)
	if err != nil {
		return "", fault.Bad("filter", "bad_value", "%s: %s", c.name, fault.From(err).Detail)
	}
	return name + " " + op + " " + q.arg(v), nil
}

// holds is the condition that one text stands in another; both databases have
// replace.
func holds(in, what string) string { return "replace(" + in + ", " + what + ", '') <> " + in }

// small is what both databases' lower makes of a text.
func small(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// filterAmount compares amounts of one currency, "EUR 12.50", or the currency
// alone.
func (c *column) filterAmount(q *query, op, value string) (string, error) {
	minor, currency := store.Quote(c.sql[0]), store.Quote(c.sql[1])
	code, number, has := strings.Cut(value, " ")
	if !has && slices.Contains([]string{"=", "<>"}, op) {
		return currency + " " + op + " " + q.arg(code), nil
	}
	m, err := money.Parse(number, money.Currency(code))
	if err != nil {
		return "", fault.Bad("filter", "bad_value", "An amount is compared with one like %s>=EUR 12.50, a currency like %s=EUR.", c.name, c.name)
	}
	if op == "<>" {
		return fmt.Sprintf("(%s <> %s OR %s <> %s)", currency, q.arg(code), minor, q.arg(m.Minor)), nil
	}
	return fmt.Sprintf("(%s = %s AND %s %s %s)", currency, q.arg(code), minor, op, q.arg(m.Minor)), nil
}
