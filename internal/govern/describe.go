package govern

import (
	"context"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strconv"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Masked stands in place of a secret wherever a row is shown.
const Masked = "masked"

// Column tells ways in about one declared column.
type Column struct {
	Name   string // its JSON name
	Field  []int  // index for reflect.Value.FieldByIndex
	Masked bool   // holds a secret: it is never shown
	col    *column
}

// Columns are the declared columns, sorted by name, without id and version.
func (t *Table[T]) Columns() []Column {
	list := make([]Column, len(t.def.columns))
	for i := range t.def.columns {
		c := &t.def.columns[i]
		list[i] = Column{Name: c.name, Field: c.index, Masked: c.audit == Mask, col: c}
	}
	return list
}

// SQL is the quoted SQL column to compare for equality, "" when the column
// cannot be filtered by: secrets, amounts and documents.
func (c Column) SQL() string {
	if c.Masked || c.col.kind == amount || c.col.kind == document {
		return ""
	}
	return store.Quote(c.col.sql[0])
}

// Stored turns text into the value that the SQL column holds for it, so that
// equal values compare equal. Fault bad_value.
func (c Column) Stored(text string) (any, error) {
	switch c.col.kind {
	case integer:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fault.Bad(c.Name, "bad_value", "%q is not a whole number.", text)
		}
		return n, nil
	case boolean:
		if text != "true" && text != "false" {
			return nil, fault.Bad(c.Name, "bad_value", "%q is neither true nor false.", text)
		}
		return int64(b2i(text == "true")), nil
	case moment:
		var t Time
		if err := t.UnmarshalJSON([]byte(strconv.Quote(text))); err != nil {
			return nil, fault.Bad(c.Name, "bad_value", "%v.", err)
		}
		return int64(t), nil
	case decimal:
		v := reflect.New(c.col.typ)
		if err := v.Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
			return nil, fault.Bad(c.Name, "bad_value", "%v.", err)
		}
		same, err := v.Elem().Interface().(encoding.TextMarshaler).MarshalText()
		return string(same), err
	}
	return text, nil
}

// TargetOf is what a permission for the row is asked on.
func (t *Table[T]) TargetOf(row *T) access.Target { return t.def.targetOf(row) }

// MetaOf is the row's id and version.
func (t *Table[T]) MetaOf(row *T) Meta { return *metaOf(row) }

// SetID gives a new row its id, for who must know it before the command is made.
func (t *Table[T]) SetID(row *T, id ID) { metaOf(row).ID = id }

func (d *def) shown(row any) (json.RawMessage, error) {
	v := reflect.ValueOf(row).Elem()
	b := []byte{'{'}
	for i := range d.columns {
		c := &d.columns[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, c.key...)
		var err error
		switch value := v.FieldByIndex(c.index); {
		case c.audit == Mask && value.IsZero():
			b = append(b, `""`...)
		case c.audit == Mask:
			b = append(b, `"`+Masked+`"`...)
		default:
			b, err = c.appendJSON(b, value)
		}
		if err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// ShownChange is a row change as it may leave: secrets replaced by Masked, and
// the names of the columns that differ, which tells that a secret changed.
type ShownChange struct {
	Table   string          `json:"table"`
	Op      Op              `json:"op" enum:"insert,update,delete,touch" doc:"touch: only its version grows, because a part of it changed."`
	ID      ID              `json:"id"`
	Base    int64           `json:"base" doc:"The version planned against; 0 for a new record."`
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
	Changed []string        `json:"changed" doc:"The columns that differ."`
}

// Shown is the change of a body that Look or Inbox gave, or of a dry run.
func (rc *RowChange) Shown() (ShownChange, error) {
	s := ShownChange{Table: rc.Table, Op: rc.Op, ID: rc.ID, Base: rc.Base, Changed: []string{}}
	if rc.def == nil {
		return s, fmt.Errorf("govern: a change of %s %s that was not opened", rc.Table, rc.ID)
	}
	var err error
	if rc.before != nil {
		if s.Before, err = rc.def.shown(rc.before); err != nil {
			return s, err
		}
	}
	if rc.after != nil {
		if s.After, err = rc.def.shown(rc.after); err != nil {
			return s, err
		}
	}
	for i := range rc.def.columns {
		c := &rc.def.columns[i]
		if rc.before == nil || rc.after == nil || !reflect.DeepEqual(fieldOf(rc.before, c), fieldOf(rc.after, c)) {
			s.Changed = append(s.Changed, c.name)
		}
	}
	return s, nil
}

func fieldOf(row any, c *column) any {
	return reflect.ValueOf(row).Elem().FieldByIndex(c.index).Interface()
}

// Standing is nil when the user may do anything at all now; else the fault:
// unknown_user, suspended or user_ended.
func (e *Engine) Standing(user string) error { return e.view.Load().standing(user, At(e.now())) }

// People are the people as this node knows them now.
func (e *Engine) People() People { return newRecorder(e, e.view.Load(), nil, At(e.now()), "") }

// Target is what a permission for a record is asked on, by names. Faults:
// unknown_table, not_found.
func (e *Engine) Target(ctx context.Context, table string, id ID) (access.Target, error) {
	return targetIn(ctx, e.db, e.def(table), table, id)
}

func targetIn(ctx context.Context, r store.Reader, d *def, table string, id ID) (access.Target, error) {
	if d == nil {
		return access.Target{}, fault.Bad("table", "unknown_table", "There is no table %q.", table)
	}
	row, err := d.get(ctx, r, id)
	if err != nil {
		return access.Target{}, err
	}
	return d.shownOn(row), nil
}

// Verbs lists the declared commands, sorted by name.
func (e *Engine) Verbs() []Verb {
	list := make([]Verb, 0, len(e.verbs))
	for _, v := range e.verbs {
		list = append(list, v)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// Survey reads who may do what without an Engine, for tools that only look.
func Survey(ctx context.Context, r store.Reader, tables []Any) (*access.Snapshot, error) {
	v, err := surveyor(nil, tables).load(ctx, r)
	if err != nil {
		return nil, err
	}
	return v.access, nil
}

// surveyor is an Engine that only looks.
func surveyor(ring *secret.Ring, tables []Any) *Engine {
	e := &Engine{ring: ring, byName: map[string]*def{}}
	for _, t := range tables {
		d := t.erased()
		e.byName[d.name] = d
		if d.facts != nil {
			e.tables = append(e.tables, d)
		}
	}
	return e
}

// SurveyAt is Survey at a past time, made from the log that the ring opens, and what
// a permission for a record was asked on then; table "" is everything. Faults:
// unknown_table, not_found, audit_archived.
func SurveyAt(ctx context.Context, r store.Reader, ring *secret.Ring, tables []Any, table string, id ID, at Time) (*access.Snapshot, access.Target, error) {
	e := surveyor(ring, tables)
	v, err := e.load(ctx, r)
	if err != nil {
		return nil, access.Target{}, err
	}
	then, err := e.accessAt(ctx, r, v.access, at)
	if err != nil || table == "" {
		return then, access.Target{}, err
	}
	d := e.byName[table]
	if d == nil {
		return nil, access.Target{}, fault.Bad("table", "unknown_table", "There is no table %q.", table)
	}
	row, err := e.rowAt(ctx, r, d, id, at)
	if err != nil {
		return nil, access.Target{}, err
	}
	return then, row.Target, nil
}

// TargetIn is Target for tools that only look.
func TargetIn(ctx context.Context, r store.Reader, tables []Any, table string, id ID) (access.Target, error) {
	return targetIn(ctx, r, surveyor(nil, tables).byName[table], table, id)
}
