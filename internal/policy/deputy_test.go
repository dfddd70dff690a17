package policy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// away has anna, who agrees to changes of units, name bert as her deputy for a
// week; carl could agree too, mia makes changes of units. So many have to agree.
func away(t *testing.T, people int, f func(t *testing.T, h *house.House)) {
	house.Each(t, append(directory.Tables, policy.Tables...), slices.Concat(directory.Verbs, policy.Verbs), func(t *testing.T, h *house.House) {
		h.User("anna", "unit.approve", "unit.insert")
		h.User("carl", "unit.approve")
		h.User("bert")
		h.User("mia", "unit.insert")
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "watch", &policy.Rule{
			Name: "watch", Subject: "unit", Operations: []string{"insert"}, Enabled: true,
			Factors: []approval.Factor{{Permission: "unit.approve", People: people}},
		})))
		h.Must(h.Submit("anna", week(h, "bert")))
		f(t, h)
	})
}

func week(h *house.House, deputy govern.ID) *policy.NameDeputy {
	return &policy.NameDeputy{Deputy: string(deputy), UntilAt: govern.At(h.Engine.Now().Add(7 * 24 * time.Hour)), Reason: "holidays"}
}

func newUnit(h *house.House, user, name string) govern.Outcome {
	return h.MustHold(h.Submit(user, govern.PutNew(directory.Units, govern.ID(name), &directory.Unit{Name: name})))
}

// agreeFor agrees as the user, on behalf of another or "".
func agreeFor(t *testing.T, h *house.House, user, behalf string, held govern.Outcome) (govern.Outcome, error) {
	t.Helper()
	return h.Engine.Approve(t.Context(), govern.Actor{User: user, OnBehalf: behalf, Method: "test"}, govern.Note{}, held.Change, held.Digest)
}

func refusedAs(t *testing.T, what, code string, err error) {
	t.Helper()
	if fault.Code(err) != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestADeputyDecidesInTheirOwnNameOnBehalfOfTheOtherAndBothAreRecorded(t *testing.T) {
	away(t, 1, func(t *testing.T, h *house.House) {
		held := newUnit(h, "mia", "rome")
		inbox, err := h.Engine.Inbox(t.Context(), "bert", 10)
		if err != nil || len(inbox) != 1 || inbox[0].Eligible == nil || !slices.Equal(inbox[0].For, []string{"anna"}) {
			t.Fatalf("the deputy's inbox is %+v, %v; want the change, marked for anna", inbox, err)
		}
		if n, err := h.Engine.Waiting(t.Context(), "bert"); n != 1 || err != nil {
			t.Errorf("%d changes wait for the deputy, %v", n, err)
		}
		if can, err := h.Engine.CanAgree(t.Context(), held.Change, 20); err != nil || !slices.Contains(can, "bert") {
			t.Errorf("%v, %v can agree, want bert among them", can, err)
		}
		_, err = agreeFor(t, h, "bert", "", held)
		refusedAs(t, "in their own right", "not_an_approver", err)
		_, err = agreeFor(t, h, "bert", "carl", held)
		refusedAs(t, "for somebody else", "no_deputy", err)
		if err := h.Engine.Check("bert", "unit.approve", access.Target{}); err == nil {
			t.Error("the deputy was lent a permission")
		}
		out := h.Must(agreeFor(t, h, "bert", "anna", held))
		ev, err := audit.Opened(t.Context(), h.DB, h.Ring, out.Seq)
		if err != nil || ev.Actor != "bert" || ev.OnBehalf != "anna" || !slices.Contains(ev.Facts, audit.Fact{Name: "approver", Value: "bert"}) || !slices.Contains(ev.Facts, audit.Fact{Name: "approver_for", Value: "anna"}) {
			t.Errorf("it is recorded as %+v, %v", ev, err)
		}
		if n := h.Count(`SELECT count(*) FROM decision WHERE "user" = 'bert' AND on_behalf = 'anna' AND verdict = 'approve'`); n != 1 {
			t.Errorf("%d decisions name both", n)
		}
	})
}

func TestADeputyRejectsForTheOtherToo(t *testing.T) {
	away(t, 1, func(t *testing.T, h *house.House) {
		held := newUnit(h, "mia", "rome")
		out, err := h.Engine.Reject(t.Context(), govern.Actor{User: "bert", OnBehalf: "anna"}, govern.Note{Reason: "not now"}, held.Change)
		if err != nil || out.State != govern.Rejected {
			t.Errorf("got %+v, %v", out, err)
		}
	})
}

func TestNeitherDeputyNorAbsentPersonCountsTwice(t *testing.T) {
	away(t, 2, func(t *testing.T, h *house.House) {
		h.Grant("bert", "unit.approve", "unit.insert")
		held := newUnit(h, "mia", "rome")
		if out, err := agreeFor(t, h, "bert", "anna", held); err != nil || out.State != govern.Held {
			t.Fatalf("got %+v, %v", out, err)
		}
		_, err := agreeFor(t, h, "bert", "", held)
		refusedAs(t, "for themselves besides", "already_decided", err)
		_, err = agreeFor(t, h, "anna", "", held)
		refusedAs(t, "the absent person besides", "already_decided", err)
		h.Must(agreeFor(t, h, "carl", "", held))

		made := newUnit(h, "bert", "oslo")
		_, err = agreeFor(t, h, "bert", "anna", made)
		refusedAs(t, "one's own change, for another", "own_change", err)
		made = newUnit(h, "anna", "bern")
		_, err = agreeFor(t, h, "bert", "anna", made)
		refusedAs(t, "the absent person's change", "own_change", err)
	})
}

func TestADeputyshipEndsByItselfAndEarlierAndItsAgreementsWithIt(t *testing.T) {
	away(t, 2, func(t *testing.T, h *house.House) {
		h.User("dora", "unit.approve")
		first, second := newUnit(h, "mia", "rome"), newUnit(h, "mia", "oslo")
		for _, held := range []govern.Outcome{first, second} {
			if _, err := agreeFor(t, h, "bert", "anna", held); err != nil {
				t.Fatal(err)
			}
		}
		rows, err := policy.Deputies.Find(t.Context(), h.DB, `deputy = 'bert'`)
		if err != nil || len(rows) != 1 {
			t.Fatalf("got %v, %v", rows, err)
		}
		_, err = h.Submit("carl", &policy.EndDeputy{ID: rows[0].ID})
		refusedAs(t, "ending another's", "not_found", err)
		h.Must(h.Submit("bert", &policy.EndDeputy{ID: rows[0].ID}))
		if out, err := agreeFor(t, h, "carl", "", first); err != nil || out.State != govern.Held {
			t.Errorf("what a former deputy said still counts: %+v, %v", out, err)
		}
		h.Must(agreeFor(t, h, "dora", "", first))
		h.Must(h.Submit("anna", week(h, "bert")))
		h.Clock.Advance(8 * 24 * time.Hour)
		if inbox, err := h.Engine.Inbox(t.Context(), "bert", 10); err != nil || len(inbox) != 0 {
			t.Errorf("after its end the deputy's inbox is %v, %v", inbox, err)
		}
		_, err = agreeFor(t, h, "bert", "anna", second)
		refusedAs(t, "after its end", "no_deputy", err)
		_, err = h.Submit("anna", &policy.EndDeputy{ID: rows[0].ID})
		refusedAs(t, "ending it once more", "ended_already", err)
	})
}

func TestADecisionThatWaitedForItsTurnIsMadeWhenItsTurnComes(t *testing.T) {
	away(t, 1, func(t *testing.T, h *house.House) {
		held := newUnit(h, "mia", "rome")
		rows, err := policy.Deputies.Find(t.Context(), h.DB, `deputy = 'bert'`)
		if err != nil || len(rows) != 1 {
			t.Fatalf("got %v, %v", rows, err)
		}
		detained, letGo := h.Clock.Detain()
		answer := make(chan error, 1)
		go func() {
			_, err := agreeFor(t, h, "bert", "anna", held)
			answer <- err
		}()
		<-detained
		h.Must(h.Submit("anna", &policy.EndDeputy{ID: rows[0].ID}))
		letGo()
		refusedAs(t, "asked before the end, its turn after it", "no_deputy", <-answer)
	})
}

func TestASuspendedPersonHasNoDeputyAndASuspendedDeputyIsNone(t *testing.T) {
	for who, code := range map[govern.ID]string{"anna": "no_deputy", "bert": "suspended"} {
		away(t, 1, func(t *testing.T, h *house.House) {
			held := newUnit(h, "mia", "rome")
			u, err := directory.Users.Get(t.Context(), h.DB, who)
			if err != nil {
				t.Fatal(err)
			}
			u.Status, u.Successor = "suspended", "carl"
			h.Must(h.Submit(house.Founder, govern.Put(directory.Users, who, u.Version, u)))
			_, err = agreeFor(t, h, "bert", "anna", held)
			refusedAs(t, string(who)+" is suspended", code, err)
		})
	}
}

func TestAnAdministratorNamesADeputyOnlyWithAnothersAgreement(t *testing.T) {
	away(t, 1, func(t *testing.T, h *house.House) {
		until := govern.At(h.Engine.Now().Add(time.Hour))
		h.User("dora")
		h.Grant("dora", "deputy.approve")
		_, err := h.Submit(house.Second, govern.PutNew(policy.Deputies, "own", &policy.Deputy{User: "carl", Deputy: house.Second, UntilAt: until}))
		refusedAs(t, "naming oneself", "own_access", err)
		held := h.MustHold(h.Submit(house.Founder, govern.PutNew(policy.Deputies, "d", &policy.Deputy{User: "carl", Deputy: "dora", UntilAt: until})))
		_, err = agree(t, h, "dora", held)
		refusedAs(t, "the deputy agrees to it", "own_access", err)
		h.Must(agree(t, h, house.Second, held))
		h.Must(agreeFor(t, h, "dora", "carl", newUnit(h, "mia", "rome")))
	})
}

func TestADeputyIsAnotherActivePersonForATimeToCome(t *testing.T) {
	away(t, 1, func(t *testing.T, h *house.House) {
		for code, cmd := range map[string]*policy.NameDeputy{"own_deputy": week(h, "carl"), "no_deputy": week(h, "nobody"), "ended_already": {Deputy: "bert", UntilAt: 1}} {
			if code == "no_deputy" {
				h.Must(h.Submit(house.Founder, govern.PutNew(directory.Users, "nobody", &directory.User{Email: "n@example.com", Name: "n", Kind: "service", Status: "active"})))
			}
			_, err := h.Submit("carl", cmd)
			refusedAs(t, code, code, err)
		}
	})
}

func TestDutyRulesSeeBothADeputyAndWhomTheyActFor(t *testing.T) {
	away(t, 1, func(t *testing.T, h *house.House) {
		h.Grant("bert", "unit.insert")
		h.Grant("mia", "unit.update")
		h.Must(agreeFor(t, h, "carl", "", newUnit(h, "anna", "rome")))
		h.Must(agreeFor(t, h, "carl", "", newUnit(h, "bert", "oslo")))
		h.Must(agreeFor(t, h, "carl", "", newUnit(h, "mia", "bern")))
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.DutyRules, "apart", different(duty.Refuse, []string{"unit.insert"}, []string{"unit.approve"}))))
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "renaming", &policy.Rule{
			Name: "renaming", Subject: "unit", Operations: []string{"update"}, Enabled: true,
			Factors: []approval.Factor{{Permission: "unit.approve", People: 1}},
		})))
		renamed := func(id govern.ID) govern.Outcome {
			return h.MustHold(h.Submit("founder", rename(id, 1, "New "+string(id))))
		}
		_, err := agreeFor(t, h, "bert", "anna", renamed("rome"))
		refusedAs(t, "whose absent person made it", "duty_rule", err)
		_, err = agreeFor(t, h, "bert", "anna", renamed("oslo"))
		refusedAs(t, "whose deputy made it", "duty_rule", err)
		h.Must(agreeFor(t, h, "bert", "anna", renamed("bern")))
	})
}

func TestAWallKeepsADeputyOutForWhomeverTheyAct(t *testing.T) {
	away(t, 1, func(t *testing.T, h *house.House) {
		for _, u := range []string{"buyers", "sellers"} {
			h.Must(agreeFor(t, h, "carl", "", newUnit(h, "mia", u)))
		}
		u, err := directory.Users.Get(t.Context(), h.DB, "bert")
		if err != nil {
			t.Fatal(err)
		}
		u.Unit = "sellers"
		h.Must(h.Submit(house.Founder, govern.Put(directory.Users, "bert", u.Version, u)))
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.DutyRules, "wall", &policy.DutyRule{
			Name: "Deal", Kind: duty.Wall, Mode: duty.Refuse, Enabled: true, LeftUnit: "buyers", RightUnit: "sellers",
		})))
		h.Grant("mia", "group.insert")
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "groups", &policy.Rule{
			Name: "groups", Subject: "group", Operations: []string{"insert"}, Enabled: true,
			Factors: []approval.Factor{{Permission: "unit.approve", People: 1}},
		})))
		of := func(unit govern.ID) govern.Outcome {
			return h.MustHold(h.Submit("mia", govern.PutNew(directory.Groups, "group-"+unit, &directory.Group{Name: string(unit), Unit: unit})))
		}
		_, err = agreeFor(t, h, "bert", "anna", of("buyers"))
		refusedAs(t, "beyond the wall", "walled", err)
		h.Must(agreeFor(t, h, "bert", "anna", of("sellers")))
	})
}

func TestADeputyshipEndsWhenEitherIsSuspendedAndDoesNotReviveWithThem(t *testing.T) {
	for _, suspended := range []govern.ID{"anna", "bert"} {
		t.Run(string(suspended), func(t *testing.T) {
			away(t, 1, func(t *testing.T, h *house.House) {
				later := week(h, "bert") // one that has not begun goes altogether
				later.FromAt, later.UntilAt = later.UntilAt+1, later.UntilAt+2
				h.Must(h.Submit("anna", later))
				held := newUnit(h, "mia", "rome")
				suspend := &directory.Suspend{Successor: "carl"}
				suspend.On(suspended)
				out := h.Must(h.Submit(house.Founder, suspend))
				ev, err := audit.Opened(t.Context(), h.DB, h.Ring, out.Seq)
				if err != nil || len(slices.DeleteFunc(ev.Rows, func(r audit.Row) bool { return r.Table != "deputy" })) != 2 {
					t.Errorf("the entry of the suspension is %+v, %v; want both deputyships in it", ev, err)
				}
				if n := h.Count(`SELECT count(*) FROM deputy WHERE until_at > $1`, int64(govern.At(h.Engine.Now()))); n != 0 {
					t.Errorf("%d deputyships are still in force", n)
				}
				back := &directory.Reactivate{}
				back.On(suspended)
				if suspended == "anna" {
					var grant string
					if err := h.DB.QueryRow(t.Context(), []any{&grant}, `SELECT id FROM "grant" WHERE "user" = 'anna'`); err != nil {
						t.Fatal(err)
					}
					back.Keep = []govern.ID{govern.ID(grant)}
				}
				h.Must(h.Submit(house.Founder, back))
				_, err = agreeFor(t, h, "bert", "anna", held)
				refusedAs(t, "by a deputyship that had ended", "no_deputy", err)
				if d := h.Engine.Deputies("bert"); len(d) != 0 {
					t.Errorf("bert is the deputy of %v again", d)
				}
				h.Must(h.Submit("anna", week(h, "bert")))
				h.Must(agreeFor(t, h, "bert", "anna", held))
			})
		})
	}
}

func TestADeputyIsNamedByTheirAddressByWhoMayLookNobodyUp(t *testing.T) {
	away(t, 1, func(t *testing.T, h *house.House) {
		until := govern.At(h.Engine.Now().Add(time.Hour))
		h.Must(h.Submit("carl", &policy.NameDeputy{Deputy: " Bert@Example.com", UntilAt: until}))
		if users := h.Engine.Deputies("bert"); !slices.Equal(users, []string{"anna", "carl"}) {
			t.Errorf("bert is the deputy of %v", users)
		}
		_, err := h.Submit("carl", &policy.NameDeputy{Deputy: "nobody@example.com", UntilAt: until})
		refusedAs(t, "an address that nobody has", "no_deputy", err)
	})
}
