package iso20022

import "strings"

// ranks order the fields of a statement.
var ranks = map[string]int{
	"20": 1, "21": 2, "25": 3, "25P": 3, "28": 4, "28C": 4, "60F": 5, "60M": 5, "61": 6, "62F": 7, "62M": 7, "64": 8, "65": 9,
}

// many are the fields that may stand more than once.
var many = map[string]bool{"61": true, "65": true, "86": true}

// ofLines are the fields that go on over the next lines.
var ofLines = map[string]bool{"25P": true, "61": true, "86": true, "NS": true}

// begin opens a statement, which :20: does; the one before may end without mark.
func (r *mtReader) begin(id string, number int) *Error {
	if err := r.endStatement(number); err != nil {
		return err
	}
	r.open, r.ended = &mtStatement{Statement: &Statement{EntryCount: -1, Line: number}, rank: ranks["20"], seen: map[string]int{"20": 1}}, false
	f := &mtField{tag: "20", line: number}
	if r.open.ID = strings.TrimSpace(id); r.open.ID == "" {
		return r.refuse(f, "missing", "The statement has no reference.")
	}
	return r.count(f)
}

// close takes the field whose last line has been read.
func (r *mtReader) close() *Error {
	f := r.field
	if r.field = nil; f == nil {
		return nil
	}
	if r.open == nil {
		return r.refuse(f, "unexpected_field", "The field stands outside a statement, which begins with :20:.")
	}
	r.open.seen[f.tag]++
	rank, ordered := ranks[f.tag]
	switch {
	case f.tag == "86":
		return r.information(f)
	case f.tag == "13D" || f.tag == "NS":
		return nil
	case !ordered:
		return r.refuse(f, "unknown_field", "MT940 knows no such field.")
	case rank < r.open.rank || rank == r.open.rank && !many[f.tag]:
		return r.refuse(f, "unexpected_field", "The field stands a second time or behind its place.")
	case rank >= ranks["60F"] && r.open.missing(rank) != "":
		return r.refuse(f, "missing_field", "%s is missing before it.", r.open.missing(rank))
	}
	r.open.rank = rank
	return r.take(f)
}

// missing is a field that must stand before one of the rank.
func (s *mtStatement) missing(rank int) string {
	switch {
	case s.Account == (StatementAccount{}):
		return ":25:"
	case s.ElectronicSequence == "":
		return ":28C:"
	case rank > ranks["60F"] && len(s.Balances) == 0:
		return ":60F:"
	case rank > ranks["62F"] && len(s.Balances) < 2:
		return ":62F:"
	}
	return ""
}

func (r *mtReader) take(f *mtField) *Error {
	switch f.tag {
	case "25", "25P":
		return r.accountNumber(f)
	case "28", "28C":
		return r.sequence(f)
	case "60F":
		return r.balance(f, "OPBD", "")
	case "60M":
		return r.balance(f, "OPBD", "INTM")
	case "62F", "62M", "64", "65":
		r.endEntry()
		kind, sub := map[string]string{"62F": "CLBD", "62M": "CLBD", "64": "CLAV", "65": "FWAV"}[f.tag], ""
		if f.tag == "62M" {
			sub = "INTM"
		}
		return r.balance(f, kind, sub)
	case "61":
		r.endEntry()
		if err := r.count(f); err != nil {
			return err
		}
		return r.entry(f)
	}
	return nil // :21:, a reference of the request, is not kept
}

// endStatement files the open statement.
func (r *mtReader) endStatement(number int) *Error {
	s := r.open
	if s == nil {
		return nil
	}
	if s.rank < ranks["62F"] {
		return &Error{Code: "missing_field", Place: r.place(), Line: number, Detail: "The statement ends without its closing balance (:62F: or :62M:)."}
	}
	if s.details != nil {
		s.Information = strings.TrimSpace(strings.Join(s.details.lines, "\n"))
	}
	r.statements, r.open = append(r.statements, s.Statement), nil
	return nil
}

// accountNumber reads an IBAN, alone, behind a BIC or with its currency behind
// it, or takes the whole for another number.
func (r *mtReader) accountNumber(f *mtField) *Error {
	text := strings.TrimSpace(f.lines[0])
	if text == "" {
		return r.refuse(f, "missing", "The statement names no account.")
	}
	iban := strings.ReplaceAll(text[strings.LastIndexByte(text, '/')+1:], " ", "")
	if n := len(iban) - 3; n > 0 && checkIBAN(iban) != nil {
		if _, known := Exponent(iban[n:]); known {
			iban = iban[:n]
		}
	}
	if checkIBAN(iban) == nil {
		r.open.Account.IBAN = iban
	} else {
		r.open.Account.Other = text
	}
	return nil
}

// sequence reads 5n[/5n].
func (r *mtReader) sequence(f *mtField) *Error {
	number, page, _ := strings.Cut(strings.TrimSpace(f.lines[0]), "/")
	if number == "" || !isDigits(number+page) || len(number+page) > 18 {
		return r.refuse(f, "bad_number", "%q is not a number of a statement with its page (12/1).", clip(f.lines[0]))
	}
	r.open.ElectronicSequence, r.open.Page = number, page
	return nil
}

// balance reads 1!a6!n3!a15d: C110522EUR3236,28.
func (r *mtReader) balance(f *mtField, kind, sub string) *Error {
	text := strings.TrimSpace(f.lines[0])
	if len(text) < 11 {
		return r.refuse(f, "bad_balance", "%q is not a balance as C260303EUR1234,50.", clip(text))
	}
	b := Balance{Type: kind, SubType: sub}
	switch text[0] {
	case 'C':
		b.Direction = Credit
	case 'D':
		b.Direction = Debited
	default:
		return r.refuse(f, "bad_direction", "%q is neither C nor D.", clip(text[:1]))
	}
	day, ok := swiftDate(text[1:7])
	if !ok {
		return r.refuse(f, "bad_date", "%q is not a day as YYMMDD.", clip(text[1:7]))
	}
	b.Date = day
	amount, err := swiftAmount(text[10:], text[7:10])
	if err != nil {
		return r.refuse(f, err.Code, "%s", err.Detail)
	}
	if b.Amount = amount; kind == "OPBD" {
		r.open.Currency = amount.Currency
	}
	if f.tag == "65" {
		if err := r.count(f); err != nil {
			return err
		}
	}
	r.open.Balances = append(r.open.Balances, b)
	return nil
}

// swiftDate reads YYMMDD; years before 80 are of this century.
func swiftDate(text string) (Date, bool) {
	if len(text) != 6 || !isDigits(text) {
		return "", false
	}
	century := "20"
	if text[0] >= '8' {
		century = "19"
	}
	d := Date(century + text[:2] + "-" + text[2:4] + "-" + text[4:])
	return d, d.check()
}

// swiftAmount reads digits with one comma, which must be there.
func swiftAmount(text, currency string) (Amount, *Error) {
	whole, fraction, comma := strings.Cut(text, ",")
	if !comma || whole == "" || !isDigits(whole+fraction) {
		return Amount{}, refuse("", "bad_amount", "%q is not an amount: digits with a comma before the decimals are expected.", clip(text))
	}
	return parseAmount(whole+"."+fraction, currency)
}
