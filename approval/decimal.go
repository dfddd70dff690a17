package approval

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// decimal is a decimal number in conditions. It is only ever compared, and so
// stays text: compared as plain strings "9" would be more than "10", and as
// floating point 0.1 would not be 0.1.
type decimal struct {
	negative        bool
	whole, fraction string // without zeros that do not count
}

var decimalType = types.NewObjectType("decimal", traits.ComparerType)

func parseDecimal(text string) (*decimal, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	if !plain(whole) || point && !plain(fraction) {
		return nil, fmt.Errorf("%.40q is not a decimal number in plain notation, such as 1.05", text)
	}
	d := &decimal{negative, strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")}
	if d.whole == "" && d.fraction == "" {
		d.negative = false
	}
	return d, nil
}

func plain(digits string) bool {
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return digits != ""
}

func (d *decimal) compare(o *decimal) int {
	if d.negative != o.negative {
		if d.negative {
			return -1
		}
		return 1
	}
	c := cmp.Or(cmp.Compare(len(d.whole), len(o.whole)), cmp.Compare(d.whole, o.whole), cmp.Compare(d.fraction, o.fraction))
	if d.negative {
		return -c
	}
	return c
}

// Compare, Equal and the rest make a decimal a value of CEL.
func (d *decimal) Compare(other ref.Val) ref.Val {
	o, ok := other.(*decimal)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return types.Int(d.compare(o))
}

// Equal reports whether both are the same number.
func (d *decimal) Equal(other ref.Val) ref.Val {
	o, ok := other.(*decimal)
	return types.Bool(ok && d.compare(o) == 0)
}

// ConvertToNative refuses: no Go value leaves a condition but its verdict.
func (d *decimal) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("a decimal cannot become a %s", t)
}

// ConvertToType refuses too.
func (d *decimal) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("a decimal cannot become a %s", t.TypeName())
}

// Type is decimal.
func (d *decimal) Type() ref.Type { return decimalType }

// Value is the decimal itself.
func (d *decimal) Value() any { return d }

// decimals declares the type, its comparisons and decimal("1.05").
func decimals() []cel.EnvOption {
	var options []cel.EnvOption
	for operator, name := range map[string]string{
		operators.Less: "less_decimal", operators.LessEquals: "less_equals_decimal",
		operators.Greater: "greater_decimal", operators.GreaterEquals: "greater_equals_decimal",
	} {
		options = append(options, cel.Function(operator, cel.Overload(name, []*cel.Type{decimalType, decimalType}, cel.BoolType)))
	}
	return append(options, cel.Function("decimal", cel.Overload("string_to_decimal", []*cel.Type{cel.StringType}, decimalType,
		cel.UnaryBinding(func(text ref.Val) ref.Val {
			d, err := parseDecimal(string(text.(types.String)))
			if err != nil {
				return types.NewErr("%s", err)
			}
			return d
		}))))
}
