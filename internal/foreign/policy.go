package foreign

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Whom a clause is about.
const (
	byPermission = "permission"
	byKnown      = "known"
	byAnyone     = "anyone"
)

// Bounds on one condition, as for those of four-eyes rules.
const (
	maxLength = 4096
	maxDepth  = 50
	maxCost   = 10_000
)

// Policy is a type ready to decide. It never changes and may be used from many
// goroutines.
type Policy struct {
	Type    string
	Actions []string // in the order in which they are declared
	decl    *Type
	byName  map[string]*action
}

type action struct {
	*Action
	clauses []clause
}

type clause struct {
	Clause
	permission string      // in full
	program    cel.Program // nil: always
}

// language is what conditions of all types share.
var language = sync.OnceValues(func() (*cel.Env, error) {
	options := []cel.EnvOption{cel.ParserExpressionSizeLimit(maxLength), cel.ParserRecursionLimit(maxDepth), cel.Variable("now", cel.TimestampType)}
	for _, name := range []string{"subject.type", "subject.id", "subject.user", "resource.type", "resource.id", "action.name"} {
		options = append(options, cel.Variable(name, cel.StringType))
	}
	return cel.NewEnv(options...)
})

// Compile checks a type and makes its policy. A condition that names what is not
// declared is refused with its place.
func Compile(t *Type) (*Policy, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	base, err := language()
	if err != nil {
		return nil, err
	}
	p := &Policy{Type: t.Name, decl: t, byName: map[string]*action{}}
	for i := range t.Actions {
		a := &action{Action: &t.Actions[i]}
		env, err := base.Extend(t.variables(a.Action)...)
		if err != nil {
			return nil, fmt.Errorf("the language of conditions on %s: %w", t.Name, err)
		}
		for j, c := range a.Allow {
			ready := clause{Clause: c, permission: t.Name + "." + a.Name}
			if c.Permission != "" {
				ready.permission = t.Name + "." + c.Permission
			}
			if c.When != "" {
				if ready.program, err = condition(env, fmt.Sprintf("actions[%d].allow[%d].when", i, j), c.When); err != nil {
					return nil, err
				}
			}
			a.clauses = append(a.clauses, ready)
		}
		p.byName[a.Name] = a
		p.Actions = append(p.Actions, a.Name)
	}
	return p, nil
}

func (t *Type) variables(a *Action) []cel.EnvOption {
	var list []cel.EnvOption
	for prefix, properties := range map[string][]Property{
		"resource.properties.": t.Properties, "subject.properties.": t.Subject, "context.": t.Context, "action.properties.": a.Properties,
	} {
		for _, p := range properties {
			list = append(list, cel.Variable(prefix+p.Name, kinds[p.Kind]))
		}
	}
	return list
}

func condition(env *cel.Env, place, text string) (cel.Program, error) {
	checked, issues := env.Compile(text)
	if issues.Err() != nil {
		message, _, _ := strings.Cut(issues.Errors()[0].Message, "\n")
		return nil, fault.Bad(place, "bad_condition", "This condition cannot be used: %s.", message)
	}
	if !checked.OutputType().IsExactType(types.BoolType) {
		return nil, fault.Bad(place, "bad_condition", "This condition is a %s; write one that is true or false.", checked.OutputType())
	}
	program, err := env.Program(checked, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(maxCost))
	if err != nil {
		return nil, fault.Bad(place, "bad_condition", "This condition cannot be used: %v.", err)
	}
	return program, nil
}

// Side is a subject or a resource as a question names it.
type Side struct {
	Type, ID string
	User     string // the user of this installation who it is, "" for others
	Known    bool   // a user, or an entity that is kept
	Given    map[string]json.RawMessage
	Kept     map[string][]string
}

// Question is what is to be decided.
type Question struct {
	Subject, Resource Side
	Action            string
	Given             map[string]json.RawMessage // properties of the action
	Context           map[string]json.RawMessage
	Now               time.Time
	// Holds asks whether the subject has a permission on the resource.
	Holds func(permission string) bool
}

// Decide reports whether a clause allows the action. An unknown action is
// denied. Fault bad_value: a property is not of its declared kind.
func (p *Policy) Decide(q *Question) (bool, error) {
	a := p.byName[q.Action]
	if a == nil {
		return false, nil
	}
	in, err := p.values(a, q)
	if err != nil {
		return false, err
	}
	for i := range a.clauses {
		c := &a.clauses[i]
		switch {
		case c.Who == byKnown && !q.Subject.Known, c.Who == byPermission && (q.Subject.User == "" || !q.Holds(c.permission)):
			continue
		case c.program == nil:
			return true, nil
		}
		// What cannot be evaluated, because a property is absent, does not allow.
		if verdict, _, err := c.program.Eval(in); err == nil && verdict.Value() == true {
			return true, nil
		}
	}
	return false, nil
}

// named are the values that conditions may read, by their full names.
type named map[string]any

// ResolveName is the value of a variable.
func (n named) ResolveName(name string) (any, bool) {
	v, there := n[name]
	return v, there
}

// Parent is none.
func (named) Parent() interpreter.Activation { return nil }

func (p *Policy) values(a *action, q *Question) (named, error) {
	n := named{
		"now": types.Timestamp{Time: q.Now.UTC()}, "action.name": q.Action,
		"subject.type": q.Subject.Type, "subject.id": q.Subject.ID, "subject.user": q.Subject.User,
		"resource.type": q.Resource.Type, "resource.id": q.Resource.ID,
	}
	for _, s := range []struct {
		prefix string
		list   []Property
		given  map[string]json.RawMessage
		kept   map[string][]string
	}{
		{"subject.properties.", p.decl.Subject, q.Subject.Given, q.Subject.Kept},
		{"resource.properties.", p.decl.Properties, q.Resource.Given, q.Resource.Kept},
		{"action.properties.", a.Properties, q.Given, nil},
		{"context.", p.decl.Context, q.Context, nil},
	} {
		for i := range s.list {
			if err := n.take(s.prefix, &s.list[i], s.given, s.kept); err != nil {
				return nil, err
			}
		}
	}
	return n, nil
}

func (n named) take(prefix string, p *Property, given map[string]json.RawMessage, kept map[string][]string) (err error) {
	name := prefix + p.Name
	text, has := given[p.Name]
	if has && !p.Kept && string(text) != "null" {
		n[name], err = p.given(name, text)
		return err
	}
	if values, has := kept[p.Name]; has {
		n[name], err = p.kept(name, values)
	}
	return err
}

// Policies are the types in force on this node, by name.
func Policies(e *govern.Engine) map[string]*Policy {
	list := map[string]*Policy{}
	for _, v := range e.Extensions(Types.Name) {
		p := v.(*Policy)
		list[p.Type] = p
	}
	return list
}

// Has reports whether the policy knows the action.
func (p *Policy) Has(action string) bool { return p.byName[action] != nil }
