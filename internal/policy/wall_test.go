package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// walled is a house with a wall between london and paris. anna is at home in
// london, camille in paris, otto above both; all see all groups but for the wall.
func walled(t *testing.T, mode duty.Mode, f func(t *testing.T, h *house.House)) {
	each(t, func(t *testing.T, h *house.House) {
		put(h, directory.Units, "group", &directory.Unit{Name: "Group"})
		for _, u := range []govern.ID{"london", "paris"} {
			put(h, directory.Units, u, &directory.Unit{Name: string(u), Parent: "group"})
			put(h, directory.Groups, "of-"+u, &directory.Group{Name: "Of " + string(u), Unit: u})
		}
		put(h, directory.Roles, "seer", &directory.Role{Name: "Seer", Permissions: []string{"group.view", "unit.view", "grant.insert", "duty_rule.update", "duty_rule.delete", "duty_rule.approve"}})
		for user, home := range map[govern.ID]govern.ID{"anna": "london", "camille": "paris", "otto": "group"} {
			put(h, directory.Users, user, &directory.User{Email: string(user) + "@example.com", Name: string(user), Kind: "person", Status: "active", Unit: home})
			put(h, directory.Grants, "seer-"+user, &directory.Grant{User: user, Role: "seer", Scope: "everything"})
		}
		put(h, policy.DutyRules, "wall", &policy.DutyRule{Name: "London and Paris", Kind: duty.Wall, Mode: mode, Enabled: true, LeftUnit: "london", RightUnit: "paris"})
		f(t, h)
	})
}

// sees lists the groups in the user's list.
func sees(t *testing.T, h *house.House, user string) (ids []string) {
	t.Helper()
	l, err := h.Engine.List(t.Context(), user, "group", govern.Listing{Limit: 10, Count: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range l.Items {
		for _, id := range []string{"of-london", "of-paris"} {
			if strings.Contains(string(item), `"`+id+`"`) {
				ids = append(ids, id)
			}
		}
	}
	if int(l.Total) != len(ids) {
		t.Errorf("%s counts %d groups and sees %v", user, l.Total, ids)
	}
	return ids
}

func TestTheOtherSidesRecordsAreNeverSeen(t *testing.T) {
	walled(t, duty.Refuse, func(t *testing.T, h *house.House) {
		for user, want := range map[string][]string{"anna": {"of-london"}, "camille": {"of-paris"}, "otto": {"of-london", "of-paris"}} {
			if got := sees(t, h, user); !slices.Equal(got, want) {
				t.Errorf("%s sees %v, want %v", user, got, want)
			}
		}
		err := h.Engine.Check("anna", "group.view", access.Target{Unit: "paris"})
		if fault.Code(err) != "denied" || !strings.Contains(fault.From(err).Detail, "the wall wall keeps the user from it") {
			t.Errorf("anna is told %v", err)
		}
		if d := h.Engine.Access().Explain("anna", "group.view", access.Target{Unit: "paris"}, int64(govern.At(h.Engine.Now()))); d.Missing[0].Code != access.Walled || d.Roles != nil {
			t.Errorf("explained by %+v", d)
		}
	})
}

func TestNobodyComesToBothSidesOfAWall(t *testing.T) {
	walled(t, duty.Refuse, func(t *testing.T, h *house.House) {
		err := ask(h, house.Founder, govern.PutNew(directory.Grants, "g", &directory.Grant{User: "anna", Role: "seer", Scope: "unit", ScopeRecord: "paris"}))
		kept(t, err, "anna is at home in unit london", "works there by grant g of role seer at unit paris")
		kept(t, ask(h, house.Founder, govern.PutNew(directory.Users, "anna2", &directory.User{Email: "a2@example.com", Name: "A", Kind: "person", Status: "active", Unit: "paris", PersonnelID: "anna"})))
		kept(t, ask(h, house.Founder, govern.Put(directory.Units, "london", 1, &directory.Unit{Name: "london", Parent: "paris"})))
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Grants, "g", &directory.Grant{User: "otto", Role: "seer", Scope: "unit", ScopeRecord: "paris"})))
		if got := sees(t, h, "otto"); !slices.Equal(got, []string{"of-paris"}) {
			t.Errorf("otto, who works in paris now, sees %v", got)
		}
	})
}

func TestNobodyComesToBothSidesOfAWallByAddressOrByGroup(t *testing.T) {
	walled(t, duty.Refuse, func(t *testing.T, h *house.House) {
		atParis := func(g directory.Grant) govern.Command {
			g.Role, g.Scope, g.ScopeRecord = "seer", "unit", "paris"
			return govern.PutNew(directory.Grants, "g", &g)
		}
		joins := func(user, group govern.ID) govern.Command {
			return govern.PutNew(directory.Members, "m", &directory.Member{User: user, Group: group})
		}
		kept(t, ask(h, house.Founder, atParis(directory.Grant{User: " Anna@example.com"})), "anna is at home in unit london", "works there by grant g of role seer at unit paris")
		put(h, directory.Groups, "both", &directory.Group{Name: "Both"})
		put(h, directory.Members, "anna-both", &directory.Member{User: "anna@example.com", Group: "both"})
		kept(t, ask(h, house.Founder, atParis(directory.Grant{Group: "both"})), "anna is at home in unit london", "works there by grant g to group both of role seer at unit paris")
		put(h, directory.Groups, "workers", &directory.Group{Name: "Workers"})
		put(h, directory.Grants, "workers", &directory.Grant{Group: "workers", Role: "seer", Scope: "unit", ScopeRecord: "paris"})
		for _, user := range []govern.ID{"anna", "anna@example.com"} {
			kept(t, ask(h, house.Founder, joins(user, "workers")), "anna is at home in unit london")
		}
		put(h, directory.Groups, "third", &directory.Group{Name: "Third"})
		put(h, policy.DutyRules, "groups", &policy.DutyRule{Name: "Both and third", Kind: duty.Wall, Mode: duty.Refuse, Enabled: true, LeftGroup: "both", RightGroup: "third"})
		put(h, directory.Members, "otto-both", &directory.Member{User: "otto", Group: "both"})
		kept(t, ask(h, house.Founder, joins("otto@example.com", "third")), "otto is in group both")
	})
}

// TestAnAddressOfTheOtherSideIsAnsweredLikeNobodys: that somebody is there is a record
// of theirs, and who cannot look them up does not learn it by trying addresses.
func TestAnAddressOfTheOtherSideIsAnsweredLikeNobodys(t *testing.T) {
	walled(t, duty.Refuse, func(t *testing.T, h *house.House) {
		put(h, directory.Roles, "giver", &directory.Role{Name: "Giver", Permissions: []string{"member.insert"}})
		put(h, directory.Grants, "giver", &directory.Grant{User: "camille", Role: "giver", Scope: "everything"})
		put(h, directory.Groups, "neutral", &directory.Group{Name: "Neutral", Unit: "group"})
		n := 0
		tries := map[string]func(address string) govern.Command{
			"a grant at a unit above both": func(address string) govern.Command {
				return govern.PutNew(directory.Grants, govern.ID("g-"+address), &directory.Grant{User: govern.ID(address), Role: "seer", Scope: "unit", ScopeRecord: "group"})
			},
			"a grant at one's own unit": func(address string) govern.Command {
				return govern.PutNew(directory.Grants, govern.ID("p-"+address), &directory.Grant{User: govern.ID(address), Role: "seer", Scope: "unit", ScopeRecord: "paris"})
			},
			"a membership": func(address string) govern.Command {
				return govern.PutNew(directory.Members, govern.ID("m-"+address), &directory.Member{User: govern.ID(address), Group: "neutral"})
			},
			"a deputy": func(address string) govern.Command {
				n++
				from := govern.At(h.Engine.Now()) + govern.Time(int64(n)*3600e6)
				return &policy.NameDeputy{Deputy: address, FromAt: from, UntilAt: from + 60e6}
			},
		}
		said := func(cmd govern.Command, address string) string {
			f := fault.From(ask(h, "camille", cmd))
			return f.Code + " at " + f.Field + ": " + strings.ReplaceAll(f.Detail, address, "…")
		}
		for name, try := range tries {
			other, nobody := said(try("anna@example.com"), "anna@example.com"), said(try("nobody@example.com"), "nobody@example.com")
			if other != nobody {
				t.Errorf("%s for anna is answered %q, and for nobody %q", name, other, nobody)
			}
			h.Must(h.Submit("camille", try("otto@example.com")))
		}
		h.Must(agree(t, h, house.Second, h.MustHold(h.Submit(house.Founder, govern.Remove(policy.DutyRules, "wall", 1)))))
		for _, name := range []string{"a grant at a unit above both", "a membership", "a deputy"} {
			h.Must(h.Submit("camille", tries[name]("anna@example.com")))
		}
	})
}

func TestNobodyTakesDownTheWallThatKeepsThem(t *testing.T) {
	walled(t, duty.Refuse, func(t *testing.T, h *house.House) {
		row, err := policy.DutyRules.Get(t.Context(), h.DB, "wall")
		if err != nil {
			t.Fatal(err)
		}
		off := *row
		off.Enabled = false
		for _, cmd := range []govern.Command{govern.Remove(policy.DutyRules, "wall", 1), govern.Put(policy.DutyRules, "wall", 1, &off)} {
			if err := ask(h, "anna", cmd); fault.Code(err) != "own_access" {
				t.Errorf("anna took the wall down: %v", err)
			}
		}
		held := h.MustHold(h.Submit("otto", govern.Put(policy.DutyRules, "wall", 1, &off)))
		if _, err := agree(t, h, "anna", held); fault.Code(err) != "own_access" {
			t.Errorf("anna agreed to take the wall down: %v", err)
		}
		h.Must(agree(t, h, house.Second, held))
		if got := sees(t, h, "anna"); len(got) != 2 {
			t.Errorf("anna still sees %v", got)
		}
	})
}

func TestAnExceptionIsADoorInTheWallForATime(t *testing.T) {
	walled(t, duty.Except, func(t *testing.T, h *house.House) {
		other := h.Start(h.DB, tables, policy.Verbs)
		x := &policy.DutyException{Rule: "wall", User: "anna", Reason: "joint audit", UntilAt: govern.At(h.Engine.Now()) + govern.Time(time.Hour.Microseconds())}
		h.Must(agree(t, h, house.Second, h.MustHold(h.Submit(house.Founder, govern.PutNew(policy.DutyExceptions, "x", x)))))
		if got := sees(t, h, "anna"); len(got) != 2 {
			t.Errorf("with an exception anna sees %v", got)
		}
		if _, err := other.Submit(t.Context(), govern.Actor{User: "otto"}, govern.Note{}, govern.Remove(directory.Groups, "of-paris", 9)); err == nil {
			t.Error("nobody asked for that")
		}
		if other.Check("anna", "group.view", access.Target{Unit: "paris"}) != nil {
			t.Error("another node does not know the exception")
		}
		h.Clock.Advance(2 * time.Hour)
		if got := sees(t, h, "anna"); !slices.Equal(got, []string{"of-london"}) {
			t.Errorf("after the exception anna sees %v", got)
		}
	})
}

func TestAWallThatReportsKeepsNothingBackAndListsWhoIsOnBothSides(t *testing.T) {
	walled(t, duty.Report, func(t *testing.T, h *house.House) {
		put(h, directory.Grants, "g", &directory.Grant{User: "anna", Role: "seer", Scope: "unit", ScopeRecord: "paris"})
		if got := sees(t, h, "anna"); len(got) != 2 {
			t.Errorf("anna sees %v", got)
		}
		if b, err := h.Engine.Violations(t.Context(), house.Founder, "wall"); err != nil || b.Total != 1 || b.Items[0].Person != "anna" {
			t.Errorf("listed are %+v, %v", b, err)
		}
	})
}

func TestAWallBetweenGroupsKeepsWhatTheOtherGroupWasGranted(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		for _, u := range []govern.ID{"red", "blue"} {
			put(h, directory.Units, u, &directory.Unit{Name: string(u)})
			put(h, directory.Groups, "team-"+u, &directory.Group{Name: "Team " + string(u)})
			put(h, directory.Groups, "of-"+u, &directory.Group{Name: "Of " + string(u), Unit: u})
		}
		put(h, directory.Roles, "seer", &directory.Role{Name: "Seer", Permissions: []string{"group.view"}})
		put(h, directory.Grants, "red", &directory.Grant{Group: "team-red", Role: "seer", Scope: "unit", ScopeRecord: "red"})
		put(h, directory.Grants, "blue", &directory.Grant{Group: "team-blue", Role: "seer", Scope: "unit", ScopeRecord: "blue"})
		h.User("anna", "group.view")
		put(h, directory.Members, "m", &directory.Member{User: "anna", Group: "team-red"})
		put(h, policy.DutyRules, "wall", &policy.DutyRule{Name: "Teams", Kind: duty.Wall, Mode: duty.Refuse, Enabled: true, LeftGroup: "team-red", RightGroup: "team-blue"})
		l, err := h.Engine.List(t.Context(), "anna", "group", govern.Listing{Limit: 10, Count: true})
		if err != nil || l.Total != 2 || len(l.Items) != 2 {
			t.Errorf("anna sees %s, %v; want team-red and of-red", l.Items, err)
		}
		kept(t, ask(h, house.Founder, govern.PutNew(directory.Members, "m2", &directory.Member{User: "anna", Group: "team-blue"})), "anna is in group team-red")
	})
}
