package govern

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/fault"
)

// constraint is what a column's tags demand of its value. The tags are those
// that the OpenAPI document is made from (enum, minLength, maxLength, minimum,
// pattern), and ref, which names the table that an id must exist in. They hold
// for every way in, not only for HTTP.
type constraint struct {
	enum     []string
	min, max int // characters
	floor    *int64
	pattern  *regexp.Regexp
	ref      string
	optional bool // may be empty whatever the rest says
}

func constraintOf(table string, f reflect.StructField) constraint {
	c := constraint{ref: f.Tag.Get("ref"), optional: f.Tag.Get("required") == "false"}
	number := func(tag string) int {
		text, ok := f.Tag.Lookup(tag)
		if !ok {
			return 0
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			panic(fmt.Sprintf("govern: %s.%s: %s is no number", table, f.Name, tag))
		}
		return n
	}
	c.min, c.max = number("minLength"), number("maxLength")
	if _, ok := f.Tag.Lookup("minimum"); ok {
		floor := int64(number("minimum"))
		c.floor = &floor
	}
	if e := f.Tag.Get("enum"); e != "" {
		c.enum = strings.Split(e, ",")
	}
	if p := f.Tag.Get("pattern"); p != "" {
		c.pattern = regexp.MustCompile(p)
	}
	if c.ref != "" && c.min == 0 && !c.optional {
		c.min = 1
	}
	return c
}

// demand checks one value against its column's tags.
func (c *column) demand(v reflect.Value) error {
	k := &c.constraint
	switch c.kind {
	case text:
		s := v.String()
		if s == "" && k.optional {
			return nil
		}
		return c.demandText(s)
	case integer:
		if k.floor != nil && v.Int() < *k.floor {
			return fault.Bad(c.name, "too_small", "%d is below %d.", v.Int(), *k.floor)
		}
	case moment:
		if !Time(v.Int()).written() {
			return fault.Bad(c.name, "bad_time", "Give a time between the years 0 and 9999.")
		}
	}
	return nil
}

func (c *column) demandText(s string) error {
	k := &c.constraint
	n := utf8.RuneCountInString(s)
	switch {
	case n < k.min:
		return fault.Bad(c.name, "too_short", "Give at least %d characters.", k.min)
	case k.max > 0 && n > k.max:
		return fault.Bad(c.name, "too_long", "These are %d characters, %d are allowed.", n, k.max)
	case k.pattern != nil && !k.pattern.MatchString(s):
		return fault.Bad(c.name, "bad_form", "%q is not of the form %s.", s, k.pattern)
	case k.enum == nil:
		return nil
	}
	for _, e := range k.enum {
		if s == e {
			return nil
		}
	}
	return fault.Bad(c.name, "unknown_value", "%q is none of %s.", s, strings.Join(k.enum, ", "))
}

// demands checks a row against its columns' tags, and that every record it
// names exists.
func (e *Engine) demands(ctx context.Context, q *recorder, rc *RowChange) error {
	if rc.after == nil {
		return nil
	}
	v := reflect.ValueOf(rc.after).Elem()
	for i := range rc.def.columns {
		c := &rc.def.columns[i]
		if err := c.demand(v.FieldByIndex(c.index)); err != nil {
			return err
		}
		if err := c.refs(v, func(c *column, id ID) error { return e.exists(ctx, q, c, id) }); err != nil {
			return err
		}
	}
	return nil
}

// refs gives the ids of other records that the row names.
func (d *def) refs(row any, each func(*column, ID) error) error {
	v := reflect.ValueOf(row).Elem()
	for i := range d.columns {
		if err := d.columns[i].refs(v, each); err != nil {
			return err
		}
	}
	return nil
}

func (c *column) refs(row reflect.Value, each func(*column, ID) error) error {
	if c.constraint.ref == "" {
		return nil
	}
	value := row.FieldByIndex(c.index)
	if c.kind == text {
		return each(c, ID(value.String()))
	}
	for _, id := range value.Interface().([]string) {
		if err := each(c, ID(id)); err != nil {
			return err
		}
	}
	return nil
}

// exists asks for a record that a row names. The record may change while the
// row waits for approval, so it is not one of the versions the plan rests on.
func (e *Engine) exists(ctx context.Context, q *recorder, c *column, id ID) error {
	ref := Ref{c.constraint.ref, id}
	if id == "" || q.known[ref] || q.rows[ref] != nil || q.planned[ref] != nil || q.v.knows(q.v.extra.def(ref.Table), id) || isAhead(q, ref) {
		return nil
	}
	_, err := q.v.extra.def(ref.Table).get(ctx, q.Reader, id)
	if fault.Is(err, fault.NotFound) {
		return fault.Bad(c.name, "unknown_reference", "There is no %s %s.", words(ref.Table), id)
	}
	if err == nil {
		q.known[ref] = true
	}
	return err
}
