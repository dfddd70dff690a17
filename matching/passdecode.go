package matching

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

var (
	passNames = []string{
		"name", "keys", "amount", "amount_tolerance", "date", "date_tolerance_days", "days", "opposite_sign",
		"compare", "filter", "cardinality", "within", "part_payments", "most", "search", "gives", "ambiguous", "partial",
	}
	fieldNames     = []string{"left", "right", "transform"}
	toleranceNames = []string{"percent", "of"}
	derivedNames   = []string{"name", "left", "right"}
	stepNames      = []string{"find", "replace", "lookup", "otherwise", "missing"}
)

// entries calls f for each entry of a mapping. names are those that exist, nil
// where any will do.
func entries(at string, n *yaml.Node, names []string, f func(name string, value *yaml.Node) error) error {
	if n.Kind == yaml.AliasNode {
		return badValue(at, "line %d: write the value out; aliases are not read", n.Line)
	}
	if n.Kind != yaml.MappingNode {
		return badValue(at, "line %d: name: value is expected", n.Line)
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		switch {
		case seen[name]:
			return badValue(at+"."+name, "line %d: it is given twice", n.Content[i].Line)
		case n.Content[i].Kind != yaml.ScalarNode:
			return badValue(at, "line %d: a setting's name is a text", n.Content[i].Line)
		case names != nil && !slices.Contains(names, name):
			return failure(UnknownKey, "config", NoRow, at+"."+name, "line %d: there is no such setting; the nearest is %s", n.Content[i].Line, nearest(name, names))
		}
		seen[name] = true
		if err := f(name, n.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// items calls f for each member of a list; what is no list is its only member.
func items(n *yaml.Node, f func(i int, one *yaml.Node) error) error {
	if n.Kind != yaml.SequenceNode {
		if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
			return nil
		}
		return f(0, n)
	}
	for i, one := range n.Content {
		if err := f(i, one); err != nil {
			return err
		}
	}
	return nil
}

func texts(at string, n *yaml.Node) (all []string, err error) {
	return all, items(n, func(_ int, one *yaml.Node) error {
		text, err := scalar(at, one)
		all = append(all, text)
		return err
	})
}

// choice reports whether the second of two words stands there; blank is the
// first.
func choice(at string, n *yaml.Node, first, second string) (bool, error) {
	text, err := scalar(at, n)
	if err == nil && text != "" && text != first && text != second {
		err = badValue(at, "line %d: %q is neither %s nor %s", n.Line, text, first, second)
	}
	return text == second, err
}

func decodePasses(n *yaml.Node) (all []Pass, err error) {
	return all, items(n, func(i int, one *yaml.Node) error {
		var p Pass
		at := fmt.Sprintf("passes[%d]", i)
		all = append(all, p)
		return entries(at, one, passNames, func(name string, value *yaml.Node) error {
			return all[i].set(at+"."+name, name, value)
		})
	})
}

func (p *Pass) set(at, name string, n *yaml.Node) (err error) {
	switch name {
	case "name":
		p.Name, err = scalar(at, n)
	case "keys":
		p.Keys, err = fields(at, n)
	case "amount":
		p.Amount, err = field(at, n)
	case "amount_tolerance":
		p.AmountTolerance, err = tolerance(at, n)
	case "date":
		p.Date, err = field(at, n)
	case "date_tolerance_days":
		p.DateTolerance, err = whole(at, n)
	case "days":
		p.BusinessDays, err = choice(at, n, "calendar", "business")
	case "opposite_sign":
		p.OppositeSign, err = truth(at, n)
	case "compare":
		p.Compare, err = fields(at, n)
	case "filter":
		p.Filter, err = sides(at, n)
	case "cardinality":
		p.Cardinality, err = scalar(at, n)
	case "within":
		p.Within, err = scalar(at, n)
	case "part_payments":
		p.Parts, err = scalar(at, n)
	case "most":
		p.Most, err = whole(at, n)
	case "search":
		p.Search, err = whole(at, n)
	case "gives":
		p.Propose, err = choice(at, n, "match", "propose")
	case "ambiguous":
		p.Hold, err = choice(at, n, "take", "hold")
	case "partial":
		p.Whole, err = choice(at, n, "true", "false")
	}
	return err
}

func tolerance(at string, n *yaml.Node) (t Tolerance, err error) {
	if n.Kind != yaml.MappingNode {
		t.Amount, err = scalar(at, n)
		return t, err
	}
	return t, entries(at, n, toleranceNames, func(name string, value *yaml.Node) (err error) {
		if name == "percent" {
			t.Percent, err = scalar(at, value)
		} else {
			t.Of, err = scalar(at, value)
		}
		return err
	})
}

func fields(at string, n *yaml.Node) (all []Field, err error) {
	return all, items(n, func(_ int, one *yaml.Node) error {
		f, err := field(at, one)
		all = append(all, f)
		return err
	})
}

// field reads a column's name, or {left: …, right: …, transform: …}.
func field(at string, n *yaml.Node) (f Field, err error) {
	if n.Kind != yaml.MappingNode {
		text, err := scalar(at, n)
		f.Sides = Both(text)
		return f, err
	}
	return f, entries(at, n, fieldNames, func(name string, value *yaml.Node) (err error) {
		switch name {
		case "left":
			f.Left, err = scalar(at, value)
		case "right":
			f.Right, err = scalar(at, value)
		case "transform":
			f.Transform, err = transformations(at+".transform", value)
		}
		return err
	})
}

// transformations reads a list for both sides, or {left: […], right: […]}.
func transformations(at string, n *yaml.Node) (both [2][]Step, err error) {
	bySide := n.Kind == yaml.MappingNode && len(n.Content) > 0 && slices.Contains(fieldNames[:2], n.Content[0].Value)
	if !bySide {
		both[0], err = decodeSteps(at, n)
		both[1] = both[0]
		return both, err
	}
	return both, entries(at, n, fieldNames[:2], func(name string, value *yaml.Node) (err error) {
		i := slices.Index(fieldNames, name)
		both[i], err = decodeSteps(at+"."+name, value)
		return err
	})
}

func decodeSteps(at string, n *yaml.Node) (all []Step, err error) {
	return all, items(n, func(_ int, one *yaml.Node) (err error) {
		var s Step
		if one.Kind != yaml.MappingNode {
			if s.Plain, err = scalar(at, one); err == nil {
				all = append(all, s)
			}
			return err
		}
		err = entries(at, one, stepNames, func(name string, value *yaml.Node) (err error) {
			if name == "missing" {
				s.Missing, err = choice(at+".missing", value, "keep", "bad")
				return err
			}
			to := map[string]*string{"find": &s.Find, "replace": &s.Replace, "lookup": &s.Lookup, "otherwise": &s.Otherwise}[name]
			s.Strict = s.Strict || name == "otherwise"
			*to, err = scalar(at, value)
			return err
		})
		all = append(all, s)
		return err
	})
}

// decodeTables reads look-up tables: name: {from: to}.
func decodeTables(n *yaml.Node) (map[string]map[string]string, error) {
	tables := map[string]map[string]string{}
	return tables, entries("tables", n, nil, func(name string, value *yaml.Node) error {
		tables[name] = map[string]string{}
		return entries("tables."+name, value, nil, func(from string, to *yaml.Node) (err error) {
			tables[name][from], err = scalar("tables."+name+"."+from, to)
			return err
		})
	})
}

func decodeDerived(n *yaml.Node) (all []Derived, err error) {
	return all, items(n, func(i int, one *yaml.Node) error {
		var d Derived
		at := fmt.Sprintf("derive[%d]", i)
		err := entries(at, one, derivedNames, func(name string, value *yaml.Node) (err error) {
			to := map[string]*string{"name": &d.Name, "left": &d.Left, "right": &d.Right}[name]
			*to, err = scalar(at+"."+name, value)
			return err
		})
		all = append(all, d)
		return err
	})
}
