package govern

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	strict "github.com/go-json-experiment/json"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Sheet is a declared table without its type, for ways in that treat all tables
// alike.
type Sheet struct{ d *def }

// SheetOf takes a table's type away.
func SheetOf(t Any) Sheet { return Sheet{t.erased()} }

// Name is the table's.
func (s Sheet) Name() string { return s.d.name }

// Doc is the table's sentence.
func (s Sheet) Doc() string { return s.d.doc }

// ByCommand reports whether rows change only through commands.
func (s Sheet) ByCommand() bool { return s.d.byCommand }

// Lone is the id of the one row that the table has, "" where there may be many.
func (s Sheet) Lone() ID {
	if s.d.loneRow == nil {
		return ""
	}
	return metaOf(s.d.loneRow).ID
}

// Parent is the table that rows belong to, "" when there is none.
func (s Sheet) Parent() string { return s.d.parentName }

// Key is the set of columns that people know a record by: the declared one, or
// the first set that no two rows share; nil when there is neither.
func (s Sheet) Key() []string {
	if s.d.key != nil || len(s.d.unique) == 0 {
		return s.d.key
	}
	return s.d.unique[0]
}

// Declares is the table that the record declares, nil when it declares none. Its
// fault says what is wrong with the declaration.
func (s Sheet) Declares(r *Record) (*Sheet, error) {
	if s.d.extends == nil {
		return nil, nil
	}
	x, err := s.d.extends(r.row)
	return x.Table, err
}

// Alike reports whether rows of both tables have the same columns, and the same
// of them unique.
func (s Sheet) Alike(other Sheet) bool {
	return s.d.typ == other.d.typ && slices.EqualFunc(s.d.unique, other.d.unique, slices.Equal[[]string])
}

// Columns are the declared columns in the order in which they are declared.
func (s Sheet) Columns() []Column {
	list := make([]Column, len(s.d.columns))
	for i := range s.d.columns {
		c := &s.d.columns[i]
		list[i] = Column{Name: c.name, Field: c.index, Masked: c.audit == Mask, col: c}
	}
	slices.SortFunc(list, func(a, b Column) int { return slices.Compare(a.Field, b.Field) })
	return list
}

// Ref is the table whose ids the column holds, "" when it holds none.
func (c Column) Ref() string { return c.col.constraint.ref }

// Type is the column's type in Go, for reading the shape of a document.
func (c Column) Type() reflect.Type { return c.col.typ }

// Optional reports whether a row may leave the column out.
func (c Column) Optional() bool { return c.col.constraint.optional }

// Record is a row of a Sheet.
type Record struct {
	Meta
	// Values are the columns in canonical JSON, without those that hold secrets.
	Values map[string]json.RawMessage
	row    any
}

func (s Sheet) record(row any) (*Record, error) {
	r := &Record{Meta: *metaOf(row), Values: map[string]json.RawMessage{}, row: row}
	v := reflect.ValueOf(row).Elem()
	for i := range s.d.columns {
		c := &s.d.columns[i]
		if c.audit == Mask {
			continue
		}
		text, err := c.appendJSON(nil, v.FieldByIndex(c.index))
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", s.d.name, r.ID, err)
		}
		r.Values[c.name] = text
	}
	return r, nil
}

// Aside names the rows that are for trying out and no configuration.
func (s Sheet) Aside(ctx context.Context, r store.Reader) ([]ID, error) {
	if s.d.aside == nil {
		return nil, nil
	}
	return s.d.aside(ctx, r)
}

// Over reports whether the record's time is over, or what it was to last until does
// not wait, so that it is of no account whether it is there still.
func (s Sheet) Over(ctx context.Context, q Reader, r *Record) (bool, error) {
	if s.d.over != nil && s.d.over(r.row, q.Now()) {
		return true, nil
	}
	if s.d.endsWith == "" || s.d.endOf(r.row) == "" {
		return false, nil
	}
	var waiting int64
	err := q.QueryRow(ctx, []any{&waiting}, `SELECT count(*) FROM "change" WHERE id = $1 AND state = 'pending'`, string(s.d.endOf(r.row)))
	return waiting == 0, err
}

// All reads every row, by id. They are not remembered as read: a plan is bound
// to those that it changes.
func (s Sheet) All(ctx context.Context, r store.Reader) ([]*Record, error) {
	var list []*Record
	err := r.Query(ctx, func(scan store.Scan) error {
		row, err := s.d.scan(scan)
		if err != nil {
			return err
		}
		rec, err := s.record(row)
		list = append(list, rec)
		return err
	}, s.d.selects+" ORDER BY id")
	return list, err
}

// Make is the record as it would be with exactly these values: columns that
// they leave out are empty, but for secrets, which stay what they were. was is
// nil for a new record. Fault bad_value, with the column as its field.
func (s Sheet) Make(id ID, was *Record, values map[string]json.RawMessage) (*Record, error) {
	row := s.d.new()
	v := reflect.ValueOf(row).Elem()
	*metaOf(row) = Meta{ID: id}
	if was != nil {
		*metaOf(row) = was.Meta
	}
	for i := range s.d.columns {
		c := &s.d.columns[i]
		field := v.FieldByIndex(c.index)
		switch text, given := values[c.name]; {
		case c.audit == Mask && was != nil:
			field.Set(reflect.ValueOf(was.row).Elem().FieldByIndex(c.index))
		case c.audit == Mask || !given:
		default:
			if err := strict.Unmarshal(text, field.Addr().Interface(), strict.RejectUnknownMembers(true)); err != nil {
				return nil, fault.Bad(c.name, "bad_value", "This cannot stand here: %v.", err)
			}
		}
	}
	return s.record(row)
}

// Foresee lets the reader of a plan see rows that the plan is going to insert,
// for Normal to be asked of rows that refer to them.
func Foresee(q Reader, rows []RowChange) {
	if r, ok := q.(*recorder); ok {
		r.plans(rows)
	}
}

// Normal is the record in the one form that its table puts it into, filled in
// with what follows from other records. A row that the table refuses stays as it
// is: planning it tells why.
func (s Sheet) Normal(ctx context.Context, q Reader, was, is *Record) (*Record, error) {
	var before any
	if was != nil {
		before = was.row
	}
	again, err := s.Make(is.ID, was, is.Values)
	if err != nil {
		return nil, err
	}
	if s.d.fill != nil && s.d.fill(ctx, q, again.row) != nil || s.d.check(ctx, q, before, again.row) != nil {
		return is, nil
	}
	return s.record(again.row)
}

// Same reports whether two records hold the same values.
func (r *Record) Same(other *Record) bool {
	for name, text := range r.Values {
		if string(other.Values[name]) != string(text) {
			return false
		}
	}
	return len(r.Values) == len(other.Values)
}

// Change plans the step from was to is; nil was inserts, nil is deletes.
func (s Sheet) Change(was, is *Record) RowChange {
	switch {
	case was == nil:
		return s.d.change(Insert, nil, is.row)
	case is == nil:
		return s.d.change(Delete, was.row, nil)
	}
	return s.d.change(Update, was.row, is.row)
}

// Targets is what writing the record, as it is and as it would be, is asked on; nil
// stands for none.
func (s Sheet) Targets(was, is *Record) []access.Target {
	var before, after any
	if was != nil {
		before = was.row
	}
	if is != nil {
		after = is.row
	}
	return s.d.targetsOf(before, after)
}

// Target is what a permission for the record is asked on.
func (s Sheet) Target(r *Record) access.Target { return s.d.shownOn(r.row) }
