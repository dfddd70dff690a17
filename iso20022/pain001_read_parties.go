package iso20022

import "encoding/xml"

func (r *xmlReader) party(p *Party) field {
	return r.within(fields{
		"Nm": r.bounded(&p.Name, 140),
		"PstlAdr": func(xml.StartElement) *Error {
			p.Address = &Address{}
			return r.address(p.Address)
		},
		"Id":        r.within(fields{"OrgId": func(xml.StartElement) *Error { return r.organisation(p) }}),
		"CtryOfRes": r.skip,
		"CtctDtls":  r.skip,
	})
}

// namedParty is one that pays or is paid.
func (r *xmlReader) namedParty(p *Party) field {
	return func(start xml.StartElement) *Error {
		if err := r.party(p)(start); err != nil {
			return err
		}
		if p.Name == "" {
			return r.missing("Nm")
		}
		return nil
	}
}

func (r *xmlReader) address(a *Address) *Error {
	err := r.children(fields{
		"StrtNm":      r.bounded(&a.Street, 70),
		"BldgNb":      r.bounded(&a.Building, 16),
		"PstCd":       r.bounded(&a.PostCode, 16),
		"TwnNm":       r.bounded(&a.Town, 35),
		"CtrySubDvsn": r.bounded(&a.Subdivision, 35),
		"Ctry": r.checked(&a.Country, func(s string) *Error {
			if !isCountry(s) {
				return refuse("", "bad_code", "%q is not a country code of two capital letters.", clip(s))
			}
			return nil
		}),
		"AdrLine": func(s xml.StartElement) *Error {
			var line string
			if len(a.Lines) == 7 {
				return r.refuse("too_long", "An address has at most seven lines.")
			}
			err := r.bounded(&line, 70)(s)
			a.Lines = append(a.Lines, line)
			return err
		},
	})
	return err
}

func (r *xmlReader) organisation(p *Party) *Error {
	want := fields{"Othr": func(xml.StartElement) *Error { return r.organisationNumber(p) }}
	if r.version == string(Pain00109) {
		want["LEI"] = r.checked(&p.LEI, func(s string) *Error { return checkLEI("", s) })
	}
	return r.children(want)
}

// organisationNumber is the LEI where the version knows no other way to say it.
func (r *xmlReader) organisationNumber(p *Party) *Error {
	var id, code, own string
	err := r.children(fields{
		"Id":      r.bounded(&id, 35),
		"SchmeNm": r.within(fields{"Cd": r.text(&code), "Prtry": r.text(&own)}),
		"Issr":    r.skip,
	})
	if err != nil {
		return err
	}
	if id == "" {
		return r.missing("Id")
	}
	into := &p.OrganisationID
	if own == leiScheme && r.version == string(Pain00103) {
		if err := r.here(checkLEI("", id)); err != nil {
			return err
		}
		into = &p.LEI
	}
	if *into != "" {
		return r.refuse("repeated_element", "A further number of the organisation is not carried here; leave one.")
	}
	*into = id
	return nil
}

func (r *xmlReader) partyNumber(a *Account) field {
	return func(xml.StartElement) *Error {
		err := r.children(fields{
			"Id": r.within(fields{
				"IBAN": r.checked(&a.IBAN, checkIBAN),
				"Othr": r.within(fields{
					"Id":      r.bounded(&a.Other, 34),
					"SchmeNm": r.within(fields{"Cd": r.shortCode(&a.Scheme, 4)}),
				}),
			}),
			"Tp":  r.skip,
			"Nm":  r.skip,
			"Ccy": r.checked(&a.Currency, checkCurrency),
		})
		if err != nil {
			return err
		}
		if (a.IBAN == "") == (a.Other == "") {
			return r.refuse("missing_element", "Either Id/IBAN or Id/Othr/Id is needed.")
		}
		return nil
	}
}

func checkCurrency(s string) *Error {
	if _, known := Exponent(s); !known {
		return refuse("", "bad_currency", "%q is not a currency of ISO 4217.", clip(s))
	}
	return nil
}

// agent reads a bank. NOTPROVIDED says that none is named; a name alone would
// say where to pay and is not carried.
func (r *xmlReader) agent(a *Agent) field {
	return func(xml.StartElement) *Error {
		bic := "BICFI"
		if r.version == string(Pain00103) {
			bic = "BIC"
		}
		var described bool
		var other string
		describe := func(s xml.StartElement) *Error { described = true; return r.skip(s) }
		err := r.children(fields{
			"FinInstnId": r.within(fields{
				bic: r.checked(&a.BIC, checkBIC),
				"ClrSysMmbId": r.within(fields{
					"ClrSysId": r.within(fields{"Cd": r.shortCode(&a.ClearingSystem, 5)}),
					"MmbId":    r.bounded(&a.ClearingMember, 35),
				}),
				"Nm": describe, "PstlAdr": describe,
				"Othr": r.within(fields{"Id": r.checked(&other, notProvided)}),
			}),
			"BrnchId": describe,
		})
		switch {
		case err != nil:
			return err
		case a.ClearingSystem != "" && a.ClearingMember == "":
			return r.missing("FinInstnId/ClrSysMmbId/MmbId")
		case described && a.BIC == "" && a.ClearingMember == "":
			return r.refuse("unsupported_element", "A bank that only a name, address or branch tells is not carried here; give its BIC or clearing code.")
		}
		return nil
	}
}

func notProvided(s string) *Error {
	if s != "NOTPROVIDED" {
		return refuse("", "unsupported_element", "The bank's other number %q is not carried here; give its BIC or clearing code.", clip(s))
	}
	return nil
}

func (r *xmlReader) remittance(m *Remittance) field {
	return func(xml.StartElement) *Error {
		var coded string
		err := r.children(fields{
			"Ustrd": r.bounded(&m.Text, 140),
			"Strd": r.within(fields{"CdtrRefInf": r.within(fields{
				"Tp": r.within(fields{
					"CdOrPrtry": r.within(fields{
						"Cd":    r.checked(&coded, func(s string) *Error { return checkOneOf("", s, "SCOR") }),
						"Prtry": r.bounded(&m.ReferenceType, 35),
					}),
					"Issr": r.bounded(&m.Issuer, 35),
				}),
				"Ref": r.bounded(&m.Reference, 35),
			})}),
		})
		switch {
		case err != nil:
			return err
		case m.Text != "" && m.Reference != "":
			return r.refuse("ambiguous_remittance", "A text and a structured reference stand together; only one of them is carried.")
		case m.Reference == "" && (m.ReferenceType != "" || m.Issuer != "" || coded != ""):
			return r.missing("Strd/CdtrRefInf/Ref")
		case coded != "" && m.ReferenceType != "":
			return r.refuse("ambiguous_remittance", "Cd and Prtry stand together; only one of them may.")
		case m.Reference != "" && m.ReferenceType == "":
			return r.here(checkReference(m.Reference))
		}
		return nil
	}
}
