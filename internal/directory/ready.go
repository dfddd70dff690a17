package directory

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// SetUpGroup makes a ready group and grants it its roles, within a unit or over
// everything. Nobody is in it yet. Super users also say who is among the subject
// matter experts of the unit, when that ready group was set up before.
type SetUpGroup struct {
	GroupName string      `json:"name" required:"false" maxLength:"140" doc:"Empty: the ready group's own."`
	Unit      govern.ID   `json:"unit" required:"false" ref:"unit" doc:"The unit whose group it is and within which its roles are granted; empty: everything."`
	UntilAt   govern.Time `json:"until_at" required:"false" doc:"When its roles end; needed for external auditors."`
	ready     string
	ids       []govern.ID
}

// mostRoles of a ready group.
const mostRoles = 20

// Name is the command's name.
func (*SetUpGroup) Name() string { return "group.set_up" }

// On names the ready group.
func (c *SetUpGroup) On(id govern.ID) { c.ready = string(id) }

// Draw draws the ids of the group and its grants.
func (c *SetUpGroup) Draw(newID func() govern.ID) {
	for range mostRoles + 2 {
		c.ids = append(c.ids, newID())
	}
}

// Targets is the unit.
func (c *SetUpGroup) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{Unit: string(c.Unit)}}, nil
}

// Plan inserts the group and its grants. Faults: unknown_ready_group, end_missing.
func (c *SetUpGroup) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	ready, known := standard.FindGroup(c.ready)
	if !known {
		return govern.Plan{}, fault.New(fault.NotFound, "unknown_ready_group", "There is no ready group %q.", c.ready)
	}
	if ready.Ends && c.UntilAt <= q.Now() {
		return govern.Plan{}, fault.Bad("until_at", "end_missing", "The roles of this group are given for a time: say when they end.")
	}
	g := &Group{Meta: govern.Meta{ID: c.ids[0]}, Name: ready.Name, Unit: c.Unit}
	if c.GroupName != "" {
		g.Name = c.GroupName
	}
	p := govern.Plan{Rows: []govern.RowChange{Groups.Insert(g)}}
	for i, role := range ready.Roles {
		grant := &Grant{Meta: govern.Meta{ID: c.ids[i+1]}, Group: g.ID, Role: govern.ID(role), Scope: "everything", UntilAt: c.UntilAt}
		if c.Unit != "" {
			grant.Scope, grant.ScopeRecord = "unit", c.Unit
		}
		if tables := standard.Narrow[role]; tables != nil {
			grant.Scope, grant.ScopeTable = "table", tables[0]
		}
		p.Rows = append(p.Rows, Grants.Insert(grant))
	}
	if ready.ID != "super-user" {
		return p, nil
	}
	experts, err := c.experts(ctx, q)
	if err == nil && experts != nil {
		p.Rows = append(p.Rows, Grants.Insert(&Grant{
			Meta: govern.Meta{ID: c.ids[len(ready.Roles)+1]}, Group: g.ID, Role: "group-members-administrator",
			Scope: "record", ScopeTable: "group", ScopeRecord: experts.ID, RecordUnit: experts.Unit, UntilAt: c.UntilAt,
		}))
	}
	return p, err
}

// experts is the unit's ready group of subject matter experts, whose members super
// users name; nil where it is not set up under its own name.
func (c *SetUpGroup) experts(ctx context.Context, q govern.Reader) (*Group, error) {
	ready, _ := standard.FindGroup("sme")
	return Groups.One(ctx, q, `name = $1 AND coalesce(unit, '') = $2`, ready.Name, string(c.Unit))
}
