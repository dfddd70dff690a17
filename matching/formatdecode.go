package matching

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

var columnNames = []string{"name", "from", "to"}

// decodeHeader reads a list for both sides, or {left: […], right: […]}.
func decodeHeader(n *yaml.Node) (both [2][]string, err error) {
	if n.Kind != yaml.MappingNode {
		both[0], err = texts("header", n)
		both[1] = slices.Clone(both[0])
		return both, err
	}
	return both, entries("header", n, fieldNames[:2], func(name string, value *yaml.Node) (err error) {
		i := slices.Index(fieldNames, name)
		both[i], err = texts("header."+name, value)
		return err
	})
}

// decodeColumns reads a list for both sides, or {left: […], right: […]}.
func decodeColumns(n *yaml.Node) (both [2][]FixedColumn, err error) {
	if n.Kind != yaml.MappingNode {
		both[0], err = fixedColumns("columns", n)
		both[1] = slices.Clone(both[0])
		return both, err
	}
	return both, entries("columns", n, fieldNames[:2], func(name string, value *yaml.Node) (err error) {
		i := slices.Index(fieldNames, name)
		both[i], err = fixedColumns("columns."+name, value)
		return err
	})
}

func fixedColumns(at string, n *yaml.Node) (all []FixedColumn, err error) {
	return all, items(n, func(_ int, one *yaml.Node) error {
		var c FixedColumn
		err := entries(at, one, columnNames, func(name string, value *yaml.Node) (err error) {
			switch name {
			case "name":
				c.Name, err = scalar(at+".name", value)
			case "from":
				c.From, err = whole(at+".from", value)
			case "to":
				c.To, err = whole(at+".to", value)
			}
			return err
		})
		all = append(all, c)
		return err
	})
}
