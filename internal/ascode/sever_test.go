package ascode_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// watched has the given number of people agree to what changes users, and a
// change of three users that waits.
func watched(t *testing.T, h *house.House, people int, whole bool) govern.Outcome {
	t.Helper()
	for _, user := range []string{"ann", "bob", "cay"} {
		h.User(user, "user.approve")
	}
	h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "watch", &policy.Rule{
		Name: "watch", Subject: "user", Operations: []string{"insert", "update"}, Enabled: true, Condition: `after.job_title != "quick"`,
		Factors: []approval.Factor{{Permission: "user.approve", People: people}},
	})))
	cmd, err := book.Apply(files(`
user:
  - {id: u1, email: u1@example.com, name: One, kind: person, status: invited}
  - {id: u2, email: u2@example.com, name: Two, kind: person, status: invited}
  - {id: ann, email: ann@example.com, name: Ann Marie, kind: person, status: active}
grant:
  - {id: g1, user: u1@example.com, role: =everything, scope: everything}
`), false)
	if err != nil {
		t.Fatal(err)
	}
	if whole {
		cmd.AllOrNothing()
	}
	return h.MustHold(h.Submit(house.Founder, cmd))
}

func agree(t *testing.T, h *house.House, user string, held govern.Outcome, leave govern.LeaveOut) (govern.Outcome, error) {
	t.Helper()
	return h.Engine.ApproveRows(t.Context(), govern.Actor{User: user, Method: "test"}, govern.Note{}, held.Change, held.Digest, leave)
}

func user(ids ...govern.ID) (list govern.LeaveOut) {
	for _, id := range ids {
		list = append(list, govern.Ref{Table: "user", ID: id})
	}
	return list
}

func refusedWith(t *testing.T, what, code string, err error) {
	t.Helper()
	if fault.Code(err) != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestAnApproverLeavesRowsOutAndTheOthersAreWritten(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		held := watched(t, h, 1, false)
		_, err := agree(t, h, "bob", held, user("u1"))
		refusedWith(t, "without the user whom a grant is for", "row_needed", err)
		_, err = agree(t, h, "bob", held, user("nobody"))
		refusedWith(t, "without what is no row", "unknown_row", err)
		_, err = agree(t, h, "bob", held, append(user("u1", "u2", "ann"), govern.Ref{Table: "grant", ID: "g1"}))
		refusedWith(t, "without any row", "all_left_out", err)

		out := h.Must(agree(t, h, "bob", held, append(user("u1"), govern.Ref{Table: "grant", ID: "g1"})))
		if len(out.Skipped) != 2 || !strings.Contains(out.Detail, "2 of 4 rows") {
			t.Errorf("the outcome is %+v", out)
		}
		if h.Count(`SELECT count(*) FROM "user" WHERE id = 'u1'`) != 0 || h.Count(`SELECT count(*) FROM "user" WHERE id = 'u2' OR name = 'Ann Marie'`) != 2 {
			t.Error("other rows were written than were agreed to")
		}
		ev, err := audit.Opened(t.Context(), h.DB, h.Ring, out.Seq)
		if err != nil || len(ev.Rows) != 2 || !slices.Contains(ev.Facts, audit.Fact{Name: "left_out", Value: "user u1"}) || !slices.Contains(ev.Facts, audit.Fact{Name: "left_out", Value: "grant g1"}) {
			t.Errorf("it is recorded as %+v, %v", ev, err)
		}
		c, err := govern.ReadChange(t.Context(), h.DB, held.Change)
		if err != nil || c.State != "executed" || c.EndedWhy != out.Detail {
			t.Errorf("the change is %+v, %v", c, err)
		}
		if n := h.Count(`SELECT count(*) FROM change_record`); n != 0 {
			t.Errorf("%d records are still locked", n)
		}
	})
}

func TestAllWhoAgreeLeaveOutTheSameRows(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		held := watched(t, h, 2, false)
		if out, err := agree(t, h, "bob", held, user("u2")); err != nil || out.State != govern.Held {
			t.Fatalf("the first agreement came to %+v, %v", out, err)
		}
		_, err := agree(t, h, "cay", held, nil)
		refusedWith(t, "an agreement that says nothing of rows", "rows_left_out", err)
		p, err := h.Engine.Look(t.Context(), "cay", held.Change)
		if err != nil || !p.Divides || len(p.Left) != 1 || p.Left[0].ID != "u2" {
			t.Errorf("the next approver sees %+v, %v", p, err)
		}

		out, err := agree(t, h, "cay", held, govern.LeaveOut{})
		if err != nil || out.State != govern.Held {
			t.Fatalf("an agreement to every row came to %+v, %v; want the first set aside", out, err)
		}
		if n := h.Count(`SELECT count(*) FROM decision WHERE "user" = 'bob' AND verdict = 'struck'`); n != 1 {
			t.Error("the agreement to other rows still counts")
		}
		if out := h.Must(agree(t, h, "bob", held, nil)); len(out.Skipped) != 0 {
			t.Errorf("all rows were agreed to, left out were %+v", out.Skipped)
		}
	})
}

func TestTheSameRowsLeftOutByTwoPeopleStayOut(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		held := watched(t, h, 2, false)
		if out, err := agree(t, h, "bob", held, user("u2", "ann")); err != nil || out.State != govern.Held {
			t.Fatalf("the first agreement came to %+v, %v", out, err)
		}
		out := h.Must(agree(t, h, "cay", held, user("ann", "u2")))
		if len(out.Skipped) != 2 || h.Count(`SELECT count(*) FROM "user" WHERE id = 'u2' OR name = 'Ann Marie'`) != 0 || h.Count(`SELECT count(*) FROM "grant" WHERE id = 'g1'`) != 1 {
			t.Errorf("the outcome is %+v", out)
		}
	})
}

func TestAStaleRowFailsAloneAndTellsWhy(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		held := watched(t, h, 1, false)
		stir(t, h)
		out := h.Must(agree(t, h, "bob", held, nil))
		if len(out.Skipped) != 1 || out.Skipped[0].ID != "ann" || !strings.Contains(out.Skipped[0].Why, "changed since") {
			t.Errorf("the outcome is %+v", out)
		}
		if h.Count(`SELECT count(*) FROM "user" WHERE id IN ('u1', 'u2')`) != 2 || h.Count(`SELECT count(*) FROM "user" WHERE name = 'Ann Marie'`) != 0 {
			t.Error("not just the stale row was left as it is")
		}
		ev, err := audit.Opened(t.Context(), h.DB, h.Ring, out.Seq)
		if err != nil || !slices.ContainsFunc(ev.Facts, func(f audit.Fact) bool { return f.Name == "failed_alone" && strings.HasPrefix(f.Value, "user ann: ") }) {
			t.Errorf("it is recorded as %+v, %v", ev, err)
		}
	})
}

// stir changes ann in a way that the rule lets pass.
func stir(t *testing.T, h *house.House) {
	t.Helper()
	ann, err := directory.Users.Get(t.Context(), h.DB, "ann")
	if err != nil {
		t.Fatal(err)
	}
	next := *ann
	next.JobTitle = "quick"
	h.Must(h.Submit(house.Second, govern.Put(directory.Users, "ann", ann.Version, &next)))
}

func TestAValueThatIsTakenByNowFailsAloneAndWhatRestsOnItWithIt(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		held := watched(t, h, 1, false)
		taken := h.MustHold(h.Submit(house.Second, govern.PutNew(directory.Users, "first", &directory.User{Email: "u1@example.com", Name: "First", Kind: "person", Status: "invited"})))
		h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: "cay"}, govern.Note{}, taken.Change, taken.Digest))
		out := h.Must(agree(t, h, "bob", held, nil))
		if len(out.Skipped) != 2 || out.Skipped[0].ID != "u1" || out.Skipped[1].ID != "g1" {
			t.Errorf("the outcome is %+v", out)
		}
		if h.Count(`SELECT count(*) FROM "user" WHERE id = 'u2' OR name = 'Ann Marie'`) != 2 || h.Count(`SELECT count(*) FROM "grant" WHERE id = 'g1'`) != 0 {
			t.Error("other rows were written than can be")
		}
	})
}

func TestWhatTheMakerAskedForAsAWholeIsNotDivided(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		held := watched(t, h, 1, true)
		_, err := agree(t, h, "bob", held, user("u2"))
		refusedWith(t, "leaving a row out", "all_or_nothing", err)
		stir(t, h)
		out, err := agree(t, h, "bob", held, nil)
		if err != nil || out.State != govern.Stale {
			t.Errorf("with a stale row it came to %+v, %v", out, err)
		}
		if h.Count(`SELECT count(*) FROM "user" WHERE id IN ('u1', 'u2')`) != 0 {
			t.Error("rows of it were written")
		}
	})
}

func TestACommandWhoseRowsBelongTogetherIsNotDivided(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		watched(t, h, 1, false)
		held := h.MustHold(h.Submit(house.Second, govern.PutNew(directory.Users, "solo", &directory.User{Email: "solo@example.com", Name: "Solo", Kind: "person", Status: "invited"})))
		_, err := agree(t, h, "bob", held, user("solo"))
		refusedWith(t, "leaving out the only row", "not_severable", err)
		h.Must(agree(t, h, "bob", held, govern.LeaveOut{}))
	})
}
