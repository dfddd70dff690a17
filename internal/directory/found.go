package directory

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Found sets up an installation that has no users yet: its first people,
// services, roles, grants and links. It is the one command that needs no
// grant, and it is refused for ever after. The caller gives every row its id.
type Found struct {
	Units  []*Unit
	Users  []*User
	Roles  []*Role
	Grants []*Grant
	Links  []*SignInLink
}

// FoundVerb declares the command.
var FoundVerb = govern.Verb{Name: govern.Founding, Doc: "Sets up an installation that has no users yet."}

// Name is the command's name.
func (*Found) Name() string { return govern.Founding }

// Targets is the whole installation.
func (*Found) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan inserts the rows. Fault founded when there are users already, and
// too_few_founders below two people: nobody shall administer users alone.
func (f *Found) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	users, err := Users.Find(ctx, q, `id <> '' ORDER BY id LIMIT 1`)
	if err != nil {
		return govern.Plan{}, err
	}
	if len(users) > 0 {
		return govern.Plan{}, fault.New(fault.Conflict, "founded", "This installation has users already; its administrators can add more.")
	}
	people := 0
	var p govern.Plan
	for _, u := range f.Units {
		p.Rows = append(p.Rows, Units.Insert(u))
	}
	for _, u := range f.Users {
		p.Rows = append(p.Rows, Users.Insert(u))
		if u.Kind == "person" {
			people++
		}
	}
	if people < 2 {
		return govern.Plan{}, fault.Bad("users", "too_few_founders", "Name at least two people: nobody shall administer users alone.")
	}
	for _, r := range f.Roles {
		p.Rows = append(p.Rows, Roles.Insert(r))
	}
	for _, g := range f.Grants {
		p.Rows = append(p.Rows, Grants.Insert(g))
	}
	for _, l := range f.Links {
		p.Rows = append(p.Rows, SignInLinks.Insert(l))
	}
	return p, nil
}
