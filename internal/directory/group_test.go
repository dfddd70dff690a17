package directory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

var tables = slices.Concat(directory.Tables, []govern.Any{policy.Rules})

// town is a house with units, a group of solvers in london and its role.
func town(t *testing.T, f func(t *testing.T, h *house.House)) {
	house.Each(t, tables, nil, func(t *testing.T, h *house.House) {
		for _, u := range [][2]govern.ID{{"group", ""}, {"london", "group"}, {"paris", "group"}} {
			put(h, directory.Units, u[0], &directory.Unit{Name: string(u[0]), Parent: u[1]})
		}
		put(h, directory.Groups, "solvers", &directory.Group{Name: "Solvers", Unit: "london"})
		put(h, directory.Roles, "viewer", &directory.Role{Name: "Viewer", Permissions: []string{"unit.view"}})
		put(h, directory.Roles, "solver", &directory.Role{Name: "Solver", Permissions: []string{"user.view"}, Includes: []string{"viewer"}})
		h.User("anna")
		f(t, h)
	})
}

func put[T any](h *house.House, t *govern.Table[T], id govern.ID, row *T) {
	h.Must(h.Submit(house.Founder, govern.PutNew(t, id, row)))
}

// refused demands the refusal of what the user asks.
func refused(t *testing.T, h *house.House, code, user string, cmd govern.Command) {
	t.Helper()
	if _, err := h.Submit(user, cmd); fault.Code(err) != code {
		t.Errorf("the answer to %s is %v, want %s", user, err, code)
	}
}

func may(h *house.House, user, permission string, on access.Target) bool {
	return h.Engine.Check(user, permission, on) == nil
}

func TestMembersHaveTheGroupsRoleWhileTheirMembershipLasts(t *testing.T) {
	town(t, func(t *testing.T, h *house.House) {
		put(h, directory.Grants, "g", &directory.Grant{Group: "solvers", Role: "solver", Scope: "unit", ScopeRecord: "london", Ticket: "OPS-142", Reason: "month end"})
		now := govern.At(h.Engine.Now())
		put(h, directory.Members, "m", &directory.Member{User: "anna", Group: "solvers", UntilAt: now + govern.Time((48 * time.Hour).Microseconds())})
		if !may(h, "anna", "unit.view", access.Target{Unit: "london"}) || may(h, "anna", "unit.view", access.Target{Unit: "paris"}) {
			t.Error("the group does not give what was granted to it, where it was granted")
		}
		d := h.Engine.Access().Explain("anna", "unit.view", access.Target{Unit: "london"}, int64(govern.At(h.Engine.Now())))
		if want := "anna may unit.view: grant g to group solvers of role Solver including Viewer at unit london"; d.String() != want {
			t.Errorf("explained as %s", d)
		}
		h.Clock.Advance(49 * time.Hour)
		if may(h, "anna", "unit.view", access.Target{Unit: "london"}) {
			t.Error("the membership has ended and still gives")
		}
	})
}

func TestNobodyWidensTheirOwnAccessThroughAGroup(t *testing.T) {
	town(t, func(t *testing.T, h *house.House) {
		h.User("clerk", "member.insert", "grant.insert", "group.view", "unit.view")
		put(h, directory.Grants, "g", &directory.Grant{Group: "solvers", Role: "solver", Scope: "everything"})
		refused(t, h, "own_access", "clerk", govern.PutNew(directory.Members, "m", &directory.Member{User: "clerk", Group: "solvers"}))
		h.Must(h.Submit("clerk", govern.PutNew(directory.Members, "m", &directory.Member{User: "anna", Group: "solvers"})))
		put(h, directory.Groups, "plain", &directory.Group{Name: "Plain", Unit: "london"})
		h.Must(h.Submit("clerk", govern.PutNew(directory.Members, "m2", &directory.Member{User: "clerk", Group: "plain"})))
		refused(t, h, "own_access", "clerk", govern.PutNew(directory.Grants, "g2", &directory.Grant{Group: "plain", Role: "solver", Scope: "everything"}))
	})
}

func TestAnApproverDoesNotJoinAGroupByTheirOwnAgreement(t *testing.T) {
	town(t, func(t *testing.T, h *house.House) {
		put(h, directory.Grants, "g", &directory.Grant{Group: "solvers", Role: "solver", Scope: "everything"})
		for _, user := range []string{"clerk", "head", "chief"} {
			h.User(user, "member.insert", "member.approve")
		}
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "member", Operations: []string{"insert"}, Factors: []approval.Factor{{Permission: "member.approve", People: 1}}, Enabled: true})
		held := h.MustHold(h.Submit("clerk", govern.PutNew(directory.Members, "m", &directory.Member{User: "head", Group: "solvers"})))
		approve := func(user string) (govern.Outcome, error) {
			return h.Engine.Approve(t.Context(), govern.Actor{User: user, Method: "test"}, govern.Note{}, held.Change, held.Digest)
		}
		if _, err := approve("head"); fault.Code(err) != "own_access" {
			t.Errorf("head agreed to their own membership: %v", err)
		}
		h.Must(approve("chief"))
		if !may(h, "head", "user.view", access.Target{}) {
			t.Error("the approved membership gives nothing")
		}
	})
}

func TestTheMembershipOfOneNamedGroupIsAPermissionOfItsOwn(t *testing.T) {
	town(t, func(t *testing.T, h *house.House) {
		put(h, directory.Groups, "auditors", &directory.Group{Name: "Auditors", Unit: "london"})
		put(h, directory.Roles, "joiner", &directory.Role{Name: "Joiner", Permissions: []string{"member.insert"}})
		h.User("lead")
		h.User("london.admin")
		put(h, directory.Grants, "g1", &directory.Grant{User: "lead", Role: "joiner", Scope: "record", ScopeTable: "group", ScopeRecord: "solvers"})
		put(h, directory.Grants, "g2", &directory.Grant{User: "london.admin", Role: "joiner", Scope: "unit", ScopeRecord: "london"})
		h.Must(h.Submit("lead", govern.PutNew(directory.Members, "m1", &directory.Member{User: "anna", Group: "solvers"})))
		refused(t, h, "denied", "lead", govern.PutNew(directory.Members, "m2", &directory.Member{User: "anna", Group: "auditors"}))
		h.Must(h.Submit("london.admin", govern.PutNew(directory.Members, "m2", &directory.Member{User: "anna", Group: "auditors"})))
		put(h, directory.Groups, "paris", &directory.Group{Name: "Paris", Unit: "paris"})
		refused(t, h, "denied", "london.admin", govern.PutNew(directory.Members, "m3", &directory.Member{User: "anna", Group: "paris"}))
		// Naming another unit does not move the question there.
		refused(t, h, "other_unit", "london.admin", govern.PutNew(directory.Members, "m3", &directory.Member{User: "anna", Group: "paris", Unit: "london"}))
	})
}

func TestWrongGroupsMembersAndGrantsAreRefused(t *testing.T) {
	town(t, func(t *testing.T, h *house.House) {
		put(h, directory.Members, "m", &directory.Member{User: "anna", Group: "solvers"})
		put(h, directory.Groups, "empty", &directory.Group{Name: "Empty"})
		put(h, directory.Grants, "g", &directory.Grant{Group: "empty", Role: "viewer", Scope: "everything"})
		for code, cmds := range map[string][]govern.Command{
			"one_holder": {
				govern.PutNew(directory.Grants, "x", &directory.Grant{User: "anna", Group: "solvers", Role: "viewer", Scope: "everything"}),
				govern.PutNew(directory.Grants, "x", &directory.Grant{Role: "viewer", Scope: "everything"}),
			},
			"duplicate": {
				govern.PutNew(directory.Members, "x", &directory.Member{User: "anna", Group: "solvers"}),
				govern.PutNew(directory.Groups, "x", &directory.Group{Name: "Solvers", Unit: "london"}),
			},
			"ends_before_it_begins": {govern.PutNew(directory.Members, "x", &directory.Member{User: "anna", Group: "empty", FromAt: 2, UntilAt: 2})},
			"unknown_reference":     {govern.PutNew(directory.Members, "x", &directory.Member{User: "anna", Group: "none"})},
			"group_stays":           {govern.Put(directory.Groups, "solvers", 1, &directory.Group{Name: "Solvers", Unit: "paris"})},
			"member_fixed":          {govern.Put(directory.Members, "m", 1, &directory.Member{User: "anna", Group: "empty"})},
			"group_has_grants":      {govern.Remove(directory.Groups, "empty", 1)},
			"in_use":                {govern.Remove(directory.Groups, "solvers", 1)},
			"contradiction":         {govern.Put(directory.Roles, "viewer", 1, &directory.Role{Name: "Viewer", Includes: []string{"solver"}})},
			"kind_fixed":            {govern.Put(directory.Users, "anna", 1, &directory.User{Email: "anna@example.com", Name: "anna", Kind: "service", Status: "active"})},
			"person_kept":           {govern.Put(directory.Users, "anna", 1, &directory.User{Email: "anna@example.com", Name: "anna", Kind: "person", Status: "active", Keeper: house.Second})},
		} {
			for _, cmd := range cmds {
				refused(t, h, code, house.Founder, cmd)
			}
		}
	})
}

func TestACycleOfRolesIsNamed(t *testing.T) {
	town(t, func(t *testing.T, h *house.House) {
		_, err := h.Submit(house.Founder, govern.Put(directory.Roles, "viewer", 1, &directory.Role{Name: "Viewer", Includes: []string{"solver"}}))
		if err == nil || !strings.Contains(fault.From(err).Detail, "solver includes viewer includes solver") {
			t.Errorf("the answer is %v", err)
		}
	})
}

func TestAServiceCountsAsItsKeeperForFourEyes(t *testing.T) {
	town(t, func(t *testing.T, h *house.House) {
		put(h, directory.Users, "feed", &directory.User{Email: "feed@service.example", Name: "Feed", Kind: "service", Status: "active", Keeper: "anna"})
		h.Grant("feed", "unit.insert")
		h.Grant("anna", "unit.insert", "unit.approve", "grant.insert")
		h.User("ben", "unit.approve")
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "unit", Operations: []string{"insert"}, Factors: []approval.Factor{{Permission: "unit.approve", People: 1}}, Enabled: true})
		held := h.MustHold(h.Submit("feed", govern.PutNew(directory.Units, "rome", &directory.Unit{Name: "Rome"})))
		approve := func(user string) (govern.Outcome, error) {
			return h.Engine.Approve(t.Context(), govern.Actor{User: user, Method: "test"}, govern.Note{}, held.Change, held.Digest)
		}
		if _, err := approve("anna"); fault.Code(err) != "own_change" {
			t.Errorf("the keeper agreed to what their service asked: %v", err)
		}
		refused(t, h, "own_access", "anna", govern.PutNew(directory.Grants, "x", &directory.Grant{User: "feed", Role: "solver", Scope: "everything"}))
		h.Must(approve("ben"))
	})
}
