package directory

import (
	"context"
	"math"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Group is a set of users of one unit. What is granted to it, its members have;
// it may hold no role (a plain list) and no user.
type Group struct {
	govern.Meta
	Name        string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Unit        govern.ID `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"The unit whose administrators look after it; empty: those of everything."`
	Description string    `json:"description" db:"description" audit:"show" required:"false" maxLength:"2000" doc:"What it is for."`
}

// Groups are all groups.
var Groups = govern.Declare(govern.Table[Group]{
	Name:   "group",
	Doc:    "A set of users; what is granted to it, its members have.",
	Unique: [][]string{{"unit", "name"}},
	Target: func(g *Group) access.Target { return access.Target{Unit: string(g.Unit)} },
	Facts: func(g *Group) access.Facts {
		return access.Facts{Groups: []access.Group{{ID: string(g.ID), Name: g.Name, Unit: string(g.Unit)}}}
	},
	Check: func(ctx context.Context, q govern.Reader, before, after *Group) error {
		if after == nil {
			return bare(ctx, q, before)
		}
		if before != nil && before.Unit != after.Unit {
			return fault.Bad("unit", "group_stays", "A group stays in its unit, whose administrators look after its members; make another one there.")
		}
		return nil
	},
})

// bare refuses the end of a group that still holds roles; one that has members
// the database keeps.
func bare(ctx context.Context, q govern.Reader, g *Group) error {
	grants, err := Grants.Find(ctx, q, `"group" = $1 ORDER BY id LIMIT 1`, string(g.ID))
	if err == nil && len(grants) > 0 {
		return fault.New(fault.Conflict, "group_has_grants", "The group still has the grant %s; end its grants first.", grants[0].ID)
	}
	return err
}

// Member is one user's membership of one group, for a time.
type Member struct {
	govern.Meta
	User    govern.ID   `json:"user" db:"user" audit:"show" ref:"user"`
	Group   govern.ID   `json:"group" db:"group" audit:"show" ref:"group"`
	Unit    govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"The group's unit; filled in."`
	FromAt  govern.Time `json:"from_at" db:"from_at" audit:"show" required:"false" doc:"When it begins; empty: at once."`
	UntilAt govern.Time `json:"until_at" db:"until_at" audit:"show" required:"false" doc:"When it ends by itself; empty: never."`
	// UntilChange is a pending change that the person is in the group for.
	UntilChange govern.ID `json:"until_change" db:"until_change" audit:"show" required:"false" doc:"The id of a pending change: when that is executed, or ends otherwise, so does the membership."`
}

// Members are all memberships. A permission on them is asked on the group: given
// at one group, it is the right to say who is in that one.
var Members = govern.Declare(govern.Table[Member]{
	Name:   "member",
	Doc:    "A user's membership of a group, for a time.",
	Unique: [][]string{{"group", "user"}},
	Target: func(m *Member) access.Target {
		return access.Target{Unit: string(m.Unit), Records: []access.Record{{Table: "group", ID: string(m.Group)}}}
	},
	Fill:     fillMember,
	Check:    checkMember,
	EndsWith: "until_change",
	Anew: func(before, after *Member) bool {
		return longer(before.FromAt, before.UntilAt, after.FromAt, after.UntilAt) || before.UntilChange != "" && after.UntilChange != before.UntilChange
	},
	Over: func(m *Member, now govern.Time) bool { return isOver(m.UntilAt, now) },
	Facts: func(m *Member) access.Facts {
		until := int64(m.UntilAt)
		if m.UntilChange != "" && until == 0 {
			until = math.MaxInt64 // it will end, nobody knows when
		}
		return access.Facts{Members: []access.Member{{
			ID: string(m.ID), User: string(m.User), Group: string(m.Group), From: int64(m.FromAt), Until: until,
		}}}
	},
})

// fillMember takes the unit from the group: whoever asks cannot choose where the
// permission is asked.
func fillMember(ctx context.Context, q govern.Reader, m *Member) error {
	g, err := Groups.Get(ctx, q, m.Group)
	switch {
	case fault.Is(err, fault.NotFound):
		return fault.Bad("group", "unknown_reference", "There is no group %s.", m.Group)
	case err != nil:
		return err
	case m.Unit != "" && m.Unit != g.Unit:
		return fault.Bad("unit", "other_unit", "The group is of the unit %q; leave the unit out.", g.Unit)
	}
	m.Unit = g.Unit
	m.User, err = govern.Addressed(ctx, q, m.User)
	return err
}

func checkMember(ctx context.Context, q govern.Reader, before, after *Member) error {
	if after == nil {
		return nil
	}
	if before != nil && (before.User != after.User || before.Group != after.Group) {
		return fault.Bad("group", "member_fixed", "Another user or another group takes another membership; end this one.")
	}
	if after.UntilAt != 0 && after.UntilAt <= after.FromAt {
		return fault.Bad("until_at", "ends_before_it_begins", "The membership would end before it begins.")
	}
	if after.UntilChange != "" && (before == nil || before.UntilChange != after.UntilChange) {
		var n int64
		if err := q.QueryRow(ctx, []any{&n}, `SELECT count(*) FROM "change" WHERE id = $1 AND state = 'pending'`, string(after.UntilChange)); err != nil {
			return err
		}
		if n == 0 {
			return fault.Bad("until_change", "change_not_pending", "There is no change %s that waits.", after.UntilChange)
		}
	}
	return fillMember(ctx, q, after)
}
