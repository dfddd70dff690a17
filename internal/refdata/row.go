package refdata

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Row is one row of a reference table.
type Row struct {
	govern.Meta
	Table  govern.ID         `json:"reference_table" db:"reference_table" audit:"show" ref:"reference_table"`
	Unit   govern.ID         `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"The table's unit; it follows from the table."`
	Key    string            `json:"key" db:"key" audit:"show" required:"false" doc:"The value of the key column, or a JSON list of those of several; it follows from the values."`
	Values map[string]string `json:"values" db:"values" audit:"show" doc:"By column, as text: decimals with a point, days like 2026-11-30, true or false; what is empty is left out."`
}

// Rows are those of all reference tables.
var Rows = govern.Declare(govern.Table[Row]{
	Name:   "reference_row",
	Doc:    "A row of a reference table.",
	Unique: [][]string{{"reference_table", "key"}},
	Target: func(r *Row) access.Target {
		return access.Target{Unit: string(r.Unit), Records: []access.Record{{Table: "reference_table", ID: string(r.Table)}}}
	},
	Parent: &govern.Parent[Row]{Table: "reference_table", ID: func(r *Row) govern.ID { return r.Table }},
	Fill: func(ctx context.Context, q govern.Reader, r *Row) error {
		t, err := Defined.Get(ctx, q, r.Table)
		if fault.Is(err, fault.NotFound) {
			return nil // that there is no such table is told to who may know
		}
		if err == nil {
			r.Unit = t.Unit
		}
		return err
	},
	Check: checkRow,
})

func checkRow(ctx context.Context, q govern.Reader, before, after *Row) error {
	switch {
	case after == nil:
		return nil
	case before != nil && before.Table != after.Table:
		return fault.Bad("reference_table", "fixed", "A row stays in its table; enter it in the other one and delete it here.")
	}
	t, err := Defined.Get(ctx, q, after.Table)
	if err != nil {
		return err
	}
	if after.Unit != t.Unit {
		return fault.Bad("unit", "other_unit", "The table %s belongs to the unit %q; give that unit.", t.Name, t.Unit)
	}
	values, key, bad := t.take(after.Values)
	if bad != nil {
		return fault.Bad("values."+bad[0].column, bad[0].code, "%s: %s.", bad[0].column, bad[0].why)
	}
	after.Values, after.Key = values, key
	return nil
}
