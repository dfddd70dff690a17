package directory

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// SetUpGroup makes a ready group and grants it its roles, within a unit or over
// everything. Nobody is in it yet. Super users also say who is among the subject
// matter experts of the unit, whichever of the two ready groups is set up first.
type SetUpGroup struct {
	GroupName string      `json:"name" required:"false" maxLength:"140" doc:"Empty: the ready group's own."`
	Unit      govern.ID   `json:"unit" required:"false" ref:"unit" doc:"The unit whose group it is and within which its roles are granted; empty: everything."`
	UntilAt   govern.Time `json:"until_at" required:"false" doc:"When its roles end; needed for external auditors."`
	Partner   govern.ID   `json:"partner" required:"false" ref:"group" doc:"Of super users: the group whose members they name. Of subject matter experts: the group of super users who name its members. Empty: the unit's, where it goes by the ready group's own name; if there is none, nobody is given that yet."`
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
	err := c.together(ctx, q, &p, g, &ready)
	return p, err
}

// partners are the ready groups of which one names the other's members: the one that
// is set up, and its partner.
var partners = map[string]string{"super-user": "sme", "sme": "super-user"}

// factNames tells, in the change and in the log, whose members the super users name;
// "nobody yet" where there is no group of either.
const factNames = "super_users_name"

// together grants super users to say who is among the subject matter experts. Fault
// no_partner for a partner of any other ready group.
func (c *SetUpGroup) together(ctx context.Context, q govern.Reader, p *govern.Plan, g *Group, ready *standard.Group) error {
	other, paired := partners[ready.ID]
	if !paired {
		if c.Partner != "" {
			return fault.Bad("partner", "no_partner", "Only super users and subject matter experts have a partner; leave it out.")
		}
		return nil
	}
	partner, err := c.partner(ctx, q, other)
	if err != nil || partner == nil {
		p.Facts = append(p.Facts, audit.Fact{Name: factNames, Value: "nobody yet"})
		return err
	}
	leaders, experts := g, partner
	if ready.ID == "sme" {
		leaders, experts = partner, g
	}
	p.Facts = append(p.Facts, audit.Fact{Name: factNames, Value: experts.Name})
	p.Rows = append(p.Rows, Grants.Insert(&Grant{
		Meta: govern.Meta{ID: c.ids[len(ready.Roles)+1]}, Group: leaders.ID, Role: "group-members-administrator",
		Scope: "record", ScopeTable: "group", ScopeRecord: experts.ID, RecordUnit: experts.Unit, UntilAt: c.UntilAt,
	}))
	return nil
}

// partner is the group that was named, or the unit's ready group of its own name; nil
// where that is not set up.
func (c *SetUpGroup) partner(ctx context.Context, q govern.Reader, id string) (*Group, error) {
	if c.Partner != "" {
		g, err := Groups.Get(ctx, q, c.Partner)
		if fault.Is(err, fault.NotFound) || err == nil && !q.May(q.Asker(), "group.view", access.Target{Unit: string(g.Unit), Records: []access.Record{{Table: "group", ID: string(g.ID)}}}) {
			return nil, fault.Bad("partner", "unknown_reference", "There is no group %s.", c.Partner)
		}
		return g, err
	}
	ready, _ := standard.FindGroup(id)
	return Groups.One(ctx, q, `name = $1 AND coalesce(unit, '') = $2`, ready.Name, string(c.Unit))
}
