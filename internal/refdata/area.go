package refdata

import (
	"context"
	"io"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/sheets"
	"github.com/countersign/countersign/internal/store"
)

// Tables are the area's tables.
var Tables = []govern.Any{Defined, Rows}

// Verbs are the area's commands.
var Verbs = []govern.Verb{
	{Name: "reference_table.import_rows", Area: "refdata", Doc: "Takes the rows of a CSV file in one change.", New: func() govern.Action { return &ImportRows{} }, ByRow: true, Severable: true},
}

// WriteCSV writes a table's rows in the order of their keys, in the form that
// ImportRows reads: reading it again changes nothing.
func WriteCSV(ctx context.Context, r store.Reader, t *Table, to io.Writer) error {
	rows, err := Rows.Find(ctx, r, `reference_table = $1 ORDER BY "key"`, string(t.ID))
	if err != nil {
		return err
	}
	out := sheets.CSV(to)
	cells := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		cells[i] = c.Name
	}
	if err := out.Row(cells...); err != nil {
		return err
	}
	for _, row := range rows {
		for i, c := range t.Columns {
			cells[i] = row.Values[c.Name]
		}
		if err := out.Row(cells...); err != nil {
			return err
		}
	}
	return out.Close()
}
