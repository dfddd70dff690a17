package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

var (
	tables = slices.Concat(directory.Tables, policy.Tables)
	verbs  = slices.Concat(directory.Verbs, policy.Verbs)
)

func each(t *testing.T, f func(t *testing.T, h *house.House)) { house.Each(t, tables, verbs, f) }

func put[T any](h *house.House, t *govern.Table[T], id govern.ID, row *T) {
	h.Must(h.Submit(house.Founder, govern.PutNew(t, id, row)))
}

// refused demands the refusal of what the user asks, and gives what it says.
func refused(t *testing.T, h *house.House, code, user string, cmd govern.Command) string {
	t.Helper()
	_, err := h.Submit(user, cmd)
	if fault.Code(err) != code {
		t.Errorf("the answer to %s is %v, want %s", user, err, code)
		return ""
	}
	return fault.From(err).Detail
}

// on names the record of a command.
func on[C govern.Action](id govern.ID, c C) C {
	c.On(id)
	return c
}

func terms(change func(*policy.SetAccess)) *policy.SetAccess {
	c := &policy.SetAccess{MinAdministrators: 2}
	change(c)
	return on(policy.AccessID, c)
}

func person(id string) *directory.User {
	return &directory.User{Email: id + "@example.com", Name: id, Kind: "person", Status: "active"}
}

func user(t *testing.T, h *house.House, id govern.ID, change func(*directory.User)) govern.Command {
	t.Helper()
	u, err := directory.Users.Get(t.Context(), h.DB, id)
	if err != nil {
		t.Fatal(err)
	}
	next := *u
	change(&next)
	return govern.Put(directory.Users, id, u.Version, &next)
}

func TestTheAccessPolicyIsOneRowThatIsSetByThreePermissions(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("secure", "access_policy.set")
		h.User("domains", "access_policy.set_domains")
		h.Must(h.Submit("secure", terms(func(c *policy.SetAccess) { c.ChangeExpiryHours = 72 })))
		h.Must(h.Submit("domains", on(policy.AccessID, &policy.SetDomains{AllowedEmailDomains: []string{"mybank.com", "example.com", "mybank.com"}})))
		got, err := policy.ReadAccess(t.Context(), h.DB)
		if err != nil || got.ChangeExpiryHours != 72 || got.MinAdministrators != 2 || !slices.Equal(got.AllowedEmailDomains, []string{"example.com", "mybank.com"}) {
			t.Errorf("the policy is %+v, %v", got, err)
		}
		refused(t, h, "denied", "domains", terms(func(*policy.SetAccess) {}))
		refused(t, h, "denied", "secure", on(policy.AccessID, &policy.SetDomains{}))
		refused(t, h, "denied", "secure", on(policy.AccessID, &policy.SponsorProcessAdmin{}))
		refused(t, h, "one_policy", "secure", on("another", &policy.SetAccess{MinAdministrators: 2}))
		refused(t, h, "bad_domain", "domains", on(policy.AccessID, &policy.SetDomains{AllowedEmailDomains: []string{"Example.com"}}))
	})
}

func TestARuleOnThePolicyHoldsItsLoosening(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "access_policy", Operations: []string{"insert", "update"}, Factors: []approval.Factor{{Permission: "access_policy.approve", People: 1}}, Enabled: true})
		held := h.MustHold(h.Submit(house.Founder, terms(func(c *policy.SetAccess) { c.MinAdministrators = 1 })))
		h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest))
		if got, _ := policy.ReadAccess(t.Context(), h.DB); got.MinAdministrators != 1 {
			t.Errorf("the approved policy is %+v", got)
		}
	})
}

func TestOnlyAllowedDomainsAreTakenOfPeople(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("anna")
		h.Must(h.Submit(house.Founder, on(policy.AccessID, &policy.SetDomains{AllowedEmailDomains: []string{"mybank.com"}})))
		said := refused(t, h, "domain_not_allowed", house.Founder, govern.PutNew(directory.Users, "ben", person("ben")))
		if !strings.Contains(said, "mybank.com") {
			t.Errorf("it says %q", said)
		}
		row := person("ben")
		row.Email = "ben@mybank.com"
		put(h, directory.Users, "ben", row)
		refused(t, h, "domain_not_allowed", house.Founder, user(t, h, "ben", func(u *directory.User) { u.Email = "ben@mybank.com.evil.com" }))
		h.Must(h.Submit(house.Founder, user(t, h, "anna", func(u *directory.User) { u.JobTitle = "Clerk" }))) // whose address was there before
		put(h, directory.Users, "robot", &directory.User{Email: "robot@service.invalid", Name: "robot", Kind: "service", Status: "active"})
	})
}

func TestRolesThroughGroupsOnly(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("anna")
		put(h, directory.Units, "london", &directory.Unit{Name: "London"})
		put(h, directory.Groups, "admins", &directory.Group{Name: "Admins"})
		said := refused(t, h, "roles_beside_groups", house.Founder, terms(func(c *policy.SetAccess) { c.RolesThroughGroupsOnly = true }))
		if !strings.Contains(said, "grant-founder, grant-second") {
			t.Errorf("it says %q", said)
		}
		// The administrators move into a group, each by the other's hand.
		for i, name := range []string{"third", "fourth"} {
			h.User(name)
			put(h, directory.Members, govern.ID("m"+name), &directory.Member{User: govern.ID(name), Group: "admins"})
			if i == 1 {
				put(h, directory.Grants, "all", &directory.Grant{Group: "admins", Role: "everything", Scope: "everything"})
			}
		}
		h.Must(h.Submit("third", govern.Remove(directory.Grants, "grant-founder", 1)))
		h.Must(h.Submit("third", govern.Remove(directory.Grants, "grant-second", 1)))
		h.Must(h.Submit("third", terms(func(c *policy.SetAccess) { c.RolesThroughGroupsOnly = true })))

		own := func(scope string, record govern.ID) govern.Command {
			g := &directory.Grant{User: "anna", Role: "everything", Scope: scope, ScopeRecord: record}
			if scope == "record" {
				g.ScopeTable = "group"
			}
			return govern.PutNew(directory.Grants, govern.ID("own-"+scope), g)
		}
		refused(t, h, "groups_only", "third", own("everything", ""))
		refused(t, h, "groups_only", "third", own("unit", "london"))
		h.Must(h.Submit("third", own("record", "admins")))
		h.Must(h.Submit("third", govern.PutNew(directory.Users, "robot", &directory.User{Email: "robot@service.invalid", Name: "robot", Kind: "service", Status: "active"})))
		h.Must(h.Submit("third", govern.PutNew(directory.Grants, "robots", &directory.Grant{User: "robot", Role: "everything", Scope: "everything"})))
	})
}

func TestNobodyIsLockedOut(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("third", "user.insert", "user.update", "user.suspend", "access_policy.set", "member.delete", "role.update", "grant.delete", "grant.update")
		suspend := func(u *directory.User) { u.Status = "suspended" }
		ends := func(u *directory.User) { u.EndsAt = govern.At(h.Clock.Now()) + 3600e6 }
		everything, err := directory.Roles.Get(t.Context(), h.DB, "everything")
		if err != nil {
			t.Fatal(err)
		}
		poorer := *everything
		poorer.Permissions = slices.DeleteFunc(slices.Clone(everything.Permissions), func(p string) bool { return p == "grant.insert" })
		g, err := directory.Grants.Get(t.Context(), h.DB, "grant-second")
		if err != nil {
			t.Fatal(err)
		}
		shorter := *g
		shorter.UntilAt = govern.At(h.Clock.Now()) + 3600e6
		for what, cmd := range map[string]govern.Command{
			"a suspension": user(t, h, "second", suspend), "an end to come": user(t, h, "second", ends),
			"an ended grant": govern.Remove(directory.Grants, "grant-second", 1), "a grant with an end": govern.Put(directory.Grants, "grant-second", 1, &shorter),
			"a poorer role": govern.Put(directory.Roles, "everything", 1, &poorer), "a stricter policy": terms(func(c *policy.SetAccess) { c.MinAdministrators = 3 }),
		} {
			said := refused(t, h, "locked_out", "third", cmd)
			if what != "a poorer role" && !strings.Contains(said, "founder") {
				t.Errorf("%s: %q does not say who is left", what, said)
			}
		}
		h.Must(h.Submit(house.Founder, terms(func(c *policy.SetAccess) { c.MinAdministrators = 1 })))
		h.Must(h.Submit("third", user(t, h, "second", suspend)))
		refused(t, h, "locked_out", "third", user(t, h, "founder", suspend))
	})
}

func TestAServiceAndAMemberForATimeAreNoAdministratorsToRelyOn(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("third", "user.insert", "user.update")
		put(h, directory.Groups, "admins", &directory.Group{Name: "Admins"})
		put(h, directory.Grants, "all", &directory.Grant{Group: "admins", Role: "everything", Scope: "everything"})
		put(h, directory.Users, "robot", &directory.User{Email: "robot@service.invalid", Name: "robot", Kind: "service", Status: "active"})
		put(h, directory.Members, "m1", &directory.Member{User: "robot", Group: "admins"})
		put(h, directory.Members, "m2", &directory.Member{User: "third", Group: "admins", UntilAt: govern.At(h.Clock.Now()) + 3600e6})
		suspend := func(u *directory.User) { u.Status = "suspended" }
		refused(t, h, "locked_out", "third", user(t, h, "second", suspend))
		h.User("fourth")
		put(h, directory.Members, "m3", &directory.Member{User: "fourth", Group: "admins"})
		h.Must(h.Submit("third", user(t, h, "second", suspend)))
		refused(t, h, "locked_out", house.Founder, govern.Remove(directory.Members, "m3", 1))
	})
}

func TestAHeldChangeThatWouldLockOutEndsFailed(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("third", "user.update", "user.suspend", "grant.delete")
		h.User("fourth")
		put(h, directory.Grants, "g4", &directory.Grant{User: "fourth", Role: "everything", Scope: "everything"})
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "grant", Operations: []string{"delete"}, Factors: []approval.Factor{{Permission: "grant.approve", People: 1}}, Enabled: true})
		held := h.MustHold(h.Submit("third", govern.Remove(directory.Grants, "g4", 1)))
		h.Must(h.Submit("third", user(t, h, "second", func(u *directory.User) { u.Status = "suspended" })))
		out, err := h.Engine.Approve(t.Context(), govern.Actor{User: house.Founder}, govern.Note{}, held.Change, held.Digest)
		if err != nil || out.State != govern.Failed || !strings.Contains(out.Detail, "founder") {
			t.Errorf("the outcome is %+v, %v", out, err)
		}
		if h.Count(`SELECT count(*) FROM "grant" WHERE id = 'g4'`) != 1 {
			t.Error("the grant is gone")
		}
	})
}

func TestARecordKeepsItsLastAdministrator(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		for _, name := range []string{"lead", "deputy", "guest"} {
			h.User(name)
		}
		put(h, directory.Groups, "solvers", &directory.Group{Name: "Solvers"})
		put(h, directory.Roles, "admin", &directory.Role{Name: "admin", Permissions: []string{"group.update"}})
		at := func(name string, until govern.Time) *directory.Grant {
			return &directory.Grant{User: govern.ID(name), Role: "admin", Scope: "record", ScopeTable: "group", ScopeRecord: "solvers", UntilAt: until}
		}
		put(h, directory.Grants, "g-guest", at("guest", govern.At(h.Clock.Now())+3600e6))
		put(h, directory.Grants, "g-lead", at("lead", 0))
		put(h, directory.Grants, "g-deputy", at("deputy", 0))
		h.Must(h.Submit(house.Founder, govern.Remove(directory.Grants, "g-deputy", 1)))
		for _, cmd := range []govern.Command{
			govern.Remove(directory.Grants, "g-lead", 1),
			user(t, h, "lead", func(u *directory.User) { u.Status = "suspended" }),
			govern.Put(directory.Roles, "admin", 1, &directory.Role{Name: "admin", Permissions: []string{"group.view"}}),
		} {
			if said := refused(t, h, "no_administrator", house.Founder, cmd); !strings.Contains(said, "group solvers") || !strings.Contains(said, "lead") {
				t.Errorf("it says %q", said)
			}
		}
		h.Must(h.Submit(house.Founder, govern.Remove(directory.Grants, "g-guest", 1)))
	})
}

func TestWhatThePolicyNamesNeedsATicketOfItsForm(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		refused(t, h, "unknown_action", house.Founder, terms(func(c *policy.SetAccess) { c.TicketRules = []govern.TicketRule{{Action: "user.dance"}} }))
		refused(t, h, "bad_ticket_rule", house.Founder, terms(func(c *policy.SetAccess) {
			c.TicketRules = []govern.TicketRule{{Action: "user.update", Condition: `after.stats == "suspended"`}}
		}))
		refused(t, h, "bad_ticket_rule", house.Founder, terms(func(c *policy.SetAccess) { c.TicketPattern = "OPS-(" }))
		h.User("anna")
		h.Must(h.Submit(house.Founder, terms(func(c *policy.SetAccess) {
			c.TicketRules = []govern.TicketRule{{Action: "user.insert"}, {Action: "user.update", Condition: `before.status != "suspended" && after.status == "suspended"`}, {Action: "role.clone"}}
			c.TicketPattern = `OPS-[0-9]+`
		})))
		with := func(ticket string, cmd govern.Command) (govern.Outcome, error) {
			return h.Engine.Submit(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{Ticket: ticket}, cmd)
		}
		ben := govern.PutNew(directory.Users, "ben", person("ben"))
		for ticket, code := range map[string]string{"": "ticket_missing", "142": "bad_ticket", "OPS-142x": "bad_ticket"} {
			if _, err := with(ticket, ben); fault.Code(err) != code || fault.From(err).Field != "ticket" {
				t.Errorf("with the ticket %q it is %v", ticket, err)
			}
		}
		h.Must(with("OPS-142", ben))
		h.Must(with("", user(t, h, "anna", func(u *directory.User) { u.JobTitle = "Clerk" })))
		suspend := user(t, h, "anna", func(u *directory.User) { u.Status = "suspended" })
		if _, err := with("", suspend); fault.Code(err) != "ticket_missing" {
			t.Errorf("a suspension without a ticket: %v", err)
		}
		h.Must(with("OPS-7", suspend))
		if _, err := with("", on("everything", &directory.CloneRole{RoleName: "copy"})); fault.Code(err) != "ticket_missing" {
			t.Errorf("a command without a ticket: %v", err)
		}
	})
}

func TestAHeldChangeKeepsItsTicketAndEndsByThePolicy(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit(house.Founder, terms(func(c *policy.SetAccess) { c.ChangeExpiryHours = 2 })))
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "user", Operations: []string{"insert"}, Factors: []approval.Factor{{Permission: "user.approve", People: 1}}, Enabled: true})
		held, err := h.Engine.Submit(t.Context(), govern.Actor{User: house.Founder}, govern.Note{Ticket: "OPS-1"}, govern.PutNew(directory.Users, "ben", person("ben")))
		h.MustHold(held, err)
		p, err := h.Engine.Look(t.Context(), house.Founder, held.Change)
		if err != nil || p.Body.Ticket != "OPS-1" || p.Change.ExpiresAt != p.Change.MadeAt+2*3600e6 {
			t.Errorf("the held change is %+v, %v", p, err)
		}
	})
}

func TestTheProcessAdministratorIsHiddenUntilASponsorAnswersForIt(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("chief")
		h.User("anna")
		put(h, directory.Roles, govern.ProcessAdministrator, &directory.Role{Name: "processes", Permissions: []string{"unit.view"}})
		role := &directory.Grant{User: "anna", Role: govern.ProcessAdministrator, Scope: "table", ScopeTable: "process"}
		give := func() (govern.Outcome, error) {
			return h.Submit(house.Founder, govern.PutNew(directory.Grants, "g", role))
		}
		if _, err := give(); fault.Code(err) != "guarded_role" {
			t.Errorf("before a policy was set it is %v", err)
		}
		refused(t, h, "guarded_role", house.Founder, govern.PutNew(directory.Roles, "mine", &directory.Role{Name: "mine", Permissions: []string{}, Includes: []string{govern.ProcessAdministrator}}))
		refused(t, h, "guarded_role", house.Founder, on(govern.ProcessAdministrator, &directory.CloneRole{RoleName: "copy"}))
		ask := func(ticket string, sponsor govern.ID) (govern.Outcome, error) {
			return h.Engine.Submit(t.Context(), govern.Actor{User: house.Founder}, govern.Note{Ticket: ticket}, on(policy.AccessID, &policy.SponsorProcessAdmin{Sponsor: sponsor}))
		}
		if _, err := ask("", "chief"); fault.Code(err) != "ticket_missing" {
			t.Errorf("without a ticket it is %v", err)
		}
		if _, err := ask("OPS-1", "chief"); fault.Code(err) != "no_rule" {
			t.Errorf("by one person alone it is %v", err)
		}
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "access_policy.sponsor_process_admin", Operations: []string{"command"}, Factors: []approval.Factor{{Permission: "access_policy.sponsor_process_admin.approve", People: 1}}, Enabled: true})
		if _, err := ask("OPS-1", "founder"); fault.Code(err) != "own_sponsor" {
			t.Errorf("by one's own sponsor it is %v", err)
		}
		held := h.MustHold(ask("OPS-1", "chief"))
		h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest))
		h.Must(give())
		if _, err := ask("OPS-2", ""); fault.Code(err) != "role_granted" {
			t.Errorf("while it is granted it is switched off: %v", err)
		}
	})
}
