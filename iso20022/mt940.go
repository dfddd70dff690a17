package iso20022

import (
	"fmt"
	"io"
	"strings"
)

// ReadMT940 reads the customer statements of an MT940 file, with or without the
// blocks of SWIFT or a bank's own lines around them, in UTF-8 or ISO 8859-1.
// Pages stay statements of their own (Page), each with its balances.
//
// The fields become those of a Statement: :20: the ID, :28C: the
// ElectronicSequence and Page, :60F: and :62F: the balances OPBD and CLBD (of an
// inner page, :60M: and :62M:, with SubType INTM), :64: CLAV, :65: FWAV. An
// entry's Reference and BankReference are those of :61:, "" for NONREF; its Code
// is the type of :61: ("NTRF"), with a German business code "NTRF+166". A booking
// taken back (RC, RD) is a Reversal of the other direction. Booked is "" when
// :61: has only a value date. The lines of :86: stand in Information. An entry
// with :86: or supplementary details has one Transaction: its Information are
// the supplementary details, and a :86: of German subfields (166?00…?20EREF+…)
// or of codes (/EREF/…/REMI/…) gives ids, counterparty and text; of another :86:
// Text is the whole. :13D: and :NS: are left out.
//
// The error is an *Error: Place "Statement[1]/:61:[3]" and the line; nothing is
// returned then. A closing balance is not compared here, see CheckConsistency.
// Source: SWIFT MT 940, Standards Release 2023; subfields of :86: by DFÜ
// agreement, appendix 3.
func ReadMT940(from io.Reader, limits Limits) ([]*Statement, error) {
	statements, err := readMT940(from, limits.orDefault())
	if err != nil {
		return nil, err
	}
	return statements, nil
}

func readMT940(from io.Reader, limits Limits) ([]*Statement, *Error) {
	lines, err := newLineReader(from, limits)
	if err != nil {
		return nil, err
	}
	r := &mtReader{limits: limits}
	for {
		line, more, err := lines.next()
		if err != nil {
			return nil, at(r.place(), err)
		}
		if !more {
			break
		}
		if err := r.line(line, lines.number); err != nil {
			return nil, err
		}
	}
	if lines.number == 0 {
		return nil, refuse("", "truncated", "The file is empty; fetch it again.")
	}
	return r.statements, r.end(lines)
}

// mtField is one field with its continuation lines.
type mtField struct {
	tag   string // "61", "60F"
	line  int
	lines []string
	size  int
}

type mtReader struct {
	limits     Limits
	entries    int
	idle       int // lines of no field
	statements []*Statement

	open  *mtStatement // nil between statements
	field *mtField     // read but for its further lines
	// A file whose statements end with a mark must end with one.
	braced, marked, ended bool
}

// mtStatement is a statement on its way.
type mtStatement struct {
	*Statement
	rank    int // of the last field, see ranks
	seen    map[string]int
	details *mtField // :86: of the last entry, then of the statement
	more    string   // supplementary details of the last entry
}

// line takes one line: an end mark, a field's beginning, a field's further line,
// or a line around the statements.
func (r *mtReader) line(line string, number int) *Error {
	tag, rest, isField := cutTag(line)
	switch {
	case strings.TrimSpace(line) == "":
		return r.countIdle(number)
	case isEndMark(line):
		err := firstOf(r.close(), r.endStatement(number))
		r.marked, r.ended = true, true
		r.braced = r.braced && !strings.HasPrefix(line, "-}")
		return err
	case isField:
		if err := r.close(); err != nil {
			return err
		}
		if tag == "20" {
			return r.begin(rest, number)
		}
		r.field = &mtField{tag: tag, line: number}
		return r.further(r.field, rest)
	case r.field != nil && ofLines[r.field.tag] && line != ":940:" && !strings.HasPrefix(line, "{1:"):
		return r.further(r.field, line)
	}
	if err := r.close(); err != nil {
		return err
	}
	if r.open != nil && r.open.rank < ranks["62F"] {
		return &Error{Code: "stray_text", Place: r.place(), Line: number, Detail: fmt.Sprintf("%q is no field; the statement lacks its closing balance yet.", clip(line))}
	}
	if err := r.endStatement(number); err != nil {
		return err
	}
	return r.envelope(line, number)
}

// further adds lines to a field within the limit; an empty line counts too.
func (r *mtReader) further(f *mtField, lines ...string) *Error {
	for _, line := range lines {
		if f.size += len(line) + 1; f.size > r.limits.Text {
			return r.refuse(f, "text_too_long", "The field is longer than the limit of %d bytes.", r.limits.Text)
		}
	}
	f.lines = append(f.lines, lines...)
	return nil
}

// cutTag knows a field by its beginning: ":20:", ":60F:", ":NS:".
func cutTag(line string) (tag, rest string, ok bool) {
	if !strings.HasPrefix(line, ":") {
		return "", "", false
	}
	tag, rest, ok = strings.Cut(line[1:], ":")
	if !ok || len(tag) < 2 || len(tag) > 3 || tag != "NS" && !isDigits(tag[:2]) || len(tag) == 3 && !isCapital(tag[2]) {
		return "", "", false
	}
	return tag, rest, true
}

func isEndMark(line string) bool {
	return line == "-" || strings.HasPrefix(line, "-}") || strings.HasPrefix(line, "-XXX")
}

// envelope lets pass what SWIFT and banks write around statements, as long as
// it does not tell of another message.
func (r *mtReader) envelope(line string, number int) *Error {
	if err := r.countIdle(number); err != nil {
		return err
	}
	kind := ""
	if _, block, found := strings.Cut(line, "{2:"); found && len(block) >= 4 {
		kind = block[1:4]
	} else if first, _, _ := strings.Cut(strings.Trim(line, ":"), " "); len(first) == 3 {
		kind = first
	}
	if kind != "940" && len(kind) == 3 && isDigits(kind) {
		return &Error{Code: "other_message", Line: number, Detail: "The file holds an MT" + kind + "; only MT940 is read."}
	}
	r.braced = r.braced || strings.Contains(line, "{4:")
	if line == ":940:" || strings.HasPrefix(line, "{") || isBanksOwn(line) {
		return nil
	}
	return &Error{Code: "stray_text", Line: number, Detail: fmt.Sprintf("%q is no field of an MT940; check that the file is one.", clip(line))}
}

// isBanksOwn knows the short lines of names and numbers that banks write around
// a message.
func isBanksOwn(line string) bool {
	for i := range len(line) {
		if c := line[i]; !isCapital(c) && !isDigits(line[i:i+1]) && c != ' ' && c != '.' && c != '-' {
			return false
		}
	}
	return len(line) <= 40
}

func (r *mtReader) countIdle(number int) *Error {
	if r.idle++; r.idle > r.limits.Entries {
		return &Error{Code: "too_many_entries", Place: r.place(), Line: number, Detail: fmt.Sprintf("The file holds more than the limit of %d lines of no field.", r.limits.Entries)}
	}
	return nil
}

func (r *mtReader) end(lines *lineReader) *Error {
	truncated := func() *Error {
		return &Error{Code: "truncated", Place: r.place(), Line: lines.number, Detail: "The file ends in the middle of a statement; fetch it again."}
	}
	if err := r.close(); err != nil {
		if lines.cut {
			return truncated()
		}
		return err
	}
	if r.open != nil && r.open.rank < ranks["62F"] || r.braced || r.marked && !r.ended {
		return truncated()
	}
	if err := r.endStatement(lines.number); err != nil {
		return err
	}
	if len(r.statements) == 0 {
		return &Error{Code: "missing_field", Line: lines.number, Detail: "The file holds no statement (:20:)."}
	}
	return nil
}

func (r *mtReader) place() string {
	if r.open == nil {
		return ""
	}
	return fmt.Sprintf("Statement[%d]", len(r.statements)+1)
}

func (r *mtReader) refuse(f *mtField, code, detail string, args ...any) *Error {
	place := ":" + f.tag + ":"
	if r.open != nil {
		place = r.place() + "/" + place
		if n := r.open.seen[f.tag]; n > 0 && many[f.tag] {
			place += fmt.Sprintf("[%d]", n)
		}
	}
	return &Error{Code: code, Place: place, Line: f.line, Detail: fmt.Sprintf(detail, args...)}
}

// count refuses more statements, entries and forward balances than the limit.
func (r *mtReader) count(f *mtField) *Error {
	if r.entries++; r.entries > r.limits.Entries {
		return r.refuse(f, "too_many_entries", "The file holds more than the limit of %d entries and statements.", r.limits.Entries)
	}
	return nil
}
