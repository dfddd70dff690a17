package matching

import (
	"bytes"
	"regexp"
)

// step is a Step made ready: it returns the text that the given one becomes,
// which may be the same memory, and whether it becomes any.
type step func(text []byte) ([]byte, bool)

func always(change func([]byte) []byte) step {
	return func(text []byte) ([]byte, bool) { return change(text), true }
}

func newStep(s Step, all tables, at string) (step, error) {
	switch {
	case s.Plain == "trim":
		return always(bytes.TrimSpace), nil
	case s.Plain == "upper":
		return always(bytes.ToUpper), nil
	case s.Plain == "lower":
		return always(bytes.ToLower), nil
	case s.Plain != "":
		return nil, badValue(at, "%q is neither trim, upper nor lower; a regular expression is written {find: …, replace: …}, a look-up {lookup: …}", s.Plain)
	case s.Lookup != "":
		table, ok := all[s.Lookup]
		if !ok {
			return nil, badValue(at, "there is no table %q under tables or lookups", s.Lookup)
		}
		if s.Strict && s.Missing {
			return nil, badValue(at, "otherwise and missing: bad say two things of a text that the table lacks")
		}
		return lookup(table, s), nil
	case s.Find != "":
		find, err := regexp.Compile(s.Find)
		if err != nil {
			return nil, badValue(at, "the regular expression %q cannot be read: %v", s.Find, err)
		}
		with := []byte(s.Replace)
		return always(func(text []byte) []byte { return find.ReplaceAll(text, with) }), nil
	}
	return nil, badValue(at, "a transformation is trim, upper, lower, {find: …, replace: …} or {lookup: …}")
}

func lookup(table map[string][]byte, s Step) step {
	otherwise := []byte(s.Otherwise)
	return func(text []byte) ([]byte, bool) {
		if to, ok := table[string(text)]; ok {
			return to, true
		}
		if s.Strict {
			return otherwise, true
		}
		return text, !s.Missing
	}
}

// column is a field on one side, made ready.
type column struct {
	name  string
	place int // among the values that a taker is given
	steps []step
}

// value is what the column's text becomes; false and a table lacks it.
func (c *column) value(values [][]byte) (v []byte, known bool) {
	v, known = values[c.place], true
	for _, s := range c.steps {
		if v, known = s(v); !known {
			break
		}
	}
	return v, known
}
