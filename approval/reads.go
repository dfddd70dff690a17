package approval

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
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
		if of := e.AsSelect().Operand(); of.Kind() == ast.IdentKind && (rowOf(of) != 0 || of.AsIdent() == "actor") {
			at(of.AsIdent() + "." + e.AsSelect().FieldName())
			return
		}
	}
	for _, part := range parts(e) {
		looks(part, at)
	}
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

// Always reports whether the rule holds every change of its subject by its operations,
// as far as that shows: it is enabled, and has no condition or one that names nothing
// and is true.
func (p *Program) Always() bool { return p.rule.Enabled && p.always }

// isAlways asks a compiled condition that names nothing, which is the same for all.
func (p *Program) isAlways() bool {
	if p.condition == nil {
		return true
	}
	env, err := language()
	if err != nil {
		return false // it could not have been compiled
	}
	parsed, _ := env.Parse(p.rule.Condition)
	if names(parsed.NativeRep().Expr()) {
		return false
	}
	verdict, _, err := p.condition.Eval(&activation{&Input{}})
	if err != nil {
		return true // it applies where it cannot be evaluated
	}
	applies, ok := verdict.Value().(bool)
	return applies || !ok
}

func names(e ast.Expr) bool {
	return e.Kind() == ast.IdentKind || slices.ContainsFunc(parts(e), names)
}
