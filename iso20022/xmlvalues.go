package iso20022

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"
)

// The readers of single values. Each makes a field that stores what it reads.

func (r *xmlReader) text(into *string) field {
	return func(xml.StartElement) (err *Error) {
		*into, err = r.content()
		return err
	}
}

func (r *xmlReader) texts(into *[]string) field {
	return func(xml.StartElement) *Error {
		s, err := r.content()
		if s != "" && err == nil {
			*into = append(*into, s)
		}
		return err
	}
}

// within reads only some grandchildren of the element.
func (r *xmlReader) within(want fields) field {
	return func(xml.StartElement) *Error { return r.children(want) }
}

func (r *xmlReader) amount(into *Amount) field {
	return func(start xml.StartElement) *Error {
		currency := ""
		for _, a := range start.Attr {
			if a.Name.Local == "Ccy" && a.Name.Space == "" {
				currency = a.Value
			}
		}
		if currency == "" {
			return r.refuse("missing_currency", "The amount has no currency; the attribute Ccy is needed.")
		}
		s, err := r.content()
		if err != nil {
			return err
		}
		*into, err = parseAmount(s, currency)
		return r.here(err)
	}
}

func (r *xmlReader) direction(into *Direction) field {
	return func(xml.StartElement) *Error {
		s, err := r.content()
		if err == nil && s != string(Credit) && s != string(Debited) {
			return r.refuse("bad_direction", "%q is neither CRDT nor DBIT.", clip(s))
		}
		*into = Direction(s)
		return err
	}
}

func (r *xmlReader) boolean(into *bool) field {
	return func(xml.StartElement) *Error {
		s, err := r.content()
		if err != nil {
			return err
		}
		if s != "true" && s != "false" && s != "1" && s != "0" {
			return r.refuse("bad_indicator", "%q is neither true nor false.", clip(s))
		}
		*into = s == "true" || s == "1"
		return nil
	}
}

func (r *xmlReader) count(into *int) field {
	return func(xml.StartElement) *Error {
		s, err := r.content()
		if err != nil {
			return err
		}
		if !isDigits(s) || len(s) > 15 || s == "" {
			return r.refuse("bad_number", "%q is not a count of at most 15 digits.", clip(s))
		}
		// Fifteen digits fit.
		*into, _ = strconv.Atoi(s)
		return nil
	}
}

func (r *xmlReader) number(into *string) field {
	return func(xml.StartElement) *Error {
		s, err := r.content()
		if err == nil && (!isDigits(s) || len(s) > 18 || s == "") {
			return r.refuse("bad_number", "%q is not a number of at most 18 digits.", clip(s))
		}
		*into = s
		return err
	}
}

func (r *xmlReader) day(into *Date, parse func(string) (Date, bool)) field {
	return func(xml.StartElement) *Error {
		s, err := r.content()
		if err != nil {
			return err
		}
		d, ok := parse(s)
		if !ok {
			return r.refuse("bad_date", "%q is not a date as ISO 8601 writes it.", clip(s))
		}
		*into = d
		return nil
	}
}

// date reads the choice of Dt and DtTm.
func (r *xmlReader) date(into *Date) field {
	return r.within(fields{"Dt": r.day(into, parseDate), "DtTm": r.day(into, parseDateTime)})
}

// code reads the choice of Cd and Prtry, Prtry as a plain text.
func (r *xmlReader) code(into *string) field {
	return r.within(fields{"Cd": r.text(into), "Prtry": r.text(into)})
}

// accountID reads the choice of IBAN and Othr/Id below an account.
func (r *xmlReader) accountID(iban, other *string) field {
	return r.within(fields{"IBAN": r.text(iban), "Othr": r.within(fields{"Id": r.text(other)})})
}

func (r *xmlReader) missing(name string) *Error {
	return r.refuse("missing_element", "%s is missing.", name)
}

// bounded reads a text of 1 to most characters.
func (r *xmlReader) bounded(into *string, most int) field {
	return func(xml.StartElement) *Error {
		s, err := r.content()
		if err != nil {
			return err
		}
		if s == "" {
			return r.refuse("missing", "A text is needed here; leave the element out if there is none.")
		}
		if n := len([]rune(s)); n > most {
			return r.refuse("too_long", "%q has %d characters; at most %d fit.", clip(s), n, most)
		}
		*into = s
		return nil
	}
}

// checked reads a text that a check, which knows no place, must agree to.
func (r *xmlReader) checked(into *string, check func(string) *Error) field {
	return func(xml.StartElement) *Error {
		s, err := r.content()
		if err != nil {
			return err
		}
		if s == "" {
			return r.refuse("missing", "A text is needed here; leave the element out if there is none.")
		}
		*into = s
		return r.here(check(s))
	}
}

// shortCode reads a code of at most most capitals and digits.
func (r *xmlReader) shortCode(into *string, most int) field {
	return r.checked(into, func(s string) *Error { return checkCode("", s, most) })
}

// instant reads xs:dateTime; without a zone it is UTC.
func (r *xmlReader) instant(into *time.Time) field {
	return func(xml.StartElement) *Error {
		s, err := r.content()
		if err != nil {
			return err
		}
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
			if t, err := time.Parse(layout, s); err == nil && !strings.Contains(s, ",") {
				*into = t.UTC()
				return nil
			}
		}
		return r.refuse("bad_date", "%q is not a date and time as ISO 8601 writes it.", clip(s))
	}
}

// decimal reads an unsigned decimal of at most 18 digits.
func (r *xmlReader) decimal(into *string) field {
	return r.checked(into, func(s string) *Error {
		whole, fraction, _ := strings.Cut(s, ".")
		if n := len(whole + fraction); n == 0 || n > 18 || !isDigits(whole+fraction) {
			return refuse("", "bad_amount", "%q is not a sum: at most 18 digits with a point before the decimals are expected.", clip(s))
		}
		return nil
	})
}
