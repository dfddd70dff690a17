package review_test

import (
	"cmp"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/review"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
)

func look(h *house.House, asker string) *review.Look {
	return &review.Look{
		DB: h.DB, Ring: h.Ring, Access: h.Engine.Access(), Now: govern.At(h.Engine.Now()), Asker: asker,
		Idle: 30 * 24 * time.Hour, Ending: week, Limit: 100,
	}
}

func answer(t *testing.T, l *review.Look) *review.Stale {
	t.Helper()
	s, err := l.Answer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func users(s *review.Stale) (ids []govern.ID) {
	for _, u := range s.Users {
		ids = append(ids, u.User)
	}
	return ids
}

func grants(s *review.Stale) map[govern.ID]bool {
	ids := map[govern.ID]bool{}
	for _, g := range s.Grants {
		ids[g.Grant] = true
	}
	return ids
}

func signIn(t *testing.T, h *house.House, user string) {
	t.Helper()
	if _, err := h.Engine.Note(t.Context(), govern.Actor{User: user}, audit.Event{Action: "sign_in", Outcome: audit.Noted}); err != nil {
		t.Fatal(err)
	}
}

func TestPeopleWhoDoNotSignInAreStale(t *testing.T) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		for _, user := range []string{"anna", "bert", "cora"} {
			h.User(user)
		}
		signIn(t, h, "bert")
		h.Clock.Advance(60 * 24 * time.Hour)
		signIn(t, h, house.Founder)
		signIn(t, h, house.Second)
		err := h.DB.Write(t.Context(), func(tx store.Tx) error { // a long session goes on
			return tx.Exec(t.Context(), `INSERT INTO session (hash, id, "user", stage, method, pending, wrong, started_at, proof_at, seen_at, ends_at, address, agent) VALUES ('h', 's', 'cora', 'whole', 'password', '', 0, 1, 1, $1, $2, '', '')`,
				int64(govern.At(h.Engine.Now())), int64(govern.At(h.Engine.Now()))+1e9)
		})
		if err != nil {
			t.Fatal(err)
		}
		s := answer(t, look(h, house.Founder))
		if diff := gocmp.Diff([]govern.ID{"anna", "bert"}, users(s)); diff != "" {
			t.Error(diff)
		}
		if s.Users[0].LastAt != 0 || s.Users[1].LastAt == 0 {
			t.Errorf("the last sign-ins are %+v", s.Users)
		}
		l := look(h, house.Founder)
		l.Limit = 1
		first := answer(t, l)
		l.AfterUser = first.MoreUsers
		if second := answer(t, l); first.MoreUsers != "anna" || len(second.Users) != 1 || second.Users[0].User != "bert" || len(second.Grants) != 0 {
			t.Errorf("page by page they are %+v and %+v", first, second)
		}
		if s := answer(t, look(h, h.User("stranger"))); len(s.Users)+len(s.Grants)+len(s.Groups)+len(s.Tokens) != 0 {
			t.Errorf("somebody who may view nothing is told %+v", s)
		}
	})
}

func TestAGrantIsUnusedWhenNothingWasDoneThatItAloneAllows(t *testing.T) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		role := func(id govern.ID, permissions ...string) {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Roles, id, &directory.Role{Name: string(id), Permissions: permissions})))
		}
		role("units", "unit.insert", "unit.view")
		role("people", "user.insert")
		role("reader", "user.view")
		role("both", "unit.insert", "user.insert")
		for _, user := range []govern.ID{"anna", "bert", "cora"} {
			h.User(string(user))
			give(h, user+"-units", &directory.Grant{User: user, Role: "units", Scope: "everything"})
		}
		give(h, "anna-people", &directory.Grant{User: "anna", Role: "people", Scope: "everything"})
		give(h, "bert-reader", &directory.Grant{User: "bert", Role: "reader", Scope: "everything"}) // viewing is not judged
		give(h, "cora-both", &directory.Grant{User: "cora", Role: "both", Scope: "everything"})
		h.Must(h.Submit("anna", govern.PutNew(directory.Units, "london", &directory.Unit{Name: "London"})))
		h.Clock.Advance(60 * 24 * time.Hour)
		give(h, "late", &directory.Grant{User: "bert", Role: "people", Scope: "everything"}) // had no time yet
		got := grants(answer(t, look(h, house.Founder)))
		// What Cora's first grant allows, her second does too; that one is her only
		// one for user.insert.
		for id, want := range map[govern.ID]bool{"anna-units": false, "anna-people": true, "bert-units": true, "bert-reader": false, "cora-units": false, "cora-both": true, "late": false} {
			if got[id] != want {
				t.Errorf("%s is called unused: %v, want %v", id, got[id], want)
			}
		}
	})
}

func TestAGrantToAGroupIsUnusedWhenNobodyOfItUsedItInTheTime(t *testing.T) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		for id, permissions := range map[govern.ID][]string{"units": {"unit.insert", "unit.view"}, "people": {"user.insert"}, "reader": {"user.view"}} {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Roles, id, &directory.Role{Name: string(id), Permissions: permissions})))
		}
		for _, user := range []string{"anna", "bert", "cora"} {
			h.User(user)
		}
		start := govern.At(h.Engine.Now())
		for _, id := range []govern.ID{"work", "rest", "readers", "nobody", "left", "double"} {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Groups, id, &directory.Group{Name: string(id)})))
			role := map[govern.ID]govern.ID{"readers": "reader", "rest": "people"}[id]
			give(h, id+"-grant", &directory.Grant{Group: id, Role: cmp.Or(role, "units"), Scope: "everything"})
		}
		member(h, "m1", "anna", "work")
		member(h, "m2", "bert", "work")
		member(h, "m3", "bert", "rest")
		member(h, "m4", "bert", "readers")
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Members, "m5", &directory.Member{User: "cora", Group: "left", UntilAt: start + govern.Time((50 * 24 * time.Hour).Microseconds())})))
		unit := func(user string) {
			h.Must(h.Submit(user, govern.PutNew(directory.Units, govern.NewID(h.Engine.Now()), &directory.Unit{Name: h.Engine.Now().String()})))
		}
		unit("anna")
		want := func(when string, unused map[govern.ID]int) {
			t.Helper()
			got := map[govern.ID]int{}
			for _, g := range answer(t, look(h, house.Founder)).Grants {
				if g.Group != "" {
					got[g.Grant] = g.People
				}
			}
			if diff := gocmp.Diff(unused, got); diff != "" {
				t.Errorf("%s they differ:\n%s", when, diff)
			}
		}
		want("before the time is over", map[govern.ID]int{})
		h.Clock.Advance(40 * 24 * time.Hour)
		// What anna did is longer ago than is looked at.
		want("after forty days", map[govern.ID]int{"work-grant": 2, "rest-grant": 1, "left-grant": 1})
		unit("cora")
		unit("bert")
		want("once bert and cora did something", map[govern.ID]int{"rest-grant": 1})
		h.Clock.Advance(15 * 24 * time.Hour)
		want("after cora has left, who used it while she was in", map[govern.ID]int{"rest-grant": 1})
		member(h, "m6", "bert", "double")
		h.Clock.Advance(31 * 24 * time.Hour)
		// What bert may by the one group he may by the other, too.
		want("of two groups that give the same to one person", map[govern.ID]int{"rest-grant": 1, "work-grant": 1})
	})
}

func TestGroupsWithoutMembersAndTokensAboutToEndAreStale(t *testing.T) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		h.User("anna")
		for _, id := range []govern.ID{"full", "empty", "left"} {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Groups, id, &directory.Group{Name: string(id)})))
		}
		member(h, "m1", "anna", "full")
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Members, "m2", &directory.Member{User: "anna", Group: "left", UntilAt: govern.At(h.Engine.Now().Add(time.Hour))})))
		h.Must(h.Submit(house.Second, govern.PutNew(directory.Users, "robot", &directory.User{Email: "robot@example.com", Name: "Robot", Kind: "service", Status: "active", Keeper: house.Founder})))
		for id, lasts := range map[govern.ID]time.Duration{"soon": 3 * 24 * time.Hour, "far": 90 * 24 * time.Hour} {
			_, hash := directory.NewSecret()
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.APITokens, id, &directory.APIToken{User: "robot", Name: string(id), Hash: hash, ExpiresAt: govern.At(h.Engine.Now().Add(lasts))})))
		}
		h.Clock.Advance(2 * time.Hour)
		s := answer(t, look(h, house.Founder))
		if len(s.Groups) != 2 || s.Groups[0].Group != "empty" || s.Groups[1].Group != "left" {
			t.Errorf("the groups are %+v, want empty and left", s.Groups)
		}
		if len(s.Tokens) != 1 || s.Tokens[0].Token != "soon" {
			t.Errorf("the tokens are %+v, want soon", s.Tokens)
		}
	})
}
