package main

import (
	"fmt"
	"strings"

	cedar "github.com/cedar-policy/cedar-go"
)

// cedarPeer has one policy for each role, which looks first at what most users
// lack: that is ten times as fast as action in its head. A user's attribute of the role's name
// is the set of scopes at which the user has it; orders lie in their units, and
// permissions in the roles that give them.
type cedarPeer struct {
	policies *cedar.PolicySet
	entities cedar.EntityMap
}

func newCedar(f flat) (*cedarPeer, error) {
	var text strings.Builder
	for role := range f.permissions {
		name := strings.ReplaceAll(role, "-", "_")
		fmt.Fprintf(&text, "permit (principal, action, resource) when { principal has %s && action in Action::%q && resource in principal.%s };\n", name, role, name)
	}
	policies, err := cedar.NewPolicySetFromBytes("roles.cedar", []byte(text.String()))
	if err != nil {
		return nil, err
	}
	c := &cedarPeer{policies, make(cedar.EntityMap, len(f.grants)+2*orders)}
	put := func(kind cedar.EntityType, id string, parents []cedar.EntityUID, attributes cedar.RecordMap) {
		uid := cedar.NewEntityUID(kind, cedar.String(id))
		c.entities[uid] = cedar.Entity{UID: uid, Parents: cedar.NewEntityUIDSet(parents...), Attributes: cedar.NewRecord(attributes)}
	}
	for permission, in := range f.rolesOf() {
		var parents []cedar.EntityUID
		for _, role := range in {
			parents = append(parents, cedar.NewEntityUID("Action", cedar.String(role)))
		}
		put("Action", permission, parents, nil)
	}
	for order, scopes := range f.covering {
		var parents []cedar.EntityUID
		for _, s := range scopes[1:] {
			parents = append(parents, cedar.NewEntityUID("Scope", cedar.String(s)))
		}
		put("Scope", order, parents, nil)
	}
	for user, grants := range f.grants {
		at := map[string][]cedar.Value{}
		for _, g := range grants {
			at[g.role] = append(at[g.role], cedar.NewEntityUID("Scope", cedar.String(g.scope)))
		}
		attributes := cedar.RecordMap{}
		for role, scopes := range at {
			attributes[cedar.String(strings.ReplaceAll(role, "-", "_"))] = cedar.NewSet(scopes...)
		}
		put("User", user, nil, attributes)
	}
	return c, nil
}

func (c *cedarPeer) check(q *question) (bool, error) {
	decision, why := cedar.Authorize(c.policies, c.entities, cedar.Request{
		Principal: cedar.NewEntityUID("User", cedar.String(q.user)),
		Action:    cedar.NewEntityUID("Action", cedar.String(q.permission)),
		Resource:  cedar.NewEntityUID("Scope", cedar.String(q.order())),
	})
	if len(why.Errors) > 0 {
		return false, fmt.Errorf("cedar: %s", why.Errors[0].Message)
	}
	return decision == cedar.Allow, nil
}
