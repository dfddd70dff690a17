package policy

import (
	"context"
	"errors"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// DutyRule is one rule of segregation of duties as it is kept. Loosening or
// deleting one that refuses always waits for another person's agreement, whether a
// four-eyes rule asks for one or not.
type DutyRule struct {
	govern.Meta
	Name        string      `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Kind        duty.Kind   `json:"kind" db:"kind" audit:"show" enum:"static,dynamic,wall" doc:"static: what no one person holds together; dynamic: what different people do to the same record; wall: two units or groups of which a person belongs to one."`
	Mode        duty.Mode   `json:"mode" db:"mode" audit:"show" enum:"refuse,except,report" doc:"refuse; except: refuse unless an exception stands; report: let through and list."`
	Enabled     bool        `json:"enabled" db:"enabled" audit:"show"`
	Reason      string      `json:"reason" db:"reason" audit:"show" required:"false" maxLength:"2000" doc:"What it is for."`
	Roles       []string    `json:"roles" db:"roles" audit:"show" ref:"role" required:"false" doc:"Of a static rule: the roles kept apart. Who may do all that a role may holds it, under whatever name and by however many roles together; what only reads counts for roles that only read."`
	Permissions []string    `json:"permissions" db:"permissions" audit:"show" required:"false" doc:"Of a static rule: the permissions kept apart."`
	TooMany     int64       `json:"too_many" db:"too_many" audit:"show" required:"false" minimum:"0" doc:"Of a static rule: how many of them in one person's hands are too many; 0 is 2."`
	Scope       duty.Within `json:"within" db:"within_scope" audit:"show" required:"false" enum:"everywhere,scope" doc:"Of a static rule: wherever they are held, or only where one scope lies in the other; empty is everywhere."`
	Unit        govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"Of a static rule: the one unit that it is about. Only what is held there counts: over everything, at the unit, at one above or beneath it, or on a record of it or of one beneath it; empty is all units."`
	Duties      []duty.Acts `json:"duties" db:"duties" audit:"show" required:"false" doc:"Of a dynamic rule: each done by somebody else on the same record, what it is part of and what is part of it."`
	LeftUnit    govern.ID   `json:"left_unit" db:"left_unit" audit:"show" ref:"unit" required:"false" doc:"Of a wall between units: the one side, with all beneath it."`
	RightUnit   govern.ID   `json:"right_unit" db:"right_unit" audit:"show" ref:"unit" required:"false" doc:"Of a wall between units: the other side."`
	LeftGroup   govern.ID   `json:"left_group" db:"left_group" audit:"show" ref:"group" required:"false" doc:"Of a wall between groups: the one side."`
	RightGroup  govern.ID   `json:"right_group" db:"right_group" audit:"show" ref:"group" required:"false" doc:"Of a wall between groups: the other side."`
}

// rule is the row as package duty reads it.
func (r *DutyRule) rule() duty.Rule {
	d := duty.Rule{
		ID: string(r.ID), Name: r.Name, Kind: r.Kind, Mode: r.Mode, Enabled: r.Enabled, Roles: r.Roles, Permissions: r.Permissions,
		TooMany: int(r.TooMany), Within: r.Scope, Unit: string(r.Unit), Duties: r.Duties,
		Left:  duty.Side{Unit: string(r.LeftUnit), Group: string(r.LeftGroup)},
		Right: duty.Side{Unit: string(r.RightUnit), Group: string(r.RightGroup)},
	}
	if r.Kind == duty.Static {
		if d.TooMany == 0 {
			d.TooMany = 2
		}
		if d.Within == "" {
			d.Within = duty.Everywhere
		}
	}
	return d
}

// DutyRules are all duty rules.
var DutyRules = govern.Declare(govern.Table[DutyRule]{
	Name:   "duty_rule",
	Doc:    "Which duties are kept apart: what no one person holds or does together. To loosen or delete one that refuses is always agreed to by somebody else.",
	Unique: [][]string{{"name"}},
	Check:  checkDutyRule,
	Duty:   (*DutyRule).rule,
	// A wall is part of every decision about access, but one that only reports.
	Facts: func(r *DutyRule) access.Facts {
		w := access.Wall{ID: string(r.ID)}
		if r.Kind == duty.Wall && r.Enabled && r.Mode != duty.Report {
			w.Left, w.Right = r.rule().Left, r.rule().Right
		}
		return access.Facts{Walls: []access.Wall{w}}
	},
})

func checkDutyRule(ctx context.Context, q govern.Reader, before, after *DutyRule) error {
	if after == nil {
		return nil
	}
	if before != nil && before.Kind != after.Kind {
		return fault.Bad("kind", "kind_fixed", "A rule stays of its kind; make another one.")
	}
	r := after.rule()
	if err := r.Check(); err != nil {
		return govern.BadDuty(err)
	}
	names := after.Permissions
	for _, d := range after.Duties {
		names = append(names[:len(names):len(names)], d.Actions...)
	}
	for _, d := range after.Duties {
		for _, a := range d.Actions {
			if strings.HasSuffix(a, ".view") {
				return fault.Bad("duties", "reading", "To read is no act: %s leaves no trace that a duty could be kept apart by.", a)
			}
		}
	}
	for _, p := range names {
		if !q.Permission(p) {
			return fault.Bad("permissions", "unknown_permission", "There is no permission %q.", p)
		}
	}
	if after.Kind == duty.Wall && after.LeftUnit != "" {
		return disjoint(ctx, q, after)
	}
	return nil
}

// disjoint refuses a wall between a unit and one beneath it.
func disjoint(ctx context.Context, q govern.Reader, r *DutyRule) error {
	for _, side := range [][2]govern.ID{{r.LeftUnit, r.RightUnit}, {r.RightUnit, r.LeftUnit}} {
		for unit, steps := string(side[0]), 0; unit != "" && steps < mostUnitsDeep; steps++ {
			err := q.QueryRow(ctx, []any{&unit}, `SELECT parent FROM unit WHERE id = $1`, unit)
			if errors.Is(err, store.ErrNoRows) {
				break // one that the same plan makes: nobody is in it yet
			}
			if err != nil {
				return err
			}
			if unit == string(side[1]) {
				return fault.Bad("right_unit", "nested_sides", "One of these units lies beneath the other; a wall stands between two that are apart.")
			}
		}
	}
	return nil
}

const mostUnitsDeep = 1000
