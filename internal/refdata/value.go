package refdata

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/countersign/countersign/money"
)

// kinds give each kind's canonical form of a value, or why it is none.
var kinds = map[string]func(text string) (canonical, code, why string){
	"text": func(s string) (string, string, string) {
		switch {
		case utf8.RuneCountInString(s) > mostText:
			return "", "too_long", fmt.Sprintf("these are %d characters, %d are allowed", utf8.RuneCountInString(s), mostText)
		case strings.TrimSpace(s) != s || strings.ContainsFunc(s, unicode.IsControl):
			return "", "bad_character", fmt.Sprintf("%.60q begins or ends with a blank, or holds a tab or line end", s)
		}
		return s, "", ""
	},
	"integer": func(s string) (string, string, string) {
		if !integerForm.MatchString(s) {
			return "", "bad_integer", fmt.Sprintf("%.60q is no whole number of at most 18 digits; write it like 1250", s)
		}
		return s, "", ""
	},
	"decimal": func(s string) (string, string, string) {
		d, err := money.ParseDecimal(s)
		if err != nil {
			return "", "bad_decimal", fmt.Sprintf("%.60q is no decimal number; write it like 0.9215, with at most 18 digits before the point and 12 after it", s)
		}
		return d.String(), "", ""
	},
	"date": func(s string) (string, string, string) {
		if at, err := time.Parse(time.DateOnly, s); err != nil || at.Year() < 1 {
			return "", "bad_date", fmt.Sprintf("%.60q is no day of the calendar; write it like 2026-11-30", s)
		}
		return s, "", ""
	},
	"boolean": func(s string) (string, string, string) {
		if s != "true" && s != "false" {
			return "", "bad_boolean", fmt.Sprintf("%.60q is neither true nor false", s)
		}
		return s, "", ""
	},
}

const (
	mostText = 1000 // characters of a value
	mostKey  = 200  // characters of all key values together: an index holds them
)

var integerForm = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,17})$`)

// wrong is why a value cannot be taken.
type wrong struct{ column, code, why string }

// take gives the values in canonical form, those that are empty left out, and the
// key that follows from them; or everything that is wrong with them, in the
// columns' order.
func (t *Table) take(given map[string]string) (values map[string]string, key string, bad []wrong) {
	values = map[string]string{}
	for _, c := range t.Columns {
		text := given[c.Name]
		if text == "" {
			if !c.Optional {
				bad = append(bad, wrong{c.Name, "missing", "a row needs its " + c.Name})
			}
			continue
		}
		canonical, code, why := kinds[c.Kind](text)
		if code != "" {
			bad = append(bad, wrong{c.Name, code, why})
			continue
		}
		values[c.Name] = canonical
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if _, is := t.column(name); !is {
			bad = append(bad, wrong{name, "unknown_column", fmt.Sprintf("the table has no column %.60q", name)})
		}
	}
	if bad != nil {
		return nil, "", bad
	}
	key = t.keyOf(values)
	if n := utf8.RuneCountInString(key); n > mostKey {
		return nil, "", []wrong{{t.keys()[0], "too_long", fmt.Sprintf("the key has %d characters, %d are allowed", n, mostKey)}}
	}
	return values, key, nil
}

func (t *Table) keys() (names []string) {
	for _, c := range t.Columns {
		if c.Key {
			names = append(names, c.Name)
		}
	}
	return names
}

// keyOf is the value of the key column, or the JSON list of those of several.
func (t *Table) keyOf(values map[string]string) string {
	names := t.keys()
	if len(names) == 1 {
		return values[names[0]]
	}
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = values[name]
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(list) // texts always encode
	return strings.TrimSuffix(b.String(), "\n")
}
