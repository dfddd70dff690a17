package iso20022

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestIBANsInUseAreAccepted(t *testing.T) {
	for _, iban := range []string{
		"AD1200012030200359100100", "AT611904300234573201", "BE68539007547034", "CH9300762011623852957",
		"DE89370400440532013000", "DK5000400440116243", "ES9121000418450200051332", "FI2112345600000785",
		"FR1420041010050500013M02606", "GB29NWBK60161331926819", "HU42117730161111101800000000",
		"IT60X0542811101000000123456", "LU280019400644750000", "MT84MALT011000012345MTLCAST001S",
		"NL91ABNA0417164300", "NO9386011117947", "PL61109010140000071219812874", "SE4550000000058398257466",
		"SI56191000000123438", "TR330006100519786457841326",
	} {
		if err := CheckIBAN(iban); err != nil {
			t.Errorf("%s: %v", iban, err)
		}
	}
}

func TestBadIBANsAreRefusedWithTheirReason(t *testing.T) {
	for iban, code := range map[string]string{
		"":                            "iban_form",
		"DE":                          "iban_form",
		"de89370400440532013000":      "iban_form",
		"DE89 3704 0044 0532 0130 00": "iban_form",
		"DEX9370400440532013000":      "iban_form",
		"FR1420041010050500013m02606": "iban_form",
		strings.Repeat("A", 5000):     "iban_form",
		"US89370400440532013000":      "iban_country",
		"DE8937040044053201300":       "iban_length",
		"DE893704004405320130000":     "iban_length",
		"DE88370400440532013000":      "iban_check",
		"DE89370400440532010300":      "iban_check",
	} {
		wantRefusal(t, CheckIBAN(iban), code, "")
	}
}

func TestCheckDigitsThatAreNeverGivenOutAreRefused(t *testing.T) {
	// The body is chosen so that 98 is right; 01 leaves the same remainder.
	for body := 0; ; body++ {
		account := "50010517" + strings.Repeat("0", 10-len(decimalOf(body))) + decimalOf(body)
		if checkDigits("DE", account) != "98" {
			continue
		}
		if err := CheckIBAN("DE98" + account); err != nil {
			t.Fatalf("98 is right for %s: %v", account, err)
		}
		wantRefusal(t, CheckIBAN("DE01"+account), "iban_check", "")
		return
	}
}

func decimalOf(n int) string { return Amount{Minor: int64(n)}.Decimal() }

func TestOneWrongOrSwappedCharacterIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		iban := []byte(drawIBAN(t))
		i := rapid.IntRange(2, len(iban)-1).Draw(t, "position")
		if rapid.Bool().Draw(t, "swap") && i > 4 && iban[i] != iban[i-1] {
			iban[i], iban[i-1] = iban[i-1], iban[i]
		} else {
			iban[i] = '0' + (iban[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "shift")))%10
		}
		if CheckIBAN(string(iban)) == nil {
			t.Fatalf("%s passed", iban)
		}
	})
}

// drawIBAN makes an IBAN of digits in one of a few countries.
func drawIBAN(t *rapid.T) string {
	country := rapid.SampledFrom([]string{"DE", "AT", "BE", "PL", "ES", "NO", "CH", "LU"}).Draw(t, "country")
	body := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), ibanLengths[country]-4, ibanLengths[country]-4, -1).Draw(t, "body")
	return country + checkDigits(country, body) + body
}

func TestBICForm(t *testing.T) {
	for _, bic := range []string{"DEUTDEFF", "DEUTDEFF500", "NEDSZAJJXXX", "A1B2DEFF"} {
		if err := CheckBIC(bic); err != nil {
			t.Errorf("%s: %v", bic, err)
		}
	}
	for _, bic := range []string{"", "DEUTDEF", "DEUTDEFF5", "DEUTDEFF50", "DEUTDEFF5000", "deutdeff", "DEUT1EFF", "DEUTD3FF", "DEUT DEF", "DEÜTDEF"} {
		wantRefusal(t, CheckBIC(bic), "bic_form", "")
	}
}

func TestCreditorReference(t *testing.T) {
	for _, ref := range []string{"RF18539007547034", "RF712348231"} {
		if err := CheckReference(ref); err != nil {
			t.Errorf("%s: %v", ref, err)
		}
	}
	for ref, code := range map[string]string{
		"RF19539007547034": "reference_check", "539007547034": "reference_form", "RF18": "reference_form",
		"RF18 5390": "reference_form", "RF18" + strings.Repeat("1", 22): "reference_form",
	} {
		wantRefusal(t, CheckReference(ref), code, "")
	}
}

func FuzzCheckIBAN(f *testing.F) {
	f.Add("DE89370400440532013000")
	f.Add("\xff\x00")
	f.Fuzz(func(t *testing.T, s string) {
		if CheckIBAN(s) == nil && (len(s) != ibanLengths[s[:2]] || checkDigits(s[:2], s[4:]) != s[2:4]) {
			t.Fatalf("%q passed", s)
		}
	})
}
