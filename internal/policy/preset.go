package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Preset switches a whole family of four-eyes rules on; its id is the family's
// name. Rules of the family that are there already by their names are made what
// it says.
type Preset struct {
	People            int64     `json:"people" required:"false" minimum:"0" doc:"How many others have to agree; 0: one."`
	Group             govern.ID `json:"group" ref:"group" required:"false" doc:"The id of the group whose people they are; empty: whoever may approve what is changed."`
	ExpiresAfterHours int64     `json:"expires_after_hours" required:"false" minimum:"0" doc:"When a change that waits ends by itself; 0: never."`
	DifferentUnits    bool      `json:"different_units" required:"false" doc:"Maker and approver must be of different units."`
	family            string
	ids               []govern.ID
}

// presetMost is how many rules a family has at most.
const presetMost = 250

// watched is one rule of a family.
type watched struct{ subject, operations, condition, permission string }

// asBefore says that nothing of a user changes but the status: who becomes active
// becomes nobody else by that.
const asBefore = ` && before.email == after.email && before.name == after.name && before.kind == after.kind && before.unit == after.unit` +
	` && before.personnel_id == after.personnel_id && before.job_title == after.job_title && before.keeper == after.keeper` +
	` && before.ends_at == after.ends_at && before.successor == after.successor`

const anyRow = "insert update delete"

// families are the presets by name, but for everything. A person who sets a
// first password by a link becomes active by that, and waits for nobody: making
// the person and the link did. What the maker of an order calls it decides
// nothing: only an intercompany order is proven, by its bank instruction.
var families = map[string][]watched{
	"permissions": {
		{"unit", anyRow, "", ""},
		{"user", "insert delete", "", ""},
		{"user", "update", `!(before.status == "invited" && after.status == "active"` + asBefore + `)`, ""},
		{"group", anyRow, "", ""},
		{"member", anyRow, "", ""},
		{"role", anyRow, "", ""},
		{"grant", anyRow, "", ""},
		{"api_token", anyRow, "", ""},
		{"four_eyes_rule", anyRow, "", ""},
		{"duty_rule", anyRow, "", ""},
		{"access_policy", "insert update", "", ""},
		{"sign_in_policy", "insert update", "", ""},
		{"user.invite", "command", "", ""},
		{"user.reset_factor", "command", "", ""},
		{"user.reset_passkeys", "command", "", ""},
	},
	"bank_instructions": {{"bank_instruction", anyRow, "", ""}},
	"payment_release":   {{"package.resume", "command", "", ""}, {"package.release", "command", "", ""}},
	"third_party_payments": {{
		"package", "update", `before.state == "draft" && after.state == "awaiting_signatures" && after.kind != "intercompany"`, "package.submit.approve",
	}},
}

// elsewhere are commands that write other tables than what they are called after.
var elsewhere = []string{"bank_instruction.call_back", "channel.send", "process.run", "staging_copy.try", "user.end_sessions"}

// programs are commands that the program's own services ask, and no person: what
// falls due by itself waits for nobody.
var programs = []string{
	"archive_order.record", "delivery.queue", "delivery.record", "escalation.raise", "package.judge", "package.lapse", "package.sent",
	"report_schedule.make", "role.renew", "run.finish", "user.hand_over",
}

// everything are rules on all that people change.
func everything(q govern.Reader) []watched {
	list := slices.Clone(families["permissions"])
	has := func(subject string) bool {
		return slices.ContainsFunc(list, func(w watched) bool { return w.subject == subject })
	}
	tables, commands := q.Watchable()
	for _, name := range tables {
		if !has(name) {
			list = append(list, watched{name, anyRow, "", ""})
		}
	}
	for _, name := range commands {
		if table, _, _ := strings.Cut(name, "."); !has(name) && !has(table) && !slices.Contains(programs, name) {
			list = append(list, watched{name, "command", "", ""})
		}
	}
	for _, name := range elsewhere {
		if !has(name) {
			list = append(list, watched{name, "command", "", ""})
		}
	}
	return list
}

// Name is the command's name.
func (*Preset) Name() string { return "four_eyes_rule.preset" }

// On names the family.
func (c *Preset) On(id govern.ID) { c.family = string(id) }

// Draw draws the ids of the rules.
func (c *Preset) Draw(newID func() govern.ID) {
	for range presetMost {
		c.ids = append(c.ids, newID())
	}
}

// Targets is the whole installation: its rules are.
func (*Preset) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan inserts the rules that are missing and brings the others into line. Faults:
// unknown_preset, preset_stands, and rule_never_met of the Engine.
func (c *Preset) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	family, known := families[c.family]
	if c.family == "everything" {
		family, known = everything(q), true
	}
	if !known {
		return govern.Plan{}, fault.New(fault.NotFound, "unknown_preset", "There is no preset %q; there are permissions, bank_instructions, third_party_payments, payment_release and everything.", c.family)
	}
	var p govern.Plan
	for i, w := range family {
		if i == presetMost {
			return govern.Plan{}, fault.New(fault.Internal, "preset_too_large", "The preset %s has more than %d rules.", c.family, presetMost)
		}
		rule := c.rule(w, c.ids[i])
		if !q.Permission(w.asks()) {
			continue // this installation has no such table
		}
		change, err := bring(ctx, q, rule)
		if err != nil {
			return govern.Plan{}, err
		}
		p.Rows = append(p.Rows, change...)
	}
	if p.Rows == nil {
		return govern.Plan{}, fault.New(fault.Conflict, "preset_stands", "All rules of the preset %s are in force already.", c.family)
	}
	return p, nil
}

// asks is the permission that the rule asks others for.
func (w *watched) asks() string {
	if w.permission != "" {
		return w.permission
	}
	return w.subject + ".approve"
}

func (c *Preset) rule(w watched, id govern.ID) *Rule {
	name := fmt.Sprintf("Preset: %s %s", w.subject, strings.ReplaceAll(w.operations, " ", ", "))
	if w.permission != "" {
		name = "Preset: " + strings.ReplaceAll(c.family, "_", " ")
	}
	f := approval.Factor{Permission: w.asks(), People: max(1, int(c.People))}
	if c.Group != "" {
		f.Permission, f.Group = "", string(c.Group)
	}
	return &Rule{
		Meta: govern.Meta{ID: id}, Name: name, Subject: w.subject, Operations: strings.Fields(w.operations), Condition: w.condition,
		Factors: []approval.Factor{f}, ExpiresAfterHours: c.ExpiresAfterHours, DifferentUnits: c.DifferentUnits, Enabled: true,
	}
}

// bring plans the step to the rule from what is there under its name; none when
// it is the same.
func bring(ctx context.Context, q govern.Reader, want *Rule) ([]govern.RowChange, error) {
	have, err := Rules.One(ctx, q, `name = $1`, want.Name)
	if err != nil {
		return nil, err
	}
	if have == nil {
		return []govern.RowChange{Rules.Insert(want)}, nil
	}
	want.Meta = have.Meta
	if Rules.Same(have, want) {
		return nil, nil
	}
	return []govern.RowChange{Rules.Update(have, want)}, nil
}
