// Package foreign lets other applications use this one's decisions and its door:
// their resource types, with the policy that decides on them, and their own
// tables, both declared as governed rows. A declaration is in force, on every
// node, with the change that writes it.
package foreign

import (
	"context"
	"fmt"
	"regexp"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// most is how many properties, actions and clauses one place may have.
const most = 100

var (
	actionForm   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_:/-]{0,63}$`)
	propertyForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,63}$`)
)

// Type is a resource type of another application: what can be done with it, and
// who may.
type Type struct {
	govern.Meta
	Name        string     `json:"name" db:"name" audit:"show" pattern:"^[A-Za-z][A-Za-z0-9_:-]{0,63}$" doc:"As the application asks for it: todo. One of our own tables may be named, to add actions to it."`
	Doc         string     `json:"doc" db:"doc" audit:"show" required:"false" maxLength:"1000"`
	Properties  []Property `json:"properties" db:"properties" audit:"show" required:"false" doc:"Of the resource; conditions read resource.properties.NAME."`
	Subject     []Property `json:"subject_properties" db:"subject_properties" audit:"show" required:"false" doc:"Of whoever acts; conditions read subject.properties.NAME. Of our own users email, name, unit, job_title and kind are known."`
	Context     []Property `json:"context_properties" db:"context_properties" audit:"show" required:"false" doc:"Of the context; conditions read context.NAME."`
	Permissions []string   `json:"permissions" db:"permissions" audit:"show" required:"false" doc:"Further ones that roles can give, such as edit_own: the permission is then todo.edit_own. Every action is one already."`
	Actions     []Action   `json:"actions" db:"actions" audit:"show"`
}

// Action is one thing that can be done. It is denied unless a clause allows it.
type Action struct {
	Name       string     `json:"name" doc:"As the application asks for it: can_update_todo. It is also a permission: todo.can_update_todo."`
	Doc        string     `json:"doc,omitempty"`
	Properties []Property `json:"properties,omitempty" doc:"Of the action; conditions read action.properties.NAME."`
	Allow      []Clause   `json:"allow,omitempty" doc:"One of them is enough."`
}

// Clause is one reason to allow an action.
type Clause struct {
	Who        string `json:"who" enum:"permission,known,anyone" doc:"permission: a user of this installation who has the permission; known: a user, or an entity that is kept here; anyone: whomever the caller names."`
	Permission string `json:"permission,omitempty" doc:"Without the type's name; the action's own when absent."`
	When       string `json:"when,omitempty" doc:"CEL over subject, resource, action, context and now; empty: always. What reads a property that nobody gave does not hold."`
}

// Types are the resource types of other applications.
var Types = govern.Declare(govern.Table[Type]{
	Name:   "foreign_type",
	Doc:    "A resource type of another application, with the policy that decides on it.",
	Unique: [][]string{{"name"}},
	Check: func(_ context.Context, _ govern.Reader, before, after *Type) error {
		switch {
		case after == nil:
			return nil
		case before != nil && before.Name != after.Name:
			return fault.Bad("name", "name_fixed", "Roles and applications know the type as %s; declare another one.", before.Name)
		}
		_, err := Compile(after)
		return err
	},
	Extends: func(t *Type) (govern.Extension, error) {
		p, err := Compile(t)
		if err != nil {
			return govern.Extension{}, err
		}
		x := govern.Extension{Value: p}
		for _, name := range t.names() {
			x.Permissions = append(x.Permissions, t.Name+"."+name)
		}
		return x, nil
	},
})

// names are the permissions of the type, without its own name.
func (t *Type) names() []string {
	var names []string
	for _, a := range t.Actions {
		names = append(names, a.Name)
	}
	return append(names, t.Permissions...)
}

// check is what the tags cannot say.
func (t *Type) check() error {
	for _, part := range []struct {
		place string
		list  []Property
	}{{"properties", t.Properties}, {"subject_properties", t.Subject}, {"context_properties", t.Context}} {
		if err := declared(part.place, part.list); err != nil {
			return err
		}
	}
	if len(t.Actions) == 0 || len(t.Actions) > most || len(t.Permissions) > most {
		return fault.Bad("actions", "bad_number", "A type has 1 to %d actions, and at most as many further permissions.", most)
	}
	seen := map[string]bool{}
	for i, name := range t.names() {
		place := fmt.Sprintf("actions[%d].name", i)
		if i >= len(t.Actions) {
			place = fmt.Sprintf("permissions[%d]", i-len(t.Actions))
		}
		switch {
		case !actionForm.MatchString(name):
			return fault.Bad(place, "bad_form", "%q is no name of an action: up to 64 letters, digits and _ : / -, beginning with a letter.", name)
		case seen[name]:
			return fault.Bad(place, "repeated", "%s is named twice.", name)
		}
		seen[name] = true
	}
	for i := range t.Actions {
		if err := t.Actions[i].check(fmt.Sprintf("actions[%d]", i), seen); err != nil {
			return err
		}
	}
	return nil
}

func (a *Action) check(place string, permissions map[string]bool) error {
	if err := declared(place+".properties", a.Properties); err != nil {
		return err
	}
	if len(a.Allow) > most {
		return fault.Bad(place+".allow", "too_many", "An action has at most %d clauses.", most)
	}
	for i, c := range a.Allow {
		at := fmt.Sprintf("%s.allow[%d]", place, i)
		switch {
		case c.Who != byPermission && c.Who != byKnown && c.Who != byAnyone:
			return fault.Bad(at+".who", "unknown_value", "%q is none of permission, known, anyone.", c.Who)
		case c.Permission != "" && c.Who != byPermission:
			return fault.Bad(at+".permission", "not_here", "A permission is asked of who: permission alone.")
		case c.Permission != "" && !permissions[c.Permission]:
			return fault.Bad(at+".permission", "unknown_permission", "The type has no action or permission %s.", c.Permission)
		}
	}
	return nil
}
