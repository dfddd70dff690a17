// Package money holds amounts as integers of a currency's minor unit and rates
// as exact decimals. Nothing here is floating point, nothing rounds unless its
// name says so, and every result that does not fit is an error.
package money

import "strings"

// Currency is an ISO 4217 alphabetic code such as "EUR". Any three capital
// letters are a well-formed code; Known tells those that ISO lists as active.
type Currency string

// unusual are the active codes whose minor unit is not a hundredth
// (ISO 4217 list one, column 'Minor unit').
var unusual = map[Currency]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0,
	"PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"CLF": 4, "UYW": 4,
}

// hundredths are the other active codes. Metals, units of account and test codes
// (XAU, XDR, XTS …) have no minor unit and pay nobody, so they are not here; nor
// are codes withdrawn up to January 2026.
const hundredths = " AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD" +
	" CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD" +
	" GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD" +
	" MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD" +
	" RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD" +
	" USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG "

// Digits is how many decimals an amount of the currency has, 2 when the code is
// not known.
func (c Currency) Digits() int {
	if digits, ok := unusual[c]; ok {
		return digits
	}
	return 2
}

// Known reports whether ISO 4217 lists the code as an active currency.
func (c Currency) Known() bool {
	_, ok := unusual[c]
	return ok || c.WellFormed() && strings.Contains(hundredths, " "+string(c)+" ")
}

// WellFormed reports whether the code is three capital letters A to Z.
func (c Currency) WellFormed() bool {
	if len(c) != 3 {
		return false
	}
	for i := range 3 {
		if c[i] < 'A' || c[i] > 'Z' {
			return false
		}
	}
	return true
}
