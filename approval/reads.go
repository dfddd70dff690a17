package approval

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// Reads lists what the rule's condition looks at, sorted: "before.kind",
// "after.amount_minor", "actor.unit", "now". A condition gives the same answer
// for two changes that are the same in all of these. A rule without condition
// looks at nothing.
func (p *Program) Reads() []string {
	if p.rule.Condition == "" {
		return nil
	}
	env, err := language()
	if err != nil {
		return nil // it could not have been compiled
	}
	parsed, _ := env.Parse(p.rule.Condition)
	var list []string
	looks(parsed.NativeRep().Expr(), func(name string) { list = append(list, name) })
	slices.Sort(list)
	return slices.Compact(list)
}

func looks(e ast.Expr, at func(string)) {
	switch e.Kind() {
	case ast.IdentKind:
		if strings.TrimPrefix(e.AsIdent(), ".") == "now" {
			at("now")
		}
		return
	case ast.SelectKind:
		if name := reads(e); name != "" {
			at(name)
			return
		}
	}
	for _, part := range parts(e) {
		looks(part, at)
	}
}

// Compares lists the texts that the condition compares what is named, such as
// after.user, with, sorted; only says that it looks at it for nothing but to tell
// whether it is one of these or the other that is named, such as actor.id. Whatever
// is none of them then gets one answer.
func (p *Program) Compares(name, other string) (texts []string, only bool) {
	if p.rule.Condition == "" {
		return nil, true
	}
	env, err := language()
	if err != nil {
		return nil, false // it could not have been compiled
	}
	parsed, _ := env.Parse(p.rule.Condition)
	only = true
	compares(parsed.NativeRep().Expr(), name, other, func(text string) { texts = append(texts, text) }, func() { only = false })
	slices.Sort(texts)
	return slices.Compact(texts), only
}

// compares tells of each text that is compared with what is named, and that it is
// looked at otherwise.
func compares(e ast.Expr, name, other string, with func(string), looked func()) {
	if e.Kind() == ast.CallKind && len(e.AsCall().Args()) == 2 {
		left, right := e.AsCall().Args()[0], e.AsCall().Args()[1]
		var values []ast.Expr
		switch e.AsCall().FunctionName() {
		case operators.Equals, operators.NotEquals:
			if reads(right) == name {
				left, right = right, left
			}
			values = []ast.Expr{right}
		case operators.In:
			if right.Kind() == ast.ListKind {
				values = right.AsList().Elements()
			}
		}
		if reads(left) == name && values != nil && !slices.ContainsFunc(values, func(v ast.Expr) bool { return reads(v) != other && !isText(v) }) {
			for _, v := range values {
				if isText(v) {
					with(string(v.AsLiteral().(types.String)))
				}
			}
			return
		}
	}
	if reads(e) == name {
		looked()
	}
	for _, part := range parts(e) {
		compares(part, name, other, with, looked)
	}
}

// reads is the column or field that the expression reads, "" where it is none.
func reads(e ast.Expr) string {
	if e.Kind() != ast.SelectKind {
		return ""
	}
	if of := e.AsSelect().Operand(); of.Kind() == ast.IdentKind && (rowOf(of) != 0 || of.AsIdent() == "actor") {
		return of.AsIdent() + "." + e.AsSelect().FieldName()
	}
	return ""
}

func isText(e ast.Expr) bool {
	if e.Kind() != ast.LiteralKind {
		return false
	}
	_, ok := e.AsLiteral().(types.String)
	return ok
}

// On lists the rules about the subject that watch the operation and are enabled,
// by id, whatever their conditions say.
func (s *Set) On(subject, operation string) []*Program {
	var list []*Program
	for _, p := range s.by[subject] {
		if p.rule.Enabled && slices.Contains(p.rule.Operations, operation) {
			list = append(list, p)
		}
	}
	return list
}
