package matching

import (
	"bytes"
	"regexp"
)

// step is a Step made ready: it returns the text that the given one becomes,
// which may be the same memory.
type step func(text []byte) []byte

func newStep(s Step, tables map[string]map[string]string, at string) (step, error) {
	switch {
	case s.Plain == "trim":
		return bytes.TrimSpace, nil
	case s.Plain == "upper":
		return bytes.ToUpper, nil
	case s.Plain == "lower":
		return bytes.ToLower, nil
	case s.Plain != "":
		return nil, badValue(at, "%q is neither trim, upper nor lower; a regular expression is written {find: …, replace: …}, a look-up {lookup: …}", s.Plain)
	case s.Lookup != "":
		table, ok := tables[s.Lookup]
		if !ok {
			return nil, badValue(at, "there is no table %q under tables", s.Lookup)
		}
		return lookup(table, s), nil
	case s.Find != "":
		find, err := regexp.Compile(s.Find)
		if err != nil {
			return nil, badValue(at, "the regular expression %q cannot be read: %v", s.Find, err)
		}
		with := []byte(s.Replace)
		return func(text []byte) []byte { return find.ReplaceAll(text, with) }, nil
	}
	return nil, badValue(at, "a transformation is trim, upper, lower, {find: …, replace: …} or {lookup: …}")
}

func lookup(table map[string]string, s Step) step {
	ready := make(map[string][]byte, len(table))
	for from, to := range table {
		ready[from] = []byte(to)
	}
	otherwise := []byte(s.Otherwise)
	return func(text []byte) []byte {
		if to, ok := ready[string(text)]; ok {
			return to
		}
		if s.Strict {
			return otherwise
		}
		return text
	}
}

// column is a field on one side, made ready.
type column struct {
	name  string
	place int // among the values that a taker is given
	steps []step
}

func (c *column) value(values [][]byte) []byte {
	v := values[c.place]
	for _, s := range c.steps {
		v = s(v)
	}
	return v
}
