package directory_test

import (
	"context"
	"slices"
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

var everything = access.Target{}

func hosted(t *testing.T, f func(t *testing.T, h *house.House)) {
	house.Each(t, slices.Concat(directory.Tables, policy.Tables), slices.Concat(directory.Verbs, policy.Verbs), func(t *testing.T, h *house.House) {
		for _, u := range [][2]govern.ID{{"group", ""}, {"london", "group"}, {"paris", "group"}} {
			put(h, directory.Units, u[0], &directory.Unit{Name: string(u[0]), Parent: u[1]})
		}
		put(h, directory.Groups, "solvers", &directory.Group{Name: "Solvers", Unit: "london"})
		put(h, directory.Groups, "readers", &directory.Group{Name: "Readers", Unit: "london"})
		put(h, directory.Roles, "viewer", &directory.Role{Name: "Viewer", Permissions: []string{"unit.view"}})
		put(h, directory.Users, "anna", &directory.User{Email: "anna@example.com", Name: "anna", Kind: "person", Status: "active", Unit: "london"})
		h.User("ben")
		f(t, h)
	})
}

func on[C govern.Action](id govern.ID, c C) C {
	c.On(id)
	return c
}

func watch(h *house.House, table, op string) {
	put(h, policy.Rules, govern.ID("watch-"+table), &policy.Rule{Name: table, Subject: table, Operations: []string{op}, Factors: []approval.Factor{{Permission: table + ".approve", People: 1}}, Enabled: true})
}

func agree(h *house.House, held govern.Outcome) (govern.Outcome, error) {
	return h.Engine.Approve(context.Background(), govern.Actor{User: house.Second, Method: "test"}, govern.Note{}, held.Change, held.Digest)
}

func TestAUserEndsAtOnceAtTheEndDate(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.Grant("anna", "unit.insert")
		u, _ := directory.Users.Get(t.Context(), h.DB, "anna")
		next := *u
		next.EndsAt = govern.At(h.Clock.Now()) + govern.Time(time.Hour.Microseconds())
		h.Must(h.Submit(house.Founder, govern.Put(directory.Users, "anna", u.Version, &next)))
		h.Must(h.Submit("anna", govern.PutNew(directory.Units, "one", &directory.Unit{Name: "One"})))
		h.Clock.Advance(time.Hour)
		refused(t, h, "user_ended", "anna", govern.PutNew(directory.Units, "two", &directory.Unit{Name: "Two"}))
	})
}

func TestSuspendingHandsOverWhatThePersonHad(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.Grant("anna", "unit.insert", "api_token.insert")
		watch(h, "unit", "insert")
		held := h.MustHold(h.Submit("anna", govern.PutNew(directory.Units, "one", &directory.Unit{Name: "One"})))
		put(h, directory.Users, "robot", &directory.User{Email: "robot@service.invalid", Name: "robot", Kind: "service", Status: "active", Keeper: "anna"})
		_, hash := directory.NewSecret()
		h.Must(h.Submit("anna", govern.PutNew(directory.APITokens, "token", &directory.APIToken{User: "robot", Name: "Feed", Hash: hash, ExpiresAt: govern.At(h.Clock.Now()) + 3600e6})))

		h.Must(h.Submit("ben", &policy.NameDeputy{Deputy: "anna", UntilAt: govern.At(h.Clock.Now()) + 3600e6}))

		refused(t, h, "successor_missing", house.Founder, on("anna", &directory.Suspend{}))
		for _, bad := range []govern.ID{"anna", "robot", "nobody"} {
			refused(t, h, "bad_successor", house.Founder, on("anna", &directory.Suspend{Successor: bad}))
		}
		h.Must(h.Submit(house.Founder, on("anna", &directory.Suspend{Successor: "ben"})))
		refused(t, h, "suspended", "anna", govern.PutNew(directory.Units, "two", &directory.Unit{Name: "Two"}))
		list, err := directory.Handovers.Find(t.Context(), h.DB, `successor = 'ben' ORDER BY kind`)
		if err != nil || len(list) != 3 || list[0].Kind != "change" || list[0].Record != held.Change || list[0].What != "unit.insert" || list[1].Kind != "deputyship" || list[1].What != "ben" || list[2].Kind != "token" || list[2].Record != "token" || list[2].Unit != "london" {
			t.Fatalf("ben's list is %+v, %v", list, err)
		}
		refused(t, h, "nothing_to_do", house.Founder, on("anna", &directory.Suspend{Successor: "ben"}))
		if out, err := agree(h, held); err != nil || out.State != govern.Failed {
			t.Errorf("the change of a suspended maker ended %+v, %v", out, err)
		}
		refused(t, h, "not_found", house.Founder, &directory.Settle{ID: list[0].ID})
		h.Must(h.Submit("ben", &directory.Settle{ID: list[0].ID}))
		refused(t, h, "settled", "ben", &directory.Settle{ID: list[0].ID})

		// What ben looked after for anna goes on to whoever looks after ben's.
		h.User("cleo")
		refused(t, h, "successor_missing", house.Founder, on("ben", &directory.Suspend{}))
		h.Must(h.Submit(house.Founder, on("ben", &directory.Suspend{Successor: "cleo"})))
		taken, err := directory.Handovers.Find(t.Context(), h.DB, `successor = 'cleo' AND "user" = 'anna' ORDER BY kind`)
		if err != nil || len(taken) != 2 || taken[0].Kind != "deputyship" || taken[1].Kind != "token" {
			t.Errorf("cleo's list is %+v, %v", taken, err)
		}
	})
}

func TestReactivatingGivesNothingBackThatNobodyLookedAt(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		put(h, directory.Grants, "old", &directory.Grant{User: "anna", Role: "viewer", Scope: "everything"})
		put(h, directory.Grants, "kept", &directory.Grant{User: "anna", Role: "viewer", Scope: "unit", ScopeRecord: "london"})
		put(h, directory.Members, "m", &directory.Member{User: "anna", Group: "solvers"})
		h.Must(h.Submit(house.Founder, on("anna", &directory.Suspend{})))
		u, _ := directory.Users.Get(t.Context(), h.DB, "anna")
		active := *u
		active.Status = "active"
		refused(t, h, "not_looked_at", house.Founder, govern.Put(directory.Users, "anna", u.Version, &active))
		refused(t, h, "unknown_grant", house.Founder, on("anna", &directory.Reactivate{Keep: []govern.ID{"grant-founder"}}))
		h.User("clerk", "user.reactivate", "user.update", "grant.delete", "member.delete")
		refused(t, h, "denied", "clerk", on("anna", &directory.Reactivate{Keep: []govern.ID{"kept"}})) // to keep one is to give it
		h.Must(h.Submit(house.Founder, on("anna", &directory.Reactivate{Keep: []govern.ID{"kept"}})))
		if n := h.Count(`SELECT count(*) FROM "grant" WHERE "user" = 'anna'`) + 10*h.Count(`SELECT count(*) FROM member WHERE "user" = 'anna'`); n != 1 {
			t.Errorf("grants and members are %d, want the one that was kept", n)
		}
		refused(t, h, "not_suspended", house.Founder, on("anna", &directory.Reactivate{}))
	})
}

func TestNobodyWakesAnotherUserOfTheirOwn(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		for _, id := range []govern.ID{"cleo", "cleo-admin"} {
			put(h, directory.Users, id, &directory.User{Email: string(id) + "@example.com", Name: string(id), Kind: "person", Status: "active", PersonnelID: "P-7"})
		}
		h.Grant("cleo", "user.reactivate", "user.update", "grant.update", "grant.delete")
		put(h, directory.Grants, "more", &directory.Grant{User: "cleo-admin", Role: "viewer", Scope: "everything"})
		h.Must(h.Submit(house.Founder, on("cleo-admin", &directory.Suspend{})))
		refused(t, h, "own_access", "cleo", on("cleo-admin", &directory.Reactivate{Keep: []govern.ID{"more"}}))
	})
}

func TestARuleOnGrantsHoldsAReactivationThatKeepsOne(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		put(h, directory.Grants, "kept", &directory.Grant{User: "anna", Role: "viewer", Scope: "everything"})
		h.Must(h.Submit(house.Founder, on("anna", &directory.Suspend{})))
		watch(h, "grant", "update")
		held := h.MustHold(h.Submit(house.Founder, on("anna", &directory.Reactivate{Keep: []govern.ID{"kept"}})))
		h.Must(agree(h, held))
	})
}

func TestMovingEndsTheMembershipsOfTheOldUnitThatAreNotNamed(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		put(h, directory.Groups, "wide", &directory.Group{Name: "Wide", Unit: "group"})
		for id, group := range map[govern.ID]govern.ID{"m1": "solvers", "m2": "readers", "m3": "wide"} {
			put(h, directory.Members, id, &directory.Member{User: "anna", Group: group})
		}
		_, rows, err := h.Engine.DryRun(t.Context(), govern.Actor{User: house.Founder}, govern.Note{}, on("anna", &directory.Move{Unit: "paris"}))
		if err != nil || len(rows) != 3 {
			t.Errorf("it proposes %d rows, %v; want the user and the two memberships of london", len(rows), err)
		}
		refused(t, h, "unknown_grant", house.Founder, on("anna", &directory.Move{Unit: "paris", Keep: []govern.ID{"m3"}}))
		refused(t, h, "same_unit", house.Founder, on("anna", &directory.Move{Unit: "london"}))
		h.Must(h.Submit(house.Founder, on("anna", &directory.Move{Unit: "paris", Keep: []govern.ID{"m2"}})))
		left, err := directory.Members.Find(t.Context(), h.DB, `"user" = 'anna' ORDER BY id`)
		if err != nil || len(left) != 2 || left[0].ID != "m2" || left[1].ID != "m3" {
			t.Errorf("the memberships are %+v, %v", left, err)
		}
	})
}

// TestAMembershipLastsUntilItsChangeEnds whatever becomes of that change.
func TestAMembershipLastsUntilItsChangeEnds(t *testing.T) {
	ways := map[string]func(h *house.House, held govern.Outcome) (govern.Outcome, error){
		"executed": agree,
		"rejected": func(h *house.House, held govern.Outcome) (govern.Outcome, error) {
			return h.Engine.Reject(context.Background(), govern.Actor{User: house.Second}, govern.Note{Reason: "no"}, held.Change)
		},
		"withdrawn": func(h *house.House, held govern.Outcome) (govern.Outcome, error) {
			return h.Engine.Withdraw(context.Background(), govern.Actor{User: house.Founder}, govern.Note{}, held.Change)
		},
	}
	hosted(t, func(t *testing.T, h *house.House) {
		put(h, directory.Grants, "g", &directory.Grant{Group: "solvers", Role: "viewer", Scope: "everything"})
		watch(h, "unit", "insert")
		refused(t, h, "change_not_pending", house.Founder, govern.PutNew(directory.Members, "m", &directory.Member{User: "anna", Group: "solvers", UntilChange: "none"}))
		for what, end := range ways {
			held := h.MustHold(h.Submit(house.Founder, govern.PutNew(directory.Units, govern.ID(what), &directory.Unit{Name: what})))
			put(h, directory.Members, govern.ID("m-"+what), &directory.Member{User: "anna", Group: "solvers", UntilChange: held.Change})
			if h.Engine.Check("anna", "unit.view", everything) != nil {
				t.Errorf("%s: the member has nothing while the change waits", what)
			}
			out, err := end(h, held)
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			if err := h.Engine.Check("anna", "unit.view", everything); fault.Code(err) != "denied" {
				t.Errorf("%s: the membership lasts: %v", what, err)
			}
			if n := h.Count(`SELECT count(*) FROM member`); n != 0 {
				t.Errorf("%s: there are %d members", what, n)
			}
			if h.Count(`SELECT max(seq) FROM audit_entry`) != out.Seq {
				t.Errorf("%s: the end of the membership is not in the entry of the change's end", what)
			}
		}
		held := h.MustHold(h.Submit(house.Founder, govern.PutNew(directory.Units, "late", &directory.Unit{Name: "late"})))
		put(h, directory.Members, "m-late", &directory.Member{User: "anna", Group: "solvers", UntilChange: held.Change})
		other := h.Start(h.DB, slices.Concat(directory.Tables, policy.Tables), slices.Concat(directory.Verbs, policy.Verbs))
		if _, err := other.Approve(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest); err != nil {
			t.Fatal(err)
		}
		if err := other.Check("anna", "unit.view", everything); fault.Code(err) != "denied" {
			t.Errorf("another node lets the membership last: %v", err)
		}
	})
}

func TestTwoUsersOfOnePersonAreOneForFourEyes(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		for _, id := range []govern.ID{"cleo", "cleo-admin"} {
			put(h, directory.Users, id, &directory.User{Email: string(id) + "@example.com", Name: string(id), Kind: "person", Status: "active", PersonnelID: "P-7"})
			h.Grant(string(id), "unit.insert", "unit.approve")
		}
		watch(h, "unit", "insert")
		held := h.MustHold(h.Submit("cleo", govern.PutNew(directory.Units, "x", &directory.Unit{Name: "X"})))
		_, err := h.Engine.Approve(t.Context(), govern.Actor{User: "cleo-admin"}, govern.Note{}, held.Change, held.Digest)
		if fault.Code(err) != "own_change" {
			t.Errorf("one person agreed twice: %v", err)
		}
	})
}
