package cycles

import (
	"github.com/countersign/countersign/internal/csvrows"
	"github.com/countersign/countersign/internal/fault"
)

// The columns of an invoice file, in any order under a header of these names.
var (
	columns  = []string{"reference", "payer", "payee", "currency", "amount"}
	optional = []string{"due_date"}
)

// maxRows is how many invoices one file may hold: they are one change.
const maxRows = 10000

// form is that of an invoice file.
var form = csvrows.Form{Field: "csv", Needed: columns, Optional: optional, Most: maxRows}

type line = csvrows.Line

// RowFault is why one row of a file cannot be taken. The codes are wrong_width,
// missing, too_long, bad_character, unknown_participant, foreign_payer,
// self_invoice, unknown_currency, bad_amount, zero_amount, too_many_decimals,
// overflow, bad_date, duplicate_in_file, already_entered.
type RowFault = csvrows.Fault

// RowFaults are the faults of a file, by line.
type RowFaults = csvrows.Faults

func badFile(code, detail string, args ...any) error {
	return fault.Bad(form.Field, code, detail, args...)
}
