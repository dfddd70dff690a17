package money

import "fmt"

// Code says what is wrong with an amount; codes never change.
type Code string

// The codes.
const (
	BadCurrency      Code = "bad_currency"      // not three capital letters
	BadAmount        Code = "bad_amount"        // not decimal text of the one form
	TooManyDecimals  Code = "too_many_decimals" // more than the currency has
	Overflow         Code = "overflow"          // past 64 bits of minor units
	CurrencyMismatch Code = "currency_mismatch" // two currencies in one sum
	DivisionByZero   Code = "division_by_zero"
)

// Error is a refused amount. Detail is fit for the person who gave it.
type Error struct {
	Code   Code
	Detail string
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Detail }

func fail(code Code, detail string, args ...any) *Error {
	return &Error{code, fmt.Sprintf(detail, args...)}
}
