package govern_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

func again(h *house.House, user string, id govern.ID, mine bool) (govern.Outcome, error) {
	return h.Engine.Again(ctx, govern.Actor{User: user, Method: "test"}, govern.Note{}, id, govern.Repeat{Mine: mine})
}

// staleRename leaves the renaming of london by maker stale, because somebody else
// did meanwhile what to says. The rule holds changes of units again afterwards.
func staleRename(t *testing.T, h *house.House, to *directory.Unit) govern.Outcome {
	t.Helper()
	h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, "europe", unit("Europe"))))
	held := pendingRename(h, 1)
	operations := func(version int64, list ...string) (govern.Outcome, error) {
		rule, err := policy.Rules.Get(ctx, h.DB, "watch-units")
		if err != nil {
			t.Fatal(err)
		}
		rule.Operations = list
		return h.Submit(house.Founder, govern.Put(policy.Rules, "watch-units", version, rule))
	}
	h.Must(approve(h, "first", h.MustHold(operations(1, "delete"))))
	h.Must(h.Submit(house.Second, govern.Put(directory.Units, "london", 1, to)))
	out, err := approve(h, "first", held)
	if err != nil || out.State != govern.Stale {
		t.Fatalf("got %+v, %v; want stale", out, err)
	}
	h.Must(approve(h, "first", h.MustHold(operations(2, "insert", "update", "delete"))))
	held.Detail = out.Detail
	return held
}

func TestAStaleChangeIsAskedAnewInOneStepAndKeepsWhatOthersChanged(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		was := staleRename(t, h, &directory.Unit{Name: "London", Parent: "europe"})
		if !strings.Contains(was.Detail, "(parent)") {
			t.Errorf("%q does not say which field changed", was.Detail)
		}
		_, err := again(h, "first", was.Change, false)
		wantFault(t, err, "not_maker")
		dry, rows, err := h.Engine.DryAgain(ctx, govern.Actor{User: "maker"}, govern.Note{}, was.Change, govern.Repeat{})
		if err != nil || dry.State != govern.Held || len(rows) != 1 {
			t.Fatalf("a dry run says %+v, %d rows, %v", dry, len(rows), err)
		}
		anew := h.MustHold(again(h, "maker", was.Change, false))
		if anew.Digest == was.Digest || anew.Change == was.Change {
			t.Errorf("it is the same change: %+v", anew)
		}
		_, err = again(h, "maker", was.Change, false)
		wantFault(t, err, "asked_again")
		p, err := h.Engine.Look(ctx, "first", anew.Change)
		if err != nil || p.Body.Reason != "test" || !slices.Contains(p.Body.Facts, audit.Fact{Name: "resubmits", Value: string(was.Change)}) {
			t.Fatalf("the approver sees %+v, %v", p, err)
		}
		_, err = h.Engine.Approve(ctx, govern.Actor{User: "first"}, govern.Note{}, anew.Change, was.Digest)
		wantFault(t, err, "other_digest")
		h.Must(approve(h, "first", anew))
		if got, _ := directory.Units.Get(ctx, h.DB, "london"); got.Name != "Greater London" || got.Parent != "europe" || got.Version != 3 {
			t.Errorf("got %+v, want both changes", got)
		}
	})
}

func TestWhatBothChangedIsShownAndTheMakerSaysWhoseGoesFirst(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		was := staleRename(t, h, unit("Inner London"))
		_, err := again(h, "maker", was.Change, false)
		wantFault(t, err, "fields_changed")
		if err == nil || !strings.Contains(err.Error(), `name was "London", is "Inner London", and you asked for "Greater London"`) {
			t.Errorf("%v does not show the field", err)
		}
		h.Must(approve(h, "first", h.MustHold(again(h, "maker", was.Change, true))))
		if got, _ := directory.Units.Get(ctx, h.DB, "london"); got.Name != "Greater London" {
			t.Errorf("got %+v", got)
		}
	})
}

func TestWhatIsSoAlreadyIsNotAskedAnew(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		was := staleRename(t, h, unit("Greater London"))
		_, err := again(h, "maker", was.Change, false)
		wantFault(t, err, "nothing_to_do")
	})
}

func TestAskingAnewIsJudgedLikeAnyNewChange(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		was := staleRename(t, h, &directory.Unit{Name: "London", Parent: "europe"})
		other := h.MustHold(h.Submit(house.Founder, govern.Put(directory.Units, "london", 2, unit("Other"))))
		_, err := again(h, "maker", was.Change, false)
		wantFault(t, err, "change_pending")
		if _, err := h.Engine.Withdraw(ctx, govern.Actor{User: house.Founder}, govern.Note{}, other.Change); err != nil {
			t.Fatal(err)
		}
		grants, err := directory.Grants.Find(ctx, h.DB, `"user" = 'maker'`)
		if err != nil || len(grants) != 1 {
			t.Fatalf("got %v, %v", grants, err)
		}
		h.Must(h.Submit(house.Founder, govern.Remove(directory.Grants, grants[0].ID, 1)))
		_, err = again(h, "maker", was.Change, false)
		wantFault(t, err, "denied")
		setStatus(t, h, "maker", "suspended")
		_, err = again(h, "maker", was.Change, false)
		wantFault(t, err, "suspended")
	})
}

func TestARejectedOrExecutedChangeIsNotAskedAnewAndAnExpiredOneIs(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		held := pendingRename(h, 1)
		_, err := again(h, "maker", held.Change, false)
		wantFault(t, err, "not_again")
		if _, err := h.Engine.Reject(ctx, govern.Actor{User: "first"}, govern.Note{Reason: "too great"}, held.Change); err != nil {
			t.Fatal(err)
		}
		_, err = again(h, "maker", held.Change, false)
		wantFault(t, err, "not_again")
		if err == nil || !strings.Contains(err.Error(), "too great") {
			t.Errorf("%v does not say why it was rejected", err)
		}
		h.Must(approve(h, house.Second, h.MustHold(h.Submit(house.Founder, govern.Put(policy.Rules, "watch-units", 1, timed(t, h))))))
		held = h.MustHold(h.Submit("maker", govern.PutNew(directory.Units, "paris", unit("Paris"))))
		h.Clock.Advance(2 * time.Hour)
		if _, err := approve(h, "first", held); err != nil && !strings.Contains(err.Error(), "expired") {
			t.Fatal(err)
		}
		anew := h.MustHold(again(h, "maker", held.Change, false))
		h.Must(approve(h, "first", anew))
		_, err = again(h, "maker", anew.Change, false)
		wantFault(t, err, "not_again")
	})
}

func timed(t *testing.T, h *house.House) *policy.Rule {
	t.Helper()
	rule, err := policy.Rules.Get(ctx, h.DB, "watch-units")
	if err != nil {
		t.Fatal(err)
	}
	rule.ExpiresAfterHours = 1
	return rule
}
