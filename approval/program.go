package approval

import (
	"fmt"
	"slices"
	"time"

	"cel.dev/cel-go/cel"
)

// Bounds on the factors of one rule.
const (
	maxFactors = 20
	maxPeople  = 100
)

// Program is a compiled rule. It never changes and may be used from many
// goroutines.
type Program struct {
	rule      Rule
	condition cel.Program // nil means always
	always    []string    // the operations under which it holds everything in the end
}

// Compile checks a rule and compiles its condition. The *Error it returns is
// fit for whoever wrote the rule. A rule that reads before on inserts, or after
// on deletes, without having tested it for null is refused: so is a misspelt
// column, a condition that is not true or false, and a factor of no people.
func Compile(r Rule, s Schema) (*Program, error) {
	scope, err := newScope(r.Subject, s)
	if err != nil {
		return nil, err
	}
	return scope.program(r)
}

func (s *scope) program(r Rule) (*Program, error) {
	r.Operations, r.Factors = slices.Clone(r.Operations), slices.Clone(r.Factors)
	if r.ID == "" || r.Subject == "" {
		return nil, &Error{"rule_id", "rule", "it needs an id and a subject"}
	}
	absent, err := s.operations(&r)
	if err != nil {
		return nil, err
	}
	if err := r.factors(); err != nil {
		return nil, err
	}
	p := &Program{rule: r}
	if r.Condition != "" {
		if p.condition, err = s.compile(r.Condition, absent); err != nil {
			return nil, err
		}
	}
	p.always = p.alwaysUnder()
	return p, nil
}

// operations checks them and returns the rows that can be null under them.
func (s *scope) operations(r *Rule) (absent facts, err error) {
	if len(r.Operations) == 0 {
		return 0, &Error{"rule_operation", "operations", "name at least one of insert, update, delete, command"}
	}
	for i, op := range r.Operations {
		place := fmt.Sprintf("operations[%d]", i)
		switch op {
		case Insert, Command:
			absent |= beforeThere
		case Delete:
			absent |= afterThere
		case Update:
		default:
			return 0, &Error{"rule_operation", place, fmt.Sprintf("%q is none of insert, update, delete, command", op)}
		}
		if (op == Command) != (r.Operations[0] == Command) || slices.Contains(r.Operations[:i], op) {
			return 0, &Error{"rule_operation", place, "a rule is about a table or about a command, and names each operation once"}
		}
	}
	if r.Operations[0] != Command && !s.input {
		return 0, &Error{"rule_subject", "subject", fmt.Sprintf("there is no table %q", r.Subject)}
	}
	return absent, nil
}

func (r *Rule) factors() error {
	if len(r.Factors) == 0 || len(r.Factors) > maxFactors {
		return &Error{"rule_factor", "factors", fmt.Sprintf("a rule has 1 to %d factors", maxFactors)}
	}
	for i, f := range r.Factors {
		if (f.Permission == "") == (f.Group == "") {
			return &Error{"rule_factor", fmt.Sprintf("factors[%d].permission", i), "say which permission the people need, or which group they are in: one of the two"}
		}
		if f.People < 1 || f.People > maxPeople {
			return &Error{"rule_factor", fmt.Sprintf("factors[%d].people", i), fmt.Sprintf("ask for 1 to %d people", maxPeople)}
		}
	}
	if r.ExpiresAfter < 0 {
		return &Error{"rule_expiry", "expires_after", "it cannot be negative; 0 means never"}
	}
	return nil
}

// Rule is what the program was compiled from.
func (p *Program) Rule() Rule {
	r := p.rule
	r.Operations, r.Factors = slices.Clone(r.Operations), slices.Clone(r.Factors)
	return r
}

// Applies reports whether the change falls under the rule. A rule that is not
// enabled, or is about something else, does not apply. When the condition cannot
// be evaluated the rule applies, and the error says why.
func (p *Program) Applies(in Input) (bool, error) {
	if !p.rule.Enabled || p.rule.Subject != in.Subject || !slices.Contains(p.rule.Operations, in.Op) {
		return false, nil
	}
	if p.condition == nil {
		return true, nil
	}
	verdict, _, err := p.condition.Eval(&activation{&in})
	if err != nil {
		return true, &Error{"evaluation", "rule " + p.rule.ID, err.Error()}
	}
	applies, ok := verdict.Value().(bool)
	return applies || !ok, nil
}

func micros(t int64) time.Time { return time.UnixMicro(t).UTC() }
