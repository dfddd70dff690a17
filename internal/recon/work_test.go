package recon_test

import (
	"context"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

// exception opens a run and gives one of its exceptions.
func (o *office) exception() govern.ID {
	o.t.Helper()
	p := o.process("P", recon.Process{Configuration: byReference})
	left, right := sides(ledgerCSV, bankCSV)
	_, list := o.run(house.Founder, p, left, right)
	return list[0].ID
}

func (o *office) now(id govern.ID) *recon.Exception {
	o.t.Helper()
	x, err := recon.Exceptions.Get(context.Background(), o.DB, id)
	if err != nil {
		o.t.Fatal(err)
	}
	return x
}

func on[A govern.Action](id govern.ID, a A) A {
	a.On(id)
	return a
}

func TestAnExceptionGoesFromAnalystToSolverToClosed(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.exception()
		o.User("analyst", "exception.review", "exception.assign", "exception.comment")
		o.User("solver", "exception.close", "exception.comment")
		o.Must(o.Submit("analyst", on(id, &recon.Review{Priority: "3_days"})))
		if x := o.now(id); x.State != "under_review" || x.Priority != "3_days" {
			t.Fatalf("%+v", x)
		}
		o.Must(o.Submit("analyst", on(id, &recon.CommentOn{Text: "the bank kept a fee"})))
		o.Must(o.Submit("analyst", on(id, &recon.Assign{Assignee: "solver", Cause: "fee", SuggestedAction: "book the fee"})))
		if x := o.now(id); x.State != "pending" || x.Assignee != "solver" || x.Cause != "fee" || x.SuggestedAction != "book the fee" || x.Priority != "3_days" {
			t.Fatalf("%+v", x)
		}
		o.Must(o.Submit("solver", on(id, &recon.Close{ActionTaken: "booked"})))
		x := o.now(id)
		if x.State != "closed" || x.ClosedBy != "solver" || x.ActionTaken != "booked" || x.ClosedAt == 0 || x.Cause != "fee" {
			t.Fatalf("%+v", x)
		}
		o.Must(o.Submit(house.Founder, on(id, &recon.Reopen{})))
		if x := o.now(id); x.State != "under_review" || x.ClosedBy != "" || x.ActionTaken != "" || x.ClosedAt != 0 {
			t.Fatalf("%+v", x)
		}
		if n := o.Count(`SELECT count(*) FROM exception_comment WHERE exception = $1 AND author = 'analyst'`, string(id)); n != 1 {
			t.Errorf("%d comments", n)
		}
	})
}

func TestCauseActionAndAssigneeAreAskedFor(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.exception()
		o.User("solver")
		refused := func(a govern.Action, code, field string) {
			t.Helper()
			a.On(id)
			_, err := o.Submit(house.Founder, a)
			wantFault(t, err, code, field, "")
		}
		refused(&recon.Assign{Assignee: "solver", SuggestedAction: "ask the bank"}, "cause_missing", "cause")
		refused(&recon.Assign{Assignee: "solver", Cause: "fee"}, "suggested_action_missing", "suggested_action")
		refused(&recon.Assign{Cause: "fee", SuggestedAction: "ask the bank"}, "assignee_missing", "assignee")
		refused(&recon.Assign{Assignee: "nobody", Cause: "fee", SuggestedAction: "ask the bank"}, "unknown_reference", "assignee")
		refused(&recon.Close{}, "action_taken_missing", "action_taken")
		refused(&recon.CommentOn{}, "too_short", "text")
		refused(&recon.Review{Priority: "soon"}, "bad_form", "priority")
		refused(&recon.Reopen{}, "wrong_state", "")
		o.Must(o.Submit(house.Founder, on(id, &recon.Close{ActionTaken: "accepted"})))
		refused(&recon.Close{ActionTaken: "again"}, "wrong_state", "")
		refused(&recon.Assign{Assignee: "solver", Cause: "fee", SuggestedAction: "ask the bank"}, "wrong_state", "")
		if x := o.now(id); x.Version != 2 {
			t.Errorf("the exception is at version %d after one change", x.Version)
		}
	})
}

func TestClosingByForceIsAPermissionOfItsOwnAndSaysWhy(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.exception()
		o.User("closer", "exception.close")
		o.User("forcer", "exception.force_close")
		force := on(id, &recon.ForceClose{Grounds: "The bank is no more, and nobody answers."})
		if _, err := o.Submit("closer", force); fault.Code(err) != "denied" {
			t.Errorf("who may close, closes by force: %v", err)
		}
		if _, err := o.Submit("forcer", on(id, &recon.Close{ActionTaken: "booked"})); fault.Code(err) != "denied" {
			t.Errorf("who may close by force, closes as if it were solved: %v", err)
		}
		if _, err := o.Submit("forcer", on(id, &recon.ForceClose{Grounds: "   why      "})); fault.Code(err) != "grounds_missing" {
			t.Errorf("without grounds: %v", err)
		}
		o.Must(o.Submit("forcer", force))
		if x := o.now(id); x.State != "closed" || x.ClosedBy != "forcer" || x.ActionTaken != "Closed by force: The bank is no more, and nobody answers." {
			t.Errorf("it is %+v", x)
		}
		if _, err := o.Submit("forcer", force); fault.Code(err) != "wrong_state" {
			t.Errorf("closed twice: %v", err)
		}
	})
}

func TestAGrantOverOneProcessReachesItsExceptionsOnly(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.exception()
		other := o.process("OTHER", recon.Process{Configuration: byReference})
		left, right := sides(ledgerCSV, bankCSV)
		_, list := o.run(house.Founder, other, left, right)
		o.User("solver")
		o.Must(o.Submit(house.Founder, govern.PutNew(directory.Roles, "closer", &directory.Role{Name: "closer", Permissions: []string{"exception.close"}})))
		o.Must(o.Submit(house.Founder, govern.PutNew(directory.Grants, "g", &directory.Grant{User: "solver", Role: "closer", Scope: "record", ScopeTable: "process", ScopeRecord: "P"})))
		o.Must(o.Submit("solver", on(id, &recon.Close{ActionTaken: "booked"})))
		if _, err := o.Submit("solver", on(list[0].ID, &recon.Close{ActionTaken: "booked"})); !fault.Is(err, fault.Denied) {
			t.Errorf("got %v, want a denial", err)
		}
	})
}

func TestARunIsCommentedAsAWhole(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.exception()
		run := o.now(id).Run
		o.Must(o.Submit(house.Second, on(run, &recon.CommentOnRun{Text: "the bank was late"})))
		if n := o.Count(`SELECT count(*) FROM exception_comment WHERE run = $1 AND exception = '' AND author = 'second' AND text = 'the bank was late'`, string(run)); n != 1 {
			t.Errorf("%d comments", n)
		}
	})
}

func TestAHeldCloseNeedsAnotherPerson(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.exception()
		o.rule("exception.close")
		out := o.MustHold(o.Submit(house.Founder, on(id, &recon.Close{ActionTaken: "written off"})))
		if x := o.now(id); x.State != "unreviewed" {
			t.Fatalf("%+v", x)
		}
		if _, err := o.Engine.Approve(context.Background(), govern.Actor{User: house.Founder}, govern.Note{}, out.Change, out.Digest); err == nil {
			t.Fatal("the maker approved")
		}
		o.approve(house.Second, out)
		if x := o.now(id); x.State != "closed" || x.ClosedBy != house.Founder {
			t.Fatalf("%+v", x)
		}
	})
}
