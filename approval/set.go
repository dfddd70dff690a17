package approval

import (
	"cmp"
	"maps"
	"slices"
)

// Set is many compiled rules, by subject. It never changes: With and Without
// return another that shares what did not change.
type Set struct {
	schema Schema
	by     map[string][]*Program // by subject, then sorted by id
	where  map[string]string     // id → subject
}

// NewSet compiles the rules. The error names the rule that does not compile.
func NewSet(rules []Rule, schema Schema) (*Set, error) {
	s := &Set{schema: schema, by: make(map[string][]*Program), where: make(map[string]string)}
	scopes := make(map[string]*scope)
	for _, r := range rules {
		if _, twice := s.where[r.ID]; twice {
			return nil, &Error{"rule_id", "rule " + r.ID, "the id occurs twice; keep one of them"}
		}
		if scopes[r.Subject] == nil {
			scope, err := newScope(r.Subject, schema)
			if err != nil {
				return nil, err
			}
			scopes[r.Subject] = scope
		}
		p, err := scopes[r.Subject].program(r)
		if err != nil {
			return nil, named(r.ID, err)
		}
		s.add(p)
	}
	return s, nil
}

// named puts the rule's id before the place of a refusal.
func named(id string, err error) error {
	if e, ok := err.(*Error); ok { //nolint:errorlint // made just here, never wrapped
		return &Error{e.Code, "rule " + id + ", " + e.Place, e.Detail}
	}
	return err
}

func (s *Set) add(p *Program) {
	subject := p.rule.Subject
	list := append(slices.Clone(s.by[subject]), p)
	slices.SortFunc(list, func(a, b *Program) int { return cmp.Compare(a.rule.ID, b.rule.ID) })
	s.by[subject] = list
	s.where[p.rule.ID] = subject
}

// With returns the set in which the rule is added, or replaces that of its id.
func (s *Set) With(r Rule) (*Set, error) {
	p, err := Compile(r, s.schema)
	if err != nil {
		return nil, named(r.ID, err)
	}
	next := s.Without(r.ID)
	next.add(p)
	return next, nil
}

// Without returns the set that lacks the rule; that it was never there is no
// error.
func (s *Set) Without(id string) *Set {
	next := &Set{schema: s.schema, by: maps.Clone(s.by), where: maps.Clone(s.where)}
	if subject, ok := s.where[id]; ok {
		delete(next.where, id)
		next.by[subject] = slices.DeleteFunc(slices.Clone(s.by[subject]), func(p *Program) bool { return p.rule.ID == id })
	}
	return next
}

// Rule returns the compiled rule of that id, nil when there is none.
func (s *Set) Rule(id string) *Program {
	for _, p := range s.by[s.where[id]] {
		if p.rule.ID == id {
			return p
		}
	}
	return nil
}

// Matching lists the rules that apply to the change, by id. All of them have to
// be met.
func (s *Set) Matching(in Input) []*Program {
	var list []*Program
	for _, m := range s.Judge(in) {
		list = append(list, m.Program)
	}
	return list
}

// Match is a rule that applies; Err is set when it does so because its
// condition could not be evaluated.
type Match struct {
	*Program
	Err error
}

// Judge is Matching, with the errors of evaluation for the operator's log.
func (s *Set) Judge(in Input) []Match {
	var list []Match
	for _, p := range s.by[in.Subject] {
		if applies, err := p.Applies(in); applies {
			list = append(list, Match{p, err})
		}
	}
	return list
}

// Watches reports whether any rule names the subject, so that a caller need not
// prepare an Input for nothing.
func (s *Set) Watches(subject string) bool { return len(s.by[subject]) > 0 }

// All lists the compiled rules, by id.
func (s *Set) All() []*Program {
	var list []*Program
	for _, programs := range s.by {
		list = append(list, programs...)
	}
	slices.SortFunc(list, func(a, b *Program) int { return cmp.Compare(a.rule.ID, b.rule.ID) })
	return list
}

// Asks reports whether any enabled rule asks for people of the group.
func (s *Set) Asks(group string) bool {
	for _, programs := range s.by {
		for _, p := range programs {
			if p.rule.Enabled && slices.ContainsFunc(p.rule.Factors, func(f Factor) bool { return f.Group == group }) {
				return true
			}
		}
	}
	return false
}
