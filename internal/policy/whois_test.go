package policy_test

import (
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// eyes has changes of the subject agreed to by so many of the group Eyes.
func eyes(h *house.House, subject string, people int, members ...govern.ID) {
	put(h, directory.Groups, "eyes", &directory.Group{Name: "Eyes"})
	for _, m := range members {
		put(h, directory.Members, "eyes-"+m, &directory.Member{User: m, Group: "eyes"})
	}
	put(h, policy.Rules, "eyes", &policy.Rule{Name: "Eyes", Subject: subject, Operations: []string{"insert"}, Factors: []approval.Factor{{Group: "eyes", People: people}}, Enabled: true})
}

func TestAWallKeepsAMemberOfTheGroupThatIsAskedFromAgreeing(t *testing.T) {
	walled(t, duty.Refuse, func(t *testing.T, h *house.House) {
		eyes(h, "group", 1, "anna", "otto")
		held := h.MustHold(h.Submit(house.Founder, govern.PutNew(directory.Groups, "secret", &directory.Group{Name: "Of Paris alone", Unit: "paris"})))
		if box, err := h.Engine.Inbox(t.Context(), "anna", 10); err != nil || len(box) > 0 {
			t.Errorf("anna of London finds %v, %v", box, err)
		}
		_, err := h.Engine.Look(t.Context(), "anna", held.Change)
		refusedAs(t, "reading it", "walled", err)
		_, err = approve(h, "anna", held)
		refusedAs(t, "agreeing to it", "walled", err)
		h.Must(approve(h, "otto", held))
	})
}

func TestAMakerWhoCameBehindAWallReadsTheChangeNoMore(t *testing.T) {
	walled(t, duty.Refuse, func(t *testing.T, h *house.House) {
		eyes(h, "group", 1, house.Second)
		h.Grant("otto", "group.insert", "group.view")
		held := h.MustHold(h.Submit("otto", govern.PutNew(directory.Groups, "secret", &directory.Group{Name: "Of Paris alone", Unit: "paris"})))
		if _, err := h.Engine.Look(t.Context(), "otto", held.Change); err != nil {
			t.Fatal(err)
		}
		h.Must(h.Submit(house.Founder, moved(t, h, "otto", "london")))
		_, err := h.Engine.Look(t.Context(), "otto", held.Change)
		refusedAs(t, "reading it", "walled", err)
		if list, _, err := h.Engine.Changes(t.Context(), "otto", govern.BoxQuery{Box: govern.Mine, Limit: 10}); err != nil || len(list) > 0 {
			t.Errorf("among his own he finds %v, %v", list, err)
		}
	})
}

func TestTheAgreementOfAServiceEndsWithItsKeepers(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		put(h, directory.Users, "keeper", person("keeper"))
		put(h, directory.Users, "robot", &directory.User{Email: "robot@example.com", Name: "robot", Kind: "service", Status: "active", Keeper: "keeper"})
		put(h, directory.Users, "carl", person("carl"))
		eyes(h, "unit", 2, "robot", house.Second, "carl")
		held := h.MustHold(h.Submit(house.Founder, govern.PutNew(directory.Units, "u", &directory.Unit{Name: "u"})))
		h.MustHold(approve(h, "robot", held))
		h.Must(h.Submit(house.Founder, on("keeper", &directory.Suspend{Successor: house.Second})))
		h.MustHold(approve(h, house.Second, held))
		h.Must(approve(h, "carl", held))
	})
}

func TestWhoIsMadeAnotherPersonMeanwhileAgreesToNothingOfTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		for _, id := range []govern.ID{"one", "two", "other"} {
			p := person(string(id))
			if p.PersonnelID = "P-1"; id == "other" {
				p.PersonnelID = ""
			}
			put(h, directory.Users, id, p)
			h.Grant(string(id), "unit.insert", "unit.approve")
		}
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "unit", Operations: []string{"insert"}, Factors: []approval.Factor{{Permission: "unit.approve", People: 1}}, Enabled: true})
		asks := func(user, unit string) govern.Outcome {
			return h.MustHold(h.Submit(user, govern.PutNew(directory.Units, govern.ID(unit), &directory.Unit{Name: unit})))
		}
		ones, others := asks("one", "rome"), asks("other", "oslo")
		_, err := approve(h, "two", ones)
		refusedAs(t, "as the same person", "own_change", err)
		h.Must(h.Submit(house.Founder, user(t, h, "two", func(u *directory.User) { u.PersonnelID = "P-2" })))
		_, err = approve(h, "two", ones)
		refusedAs(t, "as another person since", "person_changed", err)
		h.Must(h.Submit(house.Founder, user(t, h, "other", func(u *directory.User) { u.PersonnelID = "P-3" }))) // who was nobody else before
		h.Must(approve(h, "one", others))
		h.Must(approve(h, "two", asks("one", "bern"))) // what is asked since is another person's
		again := asks("one", "wien")
		h.Must(h.Submit(house.Founder, user(t, h, "one", func(u *directory.User) { u.PersonnelID = "P-4" })))
		if out, err := approve(h, "other", again); err != nil || out.State != govern.Failed {
			t.Errorf("the maker is another person since: %+v, %v", out, err)
		}
		h.Must(approve(h, "other", asks("one", "linz")))
		last := asks("one", "graz")
		h.Must(h.Submit(house.Founder, user(t, h, "one", func(u *directory.User) { u.PersonnelID = "P-5" })))
		if out, err := h.Engine.Reject(t.Context(), govern.Actor{User: "other"}, govern.Note{Reason: "whose is it?"}, last.Change); err != nil || out.State != govern.Rejected {
			t.Errorf("rejecting it: %+v, %v", out, err)
		}
	})
}

func TestAUnitsAdministratorMakesNobodyCountAsSomebodyElsewhere(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		for _, u := range []govern.ID{"london", "hq"} {
			put(h, directory.Units, u, &directory.Unit{Name: string(u)})
		}
		in := func(id, personnel string, unit govern.ID) *directory.User {
			p := person(id)
			p.PersonnelID, p.Unit = personnel, unit
			return p
		}
		put(h, directory.Users, "boss", in("boss", "H-1", "hq"))
		put(h, directory.Users, "admin", in("admin", "", "london"))
		put(h, directory.Users, "clerk", in("clerk", "L-7", "london"))
		put(h, directory.Roles, "administers", &directory.Role{Name: "administers", Permissions: []string{"user.insert", "user.update"}})
		put(h, directory.Grants, "g", &directory.Grant{User: "admin", Role: "administers", Scope: "unit", ScopeRecord: "london"})
		robot := &directory.User{Email: "robot@example.com", Name: "robot", Kind: "service", Status: "active", Unit: "london", Keeper: "boss"}
		for says, cmd := range map[string]govern.Command{
			"with the personnel id of somebody of headquarters": govern.PutNew(directory.Users, "puppet", in("puppet", "H-1", "london")),
			"with the id of somebody without one":               govern.PutNew(directory.Users, "puppet", in("puppet", "founder", "london")),
			"under the personnel id itself":                     govern.PutNew(directory.Users, "H-1", in("puppet", "", "london")),
			"a service for which they answer":                   govern.PutNew(directory.Users, "robot", robot),
			"one that is there":                                 user(t, h, "clerk", func(u *directory.User) { u.PersonnelID = "H-1" }),
		} {
			_, err := h.Submit("admin", cmd)
			refusedAs(t, says, "others_person", err)
		}
		h.Must(h.Submit("admin", govern.PutNew(directory.Users, "second-clerk", in("second-clerk", "L-7", "london"))))
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Users, "second-boss", in("second-boss", "H-1", "london"))))
	})
}
