package policy_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// londoners is a house whose rule keeps managing members and managing units apart
// in london alone. Anna manages the units of london, ben those of paris, and the
// group porters has the other half in a yard of london.
func londoners(t *testing.T, f func(t *testing.T, h *house.House)) {
	house.Each(t, tables, policy.Verbs, func(t *testing.T, h *house.House) {
		for _, u := range [][2]govern.ID{{"realm", ""}, {"london", "realm"}, {"yard", "london"}, {"paris", "realm"}, {"lyon", "paris"}} {
			put(h, directory.Units, u[0], &directory.Unit{Name: string(u[0]), Parent: u[1]})
		}
		put(h, directory.Roles, "members", &directory.Role{Name: "Members", Permissions: []string{"member.insert"}})
		put(h, directory.Roles, "units", &directory.Role{Name: "Units", Permissions: []string{"unit.update"}})
		put(h, directory.Groups, "porters", &directory.Group{Name: "Porters", Unit: "yard"})
		put(h, directory.Groups, "choir", &directory.Group{Name: "Choir", Unit: "paris"})
		for user, unit := range map[string]govern.ID{"anna": "london", "ben": "paris"} {
			h.User(user)
			grant(h, govern.ID(user), &directory.Grant{User: govern.ID(user), Role: "units", Scope: "unit", ScopeRecord: unit})
		}
		grant(h, "porters", &directory.Grant{Group: "porters", Role: "members", Scope: "unit", ScopeRecord: "yard"})
		rule(h, "apart", func(r *policy.DutyRule) { r.Unit = "london" })
		f(t, h)
	})
}

// at is a grant of the other half to the user at the unit.
func at(user, unit govern.ID) *directory.Grant {
	return &directory.Grant{User: user, Role: "members", Scope: "unit", ScopeRecord: unit}
}

// onOne is one on the record.
func onOne(user govern.ID, table string, record govern.ID) *directory.Grant {
	return &directory.Grant{User: user, Role: "members", Scope: "record", ScopeTable: table, ScopeRecord: record}
}

func TestARuleOfOneUnitRefusesWhatIsHeldThereOnEveryPath(t *testing.T) {
	londoners(t, func(t *testing.T, h *house.House) {
		refused := func(cmd govern.Command, words ...string) {
			t.Helper()
			_, err := h.Submit(house.Second, cmd)
			kept(t, err, append(words, `"Members or units" in unit london`)...)
		}
		for _, g := range []*directory.Grant{at("anna", "london"), at("anna", "yard"), at("anna", "realm"), {User: "anna", Role: "members", Scope: "everything"}, onOne("anna", "group", "porters"), onOne("anna", "unit", "yard")} {
			refused(govern.PutNew(directory.Grants, "g", g), "anna")
		}
		refused(govern.PutNew(directory.Members, "m", &directory.Member{User: "anna", Group: "porters"}), "grant porters to group porters")
		refused(govern.Put(directory.Roles, "units", 1, &directory.Role{Name: "Units", Permissions: []string{"unit.update"}, Includes: []string{"members"}}))
		// Elsewhere nothing is kept apart, and on what belongs to no unit either.
		grant(h, "ben-paris", at("ben", "paris"))
		grant(h, "ben-choir", onOne("ben", "group", "choir"))
		put(h, directory.Members, "ben-porter", &directory.Member{User: "ben", Group: "porters"})
		grant(h, "anna-role", onOne("anna", "role", "members"))
		// What comes to the unit brings what is held on it.
		refused(govern.Put(directory.Units, "paris", 1, &directory.Unit{Name: "paris", Parent: "yard"}), "ben")
		put(h, directory.Users, "rosa", personOf("rosa", "paris"))
		grant(h, "anna-rosa", onOne("anna", "user", "rosa"))
		refused(moved(t, h, "rosa", "yard"), "anna", "user rosa")
		h.Must(h.Submit(house.Second, govern.Put(directory.Units, "lyon", 1, &directory.Unit{Name: "lyon", Parent: "yard"}))) // where nobody holds both
		// Moved out of it, a yard is not held in london any longer.
		h.Must(h.Submit(house.Second, govern.Put(directory.Units, "yard", 1, &directory.Unit{Name: "yard", Parent: "paris"})))
		grant(h, "anna-yard", at("anna", "yard"))
		refused(govern.Put(directory.Units, "yard", 2, &directory.Unit{Name: "yard", Parent: "london"}), "anna")
	})
}

func TestARuleOfOneUnitListsWhoBrokeItBeforeAndTakesExceptions(t *testing.T) {
	londoners(t, func(t *testing.T, h *house.House) {
		row, err := policy.DutyRules.Get(t.Context(), h.DB, "apart")
		if err != nil {
			t.Fatal(err)
		}
		next := *row
		next.Mode, next.Unit = duty.Except, "paris"
		grant(h, "ben-paris", at("ben", "paris"))
		out := loosen(t, h, govern.Put(policy.DutyRules, "apart", row.Version, &next))
		whom := func(b *govern.Breaking) (list []string) {
			for _, v := range b.Items {
				if v.Unit != "paris" {
					t.Errorf("the violation is of %q", v.Unit)
				}
				list = append(list, v.Person)
			}
			return list
		}
		want := []string{"ben", house.Founder, house.Second}
		slices.Sort(want)
		if got := whom(out.Breaking); !slices.Equal(got, want) {
			t.Errorf("who makes the rule is told of %q, want %q", got, want)
		}
		b, err := h.Engine.Violations(t.Context(), house.Founder, "")
		if err != nil || !slices.Equal(whom(b), want) {
			t.Errorf("listed are %+v, %v", b, err)
		}
		grant(h, "anna-lyon", &directory.Grant{User: "anna", Role: "units", Scope: "unit", ScopeRecord: "lyon"})
		_, err = h.Submit(house.Founder, govern.PutNew(directory.Grants, "g", at("anna", "lyon")))
		kept(t, err, "Ask for an exception")
		h.Must(agree(t, h, house.Second, h.MustHold(h.Submit(house.Founder, govern.PutNew(policy.DutyExceptions, "x", exception(h, "anna", 3600e9))))))
		g := at("anna", "lyon")
		g.UntilAt = govern.At(h.Engine.Now()) + 1800e6
		grant(h, "g", g)
	})
}

func TestTheUnitOfADutyRuleIsNotDeletedUnderIt(t *testing.T) {
	londoners(t, func(t *testing.T, h *house.House) {
		put(h, directory.Units, "rome", &directory.Unit{Name: "rome"})
		rule(h, "roman", func(r *policy.DutyRule) { r.Name, r.Unit = "Romans", "rome" })
		refused(t, h, "in_use", house.Founder, govern.Remove(directory.Units, "rome", 1))
		for name, edit := range map[string]func(*policy.DutyRule){
			"unknown_reference": func(r *policy.DutyRule) { r.Unit = "atlantis" },
			"bad_duty_rule": func(r *policy.DutyRule) {
				r.Kind, r.Permissions, r.Unit = duty.Dynamic, nil, "rome"
				r.Duties = []duty.Acts{{Actions: []string{"unit.insert"}}, {Actions: []string{"unit.update"}}}
			},
		} {
			r := &policy.DutyRule{Name: "x", Kind: duty.Static, Mode: duty.Refuse, Permissions: []string{"member.insert", "unit.update"}}
			edit(r)
			_, err := h.Submit(house.Founder, govern.PutNew(policy.DutyRules, "x", r))
			if fault.Code(err) != name || fault.From(err).Field != "unit" {
				t.Errorf("%v at %q, want %s at unit", err, fault.From(err).Field, name)
			}
		}
	})
}
