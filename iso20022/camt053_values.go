package iso20022

import (
	"encoding/xml"
	"strconv"
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
