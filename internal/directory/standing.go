package directory

import (
	"context"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// StandardRoles are the rows of the program's standard roles and of those of its
// own services.
func StandardRoles() []*Role {
	all := standard.All()
	list := make([]*Role, len(all))
	for i, s := range all {
		list[i] = &Role{Meta: govern.Meta{ID: govern.ID(s.ID)}, Name: s.Name, Permissions: slices.Clone(s.Permissions), Standard: standard.Revision}
	}
	return list
}

// RenewRoles brings the standard roles, and those of the program's own services,
// to what this program says. The installation asks for it at the start of a newer
// program; it is an entry of the log like any other change, and may wait for other
// eyes. Who agrees leaves out the roles that they hold themselves; those are asked
// for again at the next start.
type RenewRoles struct{}

// Name is the command's name.
func (*RenewRoles) Name() string { return "role.renew" }

// Targets is the whole installation.
func (*RenewRoles) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan inserts what is missing and updates what is older. A role of one's own
// under a standard one's id stays as it is; that of a service became the program's
// only later, and is taken over.
func (*RenewRoles) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	var p govern.Plan
	for _, want := range StandardRoles() {
		have, err := Roles.One(ctx, q, `id = $1`, string(want.ID))
		if err != nil {
			return govern.Plan{}, err
		}
		switch {
		case have == nil:
			p.Rows = append(p.Rows, Roles.Insert(want))
		case have.Standard < standard.Revision && (have.Standard > 0 || standard.IsService(string(have.ID))):
			want.Meta = have.Meta
			p.Rows = append(p.Rows, Roles.Update(have, want))
		}
	}
	return p, nil
}

// OldRoles reports whether roles that the program brings are missing or older than
// this program's.
func OldRoles(ctx context.Context, q interface {
	QueryRow(ctx context.Context, dst []any, q string, args ...any) error
},
) (bool, error) {
	var n, least int64
	err := q.QueryRow(ctx, []any{&n, &least}, `SELECT count(*), coalesce(min(standard), 0) FROM role WHERE standard > 0`)
	return n < int64(len(standard.All())) || least < standard.Revision, err
}

// CloneRole copies a role into one of one's own.
type CloneRole struct {
	RoleName string `json:"name" minLength:"1" maxLength:"140" doc:"Of the copy."`
	from, to govern.ID
}

// Name is the command's name.
func (*CloneRole) Name() string { return "role.clone" }

// On names the role to copy.
func (c *CloneRole) On(id govern.ID) { c.from = id }

// Draw draws the copy's id.
func (c *CloneRole) Draw(newID func() govern.ID) { c.to = newID() }

// Targets is the role to copy.
func (c *CloneRole) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	r, err := Roles.Get(ctx, q, c.from)
	if err != nil {
		return nil, err
	}
	return []access.Target{Roles.TargetOf(r)}, nil
}

// Plan inserts the copy. Fault empty_role for one that holds nothing.
func (c *CloneRole) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	r, err := Roles.Get(ctx, q, c.from)
	if err != nil {
		return govern.Plan{}, err
	}
	if slices.Contains(q.Terms().Guarded, string(r.ID)) {
		return govern.Plan{}, guardedRole(string(r.ID))
	}
	if len(r.Permissions)+len(r.Includes) == 0 {
		return govern.Plan{}, fault.New(fault.Conflict, "empty_role", "This role holds nothing yet; there is nothing to copy.")
	}
	copied := &Role{Meta: govern.Meta{ID: c.to}, Name: c.RoleName, Permissions: slices.Clone(r.Permissions), Includes: slices.Clone(r.Includes)}
	return govern.Plan{Rows: []govern.RowChange{Roles.Insert(copied)}}, nil
}
