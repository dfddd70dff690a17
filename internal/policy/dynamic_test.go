package policy_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// different is a rule that the duties are done by different people.
func different(mode duty.Mode, duties ...[]string) *policy.DutyRule {
	r := &policy.DutyRule{Name: "Two pairs of hands", Kind: duty.Dynamic, Mode: mode, Enabled: true}
	for _, d := range duties {
		r.Duties = append(r.Duties, duty.Acts{Actions: d})
	}
	return r
}

// hands is a house in which anna, who has two users, and ben may do the same.
func hands(t *testing.T, r *policy.DutyRule, f func(t *testing.T, h *house.House)) {
	each(t, func(t *testing.T, h *house.House) {
		all := []string{"group.insert", "group.update", "member.insert", "member.update", "member.approve", "unit.insert", "unit.update", "unit.approve", "duty_exception.insert"}
		put(h, directory.Roles, "worker", &directory.Role{Name: "Worker", Permissions: all})
		for _, id := range []govern.ID{"anna", "anna2", "ben"} {
			u := &directory.User{Email: string(id) + "@example.com", Name: string(id), Kind: "person", Status: "active"}
			if id == "anna2" {
				u.PersonnelID = "anna"
			}
			put(h, directory.Users, id, u)
			put(h, directory.Grants, "worker-"+id, &directory.Grant{User: id, Role: "worker", Scope: "everything"})
		}
		put(h, directory.Units, "london", &directory.Unit{Name: "London"})
		put(h, policy.DutyRules, "d", r)
		f(t, h)
	})
}

func ask(h *house.House, user string, cmd govern.Command) error {
	_, err := h.Submit(user, cmd)
	return err
}

func rename(id govern.ID, base int64, name string) govern.Command {
	return govern.Put(directory.Units, id, base, &directory.Unit{Name: name})
}

func group(name string) *directory.Group { return &directory.Group{Name: name, Unit: "london"} }

func TestWhoDidTheOneDoesNotDoTheOtherToTheSameRecord(t *testing.T) {
	hands(t, different(duty.Refuse, []string{"unit.insert"}, []string{"unit.update"}), func(t *testing.T, h *house.House) {
		for _, u := range []govern.ID{"rome", "oslo"} {
			h.Must(h.Submit("anna", govern.PutNew(directory.Units, u, &directory.Unit{Name: string(u)})))
		}
		kept(t, ask(h, "anna2", rename("rome", 1, "Roma")), "anna did unit.insert here before", "somebody else does unit.update")
		h.Must(h.Submit("ben", rename("rome", 1, "Roma")))
		h.Must(h.Submit("anna", rename("london", 1, "Londres"))) // another record, that the founder made
	})
}

func TestWhatIsDoneAboveOrBeneathCounts(t *testing.T) {
	hands(t, different(duty.Refuse, []string{"group.update"}, []string{"member.insert", "member.update"}), func(t *testing.T, h *house.House) {
		for _, g := range []govern.ID{"one", "two", "three"} {
			put(h, directory.Groups, g, group(string(g)))
		}
		h.Must(h.Submit("anna", govern.Put(directory.Groups, "one", 1, group("First"))))
		kept(t, ask(h, "anna", govern.PutNew(directory.Members, "m", &directory.Member{User: "ben", Group: "one"})), "anna did group.update here before")
		h.Must(h.Submit("anna", govern.PutNew(directory.Members, "m2", &directory.Member{User: "ben", Group: "two"})))
		kept(t, ask(h, "anna2", govern.Put(directory.Groups, "two", 1, group("Second"))), "anna did member.insert here before")
		h.Must(h.Submit("anna2", govern.Put(directory.Groups, "three", 1, group("Third"))))
		h.Must(h.Submit("ben", govern.Put(directory.Groups, "two", 1, group("Second"))))
	})
}

func TestWhoDidTheOneDoesNotAgreeToTheOther(t *testing.T) {
	hands(t, different(duty.Refuse, []string{"group.update"}, []string{"member.approve"}), func(t *testing.T, h *house.House) {
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "member", Operations: []string{"insert"}, Condition: `actor.id == "second"`, Factors: []approval.Factor{{Permission: "member.approve", People: 1}}, Enabled: true})
		put(h, directory.Groups, "one", group("One"))
		h.Must(h.Submit("anna", govern.Put(directory.Groups, "one", 1, group("First"))))
		held := h.MustHold(h.Submit(house.Second, govern.PutNew(directory.Members, "m", &directory.Member{User: "ben", Group: "one"})))
		_, err := agree(t, h, "anna2", held)
		kept(t, err, "anna did group.update here before", "somebody else does member.approve")
		can, err := h.Engine.CanAgree(t.Context(), held.Change, 10)
		if err != nil || !slices.Equal(can, []string{house.Founder}) && !slices.Equal(can, []string{"ben", house.Founder}) {
			t.Errorf("%v can agree, %v; anna cannot", can, err)
		}
		if inbox, err := h.Engine.Inbox(t.Context(), "anna", 10); err != nil || len(inbox) != 0 {
			t.Errorf("it waits for anna: %v, %v", inbox, err)
		}
		h.Must(agree(t, h, house.Founder, held))
		// Who agreed does not change the group afterwards.
		kept(t, ask(h, house.Founder, govern.Put(directory.Groups, "one", 2, group("Uno"))), "founder did member.approve here before")
	})
}

func TestWhoAgreedIsAskedAgainWhenItIsExecuted(t *testing.T) {
	hands(t, different(duty.Refuse, []string{"group.approve"}, []string{"group.update"}, []string{"member.insert"}), func(t *testing.T, h *house.House) {
		put(h, policy.Rules, "r", &policy.Rule{Name: "r", Subject: "group", Operations: []string{"update"}, Factors: []approval.Factor{{Permission: "group.approve", People: 2}}, Enabled: true})
		h.Grant("anna", "group.approve")
		h.Grant("ben", "group.approve")
		for _, g := range []govern.ID{"one", "two"} {
			put(h, directory.Groups, g, group(string(g)))
		}
		join := func(m, g govern.ID) govern.Command {
			return govern.PutNew(directory.Members, m, &directory.Member{User: "ben", Group: g})
		}
		held := h.MustHold(h.Submit(house.Second, govern.Put(directory.Groups, "one", 1, group("First"))))
		h.MustHold(agree(t, h, "anna", held))
		h.Must(h.Submit("anna2", join("m1", "one"))) // anna has both in hand by now
		h.MustHold(agree(t, h, house.Founder, held)) // so her agreement is struck
		h.Must(agree(t, h, "ben", held))

		held = h.MustHold(h.Submit("anna", govern.Put(directory.Groups, "two", 1, group("Second"))))
		h.Must(h.Submit("anna", join("m2", "two"))) // nothing of it is done yet
		h.MustHold(agree(t, h, house.Founder, held))
		out, err := agree(t, h, house.Second, held)
		if err != nil || out.State != govern.Failed {
			t.Errorf("the change whose maker a rule excludes by now is %+v, %v", out, err)
		}
	})
}

func TestAnExceptionLetsSomebodyActAndTheLogTellsIt(t *testing.T) {
	hands(t, different(duty.Except, []string{"unit.insert"}, []string{"unit.update"}), func(t *testing.T, h *house.House) {
		h.Must(h.Submit("anna", govern.PutNew(directory.Units, "rome", &directory.Unit{Name: "Rome"})))
		kept(t, ask(h, "anna", rename("rome", 1, "Roma")))
		x := &policy.DutyException{Rule: "d", User: "anna", Reason: "alone in August", UntilAt: govern.At(h.Engine.Now()) + 1e12}
		h.Must(agree(t, h, house.Second, h.MustHold(h.Submit(house.Founder, govern.PutNew(policy.DutyExceptions, "x", x)))))
		out := h.Must(h.Submit("anna2", rename("rome", 1, "Roma")))
		found, err := audit.Search(t.Context(), h.DB, h.Ring, audit.Query{Value: "d", Action: "unit.update"})
		if err != nil || len(found) != 1 || found[0].Seq != out.Seq || !slices.Contains(found[0].Event.Facts, audit.Fact{Name: "duty_exception", Value: "x"}) {
			t.Errorf("the log has %+v, %v", found, err)
		}
	})
}

func TestARuleThatReportsTellsTheLog(t *testing.T) {
	hands(t, different(duty.Report, []string{"unit.insert"}, []string{"unit.update"}), func(t *testing.T, h *house.House) {
		h.Must(h.Submit("anna", govern.PutNew(directory.Units, "rome", &directory.Unit{Name: "Rome"})))
		h.Must(h.Submit("anna", rename("rome", 1, "Roma")))
		found, err := audit.Search(t.Context(), h.DB, h.Ring, audit.Query{Value: "d", Action: "unit.update"})
		if err != nil || len(found) != 1 {
			t.Errorf("the log has %+v, %v", found, err)
		}
	})
}

// TestTwoHandsOfOnePersonCannotRaceADynamicRule: the two acts come at once, by two
// users of one person, to one node or to two.
func TestTwoHandsOfOnePersonCannotRaceADynamicRule(t *testing.T) {
	rounds := 200
	if testing.Short() {
		rounds = 20
	}
	hands(t, different(duty.Refuse, []string{"group.update"}, []string{"member.insert"}), func(t *testing.T, h *house.House) {
		nodes := []*govern.Engine{h.Engine, h.Start(h.DB, tables, policy.Verbs)}
		for i := range rounds {
			id := govern.ID(fmt.Sprintf("g%d", i))
			put(h, directory.Groups, id, group(string(id)))
			second := nodes[i%2]
			answers := make(chan error, 2)
			go func() {
				_, err := h.Engine.Submit(t.Context(), govern.Actor{User: "anna", Method: "test"}, govern.Note{}, govern.Put(directory.Groups, id, 1, group("new "+string(id))))
				answers <- err
			}()
			go func() {
				_, err := second.Submit(t.Context(), govern.Actor{User: "anna2", Method: "test"}, govern.Note{}, govern.PutNew(directory.Members, "m-"+id, &directory.Member{User: "ben", Group: id}))
				answers <- err
			}()
			one, two := <-answers, <-answers
			if one == nil {
				one = two
			} else if two != nil {
				t.Fatalf("round %d: both were refused: %v and %v", i, one, two)
			}
			kept(t, one)
		}
	})
}
