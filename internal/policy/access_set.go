package policy

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
)

// SetAccess sets the policy but for the domains and the sponsor, which have
// permissions of their own; its id is AccessID. Every field is given, for one that
// is left out would be lost: over HTTP it is refused as missing_field.
type SetAccess struct {
	RolesThroughGroupsOnly bool                `json:"roles_through_groups_only" doc:"People hold roles over everything or a unit through groups alone."`
	MinAdministrators      int64               `json:"min_administrators" minimum:"1" doc:"So many people can always manage users, and give roles."`
	TicketRules            []govern.TicketRule `json:"ticket_rules" doc:"The actions that need the number of an external ticket; none: no action does."`
	TicketPattern          string              `json:"ticket_pattern" minLength:"0" maxLength:"200" doc:"A regular expression (RE2) that the whole number matches; empty: any number."`
	ChangeExpiryHours      int64               `json:"change_expiry_hours" minimum:"0" doc:"When a change that waits ends by itself, where its rules do not say; 0: never."`
	id                     govern.ID
}

// Name is the command's name.
func (*SetAccess) Name() string { return "access_policy.set" }

// On names the row.
func (c *SetAccess) On(id govern.ID) { c.id = id }

// Targets is the row.
func (c *SetAccess) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return onAccess(c.id), nil
}

// Plan writes the row. Faults: one_policy, unknown_action, bad_ticket_rule,
// roles_beside_groups, locked_out.
func (c *SetAccess) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	return set(ctx, q, c.id, func(p *Access) {
		p.RolesThroughGroupsOnly, p.MinAdministrators, p.ChangeExpiryHours = c.RolesThroughGroupsOnly, c.MinAdministrators, c.ChangeExpiryHours
		p.TicketRules, p.TicketPattern = append([]govern.TicketRule{}, c.TicketRules...), c.TicketPattern
	})
}

// SetDomains sets the domains of people's e-mail addresses; its id is AccessID.
type SetDomains struct {
	AllowedEmailDomains []string `json:"allowed_email_domains" doc:"Such as example.com; none: any."`
	id                  govern.ID
}

// Name is the command's name.
func (*SetDomains) Name() string { return "access_policy.set_domains" }

// On names the row.
func (c *SetDomains) On(id govern.ID) { c.id = id }

// Targets is the row.
func (c *SetDomains) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return onAccess(c.id), nil
}

// Plan writes the row. Faults: one_policy, bad_domain.
func (c *SetDomains) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	return set(ctx, q, c.id, func(p *Access) { p.AllowedEmailDomains = append([]string{}, c.AllowedEmailDomains...) })
}

// SponsorProcessAdmin lets the role global-process-administrator be given, or no
// more; its id is AccessID. It is never done by one person alone, nor without a
// ticket.
type SponsorProcessAdmin struct {
	Sponsor govern.ID `json:"sponsor" ref:"user" required:"false" doc:"The user who answers for it; empty: nobody is given the role any more."`
	id      govern.ID
}

// Name is the command's name.
func (*SponsorProcessAdmin) Name() string { return "access_policy.sponsor_process_admin" }

// On names the row.
func (c *SponsorProcessAdmin) On(id govern.ID) { c.id = id }

// Targets is the row.
func (c *SponsorProcessAdmin) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return onAccess(c.id), nil
}

// Plan writes the row. Faults: one_policy, own_sponsor, no_sponsor, role_granted,
// and of the Engine no_rule and ticket_missing.
func (c *SponsorProcessAdmin) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	return set(ctx, q, c.id, func(p *Access) { p.ProcessAdminSponsor = c.Sponsor })
}
