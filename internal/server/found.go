package server

import (
	"context"
	"regexp"
	"sort"
	"strings"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/review"
)

// DeliveryUser is the service that carries files to banks and records what came
// of it.
const DeliveryUser = standard.Delivery

// InstallationUser is the service that does what falls due by itself, and brings a
// newer program's standard roles.
const InstallationUser = standard.Installation

const administrator = "administrator"

// Admin is a person who sets up the installation.
type Admin struct{ Email, Name string }

// Invitation is a new administrator's one-time link. It is not kept.
type Invitation struct {
	User  govern.ID `json:"user"`
	Email string    `json:"email"`
	Link  string    `json:"link"` // its path
}

var plainID = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// Found sets up an installation without users: two or more administrators, who
// administer users, roles, grants and rules and read the log, and the service
// user that delivers. Nobody may do business with it yet: the administrators
// give others their roles. Faults: founded, too_few_founders, those of users.
func (s *Server) Found(ctx context.Context, admins []Admin) ([]Invitation, error) {
	now := s.Engine.Now()
	f := &directory.Found{Roles: []*directory.Role{
		{Meta: govern.Meta{ID: administrator}, Name: "Administrator", Permissions: administration()},
	}}
	f.Roles = append(f.Roles, directory.StandardRoles()...)
	f.Users = append(f.Users, &directory.User{Meta: govern.Meta{ID: InstallationUser}, Email: "installation@service.invalid", Name: "Installation", Kind: "service", Status: "active"})
	f.Grants = append(f.Grants, grant(InstallationUser, InstallationUser))
	f.Users = append(f.Users, &directory.User{Meta: govern.Meta{ID: DeliveryUser}, Email: "delivery@service.invalid", Name: "Delivery service", Kind: "service", Status: "active"})
	f.Grants = append(f.Grants, grant(DeliveryUser, DeliveryUser))
	var made []Invitation
	for _, a := range admins {
		local, _, _ := strings.Cut(strings.ToLower(a.Email), "@")
		id := govern.ID(local)
		if !plainID.MatchString(local) || local == DeliveryUser || local == InstallationUser {
			id = govern.NewID(now)
		}
		f.Users = append(f.Users, &directory.User{Meta: govern.Meta{ID: id}, Email: strings.ToLower(a.Email), Name: a.Name, Kind: "person", Status: "invited"})
		f.Grants = append(f.Grants, grant(id, administrator))
		secret, hash := directory.NewLink()
		f.Links = append(f.Links, &directory.SignInLink{Meta: govern.Meta{ID: govern.NewID(now)}, User: id, Hash: hash, ExpiresAt: govern.At(now.Add(directory.LinkLife))})
		made = append(made, Invitation{id, strings.ToLower(a.Email), "/link/" + secret})
	}
	out, err := s.Engine.Submit(ctx, govern.Actor{Method: "init"}, govern.Note{Reason: "founding"}, f)
	if err != nil {
		return nil, err
	}
	if out.State != govern.Applied {
		return nil, fault.New(fault.Internal, "not_founded", "The founding was %s.", out.State)
	}
	return made, nil
}

// Founded reports whether there are users.
func (s *Server) Founded() bool { return !s.Engine.Access().Empty() }

func grant(user, role govern.ID) *directory.Grant {
	return &directory.Grant{Meta: govern.Meta{ID: "grant-" + user}, User: user, Role: role, Scope: "everything"}
}

// administration is what the first administrators may do.
func administration() []string {
	list := []string{"audit.view", "audit.view_amounts", "audit.export", "audit.archive", "audit.archive.approve", "audit.restore", "audit.restore.approve", "archive_order.view", "report_made.view", "access.why", ascode.Applying, ascode.Exporting, ascode.Importing, "configuration_import.view", "role.clone", "user.invite", "user.reset_factor", "user.reset_passkeys", "user.end_sessions", "user.end_sessions.approve", "session_end.view", "user.suspend", "user.suspend.approve", "user.reactivate", "user.reactivate.approve", "user.move", "user.move.approve", "handover.view", "group.set_up", "group.set_up.approve", "sign_in_policy.view", "sign_in_policy.set", "sign_in_policy.approve", "sign_in_policy.set.approve", "four_eyes_rule.preset", "four_eyes_rule.preset.approve", "access_policy.view", "access_policy.approve", "access_policy.set", "access_policy.set.approve", "access_policy.set_domains", "access_policy.set_domains.approve", "access_policy.sponsor_process_admin", "access_policy.sponsor_process_admin.approve", "user.invite.approve", "user.reset_factor.approve", "user.reset_passkeys.approve", "sign_in_link.view", "credential.view", "passkey.view"}
	for _, table := range []string{"unit", "user", "group", "member", "role", "grant", "api_token", "four_eyes_rule", "foreign_type", "foreign_entity", "foreign_table"} {
		for _, verb := range []string{"view", "insert", "update", "delete", "approve"} {
			list = append(list, table+"."+verb)
		}
	}
	for _, verb := range []string{review.Starting, review.Closing, review.Deciding, review.Assigning} {
		list = append(list, verb, verb+".approve")
	}
	list = append(list, "access_review.view", "review_item.view", "escalated.view", "notice_choice.view")
	for _, verb := range []string{"view", "insert", "update", "delete", "approve"} {
		list = append(list, "escalation."+verb, "webhook."+verb, "report_schedule."+verb, "trusted_exporter."+verb, "duty_rule."+verb, "duty_exception."+verb, "deputy."+verb)
	}
	sort.Strings(list)
	return list
}

// renew has the standard and the services' roles brought to what this program says, by the
// installation's own service and through the door like everybody else.
func (s *Server) renew(ctx context.Context) error {
	if !s.Founded() {
		return nil
	}
	old, err := directory.OldRoles(ctx, s.DB)
	if err != nil || !old {
		return err
	}
	out, err := s.Engine.Submit(ctx, govern.Actor{User: InstallationUser, Method: "node"}, govern.Note{Reason: "the roles of program " + s.Version}, &directory.RenewRoles{})
	if err != nil {
		s.Log.Warn("the standard roles are not those of this program", "code", fault.Code(err), "error", err)
		return nil
	}
	s.Log.Info("the standard roles of this program", "outcome", out.State, "change", out.Change)
	return nil
}
