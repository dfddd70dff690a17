package approval

import (
	"slices"
	"time"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"
)

// Always reports whether the rule holds every change of its subject by the operation
// in the end, as far as that shows: it is enabled, and from some time on its condition
// is true whatever the change is and whoever makes it. One that is true for a while
// alone holds nothing in the end, nor does one that comes and goes with the hour.
func (p *Program) Always(operation string) bool {
	return p.rule.Enabled && slices.Contains(p.always, operation)
}

// alwaysUnder are the operations under which the condition is true whatever it looks at.
func (p *Program) alwaysUnder() (operations []string) {
	if p.condition == nil {
		return p.rule.Operations
	}
	env, err := language()
	if err != nil {
		return nil // it could not have been compiled
	}
	parsed, _ := env.Parse(p.rule.Condition)
	if asksWhetherSet(parsed.NativeRep().Expr()) {
		return nil
	}
	ever := settles(parsed.NativeRep().Expr())
	for _, op := range p.rule.Operations {
		verdict, _, err := p.condition.Eval(&anyChange{op, ever})
		if err != nil { // and then it applies
			operations = append(operations, op)
			continue
		}
		if applies, ok := verdict.Value().(bool); applies && ok {
			operations = append(operations, op)
		}
	}
	return operations
}

// What conditions see of a change of which nothing is known: whatever stands in a row
// for all of its columns.
var (
	unknown = types.NewUnknown(0, nil)
	someRow = map[string]any{whatever: unknown}
	whoever = &Actor{}
	// theEnd is the last moment that conditions know.
	theEnd = types.Timestamp{Time: time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)}
)

const whatever = "\x00whatever"

// anyChange gives a condition a change by the operation of which nothing else is known.
type anyChange struct {
	op   string
	ever bool // the time is the last that there is, and not unknown too
}

// ResolveName is the value of a variable.
func (a *anyChange) ResolveName(name string) (any, bool) {
	switch name {
	case "before":
		if a.op == Insert || a.op == Command {
			return types.NullValue, true
		}
		return someRow, true
	case "after":
		switch a.op {
		case Delete:
			return types.NullValue, true
		case Command:
			return unknown, true // it may have no input
		}
		return someRow, true
	case "actor":
		return whoever, true
	case "now":
		if a.ever {
			return theEnd, true
		}
		return unknown, true
	}
	return nil, false
}

// Parent is none.
func (a *anyChange) Parent() interpreter.Activation { return nil }

// asksWhetherSet reports whether the condition asks has(…), of which is known neither
// yes nor no.
func asksWhetherSet(e ast.Expr) bool {
	return e.Kind() == ast.SelectKind && e.AsSelect().IsTestOnly() || slices.ContainsFunc(parts(e), asksWhetherSet)
}

// settles reports whether what is asked of the time stays as it is once enough of it
// has passed: it is only ever compared with what is fixed.
func settles(e ast.Expr) bool {
	if e.Kind() == ast.CallKind && len(e.AsCall().Args()) == 2 {
		switch e.AsCall().FunctionName() {
		case operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals, operators.Equals, operators.NotEquals:
			left, right := e.AsCall().Args()[0], e.AsCall().Args()[1]
			if isNow(right) {
				left, right = right, left
			}
			if isNow(left) {
				return !names(right)
			}
		}
	}
	return !isNow(e) && !slices.ContainsFunc(parts(e), func(part ast.Expr) bool { return !settles(part) })
}

func isNow(e ast.Expr) bool {
	return e.Kind() == ast.IdentKind && (e.AsIdent() == "now" || e.AsIdent() == ".now")
}

// names reports whether the expression looks at anything.
func names(e ast.Expr) bool {
	return e.Kind() == ast.IdentKind || slices.ContainsFunc(parts(e), names)
}
