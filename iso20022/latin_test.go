package iso20022

import (
	"testing"

	"pgregory.net/rapid"
)

func TestKnownLettersAreMapped(t *testing.T) {
	for text, want := range map[string]string{
		"Café":                        "Cafe",
		"Große Straße & Söhne":        "Grosse Strasse + Soehne",
		"Łódź, Ærø; Þingvellir":       "Lodz, Aero, Thingvellir",
		"a\u0308 o\u0301":             "ae o",
		"Škoda Dvořák Ñandú":          "Skoda Dvorak Nandu",
		"“Maison” d’Été":              "'Maison' d'Ete",
		"  line\nbreak\t ":            "line break",
		"5 €":                         "5 EUR",
		"Invoice 4711/2026-(A)?:+.,'": "Invoice 4711/2026-(A)?:+.,'",
	} {
		if got, err := Latin(text); err != nil || got != want {
			t.Errorf("Latin(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestUnknownCharactersAreRefusedAndCounted(t *testing.T) {
	for _, text := range []string{"ab\x00", "Zażółć 株", "€uro 🏦", "Ωmega", "Иван", "a<b", "100%", "x@y", "\u0308a", "\xff"} {
		_, err := Latin(text)
		wantRefusal(t, err, "bad_character", "")
	}
}

func TestMappedTextIsWithinTheSetAndStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("aZ é ß ñ&_[]“´Ø\n")))).Draw(t, "text")
		once, err := Latin(text)
		if err != nil {
			return
		}
		for _, r := range once {
			if !inLatin(r) {
				t.Fatalf("%q holds %q", once, r)
			}
		}
		if twice, err := Latin(once); err != nil || twice != once {
			t.Fatalf("%q becomes %q, %v", once, twice, err)
		}
	})
}
