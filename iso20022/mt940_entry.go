package iso20022

import (
	"strings"
	"time"
)

// entry reads 6!n[4!n]2a[1!a]15d1!a3!c16x[//16x] and the supplementary details
// on the next line.
func (r *mtReader) entry(f *mtField) *Error {
	rest := f.lines[0]
	e := Entry{Status: "BOOK", Line: f.line}
	day, ok := swiftDate(rest[:min(6, len(rest))])
	if !ok {
		return r.refuse(f, "bad_date", "%q does not begin with a value date as YYMMDD.", clip(rest))
	}
	e.Value, rest = day, rest[6:]
	if len(rest) >= 4 && isDigits(rest[:4]) {
		if e.Booked, ok = nearest(rest[:4], e.Value); !ok {
			return r.refuse(f, "bad_date", "%q is not an entry date as MMDD.", rest[:4])
		}
		rest = rest[4:]
	}
	if rest, ok = e.takeMark(rest); !ok {
		return r.refuse(f, "bad_direction", "None of C, D, RC and RD stands behind the dates of %q.", clip(f.lines[0]))
	}
	if rest != "" && isCapital(rest[0]) {
		rest = rest[1:] // the third letter of the currency, which the balance tells
	}
	end := strings.IndexFunc(rest, func(c rune) bool { return c != ',' && (c < '0' || c > '9') })
	if end < 0 {
		end = len(rest)
	}
	amount, err := swiftAmount(rest[:end], r.open.Currency)
	if err != nil {
		return r.refuse(f, err.Code, "In %q, %s", clip(f.lines[0]), err.Detail)
	}
	e.Amount, rest = amount, rest[end:]
	if len(rest) < 4 || strings.IndexByte("NSF", rest[0]) < 0 || checkCode("", rest[:4], 4) != nil {
		return r.refuse(f, "bad_entry", "%q lacks the type of transaction (NTRF …) behind the amount.", clip(f.lines[0]))
	}
	e.Code = rest[:4]
	r.open.more = e.takeReferences(rest[4:], f.lines[1:])
	r.open.Entries = append(r.open.Entries, e)
	return nil
}

// takeMark reads C, D, and for what is taken back RC and RD: the account then
// moves the other way.
func (e *Entry) takeMark(rest string) (string, bool) {
	rest, e.Reversal = strings.CutPrefix(rest, "R")
	if rest == "" || rest[0] != 'C' && rest[0] != 'D' {
		return rest, false
	}
	e.Direction = Debited
	if credit := rest[0] == 'C'; credit != e.Reversal {
		e.Direction = Credit
	}
	return rest[1:], true
}

// takeReferences reads both references. What does not fit into their sixteen
// characters is, with the next line, the supplementary details.
func (e *Entry) takeReferences(rest string, lines []string) (further string) {
	own, bank, both := strings.Cut(rest, "//")
	if both && len([]rune(own)) <= 16 {
		bank, further = sixteen(bank)
	} else {
		own, further = sixteen(rest)
		bank = ""
	}
	e.Reference, e.BankReference = given(own), given(bank)
	return strings.TrimSpace(strings.Join(append([]string{further}, lines...), "\n"))
}

func sixteen(text string) (head, tail string) {
	runes := []rune(text)
	n := min(16, len(runes))
	return strings.TrimSpace(string(runes[:n])), strings.TrimSpace(string(runes[n:]))
}

func given(reference string) string {
	if reference = strings.TrimSpace(reference); reference == "NONREF" {
		return ""
	}
	return reference
}

// nearest is the day MMDD in the year that brings it nearest to another day:
// what is booked on 2 January may have its value on 30 December.
func nearest(monthDay string, to Date) (Date, bool) {
	// The other day was checked.
	base, _ := time.Parse(time.DateOnly, string(to))
	var best Date
	var distance time.Duration
	for _, year := range []int{base.Year() - 1, base.Year(), base.Year() + 1} {
		day, err := time.Parse("20060102", time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")+monthDay)
		if err != nil {
			continue
		}
		if d := day.Sub(base).Abs(); best == "" || d < distance {
			best, distance = Date(day.Format(time.DateOnly)), d
		}
	}
	return best, best != ""
}

// information keeps :86: for the entry before it, several of them as one, or
// for the statement when it stands behind the closing balance.
func (r *mtReader) information(f *mtField) *Error {
	s := r.open
	switch {
	case s.rank < ranks["61"]:
		return r.refuse(f, "unexpected_field", "The field belongs to no entry (:61:).")
	case s.details == nil:
		s.details = f
		return nil
	}
	return r.further(s.details, f.lines...)
}

// endEntry gives the last entry what :86: said of it.
func (r *mtReader) endEntry() {
	s := r.open
	if n := len(s.Entries); n > 0 && (s.details != nil || s.more != "") {
		e := &s.Entries[n-1]
		t := Transaction{Information: s.more}
		if s.details != nil {
			e.tell(&t, s.details.lines)
		}
		e.Transactions = []Transaction{t}
	}
	s.details, s.more = nil, ""
}
