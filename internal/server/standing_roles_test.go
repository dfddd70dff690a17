package server_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit/house"
)

// own enters every standard role as it is, so that ready groups can be made of them.
func own(t *testing.T, f func(t *testing.T, h *house.House, hire func(user, role string, on directory.Grant))) {
	verbs := slices.DeleteFunc(slices.Clone(server.Verbs), func(v govern.Verb) bool { return v.Name == directory.FoundVerb.Name }) // the house declares it
	house.Each(t, server.Tables, verbs, func(t *testing.T, h *house.House) {
		for _, r := range standard.Roles {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Roles, govern.ID(r.ID), &directory.Role{Name: r.Name, Permissions: slices.Clone(r.Permissions)})))
		}
		f(t, h, func(user, role string, on directory.Grant) {
			h.User(user)
			on.User, on.Role = govern.ID(user), govern.ID(role)
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Grants, govern.ID(user), &on)))
		})
	})
}

func TestAGroupAdministratorSetsReadyGroupsUpAndGivesGroupsRoles(t *testing.T) {
	own(t, func(t *testing.T, h *house.House, hire func(user, role string, on directory.Grant)) {
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, "london", &directory.Unit{Name: "London"})))
		hire("ga", "group-administrator", directory.Grant{Scope: "everything"})
		hire("here", "group-administrator", directory.Grant{Scope: "unit", ScopeRecord: "london"})
		set := &directory.SetUpGroup{}
		set.On("treasurer")
		h.Must(h.Submit("ga", set))
		h.Must(h.Submit("ga", govern.PutNew(directory.Groups, "g", &directory.Group{Name: "G", Unit: "london"})))
		at := func(id govern.ID, scope string, unit govern.ID) govern.Command {
			return govern.PutNew(directory.Grants, id, &directory.Grant{Group: "g", Role: "signatory", Scope: scope, ScopeRecord: unit})
		}
		h.Must(h.Submit("ga", at("g1", "everything", "")))
		h.Must(h.Submit("here", at("g2", "unit", "london")))
		if _, err := h.Submit("here", at("g3", "everything", "")); fault.Code(err) != "denied" {
			t.Errorf("London's gives a role over everything: %v", err)
		}
		h.Must(h.Submit("ga", govern.PutNew(directory.Groups, "mine", &directory.Group{Name: "Mine"})))
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Members, "m", &directory.Member{User: "ga", Group: "mine"})))
		wide := govern.PutNew(directory.Grants, "g4", &directory.Grant{Group: "mine", Role: "payments-clerk", Scope: "everything"})
		if _, err := h.Submit("ga", wide); fault.Code(err) != "own_access" {
			t.Errorf("a group administrator widens the group they are in: %v", err)
		}
	})
}

func TestAUserAdministratorPutsPeopleIntoGroups(t *testing.T) {
	own(t, func(t *testing.T, h *house.House, hire func(user, role string, on directory.Grant)) {
		hire("ua", "user-administrator", directory.Grant{Scope: "everything"})
		h.User("x")
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Groups, "g", &directory.Group{Name: "G"})))
		h.Must(h.Submit("ua", govern.PutNew(directory.Members, "m", &directory.Member{User: "x", Group: "g"})))
		h.Must(h.Submit("ua", govern.Remove(directory.Members, "m", 1)))
	})
}

func TestWhoAdministersTheMembersOfOneGroupDoesSoThereAlone(t *testing.T) {
	own(t, func(t *testing.T, h *house.House, hire func(user, role string, on directory.Grant)) {
		for _, g := range []govern.ID{"sme", "other"} {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Groups, g, &directory.Group{Name: string(g)})))
		}
		h.User("x")
		hire("su", "group-members-administrator", directory.Grant{Scope: "record", ScopeTable: "group", ScopeRecord: "sme"})
		h.Must(h.Submit("su", govern.PutNew(directory.Members, "m", &directory.Member{User: "x", Group: "sme"})))
		h.Must(h.Submit("su", govern.Remove(directory.Members, "m", 1)))
		if _, err := h.Submit("su", govern.PutNew(directory.Members, "m2", &directory.Member{User: "x", Group: "other"})); fault.Code(err) != "denied" {
			t.Errorf("another group: %v", err)
		}
	})
}

func TestSuperUsersSayWhoIsAmongTheirSubjectMatterExperts(t *testing.T) {
	own(t, func(t *testing.T, h *house.House, _ func(user, role string, on directory.Grant)) {
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, "london", &directory.Unit{Name: "London"})))
		group := func(ready govern.ID) govern.ID {
			set := &directory.SetUpGroup{Unit: "london"}
			set.On(ready)
			for _, r := range h.Must(h.Submit(house.Founder, set)).Records {
				if r.Table == "group" {
					return r.ID
				}
			}
			t.Fatalf("no group %s was made", ready)
			return ""
		}
		experts, solvers, supers := group("sme"), group("solver"), group("super-user")
		h.User("head")
		h.User("x")
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Members, "m", &directory.Member{User: "head", Group: supers})))
		h.Must(h.Submit("head", govern.PutNew(directory.Members, "m1", &directory.Member{User: "x", Group: experts})))
		h.Must(h.Submit("head", govern.Remove(directory.Members, "m1", 1)))
		for who, where := range map[govern.ID]govern.ID{"x": solvers, "head": experts} {
			if _, err := h.Submit("head", govern.PutNew(directory.Members, "m2", &directory.Member{User: who, Group: where})); err == nil {
				t.Errorf("a super user puts %s into %s", who, where)
			}
		}
	})
}

// TestSuperUsersNameTheirExpertsWhicheverGroupIsSetUpFirst, and under whatever names
// where they are told of each other.
func TestSuperUsersNameTheirExpertsWhicheverGroupIsSetUpFirst(t *testing.T) {
	own(t, func(t *testing.T, h *house.House, _ func(user, role string, on directory.Grant)) {
		set := func(user, ready, unit, name string, partner govern.ID) (govern.ID, error) {
			cmd := &directory.SetUpGroup{Unit: govern.ID(unit), GroupName: name, Partner: partner}
			cmd.On(govern.ID(ready))
			out, err := h.Submit(user, cmd)
			for _, r := range out.Records {
				if r.Table == "group" {
					return r.ID, err
				}
			}
			return "", err
		}
		made := func(ready, unit, name string, partner govern.ID) govern.ID {
			t.Helper()
			id, err := set(house.Founder, ready, unit, name, partner)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		for _, unit := range []govern.ID{"london", "paris", "rome"} {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, unit, &directory.Unit{Name: string(unit)})))
		}
		name := func(supers, experts govern.ID, want int64) {
			t.Helper()
			n := h.Count(`SELECT count(*) FROM "grant" WHERE "group" = $1 AND role = 'group-members-administrator' AND scope = 'record' AND scope_table = 'group' AND scope_record = $2`, string(supers), string(experts))
			if n != want {
				t.Errorf("%d grants let %s name %s's members, want %d", n, supers, experts, want)
			}
		}
		supers := made("super-user", "london", "", "")
		name(supers, made("sme", "london", "", ""), 1)
		experts := made("sme", "paris", "Paris experts", "")
		name(made("super-user", "paris", "", ""), experts, 0)
		name(made("super-user", "paris", "Paris leaders", experts), experts, 1)
		leaders := made("super-user", "rome", "Rome leaders", "")
		name(leaders, made("sme", "rome", "Rome experts", leaders), 1)
		if _, err := set(house.Founder, "solver", "rome", "", leaders); fault.Code(err) != "no_partner" {
			t.Errorf("solvers with a partner: %v", err)
		}
		h.User("here", "group.set_up", "group.insert", "grant.insert")
		for _, partner := range []govern.ID{leaders, "none"} {
			if _, err := set("here", "sme", "rome", "Others", partner); fault.Code(err) != "unknown_reference" {
				t.Errorf("the partner %s that nobody shows them: %v", partner, err)
			}
		}
	})
}
