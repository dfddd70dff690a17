package approval

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// facts is a set of the variables known not to be null.
type facts uint8

const (
	beforeThere facts = 1 << iota
	afterThere
	all = beforeThere | afterThere
)

// walk goes over a parsed condition and keeps the first thing it refuses. Rows
// may only be read column by column or compared with null, under their own
// names: so what can be null is seen from the text alone.
type walk struct {
	*scope
	ast   *ast.AST
	loops bool
	err   *Error
}

func (w *walk) refuse(code string, e ast.Expr, detail string, args ...any) {
	if w.err != nil {
		return
	}
	place := "condition"
	if at := w.ast.SourceInfo().GetStartLocation(e.ID()); at.Line() > 0 {
		place = fmt.Sprintf("condition %d:%d", at.Line(), at.Column()+1)
	}
	w.err = &Error{code, place, fmt.Sprintf(detail, args...)}
}

// names refuses columns that the table does not have, rows used as a whole, and
// variables of one's own that hide those of the rule.
func (w *walk) names(e ast.Expr) {
	switch e.Kind() {
	case ast.IdentKind:
		if name := e.AsIdent(); variable(name) && strings.TrimPrefix(name, ".") != "now" {
			w.refuse("rule_condition", e, "%s cannot be used as a whole; read one of its fields, or compare a row with null", name)
		}
	case ast.SelectKind:
		of := e.AsSelect().Operand()
		switch {
		case rowOf(of) != 0:
			w.column(e, e.AsSelect().FieldName())
		case of.Kind() == ast.IdentKind && of.AsIdent() == "actor":
		default:
			w.names(of)
		}
	case ast.CallKind:
		if nullTest(e) != 0 {
			return
		}
		w.constant(e)
		for _, part := range parts(e) {
			w.names(part)
		}
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		w.loops = true
		if variable(c.IterVar()) || variable(c.IterVar2()) {
			w.refuse("rule_condition", e, "%s already means something here; choose another name", c.IterVar())
			return
		}
		for _, part := range parts(e) {
			w.names(part)
		}
	case ast.StructKind:
		w.refuse("rule_condition", e, "a condition reads rows and makes none")
	default:
		for _, part := range parts(e) {
			w.names(part)
		}
	}
}

func (w *walk) column(e ast.Expr, name string) {
	switch {
	case w.columns.fields[name] != nil:
	case w.columns.money[name]:
		w.refuse("rule_condition", e, "%s is money; read %s_minor (in minor units) and %s_currency", name, name, name)
	case len(w.columns.names) == 0:
		w.refuse("rule_condition", e, "%s has no columns that a rule can read", w.subject)
	default:
		w.refuse("rule_condition", e, "%s has no column %s; it has %s", w.subject, name, strings.Join(w.columns.names, ", "))
	}
}

// constant refuses decimal("…") of a text that is no number.
func (w *walk) constant(e ast.Expr) {
	c := e.AsCall()
	if c.FunctionName() != "decimal" || len(c.Args()) != 1 || c.Args()[0].Kind() != ast.LiteralKind {
		return
	}
	if text, ok := c.Args()[0].AsLiteral().(types.String); ok {
		if _, err := parseDecimal(string(text)); err != nil {
			w.refuse("rule_condition", e, "%s", err)
		}
	}
}

// parts are the expressions directly within one.
func parts(e ast.Expr) []ast.Expr {
	switch e.Kind() {
	case ast.SelectKind:
		return []ast.Expr{e.AsSelect().Operand()}
	case ast.CallKind:
		if c := e.AsCall(); c.IsMemberFunction() {
			return append([]ast.Expr{c.Target()}, c.Args()...)
		}
		return e.AsCall().Args()
	case ast.ListKind:
		return e.AsList().Elements()
	case ast.MapKind:
		var list []ast.Expr
		for _, entry := range e.AsMap().Entries() {
			list = append(list, entry.AsMapEntry().Key(), entry.AsMapEntry().Value())
		}
		return list
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		return []ast.Expr{c.IterRange(), c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()}
	}
	return nil
}

// variable reports whether a name, absolute or not, is one of the rule's own.
func variable(name string) bool {
	switch strings.TrimPrefix(name, ".") {
	case "before", "after", "actor", "now":
		return true
	}
	return false
}

// rowOf is the row that an identifier names, 0 when it names none.
func rowOf(e ast.Expr) facts {
	if e.Kind() == ast.IdentKind {
		switch e.AsIdent() {
		case "before":
			return beforeThere
		case "after":
			return afterThere
		}
	}
	return 0
}

// nullTest is the row that the expression compares with null, 0 when it does
// no such thing.
func nullTest(e ast.Expr) facts {
	if e.Kind() != ast.CallKind {
		return 0
	}
	c := e.AsCall()
	if f := c.FunctionName(); f != operators.Equals && f != operators.NotEquals {
		return 0
	}
	left, right := c.Args()[0], c.Args()[1]
	if null(left) {
		left, right = right, left
	}
	if null(right) {
		return rowOf(left)
	}
	return 0
}

func null(e ast.Expr) bool { return e.Kind() == ast.LiteralKind && e.AsLiteral() == types.NullValue }
