package govern_test

import (
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// cities has the units london with soho beneath it and paris, a group of clerks in
// london and one in paris, and four people. The two founders may agree to everything.
func cities(h *house.House) {
	for id, parent := range map[govern.ID]govern.ID{"london": "", "paris": ""} {
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, id, &directory.Unit{Name: string(id), Parent: parent})))
	}
	h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, "soho", &directory.Unit{Name: "Soho", Parent: "london"})))
	h.Must(h.Submit(house.Founder, govern.PutNew(directory.Roles, "agrees", &directory.Role{Name: "agrees", Permissions: []string{"group.approve", "grant.approve", "four_eyes_rule.approve"}})))
	for _, at := range []govern.ID{"london", "paris"} {
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Groups, "in-"+at, &directory.Group{Name: "In " + string(at), Unit: at})))
	}
	for _, id := range []string{"anna", "ben", "carl", "dora"} {
		h.User(id)
	}
}

// agreesAt lets the user agree at a unit, or where on is group/ID, to what is done to
// that one group.
func agreesAt(h *house.House, user, on string) {
	g := &directory.Grant{User: govern.ID(user), Role: "agrees", Scope: "unit", ScopeRecord: govern.ID(on)}
	if record, one := strings.CutPrefix(on, "group/"); one {
		g.Scope, g.ScopeTable, g.ScopeRecord = "record", "group", govern.ID(record)
	}
	if table, every := strings.CutPrefix(on, "every "); every {
		table, unit, _ := strings.Cut(table, " of ")
		g.Scope, g.ScopeTable, g.ScopeRecord = "table", table, govern.ID(unit)
	}
	h.Must(h.Submit(house.Founder, govern.PutNew(directory.Grants, govern.ID(user+"-"+strings.NewReplacer("/", "-", " ", "-").Replace(on)), g)))
}

// saves is nil when a rule that asks for the people is taken.
func saves(h *house.House, subject string, people int, also ...func(*policy.Rule)) error {
	rule := &policy.Rule{
		Name: "four", Subject: subject, Operations: []string{"insert", "update"},
		Factors: []approval.Factor{{Permission: subject + ".approve", People: people}}, Enabled: true,
	}
	for _, change := range also {
		change(rule)
	}
	_, err := h.Submit(house.Founder, govern.PutNew(policy.Rules, "four", rule))
	return err
}

func TestARuleThatEnoughPeopleCouldMeetButNowhereTogetherIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		anna, ben string
		refused   bool
	}{
		"at two units apart":                        {"london", "paris", true},
		"at one unit":                               {"london", "london", false},
		"at a unit and one beneath it":              {"london", "soho", false},
		"at a unit and on a record of it":           {"london", "group/in-london", false},
		"at a unit and on a record of another":      {"london", "group/in-paris", true},
		"on two records":                            {"group/in-london", "group/in-paris", true},
		"on one record":                             {"group/in-london", "group/in-london", false},
		"beneath a unit and on a record above that": {"soho", "group/in-london", true},
		"at a unit and on what it does not name":    {"london", "every process", true},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house.House) {
				cities(h)
				agreesAt(h, "anna", c.anna)
				agreesAt(h, "ben", c.ben)
				err := saves(h, "group", 4)
				switch {
				case !c.refused && err != nil:
					t.Error(err)
				case c.refused:
					wantFault(t, err, "rule_never_met")
					if said := fault.From(err).Detail; !strings.Contains(said, "nowhere together") || !strings.Contains(said, "anna, ben, founder, second") {
						t.Errorf("it says %q", said)
					}
				}
			})
		})
	}
}

func TestARuleOnGrantsIsMetByWhoAgreesToThemOnEveryRecordOfATable(t *testing.T) {
	for name, c := range map[string]struct {
		anna, ben string
		refused   bool
	}{
		"both on every process":               {"every process", "every process", false},
		"on every process of a unit":          {"every process", "every process of london", false},
		"there and at the unit":               {"every process of london", "london", false},
		"there and beneath it":                {"every process of london", "soho", false},
		"there and at another unit":           {"every process of london", "paris", true},
		"on every process and every table":    {"every process", "every reference_table", false}, // of one unit, and so taken for one
		"on every process of units apart":     {"every process of london", "every process of paris", true},
		"beneath a unit, and above elsewhere": {"every process of soho", "paris", true},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house.House) {
				cities(h)
				agreesAt(h, "anna", c.anna)
				agreesAt(h, "ben", c.ben)
				if err := saves(h, "grant", 4); c.refused != fault.Is(err, fault.Invalid) {
					t.Errorf("saved: %v", err)
				}
			})
		})
	}
}

func TestARuleOnWhatIsNowhereIsNotMetByPeopleOfAUnit(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		cities(h)
		agreesAt(h, "anna", "london")
		wantFault(t, saves(h, "four_eyes_rule", 3), "rule_never_met")
		if err := saves(h, "group", 3); err != nil {
			t.Error(err)
		}
	})
}

func TestARuleThatNobodyCouldLoosenIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		cities(h)
		agreesAt(h, "anna", "london")
		agreesAt(h, "ben", "london")
		if err := saves(h, "group", 1); err != nil { // one founder's change, the other's agreement
			t.Fatal(err)
		}
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "more", &policy.Rule{
			Name: "more", Subject: "group", Operations: []string{"insert"}, Factors: []approval.Factor{{Permission: "group.approve", People: 4}}, Enabled: true,
		})))
		told := map[govern.ID]bool{}
		for _, m := range h.Engine.Meetings() {
			told[m.Rule] = m.Fixed
		}
		if told["four"] || !told["more"] {
			t.Errorf("fixed are %v", told)
		}
	})
}

func TestARuleWhoseApproversLeaveNobodyToAskIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("third", "group.approve")
		wantFault(t, saves(h, "group", 3), "rule_never_met")
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Users, "asker", &directory.User{
			Email: "asker@example.com", Name: "asker", Kind: "person", Status: "active", EndsAt: govern.At(h.Clock.Now().Add(time.Hour)),
		})))
		if err := saves(h, "group", 3); err != nil {
			t.Fatal(err)
		}
		if list, _, err := h.Engine.Impossible(ctx, house.Founder, true, nil); err != nil || len(list) != 0 {
			t.Fatalf("got %+v, %v", list, err)
		}
		h.Clock.Advance(2 * time.Hour) // asker's time is over
		list, _, err := h.Engine.Impossible(ctx, house.Founder, true, nil)
		if err != nil || len(list) != 1 || list[0].Lack != govern.LacksMaker {
			t.Errorf("got %+v, %v; want the rule, for want of somebody who asks", list, err)
		}
	})
}

func TestARuleOfDifferentUnitsIsRefusedWhereEverybodyIsOfOne(t *testing.T) {
	apart := func(r *policy.Rule) { r.DifferentUnits = true }
	each(t, func(t *testing.T, h *house.House) {
		cities(h)
		for _, id := range []govern.ID{"carl", "dora"} {
			agreesAt(h, string(id), "london")
		}
		dora, _ := directory.Users.Get(ctx, h.DB, "dora")
		dora.Unit = "london"
		h.Must(h.Submit(house.Founder, govern.Put(directory.Users, "dora", dora.Version, dora)))
		for _, id := range []govern.ID{house.Founder, house.Second, "anna", "ben", "carl", "dora"} {
			u, _ := directory.Users.Get(ctx, h.DB, id)
			u.Unit = "london"
			by := house.Founder
			if id == house.Founder {
				by = house.Second
			}
			h.Must(h.Submit(by, govern.Put(directory.Users, id, u.Version, u)))
		}
		wantFault(t, saves(h, "group", 1, apart), "rule_never_met")
		h.User("asker") // of no unit
		if err := saves(h, "group", 1, apart); err != nil {
			t.Error(err)
		}
	})
}

func TestARuleOnWhatAccessIsMendedByNeedsPeopleForGoodAndOverEverything(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		cities(h)
		agreesAt(h, "anna", "london")
		wantFault(t, saves(h, "grant", 3), "locked_out")
		forAWhile := &directory.Grant{User: "ben", Role: "agrees", Scope: "everything", UntilAt: govern.At(h.Clock.Now().Add(time.Hour))}
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Grants, "ben-for-a-while", forAWhile)))
		wantFault(t, saves(h, "grant", 3), "locked_out")
		under := func(condition string) error {
			return saves(h, "grant", 3, func(r *policy.Rule) { r.Condition = condition })
		}
		// What is true of every grant, or of all from some time on, seals access too.
		for _, condition := range []string{"1 == 1", `true || after.user == "anna"`, "after != null", `now > timestamp("2400-01-01T00:00:00Z") || after.role == "agrees"`} {
			wantFault(t, under(condition), "locked_out")
		}
		if err := saves(h, "group", 3); err != nil {
			t.Errorf("whoever can be given access to groups can mend that rule: %v", err)
		}
	})
}

func TestARuleThatEndsSealsNothingForGood(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("anna", "grant.approve")
		h.User("ben")
		forAWhile := &directory.Grant{User: "ben", Role: "everything", Scope: "everything", UntilAt: govern.At(h.Clock.Now().Add(time.Hour))}
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Grants, "ben-for-a-while", forAWhile)))
		wantFault(t, saves(h, "grant", 3), "locked_out")
		until := func(r *policy.Rule) { r.Condition = `now < timestamp("2400-01-01T00:00:00Z")` }
		if err := saves(h, "grant", 3, until); err != nil {
			t.Error(err)
		}
	})
}

func TestNobodyIsTakenAwayWithoutWhomAccessCouldNeverBeMended(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("third", "user.approve", "grant.approve")
		h.User("fourth", "grant.insert")
		if err := saves(h, "grant", 3); err != nil {
			t.Fatal(err)
		}
		for _, id := range []govern.ID{"third", "fourth"} { // one agrees, and one asks
			u, _ := directory.Users.Get(ctx, h.DB, id)
			u.EndsAt = govern.At(h.Clock.Now().Add(time.Hour))
			_, err := h.Submit(house.Founder, govern.Put(directory.Users, id, u.Version, u))
			wantFault(t, err, "locked_out")
		}
	})
}

func TestWhoMayNotMendAccessIsNobodyWhoCouldAskForIt(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("third", "grant.approve")
		h.User("fourth")
		wantFault(t, saves(h, "grant", 3), "locked_out") // fourth alone is left to ask, and may ask for nothing
		h.User("fifth", "four_eyes_rule.update")
		if err := saves(h, "grant", 3); err != nil {
			t.Errorf("fifth may ask for the rule to be loosened: %v", err)
		}
	})
}

func TestRulesThatTogetherLeaveNobodyToAskForAccessAreRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		for group, user := range map[govern.ID]govern.ID{"one": house.Founder, "other": house.Second} {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Groups, group, &directory.Group{Name: string(group)})))
			by := map[govern.ID]string{house.Founder: house.Second, house.Second: house.Founder}[user]
			h.Must(h.Submit(by, govern.PutNew(directory.Members, group, &directory.Member{User: user, Group: group})))
		}
		h.User("third") // who may ask for nothing
		save := func(id govern.ID, subject, op string, groups ...govern.ID) error {
			rule := &policy.Rule{Name: string(id), Subject: subject, Operations: []string{op}, Enabled: true}
			for _, g := range groups {
				rule.Factors = append(rule.Factors, approval.Factor{Group: string(g), People: 1})
			}
			_, err := h.Submit(house.Founder, govern.PutNew(policy.Rules, id, rule))
			return err
		}
		if err := save("first", "grant", "insert", "one"); err != nil {
			t.Fatal(err)
		}
		if err := save("second", "grant", "insert", "other"); err != nil {
			t.Fatalf("each of them can be loosened by who agrees to the other: %v", err)
		}
		wantFault(t, save("loosening", "four_eyes_rule", "update", "one", "other"), "locked_out")
	})
}
