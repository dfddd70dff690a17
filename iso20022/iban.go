package iso20022

import "fmt"

// CheckIBAN says why s is not an IBAN in electronic form (no spaces, capitals),
// or nil: iban_form, iban_country (not in the IBAN registry), iban_length (not
// the country's), iban_check (check digits wrong). Source: ISO 13616, check
// digits by ISO 7064 MOD 97-10.
func CheckIBAN(s string) error {
	if refusal := checkIBAN(s); refusal != nil {
		return refusal
	}
	return nil
}

func checkIBAN(s string) *Error {
	if len(s) < 5 || len(s) > 34 || !isCapital(s[0]) || !isCapital(s[1]) || !isDigits(s[2:4]) {
		return refuse("", "iban_form", "%q is not an IBAN: two capital letters, two digits and up to 30 more characters are expected, without spaces.", clip(s))
	}
	for i := 4; i < len(s); i++ {
		if !isCapital(s[i]) && !isDigits(s[i:i+1]) {
			return refuse("", "iban_form", "%q is not an IBAN: character %d is neither a capital letter nor a digit.", clip(s), i+1)
		}
	}
	length, known := ibanLengths[s[:2]]
	if !known {
		return refuse("", "iban_country", "%q: the IBAN registry has no country %s.", s, s[:2])
	}
	if len(s) != length {
		return refuse("", "iban_length", "%q has %d characters; an IBAN of %s has %d.", s, len(s), s[:2], length)
	}
	// 00, 01 and 99 can satisfy the remainder too, but are never given out.
	if digits := s[2:4]; digits == "00" || digits == "01" || digits == "99" || mod97(s[4:]+s[:4]) != 1 {
		return refuse("", "iban_check", "%q: the check digits are wrong; look for a mistyped or swapped character.", s)
	}
	return nil
}

// CheckReference says why s is not a creditor reference of ISO 11649 ("RF",
// two check digits, up to 21 characters), or nil: reference_form or
// reference_check.
func CheckReference(s string) error {
	if refusal := checkReference(s); refusal != nil {
		return refusal
	}
	return nil
}

func checkReference(s string) *Error {
	if len(s) < 5 || len(s) > 25 || s[:2] != "RF" || !isDigits(s[2:4]) {
		return refuse("", "reference_form", "%q is not a creditor reference: RF, two check digits and 1 to 21 characters are expected.", clip(s))
	}
	for i := 4; i < len(s); i++ {
		if !isCapital(s[i]) && !isDigits(s[i:i+1]) {
			return refuse("", "reference_form", "%q: character %d is neither a capital letter nor a digit.", s, i+1)
		}
	}
	if digits := s[2:4]; digits == "00" || digits == "01" || digits == "99" || mod97(s[4:]+s[:4]) != 1 {
		return refuse("", "reference_check", "%q: the check digits are wrong; look for a mistyped or swapped character.", s)
	}
	return nil
}

// CheckBIC says why s is not a BIC of 8 or 11 characters, or nil: bic_form.
// Source: ISO 9362, as the ISO 20022 schemas spell it. Whether the BIC is in
// use is not known here.
func CheckBIC(s string) error {
	if refusal := checkBIC(s); refusal != nil {
		return refusal
	}
	return nil
}

func checkBIC(s string) *Error {
	if len(s) != 8 && len(s) != 11 {
		return refuse("", "bic_form", "%q has %d characters; a BIC has 8 or 11.", clip(s), len(s))
	}
	for i := range len(s) {
		country := i == 4 || i == 5
		if !isCapital(s[i]) && (country || !isDigits(s[i:i+1])) {
			wanted := "a capital letter or digit"
			if country {
				wanted = "a letter of the country"
			}
			return refuse("", "bic_form", "%q is not a BIC: %s is expected at character %d.", clip(s), wanted, i+1)
		}
	}
	return nil
}

// mod97 reads letters as 10 to 35; s holds capitals and digits only.
func mod97(s string) int {
	r := 0
	for i := range len(s) {
		if c := s[i]; isCapital(c) {
			r = (r*100 + int(c-'A') + 10) % 97
		} else {
			r = (r*10 + int(c-'0')) % 97
		}
	}
	return r
}

// checkDigits are the two digits that make head+digits+tail pass mod 97.
func checkDigits(head, tail string) string {
	return fmt.Sprintf("%02d", 98-mod97(tail+head+"00"))
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

// ibanLengths are the total lengths of the IBAN registry (ISO 13616).
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27,
	"BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28,
	"EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
	"GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
	"IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
	"LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28,
	"NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
	"RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25,
	"SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}
