package iso20022

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// latinMap writes letters and marks outside the set by those within it. Letters
// whose accent alone is foreign (é, č, ñ) need no entry: the accent is dropped.
var latinMap = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'Ä': "Ae", 'Ö': "Oe", 'Ü': "Ue", 'ß': "ss", 'ẞ': "SS",
	'æ': "ae", 'Æ': "Ae", 'œ': "oe", 'Œ': "Oe", 'ø': "o", 'Ø': "O", 'å': "a", 'Å': "A",
	'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th", 'ł': "l", 'Ł': "L",
	'ħ': "h", 'Ħ': "H", 'ı': "i", 'ŧ': "t", 'Ŧ': "T", 'ŋ': "n", 'Ŋ': "N", 'ĸ': "k",
	'&': "+", '_': "-", '–': "-", '—': "-", '‐': "-", '‑': "-", '~': "-", ';': ",", '|': "/",
	'[': "(", ']': ")", '{': "(", '}': ")", '`': "'", '´': "'", '‘': "'", '’': "'", '“': "'", '”': "'", '"': "'",
	'…': "...", '€': "EUR", '\t': " ", '\n': " ", '\r': " ", '\u00a0': " ", '\u202f': " ",
}

// Latin writes text in the character set of SEPA and SWIFT (a–z A–Z 0–9
// / - ? : ( ) . , ' + and space): known letters and marks are mapped (é → e,
// ß → ss, & → +), outer spaces are dropped, anything else is refused with
// bad_character. Source: EPC217-08, SWIFT character set X.
func Latin(text string) (string, error) {
	s, refusal := latin(text)
	if refusal != nil {
		return "", refusal
	}
	return s, nil
}

func latin(text string) (string, *Error) {
	var b strings.Builder
	// Composed first, so that "a" with a separate diaeresis is an ä too.
	for i, r := range []rune(norm.NFC.String(text)) {
		mapped, ok := latinRune(r)
		if !ok {
			return "", refuse("", "bad_character", "Character %d (%q, U+%04X) has no place in the bank's character set; write it another way.", i+1, r, r)
		}
		b.WriteString(mapped)
	}
	return strings.Trim(b.String(), " "), nil
}

func latinRune(r rune) (string, bool) {
	if inLatin(r) {
		return string(r), true
	}
	if s, ok := latinMap[r]; ok {
		return s, true
	}
	parts := []rune(norm.NFD.String(string(r)))
	if len(parts) < 2 || !isLetter(parts[0]) {
		return "", false
	}
	for _, mark := range parts[1:] {
		if mark < 0x0300 || mark > 0x036f { // the block of combining diacritical marks
			return "", false
		}
	}
	return string(parts[0]), true
}

func inLatin(r rune) bool {
	return isLetter(r) || r >= '0' && r <= '9' || r > 0 && r < 0x80 && strings.ContainsRune("/-?:().,'+ ", r)
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// checkID refuses what banks do not hand back unchanged: an identifier is never
// mapped, since it must be found again in the bank's answers. Source:
// EPC132-08, no slash at either end and no two together.
func checkID(place, id string, most int) *Error {
	switch {
	case id == "":
		return refuse(place, "missing", "An identifier is needed here.")
	case len(id) > most:
		return refuse(place, "too_long", "%q has %d characters; at most %d fit.", clip(id), len(id), most)
	case strings.HasPrefix(id, "/") || strings.HasSuffix(id, "/") || strings.Contains(id, "//"):
		return refuse(place, "bad_identifier", "%q must not begin or end with a slash nor hold two together.", id)
	case strings.HasPrefix(id, " ") || strings.HasSuffix(id, " "):
		return refuse(place, "bad_identifier", "%q must not begin or end with a space.", id)
	}
	for i, r := range id {
		if !inLatin(r) {
			return refuse(place, "bad_character", "Character %d (%q) is not allowed in an identifier: letters without accents, digits and / - ? : ( ) . , ' + are.", i+1, r)
		}
	}
	return nil
}
