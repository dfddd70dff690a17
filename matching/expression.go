package matching

import (
	"slices"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
)

// Limits of an expression: the length and depth of its text, and what one
// evaluation may cost in CEL's own units, about one for each step or byte of
// text looked at.
const (
	maxExpression      = 4096
	maxExpressionDepth = 50
	maxExpressionCost  = 1_000_000
)

// language knows row, a map from the names of columns to their texts, and
// decimals, beside CEL's own functions and those for strings.
var language = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewEnv(append(decimals(),
		ext.Strings(ext.StringsVersion(4)),
		cel.ParserExpressionSizeLimit(maxExpression),
		cel.ParserRecursionLimit(maxExpressionDepth),
		cel.Variable("row", cel.MapType(cel.StringType, cel.StringType)))...)
})

// expression is a text in CEL made ready for one side.
type expression struct {
	program cel.Program
	columns []column
}

// expression compiles text, which must give one of the kinds. Of the side's
// derived columns it sees those before known.
func (s *side) expression(at, text string, known int, kinds ...*cel.Type) (*expression, error) {
	env, err := language()
	if err == nil {
		env, err = env.Extend(s.tables.functions()...)
	}
	if err != nil {
		return nil, badValue(at, "%v", err)
	}
	checked, issues := env.Compile(text)
	if issues.Err() != nil {
		first := issues.Errors()[0]
		message, _, _ := strings.Cut(first.Message, "\n")
		if first.Location == nil || first.Location.Line() < 1 {
			return nil, badValue(at, "%s", message)
		}
		return nil, badValue(at, "%d:%d: %s", first.Location.Line(), first.Location.Column()+1, message)
	}
	if !slices.ContainsFunc(kinds, checked.OutputType().IsExactType) {
		var names []string
		for _, k := range kinds {
			names = append(names, k.String())
		}
		return nil, badValue(at, "it gives a %s, but is to give a %s", checked.OutputType(), strings.Join(names, " or a "))
	}
	names, whole := columnsOf(checked.NativeRep().Expr())
	if whole {
		return nil, badValue(at, `row stands only before the name of a column, as in row.amount or row["Value date"]`)
	}
	if missing := s.tables.unknown(checked.NativeRep().Expr()); missing != "" {
		return nil, badValue(at, "lookup is to begin with the name of a table under tables or lookups, in quotes, not %s", missing)
	}
	e := &expression{}
	for _, name := range names {
		e.columns = append(e.columns, column{name: name, place: s.place(name, known)})
	}
	if e.program, err = env.Program(checked, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(maxExpressionCost)); err != nil {
		return nil, badValue(at, "%v", err)
	}
	return e, nil
}

// columnsOf lists the columns that an expression names, and reports whether it
// uses row in another way.
func columnsOf(e ast.Expr) (names []string, whole bool) {
	uses := 0
	isRow := func(e ast.Expr) bool { return e.Kind() == ast.IdentKind && e.AsIdent() == "row" }
	note := func(name string) {
		uses--
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	ast.PostOrderVisit(e, ast.NewExprVisitor(func(e ast.Expr) {
		switch {
		case isRow(e):
			uses++
		case e.Kind() == ast.SelectKind && isRow(e.AsSelect().Operand()):
			note(e.AsSelect().FieldName())
		case e.Kind() == ast.CallKind && e.AsCall().FunctionName() == operators.Index && isRow(e.AsCall().Args()[0]):
			if name := e.AsCall().Args()[1]; name.Kind() == ast.LiteralKind {
				note(string(name.AsLiteral().(types.String)))
			}
		}
	}))
	return names, uses != 0
}

// value evaluates for one row. vars is memory to use.
func (e *expression) value(vars map[string]string, values [][]byte) (ref.Val, error) {
	clear(vars)
	for i := range e.columns {
		vars[e.columns[i].name] = string(values[e.columns[i].place])
	}
	v, _, err := e.program.Eval(map[string]any{"row": vars})
	return v, err
}

// derivation is a derived column of one side.
type derivation struct {
	name string
	*expression
}

// Derived is a column that is reckoned out of others, by an expression in CEL
// for either side that has it. It may be named like a column of the file,
// whose place it takes in all that follows.
type Derived struct {
	Name string // name
	Sides
}

// derive readies the derived columns of both sides, each out of the file's and
// those before it.
func (c Config) derive(p *plan) error {
	for i := range 2 {
		s := p.side(i)
		for _, d := range c.Derive {
			if text := [2]string{d.Left, d.Right}[i]; text != "" && d.Name != "" {
				s.derived = append(s.derived, derivation{name: d.Name})
			}
		}
		n := 0
		for _, d := range c.Derive {
			text := [2]string{d.Left, d.Right}[i]
			at := "derive." + d.Name
			switch {
			case d.Name == "":
				return badValue("derive", "a derived column has no name")
			case d.Left == "" && d.Right == "":
				return badValue(at, "write an expression under left, right or both")
			case text == "":
				continue
			}
			if slices.ContainsFunc(s.derived[:n], func(o derivation) bool { return o.name == d.Name }) {
				return badValue(at, "two derived columns have this name")
			}
			var err error
			if s.derived[n].expression, err = s.expression(at, text, n, cel.StringType, decimalType); err != nil {
				return err
			}
			n++
		}
	}
	return nil
}

// place is where a column's value stands: derived ones first, then those of
// the file, which it adds to what is taken.
func (s *side) place(name string, known int) int {
	if i := slices.IndexFunc(s.derived[:known], func(d derivation) bool { return d.name == name }); i >= 0 {
		return i
	}
	i := slices.Index(s.taken, name)
	if i < 0 {
		i = len(s.taken)
		s.taken = append(s.taken, name)
	}
	return len(s.derived) + i
}

// derived puts the derived values before those of the file. It reports the
// column that cannot be reckoned.
func (c *clerk) derive(s *side, values [][]byte) (all [][]byte, failed string, err error) {
	if len(s.derived) == 0 {
		return values, "", nil
	}
	c.values = append(append(c.values[:0], make([][]byte, len(s.derived))...), values...)
	for i, d := range s.derived {
		v, err := d.value(c.vars, c.values)
		if err != nil {
			return nil, d.name, err
		}
		if number, ok := v.(decimal); ok {
			c.values[i] = number.appendTo(nil)
		} else {
			c.values[i] = []byte(v.(types.String))
		}
	}
	return c.values, "", nil
}
