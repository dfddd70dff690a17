package approval

import (
	"fmt"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"
)

// Bounds on one condition. One with loops that costs more than costLimit (about
// one per step and per ten characters or list entries compared) is an error,
// and so applies. Without loops each step runs at most once, so that the length
// bounds the cost, and counting it would only double the time.
const (
	maxConditionLength = 4096
	maxConditionDepth  = 50
	costLimit          = 10_000
)

// language is the environment of all conditions, without the columns.
var language = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewEnv(append(decimals(),
		cel.ParserExpressionSizeLimit(maxConditionLength),
		cel.ParserRecursionLimit(maxConditionDepth),
		cel.Variable("now", cel.TimestampType),
		cel.Variable("actor", cel.ObjectType(actorType)),
		cel.Variable("before", cel.ObjectType(rowType)),
		cel.Variable("after", cel.ObjectType(rowType)))...)
})

// scope is what conditions about one subject are compiled in.
type scope struct {
	subject string
	columns *columns
	env     *cel.Env
	input   bool // a schema entry exists
}

func newScope(subject string, schema Schema) (*scope, error) {
	fields, input := schema[subject]
	columns, err := newColumns(subject, fields)
	if err != nil {
		return nil, err
	}
	base, err := language()
	if err != nil {
		return nil, fmt.Errorf("the language of conditions: %w", err)
	}
	env, err := base.Extend(cel.CustomTypeProvider(&typing{base.CELTypeProvider(), columns}))
	if err != nil {
		return nil, fmt.Errorf("the language of conditions on %s: %w", subject, err)
	}
	return &scope{subject, columns, env, input}, nil
}

// compile turns a condition into a program; absent are the variables that can
// be null.
func (s *scope) compile(condition string, absent facts) (cel.Program, error) {
	parsed, issues := s.env.Parse(condition)
	if err := refusal(issues); err != nil {
		return nil, err
	}
	w := &walk{scope: s, ast: parsed.NativeRep()}
	w.names(parsed.NativeRep().Expr())
	if w.err == nil {
		w.nulls(parsed.NativeRep().Expr(), all&^absent)
	}
	if w.err != nil {
		return nil, w.err
	}
	checked, issues := s.env.Check(parsed)
	if err := refusal(issues); err != nil {
		return nil, err
	}
	if !checked.OutputType().IsExactType(types.BoolType) {
		return nil, &Error{"rule_condition", "condition", "it is a " + checked.OutputType().String() + "; write one that is true or false"}
	}
	options := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	if w.loops {
		options = append(options, cel.CostLimit(costLimit))
	}
	program, err := s.env.Program(checked, options...)
	if err != nil {
		return nil, &Error{"rule_condition", "condition", err.Error()}
	}
	return program, nil
}

// refusal is the first of the issues, with its line and column.
func refusal(issues *cel.Issues) error {
	if issues.Err() == nil {
		return nil
	}
	first := issues.Errors()[0]
	place := "condition"
	if first.Location != nil && first.Location.Line() > 0 {
		place = fmt.Sprintf("condition %d:%d", first.Location.Line(), first.Location.Column()+1)
	}
	message, _, _ := strings.Cut(first.Message, "\n")
	return &Error{"rule_condition", place, message}
}

// activation gives a condition its variables. A row that is not there is null.
type activation struct{ in *Input }

// ResolveName is the value of a variable.
func (a *activation) ResolveName(name string) (any, bool) {
	switch name {
	case "before":
		return row(a.in.Before), true
	case "after":
		return row(a.in.After), true
	case "actor":
		return &a.in.Actor, true
	case "now":
		return types.Timestamp{Time: micros(a.in.Now)}, true
	}
	return nil, false
}

// Parent is none.
func (a *activation) Parent() interpreter.Activation { return nil }

func row(values map[string]any) any {
	if values == nil {
		return types.NullValue
	}
	return values
}
