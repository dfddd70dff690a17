package recon

import (
	"fmt"
	"strings"
	"unicode"
)

const (
	telling  = 5  // signs of a value that tells a row from others
	standsIn = 90 // of a hundred, for a key found whole in another column

	// swap is the distance of texts that differ by two neighbours swapped.
	swap = -1
)

// plain is a value without what people write differently: letters and digits
// alone, in small letters.
func plain(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, s)
}

// alike says how two values of a key resemble each other, with points of a
// hundred.
func alike(a, b string) (code string, points int) {
	if a == b && a != "" {
		return "key_same", 100
	}
	a, b = plain(a), plain(b)
	switch {
	case a == "" || b == "":
		return "key_differs", 0
	case a == b:
		return "key_written_otherwise", 95
	case min(len(a), len(b)) < telling:
		return "key_differs", 0
	case strings.Contains(a, b) || strings.Contains(b, a):
		return "key_part", 75
	}
	switch distance(a, b) {
	case swap:
		return "key_swapped", 80
	case 1:
		return "key_near", 70
	}
	return "key_differs", 0
}

// distance is 0 for equal texts, 1 where one sign is another, missing or too
// many, swap where two neighbours are swapped, 2 for all else.
func distance(a, b string) int {
	if a == b {
		return 0
	}
	s, t := []rune(a), []rune(b)
	for len(s) > 0 && len(t) > 0 && s[0] == t[0] {
		s, t = s[1:], t[1:]
	}
	for len(s) > 0 && len(t) > 0 && s[len(s)-1] == t[len(t)-1] {
		s, t = s[:len(s)-1], t[:len(t)-1]
	}
	switch {
	case len(s) <= 1 && len(t) <= 1:
		return 1
	case len(s) == 2 && len(t) == 2 && s[0] == t[1] && s[1] == t[0]:
		return swap
	}
	return 2
}

// words tells a reason to people.
func (r *Reason) words() string {
	switch r.Code {
	case "key_same":
		return fmt.Sprintf("%s is the same.", r.Column)
	case "key_written_otherwise":
		return fmt.Sprintf("%s is the same, written otherwise.", r.Column)
	case "key_in_text":
		return fmt.Sprintf("%s stands in the column %s.", r.Column, r.Detail)
	case "key_part":
		return fmt.Sprintf("%s is part of the other.", r.Column)
	case "key_swapped":
		return fmt.Sprintf("%s has two neighbouring signs swapped.", r.Column)
	case "key_near":
		return fmt.Sprintf("%s differs by one sign.", r.Column)
	case "amount_same":
		return "The amounts are the same."
	case "amount_within":
		return fmt.Sprintf("The amounts differ by %s, which is allowed.", r.Detail)
	case "amount_opposite":
		return "The amounts are the same with opposite signs."
	case "amount_swapped":
		return fmt.Sprintf("The amounts have two neighbouring digits swapped: they differ by %s.", r.Detail)
	case "amount_near", "amount_differs":
		if r.Detail == "" {
			return "The amounts cannot be compared."
		}
		return fmt.Sprintf("The amounts differ by %s.", r.Detail)
	case "date_same":
		return "The dates are the same."
	case "date_within", "date_apart":
		return fmt.Sprintf("The dates are %s days apart.", strings.TrimPrefix(r.Detail, "-"))
	}
	return fmt.Sprintf("%s differs.", r.Column)
}
