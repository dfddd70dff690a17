package approval

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"cel.dev/cel-go/common/types"
)

// The names of the types that conditions meet, as type errors show them.
const (
	rowType   = "row"
	actorType = "actor"
)

// columns are what conditions see of one table: each with its type and the way
// to read it from a row. They are checked when a rule is saved and cost a map
// look-up when it runs.
type columns struct {
	fields map[string]*types.FieldType
	names  []string        // sorted
	money  map[string]bool // names of the money columns, which are seen in parts
}

var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func newColumns(table string, fields []Field) (*columns, error) {
	c := &columns{fields: make(map[string]*types.FieldType), money: make(map[string]bool)}
	for _, f := range fields {
		if !plainName.MatchString(f.Name) {
			return nil, &Error{"schema", table + "." + f.Name, "a column's name is small letters, digits and underscores"}
		}
		if err := c.declare(table, f); err != nil {
			return nil, err
		}
	}
	if c.money["amount"] && c.fields["currency"] == nil {
		c.fields["currency"] = c.fields["amount_currency"]
	}
	for name := range c.fields {
		c.names = append(c.names, name)
	}
	slices.Sort(c.names)
	return c, nil
}

func (c *columns) declare(table string, f Field) error {
	parts := map[string]*types.FieldType{}
	switch f.Kind {
	case Text:
		parts[f.Name] = column(f.Name, types.StringType, func(v string) (any, error) { return v, nil })
	case Int:
		parts[f.Name] = column(f.Name, types.IntType, func(v int64) (any, error) { return v, nil })
	case Bool:
		parts[f.Name] = column(f.Name, types.BoolType, func(v bool) (any, error) { return v, nil })
	case Decimal:
		parts[f.Name] = column(f.Name, decimalType, func(v string) (any, error) { return parseDecimal(v) })
	case Time:
		parts[f.Name] = column(f.Name, types.TimestampType, func(v int64) (any, error) { return time.UnixMicro(v).UTC(), nil })
	case List:
		parts[f.Name] = column(f.Name, types.NewListType(types.StringType), func(v []string) (any, error) { return v, nil })
	case Money:
		c.money[f.Name] = true
		parts[f.Name+"_minor"] = column(f.Name, types.IntType, func(v Amount) (any, error) { return v.Minor, nil })
		parts[f.Name+"_currency"] = column(f.Name, types.StringType, func(v Amount) (any, error) { return v.Currency, nil })
	default:
		return &Error{"schema", table + "." + f.Name, fmt.Sprintf("there is no kind of column %d", f.Kind)}
	}
	for name, field := range parts {
		if c.fields[name] != nil {
			return &Error{"schema", table + "." + name, "two columns are seen under this name; rename one"}
		}
		c.fields[name] = field
	}
	return nil
}

// column reads one column as Go type T. An empty column is an error, and so
// makes the rule apply, unless the condition asks has(…) first.
func column[T any](name string, t *types.Type, show func(T) (any, error)) *types.FieldType {
	return &types.FieldType{
		Type: t,
		IsSet: func(row any) bool {
			values, ok := row.(map[string]any)
			return ok && values[name] != nil
		},
		GetFrom: func(row any) (any, error) {
			values, ok := row.(map[string]any)
			if !ok {
				return nil, &Error{"evaluation", name, "there is no row to read it from"}
			}
			v, ok := values[name].(T)
			if !ok {
				if u, is := values[whatever]; is {
					return u, nil
				}
				if values[name] == nil {
					return nil, &Error{"evaluation", name, "the column is empty; the condition can ask has(…) first"}
				}
				return nil, &Error{"evaluation", name, fmt.Sprintf("the row holds a %T where a %T belongs", values[name], v)}
			}
			return show(v)
		},
	}
}

// actorFields are the fields of actor.
var actorFields = map[string]*types.FieldType{
	"id":   ofActor(func(a *Actor) string { return a.ID }),
	"unit": ofActor(func(a *Actor) string { return a.Unit }),
}

// noFields are those of a decimal.
var noFields = map[string]*types.FieldType{}

func ofActor(read func(*Actor) string) *types.FieldType {
	return &types.FieldType{
		Type:  types.StringType,
		IsSet: func(a any) bool { return read(a.(*Actor)) != "" },
		GetFrom: func(a any) (any, error) {
			if a == whoever {
				return unknown, nil
			}
			return read(a.(*Actor)), nil
		},
	}
}

// typing lets the checker find the columns of the one table that a rule
// watches; all else it leaves to the types built into CEL.
type typing struct {
	types.Provider
	columns *columns
}

func (t *typing) of(name string) map[string]*types.FieldType {
	switch name {
	case rowType:
		return t.columns.fields
	case actorType:
		return actorFields
	case decimalType.TypeName():
		return noFields
	}
	return nil
}

func (t *typing) FindStructType(name string) (*types.Type, bool) {
	if t.of(name) != nil {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return t.Provider.FindStructType(name)
}

func (t *typing) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if fields := t.of(name); fields != nil {
		f, ok := fields[field]
		return f, ok
	}
	return t.Provider.FindStructFieldType(name, field)
}
