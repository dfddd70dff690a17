package govern

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/store"
)

// A row that a Sheet takes or gives is a pointer to the table's row type.

func (s Sheet) erased() *def { return s.d }

// New is an empty row.
func (s Sheet) New() any { return s.d.new() }

// RowType is the type of rows.
func (s Sheet) RowType() reflect.Type { return s.d.typ }

// Sorted are the declared columns by name, without id and version.
func (s Sheet) Sorted() []Column {
	list := make([]Column, len(s.d.columns))
	for i := range s.d.columns {
		c := &s.d.columns[i]
		list[i] = Column{Name: c.name, Field: c.index, Masked: c.audit == Mask, col: c}
	}
	return list
}

// Get reads one row, or faults not_found.
func (s Sheet) Get(ctx context.Context, r store.Reader, id ID) (any, error) {
	return s.d.get(ctx, r, id)
}

// TargetOf is what a permission for the row is asked on.
func (s Sheet) TargetOf(row any) access.Target { return s.d.shownOn(row) }

// MetaOf is the row's id and version.
func (s Sheet) MetaOf(row any) Meta { return *metaOf(row) }

// SetID gives a new row its id, for who must know it before the command is made.
func (s Sheet) SetID(row any, id ID) { metaOf(row).ID = id }

// Plain is the row's columns without its secrets, in canonical JSON.
func (s Sheet) Plain(row any) (json.RawMessage, error) {
	return s.d.imageOf(row, func(c *column) bool { return c.audit != Mask }, false)
}
