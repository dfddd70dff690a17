package iso20022

import (
	"fmt"
	"slices"
	"strings"
)

// mapText replaces a text by its mapped form and checks its length after it.
func mapText(place string, text *string, most int, needed bool) *Error {
	mapped, err := latin(*text)
	switch {
	case err != nil:
		return at(place, err)
	case mapped == "" && (needed || *text != ""):
		return refuse(place, "missing", "A text is needed here.")
	case len(mapped) > most:
		return refuse(place, "too_long", "%q has %d characters in the bank's character set; at most %d fit.", clip(mapped), len(mapped), most)
	}
	*text = mapped
	return nil
}

func (p *Party) check(place string) *Error {
	if err := mapText(place+".Name", &p.Name, 140, true); err != nil {
		return err
	}
	if p.OrganisationID != "" {
		if err := checkID(place+".OrganisationID", p.OrganisationID, 35); err != nil {
			return err
		}
	}
	if err := checkLEI(place+".LEI", p.LEI); err != nil {
		return err
	}
	if p.Address == nil {
		return nil
	}
	address := *p.Address
	p.Address = &address
	return address.check(place + ".Address")
}

// checkLEI follows ISO 17442: 18 capitals or digits, two check digits by mod 97.
func checkLEI(place, lei string) *Error {
	if lei == "" {
		return nil
	}
	if len(lei) != 20 || checkCode("", lei, 20) != nil || !isDigits(lei[18:]) || mod97(lei) != 1 {
		return refuse(place, "bad_lei", "%q is not an LEI: 18 characters and two right check digits are expected.", clip(lei))
	}
	return nil
}

func (a *Address) check(place string) *Error {
	if !isCountry(a.Country) {
		return refuse(place+".Country", "bad_code", "%q is not a country code of two capital letters.", clip(a.Country))
	}
	a.Lines = slices.Clone(a.Lines)
	if len(a.Lines) > 7 {
		return refuse(place+".Lines", "too_long", "An address has at most seven lines, not %d.", len(a.Lines))
	}
	for i := range a.Lines {
		if err := mapText(fmt.Sprintf("%s.Lines[%d]", place, i), &a.Lines[i], 70, true); err != nil {
			return err
		}
	}
	return firstOf(
		mapText(place+".Street", &a.Street, 70, false),
		mapText(place+".Building", &a.Building, 16, false),
		mapText(place+".PostCode", &a.PostCode, 16, false),
		mapText(place+".Town", &a.Town, 35, len(a.Lines) == 0),
		mapText(place+".Subdivision", &a.Subdivision, 35, false),
	)
}

func isCountry(s string) bool { return len(s) == 2 && isCapital(s[0]) && isCapital(s[1]) }

func (a Account) check(place string) *Error {
	if a.Currency != "" {
		if _, known := Exponent(a.Currency); !known {
			return refuse(place+".Currency", "bad_currency", "%q is not a currency of ISO 4217.", clip(a.Currency))
		}
	}
	switch {
	case a.IBAN != "" && (a.Other != "" || a.Scheme != ""):
		return refuse(place, "ambiguous_account", "Give the IBAN or another number, not both.")
	case a.IBAN != "":
		return at(place+".IBAN", checkIBAN(a.IBAN))
	case a.Other == "":
		return refuse(place, "missing", "An IBAN or another account number is needed.")
	}
	if err := checkID(place+".Other", a.Other, 34); err != nil {
		return err
	}
	return checkCode(place+".Scheme", a.Scheme, 4)
}

func (a Agent) check(place string) *Error {
	if a.BIC != "" {
		if err := checkBIC(a.BIC); err != nil {
			return at(place+".BIC", err)
		}
	}
	if a.ClearingSystem != "" && a.ClearingMember == "" {
		return refuse(place+".ClearingMember", "missing", "A clearing system needs the bank's number in it.")
	}
	if a.ClearingMember != "" {
		if err := checkID(place+".ClearingMember", a.ClearingMember, 35); err != nil {
			return err
		}
	}
	return checkCode(place+".ClearingSystem", a.ClearingSystem, 5)
}

func (r *Remittance) check(place string) *Error {
	if r.Reference == "" {
		if r.ReferenceType != "" || r.Issuer != "" {
			return refuse(place+".Reference", "missing", "A reference type or issuer needs the reference.")
		}
		return mapText(place+".Text", &r.Text, 140, false)
	}
	if strings.TrimSpace(r.Text) != "" {
		return refuse(place, "ambiguous_remittance", "Give a text or a structured reference, not both.")
	}
	r.Text = ""
	if err := mapText(place+".Issuer", &r.Issuer, 35, false); err != nil {
		return err
	}
	if r.ReferenceType == "" {
		if r.Issuer == "" {
			r.Issuer = "ISO"
		}
		return at(place+".Reference", checkReference(r.Reference))
	}
	return firstOf(
		checkID(place+".ReferenceType", r.ReferenceType, 35),
		checkID(place+".Reference", r.Reference, 35),
	)
}
