package directory

import (
	"context"
	"slices"
	"sort"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Role is a named set of permissions; it may include other roles.
type Role struct {
	govern.Meta
	Name        string   `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Permissions []string `json:"permissions" db:"permissions" audit:"show" doc:"Sorted; each one of those that the server lists."`
	Includes    []string `json:"includes" db:"includes" audit:"show" ref:"role" required:"false" doc:"Ids of roles whose permissions this one has too."`
	Standard    int64    `json:"standard" db:"standard" audit:"show" required:"false" doc:"The revision of the program's table that it is of; 0 for a role of one's own."`
}

// Roles are all named sets of permissions.
var Roles = govern.Declare(govern.Table[Role]{
	Name:   "role",
	Doc:    "A named set of permissions.",
	Unique: [][]string{{"name"}},
	Open:   true,
	Check: func(_ context.Context, q govern.Reader, before, after *Role) error {
		if err := checkStandard(before, after); err != nil || after == nil {
			return err
		}
		for _, id := range after.Includes {
			if slices.Contains(q.Terms().Guarded, id) {
				return guardedRole(id)
			}
		}
		sort.Strings(after.Permissions)
		for _, p := range after.Permissions {
			if !q.Permission(p) {
				return fault.Bad("permissions", "unknown_permission", "There is no permission %q.", p)
			}
		}
		return nil
	},
	Hidden: &govern.Hidden{
		IDs: func(t govern.Terms) []string { return t.Guarded },
		Why: func(id govern.ID) error {
			f := *fault.From(guardedRole(string(id)))
			f.Kind, f.Field = fault.Denied, ""
			return &f
		},
	},
	Facts: func(r *Role) access.Facts {
		return access.Facts{Roles: []access.Role{{ID: string(r.ID), Name: r.Name, Permissions: r.Permissions, Includes: r.Includes}}}
	},
})

// checkStandard keeps a standard role what this program's table says: whoever
// writes one can write nothing else, and an older program nothing older.
func checkStandard(before, after *Role) error {
	was := before != nil && before.Standard > 0
	if !was && (after == nil || after.Standard == 0) {
		return nil
	}
	if after != nil && after.Standard == standard.Revision && (before == nil || before.Standard < standard.Revision) {
		s, ok := standard.Find(string(after.ID))
		if ok && after.Name == s.Name && slices.Equal(after.Permissions, s.Permissions) && len(after.Includes) == 0 {
			return nil
		}
	}
	return fault.New(fault.Conflict, "standard_role", "A standard role is what the program says; it is not edited or deleted. Clone it into a role of your own.")
}

// Grant is a role given to a user or a group, at a scope, for a time.
type Grant struct {
	govern.Meta
	User        govern.ID   `json:"user" db:"user" audit:"show" ref:"user" required:"false" doc:"Who holds the role; empty when a group does."`
	Group       govern.ID   `json:"group" db:"group" audit:"show" ref:"group" required:"false" doc:"The group whose members hold the role; empty when a user does."`
	Role        govern.ID   `json:"role" db:"role" audit:"show" ref:"role"`
	Scope       string      `json:"scope" db:"scope" audit:"show" enum:"everything,unit,record,table" doc:"Everything, a unit and all beneath it, one record, or every record of a table."`
	ScopeTable  string      `json:"scope_table" db:"scope_table" audit:"show" required:"false" doc:"The table of the one record, or of every one."`
	ScopeRecord govern.ID   `json:"scope_record" db:"scope_record" audit:"show" required:"false" doc:"The unit's or record's id; of every record of a table, the unit that they belong to, or empty for all."`
	RecordUnit  govern.ID   `json:"record_unit" db:"record_unit" audit:"show" ref:"unit" required:"false" doc:"The unit that the one record belongs to; filled in, and kept as the record moves."`
	FromAt      govern.Time `json:"from_at" db:"from_at" audit:"show" required:"false" doc:"When it begins; empty: at once."`
	UntilAt     govern.Time `json:"until_at" db:"until_at" audit:"show" required:"false" doc:"When it ends by itself; empty: never."`
	Ticket      string      `json:"ticket" db:"ticket" audit:"show" required:"false" maxLength:"140" doc:"The number of an external ticket, that of the change which gives it."`
	Reason      string      `json:"reason" db:"reason" audit:"show" required:"false" maxLength:"2000" doc:"Why it was given, the reason of the change."`
}

// Grants are who holds which role where.
var Grants = govern.Declare(govern.Table[Grant]{
	Name:   "grant",
	Doc:    "A role given to a user or a group, at a scope, for a time.",
	Target: grantTarget,
	Asked:  []string{"grant", "audit"},
	Fill:   fillGrant,
	Because: func(g *Grant) govern.Because {
		return govern.Because{Ticket: &g.Ticket, Reason: &g.Reason}
	},
	Check: checkGrant,
	Abode: &govern.Abode[Grant]{
		Column: "scope_record",
		Of:     ofRecord,
		Unit:   func(g *Grant) *govern.ID { return &g.RecordUnit },
		Ends:   endsWith,
	},
	Anew: wider,
	Over: func(g *Grant, now govern.Time) bool { return isOver(g.UntilAt, now) },
	Facts: func(g *Grant) access.Facts {
		return access.Facts{Grants: []access.Grant{g.fact()}}
	},
})

// ofRecord is the one record that a grant is for; of any other scope, none.
func ofRecord(g *Grant) govern.Ref {
	if g.Scope != "record" {
		return govern.Ref{}
	}
	return govern.Ref{Table: g.ScopeTable, ID: g.ScopeRecord}
}

// endsWith is the one record that a grant is for, or the unit that it is over; none
// where it is over everything.
func endsWith(g *Grant) govern.Ref {
	if g.Scope != "record" && g.ScopeRecord != "" {
		return govern.Ref{Table: "unit", ID: g.ScopeRecord}
	}
	return ofRecord(g)
}

// grantTarget: who administers grants of a unit gives only what is scoped to it, or
// to one record of it.
func grantTarget(g *Grant) access.Target {
	f := g.fact()
	return f.Target()
}

func (g *Grant) fact() access.Grant {
	return access.Grant{
		ID: string(g.ID), User: string(g.User), Group: string(g.Group), Role: string(g.Role), Scope: g.scope(), Unit: string(g.RecordUnit),
		From: int64(g.FromAt), Until: int64(g.UntilAt),
	}
}

// fillGrant takes the unit from the record: whoever asks cannot choose where the
// permission is asked. The user may be named by e-mail address.
func fillGrant(ctx context.Context, q govern.Reader, g *Grant) error {
	unit, err := recordUnit(ctx, q, g)
	g.RecordUnit = unit
	if err == nil {
		g.User, err = govern.Addressed(ctx, q, g.User)
	}
	return err
}

func recordUnit(ctx context.Context, q govern.Reader, g *Grant) (govern.ID, error) {
	if g.Scope != "record" {
		return "", nil
	}
	return q.UnitOf(ctx, govern.Ref{Table: g.ScopeTable, ID: g.ScopeRecord})
}

// scope is how far the grant reaches. One of a role for records of a table alone, which
// an older program gave over a unit or everything, reaches every record there.
func (g *Grant) scope() access.Scope {
	if tables := standard.Narrow[string(g.Role)]; tables != nil && (g.Scope == "unit" || g.Scope == "everything") {
		return access.Scope{Kind: access.ScopeTable, Table: tables[0], ID: string(g.ScopeRecord)}
	}
	switch g.Scope {
	case "unit":
		return access.Scope{Kind: access.ScopeUnit, ID: string(g.ScopeRecord)}
	case "record":
		return access.Scope{Kind: access.ScopeRecord, Table: g.ScopeTable, ID: string(g.ScopeRecord)}
	case "table":
		return access.Scope{Kind: access.ScopeTable, Table: g.ScopeTable, ID: string(g.ScopeRecord)}
	}
	return access.Scope{Kind: access.ScopeEverything}
}

// guardedRole is the refusal of a role that is hidden until it is switched on.
func guardedRole(id string) error {
	return fault.Bad("role", "guarded_role", "The role %s is given to nobody until a sponsor answers for it, under four eyes and with a ticket.", id)
}

func checkGrant(ctx context.Context, q govern.Reader, before, after *Grant) error {
	if after == nil {
		return nil
	}
	if slices.Contains(q.Terms().Guarded, string(after.Role)) && (before == nil || wider(before, after)) {
		return guardedRole(string(after.Role))
	}
	if err := throughGroup(ctx, q, before, after); err != nil {
		return err
	}
	if (after.User == "") == (after.Group == "") {
		return fault.Bad("user", "one_holder", "Name the user or the group that is to hold the role, one of them.")
	}
	if err := checkScope(before, after); err != nil {
		return err
	}
	if after.UntilAt != 0 && after.UntilAt <= after.FromAt {
		return fault.Bad("until_at", "ends_before_it_begins", "The grant would end before it begins.")
	}
	if before == nil && isOver(after.UntilAt, q.Now()) {
		return fault.Bad("until_at", "ends_before_it_begins", "The grant would have ended already.")
	}
	if err := scopeIsThere(ctx, q, before, after); err != nil {
		return err
	}
	unit, err := recordUnit(ctx, q, after)
	if err == nil && after.RecordUnit != "" && after.RecordUnit != unit {
		err = fault.Bad("record_unit", "other_unit", "The record is of the unit %q; leave the unit out.", unit)
	}
	if after.RecordUnit = unit; err != nil || after.Scope != "unit" && (after.Scope != "table" || after.ScopeRecord == "") {
		return err
	}
	if err = q.There(ctx, govern.Ref{Table: "unit", ID: after.ScopeRecord}); err == nil {
		_, err = Units.Get(ctx, q, after.ScopeRecord) // the grant rests on the unit as it is
	}
	if fault.Is(err, fault.NotFound) {
		return fault.Bad("scope_record", "unknown_reference", "%s", fault.From(err).Detail)
	}
	return err
}

// checkScope: what the scope's kind needs is named. Who lets others act on processes or
// reference tables, by a role made for that, does so there alone: over a unit or
// everything the same permissions would give any role there.
func checkScope(before, after *Grant) error {
	if after.Scope == "everything" && (after.ScopeTable != "" || after.ScopeRecord != "") {
		return fault.Bad("scope_record", "scope_not_empty", "A grant over everything names no record.")
	}
	if after.Scope == "record" && (after.ScopeTable == "" || after.ScopeRecord == "") {
		return fault.Bad("scope_record", "scope_missing", "Name the table and the id of the record that the grant is for.")
	}
	if after.Scope == "table" && len(standard.At(after.ScopeTable)) == 0 {
		return fault.Bad("scope_table", "no_roles_there", "Roles are given on every one of %s, not of %q.", strings.Join(standard.Tables, " or "), after.ScopeTable)
	}
	if before != nil && before.Role == after.Role && sameScope(before, after) {
		return nil
	}
	if after.Scope == "unit" && after.ScopeTable != "" {
		return fault.Bad("scope_table", "scope_not_empty", "A grant over a unit names no table; for every record of one there is the scope table.")
	}
	if standard.Givable(string(after.Role), after.ScopeTable) {
		return nil
	}
	return fault.Bad("scope", "scope_too_wide", "The role %s is given on records of %s: on one, or on every one of a unit or of all (scope table).",
		after.Role, strings.Join(standard.Narrow[string(after.Role)], " or "))
}

// scopeIsThere refuses a grant on one record that is not there. One that was given
// before its record went can still be changed and ended.
func scopeIsThere(ctx context.Context, q govern.Reader, before, after *Grant) error {
	if after.Scope != "record" || before != nil && before.scope() == after.scope() {
		return nil
	}
	err := q.There(ctx, govern.Ref{Table: after.ScopeTable, ID: after.ScopeRecord})
	switch {
	case fault.Code(err) == "unknown_table":
		return fault.Bad("scope_table", "unknown_table", "There is no table %q.", after.ScopeTable)
	case fault.Is(err, fault.NotFound):
		return fault.Bad("scope_record", "unknown_reference", "%s", fault.From(err).Detail)
	}
	return err
}

// wider reports whether the grant comes to be somebody else's, of another role or
// scope, or to hold earlier or longer: only a new grant does that otherwise.
func wider(before, after *Grant) bool {
	return !sameGift(before, after) || longer(before.FromAt, before.UntilAt, after.FromAt, after.UntilAt)
}

// longer reports whether a time has come to begin earlier or to end later.
func longer(from, until, fromThen, untilThen govern.Time) bool {
	return fromThen < from || untilThen != until && !ends(untilThen, until)
}

// sameGift reports whether both give the same role to the same holder at the same scope.
func sameGift(a, b *Grant) bool {
	return a.User == b.User && a.Group == b.Group && a.Role == b.Role && sameScope(a, b)
}

func sameScope(a, b *Grant) bool {
	return a.Scope == b.Scope && a.ScopeTable == b.ScopeTable && a.ScopeRecord == b.ScopeRecord
}

// throughGroup refuses people roles of their own over everything or a unit where
// they hold these through groups alone. A program is in no group by custom, and
// counts as one person with its keeper.
func throughGroup(ctx context.Context, q govern.Reader, before, after *Grant) error {
	if !q.Terms().GroupsOnly || after.User == "" || after.Scope == "record" {
		return nil
	}
	if before != nil && sameGift(before, after) && ends(after.UntilAt, before.UntilAt) {
		return nil // to end one that is still there is always good
	}
	kind, err := kindOf(ctx, q, after.User)
	if err != nil || kind != "person" {
		return err
	}
	return fault.Bad("user", "groups_only", "People hold roles over everything or a unit through groups here. Grant the role to a group that the person is in; on one record people may still hold their own.")
}

// ends reports whether an end is no later than another; 0 is never.
func ends(a, b govern.Time) bool { return a != 0 && (b == 0 || a <= b) }
