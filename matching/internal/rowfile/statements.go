package rowfile

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/countersign/countersign/iso20022"
)

// StatementColumns are the columns of camt.053 and MT940, one row for each
// entry of each statement in the file, whatever its status.
var StatementColumns = []string{
	"id", "amount", "currency", "date", "value_date", "counterparty", "counterparty_account",
	"text", "bank_reference", "statement", "line", "account", "status", "code", "reversal",
}

// statements gives the entries of bank statements.
type statements struct {
	all    []*iso20022.Statement
	at, n  int // the next entry
	fields [][]byte
	size   int64
}

func openStatements(f Form, in io.Reader, size int64) (Reader, error) {
	read := iso20022.ReadCamt053
	if f.Format == MT940 {
		read = iso20022.ReadMT940
	}
	all, err := read(in, iso20022.Limits{})
	var refused *iso20022.Error
	if errors.As(err, &refused) {
		place := refused.Place
		if refused.Line > 0 {
			place = strings.TrimSpace(fmt.Sprintf("%s line %d", place, refused.Line))
		}
		code := BadStatement
		if refused.Code == "file_too_large" || refused.Code == "too_many_entries" {
			code = TooLarge
		}
		return nil, wrong(code, "%s", strings.TrimPrefix(place+": "+refused.Detail, ": "))
	} else if err != nil {
		return nil, unreadable(err)
	}
	return &statements{all: all, size: size}, nil
}

func (s *statements) Header() []string { return StatementColumns }
func (s *statements) Close()           {}

func (s *statements) Done() int64 {
	if s.at == len(s.all) {
		return s.size
	}
	return s.size * int64(s.at) / int64(len(s.all))
}

func (s *statements) Next() ([][]byte, error) {
	for ; s.at < len(s.all); s.at, s.n = s.at+1, 0 {
		if st := s.all[s.at]; s.n < len(st.Entries) {
			s.fields = s.fields[:0]
			for _, value := range entryRow(st, &st.Entries[s.n]) {
				s.fields = append(s.fields, []byte(value))
			}
			s.n++
			return s.fields, nil
		}
	}
	return nil, io.EOF
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
	booked := e.Booked
	if booked == "" {
		booked = e.Value // an MT940 need not name both
	}
	return []string{
		entryID(e), amount.Decimal(), amount.Currency, string(booked), string(e.Value), party.Name, first(party.IBAN, party.Other),
		text, e.BankReference, st.ID, strconv.Itoa(e.Line), first(st.Account.IBAN, st.Account.Other), e.Status, e.Code, strconv.FormatBool(e.Reversal),
	}
}

// entryID is the end-to-end id of an entry of one payment, else the payment id
// of its batch, else the bank's reference, else the entry's.
func entryID(e *iso20022.Entry) string {
	if ids := e.EndToEndIDs(); len(ids) == 1 && len(e.Transactions) == 1 {
		return ids[0]
	}
	if len(e.Batches) == 1 {
		return first(e.Batches[0].PaymentID, e.BankReference, e.Reference)
	}
	return first(e.BankReference, e.Reference)
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
