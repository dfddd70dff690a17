package policy_test

import (
	"context"
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

func approve(h *house.House, user string, held govern.Outcome) (govern.Outcome, error) {
	return h.Engine.Approve(context.Background(), govern.Actor{User: user, Method: "test"}, govern.Note{}, held.Change, held.Digest)
}

// TestThePermissionsPresetHoldsEveryChangeOfWhoMayDoWhat goes through the cases
// of a four-eyes control over permissions.
func TestThePermissionsPresetHoldsEveryChangeOfWhoMayDoWhat(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("anna")
		h.User("ben")
		put(h, directory.Groups, "solvers", &directory.Group{Name: "Solvers"})
		put(h, directory.Groups, "empty", &directory.Group{Name: "Empty"})
		put(h, directory.Roles, "viewer", &directory.Role{Name: "viewer", Permissions: []string{"unit.view"}})
		put(h, directory.Roles, "admin", &directory.Role{Name: "admin", Permissions: []string{"group.update"}})
		put(h, directory.Members, "m", &directory.Member{User: "ben", Group: "solvers"})
		put(h, directory.Grants, "g-group", &directory.Grant{Group: "solvers", Role: "viewer", Scope: "everything"})
		for _, name := range []govern.ID{"anna", "ben"} {
			put(h, directory.Grants, "g-"+name, &directory.Grant{User: name, Role: "admin", Scope: "record", ScopeTable: "group", ScopeRecord: "solvers"})
		}
		h.Must(h.Submit(house.Founder, on("permissions", &policy.Preset{})))

		at := func(table string, record, who, group, role govern.ID) *directory.Grant {
			return &directory.Grant{User: who, Group: group, Role: role, Scope: "record", ScopeTable: table, ScopeRecord: record}
		}
		for _, c := range []struct {
			what string
			cmd  govern.Command
		}{
			{"somebody becomes a member", govern.PutNew(directory.Members, "m2", &directory.Member{User: "anna", Group: "solvers"})},
			{"a membership ends later", govern.Put(directory.Members, "m", 1, &directory.Member{User: "ben", Group: "solvers", UntilAt: govern.At(h.Clock.Now()) + 3600e6})},
			{"a membership ends", govern.Remove(directory.Members, "m", 2)},
			{"a group is given a role", govern.PutNew(directory.Grants, "g1", &directory.Grant{Group: "empty", Role: "viewer", Scope: "everything"})},
			{"a group's role is taken", govern.Remove(directory.Grants, "g-group", 1)},
			{"a group is made", govern.PutNew(directory.Groups, "more", &directory.Group{Name: "More"})},
			{"a group is deleted", govern.Remove(directory.Groups, "more", 1)},
			{"a user is granted a record", govern.PutNew(directory.Grants, "g2", at("group", "empty", "anna", "", "viewer"))},
			{"a group is granted a record", govern.PutNew(directory.Grants, "g3", at("group", "empty", "", "solvers", "viewer"))},
			{"a user is granted one of another table", govern.PutNew(directory.Grants, "g4", at("user", "ben", "anna", "", "viewer"))},
			{"the level on a record changes", govern.Put(directory.Grants, "g2", 1, at("group", "empty", "anna", "", "admin"))},
			{"the grant on a record ends", govern.Remove(directory.Grants, "g4", 1)},
			{"one of a group's two administrators goes", govern.Remove(directory.Grants, "g-anna", 1)},
			{"a role is made", govern.PutNew(directory.Roles, "new", &directory.Role{Name: "new", Permissions: []string{"unit.view"}})},
			{"a role means more", govern.Put(directory.Roles, "new", 1, &directory.Role{Name: "new", Permissions: []string{"unit.view", "user.view"}})},
			{"a role is deleted", govern.Remove(directory.Roles, "new", 2)},
			{"a role is copied", on("viewer", &directory.CloneRole{RoleName: "copy"})},
			{"a user is made", govern.PutNew(directory.Users, "cleo", person("cleo"))},
			{"a user changes", user(t, h, "ben", func(u *directory.User) { u.JobTitle = "x" })},
			{"a unit is made", govern.PutNew(directory.Units, "london", &directory.Unit{Name: "London"})},
			{"the policy changes", terms(func(c *policy.SetAccess) { c.ChangeExpiryHours = 4 })},
			{"a rule is made", govern.PutNew(policy.Rules, "own", &policy.Rule{Name: "own", Subject: "unit", Operations: []string{"insert"}, Factors: []approval.Factor{{Permission: "unit.approve", People: 1}}})},
		} {
			held, err := h.Submit(house.Founder, c.cmd)
			if err != nil || held.State != govern.Held {
				t.Errorf("%s: %+v, %v; want held", c.what, held, err)
				continue
			}
			if out, err := approve(h, house.Second, held); err != nil || out.State != govern.Applied {
				t.Errorf("%s, approved: %+v, %v", c.what, out, err)
			}
		}
		refused(t, h, "no_administrator", house.Founder, govern.Remove(directory.Grants, "g-ben", 1))
		refused(t, h, "preset_stands", house.Founder, on("permissions", &policy.Preset{}))
	})
}

func TestAPersonWhoSetsAFirstPasswordWaitsForNobodyUnderThePreset(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		row := person("cleo")
		row.Status = "invited"
		put(h, directory.Users, "cleo", row)
		_, hash := directory.NewLink()
		h.Must(h.Submit(house.Founder, &directory.Invite{User: "cleo", Hash: hash}))
		h.Must(h.Submit(house.Founder, on("permissions", &policy.Preset{})))
		h.Must(h.Submit("cleo", &directory.Accept{Link: hash, Password: "sealed:1:cGFzc3dvcmQ="}))
	})
}

func TestNothingElseOfAUserChangesUnderCoverOfBecomingActive(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		put(h, directory.Units, "london", &directory.Unit{Name: "London"})
		put(h, directory.Units, "paris", &directory.Unit{Name: "Paris"})
		h.User("uadmin", "user.update", "user.move", "user.view")
		row := person("cleo")
		row.Status, row.PersonnelID, row.Unit, row.EndsAt = "invited", "P-7", "london", govern.At(h.Clock.Now())+3600e6
		put(h, directory.Users, "cleo", row)
		_, hash := directory.NewLink()
		h.Must(h.Submit(house.Founder, &directory.Invite{User: "cleo", Hash: hash}))
		h.Must(h.Submit(house.Founder, on("permissions", &policy.Preset{})))
		also := map[string]func(*directory.User){
			"email": func(u *directory.User) { u.Email = "mine@example.com" }, "name": func(u *directory.User) { u.Name = "Mine" },
			"unit":         func(u *directory.User) { u.Unit = "paris" },
			"personnel_id": func(u *directory.User) { u.PersonnelID = "P-9" }, "job_title": func(u *directory.User) { u.JobTitle = "Boss" },
			"ends_at": func(u *directory.User) { u.EndsAt = 0 }, "successor": func(u *directory.User) { u.Successor = house.Second },
		}
		for _, c := range directory.Users.Columns() {
			change, there := also[c.Name]
			if slices.Contains([]string{"status", "kind", "keeper"}, c.Name) { // the kind stays by itself, and a keeper is a service's alone
				continue
			}
			if !there {
				t.Errorf("nothing is known of the column %s: let the preset compare it, and this test change it", c.Name)
				continue
			}
			held := h.MustHold(h.Submit("uadmin", user(t, h, "cleo", func(u *directory.User) { u.Status = "active"; change(u) })))
			if _, err := h.Engine.Withdraw(t.Context(), govern.Actor{User: "uadmin"}, govern.Note{}, held.Change); err != nil {
				t.Fatal(err)
			}
		}
		h.Must(h.Submit("cleo", &directory.Accept{Link: hash, Password: "sealed:1:cGFzc3dvcmQ="}))
	})
}

func TestAPresetIsBroughtIntoLineUnderItsOwnRules(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		refused(t, h, "unknown_preset", house.Founder, on("some", &policy.Preset{}))
		said := refused(t, h, "rule_never_met", house.Founder, on("permissions", &policy.Preset{People: 3}))
		if !strings.Contains(said, "founder, second") {
			t.Errorf("it says %q", said)
		}
		h.User("weak", "four_eyes_rule.preset")
		refused(t, h, "denied", "weak", on("permissions", &policy.Preset{})) // which asks four_eyes_rule.insert too
		h.Must(h.Submit(house.Founder, on("everything", &policy.Preset{})))
		if n := h.Count(`SELECT count(*) FROM four_eyes_rule WHERE subject = 'role.clone' OR subject = 'member'`); n != 1 {
			t.Errorf("there are %d rules on members and the copying of roles, want that on members, which covers rows of roles", n)
		}
		for _, subject := range []string{"unit.export", "unit.view"} { // nothing would wait under it
			rule := &policy.Rule{Name: subject, Subject: subject, Operations: []string{approval.Command}, Factors: []approval.Factor{{Permission: "user.approve", People: 1}}, Enabled: true}
			if _, err := h.Submit(house.Founder, govern.PutNew(policy.Rules, govern.ID("on-"+subject), rule)); fault.Code(err) != "unwatchable" && fault.Code(err) != "unknown_command" {
				t.Errorf("a rule on %s: %v", subject, err)
			}
		}
		held := h.MustHold(h.Submit(house.Founder, on("permissions", &policy.Preset{ExpiresAfterHours: 24})))
		h.Must(approve(h, house.Second, held))
		if n := h.Count(`SELECT count(*) FROM four_eyes_rule WHERE subject = 'member' AND expires_after_hours = 24`); n != 1 {
			t.Error("the rule on members was not brought into line")
		}
	})
}

func TestAGroupAgreesAndNobodyJoinsItByTheirOwnHand(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		put(h, directory.Groups, "board", &directory.Group{Name: "Board"})
		said := refused(t, h, "rule_never_met", house.Founder, on("permissions", &policy.Preset{Group: "board"}))
		if !strings.Contains(said, "group Board: nobody") {
			t.Errorf("it says %q", said)
		}
		h.User("anna")
		h.User("clerk", "unit.insert", "unit.approve", "member.insert")
		put(h, directory.Members, "m", &directory.Member{User: "anna", Group: "board"})
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "unit", Operations: []string{"insert"}, Factors: []approval.Factor{{Group: "board", People: 1}}, Enabled: true})
		refused(t, h, "own_access", "clerk", govern.PutNew(directory.Members, "m2", &directory.Member{User: "clerk", Group: "board"}))
		held := h.MustHold(h.Submit(house.Founder, govern.PutNew(directory.Units, "london", &directory.Unit{Name: "London"})))
		if _, err := approve(h, "clerk", held); fault.Code(err) != "not_an_approver" {
			t.Errorf("a permission counts as the group: %v", err)
		}
		if can, err := h.Engine.CanAgree(context.Background(), held.Change, 20); err != nil || len(can) != 1 || can[0] != "anna" {
			t.Errorf("who can agree are %v, %v", can, err)
		}
		h.Must(approve(h, "anna", held))
		refused(t, h, "bad_rule", house.Founder, govern.PutNew(policy.Rules, "both", &policy.Rule{Name: "both", Subject: "unit", Operations: []string{"delete"}, Factors: []approval.Factor{{Group: "board", Permission: "unit.approve", People: 1}}, Enabled: true}))
	})
}

func TestSeveralFactorsAreAllMetByDifferentPeople(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		put(h, directory.Groups, "board", &directory.Group{Name: "Board"})
		h.User("anna", "unit.approve")
		h.User("ben", "unit.approve")
		put(h, directory.Members, "m", &directory.Member{User: "anna", Group: "board"})
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "unit", Operations: []string{"insert"}, Factors: []approval.Factor{{Group: "board", People: 1}, {Permission: "unit.approve", People: 1}}, Enabled: true})
		held := h.MustHold(h.Submit(house.Founder, govern.PutNew(directory.Units, "london", &directory.Unit{Name: "London"})))
		h.MustHold(approve(h, "anna", held)) // she fills one factor, whichever
		h.Must(approve(h, "ben", held))
	})
}

// TestLooseningARuleIsJudgedByTheRuleItLoosens covers every way to loosen one.
func TestLooseningARuleIsJudgedByTheRuleItLoosens(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("clerk", "four_eyes_rule.insert", "four_eyes_rule.update", "four_eyes_rule.delete")
		h.User("anna", "unit.approve")
		h.User("ben", "unit.approve")
		strict := policy.Rule{
			Name: "r", Subject: "unit", Operations: []string{"insert", "update"}, Factors: []approval.Factor{{Permission: "unit.approve", People: 2}},
			ExpiresAfterHours: 24, Enabled: true,
		}
		ways := map[string]func(*policy.Rule){
			"disabling": func(r *policy.Rule) { r.Enabled = false }, "fewer people": func(r *policy.Rule) { r.Factors = []approval.Factor{{Permission: "unit.approve", People: 1}} },
			"other people": func(r *policy.Rule) { r.Factors = []approval.Factor{{Permission: "group.approve", People: 2}} }, "a condition": func(r *policy.Rule) { r.Condition = `after.name == "x"` },
			"fewer operations": func(r *policy.Rule) { r.Operations = []string{"insert"} }, "another subject": func(r *policy.Rule) { r.Subject = "group" },
			"no end": func(r *policy.Rule) { r.ExpiresAfterHours = 0 }, "deleting": nil,
		}
		for what, change := range ways {
			id := govern.ID("r-" + strings.ReplaceAll(what, " ", "-"))
			row := strict
			row.Name = what
			put(h, policy.Rules, id, &row)
			cmd := govern.Remove(policy.Rules, id, 1)
			if change != nil {
				next := row
				change(&next)
				cmd = govern.Put(policy.Rules, id, 1, &next)
			}
			held, err := h.Submit("clerk", cmd)
			if err != nil || held.State != govern.Held || !strings.Contains(strings.Join(held.Missing, ";"), "2 more with unit.approve") {
				t.Errorf("%s: %+v, %v; want held by the rule itself", what, held, err)
				continue
			}
			h.MustHold(approve(h, "anna", held))
			h.Must(approve(h, "ben", held))
		}
	})
}

func TestWhatNobodyCanMeetAnyMoreIsNamed(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("clerk", "unit.insert", "unit.view")
		h.User("anna")
		put(h, directory.Groups, "board", &directory.Group{Name: "Board"})
		put(h, directory.Members, "m", &directory.Member{User: "anna", Group: "board"})
		put(h, policy.Rules, "r", &policy.Rule{Name: "New units", Subject: "unit", Operations: []string{"insert"}, Factors: []approval.Factor{{Group: "board", People: 1}}, Enabled: true})
		held := h.MustHold(h.Submit("clerk", govern.PutNew(directory.Units, "london", &directory.Unit{Name: "London"})))
		found := func(user string) []govern.Impossible {
			list, _, err := h.Engine.Impossible(context.Background(), user, true, nil)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		if list := found(house.Founder); len(list) != 0 {
			t.Errorf("before anything happened %+v", list)
		}
		h.Must(h.Submit(house.Founder, user(t, h, "anna", func(u *directory.User) { u.Status = "suspended" })))
		list := found(house.Founder)
		if len(list) != 2 || list[0].Kind != "rule" || list[0].ID != "r" || list[0].Eligible != "group Board: nobody" || list[1].Kind != "change" || list[1].ID != held.Change || list[1].Eligible != "group Board: nobody" {
			t.Errorf("it names %+v", list)
		}
		if list := found("anna"); len(list) != 1 {
			t.Errorf("who may not see the change is told %+v", list)
		}
		lately := func(user string, rules bool) []govern.Impossible {
			list, err := h.Engine.LatelyImpossible(context.Background(), user, rules, nil)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		if list := lately("clerk", false); len(list) != 1 || list[0].ID != held.Change || list[0].Maker != "clerk" {
			t.Errorf("the maker, who may not see rules, is told %+v", list)
		}
		if list := lately(house.Founder, true); len(list) != 2 {
			t.Errorf("who may see both is told %+v", list)
		}
		if list := lately("anna", false); len(list) != 0 {
			t.Errorf("who may see neither is told %+v", list)
		}
		h.Must(h.Submit(house.Founder, on("anna", &directory.Reactivate{Keep: []govern.ID{"m"}})))
		h.Must(h.Submit(house.Founder, user(t, h, "clerk", func(u *directory.User) { u.Status, u.Successor = "suspended", house.Second })))
		if list := found(house.Founder); len(list) != 1 || list[0].Kind != "change" || !strings.Contains(list[0].Eligible, "clerk is not active") {
			t.Errorf("of a suspended maker it names %+v", list)
		}
		if list := lately(house.Founder, true); len(list) != 1 {
			t.Errorf("after who may do what has changed, an answer of before is told: %+v", list)
		}
	})
}
