package payments

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/iso20022"
)

// row is one order of a file, as far as the file says it itself. at is the line
// of a CSV that it begins on, or the number of the transfer in a pain.001.
type row struct {
	at int
	Entry
	account, creditorAccount, creditorBIC, creditor, currency, amount string
}

// RowFault is why one row of a file cannot be taken. Column is empty when it is
// the row as a whole.
type RowFault struct {
	Row                  int
	Column, Code, Detail string
}

func (f RowFault) String() string {
	if f.Column == "" {
		return fmt.Sprintf("row %d: %s: %s", f.Row, f.Code, f.Detail)
	}
	return fmt.Sprintf("row %d, %s: %s: %s", f.Row, f.Column, f.Code, f.Detail)
}

// RowFaults are the faults of a file, by row.
type RowFaults []RowFault

func (f RowFaults) Error() string { return fmt.Sprintf("%d faults in the file", len(f)) }

// mostTold is how many bad rows are told.
const mostTold = 100

// refusal names every bad row, up to 100; errors.As finds the RowFaults in it.
func (f RowFaults) refusal(file string, rows int) error {
	slices.SortStableFunc(f, func(a, b RowFault) int { return a.Row - b.Row })
	var text strings.Builder
	fmt.Fprintf(&text, "%d of %d rows of %s cannot be taken, so nothing was taken. Correct them and send the file again.", len(f), rows, file)
	for _, x := range f[:min(len(f), mostTold)] {
		text.WriteString("\n" + x.String())
	}
	if len(f) > mostTold {
		fmt.Fprintf(&text, "\nand %d more", len(f)-mostTold)
	}
	refused := fault.Bad("content", "bad_rows", "%s", text.String())
	refused.Err = f
	return refused
}

// cells are the columns of a CSV of orders and where each goes.
var cells = map[string]func(*row) *string{
	"account": func(r *row) *string { return &r.account }, "creditor_account": func(r *row) *string { return &r.creditorAccount },
	"creditor": func(r *row) *string { return &r.creditor }, "currency": func(r *row) *string { return &r.currency },
	"amount": func(r *row) *string { return &r.amount }, "execution_date": func(r *row) *string { return &r.ExecutionDate },
	"end_to_end_id": func(r *row) *string { return &r.EndToEndID }, "remittance": func(r *row) *string { return &r.Remittance },
	"reference": func(r *row) *string { return &r.Reference }, "reference_type": func(r *row) *string { return &r.ReferenceType },
	"kind": func(r *row) *string { return &r.Kind }, "charge_bearer": func(r *row) *string { return &r.ChargeBearer },
	"purpose": func(r *row) *string { return &r.Purpose }, "service_level": func(r *row) *string { return &r.ServiceLevel },
	"ultimate_debtor": func(r *row) *string { return &r.UltimateDebtor },
}

var neededCells = []string{"account", "creditor_account", "currency", "amount", "execution_date", "end_to_end_id"}

// readRows reads RFC 4180 with commas and a header. What is wrong with the file
// as a whole is the error; rows of another width are returned as faults.
func readRows(text string) ([]row, RowFaults, error) {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return nil, nil, badContent("not_text", "The file holds bytes that are no UTF-8 text. Save it as CSV in UTF-8.")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err == io.EOF {
		return nil, nil, badContent("empty_file", "The file is empty. Its first line names the columns: %s.", strings.Join(neededCells, ","))
	}
	if err != nil {
		return nil, nil, badQuotes(err)
	}
	if err := checkCells(header); err != nil {
		return nil, nil, err
	}
	var rows []row
	var faults RowFaults
	for {
		values, err := r.Read()
		if err == io.EOF {
			return rows, faults, nil
		}
		if err != nil {
			return nil, nil, badQuotes(err)
		}
		at, _ := r.FieldPos(0)
		if len(rows)+len(faults) == mostOrders {
			return nil, nil, badContent("too_many_rows", "The file has more than %d rows. Split it.", mostOrders)
		}
		if len(values) != len(header) {
			faults = append(faults, RowFault{at, "", "wrong_width", fmt.Sprintf("It has %d columns, the header %d.", len(values), len(header))})
			continue
		}
		next := row{at: at}
		for i, name := range header {
			*cells[name](&next) = strings.TrimSpace(values[i])
		}
		rows = append(rows, next)
	}
}

func checkCells(header []string) error {
	for i, name := range header {
		switch {
		case cells[name] == nil:
			return badContent("unknown_column", "Line 1 names the column %.40q, which is none of a file of orders.", name)
		case slices.Contains(header[:i], name):
			return badContent("column_twice", "Line 1 names the column %q twice.", name)
		}
	}
	for _, name := range neededCells {
		if !slices.Contains(header, name) {
			return badContent("missing_column", "Line 1 names no column %q. The columns needed are %s.", name, strings.Join(neededCells, ","))
		}
	}
	return nil
}

func badContent(code, detail string, args ...any) error {
	return fault.Bad("content", code, detail, args...)
}

func badQuotes(err error) error {
	var bad *csv.ParseError
	if !errors.As(err, &bad) {
		return err
	}
	return badContent("bad_quotes", "Line %d: a quotation mark stands where none can, or never closes. Put the whole cell in quotes and double those inside.", bad.StartLine)
}

// rowOf is a transfer of a pain.001 as a row.
func rowOf(p *iso20022.Payment, t *iso20022.Transfer, at int) row {
	r := row{
		at: at, account: p.Debit.Account.IBAN + p.Debit.Account.Other, creditorAccount: t.CreditorAccount.IBAN + t.CreditorAccount.Other,
		creditorBIC: t.CreditorAgent.BIC, creditor: t.Creditor.Name, currency: t.Amount.Currency, amount: t.Amount.Decimal(),
	}
	r.ExecutionDate, r.EndToEndID, r.Remittance, r.ChargeBearer = string(p.ExecutionDate), t.EndToEndID, t.Remittance.Text, t.ChargeBearer
	r.Details = Details{Reference: t.Remittance.Reference, ReferenceType: t.Remittance.ReferenceType, Purpose: t.Purpose, ServiceLevel: t.ServiceLevel}
	if t.UltimateDebtor != nil {
		r.UltimateDebtor = t.UltimateDebtor.Name
	}
	for kind, purpose := range purposes {
		if purpose == t.CategoryPurpose {
			r.Kind = kind
		}
	}
	return r
}
