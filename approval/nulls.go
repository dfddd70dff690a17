package approval

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// nulls refuses reading a column of a row that can be null where it is not
// known to be there. In CEL false && error is false and true || error is true,
// whichever side stands first, so each side is read under what the other tells.
func (w *walk) nulls(e ast.Expr, there facts) {
	switch e.Kind() {
	case ast.SelectKind:
		s := e.AsSelect()
		if row := rowOf(s.Operand()); row != 0 && !s.IsTestOnly() && there&row == 0 {
			name := s.Operand().AsIdent()
			w.refuse("rule_null_test", e, "there is no %s on some of the rule's operations; write %s != null && …, or take those operations out", name, name)
		}
	case ast.CallKind:
		args := e.AsCall().Args()
		switch e.AsCall().FunctionName() {
		case operators.LogicalAnd:
			w.nulls(args[0], there|told(args[1], true))
			w.nulls(args[1], there|told(args[0], true))
			return
		case operators.LogicalOr:
			w.nulls(args[0], there|told(args[1], false))
			w.nulls(args[1], there|told(args[0], false))
			return
		case operators.Conditional:
			w.nulls(args[0], there)
			w.nulls(args[1], there|told(args[0], true))
			w.nulls(args[2], there|told(args[0], false))
			return
		}
	}
	for _, part := range parts(e) {
		w.nulls(part, there)
	}
}

// told is the set of rows that are there if e comes out as truth. It holds a
// row only if e, were the row null, would come out as the opposite and not as
// an error; that is what makes the rule above sound.
func told(e ast.Expr, truth bool) facts {
	if row := nullTest(e); row != 0 {
		if (e.AsCall().FunctionName() == operators.NotEquals) == truth {
			return row
		}
		return 0
	}
	switch {
	case e.Kind() == ast.SelectKind && e.AsSelect().IsTestOnly() && truth:
		return rowOf(e.AsSelect().Operand())
	case e.Kind() != ast.CallKind:
		return 0
	}
	args := e.AsCall().Args()
	switch e.AsCall().FunctionName() {
	case operators.LogicalNot:
		return told(args[0], !truth)
	case operators.LogicalAnd, operators.LogicalOr:
		if (e.AsCall().FunctionName() == operators.LogicalAnd) == truth {
			return told(args[0], truth) | told(args[1], truth)
		}
		return told(args[0], truth) & told(args[1], truth)
	}
	return 0
}
