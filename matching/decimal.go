package matching

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// decimal is an Amount in expressions, so that they reckon as exactly as the
// matching does.
type decimal struct{ Amount }

var decimalType = types.NewObjectType("decimal", traits.ComparerType|traits.AdderType|traits.SubtractorType|traits.NegatorType)

// held is the result of a sum, refused where a further one might overflow.
func held(a Amount) ref.Val {
	if a.Abs().hi >= 1<<61 {
		return types.NewErr("a sum has more than 25 digits before the point")
	}
	return decimal{a}
}

// Add and the rest make a decimal a value of CEL.
func (d decimal) Add(other ref.Val) ref.Val {
	o, ok := other.(decimal)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return held(d.Sub(o.Neg()))
}

// Subtract returns d − other.
func (d decimal) Subtract(other ref.Val) ref.Val {
	o, ok := other.(decimal)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return held(d.Sub(o.Amount))
}

// Negate returns −d.
func (d decimal) Negate() ref.Val { return decimal{d.Neg()} }

// Compare orders by size.
func (d decimal) Compare(other ref.Val) ref.Val {
	o, ok := other.(decimal)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return types.Int(d.Cmp(o.Amount))
}

// Equal reports whether both are the same number.
func (d decimal) Equal(other ref.Val) ref.Val {
	o, ok := other.(decimal)
	return types.Bool(ok && d == o)
}

// ConvertToNative refuses: nobody asks for one.
func (d decimal) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("a decimal cannot become a %s", t)
}

// ConvertToType refuses too; string(decimal) is a function of its own.
func (d decimal) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("a decimal cannot become a %s", t.TypeName())
}

// Type is decimal.
func (d decimal) Type() ref.Type { return decimalType }

// Value is the decimal itself.
func (d decimal) Value() any { return d }

// decimals declares the type: decimal("1.05"), abs, + and −, and comparisons.
func decimals() []cel.EnvOption {
	two, one := []*cel.Type{decimalType, decimalType}, []*cel.Type{decimalType}
	options := []cel.EnvOption{
		cel.Function(operators.Add, cel.Overload("add_decimal", two, decimalType)),
		cel.Function(operators.Subtract, cel.Overload("subtract_decimal", two, decimalType)),
		cel.Function(operators.Negate, cel.Overload("negate_decimal", one, decimalType)),
		cel.Function("abs", cel.Overload("abs_decimal", one, decimalType, cel.UnaryBinding(func(v ref.Val) ref.Val {
			return decimal{v.(decimal).Abs()}
		}))),
		cel.Function("decimal", cel.Overload("string_to_decimal", []*cel.Type{cel.StringType}, decimalType, cel.UnaryBinding(func(v ref.Val) ref.Val {
			text := string(v.(types.String))
			a, ok := ParseAmount(text)
			if !ok {
				return types.NewErr("%q is not a decimal such as -1.05", clipped([]byte(text)))
			}
			return decimal{a}
		}))),
	}
	for operator, name := range map[string]string{
		operators.Less: "less_decimal", operators.LessEquals: "less_equals_decimal",
		operators.Greater: "greater_decimal", operators.GreaterEquals: "greater_equals_decimal",
	} {
		options = append(options, cel.Function(operator, cel.Overload(name, two, cel.BoolType)))
	}
	return options
}
