package review_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/review"
	"github.com/countersign/countersign/internal/testkit/house"
)

var (
	tables = slices.Concat(directory.Tables, policy.Tables, review.Tables)
	verbs  = slices.Concat(directory.Verbs, policy.Verbs, review.Verbs)
)

const week = 7 * 24 * time.Hour

// offices is a House with two units, a group in each, and reviewers.
func offices(t *testing.T, f func(t *testing.T, h *house.House)) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		for id, parent := range map[govern.ID]govern.ID{"london": "", "vienna": ""} {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, id, &directory.Unit{Name: string(id), Parent: parent})))
		}
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, "desk", &directory.Unit{Name: "desk", Parent: "london"})))
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Roles, "clerk", &directory.Role{Name: "Clerk", Permissions: []string{"unit.view"}})))
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Roles, "head", &directory.Role{Name: "Head", Permissions: []string{"user.view"}, Includes: []string{"clerk"}})))
		for _, user := range []string{"anna", "bert", "cora"} {
			h.User(user)
		}
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Groups, "clerks", &directory.Group{Name: "Clerks", Unit: "desk"})))
		member(h, "clerks-anna", "anna", "clerks")
		give(h, "anna-clerk", &directory.Grant{User: "anna", Role: "clerk", Scope: "unit", ScopeRecord: "london"})
		give(h, "bert-head", &directory.Grant{User: "bert", Role: "head", Scope: "unit", ScopeRecord: "desk"})
		give(h, "clerks-clerk", &directory.Grant{Group: "clerks", Role: "clerk", Scope: "unit", ScopeRecord: "desk"})
		give(h, "cora-clerk", &directory.Grant{User: "cora", Role: "clerk", Scope: "unit", ScopeRecord: "vienna"})
		for _, user := range []string{"rita", "rolf"} {
			h.User(user, review.Starting, review.Closing, review.Deciding, review.Assigning)
		}
		f(t, h)
	})
}

func give(h *house.House, id govern.ID, g *directory.Grant) {
	h.Must(h.Submit(house.Founder, govern.PutNew(directory.Grants, id, g)))
}

func member(h *house.House, id, user, group govern.ID) {
	h.Must(h.Submit(house.Founder, govern.PutNew(directory.Members, id, &directory.Member{User: user, Group: group})))
}

func on[A govern.Action](id govern.ID, a A) A {
	a.On(id)
	return a
}

// start is a review of London's clerks by Rita and Rolf.
func start(h *house.House, unconfirmed string) *review.Start {
	return on("q4", &review.Start{
		Called: "Fourth quarter", Unit: "london", Roles: []string{"clerk"}, DueAt: govern.At(h.Engine.Now().Add(week)), Unconfirmed: unconfirmed,
		Reviewers: []review.Reviewer{{User: "rita"}, {Unit: "desk", User: "rolf"}},
	})
}

func items(t *testing.T, h *house.House) map[govern.ID]*review.Item {
	t.Helper()
	list, err := review.Items.Find(t.Context(), h.DB, `review = $1 ORDER BY id`, "q4")
	if err != nil {
		t.Fatal(err)
	}
	byRecord := map[govern.ID]*review.Item{}
	for _, it := range list {
		byRecord[it.Record] = it
	}
	return byRecord
}

func decide(t *testing.T, h *house.House, record govern.ID, verdict string) *review.Decide {
	t.Helper()
	it := items(t, h)[record]
	if it == nil {
		t.Fatalf("%s is not under review", record)
	}
	return on(it.ID, &review.Decide{Verdict: verdict, Reason: "as of today"})
}

func refused(t *testing.T, code string) func(govern.Outcome, error) {
	return func(out govern.Outcome, err error) {
		t.Helper()
		if fault.Code(err) != code {
			t.Errorf("the answer is %+v, %v; want the fault %s", out, err, code)
		}
	}
}

func TestAReviewDrawsWhatLiesInItsScopeAndGivesItToTheClosestReviewer(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit("rita", start(h, review.Keep)))
		want := map[govern.ID]govern.ID{"anna-clerk": "rita", "bert-head": "rolf", "clerks-clerk": "rolf", "clerks-anna": "rolf"}
		got := items(t, h)
		for record, reviewer := range want {
			if got[record] == nil || got[record].Reviewer != reviewer || got[record].Verdict != review.Open {
				t.Errorf("%s is %+v, want it open and with %s", record, got[record], reviewer)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d items, want %d: %v", len(got), len(want), got)
		}
		if it := got["clerks-clerk"]; it.GroupName != "Clerks" || it.RoleName != "Clerk" || it.Unit != "desk" {
			t.Errorf("the group's item says %+v", it)
		}
	})
}

func TestAReviewOfAUnitDrawsWhatReachesItsRecords(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		give(h, "cora-group", &directory.Grant{User: "cora", Role: "clerk", Scope: "record", ScopeTable: "group", ScopeRecord: "clerks"})
		give(h, "cora-desk", &directory.Grant{User: "cora", Role: "clerk", Scope: "table", ScopeTable: "process", ScopeRecord: "desk"})
		give(h, "cora-vienna", &directory.Grant{User: "cora", Role: "clerk", Scope: "table", ScopeTable: "process", ScopeRecord: "vienna"})
		give(h, "cora-every", &directory.Grant{User: "cora", Role: "clerk", Scope: "table", ScopeTable: "process"})
		h.Must(h.Submit("rita", start(h, "keep")))
		drawn := map[govern.ID]govern.ID{}
		for _, it := range items(t, h) {
			if it.User == "cora" {
				drawn[it.Record] = it.Reviewer
			}
		}
		if want := map[govern.ID]govern.ID{"cora-group": "rolf", "cora-desk": "rolf"}; !maps.Equal(drawn, want) {
			t.Errorf("of cora's grants %v are drawn, not %v", drawn, want)
		}
	})
}

func TestNobodyReviewsTheirOwnNorTheirGroups(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		member(h, "clerks-rolf", "rolf", "clerks")
		h.Must(h.Submit("rita", start(h, review.Keep)))
		for _, record := range []govern.ID{"clerks-clerk", "clerks-rolf"} {
			if it := items(t, h)[record]; it.Reviewer != "rita" {
				t.Errorf("%s, which is Rolf's too, is for %s", record, it.Reviewer)
			}
		}
		refused(t, "bad_reviewer")(h.Submit("rita", on(items(t, h)["clerks-clerk"].ID, &review.Assign{Reviewer: "rolf"})))
		member(h, "clerks-rita", "rita", "clerks") // after it was drawn
		refused(t, "own_grant")(h.Submit("rita", decide(t, h, "clerks-clerk", review.Confirmed)))
		refused(t, "own_grant")(h.Submit("rita", decide(t, h, "clerks-clerk", review.Revoked)))
		h.Must(h.Submit("rita", on(items(t, h)["anna-clerk"].ID, &review.Assign{Reviewer: "rolf"})))
		refused(t, "not_reviewer")(h.Submit("rita", decide(t, h, "anna-clerk", review.Confirmed)))
		h.Must(h.Submit("rolf", decide(t, h, "anna-clerk", review.Confirmed)))

		only := on("own", &review.Start{Called: "Own", Unit: "desk", DueAt: govern.At(h.Engine.Now().Add(week)), Unconfirmed: review.Keep, Reviewers: []review.Reviewer{{User: "rolf"}}})
		refused(t, "no_reviewer")(h.Submit("rita", only))
	})
}

func TestWhoeverHasWhatIsConfirmedDoesNotAgreeToIt(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		h.Grant("anna", review.Deciding+".approve")
		h.Grant("cora", review.Deciding+".approve")
		rule(h, review.Deciding, approval.Command)
		h.Must(h.Submit("rita", start(h, review.Keep)))
		held := h.MustHold(h.Submit("rita", decide(t, h, "anna-clerk", review.Confirmed)))
		refused(t, "own_access")(h.Engine.Approve(t.Context(), govern.Actor{User: "anna"}, govern.Note{}, held.Change, held.Digest))
		h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: "cora"}, govern.Note{}, held.Change, held.Digest))
		if it := items(t, h)["anna-clerk"]; it.Verdict != review.Confirmed || it.DecidedBy != "rita" || it.DecidedAt == 0 {
			t.Errorf("the item is %+v", it)
		}
	})
}

func rule(h *house.House, subject, op string) {
	h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, govern.ID("rule-"+subject), &policy.Rule{
		Name: "On " + subject, Subject: subject, Operations: []string{op}, Factors: []approval.Factor{{Permission: subject + ".approve", People: 1}}, Enabled: true,
	})))
}

func TestARevocationEndsTheGrantUnderTheRuleOnGrants(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		rule(h, "grant", approval.Delete)
		h.Must(h.Submit("rita", start(h, review.Keep)))
		empty := decide(t, h, "anna-clerk", review.Revoked)
		empty.Reason = ""
		refused(t, "reason_missing")(h.Submit("rita", empty))
		held := h.MustHold(h.Submit("rita", decide(t, h, "anna-clerk", review.Revoked)))
		if n := h.Count(`SELECT count(*) FROM "grant" WHERE id = 'anna-clerk'`); n != 1 {
			t.Fatal("the grant ended before anybody agreed")
		}
		h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: house.Founder}, govern.Note{}, held.Change, held.Digest))
		if n := h.Count(`SELECT count(*) FROM "grant" WHERE id = 'anna-clerk'`); n != 0 {
			t.Error("the grant stands although it was revoked")
		}
		found, err := audit.Search(t.Context(), h.DB, h.Ring, audit.Query{Table: "grant", Record: "anna-clerk", Action: review.Deciding, Outcome: audit.Applied})
		if err != nil || len(found) != 1 || len(found[0].Event.Rows) != 2 {
			t.Errorf("the log holds %+v, %v; want one entry with verdict and deletion", found, err)
		}
		refused(t, "decided")(h.Submit("rita", on(items(t, h)["anna-clerk"].ID, &review.Decide{Verdict: review.Confirmed})))
		h.Must(h.Submit("rolf", decide(t, h, "clerks-anna", review.Revoked)))
		if n := h.Count(`SELECT count(*) FROM member WHERE id = 'clerks-anna'`); n != 0 {
			t.Error("the membership stands although it was revoked")
		}
	})
}

func TestAVerdictIsAboutTheGrantAsItWasSeen(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit("rita", start(h, review.Keep)))
		h.Must(h.Submit(house.Founder, govern.Put(directory.Grants, "anna-clerk", 1, &directory.Grant{User: "anna", Role: "head", Scope: "unit", ScopeRecord: "london"})))
		refused(t, "grant_changed")(h.Submit("rita", decide(t, h, "anna-clerk", review.Confirmed)))
		seen := decide(t, h, "anna-clerk", review.Confirmed)
		seen.Seen = 2
		h.Must(h.Submit("rita", seen))
		if it := items(t, h)["anna-clerk"]; it.Role != "head" || it.RoleName != "Head" || it.RecordVersion != 2 {
			t.Errorf("what was confirmed is %+v", it)
		}
		h.Must(h.Submit(house.Founder, govern.Put(directory.Grants, "bert-head", 1, &directory.Grant{User: "cora", Role: "head", Scope: "unit", ScopeRecord: "desk"})))
		refused(t, "gone")(h.Submit("rolf", decide(t, h, "bert-head", review.Revoked))) // by now it is Cora's
	})
}

func TestWhatNobodyConfirmedEndsWithTheReviewWhereAskedFor(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit("rita", start(h, review.End)))
		h.Must(h.Submit("rita", decide(t, h, "anna-clerk", review.Confirmed)))
		h.Must(h.Submit(house.Founder, govern.Remove(directory.Grants, "bert-head", 1)))
		refused(t, "not_due")(h.Submit("rita", on("q4", &review.Close{})))
		if due, err := review.Due(t.Context(), h.DB, govern.At(h.Engine.Now())); err != nil || len(due) != 0 {
			t.Errorf("due already: %v, %v", due, err)
		}
		h.Clock.Advance(week)
		if due, err := review.Due(t.Context(), h.DB, govern.At(h.Engine.Now())); err != nil || len(due) != 1 {
			t.Errorf("due are %v, %v; want q4", due, err)
		}
		h.Must(h.Submit("rita", on("q4", &review.Close{})))
		for record, verdict := range map[govern.ID]string{"anna-clerk": review.Confirmed, "bert-head": review.Gone, "clerks-clerk": review.Lapsed, "clerks-anna": review.Lapsed} {
			if it := items(t, h)[record]; it.Verdict != verdict {
				t.Errorf("%s is %s, want %s", record, it.Verdict, verdict)
			}
		}
		if n := h.Count(`SELECT count(*) FROM "grant" WHERE id IN ('anna-clerk', 'clerks-clerk')`); n != 1 {
			t.Errorf("%d of the two grants stand, want the confirmed one", n)
		}
		if n := h.Count(`SELECT count(*) FROM member WHERE id = 'clerks-anna'`); n != 0 {
			t.Error("the membership that nobody confirmed stands")
		}
		refused(t, "wrong_state")(h.Submit("rita", on("q4", &review.Close{})))
	})
}

func TestAReviewThatKeepsEndsNothing(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		before := h.Count(`SELECT count(*) FROM "grant"`)
		h.Must(h.Submit("rita", start(h, review.Keep)))
		h.Must(h.Submit("rita", on("q4", &review.Close{})))
		if after := h.Count(`SELECT count(*) FROM "grant"`); after != before {
			t.Errorf("%d grants, there were %d", after, before)
		}
		refused(t, "wrong_state")(h.Submit("rita", decide(t, h, "anna-clerk", review.Confirmed)))
	})
}

func TestAReviewIsRefusedThatCouldNotBeHeld(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		for code, spoil := range map[string]func(*review.Start){
			"bad_id":            func(c *review.Start) { c.On("Q4!") },
			"due_already":       func(c *review.Start) { c.DueAt = govern.At(h.Engine.Now()) },
			"unknown_reference": func(c *review.Start) { c.Roles = []string{"nothing"} },
			"nothing_to_review": func(c *review.Start) { c.Unit, c.Roles = "vienna", []string{"head"} },
		} {
			c := start(h, review.Keep)
			spoil(c)
			refused(t, code)(h.Submit("rita", c))
		}
		refused(t, "denied")(h.Submit("anna", start(h, review.Keep)))
		h.Must(h.Submit("rita", start(h, review.Keep)))
		refused(t, "review_exists")(h.Submit("rita", start(h, review.Keep)))
	})
}

func TestTheResultIsAWorkbookOfWhatTheReaderMaySee(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit("rita", start(h, review.Keep)))
		revoke := decide(t, h, "anna-clerk", review.Revoked)
		revoke.Reason = "=1+1"
		h.Must(h.Submit("rita", revoke))
		all := func(*review.Item) bool { return true }
		content, err := review.Result(t.Context(), h.DB, "q4", all)
		if err != nil {
			t.Fatal(err)
		}
		again, err := review.Result(t.Context(), h.DB, "q4", all)
		if err != nil || !bytes.Equal(content, again) {
			t.Errorf("the same review gives other bytes, %v", err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = book.Close() }()
		rows, err := book.GetRows("Items")
		if err != nil || len(rows) != 5 {
			t.Fatalf("%d rows, %v; want a head and four items", len(rows), err)
		}
		i := slices.IndexFunc(rows, func(r []string) bool { return r[2] == "anna-clerk" })
		if got := rows[i]; got[5] != "anna@example.com" || got[7] != "Clerk" || got[12] != "rita" || got[13] != "revoked" || got[14] != "=1+1" {
			t.Errorf("the row of anna-clerk is %q", got)
		}
		if formula, _ := book.GetCellFormula("Items", fmt.Sprintf("O%d", i+1)); formula != "" {
			t.Errorf("a reason became the formula %s", formula)
		}
		few, err := review.Result(t.Context(), h.DB, "q4", func(it *review.Item) bool { return it.Unit == "desk" })
		if err != nil {
			t.Fatal(err)
		}
		if book, err = excelize.OpenReader(bytes.NewReader(few)); err != nil {
			t.Fatal(err)
		}
		if rows, err = book.GetRows("Items"); err != nil || len(rows) != 4 {
			t.Errorf("%d rows, %v; want a head and the desk's three items", len(rows), err)
		}
	})
}

func TestWhatWaitsForAReviewerEndsWithTheReview(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit("rita", start(h, review.Keep)))
		want := func(n int) {
			t.Helper()
			if list, err := review.Waiting(t.Context(), h.DB, "rolf", 100); err != nil || len(list) != n {
				t.Errorf("%d items wait, %v; want %d", len(list), err, n)
			}
		}
		want(3)
		h.Must(h.Submit("rolf", decide(t, h, "bert-head", review.Confirmed)))
		want(2)
		h.Must(h.Submit("rita", on("q4", &review.Close{})))
		want(0)
	})
}

func TestWhoAnswersForAServiceDoesNotReviewWhatItHas(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Users, "robot", &directory.User{Email: "robot@example.com", Name: "Robot", Kind: "service", Status: "active", Keeper: "rolf"})))
		give(h, "robot-clerk", &directory.Grant{User: "robot", Role: "clerk", Scope: "unit", ScopeRecord: "desk"})
		h.Must(h.Submit("rita", start(h, review.Keep)))
		if it := items(t, h)["robot-clerk"]; it == nil || it.Reviewer != "rita" {
			t.Errorf("what Rolf's service has is reviewed as %+v, want by Rita", it)
		}
	})
}

func TestAnEndThatWaitsForOthersIsNotAskedForAgain(t *testing.T) {
	offices(t, func(t *testing.T, h *house.House) {
		rule(h, "member", approval.Delete)
		h.Must(h.Submit("rita", start(h, review.End)))
		h.Clock.Advance(week)
		held := h.MustHold(h.Submit("rita", on("q4", &review.Close{})))
		due, err := review.Due(t.Context(), h.DB, govern.At(h.Engine.Now()))
		if err != nil || len(due) != 0 {
			t.Errorf("due are %v, %v; the end of q4 waits already", due, err)
		}
		h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: house.Founder}, govern.Note{}, held.Change, held.Digest))
		if it := items(t, h)["clerks-anna"]; it.Verdict != review.Lapsed {
			t.Errorf("the membership is %s", it.Verdict)
		}
	})
}
