package govern

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// image is the canonical JSON of a row: its declared columns and nothing else,
// keys sorted, no white space. What is stored, hashed and approved are these
// bytes; they are never marshalled a second time.
func (d *def) image(row any) (json.RawMessage, error) {
	return d.imageOf(row, func(*column) bool { return true }, false)
}

func (d *def) imageOf(row any, wanted func(*column) bool, masked bool) (json.RawMessage, error) {
	v := reflect.ValueOf(row).Elem()
	b := append(make([]byte, 0, 32*len(d.columns)), '{')
	for i := range d.columns {
		c := &d.columns[i]
		if !wanted(c) {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(b, c.key...)
		var err error
		if masked && c.audit == Mask {
			b, err = appendText(b, c.name, maskOf(v.FieldByIndex(c.index)))
		} else {
			b, err = c.appendJSON(b, v.FieldByIndex(c.index))
		}
		if err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// maskOf stands for a secret: it tells that it changed, not what it is.
func maskOf(v reflect.Value) string {
	if v.IsZero() {
		return ""
	}
	return maskPrefix + hexSum(v.String())[:16]
}

// auditImages are what the log keeps of a row: the full image after, and of
// before only what differs. Secrets are masked, derived columns left out.
func (d *def) auditImages(rc *RowChange) (after, was json.RawMessage, err error) {
	shown := func(c *column) bool { return c.audit != Derived }
	if rc.after != nil {
		if after = rc.After; !d.plain {
			if after, err = d.imageOf(rc.after, shown, true); err != nil {
				return nil, nil, err
			}
		}
	}
	if rc.before == nil {
		return after, nil, nil
	}
	differs := shown
	if rc.after != nil {
		old, now := reflect.ValueOf(rc.before).Elem(), reflect.ValueOf(rc.after).Elem()
		differs = func(c *column) bool {
			return shown(c) && !reflect.DeepEqual(old.FieldByIndex(c.index).Interface(), now.FieldByIndex(c.index).Interface())
		}
	}
	was, err = d.imageOf(rc.before, differs, true)
	return after, was, err
}

// seen is the row as conditions of four-eyes rules see it; nil stays nil.
func (d *def) seen(row any) map[string]any {
	if row == nil {
		return nil
	}
	v := reflect.ValueOf(row).Elem()
	m := make(map[string]any, len(d.columns))
	for i := range d.columns {
		m[d.columns[i].name] = d.columns[i].seen(v.FieldByIndex(d.columns[i].index))
	}
	return m
}

// values are the row's id and columns as rowio writes them.
func (d *def) values(row any) ([]any, error) {
	v := reflect.ValueOf(row).Elem()
	dst := append(make([]any, 0, len(d.sql)+1), string(metaOf(row).ID))
	for i := range d.columns {
		var err error
		if dst, err = d.columns[i].values(dst, v.FieldByIndex(d.columns[i].index)); err != nil {
			return nil, err
		}
	}
	return dst, nil
}

func (d *def) selectSQL() string {
	cols := append([]string{"id", "version"}, d.sql...)
	if d.hasRoot {
		cols = append(cols, "children_version")
	}
	return "SELECT " + store.QuoteAll(cols) + " FROM " + d.from()
}

// scan reads one row of selectSQL.
func (d *def) scan(scan store.Scan) (any, error) {
	var id string
	var version, children int64
	dst := []any{&id, &version}
	for i := range d.columns {
		dst = d.columns[i].holders(dst)
	}
	if d.hasRoot {
		dst = append(dst, &children)
	}
	if err := scan(dst...); err != nil {
		return nil, err
	}
	row := d.new()
	*metaOf(row) = Meta{ID: ID(id), Version: version}
	v := reflect.ValueOf(row).Elem()
	at := 2
	for i := range d.columns {
		c := &d.columns[i]
		if err := c.set(v.FieldByIndex(c.index), dst[at:]); err != nil {
			return nil, err
		}
		at += len(c.sql)
	}
	if d.hasRoot {
		row.(interface{ root() *Root }).root().ChildrenVersion = children
	}
	return row, nil
}

// get reads one row; a recorder remembers it, so that a command that asks twice
// reads once, and the plan knows what it was built on.
func (d *def) get(ctx context.Context, r store.Reader, id ID) (any, error) {
	rec, _ := r.(*recorder)
	if rec != nil {
		ref := Ref{d.name, id}
		if row, ok := rec.rows[ref]; ok {
			return row, nil
		}
		if row := rec.planned[ref]; row != nil {
			return row, nil
		}
	}
	row := takeAhead(r, Ref{d.name, id})
	if row == nil {
		err := r.Query(ctx, func(scan store.Scan) (err error) {
			row, err = d.scan(scan)
			return err
		}, d.selects+" WHERE id = $1", string(id))
		if err != nil {
			return nil, err
		}
	}
	if row == nil {
		return nil, fault.New(fault.NotFound, "not_found", "There is no %s %s.", words(d.name), id)
	}
	if rec != nil {
		rec.note(d.name, row)
	}
	return row, nil
}

// words is a table's or command's name as people read it.
func words(name string) string {
	return strings.NewReplacer("_", " ", ".", " ").Replace(name)
}

// Get reads one row, or faults not_found.
func (t *Table[T]) Get(ctx context.Context, r store.Reader, id ID) (*T, error) {
	row, err := t.def.get(ctx, r, id)
	if err != nil {
		return nil, err
	}
	return row.(*T), nil
}

// Targets is what a permission for the record is asked on: what most commands on
// one record answer. Fault not_found.
func (t *Table[T]) Targets(ctx context.Context, r store.Reader, id ID) ([]access.Target, error) {
	row, err := t.Get(ctx, r, id)
	if err != nil {
		return nil, err
	}
	return []access.Target{t.def.targetOf(row)}, nil
}

// Find reads the rows that satisfy the SQL condition, in its order: for example
// `"package" = $1 ORDER BY id`. The rows are not remembered as read; a plan that
// depends on a whole set binds to it with Children.
func (t *Table[T]) Find(ctx context.Context, r store.Reader, where string, args ...any) ([]*T, error) {
	var rows []*T
	err := r.Query(ctx, func(scan store.Scan) error {
		row, err := t.def.scan(scan)
		if err == nil {
			rows = append(rows, row.(*T))
		}
		return err
	}, t.def.selects+" WHERE "+where, args...)
	return rows, err
}

// One reads the only row that satisfies the condition, nil when there is none.
func (t *Table[T]) One(ctx context.Context, r store.Reader, where string, args ...any) (*T, error) {
	rows, err := t.Find(ctx, r, where, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	if len(rows) > 1 {
		return nil, errors.New("govern: " + t.Name + ": more than one row for " + where)
	}
	if rec, ok := r.(*recorder); ok {
		rec.note(t.Name, rows[0])
	}
	return rows[0], nil
}

// Same reports whether two rows hold the same in every column.
func (t *Table[T]) Same(a, b *T) bool {
	x, errX := t.def.image(a)
	y, errY := t.def.image(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
