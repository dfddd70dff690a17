package recon

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/iso20022"
)

// statementColumns are what a bank statement's entries are compared by. id is
// the end-to-end id of an entry of one payment, else the payment id of its
// batch, else the bank's reference, else the entry's. amount is negative for
// what left the account; dates are YYYY-MM-DD.
var statementColumns = []string{"id", "amount", "currency", "date", "value_date", "counterparty", "counterparty_account", "text", "bank_reference", "statement", "line"}

// statement is a camt.053 file as a table, and what was noticed on the way.
type statement struct {
	csv          []byte
	notes        []string
	contradicts  string // which statement contradicts itself, without amounts; "" when none does
	apart        string // the same with them
	wasConsulted bool
}

// readStatement takes the booked entries of the account's statements; an empty
// account takes those of every statement. Fault: the code of iso20022 with
// element path and line; account_not_in_file.
func readStatement(field, account string, content []byte) (*statement, error) {
	all, err := iso20022.ReadCamt053(bytes.NewReader(content), iso20022.Limits{})
	if err != nil {
		return nil, invalid(err, field)
	}
	s := &statement{wasConsulted: true}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write(statementColumns) // a buffer takes everything
	others, waiting := 0, 0
	for _, st := range all {
		if account != "" && number(account) != number(st.Account.IBAN) && number(account) != number(st.Account.Other) {
			others++
			continue
		}
		if err := st.CheckConsistency(); err != nil && s.contradicts == "" {
			s.contradicts, s.apart = contradiction(st.ID, err)
		}
		for i := range st.Entries {
			if st.Entries[i].Status != "BOOK" {
				waiting++
				continue
			}
			_ = w.Write(entryRow(st, &st.Entries[i]))
		}
	}
	if others == len(all) {
		return nil, fault.Bad(field, "account_not_in_file", "The file holds no statement of account %s, only %d of other accounts. Send the statement of this account, or correct the process.", account, others)
	}
	w.Flush()
	s.csv, s.notes = out.Bytes(), leftOut(field, others, waiting)
	return s, nil
}

// contradiction says how a statement contradicts itself: without the amounts of its
// balances, for who views runs alone, and with them.
func contradiction(id string, err error) (without, with string) {
	with = fmt.Sprintf("Statement %s: %s", id, err)
	var e *iso20022.Error
	if errors.As(err, &e) && e.Code == "balance_mismatch" {
		return fmt.Sprintf("Statement %s: balance_mismatch at %s: Opening balance and movements do not give the closing balance that the bank states.", id, e.Place), with
	}
	return with, with
}

// Contradiction says how a statement of the run contradicts itself, with its
// amounts, as its files tell; "" where none does. limit bounds each file in bytes.
func Contradiction(ctx context.Context, keep files.Store, run *Run, limit int64) (string, error) {
	if run.Consistency != "inconsistent" {
		return "", nil
	}
	for i, digest := range []string{run.LeftDigest, run.RightDigest} {
		if [2]string{run.LeftFormat, run.RightFormat}[i] != Camt053 {
			continue
		}
		content, err := files.ReadAll(ctx, keep, digest, limit)
		if err != nil {
			return "", err
		}
		s, err := readStatement(sideNames[i], run.AccountNumber, content)
		if err != nil {
			return "", err
		}
		if s.apart != "" {
			return s.apart, nil
		}
	}
	return "", nil
}

func leftOut(field string, others, waiting int) (notes []string) {
	if others > 0 {
		notes = append(notes, fmt.Sprintf("%s: statements of other accounts left out: %d", field, others))
	}
	if waiting > 0 {
		notes = append(notes, fmt.Sprintf("%s: entries not booked yet left out: %d", field, waiting))
	}
	return notes
}

func entryRow(st *iso20022.Statement, e *iso20022.Entry) []string {
	amount := e.Amount
	amount.Minor = e.Signed()
	var party iso20022.Counterparty
	text := e.Information
	if len(e.Transactions) == 1 {
		party = e.Counterparty(0)
		if lines := e.Transactions[0].Text; len(lines) > 0 {
			text = strings.Join(lines, " ")
		}
	}
	account := party.IBAN
	if account == "" {
		account = party.Other
	}
	return []string{entryID(e), amount.Decimal(), amount.Currency, string(e.Booked), string(e.Value), party.Name, account, text, e.BankReference, st.ID, fmt.Sprint(e.Line)}
}

func entryID(e *iso20022.Entry) string {
	if ids := e.EndToEndIDs(); len(ids) == 1 && len(e.Transactions) == 1 {
		return ids[0]
	}
	if len(e.Batches) == 1 && e.Batches[0].PaymentID != "" {
		return e.Batches[0].PaymentID
	}
	if e.BankReference != "" {
		return e.BankReference
	}
	return e.Reference
}
