// Package fault is the one error type of the program: a stable code for
// machines, a sentence fit for the person who asked, and the cause for the
// operator. Faults are made where the reason is known and turned into a
// problem document (RFC 9457) in one place, internal/httpapi.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of answer a fault is; each maps to one HTTP status.
type Kind uint8

// The kinds, from "you asked wrongly" to "we failed".
const (
	Internal        Kind = iota // 500: a defect or a broken machine
	Invalid                     // 422: the input breaks a rule; Field says where
	Unauthenticated             // 401: we do not know who asks
	Denied                      // 403: known, and not allowed
	NotFound                    // 404: no such record, or none the asker may know of
	Conflict                    // 409: the state forbids it now
	Stale                       // 412: the record moved on since it was read
	TooLarge                    // 413: past a limit on size
	Unavailable                 // 503: try again later; nothing was written
)

var kindNames = [...]string{"internal", "invalid", "unauthenticated", "denied", "not_found", "conflict", "stale", "too_large", "unavailable"}

func (k Kind) String() string { return kindNames[k] }

// Error is a refusal or failure. Code is stable and documented, Field is the
// path of the offending input ("" when it is none), Detail is fit for the user
// and says what to do, Err is for the operator only.
type Error struct {
	Kind   Kind
	Code   string
	Field  string
	Detail string
	Err    error
}

// New makes a fault without a cause. Detail is formatted as by fmt.Sprintf.
func New(kind Kind, code, detail string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Detail: fmt.Sprintf(detail, args...)}
}

// Bad is the fault of one input field.
func Bad(field, code, detail string, args ...any) *Error {
	return &Error{Kind: Invalid, Code: code, Field: field, Detail: fmt.Sprintf(detail, args...)}
}

// Wrap keeps err for the operator behind a sentence for the user.
func Wrap(err error, kind Kind, code, detail string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Detail: fmt.Sprintf(detail, args...), Err: err}
}

func (e *Error) Error() string {
	s := e.Code
	if e.Field != "" {
		s += " at " + e.Field
	}
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// From returns the fault inside err; an error that is none becomes an Internal
// fault that tells the user nothing of its cause.
func From(err error) *Error {
	var f *Error
	if errors.As(err, &f) {
		return f
	}
	return Wrap(err, Internal, "internal", "Something failed on our side; the request id names it in the log.")
}

// Is reports whether err is a fault of that kind.
func Is(err error, kind Kind) bool {
	var f *Error
	return errors.As(err, &f) && f.Kind == kind
}

// Code is the code of the fault in err, "" when it is none.
func Code(err error) string {
	var f *Error
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}
