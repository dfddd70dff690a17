package policy

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Access is what the organisation lays down for all access: one row.
type Access struct {
	govern.Meta
	RolesThroughGroupsOnly bool                `json:"roles_through_groups_only" db:"roles_through_groups_only" audit:"show" doc:"People hold roles over everything or a unit through groups alone; on one record they may still hold their own."`
	MinAdministrators      int64               `json:"min_administrators" db:"min_administrators" audit:"show" minimum:"1" doc:"So many people can always manage users, and give roles: no change leaves fewer."`
	AllowedEmailDomains    []string            `json:"allowed_email_domains" db:"allowed_email_domains" audit:"show" required:"false" doc:"Domains of people's addresses, such as example.com; none: any."`
	TicketRules            []govern.TicketRule `json:"ticket_rules" db:"ticket_rules" audit:"show" required:"false" doc:"The actions that need the number of an external ticket; none: no action does."`
	TicketPattern          string              `json:"ticket_pattern" db:"ticket_pattern" audit:"show" required:"false" maxLength:"200" doc:"A regular expression (RE2) that the whole number matches; empty: any number."`
	ChangeExpiryHours      int64               `json:"change_expiry_hours" db:"change_expiry_hours" audit:"show" required:"false" minimum:"0" doc:"When a change that waits ends by itself, where its rules do not say; 0: never."`
	ProcessAdminSponsor    govern.ID           `json:"process_admin_sponsor" db:"process_admin_sponsor" audit:"show" ref:"user" required:"false" doc:"Who answers for it that the role global-process-administrator can be given; empty: it cannot."`
}

// setByItself is what access_policy.set sets, in one form.
func (p *Access) setByItself() Access {
	own := *p
	own.Meta, own.AllowedEmailDomains, own.ProcessAdminSponsor = govern.Meta{}, nil, ""
	if len(own.TicketRules) == 0 {
		own.TicketRules = nil
	}
	return own
}

// AccessID is the id of the one row.
const AccessID govern.ID = "access"

// DefaultAccess holds until an administrator says otherwise.
var DefaultAccess = Access{Meta: govern.Meta{ID: AccessID}, MinAdministrators: govern.DefaultTerms.LeastAdministrators, AllowedEmailDomains: []string{}, TicketRules: []govern.TicketRule{}}

// Accesses is the table of that row.
var Accesses = govern.Declare(govern.Table[Access]{
	Name:      "access_policy",
	Doc:       "What holds for all access: how many administrators there always are, which actions need a ticket, whose addresses are allowed.",
	ByCommand: true,
	Lone:      &DefaultAccess,
	Check:     checkAccess,
	Means: func(before, after *Access, _ govern.Time) (list []string) {
		if !reflect.DeepEqual(before.setByItself(), after.setByItself()) {
			list = append(list, "access_policy.set")
		}
		if !slices.Equal(before.AllowedEmailDomains, after.AllowedEmailDomains) {
			list = append(list, "access_policy.set_domains")
		}
		if before.ProcessAdminSponsor != after.ProcessAdminSponsor {
			list = append(list, "access_policy.sponsor_process_admin")
		}
		return list
	},
	Terms: func(p *Access) govern.Terms {
		t := govern.Terms{
			GroupsOnly: p.RolesThroughGroupsOnly, LeastAdministrators: p.MinAdministrators, Domains: p.AllowedEmailDomains,
			Tickets: p.TicketRules, TicketForm: p.TicketPattern, ExpiresAfter: p.ChangeExpiryHours * hour,
		}
		if p.ProcessAdminSponsor == "" {
			t.Guarded = []string{govern.ProcessAdministrator}
		}
		return t
	},
})

var domainForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$`)

func checkAccess(ctx context.Context, q govern.Reader, before, after *Access) error {
	switch {
	case after == nil:
		return fault.New(fault.Conflict, "policy_stays", "The policy is never deleted; change it.")
	case after.ID != AccessID:
		return fault.Bad("id", "one_policy", "There is one policy, under the id %s.", AccessID)
	}
	for i, d := range after.AllowedEmailDomains {
		if !domainForm.MatchString(d) {
			return fault.Bad(fmt.Sprintf("allowed_email_domains[%d]", i), "bad_domain", "%q is no domain in small letters, like example.com.", d)
		}
	}
	slices.Sort(after.AllowedEmailDomains)
	after.AllowedEmailDomains = slices.Compact(after.AllowedEmailDomains)
	for i, r := range after.TicketRules {
		if !q.Permission(r.Action) {
			return fault.Bad(fmt.Sprintf("ticket_rules[%d].action", i), "unknown_action", "There is no action %q; write one like user.insert.", r.Action)
		}
	}
	if err := besideGroups(ctx, q, before, after); err != nil {
		return err
	}
	return sponsored(ctx, q, before, after)
}

// besideGroups refuses to allow roles through groups alone while people hold
// such roles by themselves.
func besideGroups(ctx context.Context, q govern.Reader, before, after *Access) error {
	if !after.RolesThroughGroupsOnly || before != nil && before.RolesThroughGroupsOnly {
		return nil
	}
	names, err := list(ctx, q, `SELECT "grant".id FROM "grant" JOIN "user" ON "grant"."user" = "user".id
		WHERE "grant".scope <> 'record' AND "user".kind = 'person' AND ("grant".until_at = 0 OR "grant".until_at > $1) ORDER BY "grant".id LIMIT 4`, int64(q.Now()))
	if err == nil && names != nil {
		return fault.New(fault.Conflict, "roles_beside_groups", "People hold roles by themselves, by the grants %s. Grant these to groups instead, and end them first.", some(names))
	}
	return err
}

// sponsored refuses a sponsor who is the maker or may do nothing, and to take the
// sponsor away while somebody holds the role.
func sponsored(ctx context.Context, q govern.Reader, before, after *Access) error {
	had := govern.ID("")
	if before != nil {
		had = before.ProcessAdminSponsor
	}
	if had == after.ProcessAdminSponsor {
		return nil
	}
	if sponsor := string(after.ProcessAdminSponsor); sponsor != "" {
		if q.Person(sponsor) == q.Person(q.Asker()) {
			return fault.Bad("sponsor", "own_sponsor", "Somebody else has to answer for it: name a sponsor who is not you.")
		}
		if !q.Stands(sponsor) || q.Service(sponsor) {
			return fault.Bad("sponsor", "no_sponsor", "Name a person who is active.")
		}
		return nil
	}
	names, err := list(ctx, q, `SELECT id FROM "grant" WHERE role = $1 ORDER BY id LIMIT 4`, govern.ProcessAdministrator)
	if err == nil && names != nil {
		return fault.New(fault.Conflict, "role_granted", "The role %s is granted by %s; end these grants first.", govern.ProcessAdministrator, some(names))
	}
	return err
}

// list reads one text column.
func list(ctx context.Context, q govern.Reader, statement string, args ...any) (texts []string, err error) {
	err = q.Query(ctx, func(scan store.Scan) error {
		var text string
		err := scan(&text)
		texts = append(texts, text)
		return err
	}, statement, args...)
	return texts, err
}

// some names up to three of the texts.
func some(texts []string) string {
	if len(texts) > 3 {
		texts = append(slices.Clone(texts[:3]), "others")
	}
	return strings.Join(texts, ", ")
}

// ReadAccess reads the policy in force.
func ReadAccess(ctx context.Context, r store.Reader) (*Access, error) {
	p, err := Accesses.One(ctx, r, `id = $1`, string(AccessID))
	if err == nil && p == nil {
		whole := DefaultAccess
		p = &whole
	}
	return p, err
}

// set plans a change of the one row.
func set(ctx context.Context, q govern.Reader, id govern.ID, change func(*Access)) (govern.Plan, error) {
	have, err := Accesses.One(ctx, q, `id = $1`, string(id))
	if err != nil {
		return govern.Plan{}, err
	}
	if have == nil {
		next := DefaultAccess
		next.ID = id
		change(&next)
		return govern.Plan{Rows: []govern.RowChange{Accesses.Insert(&next)}}, nil
	}
	next := *have
	next.AllowedEmailDomains = slices.Clone(have.AllowedEmailDomains)
	change(&next)
	return govern.Plan{Rows: []govern.RowChange{Accesses.Update(have, &next)}}, nil
}

func onAccess(id govern.ID) []access.Target {
	return []access.Target{{Records: []access.Record{{Table: "access_policy", ID: string(id)}}}}
}
