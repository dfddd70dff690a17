// Package iso20022 writes and reads the bank messages of ISO 20022: the payment
// order pain.001 (versions 03 and 09), the bank's answer to it pain.002 (read, 03,
// 10 and 11) and the account statement camt.053 (read, 02, 04 and 08); and it
// reads the older statement MT940 into the same form. It is pure: no clock, no
// network, no database, and the same input gives the same bytes. What the
// standard's character set cannot hold is mapped by a fixed table or refused with
// the field named; nothing of a payment is dropped in silence. Files are read as
// streams within limits, and document types and entities are refused, so that a
// hostile file costs no more than its own length.
package iso20022

import "fmt"

// Error is a refusal. Code is stable; Place is the field of the input struct
// ("Payments[0].Transfers[2].Creditor.Name"), the element path of the file
// ("Document/BkToCstmrStmt/Stmt[1]/Ntry[3]/Amt") or the field of an MT940
// ("Statement[1]/:61:[3]"); Line is the line of the file,
// 0 when there is none; Detail says what is wrong and what to do.
type Error struct {
	Code   string
	Place  string
	Line   int
	Detail string
}

func (e *Error) Error() string {
	s := e.Code
	if e.Place != "" {
		s += " at " + e.Place
	}
	if e.Line > 0 {
		s += fmt.Sprintf(" (line %d)", e.Line)
	}
	return s + ": " + e.Detail
}

func refuse(place, code, detail string, args ...any) *Error {
	return &Error{Code: code, Place: place, Detail: fmt.Sprintf(detail, args...)}
}

// at names the place of a refusal whose maker did not know it.
func at(place string, err *Error) *Error {
	if err == nil {
		return nil
	}
	placed := *err
	placed.Place = place
	return &placed
}
