package duty

import (
	"cmp"
	"maps"
	"slices"

	"github.com/countersign/countersign/access"
)

// Set is many rules and exceptions. It never changes: With and the like return
// another that shares what did not change.
type Set struct {
	rules      []*Rule // sorted by id
	exceptions map[string]Exception
	acts       map[string][]*Rule // enabled dynamic rules by the actions that they name
}

// NewSet checks the rules. The error is an *Error whose place names the rule.
func NewSet(rules []Rule, exceptions []Exception) (*Set, error) {
	s := &Set{exceptions: make(map[string]Exception, len(exceptions))}
	for _, r := range rules {
		if s.Rule(r.ID) != nil {
			return nil, refuse("rule_id", "rule "+r.ID, "the id occurs twice; keep one of them")
		}
		if err := r.Check(); err != nil {
			return nil, named(r.ID, err)
		}
		s.put(r)
	}
	for _, x := range exceptions {
		s.exceptions[x.ID] = x
	}
	s.index()
	return s, nil
}

func named(id string, err error) error {
	e := err.(*Error) //nolint:errorlint,forcetypeassert // Check made it just now
	return &Error{e.Code, "rule " + id + ", " + e.Place, e.Detail}
}

func (s *Set) put(r Rule) {
	r.Roles, r.Permissions = slices.Clone(r.Roles), slices.Clone(r.Permissions)
	at, there := s.place(r.ID)
	if there {
		s.rules[at] = &r
		return
	}
	s.rules = slices.Insert(s.rules, at, &r)
}

func (s *Set) place(id string) (int, bool) {
	return slices.BinarySearchFunc(s.rules, id, func(r *Rule, id string) int { return cmp.Compare(r.ID, id) })
}

func (s *Set) index() {
	s.acts = map[string][]*Rule{}
	for _, r := range s.rules {
		for _, d := range r.Duties {
			for _, a := range d.Actions {
				if r.Enabled {
					s.acts[a] = append(s.acts[a], r)
				}
			}
		}
	}
}

// With returns the set in which the rule is added, or replaces that of its id.
func (s *Set) With(r Rule) (*Set, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	next := &Set{rules: slices.Clone(s.rules), exceptions: s.exceptions}
	next.put(r)
	next.index()
	return next, nil
}

// Without returns the set that lacks the rule; that it was never there is no
// error.
func (s *Set) Without(id string) *Set {
	next := &Set{rules: slices.Clone(s.rules), exceptions: s.exceptions}
	if at, there := next.place(id); there {
		next.rules = slices.Delete(next.rules, at, at+1)
	}
	next.index()
	return next
}

// WithException returns the set with the exception, in place of that of its id.
func (s *Set) WithException(x Exception) *Set {
	next := *s
	next.exceptions = maps.Clone(s.exceptions)
	next.exceptions[x.ID] = x
	return &next
}

// WithoutException returns the set that lacks the exception.
func (s *Set) WithoutException(id string) *Set {
	next := *s
	next.exceptions = maps.Clone(s.exceptions)
	delete(next.exceptions, id)
	return &next
}

// Rule is the rule of that id, nil when there is none.
func (s *Set) Rule(id string) *Rule {
	if at, there := s.place(id); there {
		return s.rules[at]
	}
	return nil
}

// Rules lists all rules by id, to be read only.
func (s *Set) Rules() []*Rule { return s.rules }

// Standing reports whether any enabled rule is about what people hold: whether a
// change of access has to be looked at.
func (s *Set) Standing() bool {
	return slices.ContainsFunc(s.rules, func(r *Rule) bool { return r.Enabled && r.Kind != Dynamic })
}

// exception finds one for the person that is open at the instant; of several the
// one that ends last.
func (s *Set) exception(snap *access.Snapshot, r *Rule, person string, at int64) *Exception {
	var best *Exception
	if r.Mode != Except {
		return nil
	}
	for _, x := range s.exceptions {
		if x.Rule != r.ID || at < x.From || at >= x.Until || snap.Person(x.User) != person {
			continue
		}
		if best == nil || x.Until > best.Until || x.Until == best.Until && x.ID < best.ID {
			best = &x
		}
	}
	return best
}
